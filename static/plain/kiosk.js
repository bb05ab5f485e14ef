// A session that runs by itself in a lobby: each slide for its seconds, the programme between two rounds; a touch pauses.
(() => {
  "use strict";
  const stage = document.getElementById("stage");
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const texts = read("texts"), decks = read("decks");
  const slides = new Slides(document.getElementById("slides"), texts, {
    code: document.querySelector("#code svg"), link: document.querySelector("#code .link").textContent,
  });
  const words = document.getElementById("words"), programme = document.getElementById("programme");
  const bar = document.querySelector("#progress span");
  const PAUSE = 60, PROGRAMME = 30, GUESSING = 0.5;
  let number = 1, left = 0, planned = 1, paused = 0, revealed = false, round = 0;

  const load = async () => (await Deck.whole(decks[stage.dataset.theme])).deck;

  // The first round begins with the first slide, while the others are made.
  const take = async (deck) => {
    if (slides.deck) return slides.fill(deck);
    await slides.load(deck, 1);
    await enter(1);
    return setInterval(tick, 1000);
  };

  const enter = async (wanted) => {
    number = wanted;
    revealed = false;
    programme.hidden = true;
    const slide = slides.slide(number);
    planned = left = slide ? slide.seconds : PROGRAMME;
    await slides.show(number, { revealed: false });
  };

  // Between two rounds: the programme where there is one, and the deck again, as the data may have changed.
  const between = async () => {
    round += 1;
    try {
      const answer = await fetch(stage.dataset.programme, { method: "GET" });
      if (answer.ok) {
        programme.src = stage.dataset.programme;
        programme.hidden = false;
        planned = left = PROGRAMME;
      } else left = 0;
      const deck = await load();
      if (deck.data_version !== slides.deck.data_version || deck.slides.length !== slides.count) await slides.load(deck, 1);
    } catch {
      // Without the server the slides go round as they were.
      left = programme.hidden ? 0 : left;
    }
    number = 0;
  };

  const turn = async () => {
    if (number >= slides.count) await between();
    else await enter(number + 1);
    if (left <= 0 && number === 0) await enter(1);
  };

  let turning = false;
  const tick = async () => {
    if (turning || !slides.deck) return;
    if (paused > 0) {
      paused -= 1;
      words.textContent = paused ? text(texts.paused, { n: paused }) : "";
      words.classList.toggle("saying", paused > 0);
      return;
    }
    left -= 1;
    const slide = slides.slide(number);
    if (slide?.question && !revealed && left <= planned * GUESSING) {
      revealed = true;
      await slides.show(number, { revealed: true });
    }
    bar.style.width = `${100 * (1 - Math.max(0, left) / planned)}%`;
    if (left > 0) return;
    turning = true;
    try {
      await turn();
    } finally {
      turning = false;
    }
  };

  const pause = () => { paused = PAUSE; };
  addEventListener("pointerdown", pause);
  document.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      pause();
      enter(Math.min(Math.max(1, number + step), Math.max(1, slides.count)));
    } else if (event.key === "Escape" || event.key === " ") {
      event.preventDefault();
      paused = paused ? 1 : PAUSE;
    }
  }, true);
  let resting = setTimeout(() => stage.classList.add("idle"), 2500);
  document.addEventListener("pointermove", () => {
    stage.classList.remove("idle");
    clearTimeout(resting);
    resting = setTimeout(() => stage.classList.add("idle"), 2500);
  });

  const text = window.Wording.fill;
  const begin = async () => {
    try {
      await take((await Deck.fetch(decks[stage.dataset.theme], () => Math.max(1, number), take)).deck);
    } catch {
      words.textContent = texts.not_fetched;
      words.classList.add("saying");
      setTimeout(begin, 5000);
    }
  };
  begin();
})();
