"""Values that would stand beside a known one as if they were another, for want of a perimeter or a method.

The key of an observation holds its perimeter and its method. A file that
leaves them out cannot replace a figure that has them: it would add a second
one of the same place, indicator, year and source.
"""

import pandas as pd

from indicators.intake.changes import hashes
from indicators.vocabulary import Perimeter

SAME = ("place", "indicator", "year", "source")


def find_parallels(values: pd.DataFrame, stored: pd.DataFrame) -> pd.DataFrame:
    """Find the new values of a place, indicator, year and source that is known with another perimeter or method.

    A value of a stated perimeter that differs from the known one is another
    figure, and left alone. Returns `value`, `perimeter` and `method` of the
    known one, on the index of `values`.
    """
    kept = stored[stored["indicator"].isin(values["indicator"].unique())]
    # of a long file few values are known: those are found before any text is compared
    few = values[pd.Series(hashes(values, SAME)).isin(hashes(kept, SAME)).to_numpy()]
    near = few[[*SAME, "perimeter", "method"]].astype(dict.fromkeys(("place", "indicator", "source"), "str"))
    right = kept[[*SAME, "perimeter", "method", "value"]]
    right = right.astype(dict.fromkeys(("place", "indicator", "source"), "str"))
    pairs = near.reset_index(names="at").merge(right, on=list(SAME), suffixes=("", "_known"))
    perimeter, known = pairs["perimeter"].astype("str"), pairs["perimeter_known"].astype("str")
    replaced = (perimeter == known) & (pairs["method"].astype("str") == pairs["method_known"].astype("str"))
    beside = pairs[((perimeter == known) | (perimeter == Perimeter.NOT_STATED)) & ~replaced]
    beside = beside[~beside["at"].isin(pairs.loc[replaced, "at"])].drop_duplicates("at").set_index("at")
    found = beside[["value", "perimeter_known", "method_known"]].set_axis(["value", "perimeter", "method"], axis=1)
    return found.rename_axis(None).sort_index()


def parallels_told(found: pd.DataFrame) -> pd.DataFrame:
    """Return the parameters of a finding for each such value, on the same index."""
    known = [f"{value:.6g}" for value in found["value"]]
    return pd.DataFrame({"known": known, "perimeter": found["perimeter"], "method": found["method"]}, index=found.index)
