"""Numbers, units, years and lists as each language writes them (CLDR, by Babel).

Missing or infinite values give an empty text: what is missing is written in words
by whoever asks.

Units in Arabic follow a whole number: 5 أمتار مكعبة, 55 مترًا مكعبًا, 200 متر مكعب. After 3 to 10 the noun stands in the
plural, after 11 to 99 in the singular accusative, else as the catalogue has it, in the singular; its adjective follows.
Nouns that end in ة show no accusative. Compound units of energy (كيلوواط ساعة) and words that are not in the tables do
not change.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

import pandas as pd
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_compact_decimal, format_decimal

from indicators.language.bidi import isolated, left_to_right
from indicators.language.locales import locale, right_to_left
from indicators.language.translator import N_, Translator, text
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Measure

NBSP = "\u00a0"
MINUS = "\u2212"
MILLION = 1_000_000
DECIMAL = 100
"""A whole number of the plural form that CLDR calls `other`, which numbers with decimals take."""

SEMICOLONS = {"fr": f"{NBSP}; ", "ar": "؛ "}
"""What stands between phrases on one line; a semicolon and a space elsewhere."""

ORDINALS = {
    "en": {"one": "{n}st", "two": "{n}nd", "few": "{n}rd", "other": "{n}th"},
    # Feminine: a place, a city.
    "fr": {"one": "{n}re", "other": "{n}e"},
}
"""Arabic has none here: an ordinal agrees with its noun, so its sentences say «المرتبة {n}»."""


def missing(value: float | None) -> bool:
    """Return whether there is no finite number to write."""
    return value is None or pd.isna(value) or not math.isfinite(value)


@lru_cache(maxsize=20_000)
def rounded(value: float, digits: int) -> Decimal:
    """Return `value` at `digits` decimals, halves away from zero."""
    exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return exact + 0 if exact else abs(exact)


def number(value: float | None, digits: int, language: str) -> str:
    """Return a number with exactly `digits` decimals and the language's separators."""
    if value is None or missing(value):
        return ""
    written = _bare(float(value), digits, language)
    return left_to_right(written, language) if written.startswith(MINUS) else written


@lru_cache(maxsize=20_000)
def _bare(value: float, digits: int, language: str) -> str:
    """Write a number; cached, for a figure stands in a label, in a table and in what shows under the pointer."""
    decimals = "." + "0" * digits if digits else ""
    return format_decimal(rounded(value, digits), format=f"#,##0{decimals}", locale=locale(language)).replace(
        "-", MINUS
    )


def signed(value: float | None, digits: int, language: str) -> str:
    """Return a change with its sign, none on what rounds to zero."""
    return left_to_right(_signed(value, digits, language), language)


def _signed(value: float | None, digits: int, language: str) -> str:
    if value is None or missing(value):
        return ""
    written = _bare(float(value), digits, language)
    return f"+{written}" if rounded(value, digits) > 0 else written


def compact(value: float | None, language: str, digits: int = 1) -> str:
    """Return a number of a million or more in words (`3.2 million`), a smaller one whole."""
    if value is None or missing(value) or abs(rounded(value, 0)) < MILLION:
        return number(value, 0, language)
    unit = MILLION * 1000 if abs(value) >= MILLION * 1000 else MILLION
    short = rounded(value / unit, digits)
    # Babel picks the plural from the long number, French from the short one: 1,5 million.
    form = "one" if language == "fr" and abs(short) < 2 else locale(language).plural_form(abs(short).normalize())
    patterns = locale(language).compact_decimal_formats["long"]
    pattern = patterns.get(form, patterns["other"]).get(str(unit)) or patterns["other"][str(unit)]
    plain = number(float(short), 0 if short == short.to_integral_value() else digits, language)
    return re.sub("0+", plain, str(pattern.pattern)).replace("'", "").replace(" ", NBSP)


