"""What the address of a chart file asks for: `/c/<chart>.csv?places=a~b&years=2000..2024&csvType=filtered`.

The words of the chart's own address (:mod:`indicators.web.addresses`) hold here too. Other than on a page, what
is not understood is an error: a file outlives the notice that would stand over a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from indicators.charts.request import ChartRequest
from indicators.findings.finding import Finding
from indicators.language.translator import N_
from indicators.model.vocabulary import Level
from indicators.open.parameters import LANGUAGE, SPAN_OF_ROWS, VERSION, Parameter, Years, read_query
from indicators.store.dataset import Dataset
from indicators.web.addresses import CHART_INDICATOR, CHART_KIND, CHART_PATH, read_chart
from indicators.web.link_choices import choices

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "metadata.json": "application/json",
    "zip": "application/zip",
    "svg": "image/svg+xml",
    "png": "image/png",
}
"""The endings of a chart file, and what each is."""

PICTURES = ("svg", "png")
"""The endings of a picture of the chart."""

PLACES = Parameter("places", "place", N_("Ids of places, with a tilde between them: only their rows."), many=True)
CSV_TYPE = Parameter(
    "csvType",
    "csvType",
    N_("full: every figure of the chart’s indicators; filtered: those shown, of the places and years asked for."),
)
SHORT_NAMES = Parameter(
    "useColumnShortNames", "flag", N_("true: names of columns for programs; otherwise they are for people.")
)

FILE_PARAMETERS = (PLACES, SPAN_OF_ROWS, CSV_TYPE, SHORT_NAMES, VERSION, LANGUAGE)

OF_PICTURES = ("places", "version", "lang")
"""Those of them that a picture knows: it shows what the chart shows."""

CHART_PARAMETERS = (
    "peers", "cities", "view", "also", "year", "to", "within", "reach", "shown", "areas", "classes", "district",
    "marks", "place", "city",
)  # fmt: skip
"""The parts of a chart's own address that say what it shows."""

SELECTING = ("places", "years", *CHART_PARAMETERS)
"""What chooses among the figures of a chart: of no meaning where all of them are asked for."""


@dataclass(frozen=True)
class ChartFileRequest:
    """A chart and which of its figures: the request of the chart, its name, the places and years whose rows are wanted.

    `full` asks for every figure of its indicators, `short` for the names of columns that programs use; `version` is an
    earlier data version, empty for today's.
    """

    name: str
    state: ChartRequest
    places: tuple[str, ...]
    years: Years
    full: bool
    short: bool
    version: str

    @property
    def language(self) -> str:
        """The language of the file's texts."""
        return self.state.language


def address_without(path: str, pairs: Sequence[tuple[str, str]], names: Sequence[str]) -> str:
    """Return an address with those of its parts whose names are given, each the first time it stands there."""
    parameters: dict[str, str] = {}
    for name, value in pairs:
        if name in names:
            parameters.setdefault(name, value)
    query = urlencode(sorted(parameters.items()), quote_via=quote, safe=",.~")
    return f"{quote(path)}?{query}" if query else quote(path)


def redirected(path: str, pairs: Sequence[tuple[str, str]], form: str = "csv") -> str | None:
    """Return the address that says the same with nothing unknown in it, None where nothing of this one is idle.

    An address with parts that change nothing would be an answer of its own in every cache, as many as anyone makes up.
    """
    of_file = OF_PICTURES if form in PICTURES else [parameter.name for parameter in FILE_PARAMETERS]
    known = [*of_file, *CHART_PARAMETERS]
    if form not in PICTURES and dict(pairs).get("csvType") == "full":
        known = [name for name in known if name not in SELECTING]
    names = [name for name, _ in pairs]
    idle = [name for name in names if name not in known]
    return address_without(path, pairs, known) if idle or len(set(names)) < len(names) else None


def read_chart_file(
    name: str, pairs: Sequence[tuple[str, str]], dataset: Dataset
) -> tuple[ChartFileRequest | None, list[Finding], bool]:
    """Return what an address asks for, the findings on it, and whether they say that there is no such chart.

    `name` stands behind `/c/` and before the ending.
    """
    of_file = [(key, value) for key, value in pairs if key not in CHART_PARAMETERS]
    query, findings = read_query(of_file, FILE_PARAMETERS, dataset)
    places = query.words("places")
    link = {key: value for key, value in pairs if key in CHART_PARAMETERS} | {"lang": query.language}
    if places and "cities" not in link and "peers" not in link:
        link |= _compared(dataset, places)
    state, problems = read_chart(name, link, dataset)
    findings += problems
    unknown = any(problem.rule in (CHART_INDICATOR, CHART_KIND) for problem in problems)
    if state is None or findings:
        return None, findings, unknown
    selecting = any(key in SELECTING for key, _ in pairs)
    return (
        ChartFileRequest(
            name=name,
            state=state,
            places=places,
            years=query.years(),
            full=query.word("csvType", "filtered" if selecting else "full") == "full",
            short=query.flag("useColumnShortNames"),
            version=query.word("version"),
        ),
        [],
        False,
    )


def _compared(dataset: Dataset, places: Sequence[str]) -> dict[str, str]:
    """Return which cities a chart has to compare so that the places are in it: they, or cities of the countries."""
    cities = choices(dataset).cities
    countries = {dataset.places[place].country for place in places if dataset.places[place].level is Level.COUNTRY}
    of_country = {
        country: city
        for city in sorted(cities, reverse=True)
        if (country := dataset.places[city].country) in countries and dataset.places[city].level is Level.CITY
    }
    named = [*(place for place in places if place in cities), *of_country.values()]
    return {"cities": ",".join(named)} if named else {}


def file_address(name: str, form: str) -> str:
    """Return the address of a chart file."""
    return f"/{CHART_PATH}/{name}.{form}"
