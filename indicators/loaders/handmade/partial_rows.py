"""Rows whose other columns say that the figure is not that of the whole place and year, or no figure any more.

A table made by hand often has columns that nothing here reads: the sex, the month, the scenario, the status of a row.
What they say would be lost with them, and the men of a town, its January, its high variant or a figure taken back
would stand for the town.
"""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass

import pandas as pd

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.loaders.handmade.synonyms import MULTIPLIERS
from indicators.loaders.handmade.table_edges import TOTALS, folded, is_total
from indicators.loaders.reading.headers import Sheet, clean
from indicators.model.places import fold

GROUP_LEFT_OUT = Rule(
    "group_left_out", Severity.WARNING,
    N_("rows were left out that are of one group of people only, {column} {value} (rows left out: {count})."),
    N_("Bring the rows of everybody, or take the column out if each row is of everybody."), reading=True,
    merged_by=("column", "value"),
)  # fmt: skip

PART_OF_YEAR_LEFT_OUT = Rule(
    "part_of_year_left_out", Severity.WARNING,
    N_("rows were left out that are of a part of the year only, {column} {value} (rows left out: {count})."),
    N_("Bring the rows of the whole year, or take the column out if each row is of all of it."), reading=True,
    merged_by=("column", "value"),
)  # fmt: skip

VARIANT_LEFT_OUT = Rule(
    "variant_left_out", Severity.WARNING,
    N_("rows were left out that are of one scenario among several, {column} {value} (rows left out: {count})."),
    N_("Bring the rows of one scenario, name it in the note, and take the column out."), reading=True,
    merged_by=("column", "value"),
)  # fmt: skip

SCALE_LEFT_OUT = Rule(
    "scale_left_out", Severity.WARNING,
    N_("rows were left out, for {column} says {value}: their figures may be in that unit (rows left out: {count})."),
    N_("Write the unit of the figures into the column of units, or into their header."), reading=True,
    merged_by=("column", "value"),
)  # fmt: skip

TAKEN_BACK_LEFT_OUT = Rule(
    "taken_back_left_out", Severity.WARNING,
    N_("rows were left out that the file itself calls void, {column} {value} (rows left out: {count})."),
    N_("Take the word out if the figure holds after all."), reading=True, merged_by=("column", "value"),
)  # fmt: skip

GROUPS = folded(
    "sex", "gender", "age", "age group", "age range", "area type", "residence", "urban rural", "quintile",
    "sexe", "genre", "âge", "groupe d’âge", "tranche d’âge", "classe d’âge", "milieu", "milieu de résidence",
    "urbain rural", "nationality", "citizenship", "marital status", "education", "education level", "occupation",
    "activity status", "disability", "wealth quintile", "income group", "nationalité", "état matrimonial",
    "situation matrimoniale", "niveau d’instruction", "niveau d’étude", "niveau d’études", "niveau scolaire",
    "catégorie socioprofessionnelle", "catégorie socio professionnelle", "csp", "profession", "handicap",
    "type d’activité", "tranche de revenu",
    "الجنس", "النوع", "السن", "العمر", "الفئة العمرية", "الوسط", "وسط الإقامة",
    "الجنسية", "الحالة العائلية", "الحالة الزوجية", "المستوى الدراسي", "المهنة", "الإعاقة",
)  # fmt: skip
"""The headers of columns that say of which people a row is."""

EVERYBODY = TOTALS | folded(
    "", "t", "_t", "both", "both sexes", "both sex", "all sexes", "all ages", "all areas", "urban and rural", "any",
    "les deux", "les deux sexes", "deux sexes", "tous", "toutes", "tous les âges", "tous âges", "urbain et rural",
    "الجنسان", "كلا الجنسين", "الجنسين", "جميع الأعمار", "كل الأعمار", "الوسطان", "الجميع",
    "all nationalities", "all levels", "toutes nationalités", "toutes les nationalités", "tous niveaux",
)  # fmt: skip
"""The words by which such a column says that a row is of everybody."""

