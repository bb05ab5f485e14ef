"""The tools that hand out figures: search_indicators, get_values, cite."""

import re
from typing import Any

import pandas as pd
from rapidfuzz import fuzz

from indicators.analysis import derive
from indicators.analysis.standing import home_of
from indicators.assistants.answer import (
    LEFT_OUT_SCHEMA,
    ROW_SCHEMA,
    ToolAnswer,
    ToolRefused,
    answer_schema,
    indicator_of,
    left_out,
    left_out_text,
    only,
    open_rows,
    places_of,
    records_of,
    row_text,
)
from indicators.assistants.arguments import CiteArguments, SearchArguments, ValuesArguments
from indicators.charts.request import BY_HAND, ChartRequest
from indicators.language.translator import N_, Translator
from indicators.model.calendar import this_year
from indicators.model.catalogue import Indicator
from indicators.model.observations import is_one_of
from indicators.model.places import fold
from indicators.model.vocabulary import Scale
from indicators.store.dataset import Dataset
from indicators.text.citations import attributions, citation, cited
from indicators.text.labels import HomeTranslator, word
from indicators.web.addresses import chart_address

NO_FORECAST = N_("Nothing is forecast here: what is given for years to come was projected or planned by its publisher.")

NO_FORECAST_HELD = N_(
    "No. Nothing is forecast here, and no publisher's projection of “{name}” for these years is held: no figure can be "
    "given."
)

NEAR = 60
"""From this likeness (0 to 100) an indicator answers a search."""

STRING = {"type": "string"}
STRINGS = {"type": "array", "items": STRING}


def search_indicators(dataset: Dataset, arguments: SearchArguments, public: str) -> ToolAnswer:
    """Return the indicators whose names, keywords or definitions are near to the words asked for."""
    t = Translator(arguments.language)
    entries = [entry for entry in dataset.catalogue.values() if arguments.theme in (None, entry.theme)]
    scored = [(_likeness(arguments.query, entry), entry) for entry in entries]
    best = sorted((match for match in scored if match[0] >= NEAR), key=lambda match: -match[0])[: arguments.limit]
    listed = [_described(dataset, entry, arguments.language, public) for _, entry in best]
    notes = [] if listed else [t(N_("No indicator here answers to these words. Try others."))]
    if _asks_forecast(arguments.query):
        notes.append(t(NO_FORECAST))
    note = " ".join(notes)
    lines = [
        f"- {record['id']}: {record['name']} ({record['unit_name']}; {record['scale']}). {record['definition']}"
        for record in listed
    ]
    record = {"data_version": dataset.version, "note": note, "indicators": listed}
    return ToolAnswer(record, "\n".join([*lines, *notes]))


_FORECASTS = ("forecast", "predict", "projection", "prévision", "prevision", "prédi", "توقع", "تنبؤ")
"""What words of a forecast contain, in the three languages."""


def _asks_forecast(query: str) -> bool:
    """Return whether words ask for what is to come: by such a word, or by a year after this one."""
    years = [int(year) for year in re.findall(r"(?<!\d)(?:19|20|21)\d\d(?!\d)", query)]
    return any(word in query.casefold() for word in _FORECASTS) or any(year > this_year() for year in years)


def _likeness(query: str, entry: Indicator) -> float:
    """Return how near an indicator is to some words: its names count most, then keywords, then its definition."""
    words = fold(query)
    of_names = [fold(text) for text in (entry.id.replace("_", " "), *entry.names.model_dump().values())]
    others = [fold(text) for text in (*entry.keywords, *entry.former_names)]
    definitions = [fold(text) for text in entry.definition.model_dump().values()]
    best = max((fuzz.token_set_ratio(words, text) for text in (*of_names, *others)), default=0.0)
    inside = max((fuzz.token_set_ratio(words, text) for text in definitions), default=0.0)
    theme = 5.0 if words in {str(entry.theme), entry.sdg.target} else 0.0
    headline = 0.5 if entry.headline else 0.0
    return max(best + headline, inside * 0.8, 65.0 if theme else 0.0)


def _described(dataset: Dataset, entry: Indicator, language: str, public: str) -> dict[str, Any]:
    rows = dataset.of(entry.id)
    return {
        "id": entry.id,
        "name": entry.names.get(language),
        "definition": entry.definition.get(language),
        "theme": str(entry.theme),
        "scale": word(entry.scale, language),
        "unit": entry.unit,
        "unit_name": entry.unit_names.get(language),
        "direction": str(entry.direction),
        "sdg_target": entry.sdg.target,
        "sdg_kind": str(entry.sdg.kind),
        "home_has_a_figure": bool(dataset.has(entry.id, home_of(dataset, entry))),
        "places": sorted({str(place) for place in rows["place"]})[:60],
        "caveats": [caveat.get(language) for caveat in entry.caveats],
        "link": public + chart_address(ChartRequest(language=language, indicator=entry.id)),
    }


SEARCH_SCHEMA = answer_schema(
    indicators={
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                **dict.fromkeys(
                    ("id", "name", "definition", "theme", "scale", "unit", "unit_name", "direction", "sdg_target",
                     "sdg_kind", "link"),
                    STRING,
                ),
                "home_has_a_figure": {"type": "boolean"},
                "places": STRINGS,
                "caveats": STRINGS,
            },
        },
    }
)  # fmt: skip