def abbreviated(value: float, language: str) -> str:
    """Return a round number of an axis in short: `20M`, `20 M`."""
    return str(format_compact_decimal(value, format_type="short", fraction_digits=1, locale=locale(language)))


def with_unit(value: float | None, indicator: Indicator, language: str) -> str:
    """Return a value of `indicator` with its unit: `98.2% of households`, `1,8 t`."""
    if value is None or missing(value):
        return ""
    unit = indicator.unit_names.get(language)
    if unit.startswith("%"):
        return percent(value, indicator.digits, language) + unit[1:]
    if language == "fr" and abs(rounded(value, indicator.digits)) < 2:
        # French counts in the singular below two: 1,3 million de m³, 0,9 dollar par litre.
        unit = re.sub(r"^(\w{3,})s\b", r"\1", unit)
    if abs(value) >= MILLION:
        written = text(language, N_("{millions} {unit}"), millions=compact(value, language), unit=unit)
        return re.sub(r"\bde (?=[aeéèêiouh])", "d’", written) if language == "fr" else written
    if language == "ar" and not indicator.digits:
        unit = arabic_unit(unit, int(rounded(value, 0)))
    return f"{number(value, indicator.digits, language)}{NBSP}{unit}"


def is_percent(indicator: Indicator) -> bool:
    """Return whether the unit of an indicator begins with the per-cent sign."""
    return indicator.unit_names.en.startswith("%")


def plain(value: float | None, indicator: Indicator, language: str) -> str:
    """Return a value as it stands at its bar: a million and more in words, for no source bears seven digits."""
    if value is not None and abs(value) >= MILLION:
        return compact(value, language)
    return number(value, indicator.digits, language)


def short(value: float | None, indicator: Indicator, language: str) -> str:
    """Return a value whose unit is given elsewhere: the number, of a share with its per-cent sign."""
    return percent(value, indicator.digits, language) if is_percent(indicator) else plain(value, indicator, language)


def short_beside(value: float, limits: Iterable[float], indicator: Indicator, language: str) -> str:
    """Return a value (:func:`short`) with digits enough to tell it from published limits that it does not equal."""
    digits = indicator.digits
    apart = [limit for limit in limits if limit != value]
    while digits < indicator.digits + 2 and any(rounded(value, digits) == rounded(limit, digits) for limit in apart):
        digits += 1
    if digits == indicator.digits:
        return short(value, indicator, language)
    return (percent if is_percent(indicator) else number)(value, digits, language)


def short_with_unit(value: float | None, indicator: Indicator, language: str) -> str:
    """Return a value with its unit, of a share with the per-cent sign alone."""
    return (short if is_percent(indicator) else with_unit)(value, indicator, language)


APPROXIMATE = "approximate"
"""How the note of a figure begins whose source gives it as an order of magnitude."""


def figure(
    row: Mapping[Any, Any] | pd.Series,
    indicator: Indicator,
    language: str,
    written: Callable[[float, Indicator, str], str] = with_unit,
) -> str:
    """Return a figure as its source states it: `77.3%`, `about 77%`, `less than 1 m²`, `27 to 28%`.

    `row` has the columns of an observation. A figure without a value is a bound
    (docs/adr/0016-bounds-are-figures-without-a-value.md); bounds and orders of magnitude are
    written with no more decimals than they have. `written` writes one number, with its unit
    unless another form is given; an empty text is returned where there is nothing to write.
    """
    value, lower, upper = (None if missing(row[name]) else float(row[name]) for name in ("value", "lower", "upper"))
    if value is not None:
        if not str(row["note"]).startswith(APPROXIMATE):
            return written(value, indicator, language)
        return text(language, N_("about {value}"), value=_coarse(value, indicator, language, written))
    if lower is not None and upper is not None:
        low = _coarse(lower, indicator, language, number_of)
        return text(language, N_("{low} to {high}"), low=low, high=_coarse(upper, indicator, language, written))
    if lower is not None:
        return text(language, N_("more than {value}"), value=_coarse(lower, indicator, language, written))
    if upper is not None:
        return text(language, N_("less than {value}"), value=_coarse(upper, indicator, language, written))
    return ""


