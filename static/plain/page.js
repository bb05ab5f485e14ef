// What a plain page does once its text is there: draws its picture, copies and shares its links.
(() => {
  "use strict";
  const CONFIG = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const picture = document.getElementById("picture");
  const own = document.getElementById("figure");

  const draw = async () => {
    let figure = JSON.parse(own.textContent);
    if (dark.matches) {
      try {
        const answer = await fetch(picture.dataset.dark);
        if (answer.ok) figure = (await answer.json()).figure;
      } catch {
        // Without a network the light picture is better than none.
        picture.style.background = "#fff";
      }
    }
    const { data, layout } = window.SmallScreen.fitted(figure, picture.clientWidth);
    if (layout.height) picture.style.minHeight = `${layout.height}px`;
    picture.querySelector(".cs-drawn")?.remove();
    await Plotly.react(picture, data, layout, CONFIG);
  };
  if (picture && own && window.Plotly) {
    draw();
    dark.addEventListener("change", draw);
  }

  // A link to the code of an embed opens what it is folded in.
  const unfold = () => {
    const folded = location.hash && document.getElementById(location.hash.slice(1))?.closest("details");
    if (folded) folded.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();

  const absolute = (address) => (address.startsWith("/") ? location.origin + address : address);
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest("button[data-copy], button[data-share]");
    if (!button) return;
    if (button.dataset.share) {
      // The reader may think better of it.
      navigator.share({ title: document.title, url: absolute(button.dataset.share) }).catch(() => {});
      return;
    }
    try {
      await navigator.clipboard.writeText(absolute(button.dataset.copy));
    } catch {
      const field = document.createElement("textarea");
      field.value = absolute(button.dataset.copy);
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 2000);
  });
  if (navigator.share) document.querySelectorAll("button[data-share]").forEach((button) => { button.hidden = false; });
})();
