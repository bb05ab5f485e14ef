"""The present view: one chart, its sentence as title, its source, nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from indicators.analysis.verdicts import comparison_text
from indicators.charts import world_map
from indicators.charts.chart import SIGNS, Chart, Look
from indicators.charts.comparison import VIEWS, ComparisonView
from indicators.charts.dispatch import chart_of, charts_of, comparison_of
from indicators.charts.district_map import KINDS, not_shown
from indicators.charts.request import ChartRequest, cities_of
from indicators.charts.world_figures import offered
from indicators.language.locales import direction
from indicators.maps import districts
from indicators.maps.districts import mapped
from indicators.model.catalogue import Indicator
from indicators.model.observations import texts
from indicators.store.dataset import Dataset
from indicators.web.links import WORLD_PAGE, address
from indicators.web.templating import Markup
from pages.shared import shell
from pages.shared.blocks import Block, Opening, Picture, bars_markup, draw
from pages.shared.elements import Empty, Template
from pages.shared.page_cache import shared

Slided = TypeVar("Slided")


def render() -> None:
    """Draw the present view of the chart the link names; the overview's where it names none."""
    page = shell.current("present")
    language = page.state.language
    attributes = f'class="cs-{page.theme}" data-language="{language}" data-direction="{direction(language)}"'
    theme = Markup(f"<div {attributes}></div>")
    draw([theme, *shell.marked(page)])
    draw(build_view(page.dataset, page.state, page.look))
    draw(shell.revised(page))
    if page.state.indicator and page.state.chart in KINDS:
        wrong = not_shown(page.dataset, page.dataset.catalogue[page.state.indicator], page.state.map)
        page = replace(page, findings=(*page.findings, *wrong))
    if page.state.indicator and page.state.chart == world_map.KIND:
        entry, cities = page.dataset.catalogue[page.state.indicator], cities_of(page.dataset, page.state)
        wrong = world_map.not_shown(page.dataset, entry, cities, page.state)
        page = replace(page, findings=(*page.findings, *wrong))
    draw([Empty(notice).markup(page.state.language) for notice in shell.notices(page)])


def opening(page: shell.Page) -> Opening:
    """Return what the view begins with."""
    return Opening(main=build_view(page.dataset, page.state, page.look), in_room=True)


def order(dataset: Dataset) -> list[str | None]:
    """Return the slides: the overview (None), then the indicators that have figures, in the catalogue's order."""
    published = set(texts(dataset.observations["indicator"]))
    return [None, *(key for key in dataset.catalogue if key in published)]


@dataclass(frozen=True)
class Steps:
    """The addresses of the slides before and after, empty where there is none, and of the page they belong to."""

    previous: str
    next: str
    back: str


@dataclass(frozen=True)
class RoomTitle(Template, file="room"):
    """The claim of a slide and what stands below it."""

    title: str
    subtitle: str


@dataclass(frozen=True)
class SlideFoot(Template, file="room_foot"):
    """What stands below a slide: the verdict, the source, the way on."""

    sign: str
    verdict: str
    source: str
    previous: str
    next: str
    back: str


def _steps(dataset: Dataset, state: ChartRequest) -> Steps:
    """Return the links to the slides before and after, and back to the page; empty where there is none."""
    if state.chart in KINDS:
        return _map_steps(dataset, state)
    if state.chart == world_map.KIND and state.indicator:
        return _year_steps(dataset, state)
    slides = order(dataset)
    index = slides.index(state.indicator) if state.indicator in slides else 0
    plain = replace(state, chart=None, reach=None)

    page = dataset.catalogue[state.indicator].theme if state.indicator else ""
    return _around(slides, index, lambda key: replace(plain, indicator=key), address(page, plain))


def _around(slides: Sequence[Slided], index: int, request_of: Callable[[Slided], ChartRequest], back: str) -> Steps:
    """Return the links to the slides before and after the one at `index`; `request_of` is how a slide is asked for."""
    before, after = slides[index - 1 : index] if index else (), slides[index + 1 : index + 2]
    previous, following = (
        "".join(address("present", request_of(slide)) for slide in neighbour) for neighbour in (before, after)
    )
    return Steps(previous, following, back)


