// The empty axis of a question, with the room's guesses as dots over it. `question` is that of the deck, `votes` what
// the server says of them: n, median, dots (pairs of a guess and how many made it) or bins.
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const LEFT = 60, RIGHT = 60, TEXT = 26, FOOT = 70;

  const shape = (tag, attributes, text) => {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text !== undefined) made.textContent = text;
    return made;
  };

  const counted = (votes) => {
    if (!votes || !votes.n) return [];
    if (votes.dots?.length) return votes.dots;
    return (votes.bins || []).filter((bin) => bin.n).map((bin) => [(bin.from + bin.to) / 2, bin.n]);
  };

  // Draw the axis and the dots into a box; the dots shrink until the highest pile has room.
  const draw = (box, question, votes) => {
    const width = box.clientWidth || 1200, height = box.clientHeight || 400;
    const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, width, height, class: "guesses" });
    const { low, high } = question;
    // Where a language runs from the right, so does the axis: like the slider of a phone, like bars.
    const fromRight = document.documentElement.dir === "rtl";
    const at = (value) => {
      const share = (Math.min(Math.max(value, low), high) - low) / (high - low || 1);
      return LEFT + (fromRight ? 1 - share : share) * (width - LEFT - RIGHT);
    };
    const line = height - FOOT;
    svg.append(shape("line", { x1: LEFT - 12, x2: width - RIGHT + 12, y1: line, y2: line, class: "axis" }));
    for (const { value, text } of question.ticks) {
      svg.append(shape("line", { x1: at(value), x2: at(value), y1: line, y2: line + 10, class: "axis" }));
      svg.append(shape("text", { x: at(value), y: line + 42, "text-anchor": "middle", "font-size": TEXT }, text));
    }
    // Guesses that fall within a dot's width stand on one pile.
    const widest = question.guess === "rank" ? Math.min(30, (width - LEFT - RIGHT) / (high - low || 1) - 4) : 22;
    const piles = (dot) => {
      const made = new Map();
      for (const [value, n] of counted(votes)) {
        const place = question.guess === "rank" ? at(value) : Math.round(at(value) / dot) * dot;
        made.set(place, (made.get(place) || 0) + n);
      }
      return made;
    };
    let dot = Math.max(4, widest), up = dot, heaps = piles(dot);
    while (dot > 4 && Math.max(0, ...heaps.values()) * dot > line - 20) {
      dot -= 1;
      heaps = piles(dot);
    }
    up = Math.min(dot, (line - 20) / Math.max(1, ...heaps.values()));
    for (const [x, n] of heaps) {
      for (let number = 0; number < n; number += 1) {
        svg.append(shape("circle", { cx: x, cy: line - up * (number + 0.5) - 3, r: dot / 2 - 1, class: "dot" }));
      }
    }
    box.replaceChildren(svg);
  };

  const nearest = (question, value) => {
    const digits = question.step >= 1 ? 0 : Math.min(3, Math.ceil(-Math.log10(question.step)));
    return Wording.number(value, { maximumFractionDigits: digits });
  };

  // Return how many guessed and, once three did, the middle guess.
  const words = (votes, question, texts, revealed = false) => {
    const n = votes?.n || 0;
    const said = [Wording.fill(texts.guesses, { n: Wording.number(n) })];
    if (n >= 3 && votes.median != null && revealed) {
      said.push(Wording.fill(texts.median, { value: nearest(question, votes.median) }));
    }
    return said.join(" · ");
  };

  window.Guesses = { draw, words };
})();
