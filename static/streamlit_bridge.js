// All that our scripts lean on in Streamlit's page and in the charts it draws; see pages/server/streamlit_bridge.py.
window.streamlitBridge = (() => {
  "use strict";
  const MAIN = '[data-testid="stMain"]';
  const PLOT = ".js-plotly-plot";

  // What the page begins with (pages/server/first_html.py) goes in the moment in which the page itself stands there.
  const FIRST = "cs-first";
  const LONGEST = 20000;
  const charts = () => [...document.querySelectorAll('[data-testid="stPlotlyChart"]')];
  const drawn = (chart) => chart.querySelector(".main-svg");
  const below = (chart) => chart.getBoundingClientRect().top > window.innerHeight + window.scrollY;
  const complete = () => document.querySelector(`#root ${MAIN} .cs-html`)
    && document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    && !document.querySelector('#root [data-testid="stSkeleton"]')
    && (!charts().length || charts().some(drawn)) && charts().every((chart) => drawn(chart) || below(chart));
  let begun = 0;
  const hand = () => {
    const first = document.getElementById(FIRST);
    if (!first) return;
    if (!begun && document.querySelector(`#root ${MAIN} .cs-html`)) begun = performance.now();
    if (!complete() && !(begun && performance.now() - begun > LONGEST)) { setTimeout(hand, 50); return; }
    const [across, down, typed] = [window.scrollX, window.scrollY, first.querySelector("input")?.value];
    const focused = first.contains(document.activeElement) && document.activeElement;
    first.remove();
    window.scrollTo(across, down);
    document.querySelector(MAIN)?.scrollTo(0, down);
    if (typed) {
      const box = document.querySelector(`#root #${CSS.escape("cs-find")}`);
      box.value = typed;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (!focused) return;
    const same = focused.id ? `#${CSS.escape(focused.id)}` : focused.matches("a[href]") ? `a[href="${CSS.escape(focused.getAttribute("href"))}"]` : null;
    if (same) document.querySelector(`#root ${same}`)?.focus({ preventScroll: true });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", hand); else hand();

  // Plotly for Streamlit's charts: each is drawn in a task of its own, one after the other, so that the first is seen and
  // the page answers while those further down are drawn; each for the width that it has there.
  // Streamlit hands back the layout that was drawn, and gives a figure the height that its element has at the moment. So
  // what was given goes with what is drawn, and its height is that of the element by Streamlit's own style.
  const fitted = (element, figure) => {
    const room = element.closest('[data-testid="stElementContainer"]');
    // Streamlit asks for the width that it measured, to a part of a pixel: another would be asked for again, for ever.
    const [wide, asked] = [element.parentElement?.clientWidth, figure.layout?.width];
    const width = Math.abs(asked - wide) < 1 ? asked : wide;
    if (!figure.layout || !room || !width) return figure;
    // What is drawn already for this width is not made anew: Streamlit would draw each new object once more, for ever.
    if (figure.layout === element.layout && figure.layout.meta?.given && figure.layout.width === width) return figure;
    room.style.height = room.style.flexBasis = "";
    const given = figure.layout.meta?.given
      ?? { ...figure.layout, height: Math.round(parseFloat(getComputedStyle(room).height)) || figure.layout.height };
    const { data, layout } = window.SmallScreen.fitted({ data: figure.data, layout: given }, width);
    if (layout.height !== given.height) room.style.height = room.style.flexBasis = `${layout.height}px`;
    return { ...figure, data, layout: { ...layout, width, meta: { ...layout.meta, given } } };
  };
  let turn = Promise.resolve();
  const inTurn = (plotly) => ({
    ...plotly,
    react: (element, figure) => {
      const mine = turn.then(() => new Promise((next) => setTimeout(next)))
        .then(() => (element.isConnected ? plotly.react(element, fitted(element, figure)) : element));
      turn = mine.catch(() => {});
      return mine;
    },
  });

  // Goes to an address of ours within the session: Streamlit follows the browser's history.
  const follow = (href) => {
    if (document.getElementById(FIRST)) { location.assign(href); return; }
    history.pushState({}, "", href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  };

  // Streamlit takes the colours of the device as soon as they change, but asks for the page in them only when the address
  // may have changed. Paper is light for as long as it is printed, which is no change.
  const device = matchMedia("(prefers-color-scheme: dark)");
  const SETTLED = 300;
  let dark = device.matches;
  device.addEventListener("change", () => setTimeout(() => {
    if (device.matches === dark) return;
    dark = device.matches;
    if (!document.getElementById(FIRST)) window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  }, SETTLED));

  // Shows the page from its beginning: on some screens the window scrolls, on others Streamlit's main part.
  const scrollToTop = () => {
    window.scrollTo(0, 0);
    document.querySelector(MAIN)?.scrollTo(0, 0);
  };

  // Gives a file to the uploader with a key, as if it had been chosen there; tells whether there is one.
  const upload = (key, file) => {
    const input = document.querySelector(`.st-key-${CSS.escape(key)} input[type=file]`);
    if (!input) return false;
    const files = new DataTransfer();
    files.items.add(file);
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };

  // Calls each of these whenever Streamlit has put something on the page or taken it off.
  const watchers = [];
  const onChange = (watcher) => watchers.push(watcher);
  new MutationObserver(() => watchers.forEach((watcher) => watcher()))
    .observe(document.documentElement, { childList: true, subtree: true });

  // Whether nothing is still being made or drawn.
  const isDrawn = () => !running() && charts().every(drawn);

  // The charts on the page, in its order.
  const plots = () => [...document.querySelectorAll(PLOT)];

  // Calls `handler` with the points of each click on a chart, on all charts that come.
  const onPlotClick = (handler) => onChange(() => {
    for (const plot of document.querySelectorAll(`${PLOT}:not([data-linked])`)) {
      if (!plot.on) continue;
      plot.dataset.linked = "";
      plot.on("plotly_click", (event) => handler(event.points));
    }
  });

  // The drawing of a chart as SVG, without the parts that only answer the pointer.
  const drawing = (plot) => [...plot.querySelectorAll(".main-svg")].map((layer) => {
    const copy = layer.cloneNode(true);
    copy.querySelectorAll(".hoverlayer, .draglayer, .cursor-crosshair").forEach((part) => part.remove());
    return new XMLSerializer().serializeToString(copy);
  }).join("");

  // What Streamlit says itself is said in the reader's language: menu, boxes of errors, list of cities.
  const OWN = '[data-testid="stToolbar"], [data-testid="stStatusWidget"], [data-testid="stMainMenuList"], [data-testid="stDialog"], [role="dialog"], '
    + '[data-testid="stException"], [data-testid="stMultiSelect"], [data-testid="stSelectbox"], [data-testid="stSelectboxVirtualDropdown"], [data-testid="stFileUploader"], '
    + '[data-testid="stSkipToContent"], [role="listbox"]:not(.cs-found *)';
  const said = () => {
    const language = document.querySelector("[data-language]")?.dataset.language
      ?? new URLSearchParams(location.search).get("lang") ?? navigator.language.slice(0, 2);
    return Object.entries(window.streamlitTexts?.[language] ?? window.streamlitTexts?.en ?? {});
  };
  const reworded = (text, texts) => {
    const plain = text.trim();
    const match = texts.find(([begins]) => plain.startsWith(begins) && (plain === begins || begins.length > 12 || begins.endsWith(" ")));
    if (!match || plain.startsWith(match[1])) return null;
    const [begins, ours] = match;
    return begins === "Remove " ? ours + plain.slice(begins.length) : ours;
  };
  // What a text was before it was said in a language: the reader may choose another.
  const originals = new WeakMap();
  const inLanguage = (holder, now, texts) => {
    const before = originals.get(holder);
    const original = before && before.ours === now ? before.original : now;
    const ours = reworded(original, texts);
    if (!ours || ours === now) return null;
    originals.set(holder, { original, ours });
    return ours;
  };
  const reword = () => {
    const texts = said();
    if (!texts.length) return;
    for (const box of document.querySelectorAll(OWN)) {
      if (box.textContent.includes("Connection error") || box.dataset.lost) {
        // The picture on the screen is worth more than a box over it: a line says the same.
        if (box.matches('[data-testid="stDialog"], [role="dialog"]')) box.dataset.lost = "connection";
      }
      for (const element of [box, ...box.querySelectorAll("[aria-label]")]) {
        const label = element.getAttribute("aria-label");
        const ours = label && inLanguage(element, label, texts);
        if (ours) element.setAttribute("aria-label", ours);
      }
      const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const ours = inLanguage(node, node.nodeValue, texts);
        if (ours) node.nodeValue = ours;
      }
    }
    const lost = document.querySelector('[data-lost="connection"]');
    let line = document.querySelector(".cs-lost");
    if (lost && !line) {
      line = document.createElement("p");
      line.className = "cs-lost";
      line.setAttribute("role", "status");
      line.textContent = texts.find(([begins]) => begins === "Connection error")?.[1] ?? "";
      document.body.append(line);
    } else if (!lost && line) line.remove();
  };
  onChange(reword);

  // A part that has a name and a role of no meaning is told as a group: the place where Streamlit takes files.
  onChange(() => document.querySelectorAll('main [role="presentation"][aria-label]').forEach((part) => part.setAttribute("role", "group")));

  // Tells whether Streamlit is making the page at the moment.
  const running = () => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "running";

  // Calls `handler` in place of Streamlit's own jump into its main part.
  const onSkip = (handler) => document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest('[data-testid="stSkipToContent"]')) return;
    event.preventDefault();
    event.stopPropagation();
    handler();
  }, true);

  return Object.freeze({ running, inTurn, onSkip, follow, scrollToTop, upload, onChange, isDrawn, plots, onPlotClick, drawing });
})();
