"""What the maps share: the outlines of a level, the classes in words, the areas of a figure."""

from collections.abc import Callable, Iterable, Mapping

from indicators.analysis.standing import HOME
from indicators.charts.chart import Look
from indicators.figures.map import Area, Class, ScaleBar
from indicators.figures.palette import Palette, tone
from indicators.language.translator import N_
from indicators.maps import city_outlines, districts
from indicators.maps.classes import Classes, Scheme, Slot
from indicators.maps.geography import ATTRIBUTION
from indicators.maps.outlines import OutlineSet, OutlineShape
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Level
from indicators.store.dataset import Dataset
from indicators.text import formatting

SCREEN_TOLERANCE = 30.0
"""Metres an outline may be simplified by on a map a column wide: about one pixel."""

SMALL_TOLERANCE = 80.0
"""The same for a small map."""

SCALE_KM = 5
"""The scale bar of Casablanca’s maps; that of another city is one of:"""

SCALES_KM = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)

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


def layer_of(dataset: Dataset, level: Level, city: str = HOME) -> OutlineSet:
    """Return the stored outlines of a city's parts, with what was found wrong with them."""
    return city_outlines.layer_of(dataset, level, city)


def shapes_of(
    dataset: Dataset, level: Level, tolerance: float = SCREEN_TOLERANCE, city: str = HOME
) -> tuple[dict[str, OutlineShape], tuple[OutlineShape, ...]]:
    """Return the drawn outlines by place, and the enclaves that none of them covers.

    `tolerance` is meant for Casablanca; another city's outlines are simplified
    as much for their width.
    """
    if city != HOME:
        steps = city_outlines.SMALL if tolerance > SCREEN_TOLERANCE else city_outlines.SCREEN
        tolerance = city_outlines.tolerance_of(dataset, level, city, steps)
    return city_outlines.shapes_of(dataset, level, city, tolerance)


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
        low, high = (formatting.number(end, digits, look.language) for end in (slot.low, slot.high))
        if slot.low == slot.high:
            return high
        return t("{low} to {high}", low=low, high=high) if first else t("over {low} to {high}", low=low, high=high)
    if slot.tone == 0:
        return t("no change")
    near, far = sorted((slot.low, slot.high), key=abs)
    low, high = (formatting.number(abs(end), digits, look.language) for end in (near, far))
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
    shapes: Mapping[str, OutlineShape],
    fill: Mapping[str, str],
    label: Mapping[str, str],
    hover: Mapping[str, str],
    href: Callable[[str], str],
    selected: str | None,
) -> tuple[Area, ...]:
    """Return every outline as an area; what has no figure is hatched."""
    return tuple(
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
    )


def enclaves_of(enclaves: tuple[OutlineShape, ...], city: str, look: Look) -> tuple[Area, ...]:
    """Return what the parts of a city enclose and none of them covers, hatched."""
    own = look.t("Méchouar: a commune of its own, in no arrondissement")
    said = own if city == HOME else look.t("In no part of the city whose outline is here")
    return tuple(Area(shape.rings, None, "", shape.at, said) for shape in enclaves)


def scale(look: Look, width: float | None = None) -> ScaleBar:
    """Return the scale bar of a city's maps: of Casablanca's, or of those of a city so many metres wide."""
    fits = [km for km in SCALES_KM if width is not None and km * 1000 <= width / 3]
    km = SCALE_KM if width is None else (fits or SCALES_KM)[-1 if fits else 0]
    digits = 0 if km >= 1 else 1
    return ScaleBar(km * 1000.0, look.t("{n} km", n=formatting.number(km, digits, look.language)))


def scale_of(dataset: Dataset, level: Level, city: str, look: Look) -> ScaleBar:
    """Return the scale bar of the maps of a city."""
    if city == HOME:
        return scale(look)
    layer = layer_of(dataset, level, city).outlines
    return scale(look, 0.0 if layer.empty else city_outlines.width_m(layer))


def attribution(look: Look) -> str:
    """Return the credit of Casablanca's outlines, as their licence asks for it."""
    return look.t("Outlines: {credit}, ODbL.", credit=look.t(ATTRIBUTION))


def credit(dataset: Dataset, level: Level, city: str, look: Look) -> str:
    """Return the credit of the outlines of a city's parts, of each source they are from."""
    said = []
    for key in outline_sources(dataset, level, city):
        source = dataset.sources[key]
        if key != city_outlines.OWN_SOURCE:
            words = f"{look.t(source.attribution or source.producer)}, {look.t(source.licence)}"
            said.append(look.t("Outlines: {credit}.", credit=words.rstrip(".")))
    return " ".join([*([attribution(look)] if city == HOME else []), *said])


def outline_sources(dataset: Dataset, level: Level = Level.DISTRICT, city: str = HOME) -> tuple[str, ...]:
    """Return the sources of the outlines of a city's parts, as far as the data set describes them."""
    return city_outlines.sources_of(dataset, level, city)


def counted(level: Level, n: int, look: Look, city: str = HOME) -> str:
    """Return a number of parts of a city in words."""
    if level is Level.PREFECTURE:
        return look.t.plural("{n} prefecture", "{n} prefectures", n)
    if city == HOME:
        return look.t.plural("{n} arrondissement", "{n} arrondissements", n)
    return look.t.plural("{n} district", "{n} districts", n)


def counted_of_city(dataset: Dataset, level: Level, n: int, look: Look, city: str) -> str:
    """Return a number of parts with the city they are of."""
    parts = counted(level, n, look, city)
    if city == HOME:
        return look.t("{parts} of the municipality of Casablanca", parts=parts)
    return look.t("{parts} of {city}", parts=parts, city=dataset.places[city].names.get(look.language))


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
