"""Small multiples: the lines over time of each place in a panel of its own, on one scale."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from indicators import claims, sentences
from indicators.catalogue import Indicator
from indicators.charts.chart import Chart, Look, names
from indicators.charts.dating import years_text
from indicators.charts.time import Period, described, drawn_lines, zero_based
from indicators.figures.multiples import Panel, multiples
from indicators.store import Dataset


def multiples_chart(
    dataset: Dataset, entry: Indicator, cities: Iterable[str], look: Look, period: Period = (None, None)
) -> Chart | None:
    """Return one panel a place with two dates, Casablanca first; None where there is none."""
    drawn = drawn_lines(dataset, entry, cities, look, period)
    if drawn is None:
        return None
    whole = described(dataset, entry, drawn, look, period)
    own = names(dataset, [claims.home(dataset, entry)], look.language)[0]
    panels: dict[str, Panel] = {}
    for line in drawn.lines:
        panels.setdefault(line.name, []).append(line)
    kept = [panel for panel in panels.values() if sum(len(line.points) for line in panel) > 1]
    kept.sort(key=lambda panel: (panel[0].name != own, -float(panel[-1].points["value"].iloc[-1])))
    t = look.t
    note = (
        t("One scale in every panel; the thin line is {place}.", place=own)
        if own in panels
        else t("One scale in every panel.")
    )
    seen = drawn.rows[~drawn.rows["projected"]].sort_values("year").drop_duplicates("place", keep="last")
    beside = t("Beside each name the last observed value. {years}", years=years_text(dataset, seen, look))
    return replace(
        whole,
        kind="multiples",
        figure=multiples(
            kept,
            whole.comparison.verdict,
            look.colours,
            look.size,
            partial(sentences.axis_number, indicator=entry, language=look.language),
            zero_based=zero_based(entry, drawn.rows),
        ),
        alt=t("Panels, one a place, on one scale. {alt}", alt=whole.alt),
        notes=(f"{beside} {note}", *whole.notes),
    )
