"""The sentences of charts in every language of the screen, each with the verdict and the sources it rests on."""

from typing import Any

from indicators.analysis.verdicts import comparison_text, rule_codes
from indicators.charts.chart import Chart, Look
from indicators.charts.dispatch import chart_of, charts_of
from indicators.charts.request import BY_HAND, ChartRequest, cities_of
from indicators.claims.sentences import Claim
from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import N_, Translator
from indicators.open.fields import DATA_VERSION, INDICATOR, LIST, RULES, VERDICT, Field
from indicators.open.judgements import ONE_INDICATOR
from indicators.open.listings import Listing
from indicators.open.parameters import Parameter, Query
from indicators.open.problems import REFUSED, RequestProblem
from indicators.open.reference_lists import PEERS
from indicators.store.dataset import Dataset
from indicators.text.citations import cited
from indicators.web.addresses import chart_address
from indicators.web.link_choices import choices

KIND = Parameter("chart", "kind of chart", "The kind of chart whose sentence is asked for; all of them unless named.")
CITIES = Parameter("places", "place", "Ids of cities that the home city is compared with.", many=True)

PARAMETERS = (ONE_INDICATOR, KIND, PEERS, CITIES)

NO_CHART = Rule(
    "open_no_claim",
    Severity.ERROR,
    N_("Of {value} nothing can be said in this way: no such chart can be made of the figures held here."),
    N_("Leave chart out for every sentence that can be said."),
)

NOT_RANKED = Rule(
    "open_claim_refused",
    Severity.ERROR,
    N_("Of {value} no rank may be claimed. {why}"),
    N_("The figure itself stands among the observations."),
)

NOT_OPEN = Rule(
    "open_claim_closed",
    Severity.ERROR,
    N_("The sentence on {value} rests on figures whose licence does not allow handing them on: {why}."),
    N_("Their producer has them."),
)

NOT_CITIES = Rule(
    "open_not_city",
    Severity.ERROR,
    N_("“{value}” is no city that the home city is compared with."),
    N_("A sentence compares cities; those of level city are listed at /api/v1/places?level=city."),
)


def _of_languages(name: str, title: str, meaning: str, required: bool = True) -> tuple[Field, ...]:
    return tuple(Field(f"{name}_{code}", "string", title, meaning, required=required) for code in SCREEN_LANGUAGES)


FIELDS = (
    Field("chart", "string", "Chart", "Id of the chart whose sentence it is.", required=True),
    INDICATOR,
    Field("kind", "string", "Kind", "What kind of sentence it is: position, value, change, absence ...", required=True),
    *_of_languages("text", "Sentence", "The sentence."),
    *_of_languages("standing", "Standing", "The place among those compared, and their median.", required=False),
    *_of_languages("rank", "How ranked", "How ranks are made, or why there is none.", required=False),
    Field("verdict", "string", VERDICT.title, "The verdict on its figures; blank for one alone.", VERDICT.words),
    *_of_languages("reason", "Verdict in words", "The verdict with its reasons."),
    RULES,
    Field("places", LIST, "Places", "Ids of the places that the sentence uses."),
    Field("years", LIST, "Years", "The years that the sentence uses."),
    Field("perimeters", LIST, "Perimeters", "The outlines that its figures were counted in."),
    Field("sources", LIST, "Sources", "Ids of the sources of its figures."),
    Field("licences", LIST, "Licences", "The terms of these sources."),
    Field("page", "string", "Page", "The address of the chart.", required=True),
    DATA_VERSION,
)  # fmt: skip


