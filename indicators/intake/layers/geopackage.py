"""A GeoPackage of which nothing but plain tables is left: its views, triggers and virtual tables are never run.

A view may never end or make more than memory holds, and a virtual table runs code of the database library. The reader
of layers would run either; so they are taken out of the copy that it is given, without being run. A column that is
computed as it is read may do the same, and no program writes one: a file with such a column is not read.
"""

import sqlite3
from pathlib import Path

MOST_TABLES = 5_000
"""The entries of the list of tables beyond which a file is not read: every layer has a dozen of them."""

MOST_LAYERS = 300


def strip(copy: Path) -> int:
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
