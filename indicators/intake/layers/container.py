"""The reading edge of layers: which files are geographic, and a copy of one in a folder of its own.

A layer is read from a copy with a name given here, made of bytes that were counted: no name in an archive, and no name
of a file, ever becomes a path, and a file that is written to meanwhile is read as it was when it was copied.

Of a GeoPackage nothing but plain tables is left: its views, triggers and virtual tables are never run. A view may never
end or make more than memory holds, and a virtual table runs code of the database library. The reader of layers would
run either; so they are taken out of the copy that it is given, without being run. A column that is computed as it is
read may do the same, and no program writes one: a file with such a column is not read.
"""

import re
import shutil
import sqlite3
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from indicators.findings.finding import Finding
from indicators.intake.layers import rules
from indicators.loaders.reading import data_containers
from indicators.loaders.reading.encodings import wide_encoding
from indicators.loaders.reading.headers import TOO_LARGE
from indicators.model.rules import EMPTY_FILE, UNREADABLE_FILE

MAX_BYTES = 100_000_000
MAX_UNPACKED = 400_000_000
MAX_MEMBERS = 1_000
BLOCK = 1 << 20

PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
"""The files of a shapefile that are read."""

LATIN_TABLES = (0x00, 0x03, 0x57)
"""What a dBASE table says of its language where that is nothing, Windows' Latin, or what the system has."""

_SQLITE, _ZIP, _SHAPE = b"SQLite format 3\0", b"PK", b"\x00\x00\x27\x0a"
_GEOJSON = re.compile(
    rb'"type"\s*:\s*"(?:FeatureCollection|Feature|GeometryCollection|(?:Multi)?(?:Point|LineString|Polygon))"'
)
_TOPOJSON = re.compile(rb'"type"\s*:\s*"Topology"')
_SCRIPT = re.compile(rb"(?:var|let|const|window\.)?\s*[\w.$]+\s*=")
_SUFFIXES = frozenset({".geojson", ".gpkg", *PARTS})


@dataclass
class Container:
    """A copy of a layer's file ready to be read, or why there is none.

    `kind` is geojson, gpkg or shp; `encoding` that of a shapefile's texts where it is known not to be the usual one.
    """

    path: Path | None = None
    kind: str = ""
    encoding: str | None = None
    findings: list[Finding] = field(default_factory=list)


def is_geographic(path: Path) -> bool:
    """Return whether the file at `path` is a layer, by its content, else by the end of its name."""
    try:
        with path.open("rb") as file:
            start = file.read(4_096)
    except (OSError, ValueError):
        return False
    if start.startswith(_SHAPE) or path.suffix.lower() in _SUFFIXES:
        return True
    if start.startswith(_SQLITE):
        return start[68:72] == b"GPKG"
    if start.startswith(_ZIP):
        names = _names(path)
        workbook = {"[Content_Types].xml", "mimetype"} & set(names)
        other = workbook or data_containers.is_container(path)
        return not other and any(_suffix(name) in {*_SUFFIXES, ".json"} for name in names)
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and _GEOJSON.search(start) is not None


def _names(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()[:MAX_MEMBERS]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []


def _suffix(name: str) -> str:
    """Return the end of a member's name; what the archiver of a Mac adds to each file is none."""
    plain = PurePosixPath(name.replace("\\", "/"))
    return "" if plain.name.startswith("._") or "__MACOSX" in plain.parts else plain.suffix.lower()


def contain(path: Path, folder: Path) -> Container:
    """Copy the layer at `path` into `folder`, an empty one; what cannot be copied is a finding."""
    try:
        with path.open("rb") as file:
            start = file.read(512)
        if start.startswith(_ZIP):
            return _unpack(path, folder)
        if start.startswith(_SHAPE) or path.suffix.lower() in PARTS:
            return _shapefile({part.suffix.lower(): part for part in shapefile_parts(path)}, path, folder)
        return _single(path, start, folder)
    except OSError as error:
        return _unreadable(path, error.strerror or str(error))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError, EOFError) as error:
        return _unreadable(path, str(error))


def _single(path: Path, start: bytes, folder: Path) -> Container:
    """Copy GeoJSON or a GeoPackage, whose content begins with `start`."""
    if path.stat().st_size > MAX_BYTES:
        return _too_large(path, path.stat().st_size, MAX_BYTES)
    if not start.strip():
        return Container(findings=[Finding(EMPTY_FILE, str(path))])
    kind = "gpkg" if start.startswith(_SQLITE) else "geojson"
    copy = folder / f"layer.{kind}"
    shutil.copyfile(path, copy)
    return _plain(copy, kind, str(path))


