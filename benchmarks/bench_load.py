"""Many readers at once on one process: 200 in one second, 960 over half a minute, 960 phones in one second.

Each reader is a real websocket session that opens the overview and stays until all have it; time runs from
the reader's arrival to its last message. Phones open the plain page of the same chart: one request, compressed as
for a browser; once more with the files the page fetches. The same page in Dash, its content held in memory, is measured
beside both: there a reader is the three requests of a Dash page. Static files are left out but where they are named.
The readers share the machine's cores with the server. Loopback only; stops by itself within minutes.

Dash is no dependency of the project: it is installed into a throw-away environment, which needs the
network once; `--without-dash` leaves the baseline out.

With `--processes N` the crowds of sessions meet N processes behind a balancer and one process in turn, in pairs, and
nothing else is measured.

Run: python benchmarks/bench_load.py [--without-dash] [--processes N [--pairs 3]]
"""

import argparse
import asyncio
import json
import logging
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from websockets.exceptions import WebSocketException

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.reader import Reader
from benchmarks.report import line, percentile
from benchmarks.serving import Server, free_port, serving, several, the_app
from indicators.charts.chart import Look
from indicators.charts.request import ChartRequest
from indicators.plain.assets import PLOTLY, asset
from indicators.web import app_state
from indicators.web.templating import Markup
from pages.views import overview

DASH = ["dash==4.4.1", "waitress==3.0.2"]
DASH_PAGE = '''
"""The overview once more, in Dash: the same figure and the same HTML, kept ready in memory."""
import json, logging, sys
import waitress
from dash import Dash, dcc, html

kept = html.Div([
    dcc.Graph(figure=json.loads(part["figure"])) if "figure" in part
    else dcc.Markdown(part["html"], dangerously_allow_html=True)
    for part in json.loads(open(sys.argv[1], encoding="utf-8").read())
])
app = Dash(__name__)
app.layout = lambda: kept
logging.getLogger("waitress.queue").setLevel(logging.ERROR)
waitress.serve(app.server, host="localhost", port=int(sys.argv[2]), threads=8, backlog=2048, connection_limit=2000)
'''

PATIENCE = 90
"""Seconds after which a reader counts as failed."""

Visit = Callable[[Server], AbstractAsyncContextManager[float]]
"""How one reader comes; gives the seconds until all was there."""


@dataclass(frozen=True)
class Crowd:
    """What a crowd met: seconds of each reader, how many failed, the server's most memory, and how much that grew."""

    seconds: list[float]
    failed: int
    memory: float
    growth: float = 0.0


@asynccontextmanager
async def reading(server: Server) -> AsyncIterator[float]:
    """Open the overview as a session of the application; give the seconds it took, and stay."""
    start = time.perf_counter()
    async with Reader(server.address) as reader:
        answer = await reader.open("")
        if answer.failed or not answer.charts:
            raise ConnectionError("the page was not complete")
        yield time.perf_counter() - start


@asynccontextmanager
async def fetching(server: Server, paths: Sequence[str]) -> AsyncIterator[float]:
    """Ask for some paths one after another on one connection; give the seconds it took, and stay."""
    start = time.perf_counter()
    stream, ask = await asyncio.open_connection("localhost", server.port, limit=2**20)
    try:
        for path in paths:
            ask.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode())
            status, *headers = (await stream.readuntil(b"\r\n\r\n")).decode("latin-1").lower().splitlines()
            if " 200 " not in status:
                raise ConnectionError(status)
            await stream.readexactly(next(int(h.split(":")[1]) for h in headers if h.startswith("content-length:")))
        yield time.perf_counter() - start
    finally:
        ask.close()


PLAIN = ("/c/overview?lang=en",)
"""The plain page of the overview's chart."""

WHOLE = (*PLAIN, *map(asset, ("plain/page.css", PLOTLY, "plain/page.js")))
"""The same with the files it fetches."""

DASH_PATHS = ("/", "/_dash-layout", "/_dash-dependencies")
"""The document of a page in Dash, its layout, its callbacks."""


def opening(paths: Sequence[str]) -> Visit:
    """Return the visit that asks for some paths."""
    return lambda server: fetching(server, paths)


async def crowd(server: Server, visit: Visit, readers: int, over: float) -> Crowd:
    """Let `readers` arrive evenly over `over` seconds, each staying until all have the page; return what they met."""
    seconds: list[float] = []
    failed = 0
    all_served = asyncio.Event()

    def served() -> None:
        if len(seconds) + failed == readers:
            all_served.set()

    async def arrive(moment: float) -> None:
        nonlocal failed
        await asyncio.sleep(moment)
        try:
            async with asyncio.timeout(PATIENCE), visit(server) as spent:
                seconds.append(spent)
                served()
                await all_served.wait()
        except (OSError, EOFError, WebSocketException):
            failed += 1
            served()

    await asyncio.gather(*(arrive(over * reader / readers) for reader in range(readers)))
    return Crowd(seconds, failed, server.peak_memory())


