// The room as a page in front of it sees it: the position by server-sent events, moves sent with a speaker's key.
// The key comes behind `#` in the address, is kept for this tab and taken out of the address bar.
(() => {
  "use strict";
  const PATIENCE = 6000;
  const QUIET = 1500;

  const keyOf = (session) => {
    const name = `live-key-${session}`;
    const given = /(?:^#|&)key=([^&]+)/.exec(location.hash);
    if (given) {
      sessionStorage.setItem(name, decodeURIComponent(given[1]));
      history.replaceState(history.state, "", location.pathname + location.search);
    }
    return sessionStorage.getItem(name) || "";
  };

  class Room extends EventTarget {
    // `live` is the path of the session on this server, empty where there is no server (a page opened from a disk).
    constructor(session, live) {
      super();
      Object.assign(this, {
        session, live, key: keyOf(session), you: "", chair: "", speakers: [], position: null, connected: false, quiet: null,
        sending: Promise.resolve(), waiting: 0,
      });
      if (live) this.follow();
      if (live && this.key) this.introduce();
    }

    get hasFloor() { return Boolean(this.you) && this.position?.floor === this.you; }

    tell(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }

    headers() { return { Authorization: `Bearer ${this.key}`, "Content-Type": "application/json" }; }

    // Ask whose key it is.
    async introduce() {
      const status = await this.status();
      if (status) this.tell("introduced", status);
      else if (this.key) setTimeout(() => this.introduce(), 3000);
    }

    // Return what a presenter sees of the room; null without an answer.
    async status() {
      try {
        const answer = await fetch(`${this.live}/status`, { headers: this.headers(), cache: "no-store" });
        if (answer.status === 401) this.forget();
        if (!answer.ok) return null;
        const status = await answer.json();
        Object.assign(this, { you: status.you, chair: status.chair, speakers: status.speakers });
        this.take(status);
        return status;
      } catch {
        return null;
      }
    }

    forget() {
      sessionStorage.removeItem(`live-key-${this.session}`);
      this.key = this.you = "";
      this.tell("unknown-key");
    }

    follow() {
      this.stream?.close();
      const stream = this.stream = new EventSource(`${this.live}/events`);
      let first = true;
      // A stream that comes back tells a position only where there is a later one than the last it told.
      stream.addEventListener("open", () => {
        first = true;
        if (this.position) this.connect(true);
      });
      stream.addEventListener("position", (event) => {
        // After a break the room's position holds, whatever its number: another server may have begun a new log.
        this.take(JSON.parse(event.data), first);
        first = false;
        this.connect(true);
      });
      stream.addEventListener("error", () => {
        // A stream that comes back at once is no news; one that fails again and again is told of once.
        this.quiet ??= setTimeout(() => {
          this.quiet = null;
          if (this.stream.readyState !== EventSource.OPEN) this.connect(false);
        }, QUIET);
        if (stream.readyState === EventSource.CLOSED && stream === this.stream) {
          setTimeout(() => stream === this.stream && this.follow(), 1500 + Math.random() * 1500);
        }
      });
    }

    connect(is) {
      if (is) {
        clearTimeout(this.quiet);
        this.quiet = null;
      }
      if (is === this.connected) return;
      this.connected = is;
      this.tell("connection", is);
    }

    // Take a position, unless a later one is known.
    take(position, anyNumber = false) {
      if (this.position && !anyNumber && position.seq < this.position.seq) return;
      const before = this.position;
      this.position = position;
      if (this.waiting) return;
      this.tell("position", { position, before });
    }

    // Send a move. Moves leave one after the other; while some are on their way the page keeps what it shows.
    move(asked) { return this.queue(`${this.live}/position`, { press: Room.press(), ...asked }); }

    give(name) { return this.queue(`${this.live}/floor`, { to: name }); }

    static press() { return crypto.randomUUID?.() || Array.from(crypto.getRandomValues(new Uint32Array(4))).join("-"); }

    queue(address, body) {
      this.waiting += 1;
      const sent = this.sending.then(() => this.post(address, body));
      this.sending = sent.catch(() => {});
      return sent.finally(() => { this.waiting -= 1; }).then((answer) => {
        // Without an answer the page keeps what it shows.
        if (answer.status && !this.waiting && this.position) {
          this.tell("position", { position: this.position, before: null });
        }
        return answer;
      });
    }

    // Return {ok, status, document}; status is 0 where no answer came.
    async post(address, body, patience = PATIENCE) {
      const language = document.documentElement.lang || "en";
      try {
        const answer = await fetch(`${address}?lang=${language}`, {
          method: "POST", headers: this.headers(), body: JSON.stringify({ ...body, lang: language }),
          signal: AbortSignal.timeout(patience),
        });
        const document_ = await answer.json().catch(() => ({}));
        if (answer.status === 401) this.forget();
        if (answer.ok && document_.seq !== undefined && (!this.position || document_.seq >= this.position.seq)) {
          this.position = document_;
        }
        if (answer.status === 409) this.tell("refused", document_);
        return { ok: answer.ok, status: answer.status, document: document_ };
      } catch {
        return { ok: false, status: 0, document: {} };
      }
    }

    async notes() {
      try {
        const answer = await fetch(`${this.live}/notes?lang=${document.documentElement.lang}`, { headers: this.headers() });
        return answer.ok ? await answer.json() : null;
      } catch {
        return null;
      }
    }

    async questions() {
      try {
        const answer = await fetch(`${this.live}/questions/top`, { cache: "no-store" });
        return answer.ok ? (await answer.json()).questions : null;
      } catch {
        return null;
      }
    }

    async votes(number, question) {
      try {
        const query = question ? `?low=${question.low}&high=${question.high}&bins=48&lang=${document.documentElement.lang}` : "";
        const answer = await fetch(`${this.live}/votes/${number}${query}`, { cache: "no-store" });
        return answer.ok ? await answer.json() : null;
      } catch {
        return null;
      }
    }
  }

  window.Room = Room;
  window.text = window.Wording.fill;
})();