def _map_steps(dataset: Dataset, state: ChartRequest) -> Steps:
    """Return the links from map to map, and back to the page of the maps."""
    slides = mapped(dataset)
    index = next((n for n, entry in enumerate(slides) if entry.id == state.indicator), 0)

    def request_of(entry: Indicator) -> ChartRequest:
        dates = districts.dates_of(dataset, entry, state.map.level, state.map.city)
        shown = state.map.shown if state.map.shown in dates.all else None
        return replace(state, indicator=entry.id, map=replace(state.map, shown=shown))

    return _around(slides, index, request_of, address(dataset.home.address, replace(state, chart=None)))


def _year_steps(dataset: Dataset, state: ChartRequest) -> Steps:
    """Return the links from year to year of one map of the world, and back to its page."""
    entry = dataset.catalogue[str(state.indicator)]
    steps: list[int | None] = [*offered(dataset, entry, cities_of(dataset, state)), None]
    index = steps.index(state.year) if state.year in steps else len(steps) - 1

    return _around(
        steps, index, lambda year: replace(state, year=year), address(WORLD_PAGE, replace(state, chart=None))
    )


@shared
def build_view(dataset: Dataset, state: ChartRequest, look: Look) -> tuple[Block, ...]:
    """Return a slide, once for each choice."""
    hall = replace(look, view="room")
    made, small = comparison_of(dataset, state, hall), comparison_of(dataset, state, look)
    if made is not None:
        return _compared(made, small.chart if small is not None else None, state, hall)
    chart, narrow = _chart(dataset, state, hall), _chart(dataset, state, look)
    look = hall
    links = _steps(dataset, state)
    if chart is None:
        t = look.of_home(dataset)
        words = t("No figure of {home} or of the cities compared is held here.")
        title = dataset.catalogue[state.indicator].names.get(look.language) if state.indicator else look.t("Overview")
        return RoomTitle(title, words).markup(look.language), _foot("", "", "", links, look)
    return (
        RoomTitle(chart.title, chart.subtitle).markup(look.language),
        *_picture(chart, narrow),
        _foot(*_verdict(chart, look), chart.source, links, look),
    )


def _chart(dataset: Dataset, state: ChartRequest, look: Look) -> Chart | None:
    """Return the chart of a slide, None where there is none."""
    chart = chart_of(dataset, state, look) or chart_of(dataset, replace(state, chart=None), look)
    if chart is not None and chart.figure is None and state.indicator is not None:
        # A slide without a picture says little in a hall: the next chart of the indicator may have one.
        others = charts_of(dataset, dataset.catalogue[state.indicator], cities_of(dataset, state), look)
        chart = next((other for other in others if other.figure is not None), chart)
    return chart


def _picture(chart: Chart, narrow: Chart | None) -> list[Block]:
    """Return the picture of a slide: for a hall, and as the pages have it for a phone."""
    if chart.figure is None:
        return []
    return [Picture(f"room-{chart.id}", chart.figure, chart.alt, narrow.figure if narrow is not None else None)]


def _compared(made: ComparisonView, narrow: Chart | None, state: ChartRequest, look: Look) -> tuple[Block, ...]:
    """Return the slide of a comparison; the keys step through its views."""
    chart, views = made.chart, list(VIEWS)
    index = views.index(str(state.view))

    links = _around(views, index, lambda view: replace(state, view=view), address("compare", state))
    first = [note for note in chart.notes[:1] if chart.figure is not None or made.bars is not None]
    blocks: list[Block] = [RoomTitle(chart.title, chart.subtitle).markup(look.language)]
    if chart.figure is not None:
        blocks += _picture(chart, narrow)
    elif made.bars is not None:
        blocks.append(bars_markup(made.bars, look))
    if not chart.rows:
        return (*blocks, _foot("", "", "", links, look))
    return (*blocks, _foot(*_verdict(chart, look), " ".join([chart.source, *first]), links, look))


def _verdict(chart: Chart, look: Look) -> tuple[str, str]:
    """Return the sign and the words of the verdict, as the room must see it."""
    sign = "" if chart.comparison.single else SIGNS[chart.comparison.verdict]
    return sign, comparison_text(chart.comparison, look.language)


def _foot(sign: str, verdict: str, source: str, links: Steps, look: Look) -> Markup:
    """Return what stands below a slide: the verdict, the source, the way on."""
    return SlideFoot(sign, verdict, source, links.previous, links.next, links.back).markup(look.language)
