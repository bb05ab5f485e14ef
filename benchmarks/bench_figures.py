"""Building the figures of the theme pages, against the same rows in Plotly Express.

What each figure builder is given is recorded while the pages are made; then the builders, and Plotly
Express on the same frames, are timed from frame to JSON. A second measure takes the pages as a whole,
with claims, verdicts, notes and tables; a third one what a page costs that was made before.

Run: python benchmarks/bench_figures.py
"""

import inspect
import logging
import pickle
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.express as px
import plotly.io
from plotly.graph_objects import Figure

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.report import in_turns, line
from indicators.charts.chart import Look
from indicators.charts.request import ChartRequest
from indicators.model.vocabulary import Theme
from indicators.web import app_state
from pages.shared.blocks import Picture
from pages.views import theme

RUNS = 9
BUILDERS = {"rank": "ranked_bar", "time": "lines_over_time", "districts": "district_dots"}
Call = tuple[str, Callable[..., Figure], tuple[Any, ...], dict[str, Any]]


def default_state(of: Theme) -> ChartRequest:
    """Return the state of a theme page that nothing was chosen on."""
    return ChartRequest(indicator=app_state.published_dataset().catalogue.of_theme(of)[0].id)


def page(of: Theme) -> theme.ThemeView:
    """Make a theme page again."""
    view: Callable[..., theme.ThemeView] = inspect.unwrap(theme.build_view)
    return view(app_state.published_dataset(), of, default_state(of), Look(), app_state.this_year())


def recorded_page(of: Theme) -> list[str]:
    """Return the figures of a theme page that was made before, as they are sent."""
    view = theme.build_view(app_state.published_dataset(), of, default_state(of), Look(), app_state.this_year())
    return [plotly.io.to_json(part.figure, validate=False) for part in view.charts if isinstance(part, Picture)]


def recorded() -> list[Call]:
    """Make every theme page; return what its figure builders were called with."""
    calls: list[Call] = []

    def recording(kind: str, builder: Callable[..., Figure]) -> Callable[..., Figure]:
        def build(*values: Any, **named: Any) -> Figure:
            calls.append((kind, builder, values, named))
            return builder(*values, **named)

        return build

    builders = []
    for kind, name in BUILDERS.items():
        module = import_module(f"indicators.charts.{kind}")
        builders.append((module, name, getattr(module, name)))
        setattr(module, name, recording(kind, getattr(module, name)))
    for of in Theme:
        page(of)
    for module, name, builder in builders:
        setattr(module, name, builder)
    return calls


def express(kind: str, first: Any) -> Figure:
    """Return a figure of the same rows by Plotly Express."""
    if kind == "rank":
        return px.bar(first, x="value", y="name", text="text", color="accent", hover_name="name", orientation="h")
    if kind == "time":
        points = pd.concat([group.points.assign(name=group.name) for group in first], ignore_index=True)
        return px.line(points, x="year", y="value", color="name", markers=True, hover_name="hover")
    long = first.melt(id_vars="name", value_vars=["first", "last"], var_name="when", value_name="value")
    return px.scatter(long, x="value", y="name", color="when", hover_name="name")


def main() -> None:
    """Run the measures."""
    logging.disable(logging.WARNING)  # outside a served page Streamlit warns at every cached call
    calls = recorded()

    def ours() -> None:
        for _, builder, values, named in calls:
            plotly.io.to_json(builder(*values, **named), validate=False)

    def with_express() -> list[Figure]:
        figures = [express(kind, values[0]) for kind, _, values, _ in calls]
        for figure in figures:
            plotly.io.to_json(figure, validate=False)
        return figures

    ours()
    pickled = [pickle.dumps(figure) for figure in with_express()]

    def copied() -> None:
        for figure in pickled:
            plotly.io.to_json(pickle.loads(figure), validate=False)

    count = f"{len(calls)} figures of 4 theme pages"
    mine, plain = in_turns(ours, with_express, RUNS)
    line(f"{count}, cold, frame to JSON; Plotly Express", mine * 1e3, "ms", plain * 1e3)
    for of in Theme:
        recorded_page(of)
    whole, _ = in_turns(lambda: [page(of) for of in Theme], lambda: None, RUNS)
    line("a theme page, cold, with claims, verdicts and tables", whole * 1e3 / 4, "ms", target="<= 150 ms")
    mine, plain = in_turns(lambda: [recorded_page(of) for of in Theme], copied, RUNS)
    line(f"{count}, kept; Express figures from st.cache_data", mine * 1e3, "ms", plain * 1e3, digits=2)


if __name__ == "__main__":
    main()
