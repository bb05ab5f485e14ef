"""What is held and what is not, and where sources contradict each other, as rows."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import pandas as pd

from indicators.analysis import availability, comparability, disagreements
from indicators.analysis.disagreements import Disagreement
from indicators.analysis.standing import home_of
from indicators.analysis.verdicts import Comparison, reasons_text, rule_codes
from indicators.language.translator import N_, Translator
from indicators.model.catalogue import Indicator
from indicators.model.observations import texts
from indicators.model.vocabulary import Level, Scale
from indicators.open.chart_files import left_out_records
from indicators.open.fields import (
    ATTRIBUTION,
    COMPARED_WITH,
    DATA_VERSION,
    INDICATOR,
    INDICATOR_NAME,
    LICENCE,
    METHOD,
    PERIMETER,
    PLACE,
    PLACE_NAME,
    REASON,
    RULES,
    SOURCE,
    SOURCE_LINK,
    SOURCE_TITLE,
    UNIT,
    UNIT_NAME,
    VERDICT,
    Field,
)  # fmt: skip
from indicators.open.listings import Listing
from indicators.open.observation_rows import HOME_FIGURE, NO_HOME_FIGURE, source_texts
from indicators.open.parameters import Parameter, Query
from indicators.open.reference_lists import OF_INDICATORS, chosen_indicators
from indicators.store.dataset import Dataset, once_per_dataset

HELD = Parameter("held", "flag", "true: only what is held; false: only what is not.")
OF_PLACE = Parameter("place", "place", "Ids of places, with commas between them.", many=True)

AVAILABILITY_PARAMETERS = (*OF_INDICATORS, OF_PLACE, HELD)
DISAGREEMENT_PARAMETERS = (*OF_INDICATORS, OF_PLACE)


def _open(field: Field) -> Field:
    return Field(field.name, field.kind, field.title, field.meaning, field.words)


AVAILABILITY_FIELDS = (
    INDICATOR, INDICATOR_NAME, PLACE, PLACE_NAME,
    Field("held", "boolean", "Held", "Whether any figure is held; if not, none stands in its place.", required=True),
    Field("expected", "boolean", "Expected", "Whether all that is held is planned or projected."),
    Field("figures", "integer", "Figures", "How many figures are held.", required=True),
    Field("first_year", "integer", "First year", "The earliest year of a figure."),
    Field("last_year", "integer", "Last year", "The latest year of a figure."),
    Field("held_back", "integer", "Held back", "How many published figures are known and not shown.", required=True),
    Field("why_held_back", "string", "Why held back", "The reasons, in words."),
    Field("absence", "string", "Absence", "Why no figure is held, where a source lets that be said."),
    VERDICT, REASON, RULES, COMPARED_WITH,
    *map(_open, (PERIMETER, METHOD, SOURCE, SOURCE_TITLE, SOURCE_LINK, LICENCE, ATTRIBUTION)),
    DATA_VERSION,
)  # fmt: skip

DISAGREEMENT_FIELDS = (
    INDICATOR, INDICATOR_NAME, PLACE, PLACE_NAME, UNIT, UNIT_NAME,
    Field("year", "year", "Year", "The year both sources speak of.", required=True),
    PERIMETER,
    Field("value", "number", "Value", "The value that charts draw.", required=True),
    Field("method", "string", "Method", "How it was obtained.", METHOD.words, required=True),
    SOURCE, SOURCE_TITLE, SOURCE_LINK, LICENCE,
    Field("other_value", "number", "Other value", "What another source gives.", required=True),
    Field("other_method", "string", "Other method", "How that was obtained.", METHOD.words, required=True),
    *(
        Field(f"other_{field.name}", field.kind, field.title, field.meaning, required=True)
        for field in (SOURCE, SOURCE_TITLE, SOURCE_LINK, LICENCE)
    ),
    Field("gap", "number", "Gap", "How far apart the two are, in the unit.", required=True),
    Field("expected", "boolean", "Expected", "Whether the figures are planned or projected.", required=True),
    Field("verdict", "string", VERDICT.title, "May the two figures stand side by side.", VERDICT.words, required=True),
    REASON, RULES, DATA_VERSION,
)  # fmt: skip

NOT_HELD = N_("no figure is held here")

LEVELS = {Scale.CITY: Level.CITY, Scale.COUNTRY: Level.COUNTRY, Scale.FACILITY: Level.FACILITY}


def available(dataset: Dataset, query: Query) -> Listing:
    """Return, for each indicator and each place it could have a figure of, what is held and what is not.

    Without a place those are the cities (for national indicators the countries, for a facility's the facilities).
    """
    language, wanted, only = query.language, query.words("place"), query.values.get("held")
    entries = chosen_indicators(dataset, query)
    records: list[dict[str, Any]] = []
    for scale in Scale:
        of_scale = [entry for entry in entries if entry.scale is scale]
        places = [
            place.id
            for place in dataset.places.values()
            if (place.id in wanted if wanted else place.level is LEVELS[scale])
        ]
        records += _pairs(dataset, of_scale, places, language)
    records = [record for record in records if only is None or record["held"] == only]
    return Listing.of(AVAILABILITY_FIELDS, records, dataset.version)


def _pairs(
    dataset: Dataset, entries: Sequence[Indicator], places: Sequence[str], language: str
) -> list[dict[str, Any]]:
    if not places:
        return []
    homes = {entry.id: home_of(dataset, entry) for entry in entries}
    rows: dict[tuple[str, str], dict[Any, Any]] = {}
    for home in dict.fromkeys(homes.values()):  # one for cities and one for countries; each facility is its own
        of_home = [entry for entry in entries if homes[entry.id] == home]
        table = availability.pairs(dataset.observations, of_home, dict.fromkeys((home, *places)), dataset.places, home)
        rows |= {(str(row["indicator"]), str(row["place"])): row for row in table.to_dict("records")}
    held_back = _held_back(dataset)
    words = source_texts(dataset.sources, language)
    t = Translator(language)
    out = []
    for entry in entries:
        home = homes[entry.id]
        for place in places:
            row = rows.get((entry.id, place))
            back = held_back.get((entry.id, place), [])
            record = {
                "indicator": entry.id,
                "indicator_name": entry.names.get(language),
                "place": place,
                "place_name": dataset.places[place].names.get(language),
                "held": row is not None,
                "figures": 0,
                "held_back": len(back),
                "why_held_back": "; ".join(dict.fromkeys(t(reason) for reason in back)),
                "reason": t(NOT_HELD),
                "data_version": dataset.version,
            }
            if row is None:
                stated = entry.absence and entry.absence.place == place
                out.append({**record, "absence": entry.absence.get(language) if entry.absence and stated else None})
            else:
                out.append({**record, **_held(row, home, (entry.id, home) in rows, words, dataset, t)})
    return out


def _held(
    row: dict[Any, Any], home: str, home_has: bool, words: dict[str, dict[str, str]], dataset: Dataset, t: Translator
) -> dict[str, Any]:
    """Return what is stated of a pair that has a figure."""
    source, verdict = str(row["source"]), str(row["verdict"])
    named = dataset.places[home].names.get(t.language)
    without = HOME_FIGURE if home_has else NO_HOME_FIGURE
    return {
        "expected": bool(row["expected"]),
        "figures": int(row["values"]),
        "first_year": None if pd.isna(row["first"]) else int(row["first"]),
        "last_year": None if pd.isna(row["last"]) else int(row["last"]),
        "verdict": verdict,
        "reason": reasons_text(row["reasons"], t.language) if verdict else t(without, place=named),
        "rules": " ".join(reason.code for reason in row["reasons"]),
        "compared_with": home if verdict else None,
        "perimeter": str(row["perimeter"]),
        "method": str(row["method"]),
        "source": source,
        **{name: words[name][source] for name in ("source_title", "source_link", "licence", "attribution")},
    }


@once_per_dataset
def _held_back(dataset: Dataset) -> dict[tuple[str, str], list[str]]:
    reasons: dict[tuple[str, str], list[str]] = {}
    for row in dataset.held_back.to_dict("records"):
        place = dataset.places.find(str(row["place"]))
        reasons.setdefault((str(row["indicator"]), place or str(row["place"])), []).append(str(row["reason"]))
    return reasons


@once_per_dataset
def _found(dataset: Dataset) -> Callable[[str], list[Disagreement]]:
    """Return what gives the disagreements of an indicator, made once for each."""

    @cache
    def of(indicator: str) -> list[Disagreement]:
        rows, entry = dataset.of(indicator), dataset.catalogue[indicator]
        if rows["source"].nunique() < 2:
            return []
        return disagreements.newest(rows, entry, sorted(set(texts(rows["place"]))))

    return of


def disagreeing(dataset: Dataset, query: Query) -> Listing:
    """Return where two sources give one place, year and perimeter different values: the newest case of each place."""
    t, language, wanted = Translator(query.language), query.language, query.words("place")
    words = source_texts(dataset.sources, language)
    records, left_out = [], dict[str, int]()

    @lru_cache(maxsize=256)
    def is_open(source: str) -> bool:
        return dataset.sources[source].redistributable

    cases = [
        (entry, case)
        for entry in chosen_indicators(dataset, query)
        for case in _found(dataset)(entry.id)
        if not wanted or case.place in wanted
    ]
    verdicts = iter(_judged(dataset, [case for _, case in cases]))
    for entry, disagreement in cases:
        drawn, *others = disagreement.rows.to_dict("records")
        for other, comparison in zip(others, verdicts, strict=False):
            closed = [str(row["source"]) for row in (drawn, other) if not is_open(str(row["source"]))]
            for source in closed:
                left_out[source] = left_out.get(source, 0) + 1
            if not closed:
                records.append(
                    {
                        **_two(dataset, entry, drawn, other, words, language),
                        "expected": disagreement.expected,
                        "verdict": str(comparison.verdict),
                        "reason": reasons_text(comparison.reasons, language),
                        "rules": rule_codes(comparison),
                    }
                )
    note = t(N_("Both figures are published and held; charts draw the first, and nothing is averaged."))
    return Listing.of(
        DISAGREEMENT_FIELDS,
        records,
        dataset.version,
        note=note,
        left_out=left_out_records(dataset, left_out, language),
    )


def _judged(dataset: Dataset, cases: Sequence[Disagreement]) -> list[Comparison]:
    """Compare every figure of each disagreement with the one that is drawn, in their order."""
    if not cases:
        return []
    first, pairs = 0, []
    for case in cases:
        pairs += [(first + index, first) for index in range(1, len(case.rows))]
        first += len(case.rows)
    rows = pd.concat([case.rows for case in cases], ignore_index=True)
    return comparability.each_of_several(rows, pairs, dataset.catalogue, dataset.places)


def _two(
    dataset: Dataset,
    entry: Indicator,
    drawn: Mapping[Hashable, Any],
    other: Mapping[Hashable, Any],
    words: dict[str, dict[str, str]],
    language: str,
) -> dict[str, Any]:
    named = ("source_title", "source_link", "licence")
    first, second = str(drawn["source"]), str(other["source"])
    return {
        "indicator": entry.id,
        "indicator_name": entry.names.get(language),
        "place": str(drawn["place"]),
        "place_name": dataset.places[str(drawn["place"])].names.get(language),
        "unit": entry.unit,
        "unit_name": entry.unit_names.get(language),
        "year": int(drawn["year"]),
        "perimeter": str(drawn["perimeter"]),
        "value": float(drawn["value"]),
        "method": str(drawn["method"]),
        "source": first,
        **{name: words[name][first] for name in named},
        "other_value": float(other["value"]),
        "other_method": str(other["method"]),
        "other_source": second,
        **{f"other_{name}": words[name][second] for name in named},
        "gap": round(abs(float(drawn["value"]) - float(other["value"])), 9),
        "data_version": dataset.version,
    }
