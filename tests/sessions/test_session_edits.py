"""Changing a session: each change gives a new one, a late button changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.findings.finding import describe
from indicators.sessions.session import MOST_SLIDES, Session, Slide, SlideKind, Words
from indicators.sessions.session_edits import (
    doubled,
    moved,
    rewritten,
    session_with,
    slide_of,
    slide_of_link,
    with_slide,
    without,
    words_of,
)
from tests.helpers.checking import dataset
from tests.helpers.sessions import SEWER


def lettered(letters: str) -> Session:
    slides = tuple(Slide(chart=letter) for letter in letters)
    return Session(id="s", title=Words(en="T"), slides=slides)


def letters(session: Session) -> str:
    return "".join(str(slide.chart) for slide in session.slides)


def test_a_slide_is_added_behind_another_or_at_the_end() -> None:
    slide = Slide(chart="x")
    for at, result in ((None, "abcx"), (0, "axbc"), (2, "abcx"), (9, "abcx"), (-1, "xabc")):
        made, findings = with_slide(lettered("abc"), slide, at)
        assert (letters(made), findings) == (result, [])


@pytest.mark.parametrize(
    ("at", "by", "result"),
    [
        (0, 1, ("bac", 1)),
        (2, -1, ("acb", 1)),
        (0, -1, ("abc", 0)),
        (2, 5, ("abc", 2)),
        (0, 2, ("bca", 2)),
        (7, 1, ("abc", 7)),
    ],
)
def test_a_slide_is_moved(at: int, by: int, result: tuple[str, int]) -> None:
    made, to = moved(lettered("abc"), at, by)
    assert (letters(made), to) == result


@given(at=st.integers(-2, 6), by=st.integers(-6, 6))
def test_moving_keeps_every_slide(at: int, by: int) -> None:
    made, to = moved(lettered("abcde"), at, by)
    assert sorted(letters(made)) == list("abcde")
    if 0 <= at < 5:
        assert letters(made)[to] == "abcde"[at]


def test_slides_are_doubled_deleted_and_rewritten() -> None:
    assert letters(doubled(lettered("abc"), 1)[0]) == "abbc"
    assert letters(without(lettered("abc"), 1)) == "ac"
    assert letters(rewritten(lettered("abc"), 1, Slide(chart="x"))) == "axc"


def test_a_position_that_is_not_there_changes_nothing() -> None:
    session = lettered("abc")
    for at in (-1, 3):
        assert doubled(session, at) == (session, [])
        assert without(session, at) == session
        assert rewritten(session, at, Slide(chart="x")) == session


def test_a_full_session_takes_no_more() -> None:
    full = lettered("a" * MOST_SLIDES)
    for made, findings in (with_slide(full, Slide(chart="x")), doubled(full, 0)):
        assert made == full
        assert [finding.rule.id for finding in findings] == ["session_full"]
        assert describe(findings[0])[0] == "The session has 200 slides, as many as one may have."


def test_empty_texts_are_not_there() -> None:
    assert words_of({"en": " T ", "fr": "  "}) == Words(en="T")
    assert words_of({"en": "", "fr": ""}) is None


def test_what_cannot_be_a_slide_says_why() -> None:
    slide, findings = slide_of({"kind": "section", "title": None})
    assert slide is None
    assert describe(findings[0])[0] == "the entry is not valid: a section and a statement need a title."
    slide, findings = slide_of({"kind": "section", "title": Words(en="T"), "seconds": 1})
    assert slide is None
    assert findings[0].column == "seconds"
    assert slide_of({"kind": "section", "title": Words(en="T"), "notes": None}) == (
        Slide(kind=SlideKind.SECTION, title=Words(en="T")),
        [],
    )


def test_a_session_is_renamed_and_its_slides_stay() -> None:
    made, findings = session_with(lettered("abc"), {"title": Words(fr="Eau"), "speakers": ("A", "B")})
    assert findings == []
    assert made is not None
    assert (made.title.fr, made.speakers, letters(made)) == ("Eau", ("A", "B"), "abc")
    made, findings = session_with(lettered("abc"), {"title": None})
    assert made is None
    assert findings[0].rule.id == "session_wordless"
    assert describe(findings[0])[0] == "The title is empty."
    assert session_with(lettered("abc"), {"languages": ("de",)})[0] is None


def test_a_copied_link_becomes_a_short_slide() -> None:
    link = f"https://indicators.example/c/{SEWER}?lang=fr&v=56f044ab95cb"
    assert slide_of_link(dataset(), link) == (Slide(chart=SEWER), [])
    slide, findings = slide_of_link(dataset(), "/water?indicator=public_sewer&chart=rank&cities=rabatt,tunis")
    assert slide == Slide(chart=f"{SEWER}?cities=tunis")
    assert [finding.rule.id for finding in findings] == ["link_city"]


@pytest.mark.parametrize("link", ["", "   ", "hello", "https://example.org/", "http://["])
def test_what_is_no_link_of_a_chart_is_stated(link: str) -> None:
    slide, findings = slide_of_link(dataset(), link)
    assert slide is None
    assert findings[0].rule.id == "slide_link"
    assert describe(findings[0])[0] == f"“{link.strip()}” is not the link of a chart."
