"""Ranks and comparisons as rows: what may be stated of figures side by side, and the refusal of what may not.

A rank, or a comparison, that the rules do not allow is not given without it: it is refused in words, with the reason
of each place.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from indicators.analysis import comparability, ranking, years
from indicators.analysis.standing import Standing, compared, home_of, of_places
from indicators.analysis.verdicts import comparison_text, reasons_text, rule_codes, verdict_text
from indicators.charts.request import ChartRequest, cities_of
from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.model.catalogue import Indicator
from indicators.open.chart_files import left_out_records
from indicators.open.fields import (
    DATA_VERSION,
    INDICATOR,
    INDICATOR_NAME,
    OBSERVATION_FIELDS,
    REASON,
    RULES,
    UNIT,
    UNIT_NAME,
    VERDICT,
    Field,
)
from indicators.open.listings import Listing
from indicators.open.observation_rows import observation_rows
from indicators.open.parameters import Parameter, Query
from indicators.open.problems import REFUSED, RequestProblem
from indicators.open.reference_lists import PEERS
from indicators.open.row_table import RowTable
from indicators.store.dataset import Dataset
from indicators.web.links import YEARS

ONE_INDICATOR = Parameter("indicator", "indicator", "Id of an indicator.", required=True)
PLACES = Parameter("places", "place", "Ids of places to compare, with commas between them.", many=True)
OWN_PLACE = Parameter("place", "place", "Id of the place that the answer is about; the home city unless named.")
YEAR = Parameter(
    "year", "number", "The year to compare in, figures up to two years off; the newest unless named.",
    low=YEARS.start, high=YEARS.stop - 1,
)  # fmt: skip

RANKING_PARAMETERS = (ONE_INDICATOR, PEERS, PLACES, YEAR, OWN_PLACE)
COMPARISON_PARAMETERS = (ONE_INDICATOR, OWN_PLACE, PEERS, PLACES, YEAR)

NO_FIGURE = Rule(
    "open_no_figure",
    Severity.ERROR,
    N_("No figure of {value} is held here for this."),
    N_("Nothing stands in its place: it may be unpublished, or not held."),
)

NO_RANK = Rule("open_no_rank", Severity.ERROR, N_("{value}: {why}."), N_("Its figure stands among the observations."))

NO_COMPARISON = Rule(
    "open_no_comparison",
    Severity.ERROR,
    N_("{value} may not be compared: {why}."),
    N_("Both figures stand among the observations, each with its source and perimeter."),
)

RANK_FIELDS = (
    Field("rank", "integer", "Rank", "The rank by value, the best first; blank where there is none."),
    Field("band_first", "integer", "Band, first", "The first rank the place may hold: print the band."),
    Field("band_last", "integer", "Band, last", "The last rank the place may hold."),
    Field("of", "integer", "Of", "How many places are ranked."),
    Field("refused", "string", "Refused", "Why the place has no rank, as one word; blank where it has one."),
    Field("refused_reason", "string", "Why refused", "The same in words."),
    *OBSERVATION_FIELDS,
)

_SIDE = ("place", "place_name", "year", "value", "lower", "upper", "perimeter", "method", "source", "source_title",
         "source_link", "licence", "attribution")  # fmt: skip


def _side(prefix: str) -> tuple[Field, ...]:
    by_name = {field.name: field for field in OBSERVATION_FIELDS}
    return tuple(
        Field(f"{prefix}{name}", field.kind, field.title, field.meaning, field.words, field.required)
        for name in _SIDE
        for field in [by_name[name]]
    )


COMPARISON_FIELDS = (
    INDICATOR, INDICATOR_NAME, UNIT, UNIT_NAME,
    Field("verdict", "string", VERDICT.title, "May the two figures stand side by side.", VERDICT.words, required=True),
    REASON, RULES,
    Field(
        "difference", "number", "Difference",
        "The other value less the first, in the unit; blank where one of them is a bound.",
    ),
    *_side(""), *_side("other_"),
    DATA_VERSION,
)  # fmt: skip


def _standing(dataset: Dataset, entry: Indicator, query: Query) -> Standing:
    """Return the standing that a query asks for: of a peer set, of places by their ids, or of the opening set."""
    year = query.number("year")
    if query.words("places"):
        subject = query.word("place") or home_of(dataset, entry)
        return of_places(dataset, entry, tuple(dict.fromkeys((subject, *query.words("places")))), year)
    cities = cities_of(dataset, ChartRequest(indicator=entry.id, peers=query.word("peers")))
    places = compared(dataset, entry, cities)
    if query.word("place"):
        places = list(dict.fromkeys((query.word("place"), *places)))
    return of_places(dataset, entry, tuple(places), year)


def rankings(dataset: Dataset, query: Query) -> Listing:
    """Return the ranks of places on one indicator, those without one as rows with the reason.

    Raises RequestProblem where no place may be ranked, or not the one asked about.
    """
    entry, language = dataset.catalogue[query.word("indicator")], query.language
    stand = _standing(dataset, entry, query)
    ranked = stand.ranked
    wanted = query.word("place")
    if wanted and wanted not in ranked.index:
        raise RequestProblem(REFUSED, [_without_figure(dataset, wanted, language)])
    if wanted and ranked.loc[wanted, "refused"]:
        raise RequestProblem(REFUSED, [_without_rank(dataset, stand, wanted, language)])
    if stand.with_rank.empty:
        findings = [_without_rank(dataset, stand, str(place), language) for place in ranked.index]
        raise RequestProblem(REFUSED, findings or [_without_figure(dataset, stand.home, language)])
    observed = observation_rows(dataset, stand.rows, language)
    ranks = ranked.drop(columns=["place", "year", "value", "reasons"]).rename_axis("place").reset_index()
    rows = ranks.merge(observed.rows, on="place", how="inner")
    for name in ("rank", "band_first", "band_last", "of"):
        rows[name] = pd.to_numeric(rows[name]).astype("Int64").mask(rows["refused"] != "")
    rows["refused_reason"] = [_why(stand, place, language) for place in rows["place"]]
    table = RowTable.of(rows, [field.name for field in RANK_FIELDS])
    comparison = stand.comparison
    meta = {
        "direction": str(entry.direction),
        "band_rule": ranking.band_rule_text(stand.eligible, entry, language),
        "verdict": str(comparison.verdict),
        "verdict_text": comparison_text(comparison, language),
        "rules": rule_codes(comparison),
        "ranked": len(stand.with_rank),
        "without_figures": stand.absent,
        "left_out": left_out_records(dataset, observed.left_out, language),
    }
    return Listing(RANK_FIELDS, table, np.arange(len(table)), dataset.version, meta)


def _why(stand: Standing, place: str, language: str) -> str:
    """Return why a place has no rank, empty where it has one: the refusal, and the reasons of the verdict if any."""
    row = stand.ranked.loc[place]
    words = ranking.refusal_text(str(row["refused"]), language)
    reasons = reasons_text(row["reasons"], language)
    return f"{words} ({reasons})" if words and reasons else words


def _without_rank(dataset: Dataset, stand: Standing, place: str, language: str) -> Finding:
    name = dataset.places[place].names.get(language)
    return Finding(NO_RANK, column="place", value=name, params={"why": _why(stand, place, language)})


def _without_figure(dataset: Dataset, place: str, language: str) -> Finding:
    return Finding(NO_FIGURE, column="place", value=dataset.places[place].names.get(language))


def comparisons(dataset: Dataset, query: Query) -> Listing:
    """Return one place beside each of others, a row a pair that may be compared; the others are refused in `meta`.

    Raises RequestProblem where the place has no figure, or no pair may be compared.
    """
    entry, language = dataset.catalogue[query.word("indicator")], query.language
    subject = query.word("place") or home_of(dataset, entry)
    if query.words("places"):
        others: Sequence[str] = query.words("places")
    else:
        others = compared(
            dataset, entry, cities_of(dataset, ChartRequest(indicator=entry.id, peers=query.word("peers")))
        )
    places = list(dict.fromkeys((subject, *others)))
    chosen = years.select_for_year(dataset.of(entry.id), places, subject, query.number("year"))
    chosen = chosen.assign(place=chosen["place"].astype("str"))
    first = chosen[chosen["place"] == subject]
    if first.empty:
        raise RequestProblem(REFUSED, [_without_figure(dataset, subject, language)])
    second = chosen[chosen["place"] != subject]
    absent = [place for place in places if place not in set(chosen["place"])]
    if second.empty:
        raise RequestProblem(REFUSED, [_without_figure(dataset, place, language) for place in absent or [subject]])
    references = first.loc[first.index.repeat(len(second))]
    judged = dict(
        zip(second["place"], comparability.each_against(second, references, entry, dataset.places), strict=True)
    )
    refused = {place: comparison for place, comparison in judged.items() if not comparison.rankable}
    findings = [
        Finding(
            NO_COMPARISON,
            column="places",
            value=dataset.places[place].names.get(language),
            params={"why": reasons_text(comparison.reasons, language)},
        )
        for place, comparison in refused.items()
    ]
    if len(refused) == len(judged):
        raise RequestProblem(REFUSED, findings)
    observed = observation_rows(dataset, chosen[list(dataset.observations.columns)], language)
    by_place = {str(row["place"]): row for row in observed.table().records()}
    records = []
    for place, comparison in judged.items():
        if place in refused or place not in by_place or subject not in by_place:
            continue
        of_subject, of_place = by_place[subject], by_place[place]
        values = of_subject["value"], of_place["value"]
        records.append(
            {
                **{
                    name: of_place[name]
                    for name in ("indicator", "indicator_name", "unit", "unit_name", "data_version")
                },
                "verdict": str(comparison.verdict),
                "reason": reasons_text(comparison.reasons, language),
                "rules": rule_codes(comparison),
                "difference": None if None in values else round(values[1] - values[0], 9),
                **{name: of_subject[name] for name in _SIDE},
                **{f"other_{name}": of_place[name] for name in _SIDE},
            }
        )
    meta = {
        "direction": str(entry.direction),
        "refused": [
            {
                "place": place,
                "verdict": str(comparison.verdict),
                "verdict_text": verdict_text(comparison.verdict, language),
                "reason": reasons_text(comparison.reasons, language),
                "rules": rule_codes(comparison),
            }
            for place, comparison in refused.items()
        ],
        "without_figures": absent,
        "left_out": left_out_records(dataset, observed.left_out, language),
    }
    return Listing.of(COMPARISON_FIELDS, records, dataset.version, **meta)
