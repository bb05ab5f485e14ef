"""Reading figures as the browser gets them, and examples of what is drawn."""

import json
from typing import Any

import orjson
import pandas as pd

from indicators.figures.template import FrozenFigure
from indicators.handout.drawing import Drawing
from indicators.handout.typeface import MISSING

# Access to public transport, UN-Habitat 2024 edition, percent of people, 2020.
TRANSPORT = [("Lisbon", 99.5), ("Marrakesh", 74.8), ("Casablanca", 66.5), ("Nairobi", 58.0), ("Johannesburg", 20.8)]


def sent(figure: FrozenFigure) -> dict[str, Any]:
    """Return the figure as a browser gets it."""
    return json.loads(orjson.dumps(figure.to_dict()))


def bars(pairs: list[tuple[str, float | None]] = TRANSPORT, accent: str = "Casablanca", **columns: Any) -> pd.DataFrame:
    """Return the frame a ranked bar is drawn from."""
    frame = pd.DataFrame(pairs, columns=["name", "value"])
    frame["lower"], frame["upper"] = float("nan"), float("nan")
    frame["text"] = [f"{value:.1f}" for value in frame["value"]]
    frame["hover"] = frame["name"]
    frame["accent"] = frame["name"] == accent
    frame["national"] = False
    return frame.assign(**columns)


def texts(figure: FrozenFigure) -> list[str]:
    """Return every annotation's text."""
    return [note["text"] for note in sent(figure)["layout"].get("annotations", [])]


def strings(value: Any) -> list[str]:
    """Return every text within a JSON value, keys too."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in [key, *strings(item)]]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return []


def assert_understood(drawing: Drawing) -> None:
    """Fail where a drawing made without a browser lacks something, or a text of it is cut off or has no letters."""
    assert drawing.unknown == ()
    assert drawing.marks
    for words in drawing.words:
        assert words.box.left >= -0.01
        assert words.box.right <= drawing.width + 0.01
        assert words.box.top >= -0.01
        assert words.box.bottom <= drawing.height + 0.01
        assert MISSING not in words.text, words.text