def shapefile_parts(path: Path) -> list[Path]:
    """Return the parts of the shapefile that `path` is one of, which have its name but for the end."""
    return [
        part
        for part in sorted(path.parent.iterdir())
        if part.stem == path.stem and part.suffix.lower() in PARTS and part.is_file()
    ]


def bundle(path: Path, folder: Path) -> Path:
    """Return the one file that holds a layer: `path` itself, or an archive of the parts of its shapefile.

    The same parts make the same archive, byte by byte.
    """
    if path.suffix.lower() not in PARTS or not path.is_file():
        return path
    parts = shapefile_parts(path)
    if sum(part.stat().st_size for part in parts) > MAX_UNPACKED:
        return path
    target = folder / f"{path.stem}.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(zipfile.ZipInfo(part.name), part.read_bytes(), zipfile.ZIP_DEFLATED)
    return target


def _plain(copy: Path, kind: str, file: str) -> Container:
    """Return a copy of GeoJSON or a GeoPackage; text that is not GeoJSON is refused before anything reads it."""
    if kind == "gpkg":
        return Container(copy, kind)
    wide = wide_encoding(copy)
    if wide:
        copy.write_text(copy.read_text(encoding=wide), encoding="utf-8")
    with copy.open("rb") as text:
        head = text.read(1 << 16).lstrip(b"\xef\xbb\xbf \t\r\n")
    if _TOPOJSON.search(head) is not None:
        return Container(findings=[Finding(rules.TOPOJSON, file)])
    if head.startswith(b"{") and _GEOJSON.search(head) is not None:
        return Container(copy, kind)
    if _SCRIPT.match(head) is not None and _GEOJSON.search(head) is not None:
        return Container(findings=[Finding(rules.MAP_SCRIPT, file)])
    begins = " ".join(head[:60].decode("utf-8", errors="replace").split())[:40]
    return Container(findings=[Finding(rules.NOT_GEOJSON, file, params={"found": begins or "-"})])


def _unpack(path: Path, folder: Path) -> Container:
    """Copy the layer out of an archive, counting the bytes that really come out of it."""
    file = str(path)
    with zipfile.ZipFile(path) as archive:
        members = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(members) > MAX_MEMBERS:
            params = {"found": f"{len(members):,} files", "limit": f"{MAX_MEMBERS:,}"}
            return Container(findings=[Finding(TOO_LARGE, file, params=params)])
        layers = sorted(
            entry.filename for entry in members if _suffix(entry.filename) in {".geojson", ".json", ".gpkg"}
        )
        shapes = sorted(entry.filename for entry in members if _suffix(entry.filename) in PARTS)
        stems = sorted({name[:-4] for name in shapes if _suffix(name) == ".shp"} or {name[:-4] for name in shapes})
        candidates = [*stems, *layers]
        if not candidates:
            return _unreadable(path, "the archive holds no layer")
        chosen = candidates[0]
        wanted = [name for name in shapes if name[:-4] == chosen] or [chosen]
        room = MAX_UNPACKED
        copies: dict[str, Path] = {}
        for name in wanted:
            copy = folder / f"taken{len(copies)}"
            room -= _take(archive, name, copy, room)
            if room < 0:
                return _too_large(path, MAX_UNPACKED, MAX_UNPACKED, more=True)
            copies[_suffix(name)] = copy
    chosen_layer = [Finding(rules.LAYER_CHOSEN, file, value=chosen, params={"found": ", ".join(candidates[:20])})]
    if chosen in layers:
        kind = "gpkg" if _suffix(chosen) == ".gpkg" else "geojson"
        made = _plain(copies[_suffix(chosen)].rename(folder / f"layer.{kind}"), kind, file)
    else:
        made = _shapefile(copies, path, folder)
    made.findings = [*(chosen_layer if len(candidates) > 1 else []), *made.findings]
    return made


def _take(archive: zipfile.ZipFile, name: str, copy: Path, room: int) -> int:
    """Write a member of an archive to `copy`; stop as soon as more than `room` bytes have come out."""
    written = 0
    with archive.open(name) as packed, copy.open("wb") as out:
        while block := packed.read(BLOCK):
            written += len(block)
            if written > room:
                break
            out.write(block)
    return written


