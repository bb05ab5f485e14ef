// Printing: charts drawn anew for the width of the paper, in the light colours, in the moment before the page is printed.
(() => {
  "use strict";
  // Pixels between the margins of A4 upright: 210 mm less 15 mm on each side, at 96 pixels to the inch.
  const PAPER = 680;
  // Bars that take more than half a sheet are drawn closer, so that they stand below their title: not so that names touch.
  const HALF_A_SHEET = 500;
  const LOWEST = 0.75;
  const CONFIG = { displayModeBar: false, staticPlot: true };

  // The colours of a dark screen become those of the light one.
  const light = (text) => {
    const colours = JSON.parse(document.querySelector("[data-paper]")?.dataset.paper || "{}");
    const parts = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    const hex = (...rgb) => `#${rgb.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
    return text
      .replace(/#[0-9a-f]{6}\b/gi, (found) => colours[found.toLowerCase()] ?? found)
      .replace(/rgba?\((\d+), ?(\d+), ?(\d+)(, ?[\d.]+)?\)/g, (found, r, g, b, alpha) => {
        const to = colours[hex(r, g, b)];
        return to ? `${alpha ? "rgba" : "rgb"}(${parts(to).join(", ")}${alpha ?? ""})` : found;
      });
  };

  // The figure of a chart: a plain page has the light one beside it, any other is that of the screen in the light colours.
  const figure = (plot) => JSON.parse(
    document.getElementById("figure")?.textContent ?? light(JSON.stringify({ data: plot.data, layout: plot.layout })));

  // A chart drawn beside the page at the width of the paper, as one element to print.
  const drawn = (plot) => {
    const { data, layout } = figure(plot);
    const width = Math.min(PAPER, Math.max(plot.clientWidth, 320));
    const tall = layout.height ?? plot.clientHeight;
    const closer = data.some((trace) => trace.type === "bar") ? LOWEST : 1;
    const height = Math.round(Math.max(closer * tall, Math.min(tall, HALF_A_SHEET)));
    const bench = document.createElement("div");
    bench.style.cssText = `position: absolute; left: -9999px; top: 0; width: ${width}px`;
    document.body.append(bench);
    const made = document.createElement("div");
    made.className = "cs-printed";
    // The picture stands there at once; what Plotly still does to it afterwards must find its element.
    const done = () => { window.Plotly.purge(bench); bench.remove(); };
    window.Plotly.newPlot(bench, data, { ...layout, width, height, autosize: false }, CONFIG).then(done, done);
    const layers = [...bench.querySelectorAll("svg")].filter((layer) => !layer.parentElement.closest("svg"));
    if (!layers.length) return null;
    made.innerHTML = `<svg viewBox="0 0 ${width} ${height}" style="max-width: ${width}px" aria-hidden="true">`
      + layers.map((layer) => layer.outerHTML).join("") + "</svg>";
    return made;
  };

  // What every sheet says at its foot: where the page is, of which data, when it was printed, which sheet of how many.
  const foot = () => {
    const mark = document.querySelector("[data-printed]");
    if (!mark) return null;
    const locale = { fr: "fr-MA", ar: "ar-MA" }[document.documentElement.lang] ?? "en-GB";
    const day = new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(new Date());
    const words = mark.dataset.printed.replace("{date}", day);
    const address = mark.dataset.address || location.href;
    mark.querySelector("[data-day]").textContent = words;
    mark.querySelector("[data-where]").textContent = address;
    const style = document.createElement("style");
    const text = `${address} · ${words}`.replace(/["\\\n]/g, "\\$&");
    style.textContent = `@page { @bottom-left { content: "${text}"; } @bottom-right { content: "\\2066" counter(page) " / " counter(pages) "\\2069"; } }`;
    document.head.append(style);
    return style;
  };

  const begun = { pictures: [], opened: [], style: null };
  const prepare = () => {
    finish();
    begun.style = foot();
    for (const note of document.querySelectorAll("details.cs-more:not([open]), details.small:not([open])")) {
      note.open = true;
      begun.opened.push(note);
    }
    if (!window.Plotly) return;
    const picture = document.getElementById("picture");
    for (const plot of window.streamlitBridge?.plots() ?? (picture ? [picture] : [])) {
      if (!plot.data || !plot.querySelector("svg")) continue;
      try {
        const made = drawn(plot);
        if (!made) continue;
        plot.after(made);
        plot.classList.add("cs-unprinted");
        begun.pictures.push([plot, made]);
      } catch {
        // The chart is printed as it stands on the screen.
      }
    }
  };
  const finish = () => {
    begun.style?.remove();
    for (const note of begun.opened.splice(0)) note.open = false;
    for (const [plot, picture] of begun.pictures.splice(0)) {
      picture.remove();
      plot.classList.remove("cs-unprinted");
    }
  };
  window.addEventListener("beforeprint", prepare);
  window.addEventListener("afterprint", finish);

  // A page that is still being drawn is printed once it is complete; after ten seconds as it stands.
  const PATIENCE = { times: 40, pause: 250 };
  const isComplete = () => window.streamlitBridge?.isDrawn() ?? true;
  const print = async () => {
    for (let turn = 0; turn < PATIENCE.times && !isComplete(); turn += 1) {
      await new Promise((go) => { setTimeout(go, PATIENCE.pause); });
    }
    window.print();
  };
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("button[data-print-page]")) print();
  });
})();
