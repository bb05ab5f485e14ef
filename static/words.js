// The first use of each word of the glossary on a page leads to what it means: a link within a definition mark.
(() => {
  "use strict";
  const TEXTS = ".cs-verdict, .cs-foot > p, .cs-card p, .cs-sub, .verdict, .source, article > p.small, .sub";
  const list = () => (document.getElementById("cs-first") ? null : document.querySelector("[data-words]"));
  let done = new Set(), page = "";

  const mark = (id, form, href) => {
    const edge = "(?<![\\p{L}\\p{N}])", end = "(?![\\p{L}\\p{N}])";
    const wanted = new RegExp(`${edge}(?:${form})${end}`, "u");
    for (const text of document.querySelectorAll(TEXTS)) {
      const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const found = node.parentElement.closest("a, button, dfn, summary") ? null : wanted.exec(node.nodeValue);
        if (!found) continue;
        const word = node.splitText(found.index);
        word.splitText(found[0].length);
        const link = document.createElement("a");
        link.href = `${href}#${id}`;
        link.textContent = found[0];
        const defined = document.createElement("dfn");
        defined.className = "cs-word";
        defined.append(link);
        word.replaceWith(defined);
        return true;
      }
    }
    return false;
  };

  const all = () => {
    const words = list();
    if (!words) return;
    const here = document.querySelector("h1")?.textContent ?? "";
    if (here !== page) { page = here; done = new Set(); }
    for (const [id, form] of JSON.parse(words.dataset.words)) {
      if (done.has(id) && document.querySelector(`.cs-word > a[href$="#${CSS.escape(id)}"]`)) continue;
      if (mark(id, form, words.dataset.glossary)) done.add(id);
    }
  };
  // After what is on the page has come to rest: words are worth less than the page.
  let waiting = 0;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(all, 600); };
  if (window.streamlitBridge) window.streamlitBridge.onChange(soon);
  else soon();
})();
