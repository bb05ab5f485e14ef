"""The way to 2030: the line so far with its pace and the pace required, how both were worked out, and "what if"."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from indicators import sdg
from indicators.analysis import assessment, trajectory
from indicators.analysis.standing import home_of, select
from indicators.analysis.trajectory import Trajectory, what_if
from indicators.analysis.verdicts import Comparison
from indicators.charts.chart import Chart, Look, Subject, is_country, measure_line, value_axis
from indicators.charts.notes import CUT_AXIS
from indicators.charts.table import table
from indicators.claims import goal_claims, indicator_claims, sentences
from indicators.figures.template import FrozenFigure, ValueAxis
from indicators.figures.trajectory import Course, Way, trajectory_figure
from indicators.language.translator import N_
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Direction, Measure
from indicators.sdg.reasons import REASON_TEXTS, ReasonCode
from indicators.store.dataset import Dataset
from indicators.text import formatting


@dataclass(frozen=True)
class Progress:
    """The chart of the way to 2030, and its working in sentences."""

    path: Trajectory
    chart: Chart | None
    working: tuple[str, ...]


def progress(dataset: Dataset, entry: Indicator, look: Look, reach: float | None = None) -> Progress:
    """Return the way of the home city, or of its country, to `reach`, or to the published target."""
    place = home_of(dataset, entry)
    rows = dataset.of(entry.id)
    path = trajectory.trajectory(rows, entry, place, target=reach)
    if not path.points:
        reason = look.t(REASON_TEXTS[path.reason]) if path.reason else ""
        return Progress(path, None, (reason,))
    used = rows[
        (rows["place"] == place)
        & (rows["perimeter"] == path.perimeter)
        & (rows["method"] == path.method)
        & rows["year"].isin([point.year for point in path.points])
    ]
    used = used[used["value"].isin([point.value for point in path.points])].sort_values("year")
    comparison = select(dataset, entry, used, change=True).comparison
    figure, axis = _figure(dataset, entry, path, look, reach)
    chart = Chart.of(
        Subject(dataset, entry.id, "trajectory", look),
        indicator_claims.of_change(dataset, entry, used, comparison, look.language),
        used,
        comparison,
        table(dataset, entry, used, look),
        subtitle=measure_line(
            entry,
            [
                dataset.places[place].names.get(look.language),
                formatting.between(path.first.year, path.by, look.language),
            ],
            look.language,
        ),
        figure=figure,
        title=_title(dataset, entry, path, look) or "",
        notes=[
            *(look.t(REASON_TEXTS[note]) for note in path.notes if note is not ReasonCode.NO_TARGET),
            look.t(CUT_AXIS) if axis.cut else "",
        ],
    )
    working = [*_working(entry, path, look, reach)]
    if reach is None:
        printed = goal_claims.printed_text(entry, assessment.assess(dataset, entry, [place])[0], look.language)
        working += [printed] if printed else []
    return Progress(path, chart, tuple(working))


def exact(value: float, entry: Indicator, look: Look) -> str:
    """Return a value with up to two decimals more than the source bears, so that a reader's own sum agrees."""
    shown = float(formatting.rounded(value, entry.digits + 2))
    digits = next(d for d in range(entry.digits, entry.digits + 3) if round(shown, d) == shown)
    return (formatting.percent if formatting.is_percent(entry) else formatting.number)(shown, digits, look.language)


def yearly(change: float, entry: Indicator, look: Look) -> str:
    """Return a change a year: percentage points for shares, else in the unit, one decimal more than the values."""
    digits = entry.digits + 1
    amount = formatting.signed(change, digits, look.language)
    if entry.measure is Measure.SHARE:
        return look.t.plural(
            "{points} percentage point a year",
            "{points} percentage points a year",
            formatting.plural_number(change, look.language),
            points=amount,
        )
    return look.t("{amount} a year ({unit})", amount=amount, unit=entry.unit_names.get(look.language))


def _title(dataset: Dataset, entry: Indicator, path: Trajectory, look: Look) -> str | None:
    t = look.t
    if path.projected is None or path.base is None:
        return None
    ahead = formatting.short(path.projected, entry, look.language)
    sentence = t(
        N_("{name}: {value} in {year} in {place}; at the pace since {base}, about the same in {by}.")
        if ahead == formatting.short(path.last.value, entry, look.language)
        else N_("{name}: {value} in {year} in {place}; at the pace since {base}, {ahead} in {by}."),
        name=entry.names.get(look.language),
        value=formatting.short_with_unit(path.last.value, entry, look.language),
        year=sentences.period_text(path.last.year, entry, look.language),
        place=sentences.place_text(path.place, path.perimeter or "", entry, dataset.places, look.language),
        base=sentences.period_text(path.base.year, entry, look.language),
        ahead=ahead,
        by=str(path.by),
    )
    return formatting.tidy(sentence, look.language)


