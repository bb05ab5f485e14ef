"""The colours of both themes: one accent for the home city, quiet greys for the rest.

Every pair that carries meaning also differs in shape or in words. The accent
is a vermilion that the common colour deficiencies distinguish from the greys;
contrasts with the paper are tested against WCAG 2.2: 4.5:1 for text, 3:1 for
what is drawn. Hairlines and the line that joins two dots only lead the eye.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Palette:
    """Hex colours of one theme.

    Of a map: `steps` from the lowest class to the highest; of change `worse` and
    `better`, or `falls` and `rises` where neither is, from the least to the most,
    `unchanged` between them. Each row runs one way in lightness, so that it reads
    in grey; the three kinds of colour blindness tell each from the next and both sides from each other
    (`tests/figures/test_colour_vision.py`).
    """

    paper: str
    ink: str
    muted: str
    hairline: str
    peer: str
    peer_line: str
    accent: str
    hollow: str
    mark: str
    steps: tuple[str, ...]
    worse: tuple[str, ...]
    better: tuple[str, ...]
    falls: tuple[str, ...]
    rises: tuple[str, ...]
    unchanged: str


MOST_TONES = 9
"""More classes than this no map has."""

LIGHT = Palette(
    paper="#FFFFFF",
    ink="#191D22",
    muted="#56606B",
    hairline="#E2E5E9",
    peer="#87919C",
    peer_line="#C3CAD2",
    accent="#C4321F",
    hollow="#56606B",
    mark="#191D22",
    steps=("#DCE9F3", "#AECBE2", "#74A4C9", "#3B76A8", "#13456F"),
    worse=("#EBD3A8", "#C6924A", "#7F4A0C"),
    better=("#A8D3CC", "#55A59A", "#0B5A52"),
    falls=("#F4D3B5", "#DD8A45", "#9A4A06"),
    rises=("#D2CAE5", "#9585C2", "#4B3585"),
    unchanged="#E4E7EA",
)

DARK = Palette(
    paper="#12161B",
    ink="#EEF1F4",
    muted="#A6B0BB",
    hairline="#2B323A",
    peer="#66717D",
    peer_line="#4A545F",
    accent="#FF7A63",
    hollow="#A6B0BB",
    mark="#EEF1F4",
    steps=("#1E3347", "#2C5578", "#4880AD", "#83B1D6", "#D5E7F5"),
    worse=("#5C4520", "#AA772F", "#EBC07C"),
    better=("#255E57", "#3C938A", "#97DDD3"),
    falls=("#63391A", "#BF6D2A", "#F5B984"),
    rises=("#52447E", "#7F6FB5", "#CABFEE"),
    unchanged="#39424C",
)


def on_paper() -> dict[str, str]:
    """Return for each colour of the dark theme the light theme's, both as `#rrggbb`: what prints a dark screen."""
    pairs: dict[str, str] = {}
    for field in fields(Palette):
        dark, light = getattr(DARK, field.name), getattr(LIGHT, field.name)
        if isinstance(dark, str):
            pairs[dark.lower()] = light.lower()
            continue
        # Maps mix the tones of a row; classes are few, and so are the positions on it.
        for position in sorted({step / most for most in range(1, MOST_TONES) for step in range(most + 1)}):
            pairs[tone(dark, position).lower()] = tone(light, position).lower()
    return pairs


def tone(tones: tuple[str, ...], position: float) -> str:
    """Return the colour at a position of a row of tones, 0 its first and 1 its last, mixed between two of them."""
    place = position * (len(tones) - 1)
    low = min(int(place), len(tones) - 2)
    pairs = zip(_channels(tones[low]), _channels(tones[low + 1]), strict=True)
    return "#" + "".join(f"{round(channel + (other - channel) * (place - low)):02X}" for channel, other in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))


def palette(theme: str) -> Palette:
    """Return the palette of `theme`; light unless it is "dark"."""
    return DARK if theme == "dark" else LIGHT
