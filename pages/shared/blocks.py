"""Pages as lists of finished blocks, made once per choice and shared by every reader.

What a page begins with, before its session runs, stands in the first HTML: each view says for itself what, of the same
blocks that its session draws.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

import streamlit as st

from indicators.charts.bars import BarHead, BarRow, Bars
from indicators.charts.chart import Chart, Look, VerdictLine, verdict_line
from indicators.charts.dispatch import KINDS, how_to_read
from indicators.charts.request import EVERYTHING, ChartRequest
from indicators.figures.template import FrozenFigure
from indicators.findings.finding import Finding
from indicators.intake.drafts import is_draft
from indicators.plain.page import open_doors, powerpoint_address
from indicators.sessions.slide_charts import chart_slide
from indicators.store.dataset import Dataset
from indicators.text.citations import citation, cited, error_report, is_public
from indicators.web import app_state
from indicators.web.addresses import chart_address
from indicators.web.links import address, download
from indicators.web.templating import Markup
from pages.shared.elements import ChartHead, Template

CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}

MOST_ROWS = 150
"""A longer table is fetched when it is opened: unseen it would hold up the picture."""


@dataclass(frozen=True)
class Picture:
    """A finished figure with its alt text; `key` keeps it in place from run to run.

    `narrow` is what a phone shows in its place, where that is another: a figure made for a hall has no room there.
    """

    key: str
    figure: FrozenFigure
    alt: str
    narrow: FrozenFigure | None = None

    @property
    def figures(self) -> dict[str, FrozenFigure]:
        """The figures by their keys; the style shows the one for the width of the screen."""
        if self.narrow is None:
            return {self.key: self.figure}
        return {f"wide-{self.key}": self.figure, f"narrow-{self.key}": self.narrow}


Block = Markup | Picture


@dataclass(frozen=True)
class ChartFoot(Template, file="chart_foot"):
    """What stands below a chart: the verdict, how it is read, the notes, the source, what can be taken away, the table.

    `session` adds it to a session, `slide` is it as PowerPoint, `embed` the code that puts it into another site, all
    empty where no address names all of it; `files` are
    further downloads, each a name and an address; `link` opens the chart again, `printed` is the same where it is
    public; `report` is a mail link, empty where nobody is named; `later` is the address of a long table, which is
    fetched when it is opened.
    """

    chart: Chart
    verdict: VerdictLine | None
    reading: str
    listed: bool
    pictured: bool
    present: str
    session: str
    slide: str
    citation: str
    embed: str
    csv: str
    bundle: str
    doors: Sequence[tuple[str, str]]
    files: Sequence[tuple[str, str]]
    everything: str
    link: str
    printed: str
    report: str
    later: str


@dataclass(frozen=True)
class BarsTable(Template, file="compare_bars"):
    """A table of bars; in a room the reasons of verdicts are left to the line below."""

    title: str
    home: str
    heads: Sequence[BarHead]
    lines: Sequence[BarRow]
    room: bool


def draw(blocks: Sequence[Block]) -> None:
    """Put finished blocks on the page; a block that came out empty is left out."""
    for block in blocks:
        if isinstance(block, Markup):
            # Streamlit refuses an empty text with an error on the page.
            if block.body.strip():
                st.html(block)
        else:
            for key, figure in block.figures.items():
                st.plotly_chart(figure, key=key, alt=block.alt, theme=None, config=CONFIG)


def chart_blocks(
    dataset: Dataset,
    chart: Chart,
    state: ChartRequest,
    look: Look,
    heading: str = "h2",
    page: str | None = None,
    files: Sequence[tuple[str, str]] = (),
    body: Markup | None = None,
) -> list[Block]:
    """Return a chart as blocks: its claim, the picture, and the line that says where it comes from.

    `page` is where the chart lives; without one it is the page of its theme.
    `files` are further downloads, each a name and an address; `body` stands in
    for the picture of a chart that is a table.
    """
    entry = dataset.catalogue.get(chart.indicator)
    # The view of a comparison says which of its charts is meant.
    kind = chart.kind if entry and state.view is None else None
    own_request = replace(state, indicator=chart.indicator if entry else None, chart=kind)
    if page is None:
        page = entry.theme if entry else ""
    link = app_state.public_address() + address(page, own_request, version=dataset.version)
    contact = app_state.contact()
    published = not is_draft(dataset)  # addresses of files know of no session, and would hold what is published
    sources = cited(dataset.sources, chart.sources)
    head = ChartHead(chart.id, heading, chart.title, chart.subtitle)
    long = chart.figure is not None and len(chart.rows) > MOST_ROWS
    foot = ChartFoot(
        chart=chart,
        verdict=verdict_line(chart.comparison, look.language) if chart.rows else None,
        reading=how_to_read(chart.kind, look.language) if chart.figure is not None or body is not None else "",
        listed=chart.figure is None and body is None,
        pictured=chart.figure is not None,
        present=address("present", own_request),
        session=session_link(own_request) if published and may_be_slide(own_request) else "",
        slide=powerpoint_address(chart_address(own_request)) if published and may_be_slide(own_request) else "",
        citation=citation(chart.title, sources, dataset.version, link, look.of_home(dataset)),
        embed=f"{chart_address(own_request)}#embed" if published and may_be_slide(own_request) else "",
        csv=download(page, own_request, "csv") if published else "",
        bundle=download(page, own_request, "zip"),
        doors=open_doors(own_request) if published and may_be_slide(own_request) else (),
        files=files if published else (),
        everything=f"/figures/{chart.indicator}.csv" if entry and published else "",
        link=link,
        printed=link if is_public(link) else "",
        report=error_report(
            contact,
            chart.indicator,
            dataset.places[dataset.home.city].names.get(look.language),
            dataset.version,
            link,
            look.language,
        )
        if contact
        else "",
        later=download(page, own_request, "html") if published and long else "",
    )
    blocks: list[Block] = [head.markup(look.language)]
    if chart.figure is not None:
        blocks.append(Picture(chart.id, chart.figure, chart.alt))
    elif body is not None:
        blocks.append(body)
    blocks.append(foot.markup(look.language))
    return blocks


def session_link(state: ChartRequest) -> str:
    """Return the address that brings a chart to the page of sessions, where it is added to one."""
    return f"/sessions?add={quote(str(chart_slide(state).chart), safe='')}&lang={state.language}"


def may_be_slide(state: ChartRequest) -> bool:
    """Return whether a slide can name all that a request asks for: what is available it cannot."""
    return state.availability == EVERYTHING and (state.view is not None or state.chart is None or state.chart in KINDS)


def bars_markup(bars: Bars, look: Look) -> Markup:
    """Return a table with bars as HTML."""
    table = BarsTable(bars.chart.title, bars.home, bars.heads, bars.lines, room=look.view == "room")
    return table.markup(look.language)


@dataclass(frozen=True)
class Opening:
    """A page's blocks: `head` over its whole width, `side` in the narrow column, `main` beside it.

    `findings` are what of the address was not honoured, besides what the shell found. A page `in_room` has no masthead.
    """

    head: tuple[Block, ...] = ()
    side: tuple[Block, ...] = ()
    main: tuple[Block, ...] = ()
    findings: tuple[Finding, ...] = ()
    in_room: bool = False


def map_files(page: str, state: ChartRequest, look: Look) -> list[tuple[str, str]]:
    """Return what a map is taken away as: the name of each file and its address."""
    forms = ((look.t("Map (GeoJSON)"), "geojson"), (look.t("Map (GeoPackage)"), "gpkg"))
    return [(name, download(page, state, form)) for name, form in forms]


@dataclass(frozen=True)
class MapPageView:
    """The page of one map, finished, in the order of the screen."""

    head: tuple[Block, ...]
    index: tuple[Block, ...]
    title: tuple[Block, ...]
    map: tuple[Block, ...]
    ranked: tuple[Block, ...]
    about: tuple[Block, ...]

    @property
    def in_order(self) -> tuple[Block, ...]:
        """The map with its title and its list, one after another."""
        return (*self.title, *self.map, *self.ranked, *self.about)

    def draw_map(self) -> None:
        """Draw the map with its title and its ranked list beside it."""
        draw(self.title)
        for column, blocks in zip(st.columns([1.7, 1], gap="medium"), (self.map, self.ranked), strict=True):
            with column:
                draw(blocks)
        draw(self.about)


@dataclass(frozen=True)
class StepHeading(Template, file="data_step"):
    """The heading of a step; without a number, of what stands below the steps."""

    title: str
    number: int | None


@dataclass(frozen=True)
class PartHeading(Template, file="data_part"):
    """The heading of a part of a step."""

    title: str


@dataclass(frozen=True)
class See(Template, file="see"):
    """A link in a line of its own."""

    href: str
    words: str


def heading(title: str, language: str, number: int | None = None) -> None:
    """Draw the heading of a step; without a number, of what stands below the steps."""
    draw([StepHeading(title, number).markup(language)])


def small(title: str, language: str) -> None:
    """Draw the heading of a part of a step."""
    draw([PartHeading(title).markup(language)])


def place_name(dataset: Dataset, place: str, language: str) -> str:
    """Return the name of a place, its id where it is not known."""
    return dataset.places[place].names.get(language) if place in dataset.places else place


def indicator_name(dataset: Dataset, indicator: str, language: str) -> str:
    """Return the name of an indicator, its id where it is not known."""
    return dataset.catalogue[indicator].names.get(language) if indicator in dataset.catalogue else indicator
