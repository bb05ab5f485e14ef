"""A session as a handout shows it: what cannot be shown is stated on its slide and as a finding, never an error."""

import pytest

from indicators.handout.pdf import pdf_findings
from indicators.handout.shown import shown
from indicators.sessions.session import Session
from tests.helpers.published import dataset

SEWER = {"chart": "public_sewer-rank"}
PICTURE = {"kind": "picture", "picture": "dam.png", "alt": {"en": "The dam in August"}}


def made(*slides, language="en", pictures=None):
    session = Session.model_validate({"id": "test", "title": {"en": "Test"}, "slides": slides})
    return shown(dataset(), session, language, pictures or {})


def rules(session):
    return [finding.rule.id for finding in session.findings]


def test_a_good_session_has_no_finding():
    session = made(SEWER, {"kind": "section", "title": {"en": "Water"}})
    assert rules(session) == []
    assert session.slides[0].title == session.slides[0].document.chart.title
    assert session.slides[0].verdict_text.startswith("= Comparable: same source")


def test_a_session_without_slides_is_stated():
    assert rules(made()) == ["handout_empty"]


def test_a_chart_that_is_gone_is_stated_on_its_slide():
    session = made({"chart": "public_sewers-rank"})
    assert session.slides[0].document is None
    assert "public_sewers" in " ".join(session.slides[0].remarks)
    assert session.findings


def test_a_missing_picture_is_stated_with_its_name():
    session = made(PICTURE)
    assert rules(session) == ["handout_picture"]
    assert session.findings[0].value == "dam.png"


def test_charts_speak_arabic():
    session = made(SEWER, language="ar")
    assert rules(session) == []
    assert session.slides[0].document.state.language == session.look.language == "ar"


@pytest.mark.parametrize("step_ends", [1, 2])
def test_whoever_waits_can_stop_it_between_slides(step_ends):
    done = []

    def step():
        done.append(1)
        if len(done) == step_ends:
            raise InterruptedError

    session = Session.model_validate({"id": "test", "title": {"en": "Test"}, "slides": [SEWER, SEWER]})
    with pytest.raises(InterruptedError):
        shown(dataset(), session, "en", {}, step=step)
    assert len(done) == step_ends


def test_the_pdf_says_what_it_cannot_show(tmp_path):
    drawing = tmp_path / "dam.svg"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>', encoding="utf-8")
    arabic = {"kind": "section", "title": {"ar": "ماء الدار البيضاء"}}
    session = made(arabic, {**PICTURE, "picture": "dam.svg"}, pictures={"dam.svg": drawing})
    assert [finding.rule.id for finding in pdf_findings(session)] == ["pdf_svg"]
