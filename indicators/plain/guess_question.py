"""What the room is asked before a chart is revealed: the question, and the empty axis that guesses are set on.

Nothing of it says the answer: the axis of a share is the whole, that of other values reaches well beyond every figure
of the chart, that of ranks has as many places as are ranked.
"""

from dataclasses import dataclass
from typing import Any

from indicators.charts.chart import Chart, Look, value_axis
from indicators.language.translator import N_
from indicators.model.catalogue import Indicator
from indicators.model.observations import floats
from indicators.model.vocabulary import Direction, Measure
from indicators.sessions.session import Guess
from indicators.store.dataset import Dataset

WHOLE = 100.0
"""The end of an axis of shares, in percent, where the catalogue names no other."""

AIR = 1.6
"""How far an axis of values reaches, in the greatest value of the chart."""

MOST_TICKS = 15
"""Ranks that are written at an axis, at most."""

RANK_ENDS = {
    Direction.LOWER: N_("1 is the lowest figure"),
    Direction.HIGHER: N_("1 is the highest figure"),
    Direction.NONE: N_("1 is the highest figure"),
}
"""How ranks are counted, by which way is better."""


@dataclass(frozen=True)
class GuessQuestion:
    """A question with its empty axis from `low` to `high`.

    `ticks` are pairs of a value and how it is written; `step` is the least difference of two guesses; `unit` says in
    words what is guessed: the unit, or how ranks are counted.
    """

    guess: Guess
    question: str
    low: float
    high: float
    step: float
    ticks: tuple[tuple[float, str], ...]
    unit: str

    def record(self) -> dict[str, Any]:
        """Return it as JSON's types."""
        return {
            "guess": str(self.guess),
            "question": self.question,
            "low": self.low,
            "high": self.high,
            "step": self.step,
            "ticks": [{"value": value, "text": text} for value, text in self.ticks],
            "unit": self.unit,
        }


def guess_question(dataset: Dataset, guess: Guess, chart: Chart, look: Look, title: str = "") -> GuessQuestion | None:
    """Return what the room is asked of a chart; `title` is the slide's own, which stands in place of ours.

    None where the chart is of no one indicator, or ranks nothing.
    """
    entry = dataset.catalogue.get(chart.indicator)
    if entry is None:
        return None
    question_of = _rank if guess is Guess.RANK else _value
    return question_of(dataset, entry, chart, look, title)


def _rank(dataset: Dataset, entry: Indicator, chart: Chart, look: Look, title: str) -> GuessQuestion | None:
    of = chart.claim.parts.get("of") if chart.claim is not None else None
    if of is None or int(of) < 2:
        return None
    last, t = int(of), look.of_home(dataset)
    name = entry.names.get(look.language)
    question = title or t("{name}: where does {home} stand among these {n} places?", name=name, n=last)
    every = -(-last // MOST_TICKS)
    ranks = [rank for rank in range(1, last + 1) if rank in (1, last) or (rank % every == 0 and last - rank >= every)]
    ticks = tuple((float(rank), str(rank)) for rank in ranks)
    return GuessQuestion(Guess.RANK, question, 1.0, float(last), 1.0, ticks, look.t(RANK_ENDS[entry.direction]))


def _value(dataset: Dataset, entry: Indicator, chart: Chart, look: Look, title: str) -> GuessQuestion | None:
    drawn = [float(value) for value in floats(chart.observations["value"].dropna())]
    if not drawn:
        return None
    low, high = min(0.0, min(drawn) * AIR), max(drawn) * AIR
    if entry.measure is Measure.SHARE:
        low, high = 0.0, entry.range.max if entry.range.max is not None else max(WHOLE, high / AIR)
    scale = value_axis(entry, [low, high], look)
    ticks = scale.ticks()
    if entry.measure is not Measure.SHARE:
        # the axis ends at a round value, which no figure has set
        step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
        ticks = [*ticks, ticks[-1] + step] if ticks[-1] < high else ticks
        high = ticks[-1]
    t = look.of_home(dataset)
    question = title or t("{name}: what is the figure of {home}?", name=entry.names.get(look.language))
    texts = tuple((tick, scale.text(tick)) for tick in ticks)
    least = 10.0**-entry.digits if high - low < 1000 * 10.0**-entry.digits else (high - low) / 1000
    return GuessQuestion(Guess.VALUE, question, low, high, least, texts, entry.unit_names.get(look.language))
