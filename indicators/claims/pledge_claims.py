"""Pledges in words: what was promised, what it covers, who says so, and whether any figure here could judge it."""

from indicators.analysis.pledges import Contradiction, Evidence, evidence, is_stated
from indicators.language.translator import N_, Translator
from indicators.model.pledges import KIND_TEXTS, Pledge, PledgeKind
from indicators.store.dataset import Dataset
from indicators.text import formatting

WORDS = {
    "net zero": N_("net zero"),
    "carbon neutral(ity)": N_("carbon neutrality"),
    "climate neutral": N_("climate neutrality"),
    "ghg neutral(ity)": N_("neutrality in greenhouse gases"),
    "zero carbon": N_("zero carbon"),
    "zero emissions": N_("zero emissions"),
    "climate positive": N_("less than zero emissions"),
    "energy": N_("Energy"),
    "transport": N_("Transport"),
    "waste": N_("Waste"),
    "same (city-wide) – covers entire city and nothing else": N_("the whole city and nothing else"),
    "larger – covers the whole city and adjoining areas": N_("larger than the city, adjoining areas included"),
    "smaller – covers only part of the city": N_("smaller than the city"),
    "partial – covers part of the city and adjoining areas": N_("part of the city and adjoining areas"),
    "carbon dioxide only": N_("CO₂ only"),
    "carbon dioxide and other ghgs": N_("CO₂ and other greenhouse gases"),
    "in law": N_("in law"),
    "in policy document": N_("in a policy document"),
    "declaration / pledge": N_("declared"),
    "proposed / in discussion": N_("proposed, under discussion"),
}
"""The publishers' set phrases, in lower case, and how a sentence says them; any other text stays as it is."""


def phrase(printed: str, language: str) -> str:
    """Return a publisher's set phrase in the reader's language, any other text as it is printed."""
    known = WORDS.get(printed.lower())
    return Translator(language)(known) if known else printed


def promise(pledge: Pledge, language: str) -> str:
    """Return what a pledge promises, without a full stop: "55% less than in 1990 by 2030"."""
    t = Translator(language)
    if pledge.kind is PledgeKind.NONE:
        return t(KIND_TEXTS[pledge.kind])
    if not is_stated(pledge):
        return t(N_("{kind}, neither year nor amount stated"), kind=t(KIND_TEXTS[pledge.kind]))
    year = str(pledge.target_year) if pledge.target_year is not None else t(N_("a year not stated"))
    sentence = _promise(pledge, year, t, language)
    if pledge.kind is not PledgeKind.FIXED_LEVEL and pledge.target_emissions is not None:
        sentence = t(
            N_("{promise}, to {amount} t CO₂e"), promise=sentence, amount=_tonnes(pledge.target_emissions, language)
        )
    if pledge.sector:
        sentence = t(N_("{sector}: {promise}"), sector=phrase(pledge.sector, language), promise=sentence)
    return formatting.tidy(sentence, language)


def _promise(pledge: Pledge, year: str, t: Translator, language: str) -> str:
    """Return the promise itself, before its amount and its sector."""
    if pledge.kind is PledgeKind.NET_ZERO:
        return t(N_("{what} by {year}"), what=phrase(pledge.printed, language), year=year)
    if pledge.kind is PledgeKind.FIXED_LEVEL:
        if pledge.target_emissions is None:
            return t(N_("a fixed level in {year}, the amount not stated"), year=year)
        return t(N_("{amount} t CO₂e in {year}"), amount=_tonnes(pledge.target_emissions, language), year=year)
    template = _REDUCTIONS.get(pledge.kind)
    if pledge.reduction is None or template is None:
        return t(N_("{kind}, for {year}"), kind=t(KIND_TEXTS[pledge.kind]), year=year)
    base = str(pledge.base_year) if pledge.base_year is not None else t(N_("a year not stated"))
    return t(template, less=_share(pledge.reduction, language), base=base, year=year)


_REDUCTIONS = {
    PledgeKind.BASE_YEAR: N_("{less} less than in {base} by {year}"),
    PledgeKind.BASELINE: N_("{less} less than without measures by {year}"),
    PledgeKind.INTENSITY: N_("{less} less per unit than in {base} by {year}"),
}
"""How the kinds of pledge are said that promise a share less than something."""


def _share(share: float, language: str) -> str:
    return formatting.percent(share, 0 if share.is_integer() else 1, language)


def _tonnes(amount: float, language: str) -> str:
    return formatting.number(amount, 0, language)


def coverage(pledge: Pledge, language: str) -> str:
    """Return what a pledge covers: its boundary or its gases in the source's words; "not stated" where it says none.

    Where there is no target there is nothing to cover.
    """
    if pledge.kind is PledgeKind.NONE:
        return ""
    return phrase(pledge.boundary, language) if pledge.boundary else Translator(language)(N_("not stated"))


def with_status(pledge: Pledge, language: str) -> str:
    """Return what a pledge promises and how firm it is: "net zero by 2050 (declared)"."""
    sentence = promise(pledge, language)
    return f"{sentence} ({phrase(pledge.status, language)})" if pledge.status else sentence


def origin(dataset: Dataset, pledge: Pledge, language: str) -> str:
    """Return who says so, and as of when: "Net Zero Tracker, reviewed on 11 November 2021"."""
    t = Translator(language)
    # a file that is only checked may be of an edition that is not among the sources
    known = dataset.sources.get(pledge.source)
    producer = t(known.producer) if known else pledge.source
    if len(pledge.reviewed) == len("2021-11-11"):
        return t(N_("{source}, reviewed on {day}"), source=producer, day=formatting.day(pledge.reviewed, language))
    return t(N_("{source}, reported in {year}"), source=producer, year=pledge.reviewed)


_ON_COURSE = N_("No figure here can tell whether it is on course.")


def judgement(dataset: Dataset, pledge: Pledge, language: str) -> str:
    """Return what the figures held here can say of a pledge; empty where there is none to judge."""
    t = Translator(language)
    if pledge.kind is PledgeKind.NONE:
        return ""
    known = evidence(dataset, pledge)
    is_due = pledge.target_year is not None and pledge.target_year <= int(pledge.reviewed[:4])
    unknown = N_("No figure here can tell whether it was kept.") if is_due else _ON_COURSE
    sentences = [t(unknown) if known is None else _known(known, t, language)]
    if pledge.progress is not None:
        achieved = _share(pledge.progress, language)
        sentences.append(t(N_("The city itself reported {achieved} of it achieved."), achieved=achieved))
    return formatting.tidy(" ".join(sentences), language)


def _known(known: Evidence, t: Translator, language: str) -> str:
    return t(
        N_(
            "Its base is an inventory held here, {base} t in {year}; the newest of that series is {newest} t in {then}."
        ),
        base=_tonnes(float(known.base["value"]), language),
        year=str(int(known.base["year"])),
        newest=_tonnes(float(known.newest["value"]), language),
        then=str(int(known.newest["year"])),
    )


def contradiction(dataset: Dataset, contradictory: Contradiction, language: str) -> str:
    """Return the sentence on two sources of which one gives a target and the other none."""
    t = Translator(language)
    sentence = t(
        N_("{place}: {promise} according to {source}, no target at all according to {other}"),
        place=dataset.places[contradictory.place].names.get(language),
        promise=promise(contradictory.stated, language),
        source=t(dataset.sources[contradictory.stated.source].producer),
        other=t(dataset.sources[contradictory.without.source].producer),
    )
    return formatting.tidy(sentence, language)
