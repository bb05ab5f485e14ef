"""Ranks with bands: places too near each other to tell apart share one.

A band comes from the interval the source states (`lower` to `upper`, one
standard deviation unless it says otherwise). Where none is stated the declared
rule holds: values nearer than the catalogue's `tie`, or else equal at the digits that it says the source can bear,
share a place. A place's band runs from one more than the places surely before it to the number
of places not surely behind it, the way rank ranges are printed in the OECD's
PISA reports. The printed rank is the band, so the order inside it
never matters.
"""

from collections import Counter
from enum import StrEnum

import numpy as np
import pandas as pd

from indicators.analysis import derive
from indicators.analysis.comparability import Judgements
from indicators.analysis.pair_rules import Places
from indicators.language.translator import N_, Translator, text
from indicators.model.catalogue import Indicator
from indicators.model.observations import texts
from indicators.model.vocabulary import Direction, Level, Measure, Method, Perimeter, Scale
from indicators.text.formatting import number, plural_number, rounded

MINIMUM = 3
"""Fewer places than this are not ranked."""


class RankRefusal(StrEnum):
    """Why a figure has no rank."""

    NONE = ""
    NO_VALUE = "no_value"
    BOUND = "bound"
    NATIONAL = "national_figure"
    OTHER_LEVEL = "other_level"
    NOT_OBSERVED = "not_yet_observed"
    DEFINITIONS = "definitions_differ"
    NOT_COMPARABLE = "not_comparable"
    TOTAL = "total"
    TOO_FEW = "too_few"


RANK_REFUSAL_TEXTS = {
    RankRefusal.NO_VALUE: N_("not ranked: no figure here"),
    RankRefusal.BOUND: N_("not ranked: a bound, not a value"),
    RankRefusal.NATIONAL: N_("not ranked: national figure"),
    RankRefusal.OTHER_LEVEL: N_("not ranked: a territory of another level"),
    RankRefusal.NOT_OBSERVED: N_("not ranked: not yet observed"),
    RankRefusal.DEFINITIONS: N_("not ranked: definitions differ between publications"),
    RankRefusal.NOT_COMPARABLE: N_("not ranked: not comparable with the others"),
    RankRefusal.TOTAL: N_("not ranked: a country's total follows its size"),
    RankRefusal.TOO_FEW: N_("not ranked: fewer than three comparable figures"),
}

INTERVALS = N_("Places whose stated error intervals overlap share a band.")
SAME_VALUES = N_("Places with the same value at the digits shown share a band.")


def refusal_text(refusal: str, language: str) -> str:
    """Return why there is no rank, in the reader's language; empty where there is one."""
    return text(language, RANK_REFUSAL_TEXTS[RankRefusal(refusal)]) if refusal else ""


def band_rule_text(rows: pd.DataFrame, indicator: Indicator, language: str) -> str:
    """Return the sentence that says how the bands of `rows` are made."""
    if indicator.tie is not None:
        gap = number(indicator.tie, 0 if indicator.tie == int(indicator.tie) else 1, language)
        return Translator(language).plural(
            "Places less than {gap} point apart share a band: the answers come from a sample of households.",
            "Places less than {gap} points apart share a band: the answers come from a sample of households.",
            plural_number(indicator.tie, language),
            gap=gap,
        )
    if _stated(rows).any():
        return text(language, INTERVALS)
    return text(language, SAME_VALUES)


