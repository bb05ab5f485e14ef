// The projector: slides from memory, keys of clickers, the room's position. No dialog ever stands over a slide.
(() => {
  "use strict";
  const stage = document.getElementById("stage");
  const read = (id) => JSON.parse(document.getElementById(id)?.textContent || "null");
  const texts = read("texts"), decks = read("decks"), own = read("deck");
  const code = document.querySelector("#code svg");
  const link = document.querySelector("#code .link")?.textContent || "";
  const slides = new Slides(document.getElementById("slides"), texts, { code, link });
  const room = new Room(stage.dataset.session, location.protocol === "file:" ? "" : stage.dataset.live);
  const part = (id) => document.getElementById(id);
  const words = part("words"), mark = part("mark"), shade = part("shade");
  const known = new Map();
  // What this screen shows; `alone` while it is somewhere else than the room.
  const here = { number: 1, spotlight: null, revealed: new Set(), alone: false, movedAlone: false };
  slides.revealedOnce = here.revealed;
  let theme = stage.dataset.theme, digits = "", hush = 0, fetched = false;

  // ---- what is said, quietly, at the lower edge
  const say = (message, seconds = 4) => {
    words.textContent = message;
    words.classList.toggle("saying", Boolean(message));
    clearTimeout(hush);
    if (seconds) hush = setTimeout(() => say("", 0), seconds * 1000);
  };

  const show = () => {
    const state = { spotlight: here.spotlight, revealed: here.revealed.has(here.number) };
    if (slides.awaits(here.number)) say(texts.fetching, 2);
    return slides.show(here.number, state).then(count);
  };

  // ---- the deck
  const deckOf = async (wanted) => {
    if (own) return own;
    const { deck, tag: its } = await Deck.whole(decks[wanted]);
    if (wanted === theme) tag = its;
    known.set(wanted, deck);
    return deck;
  };

  // Fetch the first deck, and show each part of it as soon as it is there, beginning with the slide of the room.
  const begin = async () => {
    if (own) return own;
    if (room.live && !room.position) await Promise.race([positioned, new Promise((done) => setTimeout(done, 500))]);
    const { deck, tag: its } = await Deck.fetch(decks[theme], () => here.number, take);
    tag = its;
    known.set(theme, deck);
    return deck;
  };
  const positioned = new Promise((done) => room.addEventListener("position", done, { once: true }));

  const take = async (deck) => {
    if (slides.deck) await slides.fill(deck);
    else await replace(deck);
    list(deck);
    return count();
  };

  // A session that is changed while it is shown is fetched again: asked for twice a minute, it costs no bytes unchanged.
  let tag = "";
  const renew = async () => {
    if (own || !room.connected || !tag) return;
    try {
      const answer = await fetch(decks[theme]);
      if (!answer.ok || answer.headers.get("ETag") === tag) return;
      tag = answer.headers.get("ETag");
      known.clear();
      const deck = await answer.json();
      known.set(theme, deck);
      await replace(deck);
    } catch {
      // The slides stay as they were.
    }
  };
  setInterval(renew, 30000);

  // Show another deck in place of the one that is shown.
  const replace = async (deck) => {
    here.number = clamp(here.number, deck.slides.length);
    slides.state = { spotlight: here.spotlight, revealed: here.revealed.has(here.number) };
    await slides.load(deck, here.number);
    list(deck);
  };

  const load = async (again = 0) => {
    try {
      const shown = slides.deck;
      const deck = await (shown ? deckOf(theme) : begin());
      fetched = true;
      if (!slides.deck || shown) await replace(deck);
      else await take(deck);
      // The other theme is fetched ahead, so that the key needs no network.
      const other = theme === "dark" ? "light" : "dark";
      if (!own) setTimeout(() => known.has(other) || deckOf(other).catch(() => {}), 4000);
    } catch {
      if (!slides.deck) say(texts.not_fetched, 0);
      setTimeout(() => load(again + 1), Math.min(15000, 1500 * (again + 1)));
    }
  };

  const dress = async () => {
    theme = theme === "dark" ? "light" : "dark";
    stage.dataset.theme = theme;
    if (known.has(theme) || own) await slides.load(known.get(theme) || own, here.number);
    else await load();
  };

  // ---- the room's guesses
  let counting = 0;
  const count = async () => {
    clearTimeout(counting);
    const slide = slides.slide(here.number);
    if (!slide?.question || !room.live) return;
    const number = here.number;
    const votes = await room.votes(number, slide.question);
    if (votes) slides.take(number, votes);
    if (here.number === number) counting = setTimeout(count, here.revealed.has(number) ? 4000 : 500);
  };

  // ---- moving
  const clamp = (number, last = slides.count) => Math.min(Math.max(1, number), Math.max(1, last));

  const follow = (position) => {
    here.number = clamp(position.slide || 1);
    here.spotlight = position.spotlight ?? null;
    if (position.revealed) here.revealed.add(here.number);
    else here.revealed.delete(here.number);
    here.alone = false;
    return show();
  };

  // Show a state at once, and have the room follow where this screen's key may move it.
  const go = async (change, asked) => {
    shade.hidden = true;
    if (room.key && room.connected && room.you && !room.hasFloor) {
      // The server is asked all the same: the floor may have been given this moment.
      const answer = await room.move(asked);
      if (!answer.ok && ![401, 409].includes(answer.status)) say(answer.document.error || texts.not_sent);
      return;
    }
    change();
    show();
    if (!room.live) return;
    if (!room.key) {
      here.alone = Boolean(room.position?.seq) && here.number !== room.position.slide;
      if (here.alone && room.connected && !slides.awaits(here.number)) say(text(texts.alone, { n: room.position.slide }), 8);
      return;
    }
    if (!room.connected) {
      // Nothing is kept to be sent later but where this screen is.
      here.movedAlone = true;
      return;
    }
    const answer = await room.move(asked);
    if (answer.status === 0) unsent();
    else if (!answer.ok && ![401, 409].includes(answer.status)) say(answer.document.error || texts.not_sent);
  };

  const to = (number) => {
    // Without a deck nobody knows yet how many slides there are, or which of them is shown.
    if (!slides.deck) {
      if (!words.textContent) say(texts.fetching);
      return;
    }
    const wanted = clamp(number);
    if (wanted === here.number && !here.alone) {
      shade.hidden = true;
      return;
    }
    go(() => Object.assign(here, { number: wanted, spotlight: null }), { slide: wanted });
  };

  const light = (id) => go(() => { here.spotlight = id; }, { spotlight: id });

  const reveal = () => {
    if (!slides.slide(here.number)?.question) return say(texts.no_reveal);
    const is = !here.revealed.has(here.number);
    go(() => (is ? here.revealed.add(here.number) : here.revealed.delete(here.number)), { reveal: is });
    // How far the room was is said once the room itself is shown the figure.
    if (is && room.live && !room.key) say(texts.revealed_alone, 8);
  };

  // Back after a break, or a move that had no answer: whoever has the floor goes on where this screen is, else the room's
  // position holds.
  const apart = () => {
    const { slide, spotlight = null, revealed = false } = room.position;
    const isGuess = Boolean(slides.slide(here.number)?.question);
    return slide !== here.number || spotlight !== here.spotlight || (isGuess && revealed !== here.revealed.has(here.number));
  };
  let resending = 0;
  const rejoin = () => {
    clearTimeout(resending);
    const goesOn = here.movedAlone && room.hasFloor && apart();
    here.movedAlone = false;
    if (goesOn) resend();
    return goesOn;
  };
  const resend = async () => {
    const state = { slide: here.number, spotlight: here.spotlight };
    if (slides.slide(here.number)?.question) state.reveal = here.revealed.has(here.number);
    const answer = await room.move(state);
    if (answer.status === 0) unsent();
  };
  const unsent = () => {
    here.movedAlone = true;
    clearTimeout(resending);
    resending = setTimeout(() => room.connected && room.position && rejoin(), 1000);
  };

  room.addEventListener("position", ({ detail: { position, before } }) => {
    if (!slides.deck) {
      here.number = position.slide || 1;
      here.spotlight = position.spotlight ?? null;
      if (position.revealed) here.revealed.add(here.number);
      return;
    }
    if (position.data_version !== slides.deck.data_version || position.slides !== slides.deck.slides.length) refresh();
    if (here.movedAlone) {
      if (rejoin()) return;
    }
    const moved = !before || before.seq !== position.seq;
    if (here.alone && !moved) return;
    follow(position);
  });
  let refreshing = 0;
  const refresh = () => {
    clearTimeout(refreshing);
    refreshing = setTimeout(() => { known.clear(); load(); }, 300);
  };
  // Whose key this screen has stands on it while its moves reach the room.
  const signed = () => { stage.dataset.you = room.connected ? room.you : ""; };
  room.addEventListener("introduced", signed);
  room.addEventListener("connection", ({ detail: is }) => {
    signed();
    mark.hidden = is;
    if (is && slides.deck && room.position && !rejoin()) follow(room.position);
  });
  room.addEventListener("refused", ({ detail }) => say(detail.error || text(texts.floor, { name: Wording.called(texts, room.position?.floor) })));
  room.addEventListener("unknown-key", () => { signed(); say(texts.unknown_key, 6); });
  setTimeout(() => { mark.hidden = room.connected || !room.live; }, 2500);

  // ---- panels: the code, the overview, the spotlight, the keys
  const panels = ["code", "overview", "chooser", "asked", "help"].map(part);
  const open = () => panels.find((panel) => !panel.hidden) || null;
  const toggle = (id) => {
    const panel = part(id), was = !panel.hidden;
    panels.forEach((one) => { one.hidden = true; });
    panel.hidden = was;
    return !was;
  };
  const close = () => panels.forEach((panel) => { panel.hidden = true; });

  const list = (deck) => {
    const items = deck.slides.map((slide, at) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.to = at + 1;
      if (!slide) button.textContent = String(at + 1);
      else button.textContent = slide.question && !here.revealed.has(at + 1) ? slide.question.question : slide.title || slide.said.join(" ");
      item.append(button);
      return item;
    });
    part("overview").querySelector("ol").replaceChildren(...items);
  };

  const overview = () => {
    if (!toggle("overview")) return;
    const button = part("overview").querySelector(`[data-to="${here.number}"]`);
    button?.focus();
    button?.scrollIntoView({ block: "nearest" });
  };

  // The questions that a moderator let through, the most wanted first, for as long as they stand on the screen.
  let asking = 0;
  const askedOf = async () => {
    clearTimeout(asking);
    const panel = part("asked");
    if (panel.hidden) return;
    const found = (await room.questions()) || [];
    const items = found.map((question) => {
      const item = document.createElement("li");
      item.lang = question.lang;
      item.dir = "auto";
      item.textContent = question.text;
      const wanted = document.createElement("small");
      wanted.lang = document.documentElement.lang;
      wanted.textContent = text(texts.wanted, { n: question.votes, slide: question.slide });
      item.append(wanted);
      return item;
    });
    if (!items.length) {
      items.push(document.createElement("li"));
      items[0].style.listStyle = "none";
      items[0].textContent = texts.no_questions;
    }
    panel.querySelector("ol").replaceChildren(...items);
    asking = setTimeout(askedOf, 2000);
  };

  let typed = "", chosen = 0;
  const choices = () => {
    const marks = slides.slide(here.number)?.chart?.marks || [];
    const fits = (name) => name.toLocaleLowerCase().startsWith(typed.toLocaleLowerCase());
    const found = typed ? marks.filter((one) => fits(one.name)) : marks;
    return typed ? found : [{ id: null, name: texts.spotlight_none }, ...found];
  };
  const choose = () => {
    const chooser = part("chooser"), offered = choices();
    chosen = Math.min(Math.max(0, chosen), Math.max(0, offered.length - 1));
    chooser.querySelector("p").textContent = typed || texts.type;
    // The list is a window of nine around the chosen one.
    const from = Math.min(Math.max(0, chosen - 4), Math.max(0, offered.length - 9));
    chooser.querySelector("ul").replaceChildren(...offered.slice(from, from + 9).map((one, at) => {
      const item = document.createElement("li");
      item.textContent = one.name;
      item.dataset.mark = one.id ?? "";
      if (from + at === chosen) item.className = "chosen";
      return item;
    }));
  };
  const spotlight = () => {
    if (!slides.slide(here.number)?.chart?.marks?.length || (slides.slide(here.number).question && !here.revealed.has(here.number))) {
      return say(texts.no_marks);
    }
    typed = "";
    chosen = 0;
    if (toggle("chooser")) choose();
    return undefined;
  };
  const inChooser = (event) => {
    if (event.key === "ArrowDown") chosen += 1;
    else if (event.key === "ArrowUp") chosen -= 1;
    else if (event.key === "Backspace") typed = typed.slice(0, -1);
    else if (event.key === "Enter") {
      const mark_ = choices()[chosen];
      close();
      if (mark_) light(mark_.id);
      return true;
    } else if (event.key.length === 1 && (event.key !== " " || typed)) {
      typed += event.key;
      chosen = 0;
      if (!choices().length) typed = event.key;
      if (!choices().length) typed = "";
    } else return false;
    choose();
    return true;
  };

  // ---- keys
  const cover = (name) => {
    const is = shade.hidden || !shade.classList.contains(name);
    shade.className = `shade ${name}`;
    shade.hidden = !is;
  };
  const full = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else stage.requestFullscreen?.().catch(() => {});
  };
  const leave = () => {
    if (digits) {
      digits = "";
      return say("", 0);
    }
    if (open()) return close();
    if (!shade.hidden) {
      shade.hidden = true;
      return undefined;
    }
    const inside = document.referrer && new URL(document.referrer).origin === location.origin;
    if (inside && history.length > 1) history.back();
    else if (stage.dataset.back) location.href = stage.dataset.back;
    return undefined;
  };
  const step = (by) => {
    close();
    to(here.number + by);
  };
  const ACTIONS = {
    PageDown: () => step(1), ArrowRight: () => step(1), ArrowDown: () => step(1), PageUp: () => step(-1),
    ArrowLeft: () => step(-1), ArrowUp: () => step(-1), Home: () => to(1), End: () => to(slides.count), Escape: leave,
    // A clicker's first button sends F5 in turn with Escape: it must move nobody.
    F5: () => { shade.hidden = true; if (!document.fullscreenElement) full(); },
    b: () => cover("black"), ".": () => cover("black"), w: () => cover("white"), ",": () => cover("white"),
    o: overview, q: () => toggle("code"), s: spotlight, r: reveal, d: dress, f: full,
    t: () => { if (toggle("asked")) askedOf(); }, "?": () => toggle("help"),
  };

  const jump = () => {
    const wanted = Number(digits);
    digits = "";
    if (wanted >= 1 && wanted <= slides.count) {
      say("", 0);
      close();
      to(wanted);
    } else say(text(texts.no_slide, { n: wanted, slides: slides.count }));
  };

  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (!part("chooser").hidden && inChooser(event)) return true;
    if (event.key === " ") return step(event.shiftKey ? -1 : 1), true;
    // The digits of a French keyboard need Shift; the keys themselves do not.
    const digit = /^[0-9]$/.test(event.key) ? event.key : /^Digit([0-9])$/.exec(event.code)?.[1];
    if (digit) {
      digits = (digits + digit).slice(-3);
      say(text(texts.jump, { n: digits }), 0);
      clearTimeout(hush);
      hush = setTimeout(() => { digits = ""; say("", 0); }, 5000);
      return true;
    }
    if (event.key === "Enter") {
      if (digits) return jump(), true;
      const button = document.activeElement?.closest?.("#overview button");
      if (button && !part("overview").hidden) return close(), to(Number(button.dataset.to)), true;
      if (here.alone && room.position) return follow(room.position), say("", 0), true;
      return false;
    }
    if (!part("overview").hidden && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      const item = document.activeElement?.closest?.("#overview li");
      const next = event.key === "ArrowDown" ? item?.nextElementSibling : item?.previousElementSibling;
      next?.querySelector("button").focus();
      return true;
    }
    const action = ACTIONS[event.key] || ACTIONS[event.key.toLowerCase()];
    if (!action) return false;
    action();
    return true;
  };

  // In capture, so that whatever was clicked last, a chart as well, hears no key before this page does.
  document.addEventListener("keydown", (event) => {
    if (!press(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  stage.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("#overview button");
    if (!button) return;
    close();
    to(Number(button.dataset.to));
  });

  // ---- the pointer leaves when it rests
  let resting = 0;
  const rest = () => {
    stage.classList.remove("idle");
    clearTimeout(resting);
    resting = setTimeout(() => stage.classList.add("idle"), 2500);
  };
  document.addEventListener("pointermove", rest);
  rest();

  addEventListener("visibilitychange", () => document.visibilityState === "visible" && !fetched && load());
  load();
  stage.focus({ preventScroll: true });
})();