def overview_content() -> list[dict[str, str]]:
    """Return the parts of the overview in order, each its HTML or its figure's JSON."""
    logging.disable(logging.WARNING)  # outside a served page Streamlit warns at every cached call
    parts = overview.build_view(app_state.published_dataset(), ChartRequest(), Look(), app_state.this_year())
    return [{"html": part.body} if isinstance(part, Markup) else {"figure": part.figure.to_json()} for part in parts]


def measure(make: Callable[[], AbstractContextManager[Server]], visit: Visit, readers: int, over: float) -> Crowd:
    """Start a server, let one reader in, then the crowd."""
    with make() as server:
        server.settle()
        asyncio.run(crowd(server, visit, 1, 0))
        before = server.memory()
        met = asyncio.run(crowd(server, visit, readers, over))
        return replace(met, growth=met.memory - before)


@contextmanager
def dash_python() -> Iterator[str]:
    """Give the Python of a throw-away environment with Dash."""
    with tempfile.TemporaryDirectory() as folder:
        print("(setting up a throw-away environment with Dash)", flush=True)
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
        subprocess.run([python, "-m", "pip", "install", "--quiet", *DASH], check=True)
        yield python


def compare_processes(count: int, pairs: int) -> None:
    """Measure `count` processes behind a balancer and one process by turns; print the middle one of each."""
    for readers, over in ((200, 1.0), (960, 30.0)):
        together: list[Crowd] = []
        alone: list[Crowd] = []
        for _ in range(pairs):
            alone.append(measure(the_app, reading, readers, over))
            together.append(measure(lambda: several(count), reading, readers, over))
        name = f"{readers} readers within {over:.0f} s, overview, {count} processes"
        for name_of_share, share in (("p50", 0.5), ("p95", 0.95)):
            ours, single = (median(percentile(met.seconds, share) for met in kind) for kind in (together, alone))
            line(f"{name}, {name_of_share}; one process", ours, "s", single, digits=2)
        for met, beside in zip(together, alone, strict=True):
            pair = (percentile(crowd_met.seconds, 0.95) for crowd_met in (met, beside))
            line(f"{name}, p95 of a pair; one process", next(pair), "s", next(pair), digits=2)
        failed = (sum(met.failed for met in kind) for kind in (together, alone))
        line(f"{name}, failed; one process", next(failed), "", next(failed), "0", digits=0)
        memory = (median(met.memory for met in kind) for kind in (together, alone))
        line(f"{name}, most memory of all; one process", next(memory), "MiB", next(memory), digits=0)


def main() -> None:
    """Run the measures."""
    parser = argparse.ArgumentParser(description="Load on one process, or on several", allow_abbrev=False)
    parser.add_argument("--without-dash", action="store_true", help="leave the baseline out")
    parser.add_argument("--processes", type=int, default=1, help="measure so many behind a balancer, beside one")
    parser.add_argument("--pairs", type=int, default=3, help="how often each of the two is measured")
    options = parser.parse_args()
    if options.processes > 1:
        compare_processes(options.processes, options.pairs)
        return
    sessions, plain, whole = ("overview", reading), ("plain page", opening(PLAIN)), ("with its files", opening(WHOLE))
    crowds = [
        (200, 1.0, 1.5, sessions),
        (960, 30.0, 1.0, sessions),
        (200, 1.0, 0.2, plain),
        (960, 1.0, 0.5, plain),
        (960, 10.0, 1.0, whole),
    ]
    ours = [measure(the_app, visit, readers, over) for readers, over, _, (_, visit) in crowds]
    dashes: list[Crowd] = []
    if not options.without_dash:
        with dash_python() as python, tempfile.TemporaryDirectory() as folder:
            script, content = Path(folder) / "page.py", Path(folder) / "content.json"
            script.write_text(DASH_PAGE, encoding="utf-8")
            content.write_text(json.dumps(overview_content()), encoding="utf-8")

            @contextmanager
            def dash() -> Iterator[Server]:
                port = free_port()
                with serving([python, str(script), str(content), str(port)], port, "/") as server:
                    yield server

            dashes = [measure(dash, opening(DASH_PATHS), readers, over) for readers, over, *_ in crowds]
    for index, (readers, over, limit, (page, _)) in enumerate(crowds):
        met, beside = ours[index], dashes[index] if dashes else None
        name = f"{readers} readers within {over:.0f} s, {page}"
        for name_of_share, share in (("p50", 0.5), ("p95", 0.95)):
            line(
                f"{name}, {name_of_share}; Dash", percentile(met.seconds, share), "s",
                percentile(beside.seconds, share) if beside else None,
                f"<= {limit} s" if share == 0.95 else "", digits=2,
            )  # fmt: skip
        line(f"{name}, failed", met.failed, "", beside.failed if beside else None, "0", digits=0)
        line(f"{name}, most memory", met.memory, "MiB", beside.memory if beside else None, "< 400 MiB", digits=0)
        line(f"{name}, memory grown by", met.growth, "MiB", beside.growth if beside else None, "", digits=0)


if __name__ == "__main__":
    main()
