"""Availability: which places have published figures of which indicators, from when, and comparable with whom.

Frames in, frames out. A pair is one place and one indicator with at least one
published figure; what is not there is not published. Nothing stands in for it.
"""

from collections import Counter
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.analysis import comparability, derive, ranking
from indicators.analysis.pair_rules import Places
from indicators.analysis.verdicts import Verdict
from indicators.model.catalogue import Catalogue, Indicator
from indicators.model.observations import COLUMNS, floats, is_one_of, ranks, texts
from indicators.model.vocabulary import Method

PAIR_COLUMNS = (*COLUMNS, "values", "first", "last", "expected", "verdict", "reasons")


ENOUGH = 3
"""From so many peers on, an indicator is one that a city would have to publish to be compared."""


def pairs(
    observations: pd.DataFrame, entries: Iterable[Indicator], places: Iterable[str], known: Places, home: str
) -> pd.DataFrame:
    """Return one row for each of `entries` and `places` that has a published figure.

    Columns: :data:`PAIR_COLUMNS`, those of an observation being of the figure
    drawn in the charts (:func:`indicators.analysis.derive.latest`). `values` counts the
    figures; `first` and `last` are the years they span, missing where none is
    stated. Where something is observed the years are of observed figures; where
    all is planned or projected `expected` is true and the nearest year stands.
    `verdict` and `reasons` are those against the figure of `home`, empty for
    its own and where it has none. In the order of `entries`, then by place.
    """
    by_id = {entry.id: entry for entry in entries}
    wanted = is_one_of(observations["indicator"], by_id) & is_one_of(observations["place"], places)
    rows = observations[wanted & derive.has_figure(observations)]
    seen = derive.latest(rows)
    # A number for each pair, the same in every frame of these categories.
    size = len(rows["place"].cat.categories) + 1

    def pair_of(frame: pd.DataFrame) -> npt.NDArray[np.intp]:
        return ranks(frame["indicator"]) * size + ranks(frame["place"])

    pair, year = pair_of(rows), floats(rows["year"])
    open_pairs = np.isin(pair, pair_of(seen))
    # Of what is only expected the nearest year stands, as in the charts.
    order = np.lexsort([year, pair])
    ahead = order[~open_pairs[order]]
    ahead = ahead[np.unique(pair[ahead], return_index=True)[1]]
    chosen = pd.concat([seen.assign(expected=False), rows.iloc[ahead].assign(expected=True)], ignore_index=True)
    spanned = (derive.is_observed(rows) | ~open_pairs) & ~np.isnan(year)
    years = pd.Series(year[spanned]).groupby(pair[spanned])
    key = pd.Index(pair_of(chosen))
    spans = {name: ends.reindex(key).to_numpy() for name, ends in (("first", years.min()), ("last", years.max()))}
    counts = pd.Series(pair).value_counts()
    out = chosen.assign(
        values=counts.reindex(key).to_numpy(),
        indicator=pd.Series(texts(chosen["indicator"]), dtype="str"),
        place=pd.Series(texts(chosen["place"]), dtype="str"),
        **{name: pd.Series(ends).astype("Int16") for name, ends in spans.items()},
    )
    # Each pair with the one of the same indicator that is home's.
    rows_of_home = dict(
        zip(out.loc[out["place"] == home, "indicator"], np.flatnonzero(out["place"] == home), strict=True)
    )
    with_home = [
        (row, rows_of_home[name])
        for row, name in enumerate(out["indicator"].tolist())
        if rows_of_home.get(name, row) != row
    ]
    judged = comparability.each_of_several(out, with_home, by_id, known)
    verdicts, reasons = np.full(len(out), "", dtype="object"), np.full(len(out), None, dtype="object")
    reasons[:] = [()] * len(out)
    for (row, _), comparison in zip(with_home, judged, strict=True):
        verdicts[row], reasons[row] = str(comparison.verdict), comparison.reasons
    out["verdict"], out["reasons"] = pd.Series(verdicts, dtype="str"), pd.Series(reasons, dtype="object")
    positions = {name: row for row, name in enumerate(by_id)}
    return (
        out.assign(order=out["indicator"].map(positions))
        .sort_values(["order", "place"], kind="stable", ignore_index=True)
        .loc[:, list(PAIR_COLUMNS)]
    )


