// The moderator's page: every question of the room, new ones as they come, and what a moderator can say to each.
// The key is sent as a header and nowhere else.
(() => {
  "use strict";
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const state = read("state");
  const texts = read("texts");
  const lists = document.getElementById("lists");
  const line = document.getElementById("state-line");
  const ORDER = ["waiting", "approved", "answered", "withheld", "merged"];
  const { fill } = window.Wording;
  const clock = () => new Intl.DateTimeFormat(window.Wording.locale(), { timeStyle: "medium" }).format(new Date());

  const part = (name, text = "", attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const button = (text, act, attributes = {}) => {
    const made = part("button", text, { type: "button", ...attributes });
    made.addEventListener("click", act);
    return made;
  };

  // The key comes behind `#` in the address, is kept for this tab and taken out of the address bar.
  const key = () => {
    const name = `live-key-${state.session}`;
    const given = new URLSearchParams(location.hash.slice(1)).get("key");
    try {
      if (given) {
        sessionStorage.setItem(name, given);
        history.replaceState(history.state, "", location.pathname + location.search);
      }
      return sessionStorage.getItem(name) || "";
    } catch {
      return given || "";
    }
  };
  const shown = new Map();
  let all = [];
  let current = "";

  const say = (text) => {
    if (line.textContent !== text) line.textContent = text;
  };

  const ask = async (path, document) => {
    const options = { cache: "no-store", headers: { Authorization: `Bearer ${key()}` } };
    if (document) {
      options.method = "POST";
      options.headers["Content-Type"] = "application/json";
      options.body = JSON.stringify(document);
    }
    return fetch(`${state.address}/${path}?lang=${state.language}`, options);
  };

  const act = async (one, action, document = {}) => {
    try {
      const answer = await ask(`questions/${one.id}/${action}`, document);
      if (!answer.ok) {
        say((await answer.json()).error);
        return;
      }
      await refresh();
    } catch {
      say(texts.failed);
    }
  };

  // A form in the place of the buttons: why a question is withheld, how it was answered, with which it is asked.
  const open = (row, fields, sent) => {
    const form = part("form");
    const tools = part("p", "", { class: "row" });
    tools.append(part("button", fields.send, { type: "submit", class: "big" }), button(texts.cancel, () => {
      delete row.dataset.busy;
      fillRow(row, all.find((one) => String(one.id) === row.dataset.id));
      row.querySelector("button")?.focus();
    }));
    form.append(...fields.parts, tools);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      delete row.dataset.busy;
      sent(form);
    });
    row.dataset.busy = "yes";
    row.querySelector(".row").replaceWith(form);
    form.querySelector("input, select, button").focus();
  };

  const withhold = (row, one) => {
    const field = part("input", "", { type: "text", name: "text", maxlength: "200", dir: "auto" });
    const label = part("label", texts.reason);
    label.append(field);
    const taps = part("p", "", { class: "row" });
    for (const { value, text } of state.reasons) {
      taps.append(button(text, () => {
        delete row.dataset.busy;
        act(one, "withhold", { text: value });
      }));
    }
    open(row, { parts: [taps, label], send: texts.do_withhold }, () => act(one, "withhold", { text: field.value }));
  };

  const answer = (row, one) => {
    const field = part("input", "", { type: "text", maxlength: "500", dir: "auto" });
    const label = part("label", texts.answer_note);
    label.append(field);
    open(row, { parts: [label], send: texts.do_answer }, () => act(one, "answer", { text: field.value }));
  };

  const merge = (row, one) => {
    const others = all.filter((other) => other.id !== one.id && other.state !== "merged");
    const choice = part("select", "", { "aria-label": texts.merge });
    choice.append(...others.map((other) => part("option", `${other.id}. ${other.text.slice(0, 80)}`, { value: other.id })));
    open(row, { parts: [choice], send: texts.do_merge }, () => act(one, "merge", { into: Number(choice.value) }));
  };

  const fillRow = (row, one) => {
    row.dataset.state = one.state;
    const meta = fill(texts.meta, one);
    const more = [
      one.blocked ? texts.blocked : "",
      one.state === "merged" ? fill(texts.into, one) : "",
      one.reason ? fill(texts.reasoned, { reason: one.reason }) : "",
    ].filter(Boolean).join(" ");
    const tools = part("p", "", { class: "row" });
    const can = one.state !== "merged";
    if (can && one.state !== "approved") tools.append(button(texts.approve, () => act(one, "approve"), { class: "big" }));
    if (can && one.state !== "withheld") tools.append(button(texts.withhold, () => withhold(row, one)));
    if (can && one.state === "approved") tools.append(button(texts.answer, () => answer(row, one)));
    if (can && all.some((other) => other.id !== one.id && other.state !== "merged")) {
      tools.append(button(texts.merge, () => merge(row, one)));
    }
    if (one.chart) {
      const address = `${one.chart}${one.chart.includes("?") ? "&" : "?"}lang=${state.language}`;
      tools.append(part("a", texts.chart, { href: address, target: "_blank", rel: "noopener" }));
    }
    row.replaceChildren(
      part("p", one.text, { class: "text", dir: "auto", ...(one.lang ? { lang: one.lang } : {}) }),
      part("p", meta, { class: "small" }),
      ...(more ? [part("p", more, { class: "small" })] : []),
      ...(one.answer ? [part("p", one.answer, { class: "small", dir: "auto" })] : []),
      tools,
    );
  };

  const sections = new Map(ORDER.map((name) => {
    const section = part("section");
    const list = part("ul", "", { class: "questions" });
    const empty = part("p", texts.empty, { class: "small" });
    section.append(part("h2", texts[name]), empty, list);
    lists.append(section);
    return [name, { section, list, empty }];
  }));

  // Rows keep their places and what is being written in them: only what changed is made again.
  const show = () => {
    const counts = Object.fromEntries(ORDER.map((name) => [name, 0]));
    for (const one of all) {
      const made = JSON.stringify([one, all.length > 1]);
      let row = shown.get(one.id);
      if (!row) {
        row = part("li", "", { "data-id": one.id });
        shown.set(one.id, row);
      }
      const moved = row.dataset.state !== one.state;
      if (row.made !== made && (moved || !row.dataset.busy)) {
        delete row.dataset.busy;
        fillRow(row, one);
        row.made = made;
      }
      const { list } = sections.get(one.state);
      if (list.children[counts[one.state]] !== row) list.insertBefore(row, list.children[counts[one.state]] || null);
      counts[one.state] += 1;
    }
    for (const [number, row] of shown) {
      if (!all.some((one) => one.id === number)) {
        row.remove();
        shown.delete(number);
      }
    }
    for (const [name, { section, empty }] of sections) {
      empty.hidden = counts[name] > 0;
      section.hidden = counts[name] === 0 && name !== "waiting";
    }
    return counts.waiting;
  };

  const refresh = async () => {
    if (!key()) {
      say(texts.no_key);
      return;
    }
    try {
      const answer = await ask("questions");
      if (answer.status === 401) {
        say(texts.bad_key);
        return;
      }
      const document = await answer.json();
      if (!answer.ok) {
        say(document.error);
        return;
      }
      all = document.questions;
      current = clock();
      const waiting = show();
      say(fill(texts.current, { n: waiting }));
      window.document.title = waiting ? `(${waiting}) ${state.title}` : state.title;
    } catch {
      say(fill(texts.offline, { time: current || "–" }));
    }
  };

  const goOn = async () => {
    await refresh();
    setTimeout(goOn, document.visibilityState === "hidden" ? 5000 : 1500);
  };
  window.addEventListener("hashchange", refresh);
  goOn();
})();
