"""Pages as lists of finished blocks, made once per choice and shared by every reader."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from indicators.charts.bars import Bars
from indicators.charts.chart import SIGNS, Chart, Look, verdict_name, verdict_reasons
from indicators.charts.request import ChartRequest
from indicators.figures.template import FrozenFigure
from indicators.intake.drafts import is_draft
from indicators.store.dataset import Dataset
from indicators.text.citations import citation, cited, error_report
from indicators.web import app_state
from indicators.web.links import address, download
from pages.shared.templating import html

CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}

MOST_ROWS = 150
"""A longer table is fetched when it is opened: unseen it would hold up the picture."""


@dataclass(frozen=True)
class Markup:
    """A piece of finished HTML."""

    body: str

    def _repr_html_(self) -> str:
        # Streamlit takes this as it is; a plain text it would indent anew and look for as a file on every run.
        # The element around it is ours: the look needs no name of Streamlit's to find the text of a page.
        return f'<div class="cs-html">{self.body}</div>'


@dataclass(frozen=True)
class Picture:
    """A finished figure with its alt text; `key` keeps it in place from run to run."""

    key: str
    figure: FrozenFigure
    alt: str


Block = Markup | Picture


def draw(blocks: Sequence[Block]) -> None:
    """Put finished blocks on the page."""
    for block in blocks:
        if isinstance(block, Markup):
            st.html(block)
        else:
            st.plotly_chart(block.figure, key=block.key, alt=block.alt, theme=None, config=CONFIG)


def freeze(blocks: Sequence[Block]) -> None:
    """Write the JSON of the figures, which the first drawing would otherwise do."""
    for block in blocks:
        if isinstance(block, Picture):
            block.figure.to_dict()


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
    own = replace(state, indicator=chart.indicator if entry else None, chart=kind)
    if page is None:
        page = entry.theme if entry else ""
    link = app_state.public_address() + address(page, own, version=dataset.version)
    published = not is_draft(dataset)  # addresses of files know of no session, and would hold what is published
    sources = cited(dataset.sources, chart.sources)
    head = html("chart_head", look.language, id=chart.id, level=heading, title=chart.title, subtitle=chart.subtitle)
    foot = html(
        "chart_foot",
        look.language,
        id=chart.id,
        title=chart.title,
        verdict={
            "sign": "" if chart.comparison.single else SIGNS[chart.comparison.verdict],
            "name": verdict_name(chart.comparison, look.language),
            "reasons": verdict_reasons(chart.comparison, look.language),
        }
        if chart.rows
        else None,
        notes=chart.notes,
        listed=chart.figure is None and body is None,
        pictured=chart.figure is not None,
        source=chart.source,
        present=address("present", own),
        citation=citation(chart.title, sources, dataset.version, link, look.language),
        csv=download(page, own, "csv") if published else "",
        bundle=download(page, own, "zip"),
        files=files if published else (),
        everything=f"/figures/{chart.indicator}.csv" if entry and published else "",
        link=link,
        report=error_report(
            app_state.contact(),
            chart.indicator,
            dataset.places[dataset.home.city].names.get(look.language),
            dataset.version,
            link,
            look.language,
        ),
        columns=chart.columns,
        rows=chart.rows,
        later=download(page, own, "html")
        if published and chart.figure is not None and len(chart.rows) > MOST_ROWS
        else "",
    )
    blocks: list[Block] = [Markup(head)]
    if chart.figure is not None:
        blocks.append(Picture(chart.id, chart.figure, chart.alt))
    elif body is not None:
        blocks.append(body)
    blocks.append(Markup(foot))
    return blocks


def bars_markup(bars: Bars, look: Look) -> Markup:
    """Return a table with bars as HTML."""
    return Markup(
        html(
            "compare_bars",
            look.language,
            heads=bars.heads,
            lines=bars.lines,
            title=bars.chart.title,
            home=bars.home,
            room=look.view == "room",
        )
    )