def summary(table: pd.DataFrame, catalogue: Catalogue, places: int, home: str) -> pd.DataFrame:
    """Return counts by theme, indexed by theme: how much there is and how much of it compares.

    Columns: indicators (with a figure of any place), here (observed of `home`),
    missing (of peers only; neither observed nor expected here), alone (of `home` only), pairs, possible (indicators
    times `places`), comparable (pairs of peers that may stand beside `home`).
    """
    theme = table["indicator"].map({entry.id: str(entry.theme) for entry in catalogue.values()})
    is_home = table["place"] == home
    held = table.assign(theme=theme, own=is_home, seen=is_home & ~table["expected"].astype("bool"))
    by_indicator = held.groupby(["theme", "indicator"]).agg(
        own=("own", "any"), seen=("seen", "any"), places=("place", "size")
    )
    groups = by_indicator.groupby("theme")
    out = pd.DataFrame(
        {
            "indicators": groups.size(),
            "here": groups["seen"].sum(),
            "missing": (~by_indicator["own"]).groupby("theme").sum(),
            "alone": (by_indicator["own"] & (by_indicator["places"] == 1)).groupby("theme").sum(),
            "pairs": groups["places"].sum(),
        }
    ).astype("int64")
    fit = held["verdict"].isin([Verdict.COMPARABLE, Verdict.WITH_CARE])
    out["possible"] = out["indicators"] * places
    out["comparable"] = fit.groupby(held["theme"]).sum()
    return out


def to_publish(
    table: pd.DataFrame, catalogue: Catalogue, known: Places, home: str, least: int = ENOUGH
) -> pd.DataFrame:
    """Return the indicators that at least `least` peers publish and `home` does not, most peers first.

    Columns: indicator, peers (how many), places, sources, perimeters and
    methods (tuples, of the newest figures, the most frequent first), first and
    last (years), comparable: how many peers could be ranked with each other,
    which is whom a figure published in the same way would join; 0 where
    definitions differ between publications. Planned and projected figures do
    not count.
    """
    known_indicators = set(table.loc[table["place"] == home, "indicator"])
    observed = table[~table["expected"].astype("bool")]
    out = []
    for key, figures in observed[~observed["indicator"].isin(known_indicators)].groupby("indicator", sort=False):
        if len(figures) < least:
            continue
        entry = catalogue[str(key)]
        out.append(
            {
                "indicator": entry.id,
                "peers": len(figures),
                "places": tuple(figures["place"]),
                "sources": _most_frequent(figures["source"]),
                "perimeters": _most_frequent(figures["perimeter"]),
                "methods": _most_frequent(figures["method"]),
                "first": figures["year"].min(),
                "last": figures["year"].max(),
                "comparable": ranking.rankable_together(figures, entry, known),
            }
        )
    columns = ["indicator", "peers", "places", "sources", "perimeters", "methods", "first", "last", "comparable"]
    lines = pd.DataFrame(out, columns=columns)
    return lines.sort_values(["peers", "comparable", "indicator"], ascending=[False, False, True], ignore_index=True)


BY_THEMSELVES = frozenset({Method.REPORTED, Method.METERED, Method.CENSUS, Method.SURVEY})
"""The methods by which a city, its operators or its statisticians publish for themselves."""


def evidence_budget(gaps: pd.DataFrame) -> pd.DataFrame:
    """Return which one figure, if the home city published it, could be compared with how many peers, the most first.

    Of the `gaps` (:func:`to_publish`) those that peers publish for themselves and whose figures could be
    ranked with each other: one published in the same way would join them. Columns: indicator, opened (how many
    peers), peers (how many have a figure), first, last, sources.
    """
    own_word = [BY_THEMSELVES.issuperset(map(Method, methods)) for methods in gaps["methods"]]
    publishable = gaps[pd.Series(own_word, index=gaps.index, dtype="bool") & (gaps["comparable"] > 0)]
    publishable = publishable.rename(columns={"comparable": "opened"}).sort_values(
        ["opened", "peers", "indicator"], ascending=[False, False, True], ignore_index=True
    )
    return publishable[["indicator", "opened", "peers", "first", "last", "sources"]]


def alone(table: pd.DataFrame, home: str) -> pd.DataFrame:
    """Return the pairs of `home` whose indicator no other place publishes."""
    count = table.groupby("indicator")["place"].transform("size")
    return table[(table["place"] == home) & (count == 1)].reset_index(drop=True)


def older(table: pd.DataFrame, years: int, this_year: int) -> pd.Series:
    """Return which pairs have a newest figure more than `years` old; one without a year has no age."""
    year = table["last"].to_numpy("float64", na_value=np.nan)
    return pd.Series(this_year - year > years, index=table.index)


def _most_frequent(column: pd.Series) -> tuple[str, ...]:
    return tuple(word for word, _ in Counter(texts(column).tolist()).most_common())
