// The minutes, fetched with the key that a speaker's browser keeps for this session; the zip likewise.
(() => {
  "use strict";
  const here = document.getElementById("minutes");
  const status = here.querySelector("[role=status]");
  const name = `live-key-${here.dataset.session}`;
  const given = /(?:^#|&)key=([^&]+)/.exec(location.hash);
  if (given) {
    sessionStorage.setItem(name, decodeURIComponent(given[1]));
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  const key = sessionStorage.getItem(name);
  const ask = (address) => fetch(address, { headers: { Authorization: `Bearer ${key}` }, cache: "no-store" });

  const take = async (event) => {
    event.preventDefault();
    const link = event.currentTarget, answer = await ask(link.href);
    if (!answer.ok) return;
    const file = document.createElement("a");
    file.href = URL.createObjectURL(await answer.blob());
    file.download = `${here.dataset.session}-minutes.zip`;
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), 60000);
  };

  const show = async () => {
    status.textContent = status.dataset.fetching;
    try {
      const answer = await ask(here.dataset.address);
      if (!answer.ok) {
        status.textContent = (await answer.json()).error;
        return;
      }
      const made = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.title = made.title;
      document.querySelector("main").replaceChildren(...made.querySelector("main").children);
      document.querySelector("[data-archive]")?.addEventListener("click", take);
    } catch {
      status.textContent = status.dataset.lost;
    }
  };
  if (key) show();
})();
