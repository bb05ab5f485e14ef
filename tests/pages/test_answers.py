"""What every answer says in its head: the versions of data and code, the replica, who may frame it."""

import pytest

from indicators.web import app_state
from indicators.web.admission import FRAMES
from pages.server.answers import AnswerHead, known_code, note_code

TYPE = (b"content-type", b"text/plain")


@pytest.fixture(autouse=True)
def code():
    before = known_code()
    note_code("c0de")
    yield
    note_code(before)


def test_the_versions_and_who_may_frame_it_come_to_what_an_answer_says_itself():
    version = app_state.published_dataset().version.encode()
    assert AnswerHead().complete("/page", [TYPE]) == [
        TYPE,
        (b"content-security-policy", b"frame-ancestors 'self'"),
        (b"x-frame-options", b"SAMEORIGIN"),
        (b"x-data-version", version),
        (b"x-code-version", b"c0de"),
    ]


def test_what_is_made_to_be_embedded_may_be_framed_anywhere():
    headers = AnswerHead().complete("/embed/public_sewer-rank", [TYPE])
    assert (b"content-security-policy", b"frame-ancestors *") in headers
    assert FRAMES not in dict(headers)


def test_an_answer_that_says_itself_of_which_data_it_is_is_believed():
    headers = AnswerHead().complete("/data/README.txt", [(b"x-data-version", b"older")])
    assert [value for name, value in headers if name == b"x-data-version"] == [b"older"]


def test_of_two_words_on_frames_ours_is_said():
    headers = AnswerHead().complete("/page", [(FRAMES, b"ALLOWALL")])
    assert [value for name, value in headers if name == FRAMES] == [b"SAMEORIGIN"]


def test_a_replica_is_named_in_every_answer(monkeypatch):
    monkeypatch.setenv("INDICATORS_REPLICA", "r2")
    assert (b"x-replica", b"r2") in AnswerHead().complete("/page", [])
