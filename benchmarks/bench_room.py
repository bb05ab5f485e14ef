"""A room of phones that open its page and follow a presenter: 960, then 5,000; their votes; who explores meanwhile.

Each phone is a real HTTP stream on a socket of its own; all are in this one process, which shares the machine's cores
with the server. A change is timed from the moment the presenter's request is sent to the moment a phone has the event.
The presenter moves every two to three seconds for a minute, `--minutes` sets another length. Beside the app explored
by twenty readers while 960 follow stands the same while nobody does, in turns. Loopback only; stops by itself.

With `--processes 2` the phones are spread over two servers that share the room over a Redis of Debian, started for it
with an append-only file that is written through; the presenter and the votes go to each in turn. All shares the cores.

Run: python benchmarks/bench_room.py [--minutes 5] [--phones 960] [--without-readers] [--processes 2]
"""

import argparse
import asyncio
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.reader import Reader
from benchmarks.report import line, percentile
from benchmarks.room_client import Line, Phone, open_page
from benchmarks.serving import Server, free_port, the_app
from indicators.live.stores import room_keys
from indicators.sessions.session import Session
from pages.server.live_rooms import allow_files

SESSION = "bench"
SLIDES = 40
PAUSES = (2.0, 3.0)
PATIENCE = 5.0
"""Seconds after which a change counts as not seen."""
VOTERS = 960
VOTING = 10.0
READERS = 20
EXPLORED = ("water", "energy", "land", "carbon", "")


@dataclass
class Followed:
    """What a crowd of phones met."""

    opened: float
    """Seconds until every phone that was let in had its first position."""
    refused: int
    seen: list[float] = field(default_factory=list)
    """Seconds until each phone saw each change."""
    last: list[float] = field(default_factory=list)
    """Seconds of each change until the last phone saw it."""
    moved: list[float] = field(default_factory=list)
    """Seconds until the presenter had the answer to each move."""
    dropped: int = 0
    wrong: int = 0
    ended: int = 0
    received: float = 0.0
    """Bytes that a phone received in an hour at this pace."""
    busy: float = 0.0
    """Processor seconds of the server for a change."""
    memory: float = 0.0


@dataclass(frozen=True)
class Hall:
    """The servers of a room, one or several; what is asked without a choice is asked of the first."""

    servers: tuple[Server, ...]

    @property
    def first(self) -> Server:
        """The first server, which readers explore."""
        return self.servers[0]

    def port(self, number: int) -> int:
        """Return the port of the server whose turn it is."""
        return self.servers[number % len(self.servers)].port

    def busy(self) -> float:
        """Return the processor seconds that all servers used so far."""
        return sum(server.busy() for server in self.servers)

    def peak_memory(self) -> float:
        """Return the most resident memory so far of the server that has most, in MiB."""
        return max(server.peak_memory() for server in self.servers)

    def settle(self) -> None:
        """Wait until each server is idle."""
        for server in self.servers:
            server.settle()


@contextmanager
def redis_address(processes: int) -> Iterator[str]:
    """Run a Redis that writes every answer through; give its address, an empty one for a single server."""
    if processes == 1:
        yield ""
        return
    program, port = shutil.which("redis-server"), free_port()
    if program is None:
        raise RuntimeError("redis-server was not found; install it (apt install redis-server)")
    with tempfile.TemporaryDirectory() as folder:
        options = [
            "--bind",
            "127.0.0.1",
            "--dir",
            folder,
            "--save",
            "",
            "--appendonly",
            "yes",
            "--appendfsync",
            "always",
        ]
        process = subprocess.Popen([program, "--port", str(port), *options], stdout=subprocess.DEVNULL)
        try:
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
            process.wait(timeout=20)


@contextmanager
def room(processes: int) -> Iterator[tuple[Hall, str]]:
    """Serve the application with a session of forty slides in a folder of its own; give the holder's key."""
    with redis_address(processes) as redis_url, tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        store = Path(folder) / "store"
        (store / "sessions").mkdir(parents=True)
        slides = "".join('\n[[slides]]\nchart = "network_efficiency-rank"\nguess = "value"\n' for _ in range(SLIDES))
        path = store / "sessions" / f"{SESSION}.toml"
        path.write_text(f'title = {{en = "Measured"}}\nspeakers = ["Presenter"]\n{slides}', encoding="utf-8")
        speakers = Session.model_validate({"id": SESSION, "title": {"en": "Measured"}, "speakers": ["Presenter"]})
        settings = {"INDICATORS_DATA": folder, "REDIS_URL": redis_url}
        servers = tuple(stack.enter_context(the_app(**settings)) for _ in range(processes))
        key = room_keys(store, redis_url).of(speakers)[0].key
        hall = Hall(servers)
        hall.settle()
        yield hall, key


