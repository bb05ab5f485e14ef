"""What an address of open data leads to: read in words first, so that one question has one answer, then made.

A door reads a request into a :class:`Prepared`: the key by which its answer is stored, and how it is made. Whatever
cannot be answered is a :class:`indicators.open.problems.RequestProblem`.
"""

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

import orjson

from indicators.charts.request import ChartRequest
from indicators.exports.package import json_bytes
from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import N_, text
from indicators.open.answers import A_DAY, UNTIL_ASKED, OpenAnswer, problem_answer, redirect_answer
from indicators.open.chart_files import METADATA, ChartFigures, chart_csv, chart_figures, chart_zip, metadata
from indicators.open.chart_requests import FORMS, PICTURES, ChartFileRequest, read_chart_file, redirected
from indicators.open.earlier import FiguresOf, Journal, figures_of
from indicators.open.endpoints import BY_PATH, ENDPOINTS, ROOT, Endpoint, listing_of
from indicators.open.listings import page_of
from indicators.open.openapi import openapi
from indicators.open.parameters import LANGUAGE, MOST_LETTERS, Parameter, Query, read_query
from indicators.open.problems import BAD_REQUEST, GONE, NOT_FOUND, TOO_LONG, UNKNOWN, ProblemKind, RequestProblem
from indicators.store.dataset import Dataset

CHART_FILE = re.compile(r"/c/(?P<name>[^/]*?)\.(?P<form>csv|metadata\.json|zip|svg|png)")
"""The path of a chart file."""

MOST_PARTS = 100
"""Parts of a query that are read."""

LONG_QUERY = Rule(
    "open_long",
    Severity.ERROR,
    N_("The query has {value} letters; {most} are read."),
    N_("Ask several times, or leave the long list out and have all."),
)

MANY_PARTS = Rule(
    "open_parts",
    Severity.ERROR,
    N_("The query has more than {most} parts."),
    N_("Name each parameter once, several values with a tilde or a comma between them."),
)

NO_ROWS = N_("No figure for it is held here.")

NO_PICTURE = N_("There is no such picture: no figure for it is held here, or none can be drawn.")

NO_EARLIER_PICTURE = N_(
    "Of this earlier release only keys and values are held: no sentence and no picture can be made of them. Its values "
    "stand at the same address with the ending .csv."
)


@dataclass(frozen=True)
class OpenRequest:
    """What is asked for: the path, the parts of the query in their order, the forms that are accepted.

    `csv` and `html` say that the reader asks for CSV, or for a page, by the header `Accept`; `language` is that of a
    reader who names none, for pages and problems alone.
    """

    path: str
    pairs: tuple[tuple[str, str], ...]
    csv: bool = False
    html: bool = False
    language: str = "en"

    @property
    def named_language(self) -> str:
        """The language that the address names, English where it names none that is known."""
        named = dict(self.pairs).get("lang", "")
        return named if named in SCREEN_LANGUAGES else "en"

    @property
    def in_own_language(self) -> "OpenRequest | None":
        """The same in the language of who asks, None where the address names one, or theirs is English."""
        if self.language == "en" or any(name == "lang" for name, _ in self.pairs) or self.path.endswith("openapi.json"):
            return None
        return replace(self, pairs=(*self.pairs, ("lang", self.language)))


Picture = Callable[[Dataset, ChartRequest, str, str], bytes | None]
"""Draws the chart of a request as `svg` or `png` for an address of this server; None for one that has no picture."""


@dataclass(frozen=True)
class Surroundings:
    """What an answer needs besides the data set: this server's address for the world, earlier versions, the year.

    `picture` draws charts; without it there are none.
    """

    public: str
    earlier: Journal
    year: int
    picture: Picture | None = None


@dataclass(frozen=True)
class Prepared:
    """A question as it is written in one way only, and what answers it."""

    key: Hashable
    make: Callable[[], OpenAnswer]


Door = Callable[[Dataset, OpenRequest, Surroundings], Prepared]


def query_pairs(query: bytes) -> tuple[tuple[str, str], ...]:
    """Return the parts of a query; raises RequestProblem where it is longer than any of use."""
    if len(query) > MOST_LETTERS:
        params = {"most": str(MOST_LETTERS)}
        raise RequestProblem(TOO_LONG, [Finding(LONG_QUERY, value=str(len(query)), params=params)])
    try:
        return tuple(parse_qsl(query.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_PARTS))
    except ValueError:
        raise RequestProblem(BAD_REQUEST, [Finding(MANY_PARTS, params={"most": str(MOST_PARTS)})]) from None


