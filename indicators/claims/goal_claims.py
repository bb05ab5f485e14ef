"""Sentences on the Sustainable Development Goals: one a goal, and what the report itself printed of an indicator.

A goal's sentence counts and judges nothing of its own: along which lines the city's figures moved the better
way, and at which published thresholds its country stands.
"""

from collections import Counter

from indicators import sdg
from indicators.analysis import assessment, derive
from indicators.analysis.assessment import Assessment
from indicators.analysis.standing import home_of
from indicators.claims.change_claims import change_sign
from indicators.language.translator import N_, Counted, Translator
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Direction, Scale
from indicators.store.dataset import Dataset, once_per_dataset
from indicators.text import formatting
from indicators.text.labels import HomeTranslator

BETTER, WORSE, SAME = "better", "worse", "same"

MOVED = {
    BETTER: Counted("{n} is improving", "{n} are improving"),
    WORSE: Counted("{n} is worsening", "{n} are worsening"),
    SAME: Counted("{n} is unchanged", "{n} are unchanged"),
}


@once_per_dataset
def movements(dataset: Dataset) -> dict[str, str]:
    """Return which way the home city's figures moved along their latest line, by indicator: better, worse or the same.

    Indicators without a better side, without two dates on one line or within the noise of their method have none.
    """
    directions = {}
    for entry in dataset.catalogue.values():
        if entry.scale is not Scale.CITY or entry.direction is Direction.NONE or entry.noisy:
            continue
        rows = dataset.of(entry.id)
        home_rows = rows[rows["place"] == dataset.home.city]
        if home_rows["year"].nunique() < 2:
            continue
        change = derive.change(home_rows, entry)
        if len(change):
            sign = change_sign(float(change["first_value"].iloc[0]), float(change["last_value"].iloc[0]), entry)
            sign = -sign if entry.direction is Direction.LOWER else sign
            directions[entry.id] = BETTER if sign > 0 else WORSE if sign < 0 else SAME
    return directions


def goal_sentence(dataset: Dataset, goal: str, language: str) -> str:
    """Say of one goal (its number) how many figures of the city there are, how they moved, and how its country stands.

    Empty where neither has a figure.
    """
    t = HomeTranslator(dataset.home, dataset.places, language)
    entries = [
        entry
        for entry in dataset.catalogue.values()
        if entry.scale is not Scale.FACILITY
        and dataset.targets.goal_of(entry.sdg.target).id == goal
        and assessment.newest_figure(dataset, entry.id, home_of(dataset, entry)) is not None
    ]
    cities = [entry for entry in entries if entry.scale is Scale.CITY]
    nations = [entry for entry in entries if entry.scale is Scale.COUNTRY]
    parts = [_of_city(dataset, cities, t)] if cities else []
    if nations:
        parts.append(_of_country(dataset, nations, t))
    return " ".join(parts)


def _of_city(dataset: Dataset, entries: list[Indicator], t: HomeTranslator) -> str:
    """Say how many figures of the city there are and how they moved."""
    moved = Counter(movements(dataset)[entry.id] for entry in entries if entry.id in movements(dataset))
    counted = t.plural("{n} city figure of {home}", "{n} city figures of {home}", len(entries))
    ways = [words.text(t.language, moved[way], {"n": moved[way]}) for way, words in MOVED.items() if moved[way]]
    counts = formatting.join(ways, t.language)
    if not moved:
        return t(N_("{figures}; no thresholds for cities are held here."), figures=counted)
    return t(
        N_("{figures}, of which {counts}; no thresholds for cities are held here."), figures=counted, counts=counts
    )


def _of_country(dataset: Dataset, entries: list[Indicator], t: HomeTranslator) -> str:
    """Say how the country stands by the published thresholds, and of how many figures there are none."""
    statuses = [assessment.status_of(dataset, entry, home_of(dataset, entry)) for entry in entries]
    judged = Counter(status for status in statuses if status is not None)
    country = t.names["country"]
    place = country[:1].upper() + country[1:]
    if not judged:
        return t.plural(
            "{place}: {n} national figure, no published threshold that judges it.",
            "{place}: {n} national figures, no published threshold that judges them.",
            len(entries),
            place=place,
        )
    judged_count = judged.total()
    counts = [
        t(N_("{status}: {n}"), status=t(sdg.STATUS_TEXTS[status]), n=judged[status])
        for status in reversed(sdg.STATUSES)
        if judged[status]
    ]
    statuses_text = formatting.join(counts, t.language)
    return t.plural(
        "{place}: {n} national indicator judged by a published threshold ({statuses}).",
        "{place}: {n} national indicators judged by published thresholds ({statuses}).",
        judged_count,
        place=place,
        statuses=statuses_text,
    )


def printed_text(indicator: Indicator, assessed: Assessment, language: str) -> str:
    """Say what the report itself printed of a place where its rule gives something else on newer data; else empty."""
    limits = indicator.thresholds
    printed = next((value for value in limits.printed if value.place == assessed.place), None) if limits else None
    if limits is None or printed is None or assessed.judgement.status is None:
        return ""
    if (printed.status, printed.trend) == (assessed.judgement.status, assessed.path.trend):
        return ""
    t = Translator(language)
    return t(
        N_("{edition} printed: {printed}. With data to {year} the same rule gives: {here}."),
        edition=limits.edition,
        printed=_judged(printed.status, printed.trend, t),
        year=formatting.year(assessed.year, language),
        here=_judged(assessed.judgement.status, assessed.path.trend, t),
    )


def _judged(status: str, trend: str | None, t: Translator) -> str:
    words = t(sdg.STATUS_TEXTS[status])
    return (
        formatting.commas((words, f"{sdg.ARROWS[trend]} {t(sdg.TREND_TEXTS[trend])}"), t.language) if trend else words
    )
