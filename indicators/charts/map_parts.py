"""What the maps share: the outlines of a level, the classes in words, the areas of a figure."""

from collections.abc import Callable, Iterable, Mapping

from indicators.charts.chart import Look
from indicators.figures.map import Area, Class, ScaleBar
from indicators.figures.palette import Palette, tone
from indicators.figures.template import ROOM
from indicators.language.translator import N_
from indicators.maps import city_outlines, districts
from indicators.maps.classes import Classes, Scheme, Slot
from indicators.maps.outlines import ATTRIBUTION, OutlineShape
from indicators.model.catalogue import Indicator
from indicators.model.home import HomeOutlines
from indicators.model.sources import Source
from indicators.model.vocabulary import Direction, Level
from indicators.store.dataset import Dataset
from indicators.text import formatting

SCALES_KM = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)
"""The lengths of a scale bar that is worked out from the city's width."""

SCHEMES = {Scheme.NATURAL: N_("natural breaks"), Scheme.QUANTILES: N_("quantiles"), Scheme.ROUND: N_("round numbers")}
"""The schemes in a word or two, for a choice."""

SCHEME_NOTES = {
    Scheme.NATURAL: N_("Classes by natural breaks (Fisher and Jenks): values that lie close together share a colour."),
    Scheme.QUANTILES: N_("Classes by quantiles: each colour holds about as many values as any other."),
    Scheme.ROUND: N_("Classes of equal width between round numbers."),
}


QUESTION_CHANGED = N_("The question changed between the censuses: no change is drawn.")
"""Why two dates have no change between them."""


def shapes_of(
    dataset: Dataset, level: Level, city: str | None = None, small: bool = False
) -> tuple[dict[str, OutlineShape], tuple[OutlineShape, ...]]:
    """Return the drawn outlines by place, and the enclaves that none of them covers.

    How far they are simplified is stated for the home city's; for another's it follows from its width.
    """
    city = city or dataset.home.city
    return city_outlines.shapes_of(dataset, level, city, city_outlines.tolerance_of(dataset, level, city, small))


def home_outlines(dataset: Dataset, city: str | None) -> HomeOutlines | None:
    """Return what is stated of the outlines of `city`, None where it is not the home city."""
    return dataset.home.outlines if city in {None, dataset.home.city} else None


def fills(classes: Classes, colours: Palette, direction: Direction = Direction.NONE) -> list[str]:
    """Return the colour of each class: the whole range of tones, however few the classes.

    Of a change the teal end is the better one by the `direction` of the indicator; without one neither end is.
    """
    if classes.diverging:
        most = max((abs(slot.tone) for slot in classes.slots), default=1)
        falls, rises = {
            Direction.HIGHER: (colours.worse, colours.better),
            Direction.LOWER: (colours.better, colours.worse),
            Direction.NONE: (colours.falls, colours.rises),
        }[direction]
        return [_of_change(slot, most, falls if slot.tone < 0 else rises, colours) for slot in classes.slots]
    count = len(classes.slots)
    if count == 1:
        return [tone(colours.steps, 0.5)]
    return [tone(colours.steps, step / (count - 1)) for step in range(count)]


def _of_change(slot: Slot, most: int, tones: tuple[str, ...], colours: Palette) -> str:
    if slot.tone == 0:
        return colours.unchanged
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
    """Return the lines of the key, the highest class first, each with how many parts it holds; no empty one."""
    texts = class_texts(classes, values, digits, look, counted)
    return tuple(Class(fill, text) for fill, text in zip(colours, texts, strict=True) if text)[::-1]


def class_texts(
    classes: Classes, values: Iterable[float], digits: int, look: Look, counted: Callable[[int], str]
) -> list[str]:
    """Return the limits of each class in words and how many of the values it holds; of an empty one nothing.

    A room has space for the limits alone.
    """
    held = [classes.of(value, digits) for value in values]
    if look.size is ROOM and not classes.diverging:
        ends = [
            [formatting.number(end, digits, look.language) for end in dict.fromkeys((slot.low, slot.high))]
            for slot in classes.slots
        ]
        return [
            (formatting.between(pair[0], pair[-1], look.language) if len(pair) > 1 else pair[0])
            if index in held
            else ""
            for index, pair in enumerate(ends)
        ]
    ranges = [range_text(slot, index == 0, classes, digits, look) for index, slot in enumerate(classes.slots)]
    return [
        look.t("{range}: {count}", range=words, count=counted(held.count(index))) if index in held else ""
        for index, words in enumerate(ranges)
    ]


