"""The rules of files and tables that several formats check."""

from indicators.findings.finding import Rule, Severity
from indicators.language.translator import N_

BINARY_FILE = Rule(
    "binary_file",
    Severity.ERROR,
    N_("this is not text and not a workbook ({reason})."),
    N_("Save it as CSV, XLSX, XLS or ODS."),
)

TOO_LARGE = Rule(
    "too_large",
    Severity.ERROR,
    N_("the file is beyond what is read here: {found}, at most {limit}."),
    N_("Cut it down or split it."),
    words=("found", "limit"),
)

UNKNOWN_SHEET = Rule(
    "unknown_sheet", Severity.ERROR, N_("there is no sheet {value}; found {found}."), N_("Name one of the sheets.")
)

ASSUMED = Rule(
    "assumed",
    Severity.WARNING,
    N_("{what} is not stated; read as {value}."),
    N_("Correct the file if this is wrong."),
    reading=True,
    merged_by=("column", "value"),
    words=("value",),
)

IMPOSSIBLE_AREA = Rule(
    "impossible_area",
    Severity.WARNING,
    N_("an area of {value} km2 is not possible for a city."),
    N_("Check the unit (m2, hectares)."),
)

PROTECTED_FILE = Rule(
    "protected_file", Severity.ERROR, N_("the file is protected by a password."), N_("Save it without a password.")
)

PARTS_DIFFER = Rule(
    "parts_differ",
    Severity.WARNING,
    N_("{value} is below the sum of its parts, {total}."),
    N_("Check which of the cells is wrong."),
)
