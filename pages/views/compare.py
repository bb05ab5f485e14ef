"""The compare page: who, what, how and when as links; one picture; what it says and may not be used for."""

from dataclasses import dataclass, replace

import streamlit as st

from indicators.analysis import derive, years
from indicators.analysis.standing import compared
from indicators.charts.chart import Look
from indicators.charts.comparison import MOST, TWO_DATES, VIEWS, ComparisonView
from indicators.charts.dispatch import cities_of, comparison_of
from indicators.charts.request import BY_HAND, ChartRequest
from indicators.findings.finding import Finding
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Scale, Theme
from indicators.store.dataset import Dataset
from indicators.text.labels import word
from indicators.web import app_state
from indicators.web.links import MOST_FURTHER, address
from pages.shared import peer_choice, shell
from pages.shared.blocks import Block, Markup, bars_markup, chart_blocks, draw
from pages.shared.templating import html

ADDRESS = "compare"
OPENING = "open_public_space_share"
"""The indicator a link without one opens with: city figures of one method for most cities."""

TOLERANCES = (0, 1, 2, 5)


@dataclass(frozen=True)
class CompareView:
    """The compare page, finished: who, how and when, the list of indicators, the picture, what the link lacked."""

    who: tuple[Block, ...]
    controls: tuple[Block, ...]
    index: tuple[Block, ...]
    picture: tuple[Block, ...]
    findings: tuple[Finding, ...]
    wide: bool = False


def render() -> None:
    """Draw the compare page."""
    page = shell.current(ADDRESS)
    dataset = page.dataset
    state = replace(
        page.state,
        view=page.state.view or next(iter(VIEWS)),
        indicator=page.state.indicator or opening(dataset),
        chart=None,
        reach=None,
    )
    view = _view(dataset.version, state, page.theme)
    shell.masthead(replace(page, findings=(*page.findings, *view.findings)))
    draw(view.who)
    if state.peers == BY_HAND:
        peer_choice.choose(dataset, state, most=MOST - 1)
    draw(view.controls)
    if view.wide:
        # A table of many columns takes the whole page.
        draw([*view.index, *view.picture])
        return
    left, right = st.columns([1, 2.6], gap="large")
    with left:
        draw(view.index)
    with right:
        draw(view.picture)


def opening(dataset: Dataset) -> str:
    """Return the indicator to open with, the first of the catalogue where the usual one is not there."""
    return OPENING if OPENING in dataset.catalogue else next(iter(dataset.catalogue))


@st.cache_resource(show_spinner=False, max_entries=48)
def _view(version: str, state: ChartRequest, colours: str) -> CompareView:
    """Build the page once per choice; `version` keys the data it is made of."""
    dataset = app_state.dataset()
    look = Look(state.language, colours)
    made = comparison_of(dataset, state, look)
    assert made is not None
    entries = [dataset.catalogue[key] for key in (str(state.indicator), *state.also)]
    body = bars_markup(made.bars, look) if made.bars is not None else None
    twelve = _twelve(dataset, state, made, look)
    controls = _controls(dataset, entries, made, state, look)
    kicker = html("theme_head", look.language, hue="", kicker=look.t("Compare"))
    return CompareView(
        who=(
            Markup(kicker),
            Markup(peer_choice.chips(dataset, state, ADDRESS, look, by_hand=made.cities)),
            *([Markup(html("note", look.language, words=twelve))] if twelve else []),
        ),
        controls=(Markup(html("compare_controls", look.language, groups=controls)),),
        index=(Markup(_index(dataset, state, look, folded=made.bars is not None)),),
        picture=tuple(chart_blocks(dataset, made.chart, state, look, heading="h1", page=ADDRESS, body=body)),
        findings=made.findings,
        wide=made.bars is not None,
    )


def _twelve(dataset: Dataset, state: ChartRequest, made: ComparisonView, look: Look) -> str:
    """Say which cities of a larger set are compared, and why these."""
    count = len(cities_of(dataset, state))
    if len(made.cities) >= count:
        return ""
    return look.t.plural(
        "Of the set, {n} city is compared, for twelve fit here: those with most figures that can stand beside "
        "Casablanca’s, among these the nearest in population; of national figures a country stands once.",
        "Of the set, {n} cities are compared, for twelve fit here: those with most figures that can stand beside "
        "Casablanca’s, among these the nearest in population; of national figures a country stands once.",
        len(made.cities),
    )


Option = dict[str, object]


def _option(name: str, state: ChartRequest, current: bool, hint: str = "") -> Option:
    return {"name": name, "href": address(ADDRESS, state), "current": current, "hint": hint}


def _controls(
    dataset: Dataset, entries: list[Indicator], made: ComparisonView, state: ChartRequest, look: Look
) -> list[dict[str, object]]:
    """Return the rows of links: the view, the further indicators, the years, the tolerance."""
    t = look.t
    views = []
    for view, name in VIEWS.items():
        # Years of a span mean something else than one year: they stay behind.
        same = (view in TWO_DATES) == (state.view in TWO_DATES)
        then = state if same else replace(state, year=None, to=None, within=None)
        views.append(_option(t(name), replace(then, view=view), view == state.view))
    groups: list[dict[str, object]] = [{"label": t("View"), "options": views}]
    if state.also:
        names = [dataset.catalogue[key].names.get(look.language) for key in state.also]
        options = [
            _option(f"{name} ×", replace(state, also=tuple(k for k in state.also if k != key)), True,
                    t("Remove {indicator}", indicator=name))
            for key, name in zip(state.also, names, strict=True)
        ]  # fmt: skip
        groups.append({"label": t("With"), "options": options})
    offered = _years(dataset, entries, made)
    if offered and state.view in TWO_DATES and not (state.view == "dumbbell" and state.also):
        groups += _spans(offered, state, look)
    elif offered:
        groups += _dates(offered, state, look)
    return groups