async def follow(hall: Hall, key: str, phones: int, seconds: float, begun: asyncio.Event | None = None) -> Followed:
    """Let phones follow a presenter for so many seconds; return what they met. `begun` is set once all follow."""
    distinct: dict[int, set[bytes]] = {}
    news = asyncio.Event()
    loop = asyncio.get_running_loop()
    start = time.perf_counter()
    crowd: list[Phone] = []
    for begin in range(0, phones, 200):  # as many at once as the system's queue of a port surely holds
        pairs = await asyncio.gather(
            *(
                loop.create_connection(
                    lambda: Phone(SESSION, distinct, news.set), "localhost", hall.port(begin + number)
                )
                for number in range(min(200, phones - begin))
            )
        )
        crowd += [phone for _, phone in pairs]
    while not all(phone.moments or phone.status not in (0, 200) for phone in crowd):
        news.clear()
        async with asyncio.timeout(60):
            await news.wait()
    followers = [phone for phone in crowd if phone.moments]
    met = Followed(max(min(phone.moments.values()) for phone in followers) - start, len(crowd) - len(followers))
    if begun is not None:
        begun.set()
    before, bytes_before, began = hall.busy(), sum(phone.received for phone in followers), time.perf_counter()
    presenters, slide, moves = [Line(server.port) for server in hall.servers], 1, 0
    while time.perf_counter() - began < seconds:
        await asyncio.sleep(random.uniform(*PAUSES))
        slide = slide % SLIDES + 1
        sent = time.perf_counter()
        presenter = presenters[moves % len(presenters)]
        status, reply, durations = await presenter.ask("POST", f"/live/{SESSION}/position", {"slide": slide}, key)
        if status != 200:
            raise RuntimeError(f"the presenter was refused: {reply}")
        moves += 1
        met.moved.append(durations)
        seq = reply["seq"]
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while not all(seq in phone.moments or phone.ended for phone in followers):
                    news.clear()
                    await news.wait()
        times = [phone.moments[seq] - sent for phone in followers if seq in phone.moments]
        met.seen += times
        met.last.append(max(times, default=float("nan")))
        met.dropped += len(followers) - len(times)
        expected = f'"seq":{seq},"slide":{slide},'.encode()
        met.wrong += sum(expected not in event for event in distinct.get(seq, ())) + (len(distinct.get(seq, ())) != 1)
    spent = time.perf_counter() - began
    met.busy = (hall.busy() - before) / max(1, moves)
    met.received = (sum(phone.received for phone in followers) - bytes_before) / len(followers) * 3600 / spent
    met.ended = sum(phone.ended for phone in followers)
    met.memory = hall.peak_memory()
    for presenter in presenters:
        presenter.close()
    for phone in crowd:
        phone.transport.close()
    await asyncio.sleep(1)
    return met


async def vote(hall: Hall) -> tuple[list[float], float, int]:
    """Have phones vote over ten seconds; return the seconds of each answer, those until all are on the projector.

    The last is how many are counted there.
    """
    lines = [Line(hall.port(number)) for number in range(VOTERS)]
    ends: list[float] = []

    async def one(number: int, connection: Line) -> float:
        await asyncio.sleep(VOTING * number / VOTERS)
        sent = {"slide": 2, "voter": f"voter-{number:06}-{random.getrandbits(32):08x}", "value": number % 100}
        status, answer, spent = await connection.ask("POST", f"/live/{SESSION}/votes", sent)
        if status != 202:
            raise RuntimeError(f"a vote was refused: {answer}")
        ends.append(time.perf_counter())
        return spent

    seconds = await asyncio.gather(*(one(number, connection) for number, connection in enumerate(lines)))
    projector = Line(hall.first.port)
    counted = 0
    while counted < VOTERS and time.perf_counter() - max(ends) < 30:
        _, lying, _ = await projector.ask("GET", f"/live/{SESSION}/votes/2")
        counted = lying["n"]
    shown = time.perf_counter() - max(ends)
    for connection in (*lines, projector):
        connection.close()
    return seconds, shown, counted


async def open_pages(hall: Hall, phones: int, over: float) -> tuple[list[float], int, int]:
    """Have phones open the room's page evenly over some seconds; return the seconds of each, the failed, the bytes."""
    durations: list[float] = []
    sizes: list[int] = []
    failed = 0

    async def one(number: int) -> None:
        nonlocal failed
        await asyncio.sleep(over * number / phones)
        try:
            async with asyncio.timeout(60):
                seconds, size = await open_page(hall.port(number), f"/live/{SESSION}")
        except OSError:
            failed += 1
        else:
            durations.append(seconds)
            sizes.append(size)

    await asyncio.gather(*(one(number) for number in range(phones)))
    return durations, failed, max(sizes, default=0)


