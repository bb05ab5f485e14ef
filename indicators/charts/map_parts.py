"""What the maps share: the outlines of a level, the classes in words, the areas of a figure."""

from collections.abc import Callable, Iterable, Mapping

from indicators import districts, formats, outlines
from indicators.catalogue import Indicator
from indicators.charts.chart import HOME, Look
from indicators.classes import Classes, Slot
from indicators.figures.map import Area, Class, Scale
from indicators.figures.palette import Palette, tone
from indicators.geography import ARRONDISSEMENTS, ATTRIBUTION, PREFECTURES
from indicators.language import N_
from indicators.map_view import Scheme
from indicators.outlines import Layer, Shape
from indicators.store import Dataset
from indicators.vocabulary import Level

LAYERS = {Level.DISTRICT: ARRONDISSEMENTS, Level.PREFECTURE: PREFECTURES}
"""The file of outlines of each level."""

OUTLINES = "osm_casablanca_outlines"
"""The source of the outlines."""

SCREEN_TOLERANCE = 30.0
"""Metres an outline may be simplified by on a map a column wide: about one pixel."""

SMALL_TOLERANCE = 80.0
"""The same for a small map."""

SCALE_KM = 5

SCHEMES = {
    Scheme.NATURAL: N_("natural breaks"),
    Scheme.QUANTILES: N_("quantiles"),
    Scheme.ROUND: N_("round numbers"),
}
"""The schemes in a word or two, for a choice."""

SCHEME_NOTES = {
    Scheme.NATURAL: N_("Classes by natural breaks (Fisher and Jenks): values that lie close together share a colour."),
    Scheme.QUANTILES: N_("Classes by quantiles: each colour holds about as many values as any other."),
    Scheme.ROUND: N_("Classes of equal width between round numbers."),
}


def _centre(dataset: Dataset) -> tuple[float, float]:
    home = dataset.places[HOME]
    return (home.longitude or 0.0, home.latitude or 0.0)


def layer_of(dataset: Dataset, level: Level) -> Layer:
    """Return the stored outlines of the city's parts, with what was found wrong with them."""
    parts = districts.parts_of(dataset, level)
    return outlines.city_layer(dataset.folder, dataset.version, LAYERS[level], parts, _centre(dataset))


def shapes_of(
    dataset: Dataset, level: Level, tolerance: float = SCREEN_TOLERANCE
) -> tuple[dict[str, Shape], tuple[Shape, ...]]:
    """Return the drawn outlines by place, and the enclaves that none of them covers."""
    parts = districts.parts_of(dataset, level)
    return outlines.city_shapes(dataset.folder, dataset.version, LAYERS[level], parts, _centre(dataset), tolerance)


def fills(classes: Classes, colours: Palette) -> list[str]:
    """Return the colour of each class: the whole range of tones, however few the classes."""
    if classes.diverging:
        most = max((abs(slot.tone) for slot in classes.slots), default=1)
        return [_of_change(slot, most, colours) for slot in classes.slots]
    count = len(classes.slots)
    if count == 1:
        return [tone(colours.steps, 0.5)]
    return [tone(colours.steps, at / (count - 1)) for at in range(count)]


def _of_change(slot: Slot, most: int, colours: Palette) -> str:
    if slot.tone == 0:
        return colours.unchanged
    tones = colours.falls if slot.tone < 0 else colours.rises
    return tone(tones, 1.0 if most == 1 else (abs(slot.tone) - 1) / (most - 1))


def range_text(slot: Slot, first: bool, classes: Classes, digits: int, look: Look) -> str:
    """Return the limits of a class in words."""
    t = look.t
    if not classes.diverging:
        low, high = (formats.number(end, digits, look.language) for end in (slot.low, slot.high))
        if slot.low == slot.high:
            return high
        return t("{low} to {high}", low=low, high=high) if first else t("over {low} to {high}", low=low, high=high)
    if slot.tone == 0:
        return t("no change")
    near, far = sorted((slot.low, slot.high), key=abs)
    low, high = (formats.number(abs(end), digits, look.language) for end in (near, far))
    words = {
        (False, False): t("rose by over {low} to {high}", low=low, high=high),
        (False, True): t("rose by up to {high}", high=high),
        (True, False): t("fell by over {low} to {high}", low=low, high=high),
        (True, True): t("fell by up to {high}", high=high),
    }
    return f"{arrow(slot.tone)} {words[slot.tone < 0, near == 0]}"


def arrow(change: float) -> str:
    """Return the sign of a change, so that a map of change reads in grey; none where nothing changed."""
    return "↑" if change > 0 else "↓" if change < 0 else ""


def key_of(
    classes: Classes,
    values: Iterable[float],
    digits: int,
    colours: list[str],
    look: Look,
    counted: Callable[[int], str],
) -> tuple[Class, ...]:
    """Return the lines of the key, the highest class first, each with how many parts it holds, then what is hatched."""
    held = [classes.of(value, digits) for value in values]
    lines = []
    for at, (slot, fill) in enumerate(zip(classes.slots, colours, strict=True)):
        words = range_text(slot, at == 0, classes, digits, look)
        lines.append(Class(fill, look.t("{range}: {count}", range=words, count=counted(held.count(at)))))
    return (*lines[::-1], Class(None, look.t("no figure")))


def areas_of(
    shapes: Mapping[str, Shape],
    enclaves: tuple[Shape, ...],
    fill: Mapping[str, str],
    label: Mapping[str, str],
    hover: Mapping[str, str],
    href: Callable[[str], str],
    selected: str | None,
    look: Look,
) -> tuple[Area, ...]:
    """Return every outline as an area; what has no figure, and what belongs to no part, is hatched."""
    parts = [
        Area(
            rings=shape.rings,
            fill=fill.get(place),
            label=label.get(place, ""),
            at=shape.at,
            hover=hover[place],
            href=href(place),
            selected=place == selected,
        )
        for place, shape in shapes.items()
    ]
    said = look.t("Méchouar: a commune of its own, in no arrondissement")
    return (*parts, *(Area(shape.rings, None, "", shape.at, said) for shape in enclaves))


def scale(look: Look) -> Scale:
    """Return the scale bar of the city's maps."""
    return Scale(SCALE_KM * 1000.0, look.t("{n} km", n=formats.number(SCALE_KM, 0, look.language)))


def attribution(look: Look) -> str:
    """Return the credit of the outlines, as their licence asks for it."""
    return look.t("Outlines: {credit}, ODbL.", credit=look.t(ATTRIBUTION))


def outline_sources(dataset: Dataset) -> tuple[str, ...]:
    """Return the source of the outlines, where the data folder describes it."""
    return (OUTLINES,) if OUTLINES in dataset.sources else ()


def scheme_note(scheme: str, classes: Classes, look: Look) -> str:
    """Return how the classes were found, and to which one a limit belongs."""
    t = look.t
    limit = (
        t("A limit belongs to the class nearer to no change.")
        if classes.diverging
        else t("A limit belongs to the class below it.")
    )
    return f"{t(SCHEME_NOTES[Scheme(scheme)])} {limit}"


def change_unit(entry: Indicator, look: Look) -> str:
    """Return the unit of a change: percentage points, or per cent of the first value."""
    return look.t("percentage points") if districts.in_points(entry) else look.t("% of the first value")


def short(dataset: Dataset, place: str, look: Look) -> str:
    """Return the short name of a part in the reader's language."""
    return districts.short_name(dataset.places[place], look.language)