def number_of(value: float, indicator: Indicator, language: str) -> str:
    """Return a value of `indicator` as a bare number."""
    return number(value, indicator.digits, language)


def _coarse(value: float, indicator: Indicator, language: str, written: Callable[[float, Indicator, str], str]) -> str:
    """Return a value with the decimals it has, at most those of the indicator."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    digits = min(max(-exponent, 0), indicator.digits) if isinstance(exponent, int) else indicator.digits
    return written(value, indicator.model_copy(update={"digits": digits}), language)


def on_axis(value: float, indicator: Indicator, language: str) -> str:
    """Return a round value of an axis: no more decimals than it needs, with its per-cent sign."""
    digits = 0 if float(value).is_integer() else max(indicator.digits, 1)
    if is_percent(indicator):
        return percent(value, digits, language)
    return abbreviated(value, language) if abs(value) >= MILLION else number(value, digits, language)


def points(gap: float, indicator: Indicator, language: str, sign: bool = False) -> str:
    """Return a difference of shares in percentage points; `sign` where it is a change."""
    return Translator(language).plural(
        "{points} percentage point",
        "{points} percentage points",
        plural_number(gap, language),
        points=(signed if sign else number)(gap, indicator.digits, language),
    )


def counted_values(values: int, language: str) -> str:
    """Return a number of values in words, as it stands within a sentence that counts something else too."""
    return Translator(language).plural("{values} value", "{values} values", values, values=number(values, 0, language))


def in_points(indicator: Indicator) -> bool:
    """Return whether an indicator is a share or in per cent: its differences are percentage points."""
    return indicator.measure is Measure.SHARE or is_percent(indicator)


def difference(gap: float, indicator: Indicator, language: str) -> str:
    """Return how far apart two figures are: points for shares, else in the indicator's unit."""
    return (points if in_points(indicator) else with_unit)(gap, indicator, language)


def percent(value: float | None, digits: int, language: str) -> str:
    """Return a percentage already counted in hundredths: `66.5%`, `66,5 %`."""
    return _percent("" if value is None or missing(value) else _bare(float(value), digits, language), language)


def signed_percent(value: float | None, digits: int, language: str) -> str:
    """Return a change in per cent with its sign: `+37%`, `+37 %`."""
    return _percent(_signed(value, digits, language), language)


def _percent(written: str, language: str) -> str:
    gap = NBSP if language == "fr" else ""
    return left_to_right(f"{written}{gap}%", language) if written else ""


def plural_number(value: float, language: str) -> int:
    """Return the whole number whose plural form a number with decimals takes: French 1,5 point, English 1.5 points."""
    return int(abs(value)) if language == "fr" or float(value).is_integer() else DECIMAL


def year(value: float | None, language: str) -> str:
    """Return a year without separators, or that it is not stated."""
    if value is None or missing(value):
        return text(language, N_("year not stated"))
    return str(int(value))


def ordinal(n: int, language: str) -> str:
    """Return a rank: `14th`, `14e`; the plain number where the language writes none."""
    forms = ORDINALS.get(language, {})
    return forms.get(locale(language).ordinal_form(n), "{n}").format(n=n)


def join(items: Iterable[str], language: str) -> str:
    """Return a list as a phrase: `Rabat, Tangier and Tunis`."""
    return format_list(_apart(items, language), locale=locale(language))


def semicolons(items: Iterable[str], language: str) -> str:
    """Return phrases on one line, a semicolon between them as the language sets it."""
    return SEMICOLONS.get(language, "; ").join(_apart(items, language))


def commas(items: Iterable[str], language: str) -> str:
    """Return phrases on one line, a comma between them as the language sets it."""
    return ("، " if language == "ar" else ", ").join(_apart(items, language))


