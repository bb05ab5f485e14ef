"""Numbers as people type them, read as numbers, as nothing, or as a question.

Thousands may be set apart by a space, a no-break space, a narrow no-break
space, a thin space or an apostrophe; the decimal mark is a point or a comma.
`1,234` alone can be both: it is a number only when another cell of its column
shows which mark is the decimal one.
"""

from enum import StrEnum

import numpy as np
import pandas as pd

MISSING = frozenset(
    {
        "", ".", "..", "...", "…", "-", "--", "–", "—", "n.d.", "n.d", "nd", "n.a.", "n.a", "na", "n/a", "n/d",
        "nan", "null", "none", "nil", "not available", "no data", "non disponible", "غير متوفر", "م.غ",
    }
)  # fmt: skip
"""The marks that say there is no value, in lower case."""

PLAIN = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
_SPACES = "[ \u00a0\u202f\u2009\u2007]"
_GROUPED = rf"[+-]?[0-9]{{1,3}}(?:(?:{_SPACES}|['’])[0-9]{{3}})+(?:[.,][0-9]+)?"
_COMMA_DECIMAL = r"[+-]?(?:[0-9]*,[0-9]{1,2}|[0-9]*,[0-9]{4,}|0+,[0-9]+|[0-9]{4,},[0-9]+)"
_COMMA_THOUSANDS = r"[+-]?[0-9]{1,3}(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|[+-]?[0-9]{1,3},[0-9]{3}\.[0-9]+"
_POINT_THOUSANDS = r"[+-]?[0-9]{1,3}(?:\.[0-9]{3}){2,}(?:,[0-9]+)?|[+-]?[0-9]{1,3}\.[0-9]{3},[0-9]+"
_EITHER_COMMA = r"[+-]?[1-9][0-9]{0,2},[0-9]{3}"
_EITHER_POINT = r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}"
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫−", "0123456789.-")


class Status(StrEnum):
    """What a cell turned out to be."""

    NUMBER = "number"
    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS = "ambiguous_number"


_CODES = list(Status)


def is_empty(cells: pd.Series) -> pd.Series:
    """Return which text cells hold a mark that says there is no value."""
    text = cells.fillna("")
    short = text.str.len() <= 15
    out = pd.Series(False, index=cells.index)
    out[short] = text[short].str.strip().str.lower().isin(MISSING)
    return out


def read_numbers(cells: pd.Series) -> pd.DataFrame:
    """Read the text cells of one column.

    Returns a frame on the same index with `number` (float, NaN where there is
    none), `status` (a category of :class:`Status`) and `plain` (whether the text
    is the number as a computer writes it, short enough for any reader). Cells written in plain
    digits with a decimal point cost one pass; only the others are looked at
    more closely.
    """
    text = cells.fillna("")
    number = np.full(len(text), np.nan)
    status = np.full(len(text), _CODES.index(Status.NUMBER), dtype="int8")
    blank = (text == "").to_numpy(dtype=bool)
    status[blank] = _CODES.index(Status.EMPTY)
    plain = np.zeros(len(text), dtype=bool) if blank.all() else text.str.fullmatch(PLAIN).to_numpy(dtype=bool)
    if plain.any():
        number[plain] = text[plain].astype("float64")
    rest = ~plain & ~blank
    if rest.any():
        other = _read_others(text[rest], text[plain])
        number[rest] = other["number"]
        status[rest] = other["code"]
        if (other["decimal"] == ",").any():
            # "1.234" is thousands or decimals when its neighbours use a decimal comma
            unsure = plain & text.str.fullmatch(_EITHER_POINT).to_numpy(dtype=bool)
            number[unsure] = np.nan
            status[unsure] = _CODES.index(Status.AMBIGUOUS)
    infinite = np.isinf(number)
    number[infinite] = np.nan
    status[infinite] = _CODES.index(Status.NOT_A_NUMBER)
    labels = pd.Categorical.from_codes(status, categories=[str(word) for word in _CODES])
    return pd.DataFrame(
        {"number": number, "status": labels, "plain": plain & (text.str.len() <= 18)}, index=cells.index
    )


def _read_others(text: pd.Series, plain: pd.Series) -> pd.DataFrame:
    """Read the cells that are not plain digits; `plain` are their column's others."""
    trimmed = text.str.strip().str.translate(_DIGITS)
    out = pd.DataFrame({"number": np.nan, "code": _CODES.index(Status.NOT_A_NUMBER), "decimal": ""}, index=text.index)
    out.loc[is_empty(trimmed), "code"] = _CODES.index(Status.EMPTY)
    grouped = trimmed.str.fullmatch(_GROUPED)
    tight = trimmed.where(~grouped, trimmed.str.replace(rf"{_SPACES}|['’]", "", regex=True))
    # once the groups are gone, a comma left over is a decimal one
    comma = tight.str.fullmatch(_COMMA_DECIMAL) | (grouped & tight.str.contains(",", regex=False))
    comma_thousands = tight.str.fullmatch(_COMMA_THOUSANDS) & ~comma
    point_thousands = tight.str.fullmatch(_POINT_THOUSANDS) & ~comma
    either = tight.str.fullmatch(_EITHER_COMMA) & ~comma
    if either.any():
        # only cells that can be read one way decide for those that can be read two ways
        as_decimal = bool(comma.any() or point_thousands.any()) and not plain.str.contains(".", regex=False).any()
        as_thousands = bool(comma_thousands.any())
        if as_decimal and not as_thousands:
            comma |= either
        elif as_thousands and not comma.any():
            comma_thousands |= either
        else:
            out.loc[either, "code"] = _CODES.index(Status.AMBIGUOUS)
    out.loc[comma | point_thousands, "decimal"] = ","
    canonical = pd.concat(
        [
            tight[comma].str.replace(",", ".", regex=False),
            tight[comma_thousands].str.replace(",", "", regex=False),
            tight[point_thousands].str.replace(".", "", regex=False).str.replace(",", ".", regex=False),
            tight[tight.str.fullmatch(PLAIN)],
        ]
    )
    if len(canonical):
        out.loc[canonical.index, "number"] = canonical.astype("float64")
        out.loc[canonical.index, "code"] = _CODES.index(Status.NUMBER)
    return out
