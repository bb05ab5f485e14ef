"""The tools on what is doubtful or missing: list_disagreements, what_is_not_known."""

from collections.abc import Iterable, Iterator
from typing import Any

from indicators.analysis import comparability, derive, disagreements
from indicators.analysis.disagreements import Disagreement
from indicators.analysis.standing import home_of, level_of
from indicators.analysis.verdicts import comparison_text, reasons_text
from indicators.assistants.answer import (
    LEFT_OUT_SCHEMA,
    ROW_SCHEMA,
    ToolAnswer,
    answer_schema,
    indicator_of,
    left_out,
    left_out_text,
    only,
    open_rows,
    place_of,
    records_of,
    row_text,
)
from indicators.assistants.arguments import DisagreementArguments, UnknownArguments
from indicators.assistants.figures import STRING, STRINGS
from indicators.charts.request import ChartRequest
from indicators.claims import sentences
from indicators.claims.disagreement_claims import disagreement
from indicators.language.translator import N_, Translator
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Scale
from indicators.store.dataset import Dataset
from indicators.web.addresses import chart_address
from indicators.web.links import address


def list_disagreements(dataset: Dataset, arguments: DisagreementArguments, public: str) -> ToolAnswer:
    """Return the newest disagreement of each indicator on one place: every source's figure, none called right."""
    language = arguments.language
    t = Translator(language)
    place = place_of(dataset, arguments.place, t).id if arguments.place else None
    entries = (
        [indicator_of(dataset, arguments.indicator, t)] if arguments.indicator else list(dataset.catalogue.values())
    )
    listed: list[dict[str, Any]] = []
    closed: dict[str, dict[str, str]] = {}
    lines: list[str] = []
    more = False
    for entry, case in _cases(dataset, entries, place):
        rows = only(open_rows(dataset, entry.id, language), case.rows)
        hidden = left_out(dataset, case.rows, t)
        closed |= {source["source"]: source for source in hidden}
        if len(rows) < 2:
            continue
        if len(listed) == arguments.limit:
            more = True
            break
        judged = comparability.chart(case.rows, entry, dataset.places)
        sentence = disagreement(dataset, entry, [case], judged, language).text
        figures = records_of(rows)
        listed.append(
            {
                "indicator": entry.id,
                "indicator_name": entry.names.get(language),
                "sentence": sentence,
                "verdict": str(judged.verdict),
                "reasons": reasons_text(judged.reasons, language),
                "observed": not case.expected,
                "figures": figures,
                "link": public + chart_address(ChartRequest(language, entry.id, "sources")),
            }
        )
        lines += [
            sentence,
            *(row_text(entry, row, language) for row in figures),
            f"{comparison_text(judged, language)}.",
        ]
    notes = [t(N_("Nothing is averaged, and nothing says which source is right."))] if listed else []
    if not listed:
        notes.append(t(N_("No disagreement of two sources is held here for this place.")))
    if more:
        notes.append(t(N_("More disagreements are held than are shown: name an indicator.")))
    record = {
        "data_version": dataset.version,
        "note": " ".join(notes),
        "disagreements": listed,
        "left_out": list(closed.values()),
    }
    return ToolAnswer(record, "\n".join([*lines, *notes, *left_out_text(closed.values(), t)]))


DISAGREEMENTS_SCHEMA = answer_schema(
    disagreements={
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                **dict.fromkeys(("indicator", "indicator_name", "sentence", "verdict", "reasons", "link"), STRING),
                "observed": {"type": "boolean", "description": "False where the figures are planned or projected."},
                "figures": {"type": "array", "items": ROW_SCHEMA},
            },
        },
    },
    left_out=LEFT_OUT_SCHEMA,
)


def _cases(
    dataset: Dataset, entries: Iterable[Indicator], place: str | None
) -> Iterator[tuple[Indicator, Disagreement]]:
    """Yield each indicator on which sources differ about a place, about home (its country) where none is given."""
    for entry in entries:
        about = place or home_of(dataset, entry)
        for case in disagreements.newest(dataset.of(entry.id), entry, [about]):
            yield entry, case


