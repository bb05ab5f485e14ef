// The offline pack: which deck the projector's script finds, in which language and theme; notes and tables by a key.
// It runs before the projector's script, hears keys before it, and changes nothing in it: another language or theme is
// the same document opened again, at the slide where it was.
(() => {
  "use strict";
  const pack = JSON.parse(document.getElementById("pack").textContent);
  const hash = new URLSearchParams(location.hash.slice(1));
  const language = pack.languages.includes(hash.get("lang")) ? hash.get("lang") : pack.language;
  const theme = hash.get("theme") === "dark" ? "dark" : "light";
  const words = pack.words[language];
  const element = (tag, name, text) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    return made;
  };

  // ---- what the projector's script reads
  const deck = pack.decks[language];
  if (theme === "dark") deck.slides.forEach((slide, at) => {
    if (slide.chart) slide.chart.figure = pack.dark[language][at];
  });
  const stage = document.getElementById("stage");
  stage.dataset.theme = theme;
  document.documentElement.lang = language;
  document.documentElement.dir = deck.direction;
  document.title = deck.title;
  document.getElementById("deck").textContent = JSON.stringify(deck);
  document.getElementById("texts").textContent = JSON.stringify(words.texts);
  const keys = words.keys.map(([key, does]) => {
    const row = element("div");
    row.append(element("dt", "", key), element("dd", "", does));
    return row;
  });
  document.querySelector("#help dl").replaceChildren(...keys);

  // ---- the same document in another language or theme, at the same slide
  const number = () => Number(document.querySelector(".slide.shown")?.dataset.number || 1);
  const again = (change) => {
    location.hash = new URLSearchParams({ lang: language, theme, slide: number(), ...change });
    location.reload();
  };
  const languages = document.getElementById("pack-languages");
  languages.setAttribute("aria-label", words.language);
  for (const code of pack.languages) {
    const button = element("button", "", pack.names[code]);
    button.type = "button";
    button.lang = code;
    if (code === language) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => again({ lang: code }));
    languages.append(button);
  }

  // ---- notes, and the table of what is drawn
  const panel = document.getElementById("pack-panel");
  let shown = "";
  const notes = (at) => {
    const said = deck.notes[at] || {}, parts = [element("h2", "", words.notes)];
    for (const text of (said.notes || words.no_notes).split("\n")) parts.push(element("p", "", text));
    if (said.hard_question) parts.push(element("h2", "", words.question), element("p", "", said.hard_question));
    return parts;
  };
  const table = (at) => {
    const slide = deck.slides[at], chart = slide?.chart;
    if (!chart) return [element("p", "", words.no_table)];
    const made = element("table"), head = element("tr"), own = new Set(chart.table.own);
    chart.table.columns.forEach((column) => head.append(element("th", column.numeric ? "num" : "", column.name)));
    made.append(head);
    chart.table.rows.forEach((cells, row) => {
      const line = element("tr", own.has(row) ? "own" : "");
      cells.forEach((cell, column) => line.append(element("td", chart.table.columns[column].numeric ? "num" : "", cell)));
      made.append(line);
    });
    const under = [...chart.notes, chart.source, chart.citation].map((text) => element("p", "small", text));
    return [element("h2", "", chart.claim), element("p", "small", chart.subtitle), made, ...under];
  };
  const fill = () => {
    panel.hidden = !shown;
    if (shown) panel.replaceChildren(...(shown === "notes" ? notes : table)(number() - 1));
  };
  const toggle = (which) => {
    shown = shown === which ? "" : which;
    fill();
  };
  new MutationObserver(fill).observe(document.getElementById("slides"), {
    subtree: true, attributes: true, attributeFilter: ["class"],
  });

  const other = pack.languages[(pack.languages.indexOf(language) + 1) % pack.languages.length];
  const ACTIONS = {
    n: () => toggle("notes"), t: () => toggle("table"), l: () => again({ lang: other }),
    d: () => again({ theme: theme === "dark" ? "light" : "dark" }),
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !document.getElementById("chooser").hidden) return;
    const action = shown && event.key === "Escape" ? () => toggle(shown) : ACTIONS[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    action();
  }, true);

  // ---- the same by touch: buttons, and a swipe across the slide
  const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const touch = [["‹", words.back, () => press("PageUp")], ["›", words.forward, () => press("PageDown")],
    [words.notes, words.notes, () => toggle("notes")], [words.table, words.table, () => toggle("table")]];
  for (const [sign, name, action] of touch.reverse()) {
    const button = element("button", "by-touch", sign);
    button.type = "button";
    button.setAttribute("aria-label", name);
    button.addEventListener("click", action);
    languages.prepend(button);
  }
  let from = null;
  stage.addEventListener("touchstart", (event) => { from = event.touches.length === 1 ? event.touches[0] : null; }, { passive: true });
  stage.addEventListener("touchend", (event) => {
    const to = event.changedTouches[0];
    if (!from || Math.abs(to.clientX - from.clientX) < 50 || Math.abs(to.clientY - from.clientY) > 60) return;
    const onward = (to.clientX < from.clientX) !== (document.documentElement.dir === "rtl");
    press(onward ? "PageDown" : "PageUp");
  }, { passive: true });

  // ---- back at the slide where it was, by the keys that a reader would press
  const wanted = hash.get("slide");
  if (wanted && wanted !== "1") addEventListener("load", () => {
    for (const key of [...wanted.replace(/\D/g, ""), "Enter"]) press(key);
  });
})();