def between(first: object, last: object, language: str) -> str:
    """Return two numbers or years and what lies between: `2014–2024`, the first one first in every language."""
    return left_to_right(f"{first}–{last}", language)


def _apart(items: Iterable[str], language: str) -> list[str]:
    """Return the items of a list so that each keeps its own direction."""
    return [isolated(item) for item in items] if right_to_left(language) else list(items)


def tidy(sentence: str, language: str) -> str:
    """Return French with its contractions made: `à Le Caire` is `au Caire`, `de Alger` is `d’Alger`.

    Names that begin with H keep theirs, as Arabic ones do: `de Hay Hassani`.
    """
    if language != "fr":
        return sentence
    for plain, contracted in (("à Le ", "au "), ("à Les ", "aux "), ("de Le ", "du "), ("de Les ", "des ")):
        sentence = re.sub(rf"\b{plain}", contracted, sentence)
    return re.sub(r"\bde (?=[AÂEÉÈÊIÎOÔUŒ])", "d’", sentence)


def moment(iso: str, language: str) -> str:
    """Return an ISO date, month or year as the language writes it: `22 November 2026`, `November 2026`, `2026`."""
    if len(iso) == len("2026"):
        return iso
    if len(iso) == len("2026-11"):
        return format_date(date.fromisoformat(f"{iso}-01"), format="MMMM yyyy", locale=locale(language))
    return day(iso, language)


def day(iso: str, language: str) -> str:
    """Return an ISO date as the language writes it: `22 November 2026`, `22 novembre 2026`, `1er juillet 2022`."""
    written = format_date(date.fromisoformat(iso), format="d MMMM yyyy", locale=locale(language))
    return written.replace("1 ", "1er ", 1) if language == "fr" and written.startswith("1 ") else written


ARABIC_NOUNS = {
    "أسرة": ("أسر", "أسرة"),
    "تنقل": ("تنقلات", "تنقلًا"),
    "دولار": ("دولارات", "دولارًا"),
    "ربط": ("توصيلات", "ربطًا"),
    "رحلة": ("رحلات", "رحلة"),
    "زبون": ("زبناء", "زبونًا"),
    "ساعة": ("ساعات", "ساعة"),
    "شخص": ("أشخاص", "شخصًا"),
    "طن": ("أطنان", "طنًا"),
    "فرد": ("أفراد", "فردًا"),
    "كيلوغرام": ("كيلوغرامات", "كيلوغرامًا"),
    "كيلومتر": ("كيلومترات", "كيلومترًا"),
    "لتر": ("لترات", "لترًا"),
    "متر": ("أمتار", "مترًا"),
    "محطة": ("محطات", "محطة"),
    "مركبة": ("مركبات", "مركبة"),
    "ميكروغرام": ("ميكروغرامات", "ميكروغرامًا"),
    "نسمة": ("نسمات", "نسمة"),
    "هكتار": ("هكتارات", "هكتارًا"),
}
"""Of each noun the plural, and the singular accusative."""

ARABIC_ADJECTIVES = {
    "أمريكي": ("أمريكية", "أمريكيًا"),
    "مربع": ("مربعة", "مربعًا"),
    "مكعب": ("مكعبة", "مكعبًا"),
}
"""Of each adjective the form beside a plural of things, and the accusative."""


def arabic_unit(unit: str, whole: int) -> str:
    """Return a unit as it stands behind a whole number: `counted("متر مكعب في اليوم", 5)` is أمتار مكعبة في اليوم."""
    form = {"few": 0, "many": 1}.get(locale("ar").plural_form(abs(whole)))
    noun, *adjectives = unit.split(" ")
    if form is None or noun not in ARABIC_NOUNS:
        return unit
    if adjectives and adjectives[0] in ARABIC_ADJECTIVES:
        adjectives[0] = ARABIC_ADJECTIVES[adjectives[0]][form]
    return " ".join([ARABIC_NOUNS[noun][form], *adjectives])
