"""The time the server takes for a page that nobody has opened since it was started, by a real session.

Every choice of language, colours and peer set has a server of its own, asked as soon as it answers; one
reader then opens every page once. With `--alone` every page has a fresh server: what the first page asked
for has to load and to read is then part of its time. Beside it stands the same page asked for again.

Run: python benchmarks/bench_first_visit.py [--alone] [--choice fr,dark,africa] ...
"""

import argparse
import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.reader import Reader
from benchmarks.report import line
from benchmarks.serving import the_app
from indicators.model.vocabulary import Theme

PAGES = (
    "", *map(str, Theme), "casablanca", "world", "sdg", "compare", "availability", "sources", "data", "changes",
    "present",
)  # fmt: skip
CHOICES = ("en,light,", "fr,light,", "en,dark,", "fr,dark,africa", "en,light,similar_population")
TARGET_MS = 300.0


@dataclass(frozen=True)
class Choice:
    """What a reader chose: language, colours, peer set (empty: all peers)."""

    language: str
    scheme: str
    peers: str

    @property
    def query(self) -> str:
        """The query of an address that asks for it."""
        return "&".join([f"lang={self.language}", *([f"peers={self.peers}"] if self.peers else [])])

    @property
    def name(self) -> str:
        """The choice as the report prints it."""
        return ", ".join(filter(None, (self.language, self.scheme, self.peers)))


async def first_visits(address: str, choice: Choice, pages: tuple[str, ...]) -> list[tuple[str, float, float]]:
    """Return each page with the milliseconds of its first opening and of its second one."""
    async with Reader(address, scheme=choice.scheme) as reader:
        first = [await reader.open(page, choice.query) for page in pages]
        second = [await reader.open(page, choice.query) for page in pages]
    failed = [page for page, answer in zip(pages, first, strict=True) if answer.failed]
    if failed:
        raise RuntimeError(f"these pages failed: {', '.join(failed)}")
    return [(page, a.seconds * 1e3, b.seconds * 1e3) for page, a, b in zip(pages, first, second, strict=True)]


def measured(choice: Choice, pages: tuple[str, ...]) -> list[tuple[str, float, float]]:
    """Return the first visits of some pages on a server started for them."""
    with the_app() as server:
        return asyncio.run(first_visits(server.address, choice, pages))


def main() -> None:
    """Run the measures."""
    call = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    call.add_argument("--choice", action="append", help="language,colours,peer set")
    call.add_argument("--alone", action="store_true", help="a fresh server for every page")
    call.add_argument("--pages", default=",".join(PAGES), help="addresses, separated by commas")
    asked = call.parse_args()
    pages = tuple(asked.pages.split(","))
    for text in asked.choice or CHOICES:
        choice = Choice(*text.split(","))
        rounds = [(page,) for page in pages] if asked.alone else [pages]
        times = [row for some in rounds for row in measured(choice, some)]
        for page, first, second in times:
            line(
                f"first visit, {choice.name}, {page or 'overview'}; again",
                first,
                "ms",
                second,
                f"<= {TARGET_MS:.0f} ms",
            )
        line(f"first visit, {choice.name}, slowest", max(first for _, first, _ in times), "ms")
        line(f"first visit, {choice.name}, all {len(times)} pages", sum(first for _, first, _ in times), "ms")


if __name__ == "__main__":
    main()
