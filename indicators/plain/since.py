"""What changed in a chart since it was embedded or linked to, in words that stand over it."""

import datetime as dt

from indicators.charts.changes import ThenAndNow, then_and_now
from indicators.charts.chart import Look
from indicators.charts.request import ChartRequest
from indicators.claims.still_claims import of_log_words, then_text
from indicators.language.translator import N_
from indicators.open.earlier import EarlierData, data_at
from indicators.store.dataset import Dataset
from indicators.text import formatting

EMBEDDED_ON = "on"
"""The part of an embed's address that says on which day it was made."""


def since_words(
    dataset: Dataset, state: ChartRequest, look: Look, version: str, embedded_on: str, today: str
) -> list[str]:
    """Say what a chart says otherwise than with the figures of `version`: nothing where nothing differs.

    `embedded_on` is the day (ISO) the embed says it was made on; a day that cannot be is not repeated. Where the
    figures of then are not held, that is stated.
    """
    t = look.t
    if version in ("", dataset.version):
        return []
    earlier = data_at(dataset, version)
    if earlier is None:
        return [
            t(
                N_(
                    "The figures of this chart may have changed since it was embedded: data version {version} is not "
                    "held here any more, so that what it said cannot be told."
                ),
                version=version,
            )
        ]
    both = then_and_now(earlier.dataset, dataset, state, look)
    untold = _untold(earlier, both, state, look)
    if both.same:
        return [" ".join(untold)] if untold else []
    day = day_of(embedded_on, earlier.day, today)
    since = formatting.day(day, look.language) if day else then_text(version, "", look.language)
    words = [t(N_("Changed since {day}."), day=since)]
    if both.then.sentence != both.now.sentence:
        absent = t(N_("There was no such chart."))
        words.append(
            t(
                N_("The figures of then say: “{then}” The figures of now: “{now}”"),
                then=both.then.sentence or absent,
                now=both.now.sentence,
            )
        )
    elif both.revisions:
        words.append(
            t.plural(
                "The sentence is the same; {n} number of the chart differs.",
                "The sentence is the same; {n} numbers of the chart differ.",
                len(both.revisions),
            )
        )
    if both.then.verdict and both.then.verdict != both.now.verdict:
        words.append(
            t(N_("The verdict was “{then}”, now it is “{now}”."), then=both.then.verdict, now=both.now.verdict)
        )
    return [" ".join([*words, *untold])]


def _untold(earlier: EarlierData, both: ThenAndNow, state: ChartRequest, look: Look) -> list[str]:
    """Say what of the chart of then cannot be known; nothing where all of it is held."""
    if earlier.whole:
        return []
    then = then_text(earlier.dataset.version, earlier.day, look.language)
    left_out = state.indicator is not None and earlier.left_out(state.indicator)
    return of_log_words(then, look.language, bounded=both.bounded, left_out=left_out)


def day_of(stated: str, released: str, today: str) -> str:
    """Return the day (ISO) that a change is counted from: the stated one where it can be true, else the release's."""
    try:
        day = dt.date.fromisoformat(stated).isoformat() if stated else ""
    except ValueError:
        return released
    return day if day and released <= day <= today else released
