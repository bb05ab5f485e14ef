"""How each kind of chart is read, in one sentence below it."""

from indicators.language.translator import N_, text

HOW_TO_READ = {
    "strips": N_(
        "Each line is one indicator with its own scale; each dot is a city, the red diamond is the home city."
    ),
    "rank": N_("The longer the bar, the higher the value; the order runs from the first place to the last."),
    "around": N_("The longer the bar, the higher the value, for the home city and the places around it."),
    "parts": N_("Each bar is a share of the same whole."),
    "time": N_(
        "Each line is one source of one place; steeper means faster, and a dotted part is the source’s projection."
    ),
    "sources": N_(
        "Each dot is what one source says of the same thing; the distance between dots is their disagreement."
    ),
    "districts": N_("Each row is a part of the city; the dot is its newest value, the hollow one the value before."),
    "communes": N_("Each column counts the communes with about that value; the red line marks the home city."),
    "world": N_("Each column counts the cities of the world with about that value; the red line marks the home city."),
    "map": N_("The key gives the values of each colour; hatched areas have no figure here."),
    "maps": N_("Each map is one date, all with the same colours; the last shows the change."),
    "points": N_("Each dot is a city where it lies; the key says what its size or colour means."),
    "trajectory": N_(
        "The line is what was observed; what runs on to 2030 is the same pace continued, or the way to the target."
    ),
    "lines": N_("Each line is one place; lines of different sources are not joined."),
    "slope": N_("Each line joins two dates of one place: upwards is a rise."),
    "dumbbell": N_("Each row is one place; the two dots are two dates, and the bar between them is the change."),
    "scatter": N_("Each dot is a city: across is one indicator, upwards the other. A pattern is no proof of a cause."),
    "multiples": N_("Each small chart is one place, all on the same scale."),
    "table": N_("Each column has a scale of its own: bars may be compared down a column, not across."),
}
"""How a chart is read, by its kind."""


def how_to_read(kind: str, language: str) -> str:
    """Return how a kind of chart is read; empty for one that needs no words."""
    words = HOW_TO_READ.get(kind)
    return text(language, words) if words else ""
