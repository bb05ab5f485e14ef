"""The same map at both dates and of the change, small and side by side, at one scale."""

from dataclasses import dataclass

from indicators.analysis.standing import select
from indicators.analysis.verdicts import comparison_text
from indicators.charts import map_parts as parts
from indicators.charts.chart import Chart, Look, measure_line
from indicators.charts.district_figures import Shown, figures_of, is_doubtful, ranked_list
from indicators.charts.district_map import classes_for, fill_of, twin, unit_of
from indicators.charts.request import ChartRequest
from indicators.claims import district_claims
from indicators.claims.sentences import Claim
from indicators.figures import map as figures
from indicators.figures.template import FrozenFigure
from indicators.language.translator import N_, Translator
from indicators.maps import districts
from indicators.maps.districts import CHANGE, Dates
from indicators.model.catalogue import Indicator
from indicators.store.dataset import Dataset
from indicators.text import formatting

SMALL_HEIGHT = 362
"""Pixels of a small map with its classes above it: of a change up to seven, clear of the map on a phone."""


@dataclass(frozen=True)
class SmallMaps:
    """The chart, and each of its maps as a figure of its own, so that a phone can stack them."""

    chart: Chart
    figures: tuple[FrozenFigure, ...]
    alts: tuple[str, ...]


def small_maps(dataset: Dataset, entry: Indicator, state: ChartRequest, look: Look) -> SmallMaps | None:
    """Return the maps of every date and of the change, or None where there is but one date."""
    level, city = state.map.level, state.map.city or dataset.home.city
    rows = districts.figures(dataset, entry, level, city)
    dates = districts.dates(rows, entry)
    shapes, enclaves = parts.shapes_of(dataset, level, city, small=True)
    if len(dates.years) < 2 or not shapes:
        return None
    bar, away = parts.scale_of(dataset, level, city, look), city != dataset.home.city
    panels, found_all = [], []
    for shown in dates.all:
        found = figures_of(dataset, entry, rows, dates, shown, look)
        found_all.append(found)
        classes = classes_for(rows, entry, dates, shown, state.map.classes)
        tones = parts.fills(classes, look.colours)
        panels.append(
            figures.Panel(
                title="–".join(str(year) for year in found.years) if not found.change else _change_title(found, look),
                heading=unit_of(entry, found, look),
                areas=parts.areas_of(
                    shapes,
                    fill_of(found, classes, tones),
                    # Of a change the arrows say what grey does not.
                    {place: parts.arrow(value) for place, value in found.values.items()} if found.change else {},
                    {place: found.hovers.get(place, parts.short(dataset, place, look)) for place in shapes},
                    lambda _: "",
                    None,
                )
                + parts.enclaves_of(dataset, enclaves, city, look),
                key=parts.key_of(
                    classes,
                    found.values.values(),
                    found.digits,
                    tones,
                    look,
                    lambda n: formatting.number(n, 0, look.language),
                ),
            )
        )
    used = rows[rows["year"].isin(list(dates.years))]
    comparison = select(dataset, entry, used, change=True).comparison
    claim = _claim(entry, found_all, dates, look)
    last = found_all[-1]
    ranked = ranked_list(dataset, entry, last, {}, lambda _: "", None, (), look)
    notes = [
        parts.scheme_note(state.map.classes, classes_for(rows, entry, dates, dates.all[0], state.map.classes), look)
    ]
    if dates.change:
        notes.insert(0, look.t("One scale for both years; the change has its own."))
    else:
        notes.insert(0, look.t("The question changed between the censuses: no change is drawn."))
    flagged = used[is_doubtful(used)]
    notes += [
        look.t("{place}, {year}: {note}", place=parts.short(dataset, place, look), year=int(year), note=look.t(note))
        for place, year, note in zip(flagged["place"].astype("str"), flagged["year"], flagged["note"], strict=True)
    ]
    verdict = comparison.verdict
    made = tuple(
        figures.district_map([panel], bar, verdict, look.colours, look.size, height=SMALL_HEIGHT, apart=away)
        for panel in panels
    )
    chart = Chart.of(
        dataset,
        entry.id,
        "maps",
        look,
        claim,
        used,
        comparison,
        twin(dataset, entry, last, ranked, look),
        subtitle=measure_line(
            entry,
            [
                parts.counted_of_city(dataset, level, len(last.values), look, city),
                formatting.join([str(year) for year in dates.years], look.language),
            ],
            look.language,
        ),
        figure=figures.district_map(panels, bar, verdict, look.colours, look.size, height=SMALL_HEIGHT, apart=away),
        alt=f"{claim.alt} {comparison_text(comparison, look.language)}.",
        notes=notes,
        outlines=(parts.credit(dataset, level, city, look), parts.outline_sources(dataset, level, city)),
    )
    alts = tuple(found.claim.alt or found.claim.text for found in found_all)
    return SmallMaps(chart, made, alts)


def _change_title(found: Shown, look: Look) -> str:
    first, last = (str(year) for year in found.years)
    return look.t("Change {first}–{last}", first=first, last=last)


def _end_is_doubtful(found: Shown, gap: district_claims.Disparity | None) -> bool:
    """Return whether a part at an end of the gap has a figure that its note doubts."""
    if gap is None:
        return False
    doubtful = set(found.rows.loc[is_doubtful(found.rows), "place"].astype("str"))
    return bool(doubtful & {*gap.low_places, *gap.high_places})


def _claim(entry: Indicator, found_all: list[Shown], dates: Dates, look: Look) -> Claim:
    """Say how far the parts lay apart at the first date and at the last; where the question changed, only that."""
    t = Translator(look.language)
    years = (dates.years[0], dates.years[-1])
    of_year = {found.years[0]: found for found in found_all if not found.change}
    gaps = [district_claims.of_values(of_year[year].values, entry.digits) for year in years]
    first, last = gaps
    template = N_("{name}: the parts of the city lay {first} apart in {first_year} and {last} in {last_year}.")
    if CHANGE not in dates.all or first is None or last is None:
        template = N_("{name} in {first_year} and in {last_year}: two questions, so no change.")
    else:
        doubted = [_end_is_doubtful(of_year[year], gap) for year, gap in zip(years, gaps, strict=True)]
        if any(doubted):
            template = N_(
                "{name}: the parts of the city lay {first} apart in {first_year} and {last} in {last_year}, "
                "a doubtful figure at one end."
            )
    words = t(
        template,
        name=entry.names.get(look.language),
        first="" if first is None else district_claims.distance(first, entry, look.language),
        last="" if last is None else district_claims.distance(last, entry, look.language),
        first_year=str(years[0]),
        last_year=str(years[1]),
    )
    words = formatting.tidy(words, look.language)
    drawn = t(N_("Small maps side by side."))
    return Claim("gap_over_time", words, entry.id, (), years, alt=f"{drawn} {words}")
