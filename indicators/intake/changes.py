"""What a file's values would change in the store: what they add, alter, leave as it is, or stand beside.

Values stand beside a known one as if they were another for want of a perimeter or a method. The key of an observation
holds both. A file that leaves them out cannot replace a figure that has them: it would add a second one of the same
place, indicator, year and source. Which of the two is meant nobody can read from the file; whoever brings it says so,
and the acceptance keeps the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.model.observations import KEY, NUMBERS
from indicators.model.vocabulary import Method, Perimeter
from indicators.store.ledger.ledger import Meant


@dataclass(frozen=True)
class Changes:
    """How many values are new, changed and unchanged, and which is which.

    `kind` says it for each value, `old` the value in the store.
    """

    new: int
    changed: int
    unchanged: int
    kind: pd.Series
    old: pd.Series


def compare(values: pd.DataFrame, stored: pd.DataFrame) -> Changes:
    """Compare observations with the store's by their key.

    Where a value's source is not stated, it is unchanged if any source of the store says the same of the same place,
    indicator, year, perimeter and method, and new if none does.
    """
    relevant = stored[stored["indicator"].isin(values["indicator"].unique())]
    stated = (values["source"].astype("str") != "").to_numpy()
    old = pd.Series(np.nan, index=values.index)
    kind = pd.Series("new", index=values.index, dtype="str")
    positions, matches = _match(values[stated], relevant, list(KEY))
    brought, known = values[stated].iloc[positions], relevant.iloc[matches]
    old.loc[brought.index] = known["value"].to_numpy()
    same = _same(brought, known)
    kind.loc[brought.index] = np.where(same, "unchanged", "changed")
    positions, matches = _match(values[~stated], relevant, [name for name in KEY if name != "source"])
    brought, known = values[~stated].iloc[positions], relevant.iloc[matches]
    same = _same(brought, known)
    old.loc[brought.index[same]] = known["value"].to_numpy()[same]
    kind.loc[brought.index[same]] = "unchanged"
    counts = kind.value_counts()
    new, changed, unchanged = (int(counts.get(name, 0)) for name in ("new", "changed", "unchanged"))
    return Changes(new, changed, unchanged, kind, old)


def _match(values: pd.DataFrame, stored: pd.DataFrame, keys: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of equal keys in the two tables, as pairs."""
    brought_keys = pd.DataFrame({"key": hashes(values, keys), "here": range(len(values))})
    right = pd.DataFrame({"key": hashes(stored, keys), "there": range(len(stored))})
    pairs = brought_keys[brought_keys["key"].isin(right["key"])].merge(right, on="key")
    return pairs["here"].to_numpy(), pairs["there"].to_numpy()


def hashes(frame: pd.DataFrame, keys: Sequence[str]) -> np.typing.NDArray[np.uint64]:
    """Return a number for the key of each observation, the same for the same key; words are hashed once each."""
    plain = frame[list(keys)].assign(year=frame["year"].astype("float64"))
    hashes: np.typing.NDArray[np.uint64] = pd.util.hash_pandas_object(plain, index=False).to_numpy()
    return hashes


def _same(brought: pd.DataFrame, known: pd.DataFrame) -> np.ndarray:
    """Return where the numbers agree to nine digits; a bound that only one side has is a difference."""
    same = np.ones(len(brought), dtype=bool)
    for name in NUMBERS:
        same &= np.isclose(brought[name].to_numpy(), known[name].to_numpy(), rtol=1e-9, atol=0.0, equal_nan=True)
    return same


PARALLEL_VALUE = Rule(
    "parallel_value", Severity.WARNING,
    N_(
        "the same source has {known} for this place and year, counted in the perimeter {perimeter}, {method}: "
        "this value would stand beside it."
    ),
    N_("To replace it, write the same words into the columns perimeter and method."), words=("perimeter", "method"),
)  # fmt: skip

WHICH_FIGURE = Rule(
    "which_figure", Severity.WARNING,
    N_(
        "the same source has {known} for this place and year, counted in the perimeter {perimeter}, {method}: "
        "is {value} its new value, or another figure?"
    ),
    N_(
        "Say which is meant. Or write the perimeter and the method: the same words replace the known value, others "
        "add a second figure."
    ),
    words=("perimeter", "method"),
)  # fmt: skip

SAME_FIGURE = Rule(
    "same_figure", Severity.WARNING,
    N_("values known of the same source were taken with their known perimeter and method (values: {count})."),
    N_("Nothing, if they are the same figures."), reading=True,
)  # fmt: skip

MEANT_KNOWN = Rule(
    "meant_known", Severity.WARNING,
    N_("as was answered, values take the place of the known ones, with their perimeter and method (values: {count})."),
    N_("Answer otherwise if they are other figures."), reading=True,
)  # fmt: skip

MEANT_ANOTHER = Rule(
    "meant_another", Severity.WARNING,
    N_("as was answered, values stand beside the known ones as other figures (values: {count})."),
    N_("Answer otherwise if they are new values of the known figures."), reading=True,
)  # fmt: skip

SAME = ("place", "indicator", "year", "source")


