"""The room check: one spoiled session for each thing that would fail in the hall."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from indicators.analysis.verdicts import Verdict
from indicators.charts.chart import Look
from indicators.findings.finding import Finding
from indicators.sessions.programme import Programme, ProgrammeEntry
from indicators.sessions.rehearsals import Rehearsal, RehearsedSlide
from indicators.sessions.room_check import LONGEST_TITLE, check, check_session, rows_written
from indicators.sessions.session import Guess, Session, Slide, SlideKind, Words
from indicators.sessions.session_files import in_words, made_folder
from indicators.sessions.slide_charts import slide_chart
from tests.helpers.checking import dataset
from tests.helpers.sessions import LEAKS, SEWER, folders, session, write

pytestmark = pytest.mark.slow

BOTH = Words(en="T", fr="T")


def slide(chart: str = SEWER, title: Words | None = BOTH, guess: Guess | None = None) -> Slide:
    return Slide(chart=chart, title=title, guess=guess)


def words(findings: list[Finding], language: str = "en") -> list[str]:
    return [in_words(finding, language) for finding in findings]


def titled(**texts: str) -> Words:
    return Words(**texts)


SPOILED = [
    (slide("public_sewr-rank"), "chart_indicator", "slide 1: The address names the indicator “public_sewr”, which"),
    (slide("public_sewer-pie"), "chart_kind", "slide 1: The address names the kind of chart “pie”, which is not"),
    (slide(f"{SEWER}?cities=rabatt"), "link_city", "slide 1: The link names the city “rabatt”, which is not known"),
    (
        slide("network_efficiency-map"), "slide_chart_absent",
        "slide 1: The data hold no figure for the chart “network_efficiency-map”.",
    ),
    (
        slide("network_efficiency-rank"), "chart_undrawn",
        "slide 1: The chart has no picture: the projector shows words and a table. Choose another kind of chart,",
    ),
    (
        slide(title=titled(en="T" * 111, fr="T")), "title_long",
        "slide 1: The title has 111 characters in English; a hall reads 110 at a glance. Write a shorter one;",
    ),
    (
        slide(title=titled(en="T")), "title_missing",
        "slide 1: The text is missing in French, a language of the session. Write it, or take the language out",
    ),
    (
        slide("public_sewer-around"), "bars_many",
        "slide 1: The chart has 17 rows of text; at 1280 by 720 pixels 16 can be read. Choose fewer places,",
    ),
    (
        slide("non_revenue_water-compare?view=rank&cities=bogota,mumbai", guess=Guess.RANK), "guess_not_comparable",
        "slide 1: The room cannot guess a rank here: the figures are not comparable. Let it guess the value,",
    ),
    (
        slide("non_revenue_water-time", titled(en="T", fr="De 35,9 % à 23,0 %"), Guess.VALUE), "guess_shown",
        "slide 1: The title says the answer, 23,0, that the room shall guess. Ask in the title;",
    ),
    (slide(LEAKS, guess=Guess.RANK), "guess_no_rank", "slide 1: The room cannot guess a rank here: the chart ranks"),
    (
        slide("gpc_basic_per_person-time", guess=Guess.VALUE), "guess_no_value",
        "slide 1: The room cannot guess a value here: the chart says no single figure of the city.",
    ),
    (
        Slide(kind=SlideKind.PICTURE, picture="dam.png", alt=BOTH), "picture_missing",
        "slide 1: The picture “dam.png” is not there. Choose the file again.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("spoiled", "rule", "stated"), SPOILED, ids=[f"{case[1]}" for case in SPOILED])
def test_what_would_fail_is_found_and_stated(spoiled: Slide, rule: str, stated: str) -> None:
    findings = check_session(dataset(), session("spoiled", spoiled))
    assert rule in [finding.rule.id for finding in findings]
    assert any(word.startswith(stated) for word in words(findings))


def test_a_good_slide_has_no_finding() -> None:
    assert check_session(dataset(), session("good", slide(), slide(LEAKS, guess=Guess.VALUE))) == []


def test_a_session_without_slides_is_stated() -> None:
    empty = Session(id="empty", title=BOTH)
    findings = check_session(dataset(), empty)
    assert [finding.rule.id for finding in findings] == ["session_empty"]
    assert words(findings) == ["The session has no slides. Add a chart with “Add to session”."]


def test_a_claim_that_is_too_long_is_stated_in_each_language() -> None:
    findings = check_session(dataset(), session("long", slide(title=None)))
    assert [finding.rule.id for finding in findings] == ["title_long", "title_long"]
    assert words(findings, "fr") == [
        (
            "diapositive 1\u00a0: Le titre a 128 caractères en anglais\u00a0; une salle en lit 110 d’un coup d’œil. "
            "Écrivez-en un plus court\u00a0; la phrase entière reste sur les téléphones."
        ),
        (
            "diapositive 1\u00a0: Le titre a 141 caractères en français\u00a0; une salle en lit 110 d’un coup d’œil. "
            "Écrivez-en un plus court\u00a0; la phrase entière reste sur les téléphones."
        ),
    ]
    assert LONGEST_TITLE == 110


def test_a_chart_says_its_claim_in_every_language_of_the_room_and_the_session_needs_a_title() -> None:
    arabic = session("arabic", slide(LEAKS, title=None)).model_copy(update={"languages": ("ar",), "title": BOTH})
    missing = [finding for finding in check_session(dataset(), arabic) if finding.rule.id == "title_missing"]
    assert words(missing) == [
        "The text is missing in Arabic, a language of the session. Write it, or take the language out of the session."
    ]


def rehearsed(*slides: RehearsedSlide) -> Rehearsal:
    return Rehearsal(session="s", recorded=datetime(2027, 1, 12, tzinfo=UTC), data_version="old", slides=slides)


def test_what_changed_since_the_rehearsal_is_stated() -> None:
    chart, _ = slide_chart(dataset(), slide(), Look())
    assert chart is not None
    same = rehearsed(RehearsedSlide(chart=SEWER, claim=chart.title, verdict=Verdict.COMPARABLE))
    made = session("s", slide())
    assert check_session(dataset(), made, rehearsal=same) == []
    other = rehearsed(RehearsedSlide(chart=SEWER, claim="97.0% in 2014.", verdict=Verdict.NOT_COMPARABLE))
    findings = check_session(dataset(), made, rehearsal=other)
    assert [finding.rule.id for finding in findings] == ["claim_changed", "verdict_changed"]
    claim, verdict = words(findings)
    assert claim.startswith(
        "slide 1: What the chart says changed since the rehearsal; before: “97.0% in 2014.”, now: “Conn"
    )
    assert verdict == (
        "slide 1: The verdict changed since the rehearsal: it was “Not comparable” and is “Comparable”. "
        "Read your notes again, then rehearse."
    )
    assert "il était « Non comparable » et il est « Comparable »" in words(findings, "fr")[1].replace("\u00a0", " ")
    findings = check_session(dataset(), made, rehearsal=rehearsed())
    assert [finding.rule.id for finding in findings] == ["not_rehearsed"]


def test_more_slides_than_time_is_stated() -> None:
    start = datetime(2027, 1, 13, 9, 0)
    entry = ProgrammeEntry(start=start, end=start.replace(minute=1), room="hall", title=BOTH, session="s")
    programme = Programme(title=BOTH, entries=(entry,))
    made = session("s", slide(), slide(LEAKS))
    rehearsal = rehearsed(RehearsedSlide(seconds=100.0))
    findings = check_session(dataset(), made, programme=programme)
    assert [finding.rule.id for finding in findings] == ["time_over"]
    assert words(findings) == [
        ("The slides are planned for 2 min; the programme gives 1. Take slides out, or plan less time for them.")
    ]
    findings = check_session(dataset(), session("s", slide()), rehearsal=rehearsal, programme=programme)
    assert [finding.rule.id for finding in findings] == ["rehearsed_over", "not_rehearsed"]
    assert words(findings, "fr")[0].startswith("La répétition a duré 1,7 min")


def test_rows_are_counted_where_each_is_written() -> None:
    for address, rows in ((SEWER, 10), ("public_sewer-parts", 3), (LEAKS, 0), ("network_efficiency-rank", 1)):
        chart, _ = slide_chart(dataset(), slide(address), Look())
        assert chart is not None
        assert rows_written(chart) == rows


def test_a_session_is_checked_with_its_file(tmp_path: Path) -> None:
    here = folders(tmp_path)
    text = "title.en = 'T'\ntitle.fr = 'T'\n[[slides]]\nkind = 'film'\n[[slides]]\nkind='picture'\npicture='dam.png'\n"
    write(made_folder(here), "mixed", text + "alt.en='A'\nalt.fr='A'\n")
    file, findings = check(here, dataset(), "mixed")
    assert file is not None
    assert [finding.rule.id for finding in findings] == ["slide_left_out", "picture_missing"]
    (made_folder(here) / "dam.png").write_bytes(b"x")
    assert [finding.rule.id for finding in check(here, dataset(), "mixed")[1]] == ["slide_left_out"]
    assert [finding.rule.id for finding in check(here, dataset(), "none")[1]] == ["session_unknown"]
