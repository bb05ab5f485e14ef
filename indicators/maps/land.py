"""The land of the world for maps: projected, cut to a frame, simplified to what a screen shows.

The projection is Equal Earth (Šavrič, Patterson and Jenny 2018, EPSG:8857):
areas keep their proportions, and parallels are straight and evenly divided, so
that a length along one parallel is true wherever it is drawn. Borders between
countries are not drawn: sources disagree on some, and a point needs none.
"""

from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from pyproj import Geod, Transformer

from indicators.findings.finding import Finding
from indicators.maps import outlines
from indicators.maps.outlines import Rings, rings, rings_of
from indicators.model.rules import MISSING_FILE, UNREADABLE_FILE

CRS = "EPSG:8857"
FILE = "land.geojson"
SOURCE = "natural_earth_land_110m"
"""The source of the outline."""

ATTRIBUTION = "Made with Natural Earth"

KM = 1000.0
SMALLEST_DOTS = 2.5
"""An island smaller than so many tolerances across is not drawn."""


@dataclass(frozen=True)
class Frame:
    """A part of the map: its limits in kilometres of the projection, and what a pixel may hide, in kilometres."""

    west: float
    south: float
    east: float
    north: float
    tolerance: float

    @property
    def width(self) -> float:
        """Kilometres from west to east."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """Kilometres from south to north."""
        return self.north - self.south

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies inside."""
        return self.west <= x <= self.east and self.south <= y <= self.north


WORLD = Frame(-13_500, -6_600, 15_500, 7_950, tolerance=35)
"""From Cape Horn to the north of Greenland, from Alaska to New Zealand."""

NEAR = Frame(-1_750, 3_560, 3_300, 6_650, tolerance=6)
"""Around the Mediterranean, from Marrakesh to Amsterdam and to Cairo: where half of the peers lie."""


@dataclass(frozen=True)
class Land:
    """The land inside a frame as rings of x and y in kilometres; what was wrong with the file."""

    rings: Rings
    findings: tuple[Finding, ...] = ()


@lru_cache(maxsize=1)
def _transformer() -> Transformer:
    return Transformer.from_crs("EPSG:4326", CRS, always_xy=True)


def projected(longitude: float, latitude: float) -> tuple[float, float]:
    """Return a point in degrees as x and y in kilometres of the projection, to a tenth."""
    x, y = _transformer().transform(longitude, latitude)
    return round(x / KM, 1), round(y / KM, 1)


@lru_cache(maxsize=8)
def drawn_length(kilometres: float, latitude: float) -> float:
    """Return how long a length along the parallel of `latitude` is drawn, in kilometres of the projection."""
    # The geodesic of one kilometre hardly leaves the parallel, and all kilometres of a parallel are drawn alike.
    longitude, _, _ = Geod(ellps="WGS84").fwd(0, latitude, 90, KM)
    x, _ = _transformer().transform(longitude, latitude)
    return float(x) / KM * kilometres


@lru_cache(maxsize=8)
def land(folder: Path, _version: str, frame: Frame) -> Land:
    """Return the land of a data folder inside a frame, made once for each version of the data.

    A file that is missing or cannot be read is a finding, and the sea is empty.
    """
    path = folder / "boundaries" / FILE
    if not path.exists():
        return Land((), (Finding(MISSING_FILE, file=path.name),))
    stored = outlines.stored(folder, _key(folder, frame))
    return _made(path, frame) if stored is None else Land(rings_of(stored))


def _key(folder: Path, frame: Frame) -> str:
    return outlines.key_of(folder / "boundaries" / FILE, "land", *astuple(frame))


def to_store(folder: Path) -> dict[str, Rings]:
    """Return what maps of the world draw of a data folder, by the keys of :mod:`indicators.maps.outlines`."""
    path = folder / "boundaries" / FILE
    made = {_key(folder, frame): _made(path, frame) for frame in (WORLD, NEAR) if path.exists()}
    return {key: drawn.rings for key, drawn in made.items() if not drawn.findings}


def _made(path: Path, frame: Frame) -> Land:
    try:
        shapes = gpd.read_file(path).to_crs(CRS).geometry.to_numpy()
    except (RuntimeError, OSError, ValueError) as error:
        return Land((), (Finding(UNREADABLE_FILE, file=path.name, params={"reason": str(error)}),))
    box = np.array([frame.west, frame.south, frame.east, frame.north]) * KM
    inside = shapely.intersection(shapely.make_valid(shapes), shapely.box(*box))
    simple = shapely.simplify(inside, frame.tolerance * KM)
    least = (SMALLEST_DOTS * frame.tolerance * KM) ** 2
    parts = [part for part in shapely.get_parts(simple) if shapely.area(part) >= least]
    coastlines = [np.round(ring / KM) for part in parts for ring in rings(part) if len(ring) > 3]
    return Land(tuple((tuple(ring[:, 0].tolist()), tuple(ring[:, 1].tolist())) for ring in coastlines))
