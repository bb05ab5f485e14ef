"""How the data set is cited and deposited: `CITATION.cff` (Citation File Format 1.2.0) and `.zenodo.json`."""

import html
import json
from collections.abc import Mapping
from typing import Any

from indicators.packages.resources import sources_used
from indicators.store import releases
from indicators.store.dataset import Dataset

NAME = "casablanca-indicators"
"""The name of the package, which never changes: what catalogues know the data set by."""

TITLE = "Casablanca smart-city indicators"

THEMES = ("cities", "indicators", "water", "energy", "land", "carbon", "SDG", "comparability")

AUTHOR = "The maintainers of the Casablanca smart-city indicators"

CITATION = "CITATION.cff"


def home_name(dataset: Dataset) -> str:
    """Return the English name of the home city."""
    return dataset.places[dataset.home.city].names.en


def summary(dataset: Dataset) -> str:
    """Return what the data set is of, and what stands with every figure."""
    return (
        f"{home_name(dataset)}'s water, energy, land and carbon beside its peer cities, on published figures, mapped "
        "to the targets of the Sustainable Development Goals. Every figure has its source, its year, its perimeter and "
        "a verdict on whether it may be compared with the home city's."
    )


def keywords(dataset: Dataset) -> list[str]:
    """Return the words by which catalogues find the data set."""
    return [home_name(dataset), *THEMES]


def citation_file(dataset: Dataset, day: str, public: str = "") -> bytes:
    """Return CITATION.cff of the data; `day` is that of their release (ISO), empty where they are of none."""
    record: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "Cite the source of each figure you use, and this data set with its version.",
        "type": "dataset",
        "title": TITLE,
        "abstract": summary(dataset),
        "version": dataset.version,
        **({"date-released": day} if day else {}),
        **({"url": public} if public.startswith("http") else {}),
        "authors": [{"name": AUTHOR}],
        "keywords": keywords(dataset),
        "references": [
            {
                "type": "data",
                "title": source.title,
                "authors": [{"name": source.producer}],
                **({"url": source.link} if source.link.startswith("http") else {}),
                "notes": f"{source.citation} Licence: {source.licence}",
            }
            for source in sources_used(dataset)
        ],
    }
    return ("\n".join(_yaml(record)) + "\n").encode()


def _yaml(record: Mapping[str, Any], indent: str = "") -> list[str]:
    """Return a record as lines of YAML: texts between quotation marks, as JSON writes them, which YAML reads."""
    lines = []
    for key, value in record.items():
        if isinstance(value, list):
            lines.append(f"{indent}{key}:")
            for item in value:
                inner = _yaml(item, f"{indent}    ") if isinstance(item, Mapping) else [f"{indent}    {_text(item)}"]
                lines += [f"{indent}  - {inner[0].lstrip()}", *inner[1:]]
        else:
            lines.append(f"{indent}{key}: {_text(value)}")
    return lines


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


ZENODO = ".zenodo.json"


def zenodo_record(dataset: Dataset, day: str, public: str = "") -> dict[str, Any]:
    """Return the description that Zenodo reads (its deposit metadata), of data released on a day (ISO)."""
    known = releases.releases(dataset.folder / "releases")
    note = next((release.note for release in known if release.version == dataset.version), "")
    terms = sorted({source.licence for source in sources_used(dataset)})
    return {
        "title": f"{TITLE}, release of {day}",
        "description": f"<p>{html.escape(summary(dataset))}</p><p>{html.escape(note)}</p>",
        "upload_type": "dataset",
        "version": dataset.version,
        "publication_date": day,
        "creators": [{"name": AUTHOR}],
        "keywords": keywords(dataset),
        "language": "eng",
        "access_right": "open",
        # The figures keep the terms of their producers, which no single licence of the list is.
        "license": "other-open",
        "notes": "Each figure keeps the terms of its source, stated in its row: " + "; ".join(terms) + ".",
        "related_identifiers": [
            {"identifier": source.link, "relation": "isDerivedFrom", "resource_type": "dataset"}
            for source in sources_used(dataset)
            if source.link.startswith("http")
        ]
        + ([{"identifier": public, "relation": "isIdenticalTo"}] if public.startswith("http") else []),
    }
