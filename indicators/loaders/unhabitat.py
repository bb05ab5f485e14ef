"""UN-Habitat's Global Urban Indicators workbooks: one city a row, shares or areas in columns."""

import re

from indicators.loaders.headers import Sheet, clean, key, without_year, year_of
from indicators.loaders.raw import RawTable, ValueColumn, gather, join, unreadable
from indicators.loaders.reading import Opened

NAME = "unhabitat"
_HEADER = ("Country or Territory Name", "City Code", "City Name")
_LABELS = {
    "sdg goal", "sdg target", "sdg indicator", "country or territory code", "country or territory name", "sdg region",
    "sdg sub region", "city code", "city name", "data units", "units", "data reference year", "data source", "footnote",
    "foot note", "source", "notes", "iso3", "longitude", "latitude",
}  # fmt: skip
_RELEASES = {
    "11.7.1": "unhabitat_open_space",
    "11.2.1": "unhabitat_public_transport",
    "green": "unhabitat_green_area",
}


def recognise(opened: Opened) -> bool:
    """Return whether a sheet names cities by UN-Habitat's three columns."""
    return opened.with_header(*_HEADER) is not None


def read(opened: Opened) -> RawTable:
    """Read every sheet with cities.

    The method is `estimated` where the data source is UN-Habitat itself, else
    `reported`: a country's own figures follow another method.
    """
    parts = []
    findings = [*opened.findings]
    for sheet in opened.sheets:
        header = sheet.find(*_HEADER)
        if header is None:
            continue
        body, problems = sheet.body(header)
        findings += [*sheet.spelled(header, str(opened.path)), *problems]
        names = {key(name): name for name in body.columns}
        reference = names.get("data reference year")
        years = body[reference] if reference else ""
        columns = [
            ValueColumn(name, without_year(name), str(year_of(name) or "") or years)
            for name in body.columns
            if key(name) not in _LABELS and not name.startswith("#")
        ]
        shared = {"place_name": body[names["city name"]], "country": body[names["country or territory name"]]}
        if "data source" in names:
            source = body[names["data source"]].map(clean)
            shared["note"] = source
            own = source.str.contains(r"un-?habitat", case=False, regex=True)
            shared["method"] = own.map({True: "estimated", False: "reported"}).where(source != "", "")
        parts.append(gather(body, columns, shared, sheet.name))
    if not parts:
        return unreadable(NAME, opened.path, findings)
    table = RawTable(NAME, "city", join([part.frame for part in parts]), sum(part.rows_read for part in parts))
    table.empty = sum(part.empty for part in parts)
    table.findings = findings
    table.source, table.release = _release(opened.sheets)
    return table


def _release(sheets: list[Sheet]) -> tuple[str, str]:
    """Return the source's id and the release, where title, sheet name or last update say the year."""
    texts = [cell for sheet in sheets for record in sheet.head[:12] for cell in (sheet.name or "", *record)]
    updated = next((cell for cell in texts if re.fullmatch(r"\w+ 20\d\d", clean(cell))), "")
    named = next((sheet.name for sheet in sheets if sheet.name and year_of(sheet.name)), "")
    release = clean(updated or named or "")
    year = year_of(release)
    joined = " ".join(texts).lower().replace("-", ".")
    stem = next((stem for mark, stem in _RELEASES.items() if mark in joined), None)
    return (f"{stem}_{year}" if stem and year else ""), release
