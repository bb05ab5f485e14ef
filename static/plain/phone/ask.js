// Questions and wishes: what this phone asks, what became of it, what the room asks, and "slower, again, louder".
(() => {
  "use strict";
  const { fill } = window.Phone;

  const part = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  class Ask {
    constructor(state, texts, voter, showSlide) {
      Object.assign(this, { state, texts, voter, showSlide });
      this.box = document.getElementById("ask");
      this.form = document.getElementById("question");
      this.text = document.getElementById("question-text");
      this.line = document.getElementById("question-state");
      this.left = document.getElementById("question-left");
      this.wanted = new Set();
      this.waits = false;
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.send();
      });
      this.text.addEventListener("input", () => {
        const left = this.text.maxLength - this.text.value.length;
        this.left.textContent = left < 100 ? fill(this.texts.left, { n: left }) : "";
      });
      this.box.addEventListener("toggle", () => this.box.open && this.refresh());
      document.querySelectorAll("[data-wish]").forEach((button) => {
        button.addEventListener("click", () => this.wish(button.dataset.wish));
      });
      this.goOn();
    }

    post(path, document) {
      return fetch(`${this.state.address}/${path}?lang=${this.state.language}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ voter: this.voter, ...document }),
      });
    }

    async send() {
      const text = this.text.value.trim();
      if (!text) {
        this.line.textContent = this.texts.nothing;
        return;
      }
      this.line.textContent = this.texts.sending;
      try {
        const answer = await this.post("questions", { text, lang: this.state.language });
        const document = await answer.json().catch(() => ({}));
        if (!answer.ok) {
          this.line.textContent = document.error || this.texts.unsent;
          return;
        }
        this.line.textContent = answer.status === 202
          ? fill(this.texts.asked, { moderated: document.words || "" }) : this.texts.again;
        this.text.value = "";
        this.left.textContent = "";
        this.waits = true;
        this.refresh();
      } catch {
        this.line.textContent = this.texts.unsent;
      }
    }

    async wish(wish) {
      const line = document.getElementById("wish-state");
      line.textContent = this.texts.sending;
      try {
        const answer = await this.post("pulse", { pulse: wish });
        line.textContent = answer.ok ? this.texts.told : (await answer.json()).error;
      } catch {
        line.textContent = this.texts.unsent_wish;
      }
      setTimeout(() => { line.textContent = ""; }, 8000);
    }

    // Only who reads the questions, or waits for a word on his own, asks for them again.
    goOn() {
      setTimeout(async () => {
        if (document.visibilityState !== "hidden" && (this.box.open || this.waits)) await this.refresh();
        this.goOn();
      }, 5000 + Math.random() * 3000);
    }

    // A new round counts its questions from the beginning.
    begin() {
      this.wanted.clear();
      this.last = "";
      if (this.box.open) this.refresh();
    }

    async refresh() {
      try {
        const address = `${this.state.address}/questions?voter=${this.voter}&lang=${this.state.language}`;
        const answer = await fetch(address, { cache: "no-store" });
        if (!answer.ok) return;
        const document = await answer.json();
        const key = JSON.stringify(document);
        if (key === this.last) return;
        this.last = key;
        this.show(document);
      } catch {
        // What is listed stays.
      }
    }

    show({ questions, own = [] }) {
      this.waits = own.some((one) => one.state === "waiting");
      const list = document.getElementById("questions");
      const focused = document.activeElement?.dataset?.want;
      list.replaceChildren(...(questions.length ? questions.map((one) => this.row(one)) : [part("li", this.texts.none)]));
      if (focused) list.querySelector(`[data-want="${focused}"]`)?.focus();
      const box = document.getElementById("own-questions");
      box.hidden = own.length === 0;
      box.querySelector("ul").replaceChildren(...own.map((one) => {
        const row = document.createElement("li");
        row.append(part("p", one.text, { dir: "auto" }), part("p", one.words, { class: "small" }));
        return row;
      }));
    }

    row(one) {
      const row = document.createElement("li");
      row.append(part("p", one.text, { dir: "auto", ...(one.lang ? { lang: one.lang } : {}) }));
      const tools = part("p", "", { class: "row" });
      if (one.state === "answered") {
        tools.append(part("strong", this.texts.answered));
      } else {
        const mine = this.wanted.has(one.id);
        const words = fill(mine ? this.texts.wants : this.texts.wanted, { n: one.votes });
        const button = part("button", words, { type: "button", "data-want": one.id, "aria-pressed": String(mine) });
        button.addEventListener("click", () => this.want(one.id));
        tools.append(button);
      }
      if (one.slide && one.chart) {
        const open = part("button", fill(this.texts.its_slide, { slide: one.slide }), { type: "button" });
        open.addEventListener("click", () => this.showSlide(one.slide));
        tools.append(open);
      }
      row.append(tools);
      if (one.answer) row.append(part("p", one.answer, { dir: "auto", class: "small" }));
      return row;
    }

    async want(number) {
      if (this.wanted.has(number)) return;
      try {
        const answer = await this.post(`questions/${number}/upvote`, {});
        if (answer.ok) this.wanted.add(number);
        else this.line.textContent = (await answer.json()).error;
        this.last = "";
        await this.refresh();
      } catch {
        this.line.textContent = this.texts.unsent_wish;
      }
    }
  }

  window.Phone.Ask = Ask;
})();