def _figure(
    dataset: Dataset, entry: Indicator, path: Trajectory, look: Look, reach: float | None
) -> tuple[FrozenFigure, ValueAxis]:
    t = look.t
    points = [
        (point.year, point.value, f"<b>{point.year}</b><br>{formatting.with_unit(point.value, entry, look.language)}")
        for point in path.points
    ]
    pace = required = target = None
    if path.projected is not None and path.last.year < path.by:
        label = t("at this pace {value}", value=formatting.short(path.projected, entry, look.language))
        pace = Way(path.by, path.projected, label)
    if path.target is not None:
        if path.required is not None and path.last.year < path.by:
            required = Way(
                path.by, path.target, t("required {value}", value=formatting.short(path.target, entry, look.language))
            )
        target = (path.target, _target_label(entry, path, look, reach))
    base_year = path.base.year if path.base else None
    course = Course(points, pace, required, target, base_year, is_country(dataset, path.place))
    axis = value_axis(entry, course.values, look)
    return trajectory_figure(course, *look.drawn(Comparison.of(()).verdict), axis), axis


def _target_label(entry: Indicator, path: Trajectory, look: Look, reach: float | None) -> str:
    value = formatting.short(path.target or 0.0, entry, look.language)
    if reach is not None or entry.thresholds is None:
        return look.t("your value for 2030: {value}", value=value)
    return look.t("green threshold {value} ({edition}, countries)", value=value, edition=entry.thresholds.edition)


def _working(entry: Indicator, path: Trajectory, look: Look, reach: float | None) -> Iterator[str]:
    """Yield the method in words with the numbers put in."""
    t = look.t
    if path.base is not None and path.pace is not None:
        yield t(
            "Pace so far: ({last} − {first}) ÷ ({last_year} − {first_year}) = {pace}. "
            "It is a straight line from {first_year}, the base year.",
            last=exact(path.last.value, entry, look),
            first=exact(path.base.value, entry, look),
            last_year=str(path.last.year),
            first_year=str(path.base.year),
            pace=yearly(path.pace, entry, look),
        )
    elif path.reason is not None:
        yield t(REASON_TEXTS[path.reason])
    if path.target is not None and path.required is not None:
        yield t(
            "Pace required: ({target} − {last}) ÷ ({by} − {last_year}) = {required}.",
            target=formatting.short(path.target, entry, look.language),
            last=exact(path.last.value, entry, look),
            by=str(path.by),
            last_year=str(path.last.year),
            required=yearly(path.required, entry, look),
        )
    if path.projected is not None:
        yield t(
            "At the pace so far {by} would bring {value}: no forecast, a straight line carried on.",
            by=str(path.by),
            value=formatting.short(path.projected, entry, look.language),
        )
    limits = entry.thresholds
    if path.trend is not None and limits is not None and reach is None:
        needed = t("already reached")
        if path.required_from_base is not None:
            needed = yearly(path.required_from_base, entry, look)
        yield t(
            "Trend by the rule of the Sustainable Development Report: the pace since {base} against the pace that "
            "leads from there to the green threshold {green} by 2030 ({needed}); all of it is on track, half of it or "
            "more improving, too slowly, less stagnating. Here: “{trend}”.",
            base=str(path.base.year if path.base else path.first.year),
            green=formatting.short(limits.green, entry, look.language),
            needed=needed,
            trend=t(sdg.TREND_TEXTS[path.trend]),
        )
    elif path.trend_reason is not None:
        yield t(REASON_TEXTS[path.trend_reason])


def answer(dataset: Dataset, entry: Indicator, path: Trajectory, target: float, look: Look) -> list[str]:
    """Return in words what reaching `target` by 2030 asks for, a year and in plain units."""
    t = look.t
    scenario = what_if(path, entry.direction, target)
    value = formatting.short(target, entry, look.language)
    if scenario.reason is not None or scenario.yearly is None or scenario.total is None:
        why = t(REASON_TEXTS[scenario.reason]) if scenario.reason else ""
        return [t("{value} by 2030: {why}", value=value, why=why)]
    lines = [
        t(
            "To reach {value} by {by} from {last} in {year}: {yearly}.",
            value=value,
            by=str(scenario.by),
            last=exact(path.last.value, entry, look),
            year=str(path.last.year),
            yearly=yearly(scenario.yearly, entry, look),
        )
    ]
    if scenario.times is not None:
        lines.append(
            t("That is {times} times the pace so far.", times=formatting.number(scenario.times, 1, look.language))
        )
    elif path.pace is not None and entry.direction is not Direction.NONE:
        lines.append(t("The pace so far does not lead there."))
    plain = _plain_units(dataset, entry, path.place, scenario.yearly, scenario.total, look)
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
        whole=formatting.with_unit(newest.value, whole, look.language),
        year=formatting.year(newest.year, look.language),
        yearly=_about(float(sdg.amount_of_share(change, newest.value)), look),
        unit=unit,
        total=_about(float(sdg.amount_of_share(total, newest.value)), look),
    )


def _about(amount: float, look: Look) -> str:
    """Return an amount at the two digits that such an arithmetic can bear."""
    size = abs(amount)
    digits = 1 - math.floor(math.log10(size)) if size else 0
    return formatting.number(round(size, digits), max(digits, 0), look.language)