def what_is_not_known(dataset: Dataset, arguments: UnknownArguments, public: str) -> ToolAnswer:
    """Return of which indicators no figure of a place is published, and how each is left: never filled."""
    language = arguments.language
    t = Translator(language)
    place = place_of(dataset, arguments.place or dataset.home.city, t)
    if arguments.indicator:
        entries = [indicator_of(dataset, arguments.indicator, t)]
    else:
        of_level = [
            entry
            for entry in dataset.catalogue.values()
            if entry.scale is not Scale.FACILITY and level_of(entry) is place.level
        ]
        entries = [entry for entry in of_level if arguments.theme in (None, entry.theme)]
    unknown = [gap for entry in entries if (gap := _not_known(dataset, entry, place.id, t)) is not None]
    shown = unknown[: arguments.limit]
    name = place.names.get(language)
    notes = [t(N_("No published figure is no zero and no estimate: gaps are not filled here."))]
    if not unknown:
        notes = [t(N_("Of what was asked for, a published and observed figure of {place} is held."), place=name)]
    if len(unknown) > len(shown):
        notes.append(t(N_("More is not known than is shown: ask for one theme.")))
    lines = [f"- {record['indicator_name']} ({record['indicator']}): {record['reason']}" for record in shown]
    link = public + address("availability", ChartRequest(language))
    record = {"data_version": dataset.version, "note": " ".join(notes), "place": place.id, "not_known": shown}
    record["link"] = link
    return ToolAnswer(record, "\n".join([name, *lines, *notes]))


NOT_PUBLISHED, HELD_BACK, ONLY_EXPECTED, ONLY_LIMIT = "not published", "held back", "only projected", "only a limit"

NOT_KNOWN_SCHEMA = answer_schema(
    place=STRING,
    link=STRING,
    not_known={
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                **dict.fromkeys(("indicator", "indicator_name", "theme", "reason", "held_by", "national"), STRING),
                "state": {"type": "string", "enum": [NOT_PUBLISHED, HELD_BACK, ONLY_EXPECTED, ONLY_LIMIT]},
                "published_for": {**STRINGS, "description": "Some of the places that have a figure."},
            },
        },
    },
)

MOST_NAMED = 10
"""Places with a figure that an answer names."""


def _not_known(dataset: Dataset, entry: Indicator, place: str, t: Translator) -> dict[str, Any] | None:
    """Return how an indicator is not known of a place, None where an observed value of it is held."""
    language = t.language
    rows = dataset.of(entry.id)
    figures = rows[(rows["place"] == place).to_numpy()]
    observed = figures[derive.is_observed(figures)]
    if observed["value"].notna().any():
        return None
    others = rows[derive.has_figure(rows) & (rows["place"] != place).to_numpy()]
    held_back = dataset.held_back
    is_held_back = bool(((held_back["indicator"] == entry.id) & (held_back["place"] == place)).any())
    if derive.has_figure(observed).any():
        state, reason = ONLY_LIMIT, t(N_("Only a limit is published, not a value: get_values has it."))
    elif derive.has_figure(figures).any():
        state, reason = ONLY_EXPECTED, t(N_("Only what is planned or projected is published, nothing observed."))
    elif is_held_back:
        state, reason = HELD_BACK, t(N_("A figure is known and not shown: it cannot be believed as it stands."))
    else:
        state, reason = NOT_PUBLISHED, sentences.absence(entry, dataset.places, language, place).text
    held_by = entry.held_by.get(language) if entry.held_by is not None and entry.held_by.place == place else ""
    return {
        "indicator": entry.id,
        "indicator_name": entry.names.get(language),
        "theme": str(entry.theme),
        "state": state,
        "reason": reason,
        "held_by": held_by,
        "national": _stand_in_of(dataset, entry, place),
        "published_for": sorted({str(place) for place in others["place"]})[:MOST_NAMED],
    }


def _stand_in_of(dataset: Dataset, entry: Indicator, place: str) -> str:
    """Return the id of the national indicator that stands in, where the place's country has a figure of it."""
    country = dataset.places.country_of(place)
    if entry.stand_in is None or country is None or not dataset.has(entry.stand_in, country.id):
        return ""
    return entry.stand_in
