"""Reading a table of published figures, with each row's line, place and number."""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from indicators.findings.finding import DataProblem, Finding
from indicators.model.observations import COLUMNS
from indicators.model.places import Gazetteer, read_places
from indicators.model.rules import MISSING_FILE, NOT_A_NUMBER, UNREADABLE_FILE
from indicators.store.checks import UNKNOWN_PLACE
from indicators.store.dataset import DATA_FOLDER

HELD_COLUMNS = ("table", "row", "place", "indicator", "year", "value", "reason")
"""The columns of the lists of figures held back: what a table says and the project does not show."""


def read_figures(path: Path) -> pd.DataFrame:
    """Read a table of figures as text.

    Besides the table's own columns the frame has `row` (the line on which the
    record starts, counted from 1 with the header) and, where the table has a
    `value`, `number` (the value as a float). Raises :class:`DataProblem` where
    the file is missing, is not such a table, or holds a value that is no number.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = next(reader, [])
            records, start = [], reader.line_num + 1
            for record in reader:
                records.append([*record, str(start)])
                start = reader.line_num + 1
        frame = pd.DataFrame(records, columns=[*header, "row"], dtype="str")
    except FileNotFoundError:
        raise DataProblem([Finding(MISSING_FILE, file=str(path))]) from None
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        raise DataProblem([Finding(UNREADABLE_FILE, file=str(path), params={"reason": str(error)})]) from None
    frame["row"] = frame["row"].astype("int64")
    if "value" in frame:
        frame["number"] = pd.to_numeric(frame["value"].where(frame["value"] != ""), errors="coerce")
        bad = frame[frame["number"].isna() & (frame["value"] != "")]
        if len(bad):
            raise DataProblem(
                Finding(NOT_A_NUMBER, file=str(path), row=row, column="value", value=value)
                for row, value in zip(bad["row"], bad["value"], strict=True)
            )
    return frame


@cache
def gazetteer() -> Gazetteer:
    """Return the project's own places; raise :class:`DataProblem` where they cannot be read."""
    places, findings = read_places(DATA_FOLDER / "places")
    if findings:
        raise DataProblem(findings)
    return places


def place_ids(frame: pd.DataFrame, column: str = "city", kind: str | None = None) -> pd.Series:
    """Return the place id of each row's name in `column`, missing where no place is called so.

    Where `kind` names a column (such as `area_level`), the name with its kind,
    "Hay Hassani (prefecture of arrondissements)", is tried before the name
    alone: districts and prefectures share names.
    """
    places = gazetteer()
    kinds = frame[kind] if kind else pd.Series("", index=frame.index)
    ids = {
        (name, kind_of_place): (places.find(f"{name} ({kind_of_place})") if kind_of_place else None)
        or places.find(name)
        for name, kind_of_place in set(zip(frame[column], kinds, strict=True))
    }
    return pd.Series([ids[pair] for pair in zip(frame[column], kinds, strict=True)], index=frame.index, dtype="str")


def required_place_ids(frame: pd.DataFrame, column: str, path: Path, kind: str | None = None) -> pd.Series:
    """Return the place id of each row; raise :class:`DataProblem` naming every row without one."""
    ids = place_ids(frame, column, kind)
    lost = frame[ids.isna()]
    if len(lost):
        raise DataProblem(
            Finding(UNKNOWN_PLACE, file=str(path), row=row, column=column, value=name)
            for row, name in zip(lost["row"], lost[column], strict=True)
        )
    return ids


def observations(rows: pd.DataFrame, constants: Mapping[str, object] | None = None) -> pd.DataFrame:
    """Return `rows` with the observation columns as text, `constants` filling whole columns.

    `rows` brings at least `place` and `value` (numbers or text); what neither
    it nor `constants` has stays empty. A value whose `bound` is `lower` or `upper`
    stands in that column instead. Numbers are written in their shortest exact form.
    """
    if "bound" in rows:
        bounds = {name: rows["value"].where(rows["bound"] == name) for name in ("lower", "upper")}
        rows = rows.assign(**bounds, value=rows["value"].where(rows["bound"] == ""))
    out = rows.assign(**(constants or {})).reindex(columns=list(COLUMNS))
    for name in COLUMNS:
        out[name] = ["" if pd.isna(value) else _text(value) for value in out[name]]
    return out.reset_index(drop=True)


def _text(value: object) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(float(value))
    return str(value)


def held(rows: pd.DataFrame, table: str, indicator: str, reason: str | pd.Series) -> pd.DataFrame:
    """Return `rows` (with `row`, `place`, `year` and `value`) as lines of the held-back table."""
    out = rows.assign(table=table, indicator=indicator, reason=reason).reindex(columns=list(HELD_COLUMNS))
    return out.reset_index(drop=True)


def together(built: Iterable[Mapping[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """Return the tables of several builders as one for each indicator, with its id."""
    parts: dict[str, list[pd.DataFrame]] = {}
    for tables in built:
        for indicator, frame in tables.items():
            parts.setdefault(indicator, []).append(frame.assign(indicator=indicator))
    return {indicator: pd.concat(frames, ignore_index=True) for indicator, frames in parts.items()}


def write_table(table: pd.DataFrame, path: Path) -> Path:
    """Write a table as CSV; return the file."""
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
    return path
