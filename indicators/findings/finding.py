"""What a check found: a rule, where it struck, and what to do about it.

A finding carries no prose. Its message and its remedy are made by
:func:`describe`, in the reader's language, from the rule's templates.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from indicators.findings.layer_rules import LAYERS
from indicators.findings.reading_rules import READING
from indicators.language.translator import N_, Translator, text


class Severity(StrEnum):
    """An error refuses a value; a warning lets it through, named."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Rule:
    """A rule's severity, message and remedy; `{name}` stands for a parameter."""

    severity: Severity
    message: str
    fix: str


@dataclass(frozen=True)
class Finding:
    """One thing wrong: `row` counts from 1 with the header, as a spreadsheet does.

    `level` replaces the severity of the rule where the same thing is graver in
    one place than in another: a figure without a source is an error in the
    data folder and a warning in a file that is only checked.
    """

    rule: str
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    level: Severity | None = None

    @property
    def severity(self) -> Severity:
        """The severity of the finding: its rule's, unless it says its own."""
        return self.level or RULES[self.rule].severity


def describe(finding: Finding, language: str = "en") -> tuple[str, str]:
    """Return the message and the remedy of `finding` in `language`.

    The parameter `near`, a known name like the unknown one, becomes the
    message's `{suggestion}`.
    """
    rule = RULES[finding.rule]
    suggestion = did_you_mean(finding.params.get("near"), language)
    known = {"value": finding.value, "column": finding.column, "file": finding.file, "suggestion": suggestion}
    params = {**known, **finding.params}
    return text(language, rule.message, **params), text(language, rule.fix, **params)


def did_you_mean(near: str | None, language: str = "en") -> str:
    """Return the suggestion of a near name as it stands behind an unknown one, nothing where there is none."""
    return text(language, N_(" (did you mean {near}?)"), near=near) if near else ""


def line(finding: Finding, language: str = "en") -> str:
    """Return one printable line: where, what, and what to do."""
    message, fix = describe(finding, language)
    where = [finding.file or ""]
    if finding.sheet:
        where.append(text(language, N_("sheet {sheet}"), sheet=finding.sheet))
    if finding.row is not None:
        where.append(text(language, N_("row {row}"), row=finding.row))
    if finding.column:
        where.append(text(language, N_("column {column}"), column=finding.column))
    return f"{', '.join(part for part in where if part)}: {message} {fix} [{finding.rule}]"


def summary(findings: Iterable[Finding], most: int = 20, language: str = "en") -> list[str]:
    """Return printable lines, one for each rule, file and value, with how often it struck; at most `most`."""
    t = Translator(language)
    grouped: dict[tuple[str, str | None, str | None], list[Finding]] = {}
    for finding in findings:
        grouped.setdefault((finding.rule, finding.file, finding.value), []).append(finding)
    lines = [
        line(same[0], language)
        + (t.plural(" (and {n} more)", " (and {n} more)", len(same) - 1) if len(same) > 1 else "")
        for same in grouped.values()
    ]
    if len(lines) > most:
        rest = len(lines) - most
        lines = [*lines[:most], t.plural("... and {n} other fault.", "... and {n} other faults.", rest)]
    return lines


