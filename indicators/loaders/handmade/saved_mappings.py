"""Mappings saved for the next file of the same shape: one small TOML file for each header row.

The shape of a file is the words of its header; a header that is a year counts
as any year, so that next year's file, with one column more, is of the same
shape.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from indicators.loaders.handmade.mapping import Mapping, find_header, read_mapping, to_toml
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import key, year_of
from indicators.loaders.tidy import MOST_ABOVE

_YEAR = "year"


def shape_of(columns: Sequence[str]) -> tuple[str, ...]:
    """Return what the headers of two files of one shape have in common, in their order."""
    words = [_YEAR if is_year(name) else key(name) for name in columns]
    return tuple(word for place, word in enumerate(words) if word != _YEAR or place == words.index(_YEAR))


def is_year(header: str) -> bool:
    """Return whether a header is a year and nothing else, but for what stands in brackets."""
    return (
        year_of(header) is not None
        and re.fullmatch(r"\D{0,3}\d{4}\s*(?:\(.*\)|\[.*\]|\*)?", header.strip()) is not None
    )


def file_name(shape: Sequence[str]) -> str:
    """Return the name of the file that keeps the mapping of a shape: a few of its words, and a digest of all."""
    words = [re.sub(r"[^a-z0-9]+", "", word) for word in shape]
    start = "-".join(word for word in words if word)[:40].strip("-")
    digest = hashlib.sha256("\n".join(shape).encode()).hexdigest()[:10]
    return f"{start}-{digest}.toml" if start else f"{digest}.toml"


def remembered(folder: Path, opened: Opened) -> Mapping | None:
    """Return the mapping saved in `folder` for the shape of an opened file, set to its sheet, row and years, or None.

    A saved file that cannot be read any more counts as none.
    """
    for sheet in opened.sheets:
        for number, row in enumerate(sheet.rows[:MOST_ABOVE]):
            columns = sheet.columns(number)
            path = folder / file_name(shape_of(columns))
            if len(columns) < 2 or not path.is_file():
                continue
            saved, _ = read_mapping(path)
            if saved is None:
                continue
            years = tuple(name for name in columns if is_year(name)) if saved.years else ()
            units = {name: unit for name, unit in saved.units.items() if not saved.years or name in years}
            fitted = saved.model_copy(update={"sheet": sheet.name, "header": row, "years": years, "units": units})
            if find_header(opened, fitted) is not None:
                return fitted
    return None


def remember(folder: Path, opened: Opened, mapping: Mapping) -> Path | None:
    """Keep a mapping in `folder` for the next file of this shape; return its file, None where it does not fit the file.

    The file is written whole or not at all; one saved before for the same shape is replaced.
    """
    header_at = find_header(opened, mapping)
    if header_at is None:
        return None
    sheet, header = header_at
    path = folder / file_name(shape_of(sheet.columns(header)))
    headers = ", ".join(sheet.columns(header)).replace("\n", " ")[:300]
    text = f"# For tables whose header reads: {headers}\n" + to_toml(
        mapping.model_copy(update={"sheet": None, "header": None})
    )
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=folder, prefix=".", suffix=".part", delete=False
    ) as file:
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise
    return path
