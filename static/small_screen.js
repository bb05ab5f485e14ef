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

  // The maps of a figure that lie at one side of their rooms, each with its two axes.
  const mapsToward = (layout, side) => Object.keys(layout)
    .filter((name) => /^yaxis\d*$/.test(name) && layout[name].scaleanchor && layout[name].constraintoward === side)
    .map((name) => ({ up: layout[name], across: layout[name.replace("y", "x")] }));

  // The pixels that a map is high when it fills its share of a width.
  const filled = ({ up, across }, width) => {
    const [from, to] = across.domain || [0, 1];
    const ratio = Math.abs((up.range[1] - up.range[0]) / (across.range[1] - across.range[0])) * (up.scaleratio || 1);
    return width * (to - from) * ratio;
  };

  // One map, or several beside each other, below their keys.
  const fitMap = (layout, width) => {
    const { margin } = layout;
    const maps = mapsToward(layout, "bottom");
    if (!maps.length) return;
    const needed = Math.max(...maps.map((map) => filled(map, width - margin.l - margin.r)));
    const height = Math.ceil(keyHeight(layout) + needed + margin.t + margin.b);
    if (height > layout.height - 24) return;
    // a map lies at the foot of its room, which ends where the key does
    for (const { up } of maps) up.domain = [0, 1];
    layout.height = height;
  };

  // Maps below each other, each at the top of its room: what follows one moves up to where it ends.
  const TOLERATED = 8;
  const fitStack = (layout, width) => {
    const { margin, height } = layout;
    const inner = height - margin.t - margin.b;
    const maps = mapsToward(layout, "top").sort((one, other) => other.up.domain[1] - one.up.domain[1]);
    const stacked = maps.length > 1 && maps.slice(1).every(({ up }, at) => up.domain[1] <= maps[at].up.domain[0]);
    if (!stacked) return;
    const rooms = maps.map((map) => {
      const [top, foot] = [(1 - map.up.domain[1]) * inner, (1 - map.up.domain[0]) * inner];
      const free = Math.floor(foot - top) - Math.ceil(filled(map, width - margin.l - margin.r));
      return { up: map.up, top, foot, free: free > TOLERATED ? free : 0 };
    });
    const movedUp = (below) => rooms.reduce((sum, room) => sum + (below >= room.foot - 1 ? room.free : 0), 0);
    const total = movedUp(Infinity);
    if (!total) return;
    for (const note of layout.annotations || []) {
      if (note.yref === "paper" && note.y === 1) note.yshift = (note.yshift || 0) + movedUp(-(note.yshift || 0));
    }
    for (const shape of layout.shapes || []) {
      if (shape.yref !== "paper" || shape.ysizemode !== "pixel" || shape.yanchor !== 1) continue;
      const by = movedUp(-Math.max(shape.y0, shape.y1));
      [shape.y0, shape.y1] = [shape.y0 + by, shape.y1 + by];
    }
    for (const { up, top, foot, free } of rooms) {
      const by = movedUp(top);
      up.domain = [1 - (foot - by - free) / (inner - total), 1 - (top - by) / (inner - total)];
    }
    layout.height = Math.round(height - total);
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
    fitStack(copy.layout, width);
    fitNames(copy.layout, width);
    return copy;
  };

  window.SmallScreen = { fitted };
})();
