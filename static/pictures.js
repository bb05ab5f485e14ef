// Pictures of charts, made in this browser: title, picture, verdict, notes, source and link on white paper.
(() => {
  "use strict";
  const EDGE = 24;
  const SERIF = '"Source Serif", Georgia, "Times New Roman", serif';
  const SANS = '"Source Sans", "Casablanca Arabic", "Noto Sans Arabic", Arial, sans-serif';
  // Programs that do not have our fonts set the text wider; lines are broken with that much to spare.
  const SPARE = 0.88;
  const WIDEST_PNG = 1600;
  const SLIDE = 16 / 9;

  // Lines no wider than `width`, broken at plain spaces only; a word that is wider, such as an address, where it must be.
  const wrap = (text, width, font) => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = font;
    const fits = (line) => pen.measureText(line).width <= width * SPARE;
    const lines = [];
    let line = "";
    for (let word of text.trim().split(/[ \t\n]+/)) {
      if (line && fits(`${line} ${word}`)) { line = `${line} ${word}`; continue; }
      if (line) lines.push(line);
      while (!fits(word) && word.length > 1) {
        let end = word.length - 1;
        while (end > 1 && !fits(word.slice(0, end))) end -= 1;
        lines.push(word.slice(0, end));
        word = word.slice(end);
      }
      line = word;
    }
    return line ? [...lines, line] : lines;
  };

  const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

  // The colours of the dark screen become those of the light one: a picture is for paper.
  const onPaper = (markup) => {
    const colours = JSON.parse(document.querySelector("[data-paper]")?.dataset.paper || "{}");
    const hex = (...parts) => `#${parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
    return markup
      .replace(/#[0-9a-f]{6}\b/gi, (found) => colours[found.toLowerCase()] ?? found)
      .replace(/rgba?\((\d+), ?(\d+), ?(\d+)(?:, ?([\d.]+))?\)/g, (found, r, g, b, alpha) => {
        const light = colours[hex(r, g, b)];
        if (!light) return found;
        const [red, green, blue] = [1, 3, 5].map((at) => parseInt(light.slice(at, at + 2), 16));
        return alpha === undefined ? `rgb(${red}, ${green}, ${blue})` : `rgba(${red}, ${green}, ${blue}, ${alpha})`;
      });
  };

  // Our fonts as part of the picture: an image cannot ask for those of the page.
  const embedded = new Map();
  const fontFace = async (family) => {
    const rules = [...document.styleSheets].flatMap((sheet) => {
      try { return [...sheet.cssRules].map((rule) => ({ rule, base: sheet.href || document.baseURI })); } catch { return []; }
    });
    const found = rules.find(({ rule }) => rule instanceof CSSFontFaceRule
      && rule.style.getPropertyValue("font-family").replace(/["']/g, "") === family
      && (rule.style.getPropertyValue("font-style") || "normal") === "normal");
    const address = found?.rule.style.getPropertyValue("src").match(/url\(["']?([^"')]+)/)?.[1];
    if (!address) return "";
    const bytes = await (await fetch(new URL(address, found.base))).blob();
    const data = await new Promise((done) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result);
      reader.readAsDataURL(bytes);
    });
    const weight = found.rule.style.getPropertyValue("font-weight") || "normal";
    return `@font-face{font-family:"${family}";font-weight:${weight};src:url(${data})}`;
  };
  const fonts = async (families) => {
    for (const family of families) if (!embedded.has(family)) embedded.set(family, fontFace(family).catch(() => ""));
    return (await Promise.all(families.map((family) => embedded.get(family)))).join("");
  };

  const parts = (id) => {
    const found = [...document.querySelectorAll(`[data-figure="${id}"]`)];
    const head = found.find((part) => part.classList.contains("cs-chart"));
    const foot = found.find((part) => part.classList.contains("cs-foot"));
    const plots = window.streamlitBridge.plots().filter((each) =>
      head.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING
      && foot.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING);
    return { head, foot, plots };
  };

  // The same picture on a slide: as high as the slide, on white, its margins left and right.
  const slide = ({ svg, width, height }) => {
    const tall = Math.max(height, Math.ceil(width / SLIDE));
    const wide = Math.ceil(tall * SLIDE);
    const inner = svg.replace("<svg ", `<svg x="${(wide - width) / 2}" y="${(tall - height) / 2}" `);
    return {
      svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${tall}" viewBox="0 0 ${wide} ${tall}"><rect width="100%" height="100%" fill="#ffffff"/>${inner}</svg>`,
      width: wide,
      height: tall,
    };
  };

  const picture = async (id, families) => {
    const { head, foot, plots } = parts(id);
    // Several maps of one chart stand in the picture as they do on the screen.
    const boxes = plots.map((plot) => plot.getBoundingClientRect());
    const [left, above] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
    await document.fonts.ready;
    const width = Math.max(...boxes.map((box) => box.right)) - left + 2 * EDGE;
    // The root has the light colours, whatever the screen shows.
    const light = getComputedStyle(document.documentElement);
    const [ink, muted, paper] = ["--cs-ink", "--cs-muted", "--cs-paper"].map((name) => light.getPropertyValue(name).trim());
    const rightToLeft = getComputedStyle(head).direction === "rtl";
    let y = EDGE / 2, words = "";
    const write = (text, size, colour, weight, family) => {
      for (const line of wrap(text, width - 2 * EDGE, `${weight} ${size}px ${family}`)) {
        y += size * 1.25;
        words += `<text x="${rightToLeft ? width - EDGE : EDGE}" y="${y}" font-family="${escape(family)}" font-size="${size}" font-weight="${weight}" fill="${colour}">${escape(line)}</text>`;
      }
    };
    write(head.querySelector("h1, h2, h3").textContent, 22, ink, 600, SERIF);
    y += 4;
    write(head.querySelector(".cs-sub").textContent, 15, muted, 400, SANS);
    y += 12;
    const top = y;
    y += Math.max(...boxes.map((box) => box.bottom)) - above + 8;
    for (const line of foot.querySelectorAll("[data-print]")) {
      const verdict = line.classList.contains("cs-verdict");
      const sign = line.dataset.sign ? `${line.dataset.sign} ` : "";
      write(`${sign}${line.textContent}`, verdict ? 14 : 13, verdict ? ink : muted, verdict ? 600 : 400, SANS);
      y += 3;
    }
    if (foot.dataset.link) write(foot.dataset.link, 13, muted, 400, SANS);
    const height = Math.ceil(y + EDGE / 2);
    const style = await fonts(families);
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"${rightToLeft ? ' direction="rtl"' : ""} lang="${document.documentElement.lang}">`
      + `<title>${escape(head.querySelector("h1, h2, h3").textContent)}</title>${style ? `<style>${style}</style>` : ""}`
      + `<rect width="100%" height="100%" fill="${paper}"/>${words}`
      + plots.map((plot, at) => `<g transform="translate(${EDGE + boxes[at].left - left} ${top + boxes[at].top - above})" direction="ltr">${onPaper(window.streamlitBridge.drawing(plot))}</g>`).join("")
      + "</svg>";
    return { svg, width, height };
  };

  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  const png = async ({ svg, width, height }) => {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    await image.decode();
    const scale = Math.max(2, WIDEST_PNG / width);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    pen.drawImage(image, 0, 0, width, height);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  };

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest("button[data-picture]");
    if (!button) return;
    const { of: id, picture: form } = button.dataset;
    if (form === "svg") {
      const { svg } = await picture(id, ["Source Sans"]);
      save(new Blob([svg], { type: "image/svg+xml" }), `${id}.svg`);
    } else {
      const drawn = await picture(id, ["Source Sans", "Source Serif"]);
      save(await png(form === "slide" ? slide(drawn) : drawn), form === "slide" ? `${id}-16x9.png` : `${id}.png`);
    }
  });
})();