def rank(
    rows: pd.DataFrame,
    indicator: Indicator,
    places: Places | None = None,
    *,
    reference: str | None = None,
    level: Level = Level.CITY,
    judgements: Judgements | None = None,
) -> pd.DataFrame:
    """Rank places of one level on one indicator; one row per place in, one out.

    Refused a rank, with the reason in `refused`: a missing value, a bound, a national
    figure among places of another level, a place of another level, projected or
    planned values, literature and indicators that are not rankable, and what is
    not comparable with `reference` or with the others. Without a reference, or
    where it is itself refused, the rows that clash with most others are left
    out until all may be put in order. `reasons` holds the tuple of
    :class:`indicators.analysis.verdicts.Reason` of a row not comparable with `reference`.
    `judgements` are those on `rows`, where they are known already.

    `rank` counts from 1, the best first (the highest where the indicator has no
    better side); equal values share it. `band_first` to `band_last` is what to
    print, `of` the number of places ranked. Fewer than :data:`MINIMUM` are not
    ranked. Sorted as ranked, the refused last by place.

    Columns: `place`, `year`, `value`, `rank`, `band_first`, `band_last`, `of`, `refused`, `reasons`.

    Raises ValueError where a place has more than one row.
    """
    names = texts(rows["place"])
    if len(set(names)) < len(names):
        twice = sorted(name for name, count in Counter(names).items() if count > 1)
        raise ValueError(f"one row per place can be ranked; more than one for {', '.join(twice)}")
    known = judgements or Judgements.of(rows, indicator, places)
    refused, reasons = _refusals(rows, names, indicator, places, reference, level, known)
    rankable = np.flatnonzero(refused == RankRefusal.NONE)
    bands = dict(zip(("band_first", "band_last", "rank"), _bands(rows.iloc[rankable], indicator), strict=True))
    unranked = np.ones(len(rows), dtype="bool")
    unranked[rankable] = False
    position = np.full(len(rows), len(rows) + 1)
    position[rankable] = bands["rank"]
    # Within one rank the order is that of the ids, so that it says nothing.
    order = np.lexsort([np.argsort(np.argsort(names)), position])

    def whole_numbers(numbers: np.ndarray) -> pd.arrays.IntegerArray:
        values = np.ones(len(rows), dtype="int16")
        values[rankable] = numbers
        return pd.arrays.IntegerArray(values[order], unranked[order])

    return pd.DataFrame(
        {
            "place": pd.array(names[order], dtype="str"),
            "year": rows["year"].array.take(order),
            "value": rows["value"].to_numpy()[order],
            **{name: whole_numbers(bands[name]) for name in ("rank", "band_first", "band_last")},
            "of": len(rankable),
            "refused": [str(code) for code in refused[order]],
            "reasons": pd.Series(reasons[order], dtype="object"),
        },
        index=range(len(rows)),
    )


SURE = 1.96
"""Standard deviations of an interval that holds the true share in 95 of 100 samples."""


def with_sampling_error(rows: pd.DataFrame, indicator: Indicator, wholes: pd.DataFrame) -> pd.DataFrame:
    """Return rows of a share with the interval of its sampling error as `lower` and `upper`, for bands alone.

    A simple random sample of the share `indicator.sample` of N has the standard deviation
    sqrt(p (1 - p) (1 - f) / (f N)) (Cochran, Sampling Techniques, 1977, section 3.2). `wholes` holds N by place and
    year; rows without one, and rows of a census that asked all, are returned as they are.
    """
    if indicator.sample is None or indicator.measure is not Measure.SHARE or rows.empty:
        return rows
    keys = ["place", "year"]
    sizes = wholes.drop_duplicates(keys).set_index(keys)["value"]
    number = sizes.reindex(pd.MultiIndex.from_frame(rows[keys])).to_numpy("float64")
    share = rows["value"].to_numpy("float64") / 100
    deviation = np.sqrt(share * (1 - share) * (1 - indicator.sample) / (indicator.sample * number)) * 100
    known = ~np.isnan(deviation)
    return rows.assign(
        lower=np.where(known, rows["value"] - SURE * deviation, rows["lower"]),
        upper=np.where(known, rows["value"] + SURE * deviation, rows["upper"]),
    )


def rankable_together(rows: pd.DataFrame, indicator: Indicator, places: Places | None = None) -> int:
    """Return how many of the rows :func:`rank` gives a rank to, without a reference."""
    if not indicator.rankable:
        return 0
    known = Judgements.of(rows, indicator, places)
    refused, _ = _refusals(rows, texts(rows["place"]), indicator, places, None, Level.CITY, known)
    return int((refused == RankRefusal.NONE).sum())


def _refusals(
    rows: pd.DataFrame,
    names: np.ndarray,
    indicator: Indicator,
    places: Places | None,
    reference: str | None,
    level: Level,
    judgements: Judgements,
) -> tuple[np.ndarray, np.ndarray]:
    """Return for each row the refusal of a rank, and the reasons against the reference (:func:`rank`)."""
    refused = _reject_unrankable(rows, indicator, places, level)
    reasons = np.full(len(rows), None, dtype="object")
    reasons[:] = [()] * len(rows)
    _refuse_incomparable(names, judgements, reference, refused, reasons)
    ranked = refused == RankRefusal.NONE
    if ranked.sum() < MINIMUM:
        refused[ranked] = RankRefusal.TOO_FEW
    return refused, reasons


