"""The coordinate system that a layer's file declares: a known code or a definition, never an address to fetch.

The library that reads layers would ask another machine for a system that is given as an address, or open a file that is
named as one. So what is declared is looked at before the library sees the file.
"""

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

MOST_TEXT = 20_000
"""The characters of the longest definition that is looked at."""

_KEY = re.compile(rb'"(?:c|\\u0063)(?:r|\\u0072)(?:s|\\u0073)"\s*:\s*(?=\{)', re.I)
"""The member `crs` of GeoJSON where it is an object, its letters escaped or not."""

_CODE = re.compile(
    r"(?:urn:(?:x-)?ogc:def:crs:)?(?:EPSG|OGC|ESRI|IAU_\d{4}|IGNF):[\w.:]*[\w.]+|CRS84|WGS84"
    r"|https?://www\.opengis\.net/def/crs/(?:EPSG|OGC)/[\d.]+/\w+",
    re.I,
)
"""Names of systems that are looked up in the library's own tables."""

_DEFINITION = re.compile(
    r"\s*(?:undefined|(?:PROJ|GEOG|GEOD|GEOC|LOCAL|VERT|COMPD|COMPOUND|BOUND|ENG)_?(?:CRS|CS)?\s*[\[(])", re.I
)
"""How a definition in Well-Known Text begins (OGC 18-010r7, and the older OGC 01-009)."""

_NAMES_MORE = re.compile(r"https?:|ftp:|/vsi|(?:nad|geoid)grids\s*=\s*(?!@null)|PROJ4_GRIDS", re.I)
"""What has no place in a definition: addresses, and grids in other files."""


def is_definition(text: str) -> bool:
    """Return whether a text defines a coordinate system by itself."""
    plain = re.sub(r"(?:ID|AUTHORITY|URI|CITATION|REMARK)\s*\[[^\]]*\]", "", text, flags=re.I)
    return len(text) <= MOST_TEXT and _DEFINITION.match(text) is not None and _NAMES_MORE.search(plain) is None


def is_system(text: str) -> bool:
    """Return whether a text that a person wrote is a code, or defines a coordinate system by itself."""
    plain = text.strip()
    written = plain.isdecimal() or (plain.startswith("+proj=") and _NAMES_MORE.search(plain) is None)
    return written or _CODE.fullmatch(plain) is not None or is_definition(plain)


def foreign_crs(path: Path, kind: str) -> str | None:
    """Return what a layer (geojson, gpkg or shp) declares for its system where that is neither code nor definition.

    Raises OSError and sqlite3.Error where the file cannot be looked at.
    """
    if kind == "geojson":
        return _of_geojson(path.read_bytes())
    if kind == "gpkg":
        return _of_geopackage(path)
    beside = path.with_suffix(".prj")
    text = (
        beside.read_text(encoding="latin-1")[: MOST_TEXT + 1].strip("\ufeff\xef\xbb\xbf\0 \r\n\t")
        if beside.exists()
        else ""
    )
    return text[:200] if text and not is_definition(text) else None


def _of_geojson(content: bytes) -> str | None:
    decoder = json.JSONDecoder()
    for match in _KEY.finditer(content):
        text = content[match.end() : match.end() + MOST_TEXT].decode("utf-8", "replace")
        try:
            declared, _ = decoder.raw_decode(text)
        except (ValueError, RecursionError):
            return text[:200]
        if not _is_known(declared):
            return json.dumps(declared, ensure_ascii=False)[:200]
    return None


def _is_known(declared: Any) -> bool:
    """Return whether the member `crs` names a system by its code."""
    properties = declared.get("properties")
    kind = str(declared.get("type", "")).lower()
    if not isinstance(properties, dict):
        return False
    if kind == "epsg":
        return str(properties.get("code", "")).isdecimal()
    name = properties.get("name")
    return kind == "name" and isinstance(name, str) and _CODE.fullmatch(name.strip()) is not None


def _of_geopackage(path: Path) -> str | None:
    with sqlite3.connect(path) as database:
        database.text_factory = lambda raw: raw.decode("utf-8", "replace")
        columns = [row[1] for row in database.execute("PRAGMA table_info(gpkg_spatial_ref_sys)").fetchmany(50)]
        for column in ("definition", "definition_12_063"):
            if column not in columns:
                continue
            for (text,) in database.execute(f"SELECT {column} FROM gpkg_spatial_ref_sys LIMIT 10000"):
                if text is not None and str(text).strip() and not is_definition(str(text)):
                    return str(text)[:200]
    return None
