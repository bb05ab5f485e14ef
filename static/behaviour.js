// What the pages do in the browser: links without a reload, keys, copying, finding.
(() => {
  "use strict";
  const bridge = window.streamlitBridge;
  const inside = (event, selector) => event.target instanceof Element && event.target.closest(selector);

  // Links to our own pages keep the session.
  const go = (href, stay = false) => {
    bridge.follow(href);
    if (!stay) bridge.scrollToTop();
  };
  document.addEventListener("click", (event) => {
    const link = inside(event, "a[data-go]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    const searched = Boolean(link.closest("[data-find]"));
    closeFound();
    // A key of the room follows a link that nobody stands on: there the focus stays where it is.
    followed(link, searched || link === document.activeElement);
    go(link.getAttribute("href"), "stay" in link.dataset);
  });

  // After a link the page is drawn anew. The reader who was on it stands on the same link again where the page is the
  // same, on its heading where it is another or where the link is gone, and hears the new claim.
  const heading = () => document.querySelector("main h1");
  const claim = () => heading()?.textContent.trim() ?? "";
  const stand = (element) => {
    if (!element) return;
    if (!element.matches("a, button, input, summary, [tabindex]")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  };
  const groupOf = (link) => link.closest("[aria-label]")?.getAttribute("aria-label") ?? "";
  // A link in a list that was closed again is stood for by the line that opens it.
  const again = ({ hold, name, group }) => {
    const links = hold
      ? [...document.querySelectorAll(`a[data-hold="${CSS.escape(hold)}"]`)]
      : [...document.querySelectorAll("a[data-go]")].filter((link) => link.textContent.trim() === name && groupOf(link) === group);
    const seen = (element) => element?.checkVisibility({ visibilityProperty: true });
    return links.find(seen) ?? links.map((link) => link.closest("details:not([open])")?.querySelector("summary")).find(seen);
  };
  let journey = null;
  const followed = (link, stands) => {
    const samePage = new URL(link.href).pathname === location.pathname;
    begin({
      stands, samePage, before: claim(), drawn: heading(),
      hold: link.dataset.hold ?? "", name: link.textContent.trim(), group: groupOf(link),
    });
  };
  // Streamlit calls a run over before its last parts are drawn, and may draw anew what stands there already: the focus is
  // kept, and a claim that is new is said, until nothing has run for a while. A reader at work elsewhere, or whose
  // pointer is pressed, is left there.
  const QUIET = 20;
  const LONGEST = 600;
  let listening = null;
  const end = () => {
    clearInterval(journey);
    if (listening) removeEventListener("pointerdown", listening, true);
  };
  const begin = (trip) => {
    end();
    let { stands } = trip;
    let said = trip.before;
    let stood = document.activeElement;
    let [ran, waited, quiet] = [false, 0, 0];
    const standAgain = (element) => {
      stand(element);
      stood = document.activeElement;
    };
    listening = () => { stands = false; };
    addEventListener("pointerdown", listening, true);
    journey = setInterval(() => {
      waited += 1;
      const drawn = claim() !== trip.before || heading() !== trip.drawn;
      ran ||= bridge.running() || drawn;
      const over = ran && !bridge.running();
      // Another page has another heading; one that has the same after all is not waited for.
      const arrived = over && (trip.samePage || drawn || waited >= 50);
      const at = document.activeElement;
      const lost = !at || at === document.body || !at.isConnected;
      if (!lost && at !== stood) stands = false;
      if (stands && trip.samePage && lost) standAgain(again(trip) ?? (arrived ? heading() : null));
      if (stands && !trip.samePage && arrived && (lost || !quiet)) standAgain(heading());
      if (over && claim() && claim() !== said) {
        said = claim();
        window.spoken.say(said);
      }
      quiet = arrived ? quiet + 1 : 0;
      if (quiet >= QUIET || waited >= LONGEST) end();
    }, 100);
  };
  addEventListener("popstate", (event) => {
    if (event.isTrusted) begin({ stands: document.activeElement !== document.body, samePage: false, before: claim(), drawn: heading() });
  });

  // The skip link of Streamlit leads to a part of the page that begins with the menu: ours to the heading below it.
  bridge.onSkip(() => {
    stand(heading());
    heading()?.scrollIntoView({ block: "start" });
  });

  // A long list begins with a button that leads to the heading after it.
  document.addEventListener("click", (event) => {
    const list = inside(event, "button[data-skip]")?.closest("nav");
    if (!list) return;
    const after = [...document.querySelectorAll("main :is(h1, h2, h3)")].find(
      (head) => list.compareDocumentPosition(head) & Node.DOCUMENT_POSITION_FOLLOWING && !list.contains(head) && head.checkVisibility(),
    );
    stand(after ?? heading());
    document.activeElement.scrollIntoView({ block: "nearest" });
  });

  // A click on an area of a map, or on a point of it, follows its link.
  bridge.onPlotClick((points) => {
    const hrefOf = ({ data, pointNumber }) => data?.meta?.hrefs?.[pointNumber] ?? data?.meta?.href;
    const href = points.map(hrefOf).find(Boolean);
    if (href) go(href, true);
  });

  // Keys: a link names the keys that follow it (arrows, what clickers send, Escape).
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (inside(event, "input, textarea, select, [contenteditable]")) return;
    if (event.key === "/" && document.querySelector("[data-find] input")) {
      event.preventDefault();
      cameFrom = document.activeElement;
      document.querySelector("[data-find] input").focus();
      return;
    }
    for (const link of document.querySelectorAll("a[data-keys]")) {
      if (link.dataset.keys.split(" ").includes(event.key)) {
        event.preventDefault();
        link.click();
        return;
      }
    }
  });

  // A long table is fetched when it is opened; where that fails, opening it again asks again.
  document.addEventListener("toggle", async (event) => {
    const box = event.target.open && event.target.querySelector("[data-rows]");
    if (!box || box.querySelector("table") || box.ariaBusy === "true") return;
    box.replaceChildren();
    box.ariaBusy = "true";
    try {
      const answer = await fetch(box.dataset.rows);
      if (!answer.ok) throw new Error(answer.statusText);
      box.innerHTML = await answer.text();
    } catch {
      const told = document.createElement("p");
      told.setAttribute("role", "alert");
      told.textContent = box.dataset.lost;
      box.append(told);
    }
    box.ariaBusy = "false";
  }, true);

  // A link to a chart opens at the chart, until the reader moves or the page stands still.
  let wanted = new URLSearchParams(location.search).get("chart");
  const arrived = () => { wanted = null; };
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    document.addEventListener(kind, arrived, { once: true, passive: true });
  }
  setTimeout(arrived, 20000);
  bridge.onChange(() => {
    const head = wanted && document.querySelector(`.cs-chart[data-figure$="-${CSS.escape(wanted)}"]`);
    if (!head) return;
    head.scrollIntoView({ block: "start" });
    if (head.dataset.arrived) return;
    head.dataset.arrived = "";
    setTimeout(arrived, 4000);
  });

  // A button that leads to another part of the page.
  document.addEventListener("click", (event) => {
    const button = inside(event, "button[data-jump]");
    if (button) document.querySelector(button.dataset.jump)?.scrollIntoView({ block: "start", behavior: "smooth" });
  });

  // An address of ours as others can use it.
  const absolute = (address) => (address.startsWith("/") ? location.origin + address : address);

  // Sharing, where the device can.
  if (navigator.share) {
    bridge.onChange(() => document.querySelectorAll("button[data-share][hidden]").forEach((button) => { button.hidden = false; }));
    document.addEventListener("click", (event) => {
      const button = inside(event, "button[data-share]");
      // The reader may think better of it.
      if (button) navigator.share({ title: button.dataset.title, url: absolute(button.dataset.share) }).catch(() => {});
    });
  }

  // Copying a citation: the button says that it was done.
  document.addEventListener("click", async (event) => {
    const button = inside(event, "button[data-copy]");
    if (!button) return;
    const text = absolute(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = document.createElement("textarea");
      field.value = text;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 2000);
  });

  // The find box: an index of all figures, searched as one types.
  // Words are compared without accents, articles, and the endings of plurals: "fuites d'eau" finds "fuite, eau".
  const SMALL = new Set("a an and at for in of on the to au aux avec d de des du en et l la le les par pour sur un une".split(" "));
  // Without accents and harakat, and with one of the letters that are written for one another in Arabic, as `fold` of
  // indicators/model/places.py has it.
  const spelt = { "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ٱ": "ا" };
  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f\u0640\u064b-\u065f\u0670]/g, "")
    .replace(/[ىیةکٱ]/g, (letter) => spelt[letter]).replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .toLowerCase();
  const stem = (word) => (word.length > 3 ? word.replace(/[sx]$/, "") : word);
  const words = (text) => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const holds = (listed, word) => listed.some((each) => (/^\d/.test(word) ? each === word : each.startsWith(word)));
  const read = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    return (await answer.json()).map((entry) => ({
      ...entry, inName: words(entry.name).map(stem), inAll: words(`${entry.name} ${entry.words}`).map(stem),
    }));
  };
  const indexes = new Map();
  const ready = new Set();
  const index = async (address) => {
    if (!indexes.has(address)) indexes.set(address, read(address).catch((error) => { indexes.delete(address); throw error; }));
    return indexes.get(address);
  };
  // Where the reader was before the slash.
  let cameFrom = null;
  const closeFound = () => {
    const box = document.querySelector("[data-find]");
    if (!box) return;
    box.querySelector(".cs-found").hidden = true;
    box.querySelector("[role=listbox]").replaceChildren();
    box.querySelector(".cs-answer-none").replaceChildren();
    const input = box.querySelector("input");
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (box, items, at) => {
    items.forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (items[at]) box.querySelector("input").setAttribute("aria-activedescendant", items[at].id);
  };
  // What is compared stays, unless the thing found says with whom.
  const kept = (href) => {
    if (href.includes("cities=")) return "";
    const now = new URLSearchParams(location.search);
    return ["peers", "cities"].filter((name) => now.get(name)).map((name) => `&${name}=${encodeURIComponent(now.get(name))}`).join("");
  };
  const found = async (box) => {
    const input = box.querySelector("input");
    const found = box.querySelector(".cs-found");
    const list = box.querySelector("[role=listbox]");
    const answer = box.querySelector(".cs-answer-none");
    const typed = words(input.value);
    const asked = typed.some((word) => !SMALL.has(word)) ? typed.filter((word) => !SMALL.has(word)).map(stem) : typed;
    if (!asked.length) return closeFound();
    const say = (text, href) => {
      const line = document.createElement(href ? "a" : "p");
      line.textContent = text;
      if (href) { line.href = href; line.dataset.go = ""; }
      answer.append(line);
      found.hidden = false;
    };
    const clear = () => {
      list.replaceChildren();
      answer.replaceChildren();
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const value = input.value;
    if (!ready.has(box.dataset.find)) { clear(); say(box.dataset.wait); }
    let entries;
    try { entries = await index(box.dataset.find); ready.add(box.dataset.find); } catch { clear(); window.spoken.say(box.dataset.lost); return say(box.dataset.lost); }
    if (input.value !== value) return;
    const scored = entries
      .map((entry) => {
        if (!asked.every((word) => holds(entry.inAll, word))) return null;
        return { entry, score: (asked.every((word) => holds(entry.inName, word)) ? 0 : 1) + (entry.figure ? 0 : 2) };
      })
      .filter(Boolean)
      .sort((a, b) => a.score - b.score)
      .slice(0, 12);
    clear();
    const options = scored.map(({ entry }, i) => {
      // An option that is a link: the mouse may open it in another tab, the keyboard stays in the box.
      const option = document.createElement("a");
      option.id = `cs-option-${i}`;
      option.setAttribute("role", "option");
      option.tabIndex = -1;
      option.href = entry.href + kept(entry.href);
      option.dataset.go = "";
      option.textContent = entry.name;
      const note = document.createElement("small");
      note.textContent = entry.note;
      option.append(note);
      return option;
    });
    list.replaceChildren(...options);
    if (!scored.length) { say(box.dataset.none); say(box.dataset.all, box.dataset.sources); }
    choose(box, options, 0);
    input.setAttribute("aria-expanded", String(scored.length > 0));
    found.hidden = false;
    window.spoken.say(scored.length ? `${scored.length} ${box.dataset.results}` : box.dataset.none);
  };
  document.addEventListener("input", (event) => {
    const box = inside(event, "[data-find]");
    if (box) found(box);
  });
  document.addEventListener("keydown", (event) => {
    const box = inside(event, "[data-find]");
    if (!box) return;
    const items = [...box.querySelectorAll('[role="option"]')];
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    const input = box.querySelector("input");
    if (event.key === "Escape") {
      const empty = !input.value && box.querySelector(".cs-found").hidden;
      input.value = "";
      closeFound();
      input.focus();
      // A second time it leads back to where the slash was pressed.
      if (empty && cameFrom?.isConnected) cameFrom.focus({ preventScroll: true });
    }
    if (event.key === "Enter" && items.length) { event.preventDefault(); items[Math.max(at, 0)].click(); input.value = ""; }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && items.length) {
      event.preventDefault();
      const next = (at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length;
      choose(box, items, next);
      items[next].scrollIntoView({ block: "nearest" });
    }
  });
  // A box that leaves of a list what has its words, folded text included.
  document.addEventListener("input", (event) => {
    const box = inside(event, "input[data-filter]");
    if (!box) return;
    const asked = words(box.value).map(stem);
    for (const item of document.querySelectorAll(box.dataset.filter)) {
      const all = words(item.textContent).map(stem);
      item.hidden = !asked.every((word) => holds(all, word));
    }
  });
  document.addEventListener("focusout", (event) => {
    if (inside(event, "[data-find]")) setTimeout(() => { if (!document.activeElement?.closest("[data-find]")) closeFound(); }, 150);
  });

  // On a narrow screen the menu scrolls: the page's own name stands in sight.
  let shown = null;
  bridge.onChange(() => {
    const item = document.querySelector(".cs-nav a[aria-current]");
    if (!item || item === shown) return;
    shown = item;
    const menu = item.parentElement;
    menu.scrollLeft = item.offsetLeft - menu.offsetLeft - (menu.clientWidth - item.offsetWidth) / 2;
  });

  // On a narrow screen the controls of a chart are folded into a line, until the reader opens them; then they stay open.
  const narrow = matchMedia("(max-width: 720px)");
  let unfolded = false;
  document.addEventListener("toggle", (event) => {
    if (narrow.matches && event.target.matches?.(".cs-fold[data-folds]")) unfolded = event.target.open;
  }, true);
  const fold = () => document.querySelectorAll(".cs-fold:not([data-folds])").forEach((box) => {
    box.dataset.folds = "";
    box.open = !narrow.matches || unfolded;
  });
  bridge.onChange(fold);
  narrow.addEventListener("change", () => {
    document.querySelectorAll(".cs-fold").forEach((box) => { box.open = !narrow.matches || unfolded; });
  });

  // The document says its language and its direction, for screen readers and for all that is laid out.
  bridge.onChange(() => {
    const mark = document.querySelector("[data-language]");
    const page = document.documentElement;
    if (!mark || (page.lang === mark.dataset.language && page.dir === mark.dataset.direction)) return;
    page.lang = mark.dataset.language;
    page.dir = mark.dataset.direction;
  });

  // A sentence on what is wrong with a field is tied to it: who comes to the field hears it.
  let tied = 0;
  bridge.onChange(() => {
    for (const field of document.querySelectorAll("[data-tied]")) {
      if (document.getElementById(field.dataset.tied)) continue;
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
      delete field.dataset.tied;
    }
    for (const problem of document.querySelectorAll(".cs-problems [data-field]:not([id])")) {
      const field = [...document.querySelectorAll("main :is(input, textarea)")].find(
        (one) => (one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? "").trim() === problem.dataset.field,
      );
      if (!field) continue;
      problem.id = `problem-${(tied += 1)}`;
      field.dataset.tied = problem.id;
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", problem.id);
    }
  });

  // A place to drop a file: it hands the file to Streamlit's own, which stands unseen below it and speaks no French.
  const hand = (place, files) => {
    const status = place.querySelector("[role=status]");
    const file = files?.[0];
    if (!file) return;
    if (!place.dataset.types.split(",").some((type) => file.name.toLowerCase().endsWith(type))) {
      status.textContent = place.dataset.other;
    } else if (file.size > Number(place.dataset.most) * 1024 * 1024) {
      status.textContent = place.dataset.large;
    } else if (bridge.upload(place.dataset.drop, file)) {
      status.textContent = place.dataset.sending;
    }
  };
  document.addEventListener("click", (event) => {
    const button = inside(event, "[data-drop] [data-choose]");
    if (!button) return;
    const place = button.closest("[data-drop]");
    const own = document.createElement("input");
    own.type = "file";
    own.accept = place.dataset.types;
    own.addEventListener("change", () => hand(place, own.files));
    own.click();
  });
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const place = inside(event, "[data-drop]");
      if (!place || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.stopPropagation();
      place.toggleAttribute("data-over", kind === "dragenter" || kind === "dragover");
      if (kind === "drop") hand(place, event.dataTransfer.files);
    }, true);
  }
})();
