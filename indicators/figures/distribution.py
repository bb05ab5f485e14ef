"""The home city among thousands: a distribution counted in classes, places marked on it."""

import numpy as np
import pandas as pd

from indicators.analysis.verdicts import Verdict
from indicators.figures.palette import Palette
from indicators.figures.template import ROOM, ROOM_HEIGHT, FrozenFigure, Type, axis, base_layout, figure


def distribution(
    values: np.ndarray,
    marked: pd.DataFrame,
    axis_title: str,
    ticks: list[tuple[float, str]],
    verdict: Verdict,
    colours: Palette,
    size: Type,
    classes: int = 60,
) -> FrozenFigure:
    """Return a histogram on a logarithmic axis with places marked on it.

    `values` are positive; only the counts of `classes` classes go to the
    browser. `marked` has the columns name, value, hover and accent.
    """
    logs = np.log10(values[values > 0])
    low, high = np.quantile(logs, [0.002, 0.998])
    counts, edges = np.histogram(logs, bins=classes, range=(low, high))
    centres = (edges[:-1] + edges[1:]) / 2
    tallest = int(counts.max())
    bars = {
        "type": "bar",
        "x": centres.tolist(),
        "y": counts.tolist(),
        "width": float(edges[1] - edges[0]) * 0.92,
        "marker": {"color": colours.peer},
        "hoverinfo": "skip",
    }
    others = marked[~marked["accent"]]
    ticks_of_peers = {
        "type": "scatter",
        "mode": "markers",
        "x": np.log10(others["value"]).to_list(),
        "y": [-tallest * 0.035] * len(others),
        "marker": {"symbol": "line-ns", "size": size.dot, "line": {"color": colours.muted, "width": 1.6}},
        "hovertext": others["hover"].to_list(),
        "hoverinfo": "text",
        "cliponaxis": False,
    }
    layout = base_layout(
        colours,
        size,
        height=ROOM_HEIGHT if size is ROOM else size.row * 11,
        margin={"l": 8, "r": 8, "t": size.row * 2, "b": size.row * 2},
    )
    layout["xaxis"] = axis(
        colours,
        size,
        range=[low, high],
        tickvals=[float(np.log10(value)) for value, _ in ticks],
        ticktext=[label for _, label in ticks],
        title={"text": axis_title, "font": {"size": size.small}},
    )
    layout["yaxis"] = axis(colours, size, range=[-tallest * 0.08, tallest * 1.04], showticklabels=False)
    layout["bargap"] = 0
    layout["shapes"], layout["annotations"] = [], []
    for row in marked[marked["accent"]].itertuples():
        x = float(np.log10(row.value))
        layout["shapes"].append(
            {
                "type": "line",
                "x0": x,
                "x1": x,
                "y0": -tallest * 0.08,
                "y1": tallest * 1.04,
                "line": {"color": colours.accent, "width": size.line},
            }
        )
        layout["annotations"].append(
            {
                "x": x,
                "y": tallest * 1.04,
                "yanchor": "bottom",
                "showarrow": False,
                "text": f"<b>{row.name}</b>",
                "font": {"size": size.text, "color": colours.accent},
            }
        )
    layout["meta"] = {"verdict": verdict}
    return figure([bars, ticks_of_peers], layout)
