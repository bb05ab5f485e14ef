"""The flags that statistical offices put beside a figure: what they say of its method, or a note; never a number."""

import pandas as pd

from indicators.model.vocabulary import Method

FLAG_NOTES = {
    "b": "break in the series (flag b)",
    "c": "confidential (flag c)",
    "d": "definition differs (flag d)",
    "e": "estimated by the publisher (flag e)",
    "f": "forecast by the publisher (flag f)",
    "i": "see the publisher's metadata (flag i)",
    "m": "missing (flag m)",
    "n": "not significant (flag n)",
    "p": "provisional (flag p)",
    "r": "revised (flag r)",
    "s": "estimated by the publisher (flag s)",
    "u": "of low reliability (flag u)",
    "z": "not applicable (flag z)",
}
"""What the letters of Eurostat and of SDMX's code list of observation status mean, in our notes' language."""

SILENT = frozenset({"", "a"})
"""Flags that say nothing: a normal value."""


def notes_of(flags: pd.Series) -> pd.Series:
    """Return what flags such as `b` or `ep` say, in words; blank where they say nothing."""
    known = {text: _note(text) for text in flags.astype("str").unique()}
    return flags.astype("str").map(known).astype("str")


def _note(flag: str) -> str:
    letters = flag.strip().lower()
    if letters in SILENT:
        return ""
    return "; ".join(FLAG_NOTES.get(letter, f"flag {letter}") for letter in letters if letter.isalpha())


def methods_of(flags: pd.Series) -> pd.Series:
    """Return the method that flags state: `f` is a projection, `e` and `s` an estimate; blank for every other."""

    def method(text: str) -> str:
        letters = text.strip().lower()
        if "f" in letters:
            return str(Method.PROJECTED)
        return str(Method.ESTIMATED) if set("es") & set(letters) else ""

    known = {text: method(text) for text in flags.astype("str").unique()}
    return flags.astype("str").map(known).astype("str")