def _years(dataset: Dataset, entries: list[Indicator], made: ComparisonView) -> list[int]:
    """Return the years to choose from, of all indicators and cities compared."""
    found: set[int] = set()
    for entry in entries:
        found |= set(years.available_years(dataset.of(entry.id), compared(dataset, entry, made.cities)))
    return sorted(found, reverse=True)


def _dates(offered: list[int], state: ChartRequest, look: Look) -> list[dict[str, object]]:
    t = look.t
    options = [_option(t("Latest"), replace(state, year=None), state.year is None)]
    options += [
        _option(str(year), replace(state, year=year), year == state.year) for year in _with(offered, state.year)
    ]
    within = state.within if state.within is not None or state.year is None else years.USUAL
    tolerances = [] if state.year is not None else [_option(t("any age"), replace(state, within=None), within is None)]
    for off in TOLERANCES:
        label = t("none") if off == 0 else t.plural("{n} year", "{n} years", off)
        tolerances.append(_option(label, replace(state, within=off), off == within))
    return [{"label": t("Year"), "options": options}, {"label": t("Tolerance"), "options": tolerances}]


def _spans(offered: list[int], state: ChartRequest, look: Look) -> list[dict[str, object]]:
    t = look.t
    open_end = {"lines": t("first"), "multiples": t("first")}.get(str(state.view), t("farthest"))
    firsts = [_option(open_end, replace(state, year=None), state.year is None)]
    firsts += [
        _option(str(year), replace(state, year=year), year == state.year)
        for year in sorted(_with(offered, state.year))
        if year < (state.to or max(offered))
    ]
    lasts = [_option(t("latest"), replace(state, to=None), state.to is None)]
    lasts += [
        _option(str(year), replace(state, to=year), year == state.to)
        for year in _with(offered, state.to)
        if year > (state.year or min(offered))
    ]
    return [{"label": t("From"), "options": firsts}, {"label": t("To"), "options": lasts}]


def _with(offered: list[int], chosen: int | None) -> list[int]:
    """Return the years offered, with the one chosen where a link names another."""
    return sorted({*offered, *([] if chosen is None else [chosen])}, reverse=True)


@st.cache_resource(show_spinner=False, max_entries=4)
def _counts(version: str) -> dict[str, int]:
    """Return how many cities, or countries, have an observed figure of each indicator."""
    dataset = app_state.dataset()
    seen = derive.observed(dataset.observations)
    levels = {Scale.CITY: "city", Scale.COUNTRY: "country"}
    counts = {}
    for entry in dataset.catalogue.values():
        places = {str(place) for place in seen.loc[(seen["indicator"] == entry.id).to_numpy(), "place"]}
        counts[entry.id] = sum(dataset.places[place].level == levels.get(entry.scale, "") for place in places)
    return counts


def _index(dataset: Dataset, state: ChartRequest, look: Look, folded: bool) -> str:
    """Return the indicators that two places or more have, by theme, city figures before national ones."""
    t = look.t
    counts = _counts(dataset.version)
    groups = []
    for theme in Theme:
        for scale, title in (
            (Scale.CITY, word(theme, look.language)),
            (Scale.COUNTRY, t("{theme}, national figures", theme=word(theme, look.language))),
        ):
            members = [e for e in dataset.catalogue.of_theme(theme) if e.scale is scale and counts[e.id] > 1]
            if members:
                chosen = {state.indicator, *state.also}
                groups.append(
                    {
                        "title": title,
                        "hue": theme,
                        "open": any(entry.id in chosen for entry in members),
                        "entries": [_item(entry, counts[entry.id], state, look) for entry in members],
                    }
                )
    alone = sum(counts[entry.id] < 2 and entry.scale is Scale.CITY for entry in dataset.catalogue.values())
    return html(
        "compare_list",
        look.language,
        groups=groups,
        title=t("Indicators"),
        folded=folded,
        hint=t("A name shows that indicator, + adds it to the comparison; the number counts the places with a figure."),
        rest=t.plural(
            "{n} more indicator has a figure of one city alone: nothing to compare.",
            "{n} more indicators have a figure of one city alone: nothing to compare.",
            alone,
        ),
    )


def _item(entry: Indicator, places: int, state: ChartRequest, look: Look) -> dict[str, object]:
    name = entry.names.get(look.language)
    chosen = entry.id in state.also
    also = tuple(key for key in state.also if key != entry.id)
    if not chosen:
        # A scatter has room for one more: the newest takes its place in front.
        also = (entry.id, *also) if state.view in ("scatter", "dumbbell") else (*also, entry.id)
    first = replace(state, indicator=entry.id, also=tuple(key for key in state.also if key != entry.id))
    label = (
        look.t("Remove {indicator}", indicator=name)
        if chosen
        else look.t("Add {indicator} to the comparison", indicator=name)
    )
    addable = entry.id != state.indicator and (chosen or len(state.also) < MOST_FURTHER)
    return {
        "name": name,
        "places": places,
        "href": address(ADDRESS, first),
        "current": entry.id == state.indicator,
        "more": address(ADDRESS, replace(state, also=also)) if addable else "",
        "chosen": chosen,
        "label": label,
    }
