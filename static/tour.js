// The tour of a page: five steps, each can be skipped; shown by itself once in a browser's life, again from the foot.
(() => {
  "use strict";
  const KEY = "casablanca-tour";
  // Without a place to remember it would come back for ever: then it comes only when it is asked for.
  const seen = () => { try { return localStorage.getItem(KEY) !== null; } catch { return true; } };
  const remember = () => { try { localStorage.setItem(KEY, "seen"); } catch { /* it was asked for */ } };
  const foot = () => (document.getElementById("cs-first") ? null : document.querySelector(".cs-help[data-steps]"));
  let card = null;

  const end = () => {
    document.querySelectorAll(".cs-pointed").forEach((part) => part.classList.remove("cs-pointed"));
    card?.remove();
    card = null;
  };
  // Who stood in the card stands on the button that begins the tour when it is gone.
  const leave = () => {
    const within = card?.contains(document.activeElement);
    end();
    if (within) document.querySelector(".cs-help [data-tour]")?.focus({ preventScroll: true });
  };
  const step = (steps, at, from) => {
    const words = foot()?.dataset;
    if (!words || at >= steps.length) return leave();
    end();
    const [place, text] = steps[at];
    const part = document.querySelector(place);
    part.classList.add("cs-pointed");
    if (at || from) part.scrollIntoView({ block: "center" });
    const button = (name, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = name;
      made.addEventListener("click", act);
      return made;
    };
    const box = document.createElement("div");
    box.className = "cs-guide";
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", `${words.name} ${at + 1}/${steps.length}`);
    const line = document.createElement("p");
    line.textContent = text;
    const row = document.createElement("div");
    const last = at + 1 === steps.length;
    row.append(button(last ? words.last : `${words.next} (${at + 1}/${steps.length})`, () => step(steps, at + 1, true)));
    if (!last) row.append(button(words.skip, leave));
    box.append(line, row);
    // Within an element of ours, so that the look reaches it.
    card = document.createElement("div");
    card.className = "cs-html";
    card.append(box);
    document.body.append(card);
    // Who asked for it is led; who only came is not taken away from what is read.
    if (from) row.firstChild.focus({ preventScroll: true });
  };
  const begin = (from) => {
    const steps = JSON.parse(foot()?.dataset.steps || "[]").filter(([place]) => document.querySelector(place));
    remember();
    step(steps, 0, from);
  };
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-tour]") && foot()) begin(true);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && card) leave(); });
  // Another page, another drawing of this one: what was pointed at is gone.
  window.streamlitBridge.onChange(() => { if (card && !document.querySelector(".cs-pointed")) end(); });
  if (seen()) return;
  // By itself only once the page stands there and nothing is being loaded, and only where there is a chart to show.
  const wait = () => {
    if (seen()) return;
    if (!foot() || !document.querySelector(".cs-verdict")) { setTimeout(wait, 1000); return; }
    setTimeout(() => { if (!seen()) begin(false); }, 1500);
  };
  window.addEventListener("load", () => setTimeout(wait, 1000));
})();
