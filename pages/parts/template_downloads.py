"""The files to begin with, as the data page hands them out."""

from functools import lru_cache

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from indicators import site
from indicators.intake import blank_files
from indicators.language import N_, SCREEN_LANGUAGES, text

TYPES = {
    "figures.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "figures.csv": "text/csv",
    "example.csv": "text/csv",
}


def template(request: Request) -> Response:
    """Answer the file that the address names, in the language asked for."""
    name = request.path_params["name"]
    asked = request.query_params.get("lang", "en")
    language = asked if asked in SCREEN_LANGUAGES else "en"
    if name not in TYPES:
        told = text(language, N_("There is no download “{name}”."), name=name[:60])
        return PlainTextResponse(told, status_code=404)
    body = _made(site.dataset().version, name, language)
    return Response(body, media_type=TYPES[name], headers={"Content-Disposition": f'attachment; filename="{name}"'})


@lru_cache(maxsize=8)
def _made(version: str, name: str, language: str) -> bytes:
    """Make a file once for each version of the data."""
    if name == "figures.csv":
        return blank_files.empty_csv(language)
    dataset = site.dataset()
    if name == "example.csv":
        return blank_files.example_csv(dataset, language)
    return blank_files.empty_workbook(dataset, language)


ROUTES = [Route("/templates/{name}", template)]
