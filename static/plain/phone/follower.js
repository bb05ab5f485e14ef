// The follower's page: shows the slide the room is at, lets its reader turn other pages without losing the room, and
// goes on from memory while there is no connection.
(() => {
  "use strict";
  const { Ask, Guess, Kept, fill, voter } = window.Phone;
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const state = read("state");
  const texts = read("texts");
  const me = voter();
  const id = (name) => document.getElementById(name);
  const box = id("slide");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const CONFIG = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false };
  const BLOCK = 8;
  const some = (least, most) => least + Math.random() * (most - least);

  const known = new Map();
  const coming = new Map();
  let position = state.position;
  let reached = true;
  let gone = false;
  let shown = position.slide;
  let record = state.slide;
  let follows = true;
  let wanted = 0;

  const kept = new Kept(state, texts);
  const guess = new Guess(state, texts, me);
  const theme = () => (dark.matches ? "dark" : "light");
  const nameOf = (slide) => `${slide} ${theme()}`;

  // A slide in memory is good while the data are the same and what is guessed on it is as open as in the room.
  const good = (slide) => {
    const held = known.get(nameOf(slide));
    if (!held || held.data_version !== position.data_version) return null;
    if (slide === position.slide && held.revealed !== position.revealed && held.guess) return null;
    return held;
  };

  const fetched = (slide) => {
    const name = `${nameOf(slide)} ${position.data_version} ${slide === position.slide && position.revealed}`;
    if (!coming.has(name)) {
      const query = `lang=${state.language}&theme=${theme()}`;
      const ask = async () => {
        const answer = await fetch(`${state.address}/slides/${slide}.json?${query}`, { cache: "no-cache" });
        if (!answer.ok) throw new Error(String(answer.status));
        const found = await answer.json();
        if (found.theme === theme()) known.set(nameOf(slide), found);
        return found;
      };
      coming.set(name, ask().finally(() => coming.delete(name)));
    }
    return coming.get(name);
  };

  const draw = async () => {
    const picture = id("picture");
    const spot = box.querySelector(".spot");
    const mark = shown === position.slide ? position.spotlight : null;
    const named = (record.marks || []).find((one) => String(one.id) === String(mark));
    if (spot) {
      spot.hidden = !named;
      spot.textContent = named ? fill(texts.spotlight, { mark: named.name }) : "";
    }
    box.querySelectorAll(".twin tr").forEach((row) => {
      const is = Boolean(named) && [...row.cells].some((cell) => cell.textContent === named.name);
      row.classList.toggle("pointed", is);
    });
    if (!picture || !record.figure || !window.Plotly) return;
    const fitted = window.SmallScreen.fitted(record.figure, picture.clientWidth);
    const { data, layout } = window.Spotlight.lit(fitted, mark, record.marks);
    picture.classList.toggle("light", record.theme === "light" && dark.matches);
    picture.style.minHeight = `${layout.height}px`;
    await Plotly.react(picture, data, layout, CONFIG);
  };

  const tools = () => {
    const form = id("guess");
    if (form) guess.ask(record, form);
    const answer = id("answer");
    if (answer) {
      guess.compare(record, answer);
      if (record.guess) setTimeout(() => guess.room(record, answer), some(300, 2500));
    }
    const keep = box.querySelector("[data-keep]");
    if (keep) {
      keep.hidden = false;
      keep.textContent = kept.has(record.slide) ? texts.unkeep : texts.keep;
      keep.setAttribute("aria-pressed", String(kept.has(record.slide)));
    }
  };
  kept.changed = tools;

  const render = (found) => {
    const turned = found.slide !== record.slide;
    const held = box.contains(document.activeElement) && document.activeElement !== document.body;
    if (id("picture") && window.Plotly) Plotly.purge(id("picture"));
    record = found;
    shown = found.slide;
    box.innerHTML = found.html;
    tools();
    draw();
    document.title = `${found.title} · ${state.title}`;
    id("announce").lang = found.title_language;
    id("announce").textContent = found.title;
    if (held) id("claim").focus({ preventScroll: true });
    if (turned && !id("more").contains(document.activeElement)) window.scrollTo({ top: 0 });
  };

  const line = () => {
    const values = { slide: shown, slides: position.slides, room: position.slide };
    const there = shown === position.slide;
    id("where").textContent = fill(texts.live, values) + (there && reached && !gone ? ` · ${texts.follows}` : "");
    id("where").classList.toggle("on", there && reached && !gone);
    let alert = "";
    if (gone) alert = fill(texts.gone, values);
    else if (!reached) alert = fill(texts.offline, values);
    else if (!there) alert = fill(follows ? texts.behind : texts.browsing, values);
    if (id("alert").textContent !== alert) id("alert").textContent = alert;
    id("alert").hidden = !alert;
    id("return").hidden = there;
    id("return").textContent = fill(texts.return, values);
    id("return").setAttribute("aria-label", fill(texts.return_label, values));
    id("back").disabled = shown <= 1;
    id("on").disabled = shown >= position.slides;
  };

  // Show a slide: from memory at once, else as soon as it is here; the last one asked for wins. The one the room is at
  // is asked for until it is here: the position may come while all else is cut off.
  let again = 0;
  const show = async (slide) => {
    clearTimeout(again);
    wanted = slide;
    const held = good(slide);
    if (held) render(held);
    // Of a slide the room is not at, only the server knows whether its answer is shown.
    if (!held || (held.hidden && slide !== position.slide)) {
      try {
        const found = await fetched(slide);
        const newer = JSON.stringify([found.revealed, found.data_version]) !== JSON.stringify([held?.revealed, held?.data_version]);
        if (wanted === slide && newer) render(found);
      } catch {
        const stale = known.get(nameOf(slide));
        // An answer that is known must not be taken for the question, nor the other way round: only charts stand in.
        if (wanted === slide && !held && stale && !stale.guess) render(stale);
        else if (wanted === slide && !held && slide !== position.slide) {
          line();
          id("alert").textContent = fill(texts.unreachable, { slide });
          id("alert").hidden = false;
          return;
        }
        if (wanted === slide && shown !== slide) again = setTimeout(() => show(slide), some(1500, 4000));
      }
    }
    line();
    if (follows && shown === position.slide) {
      noteSeen();
      ahead();
    }
  };

  // Say now and then, each phone at another moment, which position it shows: the speaker sees how many are behind.
  let seen = 0;
  const noteSeen = () => {
    clearTimeout(seen);
    const { seq } = position;
    seen = setTimeout(() => {
      fetch(`${state.address}/seen`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ voter: me, seq }),
      }).catch(() => {});
    }, some(1000, 9000));
  };

  // Fetch slides ahead in one document while the room listens, each phone at another moment: a change then needs no
  // answer from anybody, and what was fetched is there without a connection.
  let next = 0;
  const ahead = () => {
    if (next || navigator.connection?.saveData) return;
    next = setTimeout(async () => {
      next = 0;
      const at = Math.min(position.slide + 2, position.slides);
      for (const slide of new Set([position.slide, at])) {
        const first = slide - ((slide - 1) % BLOCK);
        const last = Math.min(first + BLOCK - 1, position.slides);
        const soon = [position.slide, position.slide + 1, at].filter((one) => one >= first && one <= last);
        if (slide < 1 || soon.every((one) => good(one))) continue;
        try {
          const query = `lang=${state.language}&theme=${theme()}`;
          const answer = await fetch(`${state.address}/slides/${first}-${last}.json?${query}`, { cache: "no-cache" });
          if (!answer.ok) return;
          for (const found of (await answer.json()).slides) {
            if (found.theme === theme() && !good(found.slide)) known.set(nameOf(found.slide), found);
          }
        } catch {
          return;
        }
      }
    }, some(500, 5000));
  };

  const turn = (slide) => {
    if (slide < 1 || slide > position.slides) return;
    follows = slide === position.slide;
    show(slide);
  };

  new window.RoomLink(state.address, me, position, {
    position(told) {
      const before = position;
      position = told;
      gone = false;
      guess.round = told.round;
      if (told.round !== before.round) ask.begin();
      if (!told.slides) return line();
      const same = told.round === before.round && told.slide === before.slide && told.revealed === before.revealed && told.data_version === before.data_version;
      if (same && shown === told.slide) draw();
      else if (follows) show(told.slide);
      else if (shown === told.slide) show(told.slide);
      else ahead();
      return line();
    },
    reach(now) {
      reached = now;
      line();
      if (!now) return;
      guess.resend?.();
      if (follows && (shown !== position.slide || !good(position.slide))) show(position.slide);
    },
    gone() {
      gone = true;
      line();
    },
  });

  id("back").addEventListener("click", () => turn(shown - 1));
  id("on").addEventListener("click", () => turn(shown + 1));
  id("return").addEventListener("click", () => turn(position.slide));
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, [tabindex='0']")) return;
    // Keys are the same in every language: presenters' clickers send them. What is drawn and swiped follows the reader.
    if (event.key === "ArrowLeft") turn(shown - 1);
    if (event.key === "ArrowRight") turn(shown + 1);
  });
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-keep]");
    if (!button) return;
    if (kept.has(record.slide)) {
      kept.remove(record.slide);
      tools();
    } else {
      const light = record.theme === "light" ? Promise.resolve(record) : fetchedLight(record.slide);
      light.then((found) => kept.keep(record, box.querySelector("article"), found.figure)).then(tools);
    }
  });
  // What is taken away is on white paper; without a connection it is kept as it is drawn.
  const fetchedLight = async (slide) => {
    try {
      const answer = await fetch(`${state.address}/slides/${slide}.json?lang=${state.language}&theme=light`);
      return answer.ok ? await answer.json() : record;
    } catch {
      return record;
    }
  };
  dark.addEventListener("change", () => show(shown));
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    draw();
  });

  const ask = new Ask(state, texts, me, turn);
  id("turn").hidden = position.slides === 0;
  id("more").hidden = false;
  if (record.slide) {
    record.html = box.innerHTML;
    if (!dark.matches) known.set(nameOf(record.slide), record);
    tools();
    draw();
    if (dark.matches) show(record.slide);
    else {
      noteSeen();
      ahead();
    }
  }
  // The bundle that draws comes last.
  if (!window.Plotly) window.addEventListener("load", () => draw());
  line();
})();
