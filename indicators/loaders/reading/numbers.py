"""Numbers as people type them: what a mark is, is decided by the whole column; what stays open is a question."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from indicators.findings.finding import Rule, Severity
from indicators.language.translator import N_
from indicators.model.rules import NOT_A_NUMBER

AMBIGUOUS_NUMBER = Rule(
    "ambiguous_number", Severity.ERROR, N_("is {value} thousands, or a number with decimals?"),
    N_("Write it without a thousands mark, with a decimal point."),
)  # fmt: skip

ERROR_CELL = Rule(
    "error_cell", Severity.ERROR, N_("{value} is the error of a formula, not a figure."),
    N_("Mend the formula, or leave the cell blank."),
)  # fmt: skip

FORMULA_WITHOUT_RESULT = Rule(
    "formula_without_result", Severity.ERROR, N_("{value} is a formula, and its result is not in the file."),
    N_("Open the file in a spreadsheet program, save it there, and bring it again; or write the figures."),
)  # fmt: skip

CROSSED_OUT = Rule(
    "crossed_out", Severity.ERROR, N_("{value} is crossed out in the file."),
    N_("Write the figure that holds, or take the line off."),
)  # fmt: skip

JOINED_FIGURE = Rule(
    "joined_figure", Severity.ERROR,
    N_("{value} stands in one cell that is joined over several rows or columns: whose figure it is cannot be told."),
    N_("Take the joined cells apart and write the figure where it belongs."),
)  # fmt: skip

JOINED = "⟷"
"""What is written behind a figure of a cell that is joined over several."""

MISSING = frozenset(
    {
        "", ".", "..", "...", "…", "-", "--", "–", "—", "n.d.", "n.d", "nd", "n.a.", "n.a", "na", "n/a", "n/d",
        "nan", "null", "none", "nil", "not available", "no data", "non disponible", "s.o.", "s.o", "n.c.", "n.c", "nc",
        "n.s.", "n.s", "ns", "n/s", "n.r.", "nr", "x", "c", "s", "z", "*", "**", "***", "confidential", "suppressed",
        "not applicable", "not stated", "missing", "unknown", "non communiqué", "non renseigné", "non significatif",
        "non concerné", "sans objet", "secret statistique", "confidentiel", "inconnu", "غير متوفر", "غير متاح", "م.غ",
        "غ.م",
    }
)  # fmt: skip
"""The marks that say there is no value, in lower case: those of statistical offices among them."""

_NO_VALUE = (
    r"(?i):\s?[a-z]{0,2}|/{1,3}|\((?:na|n/a|nd|ns|x|c|d|s)\)|\[(?:na|n/a|nd|x|c|z|w)\]"
    r"|(?:nd|na|ns|n/[ads]|n\.[ads]\.?|\.\.+|-+|–|—|…)\s?(?:\*+|\([0-9*]{1,2}\)|[¹²³⁴⁵⁶⁷⁸⁹]+)"
)
"""The same with a flag or a footnote (`: c`, `nd*`), and those that stand in brackets."""

PLAIN = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
_SPACES = "[ \u00a0\u202f\u2009\u2007\u066c]"
_GROUPED = rf"[+-]?[0-9]{{1,3}}(?:(?:{_SPACES}|['’])[0-9]{{3}})+(?:[.,][0-9]+)?"
_COMMA_DECIMAL = r"[+-]?(?:[0-9]*,[0-9]{1,2}|[0-9]*,[0-9]{4,}|0+,[0-9]+|[0-9]{4,},[0-9]+)"
_COMMA_THOUSANDS = r"[+-]?[0-9]{1,3}(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|[+-]?[0-9]{1,3},[0-9]{3}\.[0-9]+"
_POINT_THOUSANDS = r"[+-]?[0-9]{1,3}(?:\.[0-9]{3}){2,}(?:,[0-9]+)?|[+-]?[0-9]{1,3}\.[0-9]{3},[0-9]+"
_EITHER_COMMA = r"[+-]?[1-9][0-9]{0,2},[0-9]{3}"
_EITHER_POINT = r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}"
_SCIENTIFIC = r"[+-]?[0-9]*,[0-9]+[eE][+-]?[0-9]{1,3}"
_GUARDED = r"^(?:'|=\"(.*)\"$)"
"""What exporters put around a number so that no spreadsheet takes it for a formula."""


class Status(StrEnum):
    """What a cell turned out to be."""

    NUMBER = "number"
    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS = "ambiguous_number"
    ERROR_CELL = "error_cell"
    FORMULA = "formula_without_result"
    CROSSED_OUT = "crossed_out"
    JOINED = "joined_figure"


UNUSABLE = {
    Status.NOT_A_NUMBER: NOT_A_NUMBER,
    Status.AMBIGUOUS: AMBIGUOUS_NUMBER,
    Status.ERROR_CELL: ERROR_CELL,
    Status.FORMULA: FORMULA_WITHOUT_RESULT,
    Status.CROSSED_OUT: CROSSED_OUT,
    Status.JOINED: JOINED_FIGURE,
}
"""What refuses a cell, with its rule."""


_CODES = list(Status)

FORMULA_ERROR = r"#[A-ZÀ-Þ/0]+[!?]?|#{2,}|Err:[0-9]{3}|#"
"""What spreadsheets write where a formula failed, and where a column was too narrow when the file was saved."""


def is_empty(cells: pd.Series) -> pd.Series:
    """Return which text cells hold a mark that says there is no value."""
    text = cells.fillna("")
    short = text.str.len() <= 15
    empty = pd.Series(False, index=cells.index)
    words = text[short].str.strip()
    empty[short] = words.str.lower().isin(MISSING) | words.str.fullmatch(_NO_VALUE)
    return empty


class _PlainCharacters(dict[int, str]):
    """What stands for each character: digits of any script and signs of numbers as a computer writes them."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = str(unicodedata.decimal(character)) if character.isdecimal() else character
        # characters of format only steer how a text runs
        self[code] = "" if unicodedata.category(character) == "Cf" else plain
        return self[code]


