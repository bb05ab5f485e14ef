"""The map of the world as a file: what its address asks for, and what is answered."""

from functools import lru_cache

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from indicators import site
from indicators.charts.lookup import choices, cities_of
from indicators.charts.world_map import KIND, PAGE, not_shown
from indicators.exports.maps import geopackage
from indicators.exports.points import geojson, point_frame
from indicators.findings import describe
from indicators.language import N_, text
from indicators.links import State, read
from pages.parts.map_downloads import TYPES


def points(request: Request) -> Response:
    """Answer the map that the address names; what it cannot mean is said in plain words."""
    dataset = site.dataset()
    state, findings = read(request.query_params, choices(dataset))
    entry = dataset.catalogue.get(state.indicator or "")
    if entry is not None:
        findings += not_shown(dataset, entry, cities_of(dataset, state), state)
    if findings:
        told = [describe(finding, state.language)[0] for finding in findings]
        return PlainTextResponse("\n".join(told), status_code=404)
    form = request.url.path.rsplit(".", 1)[-1]
    made = _file(dataset.version, form, state) if entry is not None else None
    if made is None:
        told = text(state.language, N_("There is no such map: no figure of the cities compared is published for it."))
        return PlainTextResponse(told, status_code=404)
    name, body = made
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=TYPES[form], headers=disposition)


@lru_cache(maxsize=32)
def _file(version: str, form: str, state: State) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a map, None where there is none; the last ones are kept."""
    dataset = site.dataset()
    entry = dataset.catalogue[str(state.indicator)]
    frame = point_frame(dataset, entry, cities_of(dataset, state), state)
    if frame is None:
        return None
    body = geojson(frame) if form == "geojson" else geopackage(frame, entry.id)
    return f"{entry.id}-{KIND}-{state.year or 'latest'}-{version}.{form}", body


ROUTES = [Route(f"/download/{PAGE}.{form}", points) for form in TYPES]