def claims(dataset: Dataset, query: Query) -> Listing:
    """Return the sentences of one indicator's charts, in every language.

    Raises RequestProblem where there is no such chart, where a rank is asked for that the home city may not have, and
    where a sentence rests on figures that may not be handed on.
    """
    entry, kind, language = dataset.catalogue[query.word("indicator")], query.word("chart"), query.language
    state = ChartRequest(indicator=entry.id, chart=kind or None, peers=query.word("peers"))
    if query.words("places"):
        cities = choices(dataset).cities
        others = [place for place in query.words("places") if place not in (*cities, dataset.home.city)]
        if others:
            raise RequestProblem(REFUSED, [Finding(NOT_CITIES, column="places", value=place) for place in others])
        named = tuple(place for place in query.words("places") if place in cities)
        state = ChartRequest(indicator=entry.id, chart=kind or None, peers=BY_HAND, cities=named)
    by_language = {code: _charts(dataset, state, code) for code in SCREEN_LANGUAGES}
    name = entry.names.get(language)
    if not by_language["en"]:
        raise RequestProblem(REFUSED, [Finding(NO_CHART, column="chart", value=name)])
    records, findings = [], []
    for chart_id, chart in by_language["en"].items():
        in_languages = {code: charts[chart_id] for code, charts in by_language.items() if chart_id in charts}
        refusal = _refusal(dataset, in_languages[language], kind, name, language)
        if refusal is not None:
            findings.append(refusal)
        elif chart.claim is not None:
            records.append(_record(dataset, in_languages, state))
    if not records:
        raise RequestProblem(REFUSED, findings or [Finding(NO_CHART, column="chart", value=name)])
    return Listing.of(FIELDS, records, dataset.version)


def _charts(dataset: Dataset, state: ChartRequest, language: str) -> dict[str, Chart]:
    look = Look(language)
    if state.chart is not None:
        chart = chart_of(dataset, state, look)
        charts = [] if chart is None else [chart]
    else:
        entry = dataset.catalogue[state.indicator or ""]
        charts = charts_of(dataset, entry, cities_of(dataset, state), look)
    return {chart.id: chart for chart in charts}


def _refusal(dataset: Dataset, chart: Chart, kind: str, name: str, language: str) -> Finding | None:
    """Return why the sentence of a chart is not handed on, None where it is."""
    closed = [source for source in cited(dataset.sources, chart.observations["source"]) if not source.redistributable]
    if closed:
        t = Translator(language)
        return Finding(NOT_OPEN, value=name, params={"why": "; ".join(t(source.licence) for source in closed)})
    claim = chart.claim
    if kind == "rank" and claim is not None and claim.kind == "value" and claim.rank:
        return Finding(NOT_RANKED, column="chart", value=name, params={"why": claim.rank})
    return None


def _record(dataset: Dataset, charts: dict[str, Chart], state: ChartRequest) -> dict[str, Any]:
    chart = charts["en"]
    claims_by_language = {
        code: chart_in_language.claim
        for code, chart_in_language in charts.items()
        if chart_in_language.claim is not None
    }
    claim: Claim = claims_by_language["en"]
    rows = chart.observations
    sources = cited(dataset.sources, rows["source"])
    single = chart.comparison.single
    request = ChartRequest(indicator=chart.indicator, chart=chart.kind, peers=state.peers, cities=state.cities)
    return {
        "chart": chart.id,
        "indicator": chart.indicator,
        "kind": claim.kind,
        **{f"text_{code}": claim.text for code, claim in claims_by_language.items()},
        **{f"standing_{code}": claim.standing for code, claim in claims_by_language.items()},
        **{f"rank_{code}": claim.rank for code, claim in claims_by_language.items()},
        "verdict": None if single else str(chart.comparison.verdict),
        **{f"reason_{code}": comparison_text(chart.comparison, code) for code in SCREEN_LANGUAGES},
        "rules": rule_codes(chart.comparison),
        "places": list(claim.places),
        "years": [str(year) for year in claim.years],
        "perimeters": sorted(set(rows["perimeter"].astype("str"))),
        "sources": [source.id for source in sources],
        "licences": list(dict.fromkeys(source.licence for source in sources)),
        "page": chart_address(request, version=dataset.version),
        "data_version": dataset.version,
    }
