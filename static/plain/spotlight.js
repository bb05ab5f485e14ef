// The spotlight: every mark of a figure but one is dimmed. The mark travels as data (the id of a place or a year), so
// that each screen highlights it in its own layout. `marks` are those of the chart's document: {id, name}.
(() => {
  "use strict";
  const DIM = 0.14;

  const plain = (text) => String(text).replace(/<[^>]*>/g, "");

  const faded = (colour, share) => {
    const hex = /^#([0-9a-f]{6})$/i.exec(colour || "");
    if (!hex) return colour;
    const channels = [0, 2, 4].map((at) => parseInt(hex[1].slice(at, at + 2), 16));
    return `rgba(${channels.join(",")},${share})`;
  };

  // What stands under the pointer at a mark begins with its name in bold.
  const isNamed = (text, name) =>
    typeof text === "string" &&
    (text.startsWith(`<b>${name}</b>`) || text.startsWith(`<b>${name},`) || text.startsWith(`<b>${name} (`));

  const hovers = (trace) => {
    if (trace.hoverinfo === "skip") return null;
    return trace.hovertext ?? (trace.hoverinfo === "text" ? trace.text : null) ?? null;
  };

  const onPlace = (figure, name, names) => {
    const rows = new Set();
    const { data, layout } = figure;
    for (const trace of data) {
      const texts = hovers(trace);
      if (typeof texts === "string") {
        if (!isNamed(texts, name)) trace.opacity = DIM;
      } else if (Array.isArray(texts)) {
        const lit = texts.map((text) => isNamed(text, name));
        lit.forEach((is, at) => is && rows.add(trace.y?.[at]));
        const one = new Set(texts.map((text) => plain(String(text).split("</b>")[0]))).size === 1;
        if (one && (trace.mode || "").includes("lines")) {
          if (!lit[0]) trace.opacity = DIM;
        } else {
          trace.marker = { ...trace.marker, opacity: lit.map((is) => (is ? 1 : DIM)) };
          if ((trace.mode || "").includes("text") && Array.isArray(trace.text)) {
            trace.text = trace.text.map((text, at) => (lit[at] ? text : ""));
          }
        }
      }
    }
    const axis = layout.yaxis || {};
    const byRow = (axis.ticktext || []).some((text) => plain(text).startsWith(name));
    if (byRow) {
      const dim = faded(layout.font?.color, 0.3);
      axis.ticktext = axis.ticktext.map((text) =>
        plain(text).startsWith(name) ? `<b>${plain(text)}</b>` : `<span style="color:${dim}">${plain(text)}</span>`);
    }
    for (const trace of data) {
      if (trace.hoverinfo !== "skip" || trace.fill) continue;
      if (byRow && trace.mode === "text") {
        const dim = faded(layout.font?.color, 0.25);
        const colours = (trace.y || []).map((y, at) => {
          const own = trace.textfont?.color;
          return rows.has(y) ? (Array.isArray(own) ? own[at] : own) : dim;
        });
        trace.textfont = { ...trace.textfont, color: colours };
      } else if (Array.isArray(trace.text) && trace.mode !== "text") {
        if (!trace.text.some((text) => plain(text) === name)) trace.opacity = DIM;
      } else if (trace.mode !== "text") {
        trace.opacity = DIM;
      }
    }
    for (const note of layout.annotations || []) {
      const words = plain(note.text);
      if (words.startsWith(name)) continue;
      if (names.some((other) => other !== name && words.startsWith(other))) note.opacity = DIM;
    }
  };

  const onYear = (figure, year) => {
    const { data, layout } = figure;
    for (const trace of data) {
      if (!Array.isArray(trace.x) || trace.type === "bar") continue;
      const lit = trace.x.map((x) => Number(x) === year);
      trace.marker = { size: 12, ...trace.marker, opacity: lit.map((is) => (is ? 1 : 0.1)) };
      if (trace.mode === "lines") {
        trace.mode = "lines+markers";
        trace.marker.color = trace.marker.color ?? trace.line?.color;
      }
      if (trace.line) trace.line = { ...trace.line, color: faded(trace.line.color, 0.3) };
    }
    const ink = layout.font?.color;
    const every = Object.keys(layout).filter((part) => /^xaxis\d*$/.test(part));
    for (const axis of every) {
      const number = axis.slice(5);
      const line = { type: "line", xref: `x${number}`, yref: `y${number} domain`, x0: year, x1: year, y0: 0, y1: 1 };
      layout.shapes = [...(layout.shapes || []), { ...line, layer: "below", line: { color: ink, width: 1.5, dash: "dot" } }];
    }
    const size = Math.max(layout.font?.size || 14, 14);
    const words = { xref: "x", x: year, yref: "paper", y: 1, yanchor: "bottom", showarrow: false };
    layout.annotations = [
      ...(layout.annotations || []), { ...words, text: `<b>${year}</b>`, font: { size, color: ink } },
    ];
    if (layout.margin) layout.margin.t = Math.max(layout.margin.t || 0, Math.round(size * 1.5));
  };

  // Return a copy of a figure with the spotlight on a mark; the figure itself where the chart has no such mark.
  const lit = (figure, id, marks) => {
    const mark = id == null ? null : (marks || []).find((one) => String(one.id) === String(id));
    if (!figure || !mark) return figure;
    const copy = structuredClone(figure);
    if (typeof mark.id === "number") onYear(copy, mark.id);
    else onPlace(copy, mark.name, marks.filter((one) => typeof one.id === "string").map((one) => one.name));
    return copy;
  };

  window.Spotlight = { lit };
})();