def _shapefile(parts: dict[str, Path], path: Path, folder: Path) -> Container:
    """Put the parts of a shapefile side by side under one name."""
    file = str(path)
    missing = [suffix for suffix in (".shp", ".dbf") if suffix not in parts]
    if missing:
        return Container(findings=[Finding(rules.SHAPEFILE_PARTS, file, value=suffix) for suffix in missing])
    size = sum(part.stat().st_size for part in parts.values())
    if size > MAX_UNPACKED:
        return _too_large(path, size, MAX_UNPACKED)
    for suffix, part in parts.items():
        shutil.copyfile(part, folder / f"layer{suffix}")
    findings = []
    if ".shx" not in parts:
        _make_index(folder / "layer.shp", folder / "layer.shx")
        findings.append(Finding(rules.SHAPEFILE_INDEX, file, value=".shx"))
    encoding = None if ".cpg" in parts else _encoding(folder / "layer.dbf")
    return Container(folder / "layer.shp", "shp", encoding, findings)


def _make_index(shapes: Path, index: Path) -> None:
    """Write the index of a shapefile: where each record begins and how long it is, in words of 16 bits."""
    content = shapes.read_bytes()
    records = bytearray()
    offset = 100
    while offset + 8 <= len(content):
        length = int.from_bytes(content[offset + 4 : offset + 8], "big")
        if offset + 8 + 2 * length > len(content):
            break
        records += (offset // 2).to_bytes(4, "big") + length.to_bytes(4, "big")
        offset += 8 + 2 * length
    head = bytearray(content[:100])
    head[24:28] = ((100 + len(records)) // 2).to_bytes(4, "big")
    index.write_bytes(bytes(head + records))


def _encoding(table: Path) -> str | None:
    """Return the encoding of a shapefile that names none: UTF-8 where its texts are that, else Windows' Latin.

    Not where the table itself names another one. Windows' Latin has every letter of
    ISO 8859-1, which would be read otherwise, and its dashes, quotes and ligatures too.
    """
    content = table.read_bytes()
    body = content[32:]
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "CP1252" if content[29] in LATIN_TABLES else None
    return None if body.isascii() else "UTF-8"


def _too_large(path: Path, size: int, limit: int, more: bool = False) -> Container:
    size_text = f"{'over ' if more else ''}{size:,} bytes"
    return Container(findings=[Finding(TOO_LARGE, str(path), params={"found": size_text, "limit": f"{limit:,}"})])


def _unreadable(path: Path, reason: str) -> Container:
    reason_text = " ".join(reason.split())[:200] or "-"
    return Container(findings=[Finding(UNREADABLE_FILE, str(path), params={"reason": reason_text})])


MOST_TABLES = 5_000
"""The entries of the list of tables beyond which a file is not read: every layer has a dozen of them."""

MOST_LAYERS = 300


def strip_geopackage(copy: Path) -> int:
    """Take views, triggers and virtual tables out of a copy of a GeoPackage; return how many layers it lists.

    Raises sqlite3.Error where it is damaged, has more tables than are read, or computes its columns.
    """
    database = sqlite3.connect(copy, isolation_level=None)
    try:
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA writable_schema = ON")
        (count,) = database.execute(
            "SELECT count(*) FROM (SELECT 1 FROM sqlite_master LIMIT ?)", [MOST_TABLES + 1]
        ).fetchone()
        if count > MOST_TABLES:
            raise sqlite3.DataError(f"it has more than {MOST_TABLES:,} tables, indexes and triggers")
        computed = (
            "SELECT 1 FROM sqlite_master AS t JOIN pragma_table_xinfo(t.name) AS c "
            "WHERE t.type = 'table' AND c.hidden IN (2, 3) LIMIT 1"
        )
        if database.execute(computed).fetchone():
            raise sqlite3.DataError("a table computes a column as it is read")
        database.execute("BEGIN")
        database.execute(
            "DELETE FROM sqlite_master WHERE type IN ('view', 'trigger') OR lower(ltrim(sql)) LIKE 'create virtual%'"
            " OR (type = 'index' AND sql IS NOT NULL)"
        )
        database.execute("COMMIT")
    finally:
        database.close()
    database = sqlite3.connect(copy, isolation_level=None)
    try:
        tables = "(SELECT lower(name) FROM sqlite_master WHERE type = 'table')"
        for listing in ("gpkg_contents", "gpkg_geometry_columns"):
            database.execute(f"DELETE FROM {listing} WHERE lower(table_name) NOT IN {tables}")
        (layers,) = database.execute("SELECT count(*) FROM gpkg_contents").fetchone()
        return int(layers)
    finally:
        database.close()
