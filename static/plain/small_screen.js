// A figure redrawn for the width it has: a map takes no more height than it fills, and names at the ends of lines are
// set on more lines where they would take the room of the lines themselves.
(() => {
  "use strict";
  const NARROW = 480;
  const LONGEST = 10;

  // The pixels from the top of a figure that its key takes.
  const keyHeight = (layout) => {
    const atTop = (part) => part.yref === "paper";
    const words = (layout.annotations || []).filter((note) => atTop(note) && note.y === 1 && note.yanchor === "top");
    const marks = (layout.shapes || []).filter((shape) => atTop(shape) && shape.ysizemode === "pixel" && shape.yanchor === 1);
    const ends = [
      ...words.map((note) => 1.6 * (note.font?.size || 14) * note.text.split("<br>").length - (note.yshift || 0)),
      ...marks.map((shape) => -Math.min(shape.y0, shape.y1)),
    ];
    return ends.length ? Math.max(...ends) + 8 : 0;
  };

  const fitMap = (layout, width) => {
    const { xaxis: across, yaxis: up, margin } = layout;
    const isOne = up?.scaleanchor === "x" && !layout.xaxis2 && up.constraintoward === "bottom";
    if (!isOne) return;
    const [from, to] = across.domain || [0, 1];
    const ratio = Math.abs((up.range[1] - up.range[0]) / (across.range[1] - across.range[0])) * (up.scaleratio || 1);
    const needed = (width - margin.l - margin.r) * (to - from) * ratio;
    const height = Math.ceil(keyHeight(layout) + needed + margin.t + margin.b);
    if (height > layout.height - 24) return;
    // the map lies at the foot of its room, which ends where the key does
    up.domain = [0, 1];
    layout.height = height;
  };

  // An Arabic label has each of its lines in an isolate (U+2067 ... U+2069): the new lines have one each as well.
  const ISOLATED = /^\u2067(.*)\u2069$/s;

  const wrapped = (label) => {
    const arabic = label.split("<br>").every((line) => ISOLATED.test(line));
    const text = arabic ? label.split("<br>").map((line) => ISOLATED.exec(line)[1]).join("<br>") : label;
    const bold = /^<b>(.*)<\/b>$/s.exec(text);
    const lines = [];
    for (const line of (bold ? bold[1] : text).split("<br>")) {
      let current = "";
      for (const word of line.split(" ")) {
        if (current && `${current} ${word}`.length > LONGEST) {
          lines.push(current);
          current = word;
        } else current = current ? `${current} ${word}` : word;
      }
      lines.push(current);
    }
    const whole = lines.map((line) => (arabic ? `\u2067${line}\u2069` : line)).join("<br>");
    return { text: bold ? `<b>${whole}</b>` : whole, longest: Math.max(...lines.map((line) => line.length)) };
  };

  const fitNames = (layout, width) => {
    const { margin } = layout;
    const names = (layout.annotations || []).filter((note) => note.showarrow && note.axref === "pixel" && note.ax > 0);
    if (width > NARROW || !margin || margin.r < width * 0.2 || names.length === 0 || names.length > 2) return;
    if (/<(?!\/?b>|br>)/.test(names.map((note) => note.text).join(""))) return;
    let widest = 0;
    for (const note of names) {
      const { text, longest } = wrapped(note.text);
      note.text = text;
      widest = Math.max(widest, longest * (note.font?.size || 14) * 0.6 + note.ax);
    }
    margin.r = Math.min(margin.r, Math.ceil(widest) + 6);
  };

  // Return a copy of a figure for a width in pixels.
  const fitted = (figure, width) => {
    const copy = structuredClone(figure);
    fitMap(copy.layout, width);
    fitNames(copy.layout, width);
    return copy;
  };

  window.SmallScreen = { fitted };
})();
