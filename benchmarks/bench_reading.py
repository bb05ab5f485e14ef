"""Reading and checking the whole data folder, against a bare `pandas.read_csv` of the same tables.

The baseline reads each table below `data/` by itself and looks at nothing; ours also reads the
catalogue, checks every value and fingerprints every file.

Run: python benchmarks/bench_reading.py
"""

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.report import in_turns, line
from indicators.store.dataset import DATA_FOLDER, open_dataset

RUNS = 9


def bare() -> list[pd.DataFrame]:
    """Read every table of the data folder, one by one, with nothing but its path."""
    return [pd.read_csv(path) for path in sorted(DATA_FOLDER.rglob("*.csv"))]


def main() -> None:
    """Run the measure."""
    open_dataset()
    bare()
    ours, baseline = in_turns(open_dataset, bare, RUNS)
    line("reading all of data/, checked; pandas.read_csv beside", ours * 1e3, "ms", baseline * 1e3, "ratio <= 2")


if __name__ == "__main__":
    main()