class DataProblem(Exception):
    """The data folder cannot be used; carries every finding."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__("\n".join(summary(self.findings)))


_E, _W = Severity.ERROR, Severity.WARNING

RULES: dict[str, Rule] = {
    # files and catalogue
    "missing_file": Rule(_E, N_("the file is missing."), N_("Put it back, or run the build again.")),
    "unreadable_file": Rule(_E, N_("the file cannot be read: {reason}."), N_("Open it, mend it and save it again.")),
    "empty_file": Rule(_E, N_("the file holds no rows."), N_("Check that the right file was saved.")),
    "missing_column": Rule(
        _E,
        N_("column {column} is missing; found {found}."),
        N_("Add the column, or rename the one that holds it."),
    ),
    "bad_entry": Rule(_E, N_("the entry is not valid: {reason}."), N_("Correct this key of the entry.")),
    "entry_id_differs": Rule(_E, N_("the id {value} is not the file's name."), N_("Make the two the same.")),
    "duplicate_entry": Rule(_E, N_("the id {value} is there twice."), N_("Give one of the two another id.")),
    "unknown_reference": Rule(
        _E, N_("{value} is named here but not known as a {what}."), N_("Add it, or correct the name.")
    ),
    "scale_differs": Rule(
        _E,
        N_("the entry says scale {expected}, but {value} is a {found}."),
        N_("Correct the place or the entry's scale."),
    ),
    # links
    "link_language": Rule(_W, N_("The link asks for the language “{value}”, which the screen does not speak."), ""),
    "link_indicator": Rule(
        _W, N_("The link asks for the indicator “{value}”, which is not known{suggestion}."), N_("The first is shown.")
    ),
    "link_chart": Rule(_W, N_("The link asks for the chart “{value}”, which is not known."), N_("The first is shown.")),
    "link_peers": Rule(
        _W, N_("The link asks for the peer set “{value}”, which is not known."), N_("All peers are shown.")
    ),
    "link_city": Rule(
        _W, N_("The link names the city “{value}”, which is not known{suggestion}."), N_("It is left out.")
    ),
    "link_reach": Rule(
        _W, N_("The link asks for the value “{value}” by 2030, which is not a number."), N_("It is left out.")
    ),
    "link_too_many": Rule(_W, N_("The link names {value} cities."), N_("The first {most} are read.")),
    "link_view": Rule(_W, N_("The link asks for the view “{value}”, which is not known."), N_("The first is shown.")),
    "link_further": Rule(
        _W,
        N_("The link asks for the further indicator “{value}”, which is not known{suggestion}."),
        N_("It is left out."),
    ),
    "link_many_further": Rule(_W, N_("The link names {value} further indicators."), N_("The first {most} are read.")),
    "link_year": Rule(
        _W,
        N_("The link asks for the year “{value}”, which is not a year between {low} and {high}."),
        N_("It is left out."),
    ),
    "link_years": Rule(
        _W, N_("The link runs from {first} to {found}, which is not forward."), N_("The years are put in order.")
    ),
    "link_within": Rule(
        _W,
        N_("The link asks for figures within “{value}” years, which is not a whole number from {low} to {high}."),
        N_("The usual tolerance holds."),
    ),
    "link_shown": Rule(
        _W, N_("The link asks for “{value}”, which this map cannot show."), N_("The newest year is shown.")
    ),
    "link_areas": Rule(
        _W, N_("The link asks for the areas “{value}”, which are not known."), N_("The arrondissements are shown.")
    ),
    "link_classes": Rule(
        _W, N_("The link asks for the classes “{value}”, which are not known."), N_("Natural breaks are shown.")
    ),
    "link_district": Rule(
        _W,
        N_("The link names the district “{value}”, which is not among those shown{suggestion}."),
        N_("None is selected."),
    ),
    "link_sieve": Rule(
        _W,
        N_("The link asks for “{column}={value}”, which is not known{suggestion}; {column} can be {allowed}."),
        N_("It is left out."),
    ),
    # accepting a file
    "origin_missing": Rule(
        _E,
        N_("the origin does not say {column}."),
        N_("Give it: a figure without its origin is not shown."),
    ),
    "origin_date": Rule(_E, N_("{value} is not a date."), N_("Write 2024, 2024-05 or 2024-05-31.")),
    "origin_link": Rule(_E, N_("{value} is not a link."), N_("Give the address of the publication, from https:// on.")),
    "origin_yes_no": Rule(_E, N_("{value} is neither yes nor no."), N_("Say yes if downloads may hold the figures.")),
    "origin_needed": Rule(
        _E,
        N_("no source is named for the values (values: {count})."),
        N_("Say who published them, under which title, where, when and under which licence, or name a known source."),
    ),
    "values_refused": Rule(
        _E,
        N_("values were refused, so nothing was stored (values: {count})."),
        N_("Correct the file, or accept the others without these."),
    ),
    "nothing_accepted": Rule(
        _E, N_("the file holds no value that could be shown."), N_("See the findings; nothing was stored.")
    ),
    "file_changed": Rule(
        _E, N_("the file was changed after it was checked; nothing was stored."), N_("Check it again.")
    ),
    "accepted_meanwhile": Rule(
        _E,
        N_("meanwhile {who} accepted {other}, with other values in the same places (values: {count})."),
        N_("Check the file again, against these; nothing was stored."),
    ),
    "accepted_already": Rule(
        _W, N_("this file is in force already, as number {value}."), N_("Nothing: its figures are shown.")
    ),
    "not_in_force": Rule(_E, N_("the accepted file {value} is not in force."), N_("Look at the list again.")),
    "not_out_of_force": Rule(
        _E, N_("no withdrawn or replaced file has the number {value}."), N_("Look at the list again.")
    ),
    "store_unusable": Rule(
        _E,
        N_("what was accepted cannot be read or written: {reason}."),
        N_("Check the disk and the rights of the folder; what was accepted before is still there."),
    ),
    # outlines
    "outline_unknown": Rule(
        _W, N_("the outline {value} is of no place the map knows."), N_("Correct its id; it is not drawn.")
    ),
    "outline_twice": Rule(_W, N_("there are two outlines of {value}."), N_("Keep one; the first is drawn.")),
    "outline_empty": Rule(_W, N_("the outline of {value} is empty."), N_("Draw it anew; it is left out.")),
    "outline_elsewhere": Rule(
        _W,
        N_("the outline of {value} does not lie in its city."),
        N_("Check the coordinate system, and that longitude comes before latitude; it is left out."),
    ),
    "outline_repaired": Rule(
        _W, N_("the outline of {value} crossed itself and was repaired."), N_("Compare it with its publication.")
    ),
    "outlines_overlap": Rule(
        _W,
        N_("the borders of {value} overlap or do not meet."),
        N_("Draw neighbours on the same points; they are drawn as they are."),
    ),
    # what a comparison asks for and the data does not hold
    "no_figures": Rule(_W, N_("{value}: none of the places compared has a published figure."), ""),
    "no_figures_then": Rule(
        _W, N_("{value}: none of the places compared has a figure between {low} and {high}."), N_("Choose other years.")
    ),
    "year_not_stated": Rule(
        _W,
        N_("{value}: the source states no year, so none can be chosen."),
        N_("The figures are shown as they are."),
    ),
    # observations
    "unknown_place": Rule(_E, N_("the place {value} is not known{suggestion}."), N_("Correct it, or add the place.")),
    "unknown_indicator": Rule(
        _E, N_("the indicator {value} is not known{suggestion}."), N_("Correct it, or add a catalogue entry.")
    ),
    "unknown_source": Rule(
        _E, N_("the source {value} is not known{suggestion}."), N_("Add the source, or correct its id.")
    ),
    "missing_source": Rule(_E, N_("the value has no source."), N_("Name a source: a figure without one is not shown.")),
    "missing_value": Rule(_E, N_("the value is missing."), N_("Give the value, or leave the row out.")),
    "not_a_number": Rule(_E, N_("{value} is not a number."), N_("Write digits with one decimal mark.")),
    "out_of_range": Rule(
        _E,
        N_("{value} is outside what the indicator can be ({low} to {high})."),
        N_("Check the unit and the decimals of this cell."),
    ),
    "missing_year": Rule(_E, N_("the year is missing."), N_("Give a four-digit year.")),
    "bad_year": Rule(_E, N_("{value} is not a year between 1900 and 2100."), N_("Give a four-digit year.")),
    "future_year": Rule(
        _E,
        N_("{value} is in the future, and the method is not projected or planned."),
        N_("Correct the year, or say projected in the method column."),
    ),
    "unknown_perimeter": Rule(_E, N_("{value} is not a perimeter; use one of {allowed}."), N_("Use a listed word.")),
    "unknown_method": Rule(_E, N_("{value} is not a method; use one of {allowed}."), N_("Use a listed word.")),
    "bad_interval": Rule(
        _E,
        N_("the value {value} is not between its lower {low} and upper {high}."),
        N_("Check the three cells."),
    ),
    "duplicate_in_file": Rule(
        _E,
        N_("the same place, indicator, year, perimeter, method and source stand in row {first} too."),
        N_("Keep one of the two rows."),
    ),
    # files as they come
    "html_file": Rule(
        _E, N_("this is a web page, not a table."), N_("Open the link in a browser and download the file itself.")
    ),
    "binary_file": Rule(
        _E, N_("this is not text and not a workbook ({reason})."), N_("Save it as CSV, XLSX, XLS or ODS.")
    ),
    "unknown_format": Rule(
        _E,
        N_("no known format: the first row reads {found}."),
        N_("Use the columns place, indicator, year, value, source, a publisher's own file, or --mapping for others."),
    ),
    "too_large": Rule(
        _E, N_("the file is beyond what is read here: {found}, at most {limit}."), N_("Cut it down or split it.")
    ),
    "unknown_sheet": Rule(_E, N_("there is no sheet {value}; found {found}."), N_("Name one of the sheets.")),
    "ragged_row": Rule(
        _E,
        N_("the row holds {found} cells, the header {expected}."),
        N_("Put cells that hold the separator between quotes."),
    ),
    "assumed": Rule(_W, N_("{what} is not stated; read as {value}."), N_("Correct the file if this is wrong.")),
    "invisible_characters": Rule(
        _W, N_("the header holds invisible characters; read as {column}."), N_("Nothing, or type the header anew.")
    ),
    "html_entity": Rule(
        _W,
        N_("HTML codes such as {value} (cells: {count}) were read as the characters they stand for."),
        N_("Compare one cell with the publisher's page."),
    ),
    "garbled_name": Rule(
        _W, N_("{value} was garbled by its publisher; read as {read}."), N_("Check that it is right.")
    ),
    # values of a file
    "ambiguous_number": Rule(
        _E,
        N_("is {value} thousands, or a number with decimals?"),
        N_("Write it without a thousands mark, with a decimal point."),
    ),
    "unit_mismatch": Rule(
        _E, N_("the unit {value} cannot be turned into {expected}."), N_("Give the value in {expected}.")
    ),
    "unit_converted": Rule(
        _W, N_("{value} was turned into {expected} (values: {count})."), N_("Check one value by hand.")
    ),
    "unknown_column": Rule(_W, N_("the column {column} is not used."), N_("Rename it if it holds figures.")),
    "indicator_outside": Rule(
        _W,
        N_("{value} is not in the catalogue (values left out: {count})."),
        N_("Add a catalogue entry that names this field, if it belongs here."),
    ),
    "place_outside": Rule(
        _W,
        N_("{value} is not one of the places (values left out: {count})."),
        N_("Add the place or an alias, if it belongs here."),
    ),
    "years_outside": Rule(
        _W, N_("values of years before {first} were left out: {count}."), N_("Nothing: the product begins there.")
    ),
    "source_outside": Rule(
        _W,
        N_("the file's release ({value}) is not one of the sources."),
        N_("Describe the source when the file is added."),
    ),
    "held_back": Rule(
        _W, N_("{value} is a figure that is held back: {reason}"), N_("Leave it out unless the reason no longer holds.")
    ),
    "jump": Rule(
        _W,
        N_("{value} is about {ratio} times {neighbour}, the value of {year}."),
        N_("Check the unit (thousands, kilotonnes) and the decimals."),
    ),
    "thousands_for_units": Rule(
        _W, N_("a population of {value} looks typed in thousands."), N_("Compare it with another edition.")
    ),
    "kilotonnes_for_tonnes": Rule(
        _W,
        N_("{value} tonnes for {population} people looks typed in kilotonnes."),
        N_("Compare it with another edition."),
    ),
    "impossible_area": Rule(
        _W, N_("an area of {value} km2 is not possible for a city."), N_("Check the unit (m2, hectares).")
    ),
    "repeated_block": Rule(
        _W,
        N_("the built-up areas of {place} are those of {other}, cell by cell."),
        N_("Do not use them without a check."),
    ),
    "parts_differ": Rule(
        _W, N_("{value} is below the sum of its parts, {total}."), N_("Check which of the cells is wrong.")
    ),
    # layers of outlines and points
    **{rule: Rule(Severity(level), message, fix) for rule, (level, message, fix) in LAYERS.items()},
    # tables made by hand
    **{rule: Rule(Severity(level), message, fix) for rule, (level, message, fix) in READING.items()},
}


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that refuse a value."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]
