"""Column guesses: what the columns of an unknown table probably hold, each with its reason, and what is to be asked.

Nothing is decided here: a proposal is a mapping for someone to confirm, and
the questions that only they can answer.
"""

import re
from collections.abc import Collection, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass, field

import pandas as pd
from rapidfuzz import fuzz

from indicators.language.translator import N_, text
from indicators.loaders.handmade import synonyms
from indicators.loaders.handmade.mapping import Mapping, is_year
from indicators.loaders.handmade.synonyms import MEASURED, column_of, split_unit
from indicators.loaders.handmade.table_edges import is_total
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, Sheet, clean, is_blank, without_year, year_of
from indicators.loaders.reading.numbers import Status, read_numbers
from indicators.loaders.reading.years import year_in
from indicators.loaders.tidy import MOST_ABOVE
from indicators.model.catalogue import Catalogue
from indicators.model.places import Gazetteer, fold
from indicators.model.units import factor, is_unit
from indicators.model.vocabulary import OWN_PERIMETER, Level
from indicators.store.checks import LEVELS

REASONS = {
    "header_word": N_("its header says so"),
    "places": N_("of its cells, so many name known places: {count} of {total}"),
    "years": N_("of its cells, so many are years: {count} of {total}"),
    "numbers": N_("of its cells, so many are numbers: {count} of {total}"),
    "indicators": N_("of its cells, so many name indicators: {count} of {total}"),
    "year_header": N_("its header is a year"),
    "indicator_header": N_("its header names the indicator"),
    "title": N_("it stands above the table: {text}"),
    "own_outline": N_("all its places are of one kind, which has this outline of its own"),
}
QUESTIONS = {
    "place": N_("Which column holds the places, or which one place is the table about?"),
    "year": N_("Which column holds the years, or of which year are the figures?"),
    "value": N_("Which column holds the figures?"),
    "indicator": N_("Which indicator do the figures of “{header}” belong to?"),
    "unit": N_("“{text}” is printed next to the header “{header}”: is it a unit, and which?"),
    "source": N_("Where are the figures from?"),
    "column": N_("What is in the column “{header}”? It is not read unless you say."),
}
MOST_OFFERED = 5
"""How many indicators a question offers."""

_LIKE = 50
"""From this likeness (0 to 100) an indicator is offered."""

_ENOUGH = 0.6
"""The share of a column's cells from which they speak for what it holds."""


@dataclass(frozen=True)
class ColumnGuess:
    """One guess: the tidy column, the header it was found in (None for a constant), and why."""

    column: str
    header: str | None
    reason: str
    params: Table[str, object] = field(default_factory=dict)

    def why(self, language: str = "en") -> str:
        """Return the reason in words."""
        return text(language, REASONS[self.reason], **self.params)


@dataclass(frozen=True)
class Question:
    """What only the analyst can say: about which tidy column and header, and the answers that are near."""

    column: str
    header: str | None = None
    printed: str = ""
    offered: tuple[str, ...] = ()

    def asked(self, language: str = "en") -> str:
        """Return the question in words."""
        kind = self.column if self.column in QUESTIONS else "column"
        return text(language, QUESTIONS[kind], header=self.header or "", text=self.printed)