def plain_count(look: Look) -> Callable[[int], str]:
    """Return how a key counts where what it counts is clear: the number alone."""
    return lambda n: formatting.number(n, 0, look.language)


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


def enclaves_of(dataset: Dataset, enclaves: tuple[OutlineShape, ...], city: str, look: Look) -> tuple[Area, ...]:
    """Return what the parts of a city enclose and none of them covers, hatched."""
    of_home = home_outlines(dataset, city)
    known = of_home.enclave.get(look.language) if of_home is not None and of_home.enclave is not None else ""
    words = known or look.t("In no part of the city whose outline is here")
    return tuple(Area(shape.rings, None, "", shape.at, words) for shape in enclaves)


def scale_of(dataset: Dataset, level: Level, city: str | None, look: Look) -> ScaleBar:
    """Return the scale bar of the maps of a city: as long as is set for the home city, or at most a third as wide."""
    of_home = home_outlines(dataset, city)
    km = of_home.scale_km if of_home is not None else None
    if km is None:
        layer = city_outlines.layer_of(dataset, level, city).outlines
        width = 0.0 if layer.empty else city_outlines.width_m(layer)
        km = max((length for length in SCALES_KM if length * 1000 <= width / 3), default=SCALES_KM[0])
    digits = 0 if km >= 1 else 1
    return ScaleBar(km * 1000.0, look.t("{n} km", n=formatting.number(km, digits, look.language)))


def attribution(dataset: Dataset, look: Look) -> str:
    """Return the credit of the home city's outlines, as their licence asks for it; none where there are none."""
    if dataset.home.outlines is None:
        return ""
    source = dataset.sources[dataset.home.outlines.source]
    if ATTRIBUTION in (source.attribution or ""):
        return look.t("Outlines: {credit}, ODbL.", credit=look.t(ATTRIBUTION))
    return _credit_of(source, look)


def _credit_of(source: Source, look: Look) -> str:
    """Return the credit of outlines as their source words it."""
    words = formatting.commas((look.t(source.attribution or source.producer), look.t(source.licence)), look.language)
    return look.t("Outlines: {credit}.", credit=words.rstrip("."))


def credit(dataset: Dataset, level: Level, city: str, look: Look) -> str:
    """Return the credit of the outlines of a city's parts, of each source they are from."""
    of_home = home_outlines(dataset, city)
    credits = [attribution(dataset, look)] if of_home is not None else []
    for key in city_outlines.sources_of(dataset, level, city):
        source = dataset.sources[key]
        if of_home is None or key != of_home.source:
            credits.append(_credit_of(source, look))
    return " ".join(credits)


def counted(dataset: Dataset, level: Level, n: int, look: Look, city: str | None = None) -> str:
    """Return a number of parts of a city in words."""
    if level is Level.PREFECTURE:
        return look.t.plural("{n} prefecture", "{n} prefectures", n)
    if city_outlines.has_arrondissements(dataset, city):
        return look.t.plural("{n} arrondissement", "{n} arrondissements", n)
    return look.t.plural("{n} district", "{n} districts", n)


def counted_of_city(dataset: Dataset, level: Level, n: int, look: Look, city: str) -> str:
    """Return a number of parts with the city they are of."""
    parts = counted(dataset, level, n, look, city)
    name = dataset.places[city].names.get(look.language)
    if city == dataset.home.city:
        t = look.of_home(dataset)
        return t("{parts} of the municipality of {home}", parts=parts)
    return look.t("{parts} of {city}", parts=parts, city=name)


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
    return look.t("percentage points") if formatting.in_points(entry) else look.t("% of the first value")


def short(dataset: Dataset, place: str, look: Look) -> str:
    """Return the short name of a part in the reader's language."""
    return districts.short_name(dataset.places[place], look.language)
