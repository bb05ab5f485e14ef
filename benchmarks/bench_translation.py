"""What translating costs: a chart's page made whole in French and in Arabic, with translation and with it bypassed.

Bypassed, the same pages are made of the same numbers in the same language, but every message stays English and no
parameter is isolated. Both are made in turns, after one round that fills the caches of figures.

Run: python benchmarks/bench_translation.py
"""

import gettext
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.report import in_turns, line
from indicators.charts.chart import Look
from indicators.charts.request import ChartRequest
from indicators.language import translator
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.plain.chart_document import chart_document
from indicators.plain.page import PageAddress, chart_page
from indicators.store.dataset import open_dataset
from indicators.text import labels

PAGES = (
    ("running_water_at_home", "rank"), ("running_water_at_home", "districts"), ("public_sewer", "rank"),
    ("non_revenue_water", "time"), ("population_agglomeration", "rank"),
    ("open_public_space_share", "rank"), ("co2_per_person_national", "time"), ("co2_per_person_national", "rank"),
)  # fmt: skip
"""Indicators and kinds of charts; one that an indicator does not have is left out."""

ROUNDS = 40
TARGET = 1.05


@contextmanager
def bypassed() -> Iterator[None]:
    """Leave every message English and every parameter as it is, within the block."""
    english = gettext.NullTranslations()
    with (
        patch.object(translator, "translations", lambda _language: english),
        patch.object(labels, "translations", lambda _language: english),
        patch.object(translator, "right_to_left", lambda _language: False),
    ):
        yield


def main() -> None:
    """Print the milliseconds of all pages together, and how much of them is translation."""
    dataset = open_dataset()
    for language in SCREEN_LANGUAGES[1:]:
        look = Look(language)
        addresses = {code: f"/c/page?lang={code}" for code in SCREEN_LANGUAGES}
        states = [ChartRequest(language, indicator, kind) for indicator, kind in PAGES]
        states = [state for state in states if chart_document(dataset, state, look, "") is not None]

        def made(look: Look = look, states: list[ChartRequest] = states, addresses: dict[str, str] = addresses) -> int:
            size = 0
            for state in states:
                document = chart_document(dataset, state, look, "")
                if document is not None:
                    size += len(chart_page(dataset, document, PageAddress("", addresses, look.language)))
            return size

        def untranslated() -> int:
            with bypassed():
                return made()

        made(), untranslated()
        ours, plain = in_turns(made, untranslated, ROUNDS)
        line(f"{len(states)} chart pages in {language}", ours * 1e3, "ms", plain * 1e3, f"ratio {TARGET:.2f}")


if __name__ == "__main__":
    main()
