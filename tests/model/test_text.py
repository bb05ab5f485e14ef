"""Texts that others wrote, where they become records: nothing in them turns or covers what stands around them."""

import pytest

from indicators.findings.finding import Finding, Rule, Severity, describe
from indicators.live.questions import clean
from indicators.model.catalogue import Names

TURNED = "Casa\u202eacnalb"
PILE = "Ca" + "\u0301\u0302\u0303\u0304\u0305" * 9 + "sa"

SAID = Rule("said_as_is", Severity.ERROR, "the place “{value}” is {what}.", "")


def test_a_name_is_neutral() -> None:
    names = Names(en=TURNED, fr="Fe\u0300s", ar="\u200fفاس\u200f")
    assert (names.en, names.fr, names.ar) == ("Casaacnalb", "Fès", "فاس")


def test_a_name_of_marks_covers_nothing() -> None:
    assert len(Names(en=PILE, fr="a", ar="أ").en) < 9


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_cell_in_a_finding_is_neutral(language: str) -> None:
    message, _ = describe(Finding(SAID, value=TURNED, params={"what": "\u202eabc"}), language)
    assert "\u202e" not in message
    assert "Casaacnalb" in message


def test_a_question_is_neutral() -> None:
    assert clean(TURNED + "?") == "Casaacnalb?"
    assert len(clean(PILE)) < 9