_PLAIN_CHARACTERS = _PlainCharacters({ord(sign): plain for sign, plain in zip("٫−﹣－＋٪％", ".---+%%", strict=True)})


def plain_characters(text: str) -> str:
    """Return a text with the digits and signs of a computer, without characters that only steer its direction."""
    text = text.strip()
    return text if text.isascii() else text.translate(_PLAIN_CHARACTERS).strip()


@dataclass(frozen=True)
class NumberMarks:
    """What the cells of a column show of its decimal and thousands marks, each cell by itself.

    `points`: some number is written with a point and could not be anything
    else; `decimal_commas`: some comma can only be a decimal mark;
    `grouping_points` and `grouping_commas`: some can only set thousands apart.
    """

    points: bool = False
    decimal_commas: bool = False
    grouping_points: bool = False
    grouping_commas: bool = False

    def __or__(self, other: "NumberMarks") -> "NumberMarks":
        """Return the marks of two parts of a column."""
        return NumberMarks(
            self.points or other.points,
            self.decimal_commas or other.decimal_commas,
            self.grouping_points or other.grouping_points,
            self.grouping_commas or other.grouping_commas,
        )

    @property
    def comma(self) -> str:
        """What the comma of `1,234` is: `decimal`, `thousands`, or nothing that can be decided."""
        as_decimal = self.doubtful_point and not self.points
        if as_decimal and not self.grouping_commas:
            return "decimal"
        return "thousands" if self.grouping_commas and not self.decimal_commas else ""

    @property
    def doubtful_point(self) -> bool:
        """Whether the point of `1.234` may set thousands apart, as in a column with decimal commas."""
        return self.decimal_commas or self.grouping_points

    def reads_as(self, other: "NumberMarks") -> bool:
        """Return whether every cell means the same in a column of these marks as in one of `other`."""
        return (self.comma, self.doubtful_point) == (other.comma, other.doubtful_point)


class NumberCells:
    """The text cells of one column: which are numbers as a computer writes them, and what the others look like.

    Plain digits with a decimal point cost one pass; only the others are looked at more closely.
    """

    def __init__(self, cells: pd.Series) -> None:
        text = pa.array(cells.fillna("").astype("str"), type=pa.large_string())
        self.text = text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text
        length = pc.binary_length(self.text).to_numpy()
        self.blank = length == 0
        self.number = np.full(len(self.text), np.nan)
        self.plain = np.zeros(len(self.text), dtype=bool)
        if not self.blank.all():
            self._read_plain()
        self.is_other = ~self.plain & ~self.blank
        self._forms: _Forms | None = None
        if self.is_other.any():
            distinct = self.text.filter(pa.array(self.is_other)).dictionary_encode()
            self._codes = distinct.indices.to_numpy()
            self._forms = _Forms(pd.Series(distinct.dictionary.to_pylist(), dtype="str"))

    def _read_plain(self) -> None:
        text = pc.if_else(pa.array(self.blank), None, self.text) if self.blank.any() else self.text
        try:
            number = pc.cast(text, pa.float64()).to_numpy(zero_copy_only=False)
        except pa.ArrowInvalid:
            number = np.array([np.nan])
        if np.isfinite(number[~self.blank] if len(number) == len(self.blank) else number).all():
            self.number, self.plain = number.copy(), ~self.blank
            return
        # a word among the numbers, or a number beyond all bounds
        plain = pc.match_substring_regex(self.text, f"^(?:{PLAIN})$")
        self.plain = plain.to_numpy(zero_copy_only=False).copy()
        self.number[self.plain] = pc.cast(self.text.filter(plain), pa.float64()).to_numpy()

    @property
    def marks(self) -> NumberMarks:
        """What the cells show of the column's marks."""
        plain = self.text if self.plain.all() else self.text.filter(pa.array(self.plain))
        marks = NumberMarks(points=bool(pc.any(pc.match_substring(plain, ".")).as_py()))
        return marks if self._forms is None else marks | self._forms.marks

    def read(self, marks: NumberMarks) -> tuple[np.ndarray, np.ndarray]:
        """Return the numbers (NaN where there is none) and the place of each cell's status in :class:`Status`."""
        number = self.number.copy()
        status = np.full(len(number), _CODES.index(Status.NUMBER), dtype="int8")
        status[self.blank] = _CODES.index(Status.EMPTY)
        if self._forms is not None:
            numbers, codes = self._forms.read(marks)
            number[self.is_other], status[self.is_other] = numbers[self._codes], codes[self._codes]
        if marks.doubtful_point:
            # "1.234" is thousands or decimals when its neighbours use a decimal comma
            either = pc.match_substring_regex(self.text, f"^(?:{_EITHER_POINT})$").to_numpy(zero_copy_only=False)
            unsure = self.plain & either
            number[unsure] = np.nan
            status[unsure] = _CODES.index(Status.AMBIGUOUS)
        infinite = np.isinf(number)
        number[infinite] = np.nan
        status[infinite] = _CODES.index(Status.NOT_A_NUMBER)
        return number, status


