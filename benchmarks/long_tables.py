"""Long tidy tables for the measures: as many distinct keys as asked, values within range, a share of them wrong."""

from pathlib import Path

import numpy as np

from indicators.intake.number_checks import COUNTED
from indicators.intake.row_checks import UNFIT_OUTLINES
from indicators.model.vocabulary import Level, Method, Perimeter, Scale
from indicators.store.dataset import Dataset

AT_ONCE = 100_000
WRONG = ("n.d.", "about 75", "-1e9", "1,5,0", "")
"""What stands in place of a wrong value: no value, text, a value out of every range."""


def write_table(path: Path, dataset: Dataset, rows: int, wrong: float = 0.0) -> Path:
    """Write a tidy table of `rows` records to `path`; the share `wrong` of its values cannot be taken."""
    dice = np.random.default_rng(11)
    places = [place.id for place in dataset.places.values() if place.level is Level.CITY]
    entries = [entry for entry in dataset.catalogue.values() if entry.scale is Scale.CITY]
    middles = [_within(entry.range.min, entry.range.max) for entry in entries]
    years = [str(year) for year in range(1965, 2025)]
    perimeters = [str(perimeter) for perimeter in Perimeter if perimeter not in UNFIT_OUTLINES[Level.CITY]][:5]
    sources = list(dataset.sources)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("place,indicator,year,value,lower,upper,perimeter,method,source,note\n")
        for begin in range(0, rows, AT_ONCE):
            number = np.arange(begin, min(begin + AT_ONCE, rows))
            parts = []
            for words in (years, places, entries, perimeters, sources):
                parts.append((number % len(words)).tolist())
                number = number // len(words)
            factors = dice.uniform(0.9, 1.1, len(parts[0])).tolist()
            faulty = (dice.random(len(factors)) < wrong).tolist()
            for year, place, entry, perimeter, source, near, fault in zip(*parts, factors, faulty, strict=True):
                right = middles[entry] * near
                right_text = str(round(1_000 * right)) if entries[entry].unit in COUNTED else f"{right:.6g}"
                value = WRONG[year % len(WRONG)] if fault else right_text
                file.write(
                    f"{places[place]},{entries[entry].id},{years[year]},{value},,,{perimeters[perimeter]},"
                    f"{Method.REPORTED},{sources[source]},\n"
                )
    return path


def _within(low: float | None, high: float | None) -> float:
    """Return a value well within a range, one whose tenth off is within it too."""
    if low is not None and high is not None:
        return (low + high) / 2
    if low is not None:
        return max(50.0, low * 2) if low >= 0 else 50.0
    return 50.0 if high is None else min(50.0, high - abs(high) / 2)
