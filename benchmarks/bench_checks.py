"""What other readers notice while four visitors have files of 20 MB checked at once.

Four sessions bring a file each as a browser does, over the websocket and the address of uploads. Readers in a process
of their own open theme pages and ask for the server's health, one after the other; first with nothing else going on,
then beside the checks. Loopback only; stops by itself within minutes.

Run: python benchmarks/bench_checks.py
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import AsyncExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.reader import Answer, Reader
from benchmarks.report import line, percentile
from benchmarks.serving import the_app
from pages.server import streamlit_bridge

SIZE = 19_900_000
VISITORS = 4
QUIET_SECONDS = 20.0
BUSY_SECONDS = 10.0
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


async def bring(address: str, content: bytes) -> tuple[list[Answer], dict[str, list[float]], float]:
    """Have the file of each visitor checked; return their page runs, what others measured, and the seconds it took."""
    begun = time.perf_counter()
    async with AsyncExitStack() as sessions:
        visitors = [await sessions.enter_async_context(Reader(address)) for _ in range(VISITORS)]
        others = asyncio.create_task(asyncio.to_thread(read_elsewhere, address, BUSY_SECONDS))
        answers = await asyncio.gather(*(visitor.bring("a.csv", content) for visitor in visitors))
        took = time.perf_counter() - begun
        return list(answers), await others, took


def main() -> None:
    """Measure the quiet server, then the busy one."""
    with tempfile.TemporaryDirectory() as folder, the_app() as server:
        content = write_file(Path(folder) / "a.csv").read_bytes()
        server.settle()
        quiet = read_elsewhere(server.address, QUIET_SECONDS)
        answers, busy, took = asyncio.run(bring(server.address, content))
    checked = sum(not answer.failed for answer in answers)
    line(f"files of 20 MB brought and checked at once, {checked} of {VISITORS} read", took, "s")
    before, beside = percentile(quiet["runs"], 0.95), percentile(busy["runs"], 0.95)
    line("page run of others meanwhile, p95 (baseline: quiet)", 1000 * beside, "ms", 1000 * before, "3 x")
    quietest, slowest = max(quiet["health"]), max(busy["health"])
    line("health meanwhile, slowest (baseline: quiet)", 1000 * slowest, "ms", 1000 * quietest, "200 ms")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(asyncio.run(read(sys.argv[1], float(sys.argv[2])))))
    else:
        main()
