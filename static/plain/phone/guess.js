// A guess on the chart's own empty axis: one for each phone, counted by the server, compared once the figure is shown.
(() => {
  "use strict";
  const { Store, fill } = window.Phone;
  const LASTS = 3 * 3600 * 1000;

  class Guess {
    constructor(state, texts, voter) {
      Object.assign(this, { state, texts, voter });
      this.round = state.position.round;
      this.ending = new Intl.PluralRules(window.Wording.locale());
    }

    name(slide) {
      return `room-guess:${this.state.session}:${this.round}:${slide}`;
    }

    own(slide) {
      const own = Store.read(this.name(slide), null);
      return own && Date.now() - own.at < LASTS ? own : null;
    }

    written(value, digits, pattern) {
      const number = window.Wording.number(value, { maximumFractionDigits: digits });
      return fill(pattern, { n: number });
    }

    // Give the form of a slide its life; it is part of the slide's HTML.
    ask(record, form) {
      const { guess, slide } = record;
      const axis = form.querySelector("input[type=range]");
      const number = form.querySelector("input[type=number]");
      const words = form.querySelector("output");
      const line = form.querySelector(".state");
      const say = (text) => { line.textContent = text; };
      const show = (value) => {
        axis.classList.remove("untouched");
        const text = this.written(value, guess.digits, guess.pattern);
        axis.setAttribute("aria-valuetext", text);
        words.textContent = fill(this.texts.guess, { guess: text });
      };
      const closed = (own) => {
        axis.value = own.value;
        show(own.value);
        [axis, number, form.querySelector("button")].forEach((part) => { part.disabled = true; });
        form.classList.add("closed");
        if (!own.counted) this.send(slide, say);
      };
      axis.addEventListener("input", () => {
        number.value = axis.value;
        show(Number(axis.value));
      });
      number.addEventListener("input", () => {
        if (number.value === "" || !number.validity.valid) return;
        axis.value = number.value;
        show(Number(number.value));
      });
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (number.value === "" || Number.isNaN(number.valueAsNumber)) {
          say(this.texts.choose);
          return;
        }
        const value = guess.kind === "rank" ? Math.round(number.valueAsNumber) : number.valueAsNumber;
        Store.set(this.name(slide), JSON.stringify({ value, at: Date.now(), counted: false }));
        closed(this.own(slide));
      });
      form.noValidate = false;
      const own = this.own(slide);
      if (own) {
        closed(own);
        if (own.counted) say(this.texts.sent);
      }
      this.resend = () => {
        const waiting = this.own(slide);
        if (waiting && !waiting.counted && form.isConnected) this.send(slide, say);
      };
    }

    async send(slide, say) {
      if (this.sending) return;
      this.sending = true;
      say(this.texts.sending);
      const own = this.own(slide);
      try {
        const answer = await fetch(`${this.state.address}/votes?lang=${this.state.language}`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ slide, voter: this.voter, value: own.value }),
        });
        if (answer.ok) {
          Store.set(this.name(slide), JSON.stringify({ ...own, counted: true }));
          say(answer.status === 202 ? this.texts.sent : this.texts.known);
        } else {
          say((await answer.json().catch(() => ({}))).error || this.texts.later);
          if (answer.status === 429 || answer.status >= 500) {
            const seconds = Number(answer.headers.get("Retry-After")) || 5;
            setTimeout(() => this.resend?.(), (seconds + Math.random() * 2) * 1000);
          }
        }
      } catch {
        say(this.texts.later);
      } finally {
        this.sending = false;
      }
    }

    // Say how far off this phone's guess was, below the published answer.
    compare(record, box) {
      const own = this.own(record.slide);
      if (!own || !record.guess?.answer) return;
      const { kind, digits, pattern, gap } = record.guess;
      const [low, high] = record.guess.answer;
      const guess = this.written(own.value, digits, pattern);
      const off = own.value < low ? low - own.value : own.value > high ? own.value - high : 0;
      const near = off < 10 ** -digits / 2;
      let text;
      if (kind === "rank") {
        text = near ? this.texts.right : own.value < low ? this.texts.before : this.texts.after;
        text = fill(text, { guess, n: this.written(off, 0, "{n}") });
      } else {
        const one = this.ending.select(Number(off.toFixed(digits))) === "one";
        const difference = this.written(off, digits, gap || (one ? this.texts.point : this.texts.points));
        text = fill(near ? this.texts.exact : own.value < low ? this.texts.low : this.texts.high, { guess, difference });
      }
      const line = box.querySelector(".own");
      line.textContent = text;
      line.hidden = false;
    }

    // Bring how the room as a whole guessed, in the server's words.
    async room(record, box) {
      try {
        const answer = await fetch(`${this.state.address}/votes/${record.slide}?lang=${this.state.language}`);
        const { words } = await answer.json();
        if (!answer.ok || !words || !box.isConnected) return;
        const line = box.querySelector(".room");
        line.textContent = words;
        line.hidden = false;
      } catch {
        // Without a connection the published figure stands alone.
      }
    }
  }

  window.Phone.Guess = Guess;
})();