@dataclass(frozen=True)
class Proposal:
    """A mapping to confirm, the headers it is about, the reason of each guess, and the open questions."""

    mapping: Mapping
    headers: tuple[str, ...]
    guesses: tuple[ColumnGuess, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class _Column:
    """What the first cells of one column hold: how many of them name what, and the levels of the places they name."""

    name: str
    total: int
    places: int
    years: int
    numbers: int
    indicators: int
    levels: frozenset[Level]

    def speaks(self, count: int) -> bool:
        return self.total > 0 and count >= _ENOUGH * self.total


def propose(opened: Opened, places: Gazetteer, catalogue: Catalogue) -> Proposal | None:
    """Propose a mapping for the table of an opened file, None where nothing in it looks like a table."""
    best = _best_header(opened)
    if best is None:
        return None
    sheet, header = best
    columns = _look(sheet, header, places, catalogue)
    draft = _Draft(Mapping(sheet=sheet.name, header=sheet.rows[header]), catalogue)
    for column in columns:
        word = column_of(column.name)
        if word is not None and word not in draft.columns and _agrees(word, column):
            draft.guess(word, column.name, "header_word")
    _guess_by_cells(draft, columns)
    place = draft.columns.get("place")
    draft.levels = next((column.levels for column in columns if column.name == place), frozenset())
    _guess_values(draft, columns)
    above = [clean(cell) for record in sheet.head[:header] for cell in record if clean(cell)]
    _guess_from_title(draft, [*above, sheet.name or ""], places)
    _guess_perimeter(draft)
    _ask(draft, columns, " ".join(above))
    update = {name: getattr(draft, name) for name in ("columns", "indicators", "units", "constants")}
    mapping = draft.mapping.model_copy(update={**update, "years": tuple(draft.years)})
    headers = tuple(column.name for column in columns)
    return Proposal(mapping, headers, tuple(draft.guesses), tuple(draft.questions))


class _Draft:
    """A proposal in the making."""

    def __init__(self, mapping: Mapping, catalogue: Catalogue) -> None:
        self.mapping, self.catalogue = mapping, catalogue
        self.columns: dict[str, str] = {}
        self.years: list[str] = []
        self.indicators: dict[str, str] = {}
        self.units: dict[str, str] = {}
        self.constants: dict[str, str] = {}
        self.levels: frozenset[Level] = frozenset()
        self.open: list[str] = []
        self.guesses: list[ColumnGuess] = []
        self.questions: list[Question] = []

    @property
    def taken(self) -> set[str]:
        return {*self.columns.values(), *self.years, *self.indicators, *self.open}

    @property
    def words(self) -> set[str]:
        return {*self.columns, *self.constants}

    def guess(self, column: str, header: str, reason: str, **params: object) -> None:
        self.columns[column] = header
        self.guesses.append(ColumnGuess(column, header, reason, params))

    def assume(self, column: str, text: str, title: str) -> None:
        """Take what a line above the table says for every row."""
        self.constants[column] = text
        self.guesses.append(ColumnGuess(column, None, "title", {"text": title}))

    def indicator_of(self, header: str) -> tuple[str, str | None]:
        """Return the words of a header of figures, and the indicator they name; see :func:`_named`."""
        words, named = _named(header, self.catalogue)
        if named:
            self.guesses.append(ColumnGuess("indicator", header, "indicator_header"))
            if words == clean(header) and split_unit(header)[1]:
                self.units[header] = ""  # what stands in brackets belongs to the name
        return words, named


def _best_header(opened: Opened) -> HeaderAt | None:
    """Return the sheet and record that look most like a header above figures."""
    scores = {
        (place, number): _likeness(record, sheet.head[number + 1 :])
        for place, sheet in enumerate(opened.sheets)
        for number, record in enumerate(sheet.head[:MOST_ABOVE])
    }
    best = max(scores, key=lambda candidate: scores[candidate], default=None)
    return (opened.sheets[best[0]], best[1]) if best is not None and scores[best] > 0 else None


def _likeness(record: Sequence[str], below: Sequence[Sequence[str]]) -> float:
    """Return how much a record looks like a header: words of its own, known ones, and figures below it."""
    cells = [clean(cell) for cell in record if clean(cell)]
    if len(cells) < 2 or is_blank(record):
        return 0.0
    numbers = read_numbers(pd.Series(cells, dtype="str"))["status"] == Status.NUMBER
    plain = sum(not number or is_year(cell) for number, cell in zip(numbers, cells, strict=True))
    known = sum(column_of(cell) is not None for cell in cells) + sum(map(is_year, cells))
    figures = [cell for line in below[:10] for cell in line]
    counted = read_numbers(pd.Series(figures, dtype="str"))["status"] == Status.NUMBER
    if not counted.any():
        return 0.0
    return plain + 3 * known - 3 * (len(cells) - plain)


def _look(sheet: Sheet, header: int, places: Gazetteer, catalogue: Catalogue) -> list[_Column]:
    """Return what the first cells of each column hold."""
    known = synonyms.indicator_names(catalogue)
    columns = []
    for place, name in enumerate(sheet.columns(header)):
        cells = [clean(record[place]) for record in sheet.head[header + 1 :] if place < len(record)]
        filled = [cell for cell in cells if cell and not is_total(cell)]
        numbers = read_numbers(pd.Series(filled, dtype="str"))["status"]
        missing = int((numbers == Status.EMPTY).sum())
        placed = [named for cell in filled if (named := places.find(cell)) is not None]
        columns.append(
            _Column(
                name,
                len(filled) - missing,
                len(placed),
                sum(len(year_in(cell)[0]) == 4 and year_in(cell)[0].isdigit() for cell in filled),
                int(numbers.isin([Status.NUMBER, Status.AMBIGUOUS]).sum())
                + sum(cell.rstrip("%‰ ") != cell for cell in filled),
                sum(cell in catalogue or fold(cell) in known for cell in filled),
                frozenset(places[named].level for named in placed),
            )
        )
    return columns


def _agrees(word: str, column: _Column) -> bool:
    """Return whether the cells of a column do not speak against the word of its header."""
    if word in MEASURED:
        return column.speaks(column.numbers)
    if word in {"place", "indicator", "source", "perimeter", "method", "note", "unit"}:
        return not column.speaks(column.numbers)
    return True


def _guess_by_cells(draft: _Draft, columns: Sequence[_Column]) -> None:
    """Find place, year and indicator by their cells, where no header names them."""
    for wanted, reason in (("place", "places"), ("indicator", "indicators"), ("year", "years")):
        if wanted in draft.columns:
            continue
        open_ones = [column for column in columns if column.name not in draft.taken and not is_year(column.name)]
        counts = {column: getattr(column, reason) for column in open_ones}
        best = max(counts, key=lambda column: counts[column], default=None)
        if best is not None and best.speaks(counts[best]):
            draft.guess(wanted, best.name, reason, count=counts[best], total=best.total)


def _guess_values(draft: _Draft, columns: Sequence[_Column]) -> None:
    """Find the figures: one column, years across, or indicators across."""
    if "value" in draft.columns:
        return
    figures = [column for column in columns if column.name not in draft.taken and column.speaks(column.numbers)]
    across = [column for column in figures if is_year(column.name)]
    if across and "year" not in draft.columns:
        draft.years = [column.name for column in across]
        draft.guesses += [ColumnGuess("year", column.name, "year_header") for column in across]
        return
    if len(figures) == 1 or "indicator" in draft.columns:
        for column in figures[:1]:
            draft.guess("value", column.name, "numbers", count=column.numbers, total=column.total)
            named = None if "indicator" in draft.columns else draft.indicator_of(column.name)[1]
            if named:
                draft.constants["indicator"] = named
        return
    for column in figures:
        words, named = draft.indicator_of(column.name)
        if named:
            draft.indicators[column.name] = named
        else:
            draft.open.append(column.name)
            offered = offers(words, draft.catalogue, column.name, draft.levels)
            draft.questions.append(Question("indicator", column.name, offered=offered))


def _named(header: str, catalogue: Catalogue) -> tuple[str, str | None]:
    """Return what a header says without unit and year, and the indicator of exactly that id or name."""
    known = synonyms.indicator_names(catalogue)
    whole = known.get(fold(clean(header)))
    if whole:
        return clean(header), whole
    words = without_year(split_unit(header)[0])
    return words, words if words in catalogue else known.get(fold(words))


def _guess_from_title(draft: _Draft, texts: Sequence[str], places: Gazetteer) -> None:
    """Find the one place, year or indicator that the lines above the table name, where no column does."""
    known = synonyms.indicator_names(draft.catalogue)
    for line in texts:
        for part in map(clean, [line, *re.split(r",| - |:", line)]):
            place, indicator = places.find(part), known.get(fold(without_year(part)))
            if place and "place" not in draft.words:
                draft.assume("place", place, line)
            if indicator and "indicator" not in draft.words and not draft.indicators:
                draft.assume("indicator", indicator, line)
        dated = year_of(line)
        if dated and not draft.years and "year" not in draft.words and "value" in draft.columns:
            draft.assume("year", str(dated), line)


def _guess_perimeter(draft: _Draft) -> None:
    """Take the outline of the places themselves, where they are of one level that has one, and no column says it."""
    perimeters = {OWN_PERIMETER.get(level) for level in draft.levels}
    perimeter = perimeters.pop() if len(perimeters) == 1 else None
    if perimeter is not None and "perimeter" not in draft.words:
        draft.constants["perimeter"] = str(perimeter)
        draft.guesses.append(ColumnGuess("perimeter", None, "own_outline"))


def _ask(draft: _Draft, columns: Sequence[_Column], title: str) -> None:
    """Add the questions that the guesses leave open; above years across, only the title speaks of the indicator."""
    words = draft.words
    values = [*draft.years, *draft.indicators, *draft.open, *([draft.columns["value"]] if "value" in words else [])]
    questions = []
    if "place" not in words:
        questions.append(Question("place"))
    if not values:
        questions.append(Question("value"))
    elif "indicator" not in words and not draft.indicators and not draft.open:
        heading = title if draft.years else values[0]
        near = offers(without_year(split_unit(heading)[0]), draft.catalogue, heading, draft.levels)
        questions.append(Question("indicator", ", ".join(values), offered=near))
    if "year" not in words and not draft.years and not all(year_of(name) for name in values):
        questions.append(Question("year"))
    if "source" not in words:
        questions.append(Question("source"))
    for name in values:
        added = split_unit(name)[1]
        if added and not year_of(added) and name not in draft.units and "unit" not in words and not is_unit(added):
            questions.append(Question("unit", name, added))
    used = draft.taken
    questions += [Question("column", column.name) for column in columns if column.name not in used and column.total]
    draft.questions = [*questions, *draft.questions]


def offers(words: str, catalogue: Catalogue, header: str = "", levels: Collection[Level] = ()) -> tuple[str, ...]:
    """Return the indicators that a header most likely means.

    They are those of the nearest names in any language; a unit in the
    header, and the levels of the places, speak for or against one.
    """
    unit = split_unit(header)[1]
    unit = unit if is_unit(unit) else ""
    wanted = fold(words)
    scores = {}
    for entry in catalogue.values():
        names = [fold(entry.names.get(language)) for language in synonyms.LANGUAGES]
        score = max((fuzz.token_set_ratio(wanted, name) + fuzz.token_sort_ratio(wanted, name)) / 2 for name in names)
        if unit:
            score += 40 if factor(unit, entry.unit) is not None else -40
        if levels and not set(levels) & LEVELS[entry.scale]:
            score -= 40
        scores[entry.id] = score
    near = sorted((key for key in scores if scores[key] >= _LIKE), key=lambda key: -scores[key])
    return tuple(near[:MOST_OFFERED])
