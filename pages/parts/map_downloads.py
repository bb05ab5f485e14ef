"""The map of a link as a file: what its address asks for, and what is answered."""

from functools import lru_cache

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from indicators import site
from indicators.charts.lookup import choices
from indicators.charts.maps import PAGE
from indicators.exports.maps import geojson, geopackage, map_frame
from indicators.findings import Finding, describe
from indicators.language import N_, text
from indicators.links import State, read
from indicators.maps import districts
from indicators.maps.map_view import HOME

TYPES = {"geojson": "application/geo+json", "gpkg": "application/geopackage+sqlite3"}


def maps(request: Request) -> Response:
    """Answer the map that the address names; what it cannot mean is said in plain words."""
    dataset = site.dataset()
    state, findings = read(request.query_params, choices(dataset))
    entry = dataset.catalogue.get(state.indicator or "")
    shown = state.map.shown
    if entry is not None and shown is not None:
        dates = districts.dates(districts.figures(dataset, entry, state.map.level, state.map.city), entry)
        findings += [] if shown in dates.all else [Finding("link_shown", value=shown)]
    if findings:
        told = [describe(finding, state.language)[0] for finding in findings]
        return PlainTextResponse("\n".join(told), status_code=404)
    form = request.url.path.rsplit(".", 1)[-1]
    made = _file(dataset.version, form, state) if entry is not None else None
    if made is None:
        told = text(state.language, N_("There is no such map: no figure of the districts is published for it."))
        return PlainTextResponse(told, status_code=404)
    name, body = made
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=TYPES[form], headers=disposition)


@lru_cache(maxsize=32)
def _file(version: str, form: str, state: State) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a map, None where there is none; the last ones are kept."""
    dataset = site.dataset()
    entry = dataset.catalogue[str(state.indicator)]
    frame = map_frame(dataset, entry, state.map)
    if frame is None:
        return None
    body = geojson(frame) if form == "geojson" else geopackage(frame, entry.id)
    city = "" if state.map.city == HOME else f"{state.map.city}-"
    return f"{city}{entry.id}-map-{state.map.shown or 'newest'}-{version}.{form}", body


ROUTES = [Route(f"/download/{PAGE}.{form}", maps) for form in TYPES]
