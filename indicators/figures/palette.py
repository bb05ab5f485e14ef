"""The colours of both themes: one accent for Casablanca, quiet greys for the rest.

Every pair that carries meaning also differs in shape or in words. The accent
is a vermilion that the common colour deficiencies keep apart from the greys;
contrasts with the paper are tested against WCAG 2.2: 4.5:1 for text, 3:1 for
what is drawn. Hairlines and the line that joins two dots only lead the eye.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Palette:
    """Hex colours of one theme."""

    paper: str
    ink: str
    muted: str
    hairline: str
    peer: str
    peer_line: str
    accent: str
    hollow: str
    mark: str


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
)


def on_paper() -> dict[str, str]:
    """Return for each colour of the dark theme the light theme's, both as `#rrggbb`: what prints a dark screen."""
    names = [field.name for field in fields(Palette)]
    return {getattr(DARK, name).lower(): getattr(LIGHT, name).lower() for name in names}


def palette(theme: str) -> Palette:
    """Return the palette of `theme`; light unless it is "dark"."""
    return DARK if theme == "dark" else LIGHT
