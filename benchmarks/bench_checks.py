"""What other readers notice while four visitors have files of 20 MB checked at once.

The application is served from this process, and four threads have files checked as its pages do. Readers in a process
of their own open theme pages one after the other and ask for the server's health; first with nothing else going on,
then beside the checks. Loopback only; stops by itself within minutes.

Run: python benchmarks/bench_checks.py
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import uvicorn

sys.path.insert(0, str(Path(__file__).parents[1]))

from app import app
from benchmarks.reader import Reader
from benchmarks.report import line, percentile
from benchmarks.serving import free_port
from indicators.intake import brought_file, reading_process
from indicators.intake.submission import Submission
from indicators.web import app_state
from pages.server import streamlit_bridge

SIZE = 20_000_000
VISITORS = 4
QUIET_SECONDS = 20.0
PAGES = ("water", "energy", "land", "carbon")


def write_file(path: Path) -> Path:
    """Write a right tidy file of about 20 MB."""
    row = "Casablanca,public_sewer,{year},{value},prefecture,census,hcp_rgph_2024,\n"
    rows = (row.format(year=1000 + n % 1000, value=round(90 + n % 97 / 10, 1)) for n in range(SIZE // 66))
    path.write_text("place,indicator,year,value,perimeter,method,source,note\n" + "".join(rows), encoding="utf-8")
    return path


async def read(address: str, seconds: float) -> dict[str, list[float]]:
    """Open pages and ask for the health, one after the other; return the seconds of each."""
    runs, health = [], []
    end = time.monotonic() + seconds
    async with Reader(address) as reader:
        for page in PAGES:
            await reader.open(page)
        while time.monotonic() < end:
            for page in PAGES:
                runs.append((await reader.open(page)).seconds)
                start = time.perf_counter()
                await asyncio.to_thread(urllib.request.urlopen, address + streamlit_bridge.HEALTH_PATH)
                health.append(time.perf_counter() - start)
                await asyncio.sleep(0.05)
    return {"runs": runs, "health": health}


def read_elsewhere(address: str, seconds: float) -> dict[str, list[float]]:
    """Read in a process of its own."""
    command = [sys.executable, __file__, address, str(seconds)]
    measured: dict[str, list[float]] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return measured


def main() -> None:
    """Measure the quiet server, then the busy one."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", ws="websockets-sansio"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.1)
    address = f"http://localhost:{port}"
    reading_process.prepare()
    quiet = read_elsewhere(address, QUIET_SECONDS)
    with tempfile.TemporaryDirectory() as folder:
        path = write_file(Path(folder) / "a.csv")
        dataset = app_state.published_dataset()
        offers, begun = [], time.perf_counter()

        def check() -> None:
            offers.append(brought_file.check(Submission(path, path.name), dataset, 0, app_state.this_year()))

        visitors = [threading.Thread(target=check) for _ in range(VISITORS)]
        for visitor in visitors:
            visitor.start()
        busy = read_elsewhere(address, 10.0)
        for visitor in visitors:
            visitor.join()
    checked = sum(offer.intake.format is not None for offer in offers)
    took = time.perf_counter() - begun
    line(f"files of 20 MB checked at once, {checked} of {VISITORS} read", took, "s")
    before, beside = percentile(quiet["runs"], 0.95), percentile(busy["runs"], 0.95)
    line("page run of others meanwhile, p95 (baseline: quiet)", 1000 * beside, "ms", 1000 * before, "3 x")
    quietest, slowest = max(quiet["health"]), max(busy["health"])
    line("health meanwhile, slowest (baseline: quiet)", 1000 * slowest, "ms", 1000 * quietest, "200 ms")
    server.should_exit = True


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(asyncio.run(read(sys.argv[1], float(sys.argv[2])))))
    else:
        main()
