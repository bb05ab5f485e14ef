"""What assistants are offered: tools, resources and the rules of the house; and `/llms.txt`, which says where they are.

The tools come with what they take and answer. `/llms.txt` says to a program that reads for a person what this server is
and where to look (llmstxt.org).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from indicators.assistants import comparisons, figures, gaps
from indicators.assistants.answer import ToolAnswer
from indicators.assistants.arguments import (
    Arguments,
    CiteArguments,
    CompareArguments,
    DisagreementArguments,
    SearchArguments,
    UnknownArguments,
    ValuesArguments,
    asks_for_forecast,
)
from indicators.packages.citation import TITLE, summary
from indicators.store.dataset import Dataset

INSTRUCTIONS = """\
Published figures on the water, energy, land and carbon of a city and its peer cities, mapped to SDG targets.
Find an indicator with search_indicators, then ask for its figures with get_values. Quote a figure only with its place,
year, perimeter and source, and with its verdict where it stands beside another. Never put figures in order, subtract
or divide them yourself: ask compare, which refuses what may not be compared and says why; hand its reason on. Nothing
is forecast here: a figure with observed = false was projected or planned by the publisher named in its row. Where no
figure is published, say so (what_is_not_known); do not estimate. Where sources disagree, give every one
(list_disagreements). Cite with cite."""


@dataclass(frozen=True)
class ToolOffer:
    """A tool: what it takes, what answers it, what its answer looks like."""

    title: str
    description: str
    arguments: type[Arguments]
    answer: Callable[[Dataset, Any, str], ToolAnswer]
    schema: Mapping[str, Any]


OFFERS: Mapping[str, ToolOffer] = {
    "search_indicators": ToolOffer(
        "Find indicators",
        "Find indicators by words in English, French or Arabic. Returns ids, definitions, units, caveats; no figures.",
        SearchArguments,
        figures.search_indicators,
        figures.SEARCH_SCHEMA,
    ),
    "get_values": ToolOffer(
        "Figures of an indicator",
        "Figures of one indicator: the newest observed one of each place, or those of some years. Each row has its "
        "source, licence, year, perimeter, method and the verdict on comparing it with the home city's. No forecast.",
        ValuesArguments,
        figures.get_values,
        figures.VALUES_SCHEMA,
    ),
    "compare": ToolOffer(
        "Compare places",
        "Whether the figures of two places or more may stand side by side, with the reasons, and their ranks where "
        "they may be ranked. Refuses, with the reason, what may not be compared.",
        CompareArguments,
        comparisons.compare,
        comparisons.COMPARE_SCHEMA,
    ),
    "cite": ToolOffer(
        "Cite figures",
        "How the newest figures of an indicator are cited: sources, licences, credits, data version and link.",
        CiteArguments,
        figures.cite,
        figures.CITE_SCHEMA,
    ),
    "list_disagreements": ToolOffer(
        "Where sources disagree",
        "Where two sources give one place, year and perimeter different values: every figure with its source.",
        DisagreementArguments,
        gaps.list_disagreements,
        gaps.DISAGREEMENTS_SCHEMA,
    ),
    "what_is_not_known": ToolOffer(
        "What is not known",
        "Of which indicators no figure of a place is published, or only a limit or a projection, and who may hold it.",
        UnknownArguments,
        gaps.what_is_not_known,
        gaps.NOT_KNOWN_SCHEMA,
    ),
}
"""The tools by their names."""

RESOURCES = {
    "indicators://catalogue": ("catalogue", "Every indicator: names, definition, unit, direction, SDG target."),
    "indicators://places": ("places", "Every place: names, level, country."),
    "indicators://sources": ("sources", "Every source: citation, link, dates, licence."),
}
"""What is read as a whole: its name and what it is, by its address."""

UNKNOWN_TOOL = "There is no tool “{name}”. The tools are: {tools}."

NO_FORECAST_TOOL = (
    " Nothing is forecast here: get_values hands on what publishers projected, as theirs, where years to come are "
    "asked for."
)


def unknown_tool(name: str) -> str:
    """Return the answer about a tool that does not exist; of one that would forecast, that nothing is forecast here."""
    words = UNKNOWN_TOOL.format(name=name[:60], tools=", ".join(OFFERS))
    return words + (NO_FORECAST_TOOL if asks_for_forecast(name) else "")


def resource_text(dataset: Dataset, name: str) -> str:
    """Return the catalogue, the places or the sources as JSON."""
    lists: dict[str, Callable[[], list[dict[str, Any]]]] = {
        "catalogue": lambda: [
            {
                "id": entry.id,
                "theme": str(entry.theme),
                "scale": str(entry.scale),
                "unit": entry.unit,
                "direction": str(entry.direction),
                "names": entry.names.model_dump(),
                "definition": entry.definition.model_dump(),
                "sdg_target": entry.sdg.target,
                "sdg_kind": str(entry.sdg.kind),
            }
            for entry in dataset.catalogue.values()
        ],
        "places": lambda: [
            {
                "id": place.id,
                "names": place.names.model_dump(),
                "level": str(place.level),
                "parent": place.parent,
                "country": place.country,
            }
            for place in dataset.places.values()
        ],
        "sources": lambda: [source.model_dump() for source in dataset.sources.values()],
    }
    return json.dumps({"data_version": dataset.version, name: lists[name]()}, ensure_ascii=False)


DOORS = (
    ("Data", (
        ("/api/v1/", "API", "JSON and CSV, read-only: figures, rankings, comparisons, with their verdicts"),
        ("/data/datapackage.json", "Data package", "every figure with its verdict, perimeter, source and licence"),
        ("/catalog.jsonld", "Catalogue", "DCAT-AP, also as /catalog.ttl"),
        ("/croissant.json", "Croissant", "the same for machine learning"),
        ("/sdmx/structure.xml", "SDMX structure", "of /sdmx/sdg.csv, the official SDG indicators"),
    )),
    ("Pages", (
        ("/sources", "Sources", "every source with its licence"),
        ("/availability", "Availability", "what is published of which city, and what is not"),
        ("/changes", "Changes", "what changed with each release"),
    )),
)  # fmt: skip
"""What is offered besides the tools: address, name, what it is."""


def llms_text(dataset: Dataset, public: str, doors: tuple[str, ...]) -> str:
    """Return the text; `public` is what addresses begin with, `doors` the addresses that this server answers."""
    lines = [
        f"# {TITLE}",
        "",
        f"> {summary(dataset)}",
        "",
        f"Data version {dataset.version}. Made for people who quote figures in public.",
        "",
        *INSTRUCTIONS.splitlines(),
        "",
        "## Tools",
        "",
        f"- [Model Context Protocol]({public}/mcp): streamable HTTP, no key; also `python -m indicators mcp`",
        *(f"- `{name}`: {offer.description}" for name, offer in OFFERS.items()),
    ]
    for title, listed in DOORS:
        open_doors = [door for door in listed if door[0] in doors]
        if open_doors:
            lines += ["", f"## {title}", ""]
            lines += [f"- [{name}]({public}{path}): {description}" for path, name, description in open_doors]
    return "\n".join([*lines, ""])
