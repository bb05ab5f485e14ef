// A phone as a clicker. Each press is one step from where the room is; nothing is kept to be sent later, so that
// unlocking the phone, or finding the network again, moves nobody.
(() => {
  "use strict";
  const hand = document.getElementById("clicker");
  const texts = JSON.parse(document.getElementById("texts").textContent);
  const part = (id) => document.getElementById(id);
  const room = new Room(hand.dataset.session, hand.dataset.live);
  const SWIPE = 60, PATIENCE = 1000;
  let notes = null, hush = 0, lock = null, since = Date.now(), sending = 0, begunAt = 0, swiped = false;

  const say = (message, seconds = 4) => {
    part("state").textContent = message;
    clearTimeout(hush);
    if (seconds) hush = setTimeout(() => say(standing(), 0), seconds * 1000);
  };
  // What holds as long as nothing else is said.
  const standing = () => {
    if (!room.connected) return texts.not_connected;
    if (!room.key) return texts.no_key;
    if (room.position && room.you) return room.hasFloor ? texts.mine : text(texts.floor, { name: Wording.called(texts, room.position.floor) });
    return "";
  };
  const settle = () => {
    hand.classList.toggle("away", !room.connected || !room.hasFloor);
    say(standing(), 0);
  };

  const show = () => {
    const { slide, slides } = room.position;
    part("place").textContent = text(texts.slide_of, { n: slide, slides });
    const own = notes?.slides?.[slide - 1];
    if (!own) return;
    part("title").textContent = own.title;
    part("said").textContent = own.notes || texts.no_notes;
    part("hard").textContent = own.hard_question;
  };

  const learn = async () => {
    if (!room.key) return;
    notes = await room.notes();
    if (notes && room.position) show();
    if (!notes) setTimeout(learn, 5000);
  };

  const press = async (step) => {
    // Quick presses all count; behind one that gets no answer none is kept.
    if (sending && Date.now() - begunAt > PATIENCE) return say(texts.no_answer);
    if (!room.connected) return say(texts.not_sent);
    if (!room.key) return say(texts.no_key);
    if (!sending) begunAt = Date.now();
    sending += 1;
    navigator.vibrate?.(20);
    const answer = await room.move({ step });
    sending -= 1;
    begunAt = Date.now();
    if (answer.status === 0) say(texts.no_answer, 6);
    else if (!answer.ok && answer.status !== 409) say(answer.document.error || texts.not_sent);
    awake();
  };

  let told = 0;
  room.addEventListener("position", ({ detail: { position } }) => {
    if (told !== position.slide) since = Date.now();
    told = position.slide;
    if (notes && position.slides !== notes.slides.length) learn();
    show();
    settle();
  });
  room.addEventListener("connection", settle);
  room.addEventListener("introduced", () => { settle(); learn(); });
  room.addEventListener("unknown-key", () => say(texts.unknown_key, 0));
  room.addEventListener("refused", ({ detail }) => say(detail.error || ""));

  part("forward").addEventListener("click", () => swiped || press(1));
  part("back").addEventListener("click", () => swiped || press(-1));

  let begun = null;
  addEventListener("pointerdown", (event) => { begun = { x: event.clientX, y: event.clientY }; swiped = false; });
  addEventListener("pointerup", (event) => {
    if (!begun) return;
    const across = event.clientX - begun.x, along = Math.abs(event.clientY - begun.y);
    begun = null;
    if (Math.abs(across) < SWIPE || along > Math.abs(across) / 2) return;
    swiped = true;
    setTimeout(() => { swiped = false; }, 350);
    const forward = document.documentElement.dir === "rtl" ? across > 0 : across < 0;
    press(forward ? 1 : -1);
  });
  addEventListener("pointercancel", () => { begun = null; });
  document.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
    if (!step || event.repeat) return;
    event.preventDefault();
    press(step);
  }, true);

  // Keep the screen on, where the browser can; it lets go whenever the page is hidden.
  async function awake() {
    if (lock || !navigator.wakeLock || document.visibilityState !== "visible") return;
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => { lock = null; });
    } catch {
      lock = null;
    }
  }
  addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    awake();
    // A phone that slept may hold a stream that is dead: ask where the room is.
    room.follow();
    if (room.key) room.status().then(settle);
  });
  awake();

  const two = (number) => String(number).padStart(2, "0");
  setInterval(() => {
    const now = new Date(), seconds = Math.floor((Date.now() - since) / 1000);
    part("clock").textContent = `${two(now.getHours())}:${two(now.getMinutes())} · ${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  }, 500);
  setTimeout(settle, 2500);
})();