def get_values(dataset: Dataset, arguments: ValuesArguments, public: str) -> ToolAnswer:
    """Return figures of one indicator: the newest of each place, or those of some years.

    Projections come only where years to come are asked for, and the answer says whose they are.
    """
    language = arguments.language
    t = Translator(language)
    entry = indicator_of(dataset, arguments.indicator, t)
    places = places_of(dataset, arguments.places, t)
    held = dataset.of(entry.id)
    held = held[derive.has_figure(held)]
    if places:
        held = held[is_one_of(held["place"], places)]
    figures = _of_years(held, arguments)
    ahead = max(arguments.first_year or 0, arguments.last_year or 0) > this_year()
    if figures.empty and ahead:
        raise ToolRefused(t(NO_FORECAST_HELD, name=entry.names.get(language)), "no_forecast")
    rows = only(open_rows(dataset, entry.id, language), figures)
    shown = records_of(rows.head(arguments.limit))
    notes = [t(NO_FORECAST)] if ahead or not all(row["observed"] for row in shown) else []
    absent = [place for place in places if not is_one_of(figures["place"], [place]).any()]
    if absent:
        named = ", ".join(dataset.places[place].names.get(language) for place in absent)
        notes.append(t(N_("No published figure is held for: {places}."), places=named))
    elif figures.empty:
        notes.append(t(N_("No published figure is held for these years.")))
    if len(rows) > arguments.limit:
        notes.append(t(N_("More figures are held than are shown: ask for fewer places or years.")))
    closed = left_out(dataset, figures, t)
    head = f"{entry.names.get(language)} ({entry.unit_names.get(language)})"
    lines = [head, *(row_text(entry, row, language) for row in shown), *notes, *left_out_text(closed, t)]
    record = {
        "data_version": dataset.version,
        "note": " ".join(notes),
        "indicator": entry.id,
        "indicator_name": entry.names.get(language),
        "figures": shown,
        "places_without_a_figure": absent,
        "left_out": closed,
        "link": public + chart_address(chart_with(dataset, entry, places, language)),
    }
    return ToolAnswer(record, "\n".join(lines))


VALUES_SCHEMA = answer_schema(
    indicator=STRING,
    indicator_name=STRING,
    figures={"type": "array", "items": ROW_SCHEMA},
    places_without_a_figure=STRINGS,
    left_out=LEFT_OUT_SCHEMA,
    link=STRING,
)


def _of_years(held: pd.DataFrame, arguments: ValuesArguments) -> pd.DataFrame:
    """Return the newest observed figure of each place, or all of the years asked for, newest first."""
    if arguments.first_year is None and arguments.last_year is None:
        return derive.latest(held)
    year = held["year"]
    inside = year.notna()
    if arguments.first_year is not None:
        inside &= year >= arguments.first_year
    if arguments.last_year is not None:
        inside &= year <= arguments.last_year
    chosen = held[inside.fillna(False).to_numpy("bool")]
    return chosen.sort_values(["year", "place"], ascending=[False, True], kind="stable", ignore_index=True)


def chart_with(dataset: Dataset, entry: Indicator, places: list[str], language: str) -> ChartRequest:
    """Return the chart of an indicator that shows some places: chosen by hand, where there are others than home."""
    others = tuple(place for place in places if place != dataset.home.city)
    if not others or entry.scale is not Scale.CITY:
        return ChartRequest(language=language, indicator=entry.id)
    return ChartRequest(language=language, indicator=entry.id, peers=BY_HAND, cities=others)


def cite(dataset: Dataset, arguments: CiteArguments, public: str) -> ToolAnswer:
    """Return how the newest figures of an indicator are cited: every source with its terms, version and link."""
    language = arguments.language
    t = Translator(language)
    entry = indicator_of(dataset, arguments.indicator, t)
    places = places_of(dataset, arguments.places, t) or [home_of(dataset, entry)]
    held = dataset.of(entry.id)
    figures = derive.latest(held[is_one_of(held["place"], places) & derive.has_figure(held)], places)
    if figures.empty:
        named = ", ".join(dataset.places[place].names.get(language) for place in places)
        raise ToolRefused(
            t(N_("No published figure is held for: {places}."), places=named) + " " + t(N_("Nothing is cited.")),
            "no_figure",
        )
    sources = cited(dataset.sources, figures["source"].astype("str"))
    link = public + chart_address(chart_with(dataset, entry, places, language), dataset.version)
    words = HomeTranslator(dataset.home, dataset.places, language)
    line = citation(entry.names.get(language), sources, dataset.version, link, words)
    credits = attributions(sources, language)
    listed = [
        {
            "id": source.id,
            "citation": t(source.citation),
            "producer": t(source.producer),
            "link": source.link,
            "published": source.published,
            "accessed": source.accessed,
            "licence": t(source.licence),
            "redistributable": source.redistributable,
            "attribution": t(source.attribution) if source.attribution else "",
        }
        for source in sources
    ]
    record = {
        "data_version": dataset.version,
        "note": "",
        "citation": line,
        "credits": credits,
        "sources": listed,
        "link": link,
    }
    return ToolAnswer(record, "\n".join([line, *credits]))


CITE_SCHEMA = answer_schema(
    citation=STRING,
    credits=STRINGS,
    sources={
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                **dict.fromkeys(
                    ("id", "citation", "producer", "link", "published", "accessed", "licence", "attribution"), STRING
                ),
                "redistributable": {"type": "boolean"},
            },
        },
    },
    link=STRING,
)