def code_of(status: Status) -> int:
    """Return the number by which :meth:`NumberCells.read` names a status."""
    return _CODES.index(status)


def read_numbers(cells: pd.Series) -> pd.DataFrame:
    """Read the text cells of one column.

    Returns a frame on the same index with `number` (float, NaN where there is
    none) and `status` (a category of :class:`Status`).
    """
    column = NumberCells(cells)
    number, status = column.read(column.marks)
    labels = pd.Categorical.from_codes(status, categories=[str(word) for word in _CODES])
    return pd.DataFrame({"number": number, "status": labels}, index=cells.index)


class _Forms:
    """The cells of a column that are not plain digits, by how they are written."""

    def __init__(self, text: pd.Series) -> None:
        trimmed = text.map(plain_characters).astype("str")
        self.crossed_out = trimmed.str.contains("\u0336", regex=False).to_numpy(dtype=bool)
        self.joined = trimmed.str.endswith(JOINED).to_numpy(dtype=bool)
        trimmed = trimmed.str.replace(_GUARDED, r"\1", regex=True)
        self.empty = is_empty(trimmed).to_numpy(dtype=bool)
        self.formula = trimmed.str.match(r"=\S").to_numpy(dtype=bool)
        self.failed = trimmed.str.fullmatch(FORMULA_ERROR).to_numpy(dtype=bool)
        grouped = trimmed.str.fullmatch(_GROUPED)
        self.tight = trimmed.where(~grouped, trimmed.str.replace(rf"{_SPACES}|['’]", "", regex=True))
        # once the groups are gone, a comma left over is a decimal one
        comma = self.tight.str.fullmatch(_COMMA_DECIMAL) | (grouped & self.tight.str.contains(",", regex=False))
        comma |= self.tight.str.fullmatch(_SCIENTIFIC)
        self.comma = comma.to_numpy(dtype=bool)
        self.comma_thousands = self.tight.str.fullmatch(_COMMA_THOUSANDS).to_numpy(dtype=bool) & ~self.comma
        self.point_thousands = self.tight.str.fullmatch(_POINT_THOUSANDS).to_numpy(dtype=bool) & ~self.comma
        self.either = self.tight.str.fullmatch(_EITHER_COMMA).to_numpy(dtype=bool) & ~self.comma
        self.either_point = self.tight.str.fullmatch(_EITHER_POINT).to_numpy(dtype=bool)

    @property
    def marks(self) -> NumberMarks:
        """What these cells show: only cells that can be read one way decide for those that can be read two ways."""
        shown = (self.comma, self.point_thousands, self.comma_thousands)
        return NumberMarks(False, *(bool(mask.any()) for mask in shown))

    def read(self, marks: NumberMarks) -> tuple[np.ndarray, np.ndarray]:
        """Return the numbers and the codes of their status in a column of these marks."""
        number = np.full(len(self.tight), np.nan)
        code = np.full(len(self.tight), _CODES.index(Status.NOT_A_NUMBER), dtype="int8")
        code[self.empty] = _CODES.index(Status.EMPTY)
        code[self.failed] = _CODES.index(Status.ERROR_CELL)
        code[self.formula] = _CODES.index(Status.FORMULA)
        code[self.crossed_out] = _CODES.index(Status.CROSSED_OUT)
        code[self.joined] = _CODES.index(Status.JOINED)
        comma, thousands = self.comma, self.comma_thousands
        if marks.comma == "decimal":
            comma = comma | self.either
        elif marks.comma == "thousands":
            thousands = thousands | self.either
        else:
            code[self.either] = _CODES.index(Status.AMBIGUOUS)
        tight = self.tight.set_axis(range(len(self.tight)))
        canonical = pd.concat(
            [
                tight[comma].str.replace(",", ".", regex=False),
                tight[thousands].str.replace(",", "", regex=False),
                tight[self.point_thousands].str.replace(".", "", regex=False).str.replace(",", ".", regex=False),
                tight[tight.str.fullmatch(PLAIN) & ~(self.either_point & marks.doubtful_point)],
            ]
        )
        if marks.doubtful_point:
            code[self.either_point] = _CODES.index(Status.AMBIGUOUS)
        if len(canonical):
            number[canonical.index] = canonical.astype("float64")
            code[canonical.index] = _CODES.index(Status.NUMBER)
        return number, code
