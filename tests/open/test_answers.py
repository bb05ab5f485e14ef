"""Finished answers: headers that no letter can break, and a store with an end."""

import gzip

import pytest

from indicators.open.answers import AnswerStore, OpenAnswer, redirect_answer, text_of_header


def answer(body: bytes = b"x" * 2_000) -> OpenAnswer:
    return OpenAnswer.of(200, "text/plain", body)


def test_the_compressed_body_is_the_same() -> None:
    made = answer()
    assert gzip.decompress(made.compressed or b"") == made.body
    assert dict(made.headers)[b"content-length"] == b"2000"
    assert dict(made.headers_compressed)[b"content-length"] == str(len(made.compressed or b"")).encode()


def test_a_small_body_is_not_compressed() -> None:
    assert answer(b"small").compressed is None


def test_the_tag_changes_with_the_body_alone() -> None:
    assert answer().tag == answer().tag != answer(b"y" * 2_000).tag


@pytest.mark.parametrize("text", ["a\r\nSet-Cookie: b", "a\nb", "é", "\x00", "a\u2028b"])
def test_a_header_is_one_line_of_ascii(text: str) -> None:
    value = text_of_header(text)
    assert value.isascii()
    assert not {b"\r", b"\n", b"\x00"} & {bytes([letter]) for letter in value}


def test_a_redirect_is_not_stored() -> None:
    headers = dict(redirect_answer("/c/a.csv").headers)
    assert (headers[b"location"], headers[b"cache-control"]) == (b"/c/a.csv", b"no-store")


def test_the_store_has_an_end() -> None:
    store = AnswerStore(most_bytes=3 * answer().weight)
    for number in range(5):
        store.keep(f"spelling {number}", number, answer(str(number).encode() * 2_000))
    assert [store.find(f"spelling {number}") is not None for number in range(5)] == [False, False, True, True, True]


def test_another_spelling_of_a_stored_answer_is_known_from_then_on() -> None:
    store = AnswerStore()
    made = answer()
    store.keep("a=1&b=2", "key", made)
    assert store.find("b=2&a=1") is None
    assert store.answer_of("b=2&a=1", "key") is made
    assert store.find("b=2&a=1") is made


def test_an_answer_too_heavy_is_not_stored() -> None:
    store = AnswerStore(most_bytes=1_000)
    store.keep("a", "key", answer())
    assert store.find("a") is None


def test_what_was_found_at_once_goes_with_what_is_put_out():
    store = AnswerStore(most_bytes=2 * answer().weight)
    store.keep("first", "a", answer())
    assert store.find("first") is store.find("first") is not None
    store.keep("second", "b", answer())
    store.keep("third", "c", answer())
    assert store.find("first") is None
    again = answer()
    store.keep("third", "c", again)
    assert store.find("third") is again
