"""The table of meters: which place each is in, and how many persons it serves."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from indicators.findings.finding import Finding
from indicators.model.places import Gazetteer, nearest
from indicators.model.rules import MISSING_COLUMN, MISSING_FILE, unreadable
from indicators.readings.description import Meters
from indicators.readings.rules import METER_PLACE, METER_TWICE


@dataclass(frozen=True)
class MeterTable:
    """Meters that stand in one known place each.

    `meters` has the columns meter and place; `persons` is how many persons the meters of a place serve, for the places
    of which every meter says so.
    """

    meters: pd.DataFrame
    persons: dict[str, float]


def read_meters(path: Path, columns: Meters, places: Gazetteer) -> tuple[MeterTable | None, list[Finding]]:
    """Read a table of meters; return it, or None, and everything that is wrong with it."""
    if not path.exists():
        return None, [Finding(MISSING_FILE, str(path))]
    try:
        raw = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        return None, [unreadable(path, error)]
    named = [columns.meter, columns.place, *([columns.persons] if columns.persons else [])]
    headings = ", ".join(map(str, raw.columns))
    missing = [
        Finding(MISSING_COLUMN, str(path), column=name, params={"found": headings}) for name in named if name not in raw
    ]
    if missing:
        return None, missing
    table = pd.DataFrame({"meter": raw[columns.meter].str.strip(), "place": raw[columns.place].str.strip()})
    table["persons"] = pd.to_numeric(raw[columns.persons], errors="coerce") if columns.persons else float("nan")
    findings = [
        Finding(
            METER_PLACE,
            str(path),
            row=int(row) + 2,
            column=columns.place,
            value=place,
            params={"near": nearest(place, places)},
        )
        for row, place in table.loc[~table["place"].isin(list(places)), "place"].items()
    ]
    known = table[table["place"].isin(list(places))].drop_duplicates(["meter", "place"])
    twice = known[known.duplicated("meter", keep=False)]
    findings += [
        Finding(
            METER_TWICE, str(path), column=columns.meter, value=str(meter), params={"places": ", ".join(rows["place"])}
        )
        for meter, rows in twice.groupby("meter")
    ]
    single = known.drop(index=twice.index).reset_index(drop=True)
    served = single.groupby("place")["persons"].agg(lambda persons: persons.sum(skipna=False))
    persons = {str(place): float(count) for place, count in served.items() if count > 0}
    return MeterTable(single[["meter", "place"]], persons), findings
