"""The layout of a page as a few words: where its main blocks stand across the page, in 24ths of its width.

Pixels differ with every font and figure; what a reader notices is a block that has moved, is gone, lies on the wrong
side or has shrunk to nothing. So a block is a line (`find 7-12`), the same block again another, and compared are only
these lines (:func:`differences`). What was approved stands in `approved/layouts.json`.
"""

import json
import os
import re
from pathlib import Path

from playwright.sync_api import Page

APPROVED = Path(__file__).parent / "approved" / "layouts.json"

APPROVING = "APPROVE_LAYOUTS"
"""The environment variable that has what is seen written down as approved."""

BLOCKS = {
    "menu of the device": "[data-testid=stMainMenu]",
    "brand": ".cs-brand",
    "find": ".cs-find",
    "languages": ".cs-lang",
    "menu": ".cs-nav",
    "head": ".cs-head",
    "peers": ".cs-peers",
    "list": ".cs-wide",
    "folded list": ".cs-narrow",
    "title": ".cs-chart :is(h1, h2)",
    "picture": ".js-plotly-plot",
    "ranked list": ".cs-ranked",
    "foot": ".cs-foot",
    "tools": ".cs-tools",
    "theme": ".cs-theme",
    "table of figures": ".cs-barsbox, .cs-matrix, .cs-counts",
    "about": ".cs-about",
    "step": ".cs-step",
    "drop": ".cs-drop",
    "session": ".cs-session",
    "filter": ".cs-filter",
    "accepted": ".cs-accepted",
}

MOST = 3
"""So many of a block are looked at: the others follow from the data."""

LOOK = """([blocks, most]) => {
  const width = document.documentElement.clientWidth;
  const part = (x) => Math.round(24 * x / width);
  const lines = [];
  for (const [name, selector] of Object.entries(blocks)) {
    const all = [...document.querySelectorAll(selector)].map((block) => block.getBoundingClientRect());
    for (const box of all.filter((one) => one.width).slice(0, most)) {
      lines.push(`${name} ${part(box.left)}-${part(box.right)}${box.height < 8 ? " flat" : ""}`);
    }
  }
  const plots = [...document.querySelectorAll(".js-plotly-plot")].filter((one) => one.checkVisibility());
  for (const plot of plots.slice(0, most)) {
    const outer = plot.getBoundingClientRect();
    const names = [...plot.querySelectorAll(".ytick text")].map((text) => text.getBoundingClientRect());
    if (!names.length) { lines.push("names none"); continue; }
    const middle = names.reduce((sum, box) => sum + (box.left + box.right) / 2, 0) / names.length;
    lines.push(`names ${middle > outer.left + outer.width / 2 ? "right" : "left"}`);
  }
  return lines;
}"""


def seen(page: Page) -> list[str]:
    """Return the lines of the page that is open."""
    lines: list[str] = page.evaluate(LOOK, [BLOCKS, MOST])
    return lines


def approved(name: str) -> list[str]:
    """Return the lines that were approved for a page; none for one that nobody has looked at yet."""
    known: dict[str, list[str]] = json.loads(APPROVED.read_text("utf-8")) if APPROVED.exists() else {}
    return known.get(name, [])


def approve(name: str, lines: list[str]) -> None:
    """Write the lines of a page down as approved."""
    known = json.loads(APPROVED.read_text("utf-8")) if APPROVED.exists() else {}
    text = json.dumps(dict(sorted((known | {name: lines}).items())), ensure_ascii=False, indent=0)
    APPROVED.write_text(text + "\n", encoding="utf-8")


def approving() -> bool:
    """Return whether what is seen shall be written down."""
    return bool(os.environ.get(APPROVING))


def differences(known: list[str], now: list[str]) -> list[str]:
    """Return in words what is not as it was: a block that is gone, new, or off by more than a 24th of the width."""
    lost = list(known)
    new = []
    for line in now:
        alike = next((one for one in lost if _alike(one, line)), None)
        if alike is None:
            new.append(line)
        else:
            lost.remove(alike)
    return [f"no longer there: {line}" for line in lost] + [f"not there before: {line}" for line in new]


def _alike(text: str, other: str) -> bool:
    (name, *place), (other_name, *other_place) = _parts(text), _parts(other)
    if name != other_name or len(place) != len(other_place):
        return False
    return all(abs(a - b) <= 1 for a, b in zip(place, other_place, strict=True))


def _parts(line: str) -> tuple[str | int, ...]:
    """Return the name of a line, with `flat` where it says so, and the numbers of its place."""
    name, _, place = line.removesuffix(" flat").rpartition(" ")
    name += " flat" if line.endswith(" flat") else ""
    # what is wider than a phone begins left of it in Arabic: -8-23
    ends = re.fullmatch(r"(-?[0-9]+)-(-?[0-9]+)", place)
    return (name, int(ends[1]), int(ends[2])) if ends else (f"{name} {place}",)
