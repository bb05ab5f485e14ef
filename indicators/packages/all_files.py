"""Every file of the whole data set that a server hands out, by its path."""

from indicators.exports.bundle import zipped
from indicators.exports.package import json_bytes
from indicators.packages import sdmx
from indicators.packages.catalogue_graph import JSON_LD, TURTLE, json_ld, statements, turtle
from indicators.packages.croissant import CROISSANT, croissant
from indicators.packages.data_package import package_files, released, zip_name
from indicators.packages.resources import RESOURCES
from indicators.store.dataset import Dataset

PATHS = (
    "/data/datapackage.json", f"/{JSON_LD}", f"/{TURTLE}", f"/{CROISSANT}", f"/sdmx/{sdmx.STRUCTURE}",
    f"/sdmx/{sdmx.DATA}",
)  # fmt: skip
"""Where a program begins."""


def all_files(dataset: Dataset, public: str = "") -> dict[str, bytes]:
    """Return every file by its path, without the slash at its beginning; `public` is this server's address."""
    files = package_files(dataset, public)
    tables = {f"{one.name}.csv": files[f"{one.name}.csv"] for one in RESOURCES}
    files[zip_name(dataset)] = zipped(files)
    things = statements(dataset, public)
    return {
        **{f"data/{name}": content for name, content in files.items()},
        JSON_LD: json_ld(things),
        TURTLE: turtle(things),
        CROISSANT: json_bytes(croissant(dataset, tables, public)),
        f"sdmx/{sdmx.STRUCTURE}": sdmx.structure_xml(dataset, released(dataset)),
        f"sdmx/{sdmx.DATA}": sdmx.data_csv(dataset),
    }