def prepared(dataset: Dataset, request: OpenRequest, surroundings: Surroundings, doors: dict[str, Door]) -> Prepared:
    """Return what answers a request: a chart file, or what the door of its path (`doors`, by prefix) makes of it."""
    door = next((door for prefix, door in doors.items() if request.path.startswith(prefix)), chart_file_door)
    try:
        return door(dataset, request, surroundings)
    except RequestProblem as refusal:
        return refused(request, refusal)


def refused(request: OpenRequest, refusal: RequestProblem) -> Prepared:
    """Return a problem as the answer; it is not stored, for there is no end of bad addresses."""
    answer = problem_answer(refusal.problem(request.path, request.named_language))
    return Prepared(None, lambda: answer)


def chart_file_door(dataset: Dataset, request: OpenRequest, surroundings: Surroundings) -> Prepared:
    """Return what answers the address of a chart file."""
    match = CHART_FILE.fullmatch(request.path)
    if match is None:
        raise RequestProblem(NOT_FOUND)
    name, form = match["name"], match["form"]
    elsewhere = redirected(request.path, request.pairs, form)
    if elsewhere is not None:
        answer = redirect_answer(elsewhere)
        return Prepared(None, lambda: answer)
    chart_request, findings, unknown = read_chart_file(name, request.pairs, dataset)
    if chart_request is None:
        raise RequestProblem(UNKNOWN if unknown else kind_of(findings), findings)
    wanted = chart_request

    def make() -> OpenAnswer:
        try:
            return _chart_file(dataset, wanted, form, surroundings)
        except RequestProblem as refusal:
            return problem_answer(refusal.problem(request.path, wanted.language))

    return Prepared(("chart file", form, wanted), make)


def kind_of(findings: Sequence[Finding]) -> ProblemKind:
    """Return the kind of problem of some findings: of names that are not known, or of what cannot be understood."""
    return UNKNOWN if all(finding.rule.id in ("open_id", "open_word") for finding in findings) else BAD_REQUEST


def _chart_file(dataset: Dataset, chart_request: ChartFileRequest, form: str, surroundings: Surroundings) -> OpenAnswer:
    figures = figures_of(dataset, chart_request.version, surroundings.earlier)
    if form in PICTURES:
        return _picture(figures, chart_request, form, surroundings)
    made = chart_figures(figures, chart_request)
    if made is None:
        raise RequestProblem(UNKNOWN, detail=text(chart_request.language, NO_ROWS))
    cache = A_DAY if chart_request.version else UNTIL_ASKED
    return OpenAnswer.of(200, FORMS[form], _body(made, form, surroundings.public), cache, more=_headers(made, form))


def _picture(figures: FiguresOf, chart_request: ChartFileRequest, form: str, surroundings: Surroundings) -> OpenAnswer:
    """Draw a chart; none of the values that the log of releases holds, for no sentence can be made of them alone."""
    if figures.from_log:
        raise RequestProblem(GONE, detail=text(chart_request.language, NO_EARLIER_PICTURE))
    draw = surroundings.picture
    body = None if draw is None else draw(figures.dataset, chart_request.state, form, surroundings.public)
    if body is None:
        raise RequestProblem(UNKNOWN, detail=text(chart_request.language, NO_PICTURE))
    cache = A_DAY if chart_request.version else UNTIL_ASKED
    return OpenAnswer.of(200, FORMS[form], body, cache)


def _body(made: ChartFigures, form: str, public: str) -> bytes:
    if form == "csv":
        return chart_csv(made)
    return json_bytes(metadata(made, public)) if form == METADATA else chart_zip(made, public)


def _headers(made: ChartFigures, form: str) -> dict[str, str]:
    """Return where a program finds what the file cannot say itself; a zip is saved under its name."""
    name = made.request.name
    if form == "zip":
        return {"Content-Disposition": f'attachment; filename="{name}-{made.dataset.version}.zip"'}
    return {"Link": f'</c/{name}.{METADATA}>; rel="describedby"; type="application/json"'} if form == "csv" else {}


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
