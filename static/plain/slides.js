// Slides drawn from a deck: each in a layer of its own, drawn ahead and hidden, so that showing one costs no network
// and no drawing. A slide is laid out on a stage of 1280 by 720 units, which is scaled to the window: what is 24 units
// high here is 24 pixels high on the smallest projector.
(() => {
  "use strict";
  const WIDTH = 1280, HEIGHT = 720, LEAST_SCALE = 0.45;
  const TITLES = ["t1", "t2", "t3", "t4", "t5"];
  const MOST_LAYERS = 24;
  const CONFIG = { displayModeBar: false, responsive: false, scrollZoom: false, doubleClick: false };
  // How much higher than it was made for a picture may be drawn.
  const STRETCH = 1.4;
  // A table in a room: letters of a cell, and columns.
  const MOST_LETTERS = 26, MOST_COLUMNS = 5;

  const element = (tag, name, text) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    return made;
  };

  class Slides {
    // `root` is filled; `texts` are the page's words; `code` is the element of the first slide's QR code, or null.
    constructor(root, texts, { code = null, link = "", whole = true } = {}) {
      Object.assign(this, { root, texts, code, link, whole, deck: null, shown: 0, layers: new Map(), guesses: new Map() });
      this.plate = element("div", "plate");
      root.replaceChildren(this.plate);
      this.fit();
      new ResizeObserver(() => this.fit()).observe(root);
    }

    get count() { return this.deck ? this.deck.slides.length : 0; }

    slide(number) { return this.deck?.slides[number - 1] || null; }

    // Take a deck, and show slide `number` of it; what was drawn of the one before is dropped once the new is drawn.
    async load(deck, number) {
      const before = [...this.layers.values()];
      this.deck = deck;
      this.layers = new Map();
      this.plate.dir = deck.direction;
      this.plate.lang = deck.language;
      await this.show(Math.min(Math.max(1, number), Math.max(1, this.count)), this.state || {});
      for (const layer of before) this.drop(layer);
    }

    // Take the same deck with more of its slides; show the one that was wanted as soon as it is there.
    async fill(deck) {
      this.deck = deck;
      await this.show(this.shown, this.state);
    }

    // Whether a slide is of the deck, but not here yet.
    awaits(number) { return this.deck?.slides[number - 1] === null; }

    fit() {
      const box = this.root.getBoundingClientRect();
      if (!box.width || !box.height) return;
      const scale = this.whole ? Math.max(Math.min(box.width / WIDTH, box.height / HEIGHT), LEAST_SCALE) : box.width / WIDTH;
      const size = `${Math.round(box.width / scale)}x${Math.round(this.whole ? box.height / scale : HEIGHT)}`;
      const [width, height] = size.split("x");
      this.plate.style.cssText = `width:${width}px;height:${height}px;transform:scale(${scale})`;
      if (this.size && this.size !== size && this.deck) this.redraw();
      this.size = size;
    }

    redraw() {
      const before = [...this.layers.values()];
      this.layers = new Map();
      this.show(this.shown, this.state).then(() => before.forEach((layer) => this.drop(layer)));
    }

    drop(layer) {
      if (layer.plot) Plotly.purge(layer.plot);
      layer.element.remove();
    }

    // Show a slide: at once where it is drawn already, else as soon as it is.
    async show(number, state = {}) {
      this.shown = number;
      this.state = state;
      if (this.awaits(number)) return;
      const layer = this.layer(number);
      const wanted = this.key(number, state);
      if (layer.key !== wanted) await this.draw(layer, number, state);
      if (this.shown !== number || this.layers.get(number) !== layer) return;
      for (const other of this.plate.children) {
        const hidden = other !== layer.element;
        other.classList.toggle("shown", !hidden);
        other.toggleAttribute("inert", hidden);
      }
      performance.mark("slide-shown", { detail: number });
      this.ahead();
    }

    // What a layer must show: the spotlight, and of a guess whether it is revealed.
    key(number, { spotlight = null, revealed = false } = {}) {
      const guess = this.slide(number)?.question ? (revealed ? "revealed" : "asked") : "";
      return `${spotlight ?? ""}|${guess}`;
    }

    layer(number) {
      let layer = this.layers.get(number);
      if (!layer) {
        layer = { element: element("section", "slide"), key: null, picture: null };
        layer.element.setAttribute("inert", "");
        this.layers.set(number, layer);
        this.plate.append(layer.element);
      }
      return layer;
    }

    // Draw the neighbours first, then the others, one at a time and only while nothing else is to do.
    ahead() {
      clearTimeout(this.later);
      const near = [this.shown + 1, this.shown - 1, this.shown + 2];
      const rest = Array.from({ length: this.count }, (_, at) => at + 1)
        .sort((one, other) => Math.abs(one - this.shown) - Math.abs(other - this.shown));
      const wanted = [...new Set([...near, ...rest])].filter((number) => this.slide(number)).slice(0, MOST_LAYERS);
      for (const [number, layer] of this.layers) {
        if (number !== this.shown && !wanted.includes(number)) {
          this.layers.delete(number);
          this.drop(layer);
        }
      }
      const missing = wanted.find((number) => this.layer(number).key !== this.key(number, this.stateOf(number)));
      if (missing === undefined) return;
      this.later = setTimeout(async () => {
        await this.draw(this.layer(missing), missing, this.stateOf(missing));
        this.ahead();
      }, near.includes(missing) ? 0 : 120);
    }

    stateOf(number) {
      return number === this.shown ? this.state : { revealed: this.revealedOnce?.has(number) || false };
    }

    async draw(layer, number, state) {
      const slide = this.slide(number);
      layer.key = this.key(number, state);
      if (!slide) {
        layer.element.className = `${layer.element.classList.contains("shown") ? "shown " : ""}slide statement`;
        layer.element.replaceChildren(element("h1", "", this.texts.empty));
        return;
      }
      const asked = slide.question && !state.revealed;
      const chart = slide.kind === "chart" ? slide.chart : null;
      const kind = asked ? "guess" : slide.kind === "chart" && !chart ? "gone" : slide.kind;
      const shown = layer.element.classList.contains("shown");
      layer.element.className = `slide ${kind}${shown ? " shown" : ""}`;
      layer.element.dataset.number = number;
      if (layer.plot) Plotly.purge(layer.plot);
      layer.picture = layer.plot = null;
      const head = element("header");
      const title = element("h1", "", this.title(slide, asked));
      if (!asked && slide.title_language !== this.deck.language) {
        title.lang = slide.title_language;
        title.dir = slide.title_language === "ar" ? "rtl" : "ltr";
      }
      head.append(title);
      const under = asked ? slide.question.unit : chart ? chart.subtitle : slide.text;
      if (under) head.append(element("p", "sub", under));
      layer.element.replaceChildren(head);
      if (number === 1 && kind === "section") this.lockup(layer.element);
      if (kind === "gone") layer.element.append(element("p", "said", slide.said.join(" ") || this.texts.gone));
      if (kind === "picture") this.photograph(layer.element, slide);
      let figure = null;
      if (chart || asked) {
        layer.picture = element("div", "picture");
        layer.element.append(layer.picture);
      }
      layer.element.append(this.foot(slide, number, chart, asked));
      if (asked) {
        Guesses.draw(layer.picture, slide.question, this.guesses.get(number), this.texts);
      } else if (chart) {
        if (slide.question) this.verdictOfRoom(layer, number);
        if (slide.refused) head.append(element("p", "guess-said", slide.refused));
        figure = chart.figure;
        layer.picture.setAttribute("role", "img");
        layer.picture.setAttribute("aria-label", chart.alt);
        if (!figure) this.table(layer, chart);
      }
      this.arrange(layer, figure);
      if (figure) {
        const lit = structuredClone(Spotlight.lit(figure, state.spotlight, chart.marks));
        const layout = { ...lit.layout, height: layer.height, width: layer.picture.clientWidth };
        // Names of rows get what they need: the fonts of a projector's computer are not those they were measured with.
        if (layout.yaxis?.ticktext?.length) layout.yaxis.automargin = `width+${layout.yaxis.side || "left"}`;
        layer.plot = element("div", "plot");
        layer.picture.append(layer.plot);
        await Plotly.newPlot(layer.plot, lit.data, layout, CONFIG);
      }
    }

    // Morocco's other official language on the cover: the country and today, in the words that are published.
    lockup(slide) {
      const words = this.deck.tamazight;
      if (!words) return;
      const now = new Date(), day = words.days[(now.getDay() + 6) % 7], month = words.months[now.getMonth()];
      const line = element("p", "lockup", `${words.country} · ${day} ${now.getDate()} ${month} ${now.getFullYear()}`);
      line.lang = "zgh";
      line.dir = "ltr";
      slide.prepend(line);
    }

    // A guess is asked as a question; once revealed, the claim stands over it.
    title(slide, asked) {
      if (asked) return slide.question.question;
      if (slide.question && slide.chart && slide.title === slide.question.question) return slide.chart.claim;
      return slide.title;
    }

    foot(slide, number, chart, asked) {
      const foot = element("footer");
      const words = element("div");
      if (chart && !asked) {
        if (chart.table.rows.length) {
          const verdict = element("p", "verdict");
          if (chart.verdict.sign) verdict.append(element("span", "sign", chart.verdict.sign), " ");
          verdict.append(element("strong", "", chart.verdict.name));
          if (chart.verdict.reasons) verdict.append(element("span", "reasons", ` – ${chart.verdict.reasons}`));
          words.append(verdict);
        }
        words.append(element("p", "source", chart.source_short));
      }
      if (asked) words.append(element("p", "source guessed"));
      foot.append(words);
      if (number === 1 && this.code) {
        const corner = element("div", "corner");
        corner.append(this.code.cloneNode(true), element("p", "", `${this.texts.follow}`), element("p", "link", this.link));
        foot.append(corner);
      } else if (this.count > 1) {
        foot.append(element("p", "folio", String(number)));
      }
      return foot;
    }

    photograph(layer, slide) {
      if (!slide.picture) {
        layer.append(element("p", "said", this.texts.missing_picture));
        return;
      }
      const image = element("img");
      image.src = slide.picture;
      image.alt = slide.alt || "";
      layer.append(image);
    }

    // What is compared with nothing, or may not be drawn side by side, is a table: as many rows as are readable.
    table(layer, chart) {
      if (chart.table.rows.length < 2) {
        layer.picture.remove();
        layer.element.classList.add("alone");
        layer.picture = null;
        return;
      }
      const table = element("table", "room-table");
      // The columns of few words: where a figure is from, and every note, is on phones.
      const short = (at) => {
        const cells = chart.table.rows.map((cells_) => cells_[at]);
        return cells.some(Boolean) && Math.max(...cells.map((cell) => cell.length)) <= MOST_LETTERS;
      };
      const kept = chart.table.columns.map((_, at) => at).filter((at) => at === 0 || short(at)).slice(0, MOST_COLUMNS);
      const row = (cells, tag, own) => {
        const line = element("tr", own ? "own" : "");
        for (const at of kept) line.append(element(tag, chart.table.columns[at].numeric ? "num" : "", cells[at]));
        return line;
      };
      table.append(row(chart.table.columns.map((column) => column.name), "th", false));
      const own = new Set(chart.table.own);
      const ordered = chart.table.rows.map((cells, at) => [cells, own.has(at)]);
      for (const [cells, is] of ordered) table.append(row(cells, "td", is));
      layer.picture.append(table);
      layer.tabled = true;
      layer.element.classList.add("tabled");
    }

    // Find the largest title with which the picture has the height it was made for.
    arrange(layer, figure) {
      const { element: slide, picture } = layer;
      const own = figure ? Number(figure.layout.height) || 430 : 0;
      const needed = figure ? own : 260;
      for (const size of TITLES) {
        slide.classList.remove(...TITLES, "terse");
        slide.classList.add(size);
        if (!picture) {
          if (slide.scrollHeight <= slide.clientHeight) break;
        } else if (picture.clientHeight >= needed) break;
        if (size === TITLES.at(-2)) slide.classList.add("terse");
      }
      if (picture && picture.clientHeight < needed) slide.classList.add("terse");
      if (!picture) return;
      const room = picture.clientHeight;
      layer.height = Math.round(Math.min(room, own * STRETCH));
      if (layer.tabled) this.shorten(layer, room);
    }

    shorten(layer, room) {
      const table = layer.picture.querySelector("table");
      const rows = [...table.rows].slice(1);
      let left = 0;
      while (table.offsetHeight > room - 34 && rows.length > 1) {
        const last = rows.findLast((row) => !row.classList.contains("own"));
        if (!last) break;
        rows.splice(rows.indexOf(last), 1);
        last.remove();
        left += 1;
      }
      if (left) layer.picture.append(element("p", "sub", Wording.fill(this.texts.rows, { n: left })));
    }

    // The guesses of a slide changed: draw them where they are asked for, and what became of them where it is revealed.
    take(number, votes) {
      this.guesses.set(number, votes);
      const layer = this.layers.get(number), slide = this.slide(number);
      if (!layer || !slide?.question) return;
      if (layer.key?.endsWith("asked")) {
        Guesses.draw(layer.picture, slide.question, votes, this.texts);
        const line = layer.element.querySelector(".guessed");
        if (line) line.textContent = Guesses.words(votes, slide.question, this.texts);
      } else if (layer.key?.endsWith("revealed")) {
        this.verdictOfRoom(layer, number);
      }
    }

    // How far the room was, in the server's words, between the claim and the picture.
    verdictOfRoom(layer, number) {
      const votes = this.guesses.get(number), slide = this.slide(number);
      const sentence = votes?.words || (votes?.n ? Guesses.words(votes, slide.question, this.texts, true) : "");
      let line = layer.element.querySelector(".guess-said");
      if (!line) {
        line = element("p", "guess-said");
        layer.element.querySelector("header").append(line);
      }
      line.textContent = sentence;
      line.hidden = !sentence;
    }
  }

  window.Slides = Slides;
})();
