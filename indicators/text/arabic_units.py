"""Units in Arabic as a whole number counts them: 5 أمتار مكعبة, 55 مترًا مكعبًا, 200 متر مكعب.

After 3 to 10 the noun stands in the plural, after 11 to 99 in the singular accusative, else as the catalogue has it, in
the singular; its adjective follows. Nouns that end in ة show no accusative. Compound units of energy (كيلوواط ساعة) and
words that are not in the tables do not change.
"""

from indicators.language.locales import locale

NOUNS = {
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

ADJECTIVES = {
    "أمريكي": ("أمريكية", "أمريكيًا"),
    "مربع": ("مربعة", "مربعًا"),
    "مكعب": ("مكعبة", "مكعبًا"),
}
"""Of each adjective the form beside a plural of things, and the accusative."""


def counted(unit: str, whole: int) -> str:
    """Return a unit as it stands behind a whole number: `counted("متر مكعب في اليوم", 5)` is أمتار مكعبة في اليوم."""
    form = {"few": 0, "many": 1}.get(locale("ar").plural_form(abs(whole)))
    noun, *adjectives = unit.split(" ")
    if form is None or noun not in NOUNS:
        return unit
    if adjectives and adjectives[0] in ADJECTIVES:
        adjectives[0] = ADJECTIVES[adjectives[0]][form]
    return " ".join([NOUNS[noun][form], *adjectives])
