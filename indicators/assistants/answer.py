"""An answer of a tool: a record for programs and the same in words; and a refusal, which is an answer too."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from indicators.analysis.verdicts import Verdict, verdict_text
from indicators.language.translator import N_, Translator
from indicators.model.catalogue import Indicator
from indicators.model.places import Place, nearest_indicator
from indicators.model.vocabulary import Method, Perimeter
from indicators.open.dataset_rows import rows_of_indicator
from indicators.open.fields import OBSERVATION_FIELDS, json_schema, names
from indicators.open.observation_rows import split_by_licence
from indicators.open.row_table import RowTable
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.labels import word

COLUMNS = names(OBSERVATION_FIELDS)

ROW_SCHEMA = json_schema(OBSERVATION_FIELDS)
"""The schema of a figure in an answer."""

KEY = ("place", "year", "perimeter", "method", "source")

NO_INDICATOR = N_("“{name}” is not an indicator here{suggestion}. search_indicators finds them.")

NO_PLACE = N_("“{name}” is not one of the places here{suggestion}.")


class ToolRefused(Exception):
    """A question that is not answered: why, in words; a word that programs can tell; and what might be asked instead.

    `more` are further fields of the record.
    """

    def __init__(self, reason: str, code: str, suggestions: Sequence[str] = (), **more: Any) -> None:
        super().__init__(reason)
        self.reason, self.code, self.suggestions, self.more = reason, code, tuple(suggestions), more

    @property
    def record(self) -> dict[str, Any]:
        """The refusal for programs."""
        return {"refused": self.code, "reason": self.reason, "suggestions": list(self.suggestions), **self.more}


@dataclass(frozen=True)
class ToolAnswer:
    """What a tool answers: `record` for programs, `text` the same for whoever reads."""

    record: Mapping[str, Any]
    text: str


def indicator_of(dataset: Dataset, name: str, t: Translator) -> Indicator:
    """Return an indicator by its id or its name in any language; raises :class:`ToolRefused` with the nearest."""
    wanted = name.strip()
    if wanted in dataset.catalogue:
        return dataset.catalogue[wanted]
    folded = wanted.casefold()
    for entry in dataset.catalogue.values():
        if folded in (entry.names.en.casefold(), entry.names.fr.casefold(), entry.names.ar.casefold()):
            return entry
    near = nearest_indicator(wanted, dataset.catalogue)
    suggestion = t(N_(" (did you mean {near}?)"), near=near) if near else ""
    raise ToolRefused(t(NO_INDICATOR, name=wanted, suggestion=suggestion), "unknown_indicator", [near] if near else [])


def place_of(dataset: Dataset, name: str, t: Translator) -> Place:
    """Return a place by its id or any of its names; raises :class:`ToolRefused` with the nearest one."""
    place_id = dataset.places.find(name)
    if place_id is not None:
        return dataset.places[place_id]
    near = dataset.places.suggest(name)
    suggestion = t(N_(" (did you mean {near}?)"), near=near) if near else ""
    close = [key] if near and (key := dataset.places.find(near)) else []
    raise ToolRefused(t(NO_PLACE, name=name.strip(), suggestion=suggestion), "unknown_place", close)


def places_of(dataset: Dataset, named: Iterable[str], t: Translator) -> list[str]:
    """Return the ids of places by their ids or names, each once; raises :class:`ToolRefused` for an unknown one."""
    return list(dict.fromkeys(place_of(dataset, name, t).id for name in named))


def open_rows(dataset: Dataset, indicator: str, language: str) -> pd.DataFrame:
    """Return the rows of an indicator that may be handed on, with the columns of an open row."""
    return rows_of_indicator(dataset, indicator, language).rows


def only(rows: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Return those of the open `rows` that are the observations `figures`, in the order of `figures`."""

    def keys(frame: pd.DataFrame) -> list[tuple[str, ...]]:
        return list(zip(*(frame[name].astype("str").tolist() for name in KEY), strict=True))

    positions = {key: row for row, key in enumerate(keys(rows))}
    return rows.iloc[[positions[key] for key in keys(figures) if key in positions]]


def records_of(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return open rows as records of JSON's types."""
    return RowTable.of(rows, COLUMNS).records()


def row_text(entry: Indicator, row: Mapping[str, Any], language: str) -> str:
    """Return a figure on one line: place, year, value, perimeter, method, source and verdict."""
    t = Translator(language)
    blanks = {name: float("nan") if row[name] is None else row[name] for name in ("value", "lower", "upper")}
    written = formatting.figure({**row, **blanks, "note": row["note"] or ""}, entry, language)
    method = Method(row["method"])
    judged = row["reason"]
    if row["verdict"]:
        judged = t(N_("{verdict}: {reasons}"), verdict=verdict_text(Verdict(row["verdict"]), language), reasons=judged)
    return t(
        N_("- {place}, {year}: {value} (perimeter: {perimeter}; {method}; source: {source}). {verdict}."),
        place=row["place_name"],
        year=str(row["year"]) if row["year"] is not None else t(N_("year not stated")),
        value=written,
        perimeter=word(Perimeter(row["perimeter"]), language),
        method=word(method, language),
        source=row["source_title"].rstrip("."),
        verdict=judged[:1].upper() + judged[1:],
    )


def left_out(dataset: Dataset, observations: pd.DataFrame, t: Translator) -> list[dict[str, str]]:
    """Return the sources whose figures among some observations may not be handed on, and where their producers are."""
    return [
        {
            "source": key,
            "source_title": t(dataset.sources[key].citation),
            "source_link": dataset.sources[key].link,
            "licence": t(dataset.sources[key].licence),
        }
        for key in split_by_licence(dataset, observations)[1]
    ]


def left_out_text(sources: Iterable[Mapping[str, str]], t: Translator) -> list[str]:
    """Say of which sources figures are left out, and why."""
    return [
        t(
            N_("Left out, for the licence does not allow handing them on ({licence}): figures of {source}, {link}"),
            licence=source["licence"],
            source=source["source_title"].rstrip("."),
            link=source["source_link"],
        )
        for source in sources
    ]


LEFT_OUT_SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {"type": "object", "additionalProperties": {"type": "string"}},
    "description": "Sources whose figures may not be handed on.",
}


def answer_schema(**properties: Any) -> dict[str, Any]:
    """Return the schema of an answer with some properties, all of them always there."""
    schema = {"data_version": {"type": "string"}, "note": {"type": "string"}, **properties}
    return {"type": "object", "required": list(schema), "additionalProperties": False, "properties": schema}
