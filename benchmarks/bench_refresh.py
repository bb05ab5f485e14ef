"""Idle pages after an acceptance: how long until every open page shows the new figures.

Fifty sessions each have a page open and ask for nothing. A file is accepted by another process, as the
command line would; time runs from there to the last message of the run that each session then gets. The
sessions share the machine's cores with the server. What idle sessions cost is measured beside it.

Run: python benchmarks/bench_refresh.py
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.reader import Reader
from benchmarks.report import line, percentile
from benchmarks.serving import Server, the_app
from indicators.intake import acceptance
from indicators.intake.file_check import check_file
from indicators.model.calendar import this_year
from indicators.store.folders import find_folders
from indicators.store.ledger import files
from indicators.store.ledger.journal import Journal
from indicators.web import app_state

SESSIONS = 50
PAGES = ("", "water", "energy", "land", "carbon")
IDLE_SECONDS = 10
FILE = """\
place,indicator,year,value,perimeter,method,source
Casablanca,running_water_at_home,2025,{value},municipality,survey,hcp_rgph_2024
"""


async def measure(server: Server, folder: Path) -> None:
    """Open the sessions, accept a file three times over, print what it took."""
    readers = [Reader(server.address) for _ in range(SESSIONS)]
    for number, reader in enumerate(readers):
        await reader.__aenter__()
        await reader.open(PAGES[number % len(PAGES)])
    before = server.busy()
    await asyncio.sleep(IDLE_SECONDS)
    line(f"{SESSIONS} idle sessions, the server's time a second", (server.busy() - before) / IDLE_SECONDS * 1e3, "ms")
    for round_, value in enumerate((97.1, 97.2, 97.3)):
        offer = checked(folder, value)
        waiting = [asyncio.ensure_future(timed(reader)) for reader in readers]
        await asyncio.sleep(0)
        acceptance.accept(Journal(find_folders(folder).store), offer, "benchmark")
        start = time.perf_counter()
        ends = await asyncio.gather(*waiting)
        took = [end - start for end in ends]
        line(f"accepted file {round_ + 1}, median session", percentile(took, 0.5), "s", digits=2)
        line(f"accepted file {round_ + 1}, last of {SESSIONS} sessions", max(took), "s", target="2 s", digits=2)
    for reader in readers:
        await reader.__aexit__(None, None, None)


async def timed(reader: Reader) -> float:
    """Wait for the run that nobody asked for; return when it ended."""
    answer = await reader.wait()
    if answer.failed:
        raise RuntimeError("a page failed after the acceptance")
    return time.perf_counter()


def checked(folder: Path, value: float) -> acceptance.CheckedSubmission:
    """Write a file and check it against what is published."""
    path = folder / f"{value}.csv"
    path.write_text(FILE.format(value=value), encoding="utf-8")
    folders = find_folders(folder)
    seen = Journal(folders.store).read().state
    intake = check_file(path, app_state.read_published(folders).dataset, this_year())
    return acceptance.CheckedSubmission(path, files.fingerprint(path), path.name, intake, seen)


def main() -> None:
    """Run the measure."""
    with tempfile.TemporaryDirectory() as folder, the_app(INDICATORS_DATA=folder) as server:
        server.settle()
        asyncio.run(measure(server, Path(folder)))


if __name__ == "__main__":
    main()
