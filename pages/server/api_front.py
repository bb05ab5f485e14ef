"""The first address of the API: a page for people, and what a program finds there."""

from indicators.open.answers import OpenAnswer
from indicators.open.doors import PAGE_OR_LIST, OpenRequest, Prepared, Surroundings, api_door, kind_of
from indicators.open.endpoints import ROOT
from indicators.open.parameters import LANGUAGE, read_query
from indicators.open.problems import RequestProblem
from indicators.plain.help_pages import api_page
from indicators.store.dataset import Dataset


def api_front(dataset: Dataset, request: OpenRequest, surroundings: Surroundings) -> Prepared:
    """Return the page where a browser asks for the first address, else what the door of the API makes."""
    if request.path.rstrip("/") != ROOT or not request.html:
        return api_door(dataset, request, surroundings)
    query, findings = read_query(request.pairs, (LANGUAGE,), dataset)
    if findings:
        raise RequestProblem(kind_of(findings), findings)
    language = query.word("lang", request.language)

    def make() -> OpenAnswer:
        page = api_page(dataset, language, surroundings.public)
        return OpenAnswer.of(200, "text/html; charset=utf-8", page.encode(), vary=PAGE_OR_LIST)

    return Prepared((ROOT, "html", language), make)
