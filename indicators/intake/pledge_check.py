"""The check of a file of pledges: which of them are of places known here, and whether each is whole.

Pledges are no observations: they add nothing to the values of a file.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_, Counted
from indicators.loaders.pledge_table import FIELDS
from indicators.loaders.published_names import place_ids
from indicators.loaders.raw_table import RawTable
from indicators.model.places import Gazetteer
from indicators.model.pledges import Pledge, pledge_of

PLEDGES_READ = Rule(
    "pledges_read", Severity.WARNING,
    Counted(
        "{count} pledge of places known here ({places}) was read; a pledge is no figure, so it becomes no value.",
        "{count} pledges of places known here ({places}) were read; a pledge is no figure, so none becomes a value.",
        "count",
    ),
    N_("Look at them; once they are accepted they stand beside the emissions of their cities."), reading=True,
)  # fmt: skip

PLEDGES_OUTSIDE = Rule(
    "pledges_outside", Severity.WARNING,
    Counted(
        "{count} pledge is of a place that is not known here.",
        "{count} pledges are of places that are not known here.",
        "count",
    ),
    N_("Add a place if it should be compared."), reading=True,
)  # fmt: skip

PLEDGE_NOT_WHOLE = Rule(
    "pledge_not_whole", Severity.WARNING, N_("the pledge cannot be shown: {reason}."), N_("Correct the cell.")
)


def check_pledges(table: RawTable, places: Gazetteer, source: str = "") -> tuple[tuple[Pledge, ...], list[Finding]]:
    """Return the pledges of a raw table that are of known places, in the file's order, and what is stated of the rest.

    They are of the given source, else of the edition that the format knows.
    """
    raw = table.pledges
    if raw is None:
        return (), []
    edition = source or table.source or table.format
    named = raw.assign(place=place_ids(raw, table.territory, places).astype("str"))
    known = named[named["place"] != ""]
    pledges: list[Pledge] = []
    findings: list[Finding] = []
    counted: dict[str, int] = {}
    for record in known.to_dict("records"):
        counted[record["place"]] = counted.get(record["place"], 0) + 1
        name = f"{record['place']}_{edition}_{counted[record['place']]}"
        cells = {"id": name, "place": record["place"], "source": edition}
        try:
            pledges.append(pledge_of(cells | {field: str(record[field]) for field in FIELDS}))
        except ValidationError as error:
            fault = error.errors()[0]
            column, row = ".".join(str(part) for part in fault["loc"]) or None, int(record["row"])
            value, params = str(record["place_name"]), {"reason": fault["msg"]}
            findings.append(Finding(PLEDGE_NOT_WHOLE, row=row, column=column, value=value, params=params))
    outside = int((named["place"] == "").sum())
    first = [Finding(PLEDGES_READ, params={"count": len(pledges), "places": len({pledge.place for pledge in pledges})})]
    first += [Finding(PLEDGES_OUTSIDE, params={"count": outside})] if outside else []
    return tuple(pledges), [*first, *findings]


@dataclass(frozen=True)
class PledgeChanges:
    """How many pledges of a file are new, stand in place of other ones, and are known word for word."""

    new: int
    changed: int
    unchanged: int


def pledge_changes(brought: Sequence[Pledge], known: Sequence[Pledge]) -> PledgeChanges:
    """Compare the pledges of a file with the known ones; those of a place and source stand in the place of theirs."""
    known_contents = {pledge.model_copy(update={"id": "any"}) for pledge in known}
    known_pairs = {(pledge.place, pledge.source) for pledge in known}
    fresh = [pledge for pledge in brought if pledge.model_copy(update={"id": "any"}) not in known_contents]
    changed = sum((pledge.place, pledge.source) in known_pairs for pledge in fresh)
    return PledgeChanges(len(fresh) - changed, changed, len(brought) - len(fresh))
