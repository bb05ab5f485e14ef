// The most wanted questions in large type, as they are approved and wanted.
(() => {
  "use strict";
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const state = read("state");
  const texts = read("texts");
  const list = document.getElementById("top");
  const { fill } = window.Wording;
  let last = "";
  let time = "";

  const row = (one) => {
    const made = document.createElement("li");
    const words = document.createElement("span");
    words.textContent = one.text;
    words.dir = "auto";
    if (one.lang) words.lang = one.lang;
    const votes = document.createElement("span");
    votes.className = "votes";
    votes.textContent = ` ${fill(texts.votes, { n: one.votes })}`;
    made.append(words, votes);
    return made;
  };

  const goOn = async () => {
    const offline = document.getElementById("offline");
    try {
      const answer = await fetch(`${state.address}/questions/top`, { cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      const { questions } = await answer.json();
      const key = JSON.stringify(questions);
      time = new Intl.DateTimeFormat(window.Wording.locale(), { timeStyle: "short" }).format(new Date());
      offline.textContent = "";
      if (key !== last) {
        last = key;
        if (questions.length) list.replaceChildren(...questions.map(row));
        else {
          list.replaceChildren();
          offline.textContent = texts.none;
        }
      } else if (!questions.length) offline.textContent = texts.none;
    } catch {
      if (time) offline.textContent = fill(texts.offline, { time });
    }
    setTimeout(goOn, 2000);
  };
  goOn();
})();
