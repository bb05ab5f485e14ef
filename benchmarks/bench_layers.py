"""A boundary file of 5 MB read, checked and simplified, against a bare `geopandas.read_file`; 5,000 areas as a map.

The file is made here: areas that share crooked borders, as districts do. Ours copies it, reads it, checks every
outline, matches every name, projects, measures, simplifies with shared borders preserved, and writes what is stored.

Run: python benchmarks/bench_layers.py
"""

import gzip
import sys
import tempfile
from pathlib import Path

import geopandas as gpd
import orjson

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.report import in_turns, line, seconds
from indicators.charts.chart import Look
from indicators.charts.district_map import district_map
from indicators.charts.request import ChartRequest, MapView
from indicators.intake.drafts import draft
from indicators.intake.file_check import check_file
from indicators.intake.layers.layer import read_layer
from indicators.store.additions import named
from indicators.store.dataset import open_dataset
from tests.helpers.layers_made import cells

RUNS = 7
YEAR = 2026
MAPPING = '[indicators]\nshare = "running_water_at_home"\n[constants]\nyear = "2024"\nsource = "hcp_rgph_2024"\n'


def main() -> None:
    """Run the measures."""
    dataset = open_dataset()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "five.geojson"
        cells(60, 185_000).to_file(path, driver="GeoJSON")
        size = path.stat().st_size / 1e6
        check_file(path, dataset, YEAR)
        ours, bare = in_turns(lambda: read_layer(path, dataset), lambda: gpd.read_file(path), RUNS)
        line(f"a boundary file of {size:.1f} MB; geopandas.read_file", ours * 1e3, "ms", bare * 1e3, "ratio <= 3")

        path, mapping = Path(folder) / "many.geojson", Path(folder) / "layer.toml"
        cells(5_000, 60_000).to_file(path, driver="GeoJSON")
        mapping.write_text(MAPPING, encoding="utf-8")
        took = seconds(lambda: check_file(path, dataset, YEAR, mapping=mapping))
        intake = check_file(path, dataset, YEAR, mapping=mapping)
        line(f"5,000 areas ({path.stat().st_size / 1e6:.1f} MB) checked with their values", took * 1e3, "ms", digits=0)
        line("... outlines as stored", len(intake.outlines.encode()) / 1e3, "kB", digits=0)
        shown = draft(named(dataset, places=intake.places), intake)
        state = ChartRequest(indicator="running_water_at_home", map=MapView(city="madrid"))
        entry = shown.catalogue["running_water_at_home"]
        first = seconds(lambda: district_map(shown, entry, state, Look("en")))
        warm = seconds(lambda: district_map(shown, entry, state, Look("en")))
        made = district_map(shown, entry, state, Look("en"))
        assert made is not None
        assert made.chart.figure is not None
        body = orjson.dumps(made.chart.figure.to_dict())
        line("... their map, first", first * 1e3, "ms", digits=0)
        line("... their map, again (another class or selection)", warm * 1e3, "ms", digits=0)
        line("... its figure as JSON", len(body) / 1e3, "kB", digits=0)
        line("... its figure on the wire (gzip)", len(gzip.compress(body, 5)) / 1e3, "kB", digits=0)


if __name__ == "__main__":
    main()
