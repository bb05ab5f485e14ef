"""A handout by its form: what there is no form of, or no language for, is refused with a finding."""

import pytest

from indicators.handout.export import HANDOUT_FORM, HandoutRefused, Material, handout
from indicators.sessions.session import Session
from tests.helpers.published import dataset

SESSION = Session.model_validate(
    {"id": "test", "title": {"en": "Test"}, "slides": [{"kind": "section", "title": {"en": "Water"}}]}
)


def test_a_form_that_there_is_not_is_refused_with_a_finding():
    with pytest.raises(HandoutRefused) as refused:
        handout(Material(dataset(), SESSION, {}), "docx", "en")
    assert refused.value.finding.rule is HANDOUT_FORM


def test_whoever_waits_is_reported_how_far_it_is():
    reported = []
    made = handout(Material(dataset(), SESSION, {}), "pptx", "en", lambda share, words: reported.append((share, words)))
    assert made.form == "pptx"
    assert made.body.startswith(b"PK")
    shares = [share for share, _ in reported]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 and words for share, words in reported)