def find_parallels(values: pd.DataFrame, stored: pd.DataFrame) -> pd.DataFrame:
    """Find the new values of a place, indicator, year and source that is known with another perimeter or method.

    A value of a stated perimeter that differs from the known one is another figure, and left alone. Returns, on the
    index of `values`, `value_known`, `perimeter` and `method` of the known one, and `known`, how it is printed;
    `is_question` where the file says neither another perimeter nor another method, and `is_same` where moreover the
    figures are equal.
    """
    comparable = stored[stored["indicator"].isin(values["indicator"].unique())]
    # of a long file few values are known: those are found before any text is compared
    few = values[pd.Series(hashes(values, SAME)).isin(hashes(comparable, SAME)).to_numpy()]
    columns = [*SAME, "perimeter", "method", *NUMBERS]
    words = dict.fromkeys(("place", "indicator", "source", "perimeter", "method"), "str")
    pairs = few[columns].astype(words).reset_index(names="at")
    pairs = pairs.merge(comparable[columns].astype(words), on=list(SAME), suffixes=("", "_known"))
    one_outline, one_method = (pairs[name] == pairs[f"{name}_known"] for name in ("perimeter", "method"))
    replaced = one_outline & one_method
    unstated = pairs["perimeter"] == Perimeter.NOT_STATED
    is_question = (one_outline | unstated) & (one_method | (pairs["method"] == Method.REPORTED))
    pairs = pairs.assign(is_question=is_question, is_same=is_question & _equal(pairs))
    beside = pairs[(one_outline | unstated) & ~replaced & ~pairs["at"].isin(pairs.loc[replaced, "at"])]
    beside = beside.sort_values(["is_same", "is_question"], ascending=False, kind="stable").drop_duplicates("at")
    numbers = [f"{name}_known" for name in NUMBERS]
    known = [described(*row) for row in beside[numbers].itertuples(index=False)]
    renamed = {"perimeter_known": "perimeter", "method_known": "method"}
    parallels = beside.set_index("at")[["value_known", *renamed, "is_question", "is_same"]].rename(columns=renamed)
    return parallels.assign(known=pd.Series(known, index=parallels.index, dtype="str")).rename_axis(None).sort_index()


def _equal(pairs: pd.DataFrame) -> pd.Series:
    """Return where value and known value are equal, or both are the same bound."""
    value, lower, upper = (
        np.isclose(pairs[name], pairs[f"{name}_known"], rtol=1e-9, atol=0.0, equal_nan=True) for name in NUMBERS
    )
    return pd.Series(value & (pairs["value"].notna() | (lower & upper)), index=pairs.index)


def described(value: float, lower: float, upper: float) -> str:
    """Return a known figure as findings print it: `77.3`; a bound as `> 3000`, `< 1` or `27–28`."""
    if not np.isnan(value):
        return f"{value:.6g}"
    if not np.isnan(lower) and not np.isnan(upper):
        return f"{lower:.6g}–{upper:.6g}"
    return f"< {upper:.6g}" if np.isnan(lower) else f"> {lower:.6g}"


def describe_parallels(parallels: pd.DataFrame) -> list[dict[str, object]]:
    """Return the parameters of a finding for each such value; `known` is the known figure."""
    params: list[dict[str, object]] = parallels[["perimeter", "method", "known"]].to_dict("records")
    return params


def settle(
    observations: pd.DataFrame, near: pd.DataFrame, meant: Meant | None, file: str
) -> tuple[pd.DataFrame, pd.DataFrame, list[Finding]]:
    """Give values the words of the known figures that they are, because they are equal or because it was answered.

    `near` has what :func:`find_parallels` found of some of `observations`, on their index, with `kind` and `old` of
    each. Returns both as they are now, `is_question` left where nobody knows yet, and what was taken how. A value
    whose known figure stands in the file already, under its own words, stays a question.
    """
    near = near.assign(is_question=near["is_question"] & ~near["is_same"])
    wanted = near[near["is_same"] | (near["is_question"] & (meant is Meant.KNOWN))]
    words = wanted.loc[wanted.index.isin(observations.index), ["perimeter", "method"]]
    clashing = _clashing(observations, words)
    accepted = wanted.index.difference(clashing)
    same, replaced = accepted[near.loc[accepted, "is_same"]], accepted[~near.loc[accepted, "is_same"]]
    near.loc[clashing, "is_question"], near.loc[clashing, "is_same"] = True, False
    near.loc[same, "kind"], near.loc[replaced, "kind"] = "unchanged", "changed"
    near.loc[accepted, "old"], near.loc[accepted, "is_question"] = near.loc[accepted, "value_known"], False
    other = near.index[near["is_question"]] if meant is Meant.ANOTHER else near.index[:0]
    near.loc[other, "is_question"] = False
    near["is_taken"] = near.index.isin(accepted.union(other))
    counted = ((SAME_FIGURE, same), (MEANT_KNOWN, replaced), (MEANT_ANOTHER, other))
    findings = [Finding(rule, file, params={"count": len(rows)}) for rule, rows in counted if len(rows)]
    changed = words.loc[words.index.isin(accepted)]
    if len(changed):
        columns = observations[["perimeter", "method"]].astype("str")
        columns.loc[changed.index] = changed
        observations = observations.assign(**columns.astype("category"))
    return observations, near, findings


def _clashing(observations: pd.DataFrame, words: pd.DataFrame) -> pd.Index:
    """Return which values, with the perimeter and method of `words`, would have the key of another of the file."""
    places = observations.loc[words.index, "place"].astype("str").unique()
    keys = observations.loc[observations["place"].isin(places), list(KEY)].astype("str")
    keys.loc[words.index, ["perimeter", "method"]] = words
    return words.index[keys.duplicated(keep=False).loc[words.index]]
