"""Pledges: what a city announced it will emit, a record of its own and never an observation (docs/adr).

`data/pledges.csv` holds one a row. A pledge has the words of its source; of two pledges nothing is computed.
"""

from collections.abc import Container, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from indicators.findings.finding import Finding
from indicators.language.translator import N_
from indicators.model.catalogue import Identifier, Model, Text
from indicators.model.csv_tables import read_records
from indicators.model.rules import unknown_reference

COLUMNS = (
    "id", "place", "source", "kind", "printed", "stage", "sector", "boundary", "reduction", "base_year",
    "base_emissions", "target_year", "target_emissions", "set_in", "status", "progress", "reviewed", "note",
)  # fmt: skip
"""The columns of the table; all but the first five may be blank, where the source states nothing."""


class PledgeKind(StrEnum):
    """What a pledge promises."""

    NONE = "no target"
    NET_ZERO = "net zero"
    BASE_YEAR = "less than a base year"
    BASELINE = "less than business as usual"
    FIXED_LEVEL = "fixed level"
    INTENSITY = "less per unit"
    OTHER = "other"


KIND_TEXTS = {
    PledgeKind.NONE: N_("no target"),
    PledgeKind.NET_ZERO: N_("net zero"),
    PledgeKind.BASE_YEAR: N_("less than in a base year"),
    PledgeKind.BASELINE: N_("less than without measures"),
    PledgeKind.FIXED_LEVEL: N_("a fixed level"),
    PledgeKind.INTENSITY: N_("less per unit"),
    PledgeKind.OTHER: N_("another kind of target"),
}


class Stage(StrEnum):
    """Whether a source calls a pledge the final or an interim one; blank where it does not say."""

    FINAL = "final"
    INTERIM = "interim"
    NOT_STATED = ""


Year = Annotated[int, Field(ge=1980, le=2100)]
Amount = Annotated[float, Field(ge=0)]
Percentage = Annotated[float, Field(ge=0, le=100)]


class Pledge(Model):
    """One pledge of one place, as one source gives it.

    `printed` is what the source calls it; `boundary` and `sector` what it covers, `status` how firm it is, all in the
    source's words. `reduction` and `progress` are per cents, `progress` as the city itself reported it. Emissions are
    tonnes of CO2e. `set_in` is the year it was set, `reviewed` when the source last looked (an ISO date, or a year).
    """

    id: Identifier
    place: Identifier
    source: Identifier
    kind: PledgeKind
    printed: Text
    stage: Stage = Stage.NOT_STATED
    sector: str = ""
    boundary: str = ""
    reduction: Percentage | None = None
    base_year: Year | None = None
    base_emissions: Amount | None = None
    target_year: Year | None = None
    target_emissions: Amount | None = None
    set_in: Year | None = None
    status: str = ""
    progress: Percentage | None = None
    reviewed: Annotated[str, StringConstraints(pattern=r"^20\d\d(-\d\d(-\d\d)?)?$")]
    note: str = ""

    @model_validator(mode="after")
    def _coherent(self) -> "Pledge":
        promised = (self.reduction, self.target_year, self.target_emissions)
        if self.kind is PledgeKind.NONE and any(part is not None for part in promised):
            raise ValueError("the kind is no target, but a target is given")
        if self.base_year is not None and self.target_year is not None and self.base_year >= self.target_year:
            raise ValueError(f"the base year {self.base_year} is not before the target year {self.target_year}")
        return self

    def cells(self) -> list[str]:
        """Return the pledge as the cells of the table, in the order of :data:`COLUMNS`."""
        return [_cell(getattr(self, name)) for name in COLUMNS]


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def pledge_of(cells: Mapping[str, str]) -> Pledge:
    """Return the pledge of a row of the table, blank cells left out."""
    return Pledge.model_validate({name: cell for name, cell in cells.items() if cell != ""})


def read_pledges(
    path: Path, places: Container[str], sources: Container[str]
) -> tuple[tuple[Pledge, ...], list[Finding]]:
    """Read the table of pledges in its order, with all findings; without the file there are none."""
    if not path.exists():
        return (), []
    records, findings = read_records(path, COLUMNS, pledge_of)
    known: tuple[tuple[str, Container[str]], ...] = (("place", places), ("source", sources))
    findings += [
        unknown_reference(path, name, getattr(pledge, name), name, row)
        for row, pledge in records
        for name, defined in known
        if getattr(pledge, name) not in defined
    ]
    return tuple(pledge for _, pledge in records), findings
