// The thread between a page and its room: it brings the newest position and says whether the room can be reached.
// Positions come as server-sent events; where these are refused, or the connection only seems to be there, the page
// asks. An older position than one already known is dropped.
(() => {
  "use strict";
  const PATIENCE = 6000;
  const QUIET = 1500;

  const some = (least, most) => least + Math.random() * (most - least);

  class RoomLink {
    // `tell.position(position)`, `tell.reach(reached)` and `tell.gone()` are called when something changes.
    constructor(address, voter, position, tell) {
      this.address = address;
      this.voter = voter;
      this.position = position;
      this.tell = tell;
      this.reached = null;
      this.refusals = 0;
      this.woken = 0;
      this.stream = null;
      this.doubt = null;
      this.open();
      this.steady();
      for (const [target, name] of [[document, "visibilitychange"], [window, "online"], [window, "pageshow"]]) {
        target.addEventListener(name, () => this.wake());
      }
      window.addEventListener("offline", () => this.noteReach(false));
    }

    open() {
      clearTimeout(this.retry);
      this.stream?.close();
      this.stream = null;
      if (typeof EventSource === "undefined") {
        this.askSoon(3000, 6000);
        return;
      }
      const stream = new EventSource(`${this.address}/events?voter=${this.voter}`);
      let isFirst = true;
      this.stream = stream;
      stream.addEventListener("open", () => {
        isFirst = true;
        this.refusals = 0;
        this.noteReach(true);
      });
      stream.addEventListener("position", (event) => {
        this.noteReach(true);
        const position = JSON.parse(event.data);
        // A server whose log was begun again counts from the beginning: asked twice, it says so twice.
        if (isFirst && position.seq < this.position.seq) this.ask(true);
        else this.take(position);
        isFirst = false;
      });
      stream.addEventListener("error", () => {
        if (stream !== this.stream) return;
        // A stream that ends for a moment, as when the server is started again, comes back by itself: the doubt begins
        // with the first error, for the next ones may come sooner than it is over.
        this.doubt ??= setTimeout(() => {
          this.doubt = null;
          if (this.stream?.readyState !== EventSource.OPEN) this.noteReach(false);
        }, QUIET);
        if (stream.readyState !== EventSource.CLOSED) return;
        this.stream = null;
        this.refusals += 1;
        this.askSoon(800, Math.min(15000, 2000 * 2 ** Math.min(this.refusals, 3)));
      });
    }

    // Ask where the room is, then try the stream again.
    askSoon(least, most) {
      clearTimeout(this.retry);
      this.retry = setTimeout(async () => {
        await this.ask();
        this.open();
      }, some(least, most));
    }

    async ask(isRestart = false) {
      const ended = new AbortController();
      const timer = setTimeout(() => ended.abort(), PATIENCE);
      try {
        const answer = await fetch(`${this.address}/now`, { cache: "no-store", signal: ended.signal });
        if (answer.status === 404) {
          this.noteReach(true);
          this.tell.gone?.();
          return false;
        }
        if (!answer.ok) throw new Error(String(answer.status));
        const position = await answer.json();
        const missed = position.seq > this.position.seq;
        this.noteReach(true);
        this.take(position, isRestart);
        return missed;
      } catch {
        this.noteReach(false);
        return false;
      } finally {
        clearTimeout(timer);
      }
    }

    // After sleep a stream may look open and be dead: begin a new one.
    wake() {
      if (document.visibilityState === "hidden" || Date.now() - this.woken < 1000) return;
      this.woken = Date.now();
      this.open();
      this.ask();
    }

    // A stream that brings nothing may be one of which nobody hears any more: now and then the page asks besides.
    steady() {
      setTimeout(async () => {
        if (document.visibilityState !== "hidden" && (await this.ask())) this.open();
        this.steady();
      }, some(40000, 60000));
    }

    noteReach(reached) {
      clearTimeout(this.doubt);
      this.doubt = null;
      if (reached === this.reached) return;
      this.reached = reached;
      this.tell.reach(reached);
    }

    take(position, anyNumber = false) {
      if (position.seq < this.position.seq && !anyNumber) return;
      if (JSON.stringify(position) === JSON.stringify(this.position)) return;
      this.position = position;
      this.tell.position(position);
    }
  }

  window.RoomLink = RoomLink;
})();
