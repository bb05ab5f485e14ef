"""Releases of the data as rows, and every value that one of them added, changed or removed."""

from collections import Counter
from typing import Any

from indicators.language.translator import Translator
from indicators.model.observations import KEY
from indicators.open.chart_files import left_out_records
from indicators.open.fields import LICENCE, SOURCE_LINK, SOURCE_TITLE, Field
from indicators.open.listings import Listing
from indicators.open.observation_rows import source_texts
from indicators.open.parameters import Parameter, Query
from indicators.open.reference_lists import INDICATOR, PLACE
from indicators.store import releases
from indicators.store.dataset import Dataset
from indicators.store.release_states import readable_versions

OF_VERSION = Parameter("version", "version", "The data version of a release.")
CHANGE_PARAMETERS = (OF_VERSION, INDICATOR, PLACE)

RELEASE_FIELDS = (
    Field("date", "string", "Date", "Day of the release (ISO).", required=True),
    Field("data_version", "string", "Data version", "The data version it made.", required=True),
    Field("note", "string", "Note", "One sentence for readers.", required=True),
    Field("first", "boolean", "First", "Whether everything in it is new.", required=True),
    Field("added", "integer", "Added", "Values that it added.", required=True),
    Field("changed", "integer", "Changed", "Values that it changed.", required=True),
    Field("removed", "integer", "Removed", "Values that it removed.", required=True),
    Field("sentences", "integer", "Sentences", "Aspects of sentences that mean something else since.", required=True),
    Field("readable", "boolean", "Readable", "Whether its values can still be read with version=.", required=True),
    Field("current", "boolean", "Current", "Whether these are the figures of today.", required=True),
)  # fmt: skip

CHANGE_FIELDS = (
    Field("date", "string", "Date", "Day of the release (ISO).", required=True),
    Field("data_version", "string", "Data version", "The data version of the release.", required=True),
    Field("change", "string", "Change", "new, changed or removed.", ("new", "changed", "removed"), required=True),
    *(
        Field(name, "year" if name == "year" else "string", name, "Part of the key.", required=name != "year")
        for name in KEY
    ),
    Field("old", "number", "Old", "The value before; blank for a new one or a bound."),
    Field("new", "number", "New", "The value since; blank for a removed one or a bound."),
    *(Field(field.name, field.kind, field.title, field.meaning) for field in (SOURCE_TITLE, SOURCE_LINK, LICENCE)),
)  # fmt: skip


def released(dataset: Dataset, query: Query) -> Listing:
    """Return the releases, newest first."""
    folder, t = dataset.folder / "releases", Translator(query.language)
    readable = {dataset.version, *readable_versions(folder)}
    records = []
    for release in releases.releases(folder):
        counts: Counter[str] = Counter()
        for count in release.counts:
            counts.update({"added": count.added, "changed": count.changed, "removed": count.removed})
        records.append(
            {
                "date": release.date,
                "data_version": release.version,
                "note": t(release.note),
                "first": release.first,
                **{name: counts[name] for name in ("added", "changed", "removed")},
                "sentences": len(release.meanings),
                "readable": release.version in readable,
                "current": release.version == dataset.version,
            }
        )
    return Listing.of(RELEASE_FIELDS, records, dataset.version)


def changes(dataset: Dataset, query: Query) -> Listing:
    """Return every value that a release added, changed or removed since the first, newest release first.

    A figure of a source that may not be handed on is left out, and counted.
    """
    log = releases.read_log(dataset.folder / "releases")
    log = log[log["change"].isin(["new", "changed", "removed"])]
    if query.word("version"):
        log = log[log["version"] == query.word("version")]
    for name, wanted in (("indicator", query.words("indicator")), ("place", query.words("place"))):
        if wanted:
            log = log[log[name].isin(wanted)]
    closed = log["source"].isin([key for key, source in dataset.sources.items() if not source.redistributable])
    left_out = log.loc[closed, "source"].value_counts().sort_index().to_dict()
    log = log[~closed]
    words = source_texts(dataset.sources, query.language)
    records: list[dict[str, Any]] = [
        {
            "date": row["date"],
            "data_version": row["version"],
            "change": row["change"],
            **{name: row[name] for name in KEY},
            "year": int(row["year"]) if row["year"] else None,
            **{name: float(row[name]) if row[name] not in ("", "nan") else None for name in ("old", "new")},
            **{name: words[name].get(row["source"]) for name in ("source_title", "source_link", "licence")},
        }
        for row in log.to_dict("records")
    ]
    return Listing.of(
        CHANGE_FIELDS, records, dataset.version, left_out=left_out_records(dataset, left_out, query.language)
    )
