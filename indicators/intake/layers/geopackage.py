"""A GeoPackage of which nothing but plain tables is left: its views, triggers and virtual tables are never run.

A view may never end or make more than memory holds, and a virtual table runs code of the database library. The reader
of layers would run either; so they are taken out of the copy that it is given, without being run.
"""

import sqlite3
from pathlib import Path

MOST_TABLES = 5_000
"""The entries of the list of tables beyond which a file is not read: every layer has a dozen of them."""

MOST_LAYERS = 300


def strip(copy: Path) -> int:
    """Take views, triggers and virtual tables out of a copy of a GeoPackage; return how many layers it lists.

    Raises sqlite3.Error where it is damaged or has more tables than are read.
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
