"""The parts of a city as GeoJSON, each with its figure, and the verdict on all of them side by side."""

from typing import Any

import orjson

from indicators.analysis.standing import select
from indicators.analysis.verdicts import reasons_text, rule_codes
from indicators.charts.request import MapView
from indicators.exports.map_layers import areas_geojson, map_frame
from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.maps import districts
from indicators.model.vocabulary import Level
from indicators.open.chart_files import left_out_records
from indicators.open.judgements import ONE_INDICATOR
from indicators.open.observation_rows import split_by_licence
from indicators.open.parameters import Parameter, Query
from indicators.open.problems import REFUSED, UNKNOWN, RequestProblem
from indicators.store.dataset import Dataset
from indicators.web.links import YEARS

CITY = Parameter("city", "mapped city", "Id of a city whose parts have outlines; the home city unless named.")
PARTS = Parameter("level", "parts", "district, or prefecture; districts unless named.")
OF_YEAR = Parameter(
    "year", "number", "The year of the figures; the newest unless named.", low=YEARS.start, high=YEARS.stop - 1
)

PARAMETERS = (ONE_INDICATOR, CITY, PARTS, OF_YEAR)

NO_YEAR = Rule(
    "open_map_year",
    Severity.ERROR,
    N_("No map of {value} can be made of the figures held here."),
    N_("The years with figures of enough parts: {allowed}."),
)

NO_MAP = Rule(
    "open_no_map",
    Severity.ERROR,
    N_("Of “{value}” no figures of parts of this city are held here, or their outlines may not be handed on."),
    N_("Ask for another indicator, city or level."),
)

_AREAS = {str(Level.DISTRICT): "arrondissements", str(Level.PREFECTURE): "prefectures"}


def districts_geojson(dataset: Dataset, query: Query) -> bytes:
    """Return the outlines of a city's parts with the figures of one year, as GeoJSON in degrees of WGS 84.

    Raises RequestProblem where there are none, or not of the year asked for.
    """
    entry, language = dataset.catalogue[query.word("indicator")], query.language
    level = Level(query.word("level", str(Level.DISTRICT)))
    city = query.word("city") or None
    year = query.number("year")
    offered = districts.dates_of(dataset, entry, level, city).years
    if not offered:
        raise RequestProblem(REFUSED, [Finding(NO_MAP, column="indicator", value=entry.id)])
    if year is not None and year not in offered:
        params = {"allowed": ", ".join(map(str, offered))}
        raise RequestProblem(UNKNOWN, [Finding(NO_YEAR, column="year", value=str(year), params=params)])
    view = MapView(shown=str(year or offered[-1]), areas=_AREAS[str(level)], city=city)
    frame = map_frame(dataset, entry, view)
    if frame is None:
        raise RequestProblem(REFUSED, [Finding(NO_MAP, column="indicator", value=entry.id)])
    rows = districts.figures(dataset, entry, level, city)
    left_out = split_by_licence(dataset, rows)[1]
    comparison = select(dataset, entry, districts.of_year(rows, int(str(view.shown)))).comparison
    record: dict[str, Any] = orjson.loads(areas_geojson(frame))
    verdict = {
        "verdict": None if comparison.single else str(comparison.verdict),
        "reason": reasons_text(comparison.reasons, language),
        "rules": rule_codes(comparison),
    }
    for feature in record["features"]:
        feature["properties"] |= verdict if feature["properties"]["value"] is not None else dict.fromkeys(verdict)
    features = record.pop("features")
    return orjson.dumps(
        record
        | verdict
        | {
            "data_version": dataset.version,
            "years": list(offered),
            "left_out": left_out_records(dataset, left_out, language),
            "features": features,
        }
    )
