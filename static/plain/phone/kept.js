// What this phone keeps for itself: one random id, its guesses, and the charts it collects, which leave as one file that
// is made here and needs no connection.
(() => {
  "use strict";
  const memory = new Map();

  // A browser may forbid storage: then what is kept lasts as long as the page.
  const Store = {
    get(name) {
      try {
        return localStorage.getItem(name) ?? memory.get(name) ?? null;
      } catch {
        return memory.get(name) ?? null;
      }
    },
    set(name, value) {
      memory.set(name, value);
      try {
        localStorage.setItem(name, value);
        return true;
      } catch {
        return false;
      }
    },
    read(name, otherwise) {
      try {
        return JSON.parse(this.get(name)) ?? otherwise;
      } catch {
        return otherwise;
      }
    },
  };

  const voter = () => {
    let id = Store.get("room-voter");
    if (!/^[A-Za-z0-9_-]{8,64}$/.test(id || "")) {
      id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
      Store.set("room-voter", id);
    }
    return id;
  };

  const { fill } = window.Wording;

  const escaped = (text) => {
    const box = document.createElement("i");
    box.textContent = text;
    return box.innerHTML.replaceAll('"', "&quot;");
  };

  const STYLE = `body{margin:2rem auto;max-width:46rem;padding:0 1rem;font:17px/1.45 system-ui,sans-serif;color:#191d22;background:#fff}
h1,h2{font-family:Georgia,serif;line-height:1.2}article{border-top:2px solid #191d22;margin-top:2.5rem;padding-top:.5rem}
img{max-width:100%;height:auto}table{border-collapse:collapse;font-size:15px;width:max-content;min-width:100%}td{max-width:15rem}td,th{text-align:start;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #dfe3e8;vertical-align:top}
.cs-num{text-align:end;white-space:nowrap}.cs-own td{font-weight:700;color:#c4321f}.small,.sub,.foot{color:#56606b;font-size:15px}
.cs-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.scroll{overflow:auto}`;

  class Kept {
    constructor(state, texts) {
      this.state = state;
      this.texts = texts;
      this.name = `room-kept:${state.session}`;
      this.box = document.getElementById("kept");
      this.line = document.getElementById("kept-state");
      document.getElementById("take").addEventListener("click", () => this.takeAway());
      this.changed = () => {};
      this.list();
    }

    get items() {
      return Store.read(this.name, []);
    }

    has(slide) {
      return this.items.some((one) => one.slide === slide);
    }

    // The parts of a slide that say something without this page.
    async keep(record, article, figure) {
      const copy = article.cloneNode(true);
      copy.querySelectorAll(".tools, .picture, noscript, [hidden], .spot, form").forEach((part) => part.remove());
      copy.querySelectorAll("details").forEach((part) => { part.open = !part.matches(".notes"); });
      copy.querySelectorAll("[id], [style], [tabindex]").forEach((part) => {
        ["id", "style", "tabindex"].forEach((name) => part.removeAttribute(name));
      });
      const item = { slide: record.slide, title: record.title, html: copy.innerHTML, version: record.data_version };
      if (figure) {
        try {
          const { data, layout } = figure;
          const size = { width: 720, height: layout.height || 420 };
          const drawn = { data, layout: { ...layout, ...size, autosize: false, paper_bgcolor: "#fff" } };
          item.picture = await Plotly.toImage(drawn, { format: "svg", ...size });
        } catch {
          // The table says the same.
        }
      }
      const items = [...this.items.filter((one) => one.slide !== item.slide), item].sort((a, b) => a.slide - b.slide);
      const stored = Store.set(this.name, JSON.stringify(items));
      this.line.textContent = stored ? "" : this.texts.full;
      this.list();
    }

    remove(slide) {
      Store.set(this.name, JSON.stringify(this.items.filter((one) => one.slide !== slide)));
      this.line.textContent = "";
      this.list();
    }

    list() {
      const items = this.items;
      this.box.hidden = items.length === 0;
      this.box.querySelector("summary").textContent = fill(this.texts.kept, { n: items.length });
      this.box.querySelector("p").textContent = this.texts.kept_note;
      this.box.querySelector("ul").replaceChildren(...items.map((one) => {
        const row = document.createElement("li");
        const remove = document.createElement("button");
        remove.type = "button";
        remove.textContent = this.texts.remove;
        remove.setAttribute("aria-label", `${this.texts.remove}: ${one.title}`);
        remove.addEventListener("click", () => {
          this.remove(one.slide);
          this.changed();
        });
        row.append(`${one.slide}. ${one.title} `, remove);
        return row;
      }));
    }

    document() {
      const { language, title, session } = this.state;
      const heading = escaped(fill(this.texts.kept_title, { session: title }));
      const date = new Intl.DateTimeFormat(window.Wording.locale(), { dateStyle: "long" }).format(new Date());
      const foot = escaped(fill(this.texts.kept_foot, { date, address: `${location.origin}/live/${session}` }));
      const articles = this.items.map((one) => {
        const picture = one.picture ? `<p><img src="${escaped(one.picture)}" alt=""></p>` : "";
        const at = one.html.indexOf("</h1>");
        return `<article>${at < 0 ? one.html + picture : one.html.slice(0, at + 5) + picture + one.html.slice(at + 5)}</article>`;
      });
      const direction = document.documentElement.dir || "ltr";
      return `<!doctype html><html lang="${language}" dir="${direction}"><head><meta charset="utf-8">` +
        `<meta name="viewport" content="width=device-width, initial-scale=1">` +
        `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">` +
        `<title>${heading}</title><style>${STYLE}</style></head><body><h1>${heading}</h1>${articles.join("")}` +
        `<p class="foot">${foot}</p></body></html>`;
    }

    takeAway() {
      const file = new Blob([this.document()], { type: "text/html" });
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = `${this.state.session}.html`;
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    }
  }

  window.Phone = { Store, Kept, fill, voter };
})();
