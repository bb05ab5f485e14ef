"""Pictures are taken by their content; one that does more than draw is refused."""

from pathlib import Path

import pytest

from indicators.findings.finding import describe
from indicators.sessions.pictures import LARGEST_PICTURE, check_picture, keep_picture, picture_kind
from indicators.sessions.session_files import made_folder, picture_path
from tests.helpers.pictures import jpeg, png, svg
from tests.helpers.sessions import own_folders


@pytest.mark.parametrize(("content", "kind"), [(png(), "png"), (jpeg(), "jpg"), (svg(), "svg")])
def test_a_picture_is_known_by_its_content(content: bytes, kind: str) -> None:
    assert check_picture(content, "any.name") == (kind, [])


NO_PICTURES = [
    b"",
    b"GIF89a",
    b"%PDF-1.7",
    b"\x89PNG\r\n\x1a\n",
    png()[:-8],
    png(100_000, 100_000),
    b"\xff\xd8\xff\xe0",
    jpeg()[:-2],
    jpeg(65_535, 65_535),
    b"<html><svg></svg></html>",
    b"<svg>not closed",
    b"<svg viewBox='0 0 1 1'></svg>",
    svg().decode().encode("utf-16"),
]


@pytest.mark.parametrize("content", NO_PICTURES, ids=range(len(NO_PICTURES)))
def test_what_is_no_picture_is_refused_whatever_its_name(content: bytes) -> None:
    kind, findings = check_picture(content, "dam.png")
    assert kind is None
    assert [finding.rule.id for finding in findings] == ["picture_kind"]
    assert describe(findings[0])[0] == "The file “dam.png” is no picture that is taken, whatever its name says."


ACTIVE = [
    ("<script>alert(1)</script>", "<script>"),
    ("<rect onload='alert(1)'/>", "onload"),
    ("<rect ONCLICK='alert(1)'/>", "onclick"),
    ("<a xlink:href='javascript:alert(1)'><rect/></a>", "<a>"),
    ("<foreignObject><p/></foreignObject>", "<foreignObject>"),
    ("<image href='https://example.org/x.png'/>", "<image>"),
    ("<use href='https://example.org/x.svg#a'/>", "href"),
    ("<use xlink:href='data:image/svg+xml;base64,AAAA'/>", "href"),
    ("<rect fill='url(https://example.org/x)'/>", "fill"),
    ("<rect style='background: url(//example.org/x)'/>", "style"),
    ("<style>@import 'https://example.org/x.css';</style>", "<style>"),
    ("<animate attributeName='href'/>", "<animate>"),
    ("<h:script xmlns:h='http://www.w3.org/1999/xhtml'>alert(1)</h:script>", "<script>"),
]


@pytest.mark.parametrize(("inner", "what"), ACTIVE, ids=[what for _, what in ACTIVE])
def test_a_drawing_that_does_more_is_refused(inner: str, what: str) -> None:
    kind, findings = check_picture(svg(inner), "logo.svg")
    assert kind is None
    assert [finding.rule.id for finding in findings] == ["picture_active"]
    assert describe(findings[0], "en")[0] == f"The picture “logo.svg” holds more than a drawing: {what}."


def test_entities_are_not_read() -> None:
    bomb = b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'aaaa'>]>" + svg("&a;").split(b"\n", 1)[1]
    assert [finding.rule.id for finding in check_picture(bomb, "x.svg")[1]] == ["picture_active"]


def test_what_a_drawing_program_notes_for_itself_is_let_through() -> None:
    own = "<i:grid xmlns:i='http://www.inkscape.org/namespaces/inkscape' i:label='g'/>"
    assert check_picture(svg(f"<metadata/>{own}"), "x.svg") == ("svg", [])


def test_a_picture_that_is_too_large_is_refused() -> None:
    findings = check_picture(png() + b"\0" * LARGEST_PICTURE, "x.png")[1]
    assert [finding.rule.id for finding in findings] == ["picture_large"]
    assert describe(findings[0])[0] == "The picture holds 2,000,067 bytes; 2,000,000 are taken at most."


def test_a_picture_is_stored_once_under_its_content(tmp_path: Path) -> None:
    folders = own_folders(tmp_path)
    name, findings = keep_picture(folders, "opening", png(), "Mein Damm.png")
    assert findings == []
    assert name is not None
    assert picture_kind((made_folder(folders) / name).read_bytes()) == "png"
    assert keep_picture(folders, "opening", png(), "other.png") == (name, [])
    assert picture_path(folders, name) == made_folder(folders) / name
    assert keep_picture(folders, "opening", b"no", "x.png")[0] is None


def test_a_disk_that_refuses_is_stated(tmp_path: Path) -> None:
    folders = own_folders(tmp_path)
    made_folder(folders).rmdir()
    made_folder(folders).write_text("in the way")
    assert [finding.rule.id for finding in keep_picture(folders, "a", png(), "x.png")[1]] == ["unreadable_file"]
