"""Words in the key above a map, at a place of the picture."""

from typing import Any


def words(text: str, left: float, y: float, points: int, colour: str, shift: float = 0) -> dict[str, Any]:
    """Return words that begin at a place: left as a share of the width and `shift` pixels, `y` pixels above the top."""
    return {
        "xref": "paper",
        "yref": "paper",
        "x": left,
        "y": 1,
        "xanchor": "left",
        "yanchor": "top",
        "xshift": shift,
        "yshift": y,
        "showarrow": False,
        "align": "left",
        "text": text,
        "font": {"size": points, "color": colour},
        "borderpad": 0,
    }
