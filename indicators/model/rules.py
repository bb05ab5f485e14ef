"""The rules of files, tables and entries that several rooms check."""

from indicators.findings.finding import Rule, Severity
from indicators.language.translator import N_

MISSING_FILE = Rule(
    "missing_file", Severity.ERROR, N_("the file is missing."), N_("Put it back, or run the build again.")
)

UNREADABLE_FILE = Rule(
    "unreadable_file",
    Severity.ERROR,
    N_("the file cannot be read: {reason}."),
    N_("Open it, mend it and save it again."),
)

EMPTY_FILE = Rule(
    "empty_file", Severity.ERROR, N_("the file holds no rows."), N_("Check that the right file was saved.")
)

MISSING_COLUMN = Rule(
    "missing_column",
    Severity.ERROR,
    N_("column {column} is missing; found {found}."),
    N_("Add the column, or rename the one that holds it."),
)

BAD_ENTRY = Rule(
    "bad_entry", Severity.ERROR, N_("the entry is not valid: {reason}."), N_("Correct this key of the entry.")
)

DUPLICATE_ENTRY = Rule(
    "duplicate_entry", Severity.ERROR, N_("the id {value} is there twice."), N_("Give one of the two another id.")
)

UNKNOWN_REFERENCE = Rule(
    "unknown_reference",
    Severity.ERROR,
    N_("{value} is named here but not known as a {what}."),
    N_("Add it, or correct the name."),
)

NOT_A_NUMBER = Rule(
    "not_a_number", Severity.ERROR, N_("{value} is not a number."), N_("Write digits with one decimal mark.")
)

OUT_OF_RANGE = Rule(
    "out_of_range",
    Severity.ERROR,
    N_("{value} is outside what the indicator can be ({low} to {high})."),
    N_("Check the unit and the decimals of this cell."),
)

RAGGED_ROW = Rule(
    "ragged_row",
    Severity.ERROR,
    N_("the row holds {found} cells, the header {expected}."),
    N_("Put cells that hold the separator between quotes."),
)

UNKNOWN_COLUMN = Rule(
    "unknown_column", Severity.WARNING, N_("the column {column} is not used."), N_("Rename it if it holds figures.")
)
