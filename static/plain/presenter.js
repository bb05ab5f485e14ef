// The presenter's window: what is on screen, what really comes next, notes, time, the room, the floor; and rehearsals.
(() => {
  "use strict";
  const desk = document.getElementById("desk");
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const texts = read("texts"), decks = read("decks");
  const part = (id) => document.getElementById(id);
  const now = new Slides(part("now"), texts, { whole: false });
  const next = new Slides(part("next"), texts, { whole: false });
  const room = new Room(desk.dataset.session, desk.dataset.live);
  const SOON = 0.8;
  const called = (name) => Wording.called(texts, name);
  // The window follows the scheme of its computer, unless its address names one.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follows = !new URLSearchParams(location.search).has("theme");
  const scheme = () => { if (follows) desk.dataset.theme = dark.matches ? "dark" : "light"; };
  scheme();
  let notes = null, deck = null, hush = 0, rehearsal = null, local = null;
  const since = { slide: Date.now(), speaker: Date.now(), session: Number(sessionStorage.getItem("live-began")) || Date.now() };

  // ---- what is said
  const standing = () => {
    if (rehearsal) return texts.rehearsing;
    if (!room.connected) return texts.not_connected;
    if (!room.key) return texts.no_key;
    return "";
  };
  const say = (message, seconds = 5) => {
    part("state").textContent = message;
    clearTimeout(hush);
    if (seconds) hush = setTimeout(() => say(standing(), 0), seconds * 1000);
  };
  const clock = (seconds) => {
    const whole = Math.max(0, Math.round(seconds));
    const minutes = Math.floor(whole / 60);
    return `${minutes}:${String(whole % 60).padStart(2, "0")}`;
  };

  // ---- where we are: the room, or a rehearsal of one's own
  const number = () => local ?? room.position?.slide ?? 1;
  const revealed = () => (local === null ? Boolean(room.position?.revealed) : rehearsal.revealed.has(local));

  const show = () => {
    if (!deck) return;
    const at = Math.min(Math.max(1, number()), Math.max(1, deck.slides.length));
    const slide = deck.slides[at - 1];
    part("place").textContent = text(texts.slide_of, { n: deck.slides.length ? at : 0, slides: deck.slides.length });
    now.show(at, { spotlight: local === null ? room.position?.spotlight : null, revealed: revealed() });
    const end = at >= deck.slides.length;
    part("next").hidden = end;
    part("next-words").hidden = !end;
    part("next-words").textContent = end ? texts.end : "";
    part("next").dataset.number = end ? "" : String(at + 1);
    if (!end) next.show(at + 1, { revealed: !deck.slides[at]?.question });
    part("reveal").hidden = !slide?.question || revealed();
    const own = notes?.slides?.[at - 1];
    part("notes").textContent = own ? own.notes || texts.no_notes : room.key ? "" : texts.no_key;
    const hard = own?.hard_question || "";
    part("hard").textContent = hard;
    part("hard").hidden = part("hard-title").hidden = !hard;
    tick();
  };

  // Show a deck: another one, or more slides of the one that is shown.
  const take = async (taken, more) => {
    deck = taken;
    if (more) await Promise.all([now.fill(deck), next.fill(deck)]);
    else {
      await now.load(deck, number());
      await next.load(deck, Math.min(number() + 1, Math.max(1, deck.slides.length)));
    }
    show();
  };

  const load = async () => {
    try {
      const address = decks[desk.dataset.theme];
      if (now.deck) await take((await Deck.whole(address)).deck, false);
      else {
        const more = (part) => take(part, Boolean(now.deck));
        await more((await Deck.fetch(address, number, more)).deck);
      }
    } catch {
      say(texts.not_fetched, 0);
      setTimeout(load, 3000);
    }
  };

  const learn = async () => {
    if (!room.key) return show();
    notes = await room.notes();
    if (!notes) setTimeout(learn, 4000);
    return show();
  };

  // ---- moving
  const go = async (asked) => {
    if (rehearsal) {
      const to = asked.slide ?? local + (asked.step || 0);
      if (asked.reveal) rehearsal.revealed.add(local);
      if (to >= 1 && to <= deck.slides.length && to !== local) {
        rehearse();
        local = to;
        since.slide = Date.now();
      }
      return show();
    }
    if (!room.key) return say(texts.no_key);
    if (!room.connected) return say(texts.not_sent);
    const answer = await room.move(asked);
    if (answer.status === 0) say(texts.no_answer);
    else if (!answer.ok && answer.status !== 409) say(answer.document.error || texts.not_sent);
    return undefined;
  };

  let told = null;
  room.addEventListener("position", ({ detail: { position } }) => {
    if (told && told.slide !== position.slide) {
      since.slide = Date.now();
      if (!sessionStorage.getItem("live-began")) restart();
    }
    if (told && told.floor !== position.floor) since.speaker = Date.now();
    told = position;
    if (deck && (position.data_version !== deck.data_version || position.slides !== deck.slides.length)) {
      load();
      learn();
    }
    show();
    floor();
  });
  room.addEventListener("connection", () => say(standing(), 0));
  room.addEventListener("introduced", () => { say(standing(), 0); learn(); floor(); });
  room.addEventListener("unknown-key", () => say(texts.unknown_key, 0));
  room.addEventListener("refused", ({ detail }) => say(detail.error || ""));

  // ---- the room and the floor, asked every two seconds
  const line = (words, name) => {
    const item = document.createElement("li");
    item.textContent = words;
    if (name) item.className = name;
    return item;
  };
  // Whoever presents may moderate, too: in a window of its own, with the same key.
  const questions = (n) => {
    const item = line("", n ? "asked" : "");
    const link = document.createElement("a");
    link.href = `${room.live}/moderator?lang=${document.documentElement.lang}#key=${encodeURIComponent(room.key)}`;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = text(texts.questions, { n });
    item.append(link);
    return item;
  };
  const look = async () => {
    if (!room.key) return;
    const status = await room.status();
    if (!status) return;
    // The slide's time is the room's, whichever page moved it and since when this one has been open; an answer from
    // before the last move tells the time of another slide.
    if (!rehearsal && status.seq && status.seq === room.position.seq) since.slide = Date.now() - status.seconds_on_slide * 1000;
    const share = (one) => Wording.number(one.share, { style: "percent" });
    const wishes = ["slower", "again", "louder"].filter((wish) => status.pulse?.[wish]?.n);
    const asks = wishes.map((wish) => `${texts[wish]} ${share(status.pulse[wish])}`).join(Wording.comma());
    part("room").replaceChildren(
      line(text(texts.followers, { n: status.followers })),
      line(text(texts.behind, { n: status.behind })),
      questions(status.questions_waiting),
      line(asks ? `${texts.asks}: ${asks}` : texts.nothing_asked, asks ? "asked" : ""),
    );
    if (deck?.slides[status.slide - 1]?.question) part("room").append(line(text(texts.guesses, { n: status.votes })));
    floor();
  };
  let given = "";
  const floor = () => {
    if (!room.position) return;
    const has = room.position.floor;
    part("floor").textContent = room.hasFloor ? texts.mine : text(texts.floor, { name: called(has) });
    const chairs = room.you && room.you === room.chair;
    const names = room.you && (room.hasFloor || chairs) ? [...new Set([...room.speakers, room.chair])] : [];
    const wanted = names.filter((name) => name !== has);
    const shown = JSON.stringify([wanted, chairs]);
    if (shown === given) return;
    given = shown;
    part("give").replaceChildren(...wanted.map((name) => {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.give = name;
      const back = chairs && name === room.chair;
      const named = name === room.chair && called(name) === name ? text(texts.chair, { name }) : called(name);
      button.textContent = back ? texts.take : text(texts.give, { name: named });
      return button;
    }));
  };
  part("give").addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-give]");
    if (!button) return;
    const answer = await room.give(button.dataset.give);
    if (answer.status === 0) say(texts.no_answer);
    else if (!answer.ok && answer.status !== 409) say(answer.document.error || "");
    look();
  });

  // ---- time, in words as well as in colour
  const time = (id, elapsed, planned) => {
    const row = part(id);
    const name = elapsed > planned ? "over" : elapsed > planned * SOON ? "soon" : "sound";
    row.className = name;
    const left = planned - elapsed;
    const words = { over: texts.too_long, soon: texts.soon, sound: texts.sound }[name];
    row.querySelector("dd").textContent = clock(elapsed);
    const said = row.querySelector(".rest") || row.appendChild(Object.assign(document.createElement("dd"), { className: "rest" }));
    const rest = left >= 0 ? text(texts.left, { time: clock(left) }) : text(texts.over, { time: clock(-left) });
    said.textContent = `${rest} ${text(texts.planned, { time: clock(planned) })} – ${words}`;
  };
  const tick = () => {
    if (!deck) return;
    const seconds = (from) => (Date.now() - from) / 1000;
    const slide = deck.slides[number() - 1];
    if (slide) time("time-slide", seconds(since.slide), slide.seconds);
    time("time-speaker", seconds(since.speaker), Number(desk.dataset.share));
    time("time-session", seconds(since.session), deck.seconds);
  };
  const restart = () => {
    since.slide = since.speaker = since.session = Date.now();
    sessionStorage.setItem("live-began", String(since.session));
    tick();
  };

  // ---- rehearsal: the room stays where it is, each slide's time is kept
  const rehearse = () => { rehearsal.seconds[local - 1] = (rehearsal.seconds[local - 1] || 0) + (Date.now() - since.slide) / 1000; };
  const table = () => {
    const made = document.createElement("table");
    deck.slides.forEach((slide, at) => {
      const row = made.insertRow();
      const taken = rehearsal.seconds[at];
      [String(slide.number), slide.title, taken == null ? "–" : clock(taken), text(texts.planned, { time: clock(slide.seconds) })]
        .forEach((cell) => { row.insertCell().textContent = cell; });
    });
    return made;
  };
  const begin = () => {
    rehearsal = { seconds: deck.slides.map(() => null), revealed: new Set() };
    local = number();
    restart();
    part("rehearse").textContent = texts.stop_rehearsal;
    part("rehearsed").hidden = true;
    say(texts.rehearsing, 0);
    show();
  };
  const end = async () => {
    rehearse();
    const seconds = rehearsal.seconds.map((one) => (one == null ? null : Math.round(one * 10) / 10));
    const said = document.createElement("p");
    said.id = "rehearsal-said";
    part("rehearsed").replaceChildren(said, table());
    part("rehearsed").hidden = false;
    rehearsal = null;
    local = null;
    part("rehearse").textContent = texts.start_rehearsal;
    say(standing(), 0);
    show();
    const answer = room.key ? await room.post(`${room.live}/rehearsal`, { seconds }, 60000) : null;
    said.textContent = answer?.ok
      ? text(texts.rehearsal_kept, { time: clock(answer.document.seconds), planned: clock(answer.document.planned) })
      : text(texts.rehearsal_not_kept, { reason: answer ? answer.document.error || texts.not_connected : texts.no_key });
  };

  part("rehearse").addEventListener("click", () => deck && !deck.slides.includes(null) && (rehearsal ? end() : begin()));
  part("restart").addEventListener("click", restart);
  part("forward").addEventListener("click", () => go({ step: 1 }));
  part("back").addEventListener("click", () => go({ step: -1 }));
  part("reveal").addEventListener("click", () => go({ reveal: true }));
  const KEYS = {
    PageDown: { step: 1 }, ArrowRight: { step: 1 }, " ": { step: 1 }, PageUp: { step: -1 }, ArrowLeft: { step: -1 },
    Home: { slide: 1 }, r: { reveal: true },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const asked = event.key === "End" && deck ? { slide: deck.slides.length } : KEYS[event.key];
    const pressed = event.target instanceof Element && event.target.closest("button, a") && event.key === " ";
    if (event.key === "F5") return void event.preventDefault();
    if (!asked || pressed) return;
    event.preventDefault();
    event.stopPropagation();
    go(asked);
  }, true);
  // The other pages of this speaker get the key along, behind `#`, where no server's log can hold it.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[data-keyed]");
    if (link && room.key) link.hash = `key=${encodeURIComponent(room.key)}`;
  }, true);

  load();
  learn();
  dark.addEventListener("change", () => { scheme(); if (follows) load(); });
  setInterval(look, 2000);
  setInterval(tick, 500);
})();
