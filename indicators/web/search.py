"""The index of the find box: indicators, places, goals and pages under the words people use for them."""

from collections.abc import Iterable, Iterator

import orjson

from indicators.analysis import derive
from indicators.analysis.standing import home_of
from indicators.charts.request import AREAS, BY_HAND, ChartRequest, MapView, to_choose
from indicators.language.locales import LANGUAGES
from indicators.maps import districts
from indicators.model.observations import is_one_of, texts
from indicators.model.places import fold
from indicators.model.targets import GoalLevel
from indicators.model.vocabulary import Scale
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.labels import HomeTranslator, word
from indicators.web.links import address

Record = dict[str, object]
"""A thing that can be found: its name, words to find it by, a note, its address; `figure` puts it before others."""


def index(dataset: Dataset, language: str) -> list[Record]:
    """Return one record an indicator: `figure` tells whether the home city has one of its own."""
    t = HomeTranslator(dataset.home, dataset.places, language)
    producers = _producers(dataset)
    records: list[Record] = []
    for entry in dataset.catalogue.values():
        newest = derive.latest(dataset.of(entry.id), [home_of(dataset, entry)])
        theme = word(entry.theme, language)
        if entry.scale is Scale.COUNTRY:
            note = t("{theme} · national figure", theme=theme)
        elif newest.empty:
            note = t("{theme} · no figure of {home} here", theme=theme)
        else:
            note = f"{theme} · {formatting.figure(newest.iloc[0], entry, language)}"
        names = {entry.names.en, entry.names.fr, entry.names.ar}
        words = [*sorted(names), *entry.keywords, theme, entry.sdg.target, *sorted(producers.get(entry.id, ()))]
        records.append(
            {
                "name": entry.names.get(language),
                "words": " ".join(words),
                "note": note,
                "figure": entry.scale is not Scale.COUNTRY and not newest.empty,
                "href": address(entry.theme, ChartRequest(language=language, indicator=entry.id)),
            }
        )
    return records


def _producers(dataset: Dataset) -> dict[str, set[str]]:
    """Return who produced the home city's figures of each indicator, so that an operator's name finds them."""
    rows = dataset.observations
    city_rows = rows[is_one_of(rows["place"], [dataset.home.city])]
    producers: dict[str, set[str]] = {}
    for indicator, source in {*zip(texts(city_rows["indicator"]), texts(city_rows["source"]), strict=True)}:
        producers.setdefault(indicator, set()).add(dataset.sources[source].producer)
    return producers


def places(dataset: Dataset, language: str) -> Iterator[Record]:
    """Yield the home city, its parts, which lead to their map, and the other cities, which lead to a comparison."""
    t = HomeTranslator(dataset.home, dataset.places, language)
    yield _of_place(dataset, dataset.home.city, t("Overview"), address("", ChartRequest(language)), language)
    if districts.mapped(dataset):
        for areas, level in AREAS.items():
            for part in districts.parts_of(dataset, level):
                request = ChartRequest(language, map=MapView(areas=areas, district=part))
                yield _of_place(dataset, part, word(level, language), address(dataset.home.address, request), language)
    for place in to_choose(dataset):
        if place.id != dataset.home.city:
            request = ChartRequest(language, peers=BY_HAND, cities=(place.id,), view="table")
            yield _of_place(dataset, place.id, t("compared with {home}"), address("compare", request), language)


def _of_place(dataset: Dataset, place: str, note: str, href: str, language: str) -> Record:
    names = dataset.places[place].names
    spelt = [*(names.get(code) for code in LANGUAGES), *dataset.places[place].aliases]
    # Codes of publishers are no names.
    words = " ".join({fold(name): name for name in spelt if not any(map(str.isdigit, name))}.values())
    return {"name": names.get(language), "words": words, "note": note, "figure": False, "href": href}


def goals(dataset: Dataset, language: str) -> Iterator[Record]:
    """Yield the goals that an indicator belongs to; each leads to its first indicator on the SDG page."""
    t = HomeTranslator(dataset.home, dataset.places, language)
    order = list(dataset.targets)
    first: dict[str, str] = {}
    for entry in sorted(dataset.catalogue.values(), key=lambda entry: order.index(entry.sdg.target)):
        if dataset.has(entry.id, home_of(dataset, entry)):
            first.setdefault(dataset.targets.goal_of(entry.sdg.target).id, entry.id)
    for goal in dataset.targets.values():
        if goal.level is GoalLevel.GOAL and goal.id in first:
            title = (goal.short or goal.titles).get(language)
            yield {
                "name": t("SDG {goal}: {title}", goal=goal.id, title=title),
                "words": " ".join(("SDG", "ODD", "goal", "objectif", goal.id, goal.titles.get(language))),
                "note": t("Goals and targets"),
                "figure": True,
                "href": address("sdg", ChartRequest(language, indicator=first[goal.id])),
            }


def index_json(dataset: Dataset, language: str, pages: Iterable[Record] = ()) -> bytes:
    """Return the whole index as JSON, with the pages of the menu."""
    return orjson.dumps([*index(dataset, language), *goals(dataset, language), *places(dataset, language), *pages])
