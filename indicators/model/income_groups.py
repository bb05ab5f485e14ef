"""Income groups of countries: the World Bank's classes, as a publication of a stated year prints them."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

from indicators.findings.finding import Finding
from indicators.language.translator import N_
from indicators.model.catalogue import Identifier, Model
from indicators.model.csv_tables import read_records
from indicators.model.rules import MISSING_FILE, unknown_reference

COLUMNS = ("country", "group", "year", "source")


class IncomeClass(StrEnum):
    """The four classes by gross national income per person."""

    LOW = "LIC"
    LOWER_MIDDLE = "LMIC"
    UPPER_MIDDLE = "UMIC"
    HIGH = "HIC"


GROUP_TEXTS = {
    IncomeClass.LOW: N_("low income"),
    IncomeClass.LOWER_MIDDLE: N_("lower middle income"),
    IncomeClass.UPPER_MIDDLE: N_("upper middle income"),
    IncomeClass.HIGH: N_("high income"),
}


class IncomeGroup(Model):
    """The group of one country (`id`, ISO 3166-1 alpha-3) in a year, and the source that prints it."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    group: IncomeClass
    year: int
    source: Identifier


def read_income_groups(
    path: Path, sources: Mapping[str, object], needed: bool = False
) -> tuple[dict[str, IncomeGroup], list[Finding]]:
    """Read the table; return the groups by country with all findings.

    Without the file there are no groups, which is a finding where one is `needed`.
    """
    if not path.exists():
        return {}, [Finding(MISSING_FILE, file=str(path))] if needed else []

    def group(row: Mapping[str, str]) -> IncomeGroup:
        return IncomeGroup(
            id=row["country"], group=IncomeClass(row["group"]), year=int(row["year"]), source=row["source"]
        )

    records, findings = read_records(path, COLUMNS, group)
    findings += [
        unknown_reference(path, "source", record.source, "source", row)
        for row, record in records
        if record.source not in sources
    ]
    return {record.id: record for _, record in records}, findings