def _stated(rows: pd.DataFrame) -> pd.Series:
    return rows["lower"].notna() & rows["upper"].notna() & rows["value"].notna()


def _reject_unrankable(rows: pd.DataFrame, indicator: Indicator, places: Places | None, level: Level) -> np.ndarray:
    """Refuse what no company could make rankable."""
    known = places or {}
    method, perimeter = texts(rows["method"]), texts(rows["perimeter"])
    levels = np.array(
        [str(known[place].level) if place in known else str(level) for place in texts(rows["place"])], dtype=object
    )
    national = ((levels == Level.COUNTRY) | (perimeter == Perimeter.COUNTRY)) & (level is not Level.COUNTRY)
    of_countries = indicator.scale is Scale.COUNTRY and indicator.measure is Measure.TOTAL
    checks = (
        (RankRefusal.BOUND, derive.is_bound(rows)),
        (RankRefusal.NO_VALUE, ~np.isfinite(rows["value"].to_numpy("float64", na_value=np.nan))),
        (RankRefusal.NATIONAL, national),
        (RankRefusal.OTHER_LEVEL, (levels != level) & ~((level is Level.CITY) & (levels == Level.COMMUNE))),
        (RankRefusal.NOT_OBSERVED, np.isin(method, derive.NOT_OBSERVED)),
        (RankRefusal.TOTAL, np.full(len(rows), of_countries)),
        (RankRefusal.DEFINITIONS, (method == Method.LITERATURE) | (not indicator.rankable)),
    )
    out = np.full(len(rows), RankRefusal.NONE, dtype=object)
    for code, rejected in checks:
        out[(out == RankRefusal.NONE) & rejected] = code
    return out


def _refuse_incomparable(
    names: np.ndarray, judgements: Judgements, reference: str | None, refused: np.ndarray, reasons: np.ndarray
) -> None:
    """Refuse, in place, what clashes with the reference or with most of the others."""
    open_rows = np.flatnonzero(refused == RankRefusal.NONE)
    # Where clashes are equal the last id goes, so that the answer does not depend on the order of rows.
    ids = names[open_rows]
    clash = ~judgements.rankable()[np.ix_(open_rows, open_rows)]
    anchors = np.flatnonzero(ids == reference)
    clashing = np.asarray(clash[anchors].any(axis=0), dtype=np.bool_)
    if clashing.any():
        with_reference = judgements.against(int(open_rows[anchors[0]]))
        for row in open_rows[clashing]:
            reasons[row] = with_reference[row].reasons
    clash[clashing, :] = clash[:, clashing] = False
    while clash.any():
        counts = clash.sum(axis=0)
        worst = max(range(len(ids)), key=lambda row: (counts[row], ids[row]))
        clashing[worst] = True
        clash[worst, :] = clash[:, worst] = False
    refused[open_rows[clashing]] = RankRefusal.NOT_COMPARABLE


def _bands(rows: pd.DataFrame, indicator: Indicator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return first and last rank each place may hold, and its rank by value."""
    sign = 1.0 if indicator.direction is Direction.LOWER else -1.0
    value = np.array([float(rounded(number, indicator.digits)) for number in rows["value"]], dtype="float64")
    stated = _stated(rows).to_numpy()
    lower = np.where(stated, rows["lower"].to_numpy("float64"), value)
    upper = np.where(stated, rows["upper"].to_numpy("float64"), value)
    if indicator.tie is not None:
        # Figures nearer than the tie overlap, those just as far apart do not.
        half = indicator.tie / 2 - 1e-6
        lower, upper = np.minimum(lower, value - half), np.maximum(upper, value + half)
    # Nine decimals: 1.5 + 0.3 and 1.8 are the same limit.
    ends = np.round(np.sort(np.stack([sign * lower, sign * upper]), axis=0), 9)
    near, far = ends
    before = far[None, :] < near[:, None]
    behind = near[None, :] > far[:, None]
    first = 1 + before.sum(axis=1)
    last = len(rows) - behind.sum(axis=1)
    position = 1 + (sign * value[None, :] < sign * value[:, None]).sum(axis=1)
    return first, last, position