async def explore(server: Server, seconds: float) -> list[float]:
    """Have twenty readers change pages for so many seconds; return the seconds of each change."""
    durations: list[float] = []
    end = time.perf_counter() + seconds

    async def one(number: int) -> None:
        await asyncio.sleep(number * 0.1)
        async with Reader(server.address) as reader:
            await reader.open("")
            while time.perf_counter() < end:
                await asyncio.sleep(random.uniform(1, 3))
                durations.append((await reader.open(random.choice(EXPLORED))).seconds)

    await asyncio.gather(*(one(number) for number in range(READERS)))
    return durations


def report(phones: int, met: Followed, limits: bool) -> None:
    """Print what a crowd met."""
    name = f"{phones} phones"
    line(f"{name}, first position of all", met.opened, "s", target="<= 10 s" if limits else "", digits=2)
    line(f"{name}, turned away in words", met.refused, "", target="0" if limits else "", digits=0)
    line(f"{name}, a change seen, p50", percentile(met.seen, 0.5), "s", digits=3)
    line(f"{name}, a change seen, p95", percentile(met.seen, 0.95), "s", target="<= 0.3 s" if limits else "", digits=3)
    line(f"{name}, a change seen by all, median", statistics.median(met.last), "s", digits=3)
    line(f"{name}, a change seen by all, worst of {len(met.last)}", max(met.last), "s", target="<= 1 s", digits=3)
    line(f"{name}, the presenter's own answer, p95", percentile(met.moved, 0.95), "s", target="<= 0.15 s", digits=3)
    line(f"{name}, changes dropped; wrong", met.dropped, "", met.wrong, "0; 0", digits=0)
    line(f"{name}, streams that ended", met.ended, "", target="0", digits=0)
    line(f"{name}, server's processor for a change", met.busy, "s", digits=3)
    line(f"{name}, bytes of an hour for one", met.received / 1e6, "MB", target="<= 2 MB", digits=2)
    line(f"{name}, most memory of the server", met.memory, "MiB", target="< 500 MiB", digits=0)


async def measure(hall: Hall, key: str, options: argparse.Namespace) -> None:
    """Run the measures on one server."""
    seconds = options.minutes * 60
    await open_pages(hall, len(hall.servers), 0)
    durations, failed, size = await open_pages(hall, 960, 1.0)
    line("960 phones open the room's page within 1 s, p50", percentile(durations, 0.5), "s", digits=3)
    line(
        "960 phones open the room's page within 1 s, p95", percentile(durations, 0.95), "s", target="<= 0.5 s", digits=3
    )
    line("the same, failed", failed, "", target="0", digits=0)
    line("the room's page over the wire", size / 1000, "kB")
    for phones in options.phones:
        report(phones, await follow(hall, key, phones, seconds), phones <= 960)
    if not options.without_readers:
        await explore(hall.first, 10)  # every page is made once
        hall.settle()
        alone: list[float] = []
        during: list[float] = []
        seen: list[float] = []
        for _ in range(3):  # in turns, so that a busy machine slows both
            alone += await explore(hall.first, 12)
            begun = asyncio.Event()
            following = asyncio.create_task(follow(hall, key, 960, 14, begun))
            await begun.wait()
            during += await explore(hall.first, 12)
            seen += (await following).seen
        for name, share in (("p50", 0.5), ("p95", 0.95)):
            line(
                f"{READERS} readers of the app while 960 follow, {name}; alone", percentile(during, share), "s",
                percentile(alone, share), "<= 1.5 times", digits=3,
            )  # fmt: skip
        line("a change seen meanwhile by 960 phones, p95", percentile(seen, 0.95), "s", digits=3)
    answered, shown, counted = await vote(hall)
    line(f"{VOTERS} votes in {VOTING:.0f} s, answer, p95", percentile(answered, 0.95), "s", digits=3)
    line(f"{VOTERS} votes, counted", counted, "", target=str(VOTERS), digits=0)
    line("on the projector after the last", shown, "s", target="<= 1 s", digits=3)
    line("most memory of the server, in the end", hall.peak_memory(), "MiB", target="< 500 MiB", digits=0)


def main() -> None:
    """Run the measures."""
    parser = argparse.ArgumentParser(description="A room of phones", allow_abbrev=False)
    parser.add_argument("--minutes", type=float, default=1.0, help="how long the presenter moves, for each crowd")
    parser.add_argument("--phones", type=int, nargs="+", default=[960, 5_000], help="the crowds")
    parser.add_argument("--without-readers", action="store_true", help="leave those who explore the app out")
    parser.add_argument("--processes", type=int, default=1, help="over how many servers the phones are spread")
    options = parser.parse_args()
    allow_files(12_000)
    with room(options.processes) as (hall, key):
        asyncio.run(measure(hall, key, options))


if __name__ == "__main__":
    main()
