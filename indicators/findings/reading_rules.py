"""The rules of how a table made by hand was read: what was taken for what, and what stays a question."""

from indicators.language.translator import N_

_E, _W = "error", "warning"

READING: dict[str, tuple[str, str, str]] = {
    "too_many_rows": (
        _E,
        N_("the file holds more than {limit} rows."),
        N_(
            "Aggregate first, to one value a place and year: raw readings of sensors and meters, one row a reading, "
            "belong to another tool."
        ),
    ),
    "too_many_values": (
        _W,
        N_("the file holds {count} values, more than the {limit} that can be added at once; it was only checked."),
        N_(
            "Aggregate first, to one value a place and year: raw readings of sensors and meters, one row a reading, "
            "belong to another tool."
        ),
    ),
    "read_as": (
        _W, N_("words were read as the tidy format's: {value}."), N_("Correct the file if one of them is wrong.")
    ),
    "preamble_left_out": (
        _W,
        N_("the rows above the header were not used: {value}."),
        N_("Check that they name no unit or year that the table leaves out."),
    ),
    "footnote_left_out": (
        _W, N_("the line below the table was not used: {value}."), N_("Put it in the note of the rows it is about.")
    ),
    "total_left_out": (
        _W, N_("{value} is no place but sums up others (rows left out: {count})."), N_("Name the place if it is one.")
    ),
    "filled_down": (
        _W,
        N_("blank cells were read as the name above them, the first as {value} (cells: {count})."),
        N_("Write the name in every row if this is wrong."),
    ),
    "blank_name": (
        _E,
        N_("the {column} is blank."),
        N_("Write it in every row: joined cells keep their text in the first one only."),
    ),
    "error_cell": (
        _E, N_("{value} is the error of a formula, not a figure."), N_("Mend the formula, or leave the cell blank.")
    ),
    "dates_read": (
        _W,
        N_("dates were read as their year, {value} as {year} (rows: {count})."),
        N_("Check that the values are those of whole years."),
    ),
    "ambiguous_date": (_E, N_("which year is {value}?"), N_("Write the year in four digits.")),
    "numbers_read": (
        _W,
        N_("numbers were read as people write them, {value} as {read} (cells: {count})."),
        N_("Nothing, if that is the number meant."),
    ),
    "per_cent_shown": (
        _W,
        N_("cells that the spreadsheet shows as per cent were read so, the first as {value} (cells: {count})."),
        N_("Nothing, if the spreadsheet shows the same."),
    ),
    "parallel_value": (
        _W,
        N_(
            "the same source has {known} for this place and year, counted in the perimeter {perimeter}, {method}: "
            "this value would stand beside it."
        ),
        N_("To replace it, write the same words into the columns perimeter and method."),
    ),
    "share_for_per_cent": (
        _W,
        N_("{value} looks like a share of one, but the indicator is in per cent (values: {count})."),
        N_("Write 75.5 for 0.755, or name the unit."),
    ),
    "unknown_unit": (
        _E,
        N_("{value} stands where a unit does, and is not understood as one."),
        N_("Write it as {expected}, or take it out of the header."),
    ),
    "protected_file": (_E, N_("the file is protected by a password."), N_("Save it without a password.")),
    "changed_while_read": (
        _E, N_("the file changed while it was read."), N_("Wait until it is written, then check it again.")
    ),
    "said_twice": (_E, N_("the mapping says {column} in two ways."), N_("Keep one of the two.")),
    "sum_differs": (
        _W,
        N_("the whole, {whole}, is not the sum of its {count} parts, {total}."),
        N_("Check the parts and the whole; they may be of two perimeters."),
    ),
}  # fmt: skip
"""Severity, message and remedy by the id of the rule; `{name}` stands for a parameter."""