PARTS_OF_YEAR = folded(
    "month", "months", "quarter", "semester", "half year", "week", "weekday", "day", "season",
    "mois", "trimestre", "semestre", "semaine", "jour", "saison",
    "الشهر", "شهر", "الفصل", "الربع", "النصف", "الأسبوع", "اليوم",
)  # fmt: skip
"""The headers of columns that say of which part of its year a row is."""

MOST_NAMED = 100
"""How many words of one column are named, each with its rows."""

LONGEST = 60
"""The characters of the longest word of such a column; what is longer is a text."""

WHOLE_YEAR = TOTALS | folded(
    "", "year", "whole year", "full year", "annual", "yearly", "a", "fy", "_t", "année", "an", "annuel", "annuelle",
    "année entière", "toute l’année", "السنة", "سنوي", "سنوية", "السنة كاملة",
)  # fmt: skip
"""The words by which such a column says that a row is of the whole year."""

VARIANTS = folded("scenario", "variant", "scénario", "variante", "السيناريو", "سيناريو")
"""The headers of columns that say of which scenario a row is."""

STATUSES = folded(
    "status", "obs status", "observation status", "validity", "validation", "statut", "état", "validité", "الحالة",
)  # fmt: skip
"""The headers of columns that say what a figure is worth."""

TAKEN_BACK = folded(
    "cancelled", "canceled", "withdrawn", "deleted", "void", "wrong", "invalid", "rejected", "not valid",
    "annulé", "annulée", "retiré", "retirée", "supprimé", "supprimée", "erroné", "erronée", "faux", "fausse",
    "invalide", "rejeté", "rejetée", "non validé", "non validée", "non valide",
    "ملغى", "ملغاة", "محذوف", "محذوفة", "خاطئ", "غير صالح",
)  # fmt: skip
"""The words by which such a column takes a figure back."""

_SCALE = re.compile(
    r"(?:en |in )?(?:milliers?|millions?|milliards?|thousands?|billions?|x 1 ?000)"
    r"|(?:en |in )(?:milliers?|millions?|milliards?|thousands?|billions?) (?:de|d|of) .*"
    r"|(?:الاف|ملايين|بالالاف|بالملايين)"
)
"""A folded cell that says that the figure of its row is in thousands or more, whatever the header of its column."""


@dataclass(frozen=True)
class _Qualifier:
    """The columns that say one thing of a row: their headers, the rule, and whether a folded word leaves a row out."""

    headers: frozenset[str]
    rule: Rule
    leaves_out: Callable[[str], bool]


_COLUMNS = (
    _Qualifier(GROUPS, GROUP_LEFT_OUT, lambda word: word not in EVERYBODY and not is_total(word)),
    _Qualifier(PARTS_OF_YEAR, PART_OF_YEAR_LEFT_OUT, lambda word: word not in WHOLE_YEAR),
    _Qualifier(VARIANTS, VARIANT_LEFT_OUT, bool),
    _Qualifier(STATUSES, TAKEN_BACK_LEFT_OUT, TAKEN_BACK.__contains__),
)
_OTHER = _Qualifier(frozenset(), SCALE_LEFT_OUT, lambda word: _SCALE.fullmatch(word) is not None)


def without_partial_rows(sheet: Sheet, body: pd.DataFrame, used: Container[str]) -> tuple[pd.DataFrame, list[Finding]]:
    """Take the rows out that a column says are of some people, a part of the year, one scenario, or taken back.

    They are named once for each word; `used` are the columns that are read.
    """
    findings: list[Finding] = []
    for name in [str(column) for column in body.columns if column not in used]:
        if fold(name) in MULTIPLIERS:
            continue
        kind = next((form for form in _COLUMNS if fold(name) in form.headers), _OTHER)
        cells = body[name].astype("str")
        words = [word for word in cells.unique() if len(word) <= LONGEST and kind.leaves_out(fold(word))]
        if not words:
            continue
        some = cells.isin(words)
        body = body[~some.to_numpy(dtype=bool)]
        left = cells[some].where(cells[some].isin(words[:MOST_NAMED]), "…")
        findings += [
            sheet.finding(kind.rule, int(rows.index[0]), name, clean(word), count=len(rows))
            for word, rows in left.groupby(left, sort=False)
        ]
    return body, findings
