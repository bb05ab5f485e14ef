// What is told to readers who listen: one polite place for all announcements, and the values of a chart by the arrow keys.
window.spoken = (() => {
  "use strict";
  const PICTURE = ".js-plotly-plot .plot-container";

  // One region for the whole document, outside of what is drawn anew, so that screen readers know it from the start.
  let region = null;
  const say = (text) => {
    if (!region?.isConnected) {
      region = document.createElement("p");
      region.id = "spoken";
      region.setAttribute("role", "status");
      region.setAttribute("aria-live", "polite");
      Object.assign(region.style, { position: "fixed", width: "1px", height: "1px", margin: "0", overflow: "hidden", clipPath: "inset(50%)", whiteSpace: "nowrap" });
      document.body.append(region);
    }
    // The same words twice are a change only if the region was empty between.
    region.textContent = "";
    setTimeout(() => { region.textContent = text; }, 50);
  };

  // The line of help that stands below a picture, and says what is walked over; none where another picture is nearer.
  const lineOf = (picture) => {
    const follows = (element) => picture.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
    const line = [...document.querySelectorAll("[data-walk]")].find(follows);
    if (!line) return null;
    const between = [...document.querySelectorAll(PICTURE)].some(
      (other) => other !== picture && follows(other) && other.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    return between ? null : line;
  };

  // A table as points to walk along: each with its series, its year and what is said of it.
  const pointsOf = (table, words) => {
    const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
    const numeric = [...table.querySelectorAll("thead th")].map((head) => head.classList.contains("cs-num"));
    // A space at the end of an attribute is lost on the way to the page, so that the colon stands between two bars.
    const colon = words.colon.slice(1, -1);
    const { lang } = document.documentElement;
    const comma = lang === "ar" ? "، " : ", ";
    const semicolon = { ar: "؛ ", fr: "\u00a0; " }[lang] ?? "; ";
    // The sign of a share stands at its number; French alone has a space before it.
    const joined = (number, unit) => (lang !== "fr" && unit.startsWith("%") ? `${number}${unit}` : `${number} ${unit}`);
    const year = heads.indexOf(words.year);
    const value = numeric.findIndex((is, column) => is && column !== year);
    // The heading of the verdict holds a place; what stands before it is the same on every page of a language.
    const [before] = words.comparable.replace(/[\u2066-\u2069]/g, "").split("|");
    const verdict = heads.findIndex((head) => head.startsWith(before.trim()));
    return [...table.querySelectorAll("tbody tr")].map((row) => {
      const cells = [...row.children].map((cell) => cell.textContent.trim());
      const names = cells.slice(0, Math.max(value, 1)).join(comma);
      // A table that is not one of figures by place and year is said cell by cell, each with its heading.
      const figure = value < 0 ? "" : !cells[value] || heads[value] === words.value ? cells[value] : joined(cells[value], heads[value]);
      const said = value < 0 || year < 0
        ? cells.map((cell, column) => (cell && column ? `${heads[column]}${colon}${cell}` : cell)).filter(Boolean).join(semicolon)
        : `${names}${colon}${[figure, cells[year]].filter(Boolean).join(comma)}.${verdict < 0 || !cells[verdict] ? "" : ` ${cells[verdict]}.`}`;
      return { series: names, year: year < 0 ? "" : cells[year], said };
    });
  };

  const tableOf = async (line) => {
    const box = line.parentElement.querySelector(".cs-twin, .twin");
    if (!box) return null;
    const late = box.querySelector("[data-rows]");
    if (late && !late.querySelector("table")) {
      const answer = await fetch(late.dataset.rows);
      if (!answer.ok) throw new Error(answer.statusText);
      late.innerHTML = await answer.text();
    }
    return box.querySelector("table");
  };

  // Where a key leads from a point: along its series, or to the nearest year of the next one.
  const next = (points, at, key, rightToLeft) => {
    if (key === "Home") return 0;
    if (key === "End") return points.length - 1;
    const series = [...new Set(points.map((point) => point.series))];
    const dated = series.length < points.length;
    // Time runs from left to right in every language; a list of places runs as the page is read.
    const forward = dated || !rightToLeft ? "ArrowRight" : "ArrowLeft";
    const sideways = key === "ArrowLeft" || key === "ArrowRight";
    const step = (sideways ? key === forward : key === "ArrowDown") ? 1 : -1;
    if (at < 0) return step > 0 ? 0 : points.length - 1;
    if (!dated || series.length === 1) return Math.min(Math.max(at + step, 0), points.length - 1);
    const members = (name) => points.map((point, i) => i).filter((i) => points[i].series === name);
    if (sideways) {
      const own = members(points[at].series);
      return own[Math.min(Math.max(own.indexOf(at) + step, 0), own.length - 1)];
    }
    const other = series[series.indexOf(points[at].series) + step];
    if (other === undefined) return at;
    const away = (i) => Math.abs(parseInt(points[i].year, 10) - parseInt(points[at].year, 10)) || 0;
    return members(other).reduce((best, i) => (away(i) < away(best) ? i : best));
  };

  const KEYS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"]);
  document.addEventListener("keydown", async (event) => {
    const picture = event.target instanceof Element && event.target.matches("[data-walked]") ? event.target : null;
    if (!picture || event.altKey || event.ctrlKey || event.metaKey || !KEYS.has(event.key)) return;
    const line = lineOf(picture);
    if (!line) return;
    event.preventDefault();
    event.stopPropagation();
    const words = line.dataset;
    let table;
    try {
      table = await tableOf(line);
    } catch {
      line.textContent = words.lost;
      return say(words.lost);
    }
    if (!table) return;
    const points = pointsOf(table, words);
    if (!points.length) return;
    const from = Math.min(Number(picture.dataset.walked), points.length - 1);
    const at = next(points, from, event.key, document.documentElement.dir === "rtl");
    picture.dataset.walked = String(at);
    line.textContent = points[at].said;
    say(`${points[at].said} ${at + 1}/${points.length}`);
  }, true);

  // A picture whose table is in the page can be reached and walked; its line of help shows while it has the focus.
  let made = 0;
  const prepare = () => {
    for (const picture of document.querySelectorAll(`${PICTURE}:not([data-walked])`)) {
      const line = lineOf(picture);
      if (!line) continue;
      line.id ||= `walk-${(made += 1)}`;
      picture.dataset.walked = "-1";
      picture.tabIndex = 0;
      picture.setAttribute("role", "application");
      picture.setAttribute("aria-label", line.dataset.name);
      picture.setAttribute("aria-describedby", line.id);
    }
  };
  const helped = (event, shown) => {
    const picture = event.target;
    const line = picture instanceof Element && picture.matches("[data-walked]") && lineOf(picture);
    if (!line) return;
    line.classList.toggle("shown", shown);
    line.dataset.help ??= line.textContent;
    line.textContent = line.dataset.help;
    picture.dataset.walked = "-1";
  };
  document.addEventListener("focusin", (event) => helped(event, true));
  document.addEventListener("focusout", (event) => helped(event, false));
  new MutationObserver(prepare).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", prepare);

  return Object.freeze({ say });
})();
