// The deck of a session as a screen fetches it: whole where the server has it made, else the slide wanted first, then
// the others, the nearest first. A slide that is not here yet is null in `deck.slides`.
(() => {
  "use strict";
  // Slides asked for at once: the next one alone, then more, but few, so that one jumped to is not waited for long.
  const AT_ONCE = [1, 1, 2, 4];

  const fetched = async (address) => {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return { deck: await answer.json(), tag: answer.headers.get("ETag") || "" };
  };

  // The first of the slides that are missing behind the one wanted, else before it; with those that follow.
  const missing = (slides, wanted, most) => {
    const behind = slides.findIndex((slide, at) => !slide && at >= wanted - 1);
    const first = behind >= 0 ? behind : Math.max(0, slides.findLastIndex((slide) => !slide) - most + 1);
    return `${first + 1}-${first + most}`;
  };

  const same = (one, other) => one && one.data_version === other.data_version && one.slides.length === other.slides.length;

  // Fetch a deck and return it with its tag. `taken` is told of it whenever more of it is there; `wanted` says which
  // slide comes first.
  const fetchDeck = async (address, wanted, taken) => {
    let deck = null;
    for (let turn = 0; !deck || deck.slides.includes(null); turn += 1) {
      const most = AT_ONCE[Math.min(turn, AT_ONCE.length - 1)];
      const part = await fetched(`${address}&slides=${deck ? missing(deck.slides, wanted(), most) : `${wanted()}-${wanted()}`}`);
      if (part.tag) return part;
      const known = same(deck, part.deck) ? deck.slides : [];
      deck = { ...part.deck, slides: part.deck.slides.map((slide, at) => slide || known[at] || null) };
      if (!deck.slides.length) break;
      await taken(deck);
    }
    return fetched(address);
  };

  window.Deck = { fetch: fetchDeck, whole: fetched };
})();
