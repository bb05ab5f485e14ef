"""The time the server takes for a page that nobody has opened since it was started, by a real session.

Every choice of language, colours and peer set has a server of its own, asked as soon as it answers; one
reader then opens every page once. With `--alone` every page has a fresh server: what the first page asked
for has to load and to read is then part of its time. Beside it stands the same page asked for again.

The processor's time of the server depends less on what else the machine does than the time a reader waits.

Run: python benchmarks/bench_first_visit.py [--alone] [--settled] [--choice fr,dark,africa] ...
"""

import argparse
import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.reader import Reader
from benchmarks.report import line
from benchmarks.serving import Server, the_app
from indicators.model.vocabulary import Theme
from indicators.web import app_state

DISTRICTS = app_state.published_dataset().home.address
PAGES = (
    "", *map(str, Theme), DISTRICTS, "world", "sdg", "compare", "availability", "sources", "data", "changes", "present"
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


@dataclass(frozen=True)
class Visit:
    """A page's first opening and its second one: milliseconds, and those the server's processor worked on the first."""

    page: str
    first: float
    worked: float
    second: float


async def visits(server: Server, choice: Choice, pages: tuple[str, ...]) -> list[Visit]:
    """Return the first and the second opening of some pages."""
    made = []
    async with Reader(server.address, scheme=choice.scheme) as reader:
        for page in pages:
            before = server.busy()
            answer = await reader.open(page, choice.query)
            if answer.failed:
                raise RuntimeError(f"the page {page or 'overview'} failed")
            made.append((page, answer.seconds * 1e3, (server.busy() - before) * 1e3))
        again = [(await reader.open(page, choice.query)).seconds * 1e3 for page in pages]
    return [Visit(*first, second) for first, second in zip(made, again, strict=True)]


def measured(choice: Choice, pages: tuple[str, ...], settled: bool) -> list[Visit]:
    """Return the visits of some pages on a server started for them."""
    with the_app() as server:
        if settled:
            server.settle()
        return asyncio.run(visits(server, choice, pages))


def main() -> None:
    """Run the measures."""
    call = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    call.add_argument("--choice", action="append", help="language,colours,peer set")
    call.add_argument("--alone", action="store_true", help="a fresh server for every page")
    call.add_argument("--settled", action="store_true", help="wait until the server is idle before the first page")
    call.add_argument("--pages", default=",".join(PAGES), help="addresses, separated by commas")
    options = call.parse_args()
    pages = tuple(options.pages.split(","))
    target = f"<= {TARGET_MS:.0f} ms"
    for text in options.choice or CHOICES:
        choice = Choice(*text.split(","))
        rounds = [(page,) for page in pages] if options.alone else [pages]
        times = [visit for some in rounds for visit in measured(choice, some, options.settled)]
        for visit in times:
            name = f"first visit, {choice.name}, {visit.page or 'overview'}"
            line(f"{name}; again", visit.first, "ms", visit.second, target)
            line(f"{name}, processor", visit.worked, "ms")
        line(f"first visit, {choice.name}, slowest", max(visit.first for visit in times), "ms", target=target)
        line(f"first visit, {choice.name}, all {len(times)} pages", sum(visit.first for visit in times), "ms")
        line(f"first visit, {choice.name}, all {len(times)}, processor", sum(visit.worked for visit in times), "ms")


if __name__ == "__main__":
    main()
