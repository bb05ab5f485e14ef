"""Checking files before they are added: long tidy tables, tables with many faults, and the publishers' own files.

Beside each stands a bare reading of the same file, which looks at nothing: `pandas.read_csv` with the
faster of its engines `c` and `pyarrow`, for a workbook calamine. Memory is the most a process of its own
ever held, with the data set open. Files are written to a temporary folder. The publishers' files are
measured where they lie beside the project.

Run: python benchmarks/bench_intake.py (--short leaves out the table of ten million rows)
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd
from python_calamine import CalamineSheet, CalamineWorkbook

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.long_tables import write_table
from benchmarks.report import in_turns, line, seconds
from indicators.intake.file_check import check_file
from indicators.loaders.reading.workbooks import MAGIC
from indicators.model.calendar import this_year
from indicators.store.dataset import Dataset, open_dataset

RUNS = 7
PUBLISHER_FILES = Path(__file__).parents[2] / "shared" / "publisher-files"
CHILD = """
import sys, time
from pathlib import Path
from indicators.intake.file_check import check_file
from indicators.store.dataset import open_dataset
from indicators.model.calendar import this_year
dataset = open_dataset()
start = time.perf_counter()
check_file(Path(sys.argv[1]), dataset, this_year())
seconds = time.perf_counter() - start
# what the kernel tells of the children of a process counts what the parent held before
held = next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(seconds, int(held) / 1024)
"""
"""Checks a file in a process of its own; prints the seconds and the most MiB it held, as Linux tells it."""


def bare(path: Path) -> Callable[[], object]:
    """Return the faster of the bare readings of a file."""
    with path.open("rb") as file:
        if file.read(8).startswith(MAGIC):
            return lambda: [sheet.to_python() for sheet in _sheets(path)]
    readings: list[Callable[[], object]] = [
        lambda: pd.read_csv(path, encoding_errors="replace", on_bad_lines="skip"),
        lambda: pd.read_csv(path, engine="pyarrow"),
    ]
    timed = []
    for reading in readings:
        try:
            timed.append((min(seconds(reading) for _ in range(3)), reading))
        except (ValueError, pd.errors.ParserError):
            continue
    return min(timed, key=lambda attempt: attempt[0])[1]


def _sheets(path: Path) -> list[CalamineSheet]:
    book = CalamineWorkbook.from_path(path)
    return [book.get_sheet_by_name(name) for name in book.sheet_names]


def alone(path: Path) -> tuple[float, float]:
    """Return the seconds and the most MiB that a process of its own takes to check a file."""
    root = Path(__file__).parents[1]
    call = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)], capture_output=True, text=True, check=True, cwd=root
    )
    time, most = call.stdout.split()
    return float(time), float(most)


def long_tables(dataset: Dataset, folder: Path, short: bool) -> None:
    """Measure tables of a million and of ten million rows."""
    for name, wrong in (("a million rows", 0.0), ("a million rows, 30 % wrong", 0.3)):
        path = write_table(folder / "table.csv", dataset, 1_000_000, wrong)
        ours, plain = in_turns(partial(check_file, path, dataset, this_year()), bare(path), 3 if wrong else RUNS)
        line(f"{name}, checked; read bare", ours, "s", plain, "-" if wrong else "ratio <= 4", digits=2)
        _, most = alone(path)
        line(f"{name}, most memory", most, "MiB")
    if not short:
        path = write_table(folder / "table.csv", dataset, 10_000_000)
        time, most = alone(path)
        line("ten million rows, checked", time, "s")
        line("ten million rows, most memory", most, "MiB", target="< 500")


def publishers(dataset: Dataset) -> None:
    """Measure the publishers' files."""
    for path in sorted(PUBLISHER_FILES.glob("*.*")):
        ours, plain = in_turns(partial(check_file, path, dataset, this_year()), bare(path), 3)
        size = path.stat().st_size / 1e6
        line(f"{path.name[:44]} ({size:.1f} MB)", ours, "s", plain, "< 1 s" if size < 1 else "", digits=2)


def main() -> None:
    """Run the measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="leave out the table of ten million rows")
    options = parser.parse_args()
    dataset = open_dataset()
    publishers(dataset)
    with tempfile.TemporaryDirectory() as folder:
        long_tables(dataset, Path(folder), options.short)


if __name__ == "__main__":
    main()
