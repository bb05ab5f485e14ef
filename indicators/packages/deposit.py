"""The prepared deposit of a release: the data package with what Zenodo asks for. Nothing is sent anywhere."""

import html
from typing import Any

from indicators.exports.bundle import zipped
from indicators.exports.package import json_bytes
from indicators.packages.citation_file import AUTHOR, DESCRIPTION, KEYWORDS, TITLE
from indicators.packages.data_package import package_files, released
from indicators.packages.resources import sources_used
from indicators.store import releases
from indicators.store.dataset import Dataset

ZENODO = ".zenodo.json"


def zenodo_record(dataset: Dataset, public: str = "") -> dict[str, Any]:
    """Return the description that Zenodo reads (its deposit metadata), of data that are of a release."""
    day = released(dataset)
    note = next(
        (
            release.note
            for release in releases.releases(dataset.folder / "releases")
            if release.version == dataset.version
        ),
        "",
    )
    terms = sorted({source.licence for source in sources_used(dataset)})
    return {
        "title": f"{TITLE}, release of {day}",
        "description": f"<p>{html.escape(DESCRIPTION)}</p><p>{html.escape(note)}</p>",
        "upload_type": "dataset",
        "version": dataset.version,
        "publication_date": day,
        "creators": [{"name": AUTHOR}],
        "keywords": list(KEYWORDS),
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


def deposit(dataset: Dataset, public: str = "") -> bytes:
    """Return the deposit of a release as one zip; raises ValueError where the data are of no release."""
    if not released(dataset):
        raise ValueError(f"the data version {dataset.version} is of no release")
    return zipped({ZENODO: json_bytes(zenodo_record(dataset, public)), **package_files(dataset, public)})
