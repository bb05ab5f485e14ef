// All that our scripts lean on in Streamlit's page and in the charts it draws; see pages/server/streamlit_bridge.py.
window.streamlitBridge = (() => {
  "use strict";
  const MAIN = '[data-testid="stMain"]';
  const PLOT = ".js-plotly-plot";

  // Goes to an address of ours within the session: Streamlit follows the browser's history.
  const follow = (href) => {
    history.pushState({}, "", href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  };

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

  return Object.freeze({ follow, scrollToTop, upload, onChange, plots, onPlotClick, drawing });
})();
