// Keeps “now and next” up to date: every half minute the page is fetched again and its text put in place. Without a
// network the page stays as it is.
(() => {
  const HALF_A_MINUTE = 30_000;
  const refresh = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-fresh]");
      const shown = document.querySelector("[data-fresh]");
      if (fresh && shown && fresh.innerHTML !== shown.innerHTML && !shown.contains(document.activeElement)) {
        shown.replaceWith(fresh);
      }
    } catch {
      // no network: the next half minute tries again
    }
  };
  setInterval(refresh, HALF_A_MINUTE);
  document.addEventListener("visibilitychange", refresh);
})();
