"""What reaching a value by 2030 would take, in words: a year, and in what people can picture."""

import math

from indicators import assessment, formats, sdg
from indicators.catalogue import Indicator
from indicators.charts.chart import Look
from indicators.charts.progress import exact, written, yearly
from indicators.reasons import REASON_TEXTS
from indicators.store import Dataset
from indicators.trajectory import Trajectory, what_if
from indicators.vocabulary import Direction, Measure


def answer(dataset: Dataset, entry: Indicator, path: Trajectory, target: float, look: Look) -> list[str]:
    """Return in words what reaching `target` by 2030 asks for, a year and in plain units."""
    t = look.t
    asked = what_if(path, entry.direction, target)
    value = written(target, entry, look)
    if asked.reason is not None or asked.yearly is None or asked.total is None:
        why = t(REASON_TEXTS[asked.reason]) if asked.reason else ""
        return [t("{value} by 2030: {why}", value=value, why=why)]
    lines = [
        t(
            "To reach {value} by {by} from {last} in {year}: {yearly}.",
            value=value,
            by=str(asked.by),
            last=exact(path.last.value, entry, look),
            year=str(path.last.year),
            yearly=yearly(asked.yearly, entry, look),
        )
    ]
    if asked.times is not None:
        lines.append(t("That is {times} times the pace so far.", times=formats.number(asked.times, 1, look.language)))
    elif path.pace is not None and entry.direction is not Direction.NONE:
        lines.append(t("The pace so far does not lead there."))
    plain = _plain_units(dataset, entry, path.place, asked.yearly, asked.total, look)
    return [*lines, plain] if plain else lines


def _plain_units(dataset: Dataset, entry: Indicator, place: str, change: float, total: float, look: Look) -> str:
    """Tell a change of a share in what it is a share of: households, people, cubic metres a day."""
    if entry.whole is None or entry.measure is not Measure.SHARE:
        return ""
    whole = dataset.catalogue[entry.whole]
    rows = dataset.of(whole.id)
    newest = assessment.assess(dataset, whole, [place])[0]
    if newest.value is None or rows.empty:
        return ""
    unit = whole.unit_names.get(look.language)
    return look.t(
        "In plain units: about {yearly} {unit} every year, {total} in all, of {whole} ({year}).",
        whole=formats.with_unit(newest.value, whole, look.language),
        year=formats.year(newest.year, look.language),
        yearly=_about(float(sdg.amount_of_share(change, newest.value)), look),
        unit=unit,
        total=_about(float(sdg.amount_of_share(total, newest.value)), look),
    )


def _about(amount: float, look: Look) -> str:
    """Return an amount at the two digits that such an arithmetic can bear."""
    size = abs(amount)
    digits = 1 - math.floor(math.log10(size)) if size else 0
    return formats.number(round(size, digits), max(digits, 0), look.language)
