"""The door of the API: an address read into a question, and its answer as JSON, CSV or GeoJSON."""

from collections.abc import Sequence

import orjson

from indicators.open.answers import A_DAY, UNTIL_ASKED, OpenAnswer, problem_answer
from indicators.open.doors import OpenRequest, Prepared, Surroundings, kind_of
from indicators.open.earlier import FiguresOf, figures_of
from indicators.open.endpoints import BY_PATH, ENDPOINTS, ROOT, Endpoint, listing_of
from indicators.open.listings import page_of
from indicators.open.openapi import openapi
from indicators.open.parameters import LANGUAGE, Parameter, Query, read_query
from indicators.open.problems import NOT_FOUND, RequestProblem
from indicators.store.dataset import Dataset

JSON, CSV, GEOJSON = "application/json", "text/csv; charset=utf-8", "application/geo+json"

DESCRIPTION = f"{ROOT}/openapi.json"

NEGOTIATED = "Accept-Encoding, Accept"
"""What an answer depends on besides its address, where one address gives two forms."""

PAGE_OR_LIST = f"{NEGOTIATED}, Accept-Language"
"""The same of the first address, whose page for people speaks the reader's language."""


def api_door(dataset: Dataset, request: OpenRequest, surroundings: Surroundings) -> Prepared:
    """Return what answers an address of the API."""
    if request.path == DESCRIPTION:
        _, findings = read_query(request.pairs, (), dataset)
        if findings:
            raise RequestProblem(kind_of(findings), findings)
        return Prepared(
            DESCRIPTION, lambda: OpenAnswer.of(200, JSON, orjson.dumps(openapi(dataset, surroundings.public)))
        )
    if request.path in (ROOT, f"{ROOT}/"):
        _read(request, (LANGUAGE,), dataset)
        return Prepared(ROOT, lambda: OpenAnswer.of(200, JSON, index_json(dataset), vary=PAGE_OR_LIST))
    path = request.path.removesuffix(".csv")
    endpoint, ends_csv = BY_PATH.get(path), path != request.path
    if endpoint is None or (ends_csv and endpoint.layer is not None):
        raise RequestProblem(NOT_FOUND)
    query = _read(request, endpoint.all_parameters, dataset)
    csv = ends_csv or (request.csv and endpoint.layer is None)
    vary = "Accept-Encoding" if ends_csv or endpoint.layer is not None else NEGOTIATED

    def make() -> OpenAnswer:
        try:
            figures = figures_of(dataset, query.word("version") if endpoint.versioned else "", surroundings.earlier)
            return _answer(endpoint, figures, query, csv, vary)
        except RequestProblem as refusal:
            return problem_answer(refusal.problem(request.path, query.language))

    return Prepared((endpoint.name, "csv" if csv else "json", ends_csv, query.canonical()), make)


def _read(request: OpenRequest, parameters: Sequence[Parameter], dataset: Dataset) -> Query:
    query, findings = read_query(request.pairs, parameters, dataset)
    if findings:
        raise RequestProblem(kind_of(findings), findings)
    return query


def _answer(endpoint: Endpoint, figures: FiguresOf, query: Query, csv: bool, vary: str) -> OpenAnswer:
    cache = A_DAY if endpoint.versioned and query.word("version") else UNTIL_ASKED
    if endpoint.layer is not None:
        return OpenAnswer.of(200, GEOJSON, endpoint.layer(figures.dataset, query), cache, vary)
    page = page_of(listing_of(endpoint, figures, query), query, csv)
    path = endpoint.path + (".csv" if csv else "")
    more = {"Link": f'<{path}?{page.following}>; rel="next"'} if page.following else {}
    body = page.csv() if csv else page.json(endpoint.path, query)
    return OpenAnswer.of(200, CSV if csv else JSON, body, cache, vary, more)


def index_json(dataset: Dataset) -> bytes:
    """Return what there is, for a program that comes to the first address of the API."""
    return orjson.dumps(
        {
            "data_version": dataset.version,
            "description": DESCRIPTION,
            "endpoints": [
                {"path": endpoint.path, "summary": endpoint.summary, "description": endpoint.description}
                for endpoint in ENDPOINTS
            ],
        }
    )
