"""Files of sessions: what is written is read again; one bad file for each finding, and the good ones still work."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.findings.finding import Finding, describe
from indicators.sessions.programme import read_programme
from indicators.sessions.rehearsals import read_rehearsal
from indicators.sessions.session import MOST_SLIDES, Guess, Session, Slide, SlideKind, Words
from indicators.sessions.session_files import (
    LARGEST_FILE,
    SESSION_UNKNOWN,
    find_session,
    in_words,
    made_folder,
    may_name,
    names,
    picture_path,
    read_session_file,
    read_sessions,
    session_of,
    session_toml,
    shipped_folder,
)
from tests.helpers.sessions import folders, own_folders, session, write

TITLE = 'title.en = "T"\n'

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).map(str.strip).filter(
    bool
) | st.sampled_from(['a "quoted" \\ text', "two\nlines", "é « à » 5 %", "[[slides]]\nx = 1", "# no comment", "ماء"])


@st.composite
def words(draw: st.DrawFn) -> Words:
    languages = draw(st.lists(st.sampled_from(["en", "fr", "ar"]), min_size=1, unique=True))
    return Words(**{language: draw(TEXT) for language in languages})


@st.composite
def slides(draw: st.DrawFn) -> Slide:
    kind = draw(st.sampled_from(SlideKind))
    optional = st.none() | words()
    titled = kind in (SlideKind.SECTION, SlideKind.STATEMENT)
    return Slide(
        kind=kind,
        chart=draw(TEXT) if kind is SlideKind.CHART else None,
        title=draw(words() if titled else optional),
        text=draw(optional),
        picture="dam-1.png" if kind is SlideKind.PICTURE else None,
        alt=draw(words()) if kind is SlideKind.PICTURE else None,
        notes=draw(optional),
        hard_question=draw(optional),
        seconds=draw(st.integers(5, 3600)),
        guess=draw(st.none() | st.sampled_from(Guess)) if kind is SlideKind.CHART else None,
    )


@given(
    title=words(),
    slides=st.lists(slides(), max_size=4),
    speakers=st.lists(TEXT, max_size=3),
    languages=st.lists(st.sampled_from(["en", "fr", "ar"]), max_size=3, unique=True),
)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory,
    title: Words,
    slides: list[Slide],
    speakers: list[str],
    languages: list[str],
) -> None:
    made = Session(id="x", title=title, slides=tuple(slides), speakers=tuple(speakers), languages=tuple(languages))
    path = tmp_path_factory.getbasetemp() / "x.toml"
    path.write_bytes(session_toml(made).encode())
    read = read_session_file(path)
    assert (read.session, read.findings) == (made, ())


def test_a_file_is_readable_and_says_nothing_that_is_as_usual() -> None:
    assert session_toml(session()) == (
        'title.en = "Opening"\ntitle.fr = "Ouverture"\n'
        '\n[[slides]]\nkind = "section"\ntitle.en = "Water"\ntitle.fr = "Eau"\n'
        '\n[[slides]]\nchart = "public_sewer-rank"\n'
        'title.en = "Nearly all are connected"\ntitle.fr = "Presque tous sont raccordés"\n'
        '\n[[slides]]\nchart = "network_efficiency-time"\nseconds = 90\nguess = "value"\n'
    )


BAD_FILES = [
    ("broken", "title = ", "unreadable_file", "broken.toml: the file cannot be read: "),
    ("deep", TITLE + "x = " + "[" * 100_000, "unreadable_file", "deep.toml: the file cannot be read: "),
    ("untitled", "[[slides]]\nchart = 'x'\n", "bad_entry", "untitled.toml, title: the entry is not valid: Field "),
    ("unknown_key", TITLE, "session_name", "unknown_key.toml: “unknown_key” cannot be the name of a session. Use"),
    ("spoken", TITLE + "languages = ['de']", "bad_entry", "spoken.toml, languages.0: the entry is not valid: String"),
    ("slideless", TITLE + "slides = 3", "bad_entry", "slideless.toml, slides: the entry is not valid: Input should"),
    (
        "large", TITLE + "#" * LARGEST_FILE, "session_large",
        "large.toml: the file of the session holds 1,048,591 bytes; 1,048,576 are read at most. Keep",
    ),
    (
        "many", TITLE + "[[slides]]\nchart = 'network_efficiency-time'\n" * 500, "session_slides",
        "many.toml: the session holds 500 slides; the first 200 are read. Divide it into two sessions.",
    ),
    (
        "chartless", TITLE + "[[slides]]\nchart = 'x'\n[[slides]]\nseconds = 9\n", "slide_left_out",
        ("chartless.toml, slide 2: the slide cannot be read and is left out: "
        "a slide of the kind chart names its chart. Correct it"),
    ),
    (
        "hasty", TITLE + "[[slides]]\nchart = 'x'\nseconds = 1\n", "slide_left_out",
        "hasty.toml, slide 1, seconds: the slide cannot be read and is left out: Input should be greater than",
    ),
    (
        "sentence", TITLE + "[[slides]]\nkind = 'statement'\n", "slide_left_out",
        "sentence.toml, slide 1: the slide cannot be read and is left out: a section and a statement need a title.",
    ),
    (
        "elsewhere", TITLE + "[[slides]]\nkind='picture'\npicture='../x.png'\nalt.en='x'\n", "slide_left_out",
        "elsewhere.toml, slide 1, picture: the slide cannot be read and is left out: String should match",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "rule", "stated"), BAD_FILES, ids=[case[0] for case in BAD_FILES])
def test_a_bad_file_is_stated_in_words_and_the_good_ones_still_work(
    tmp_path: Path, name: str, text: str, rule: str, stated: str
) -> None:
    here = own_folders(tmp_path)
    write(made_folder(here), name, text)
    write(shipped_folder(here), "good", session_toml(session("good")))
    read = read_sessions(here)
    assert [finding.rule.id for finding in read.findings] == [rule]
    assert in_words(read.findings[0]).startswith(stated)
    assert read.sessions["good"] == session("good")
    assert find_session(here, "good")[1] == []


def test_of_five_hundred_slides_the_first_are_read(tmp_path: Path) -> None:
    here = own_folders(tmp_path)
    write(made_folder(here), "many", TITLE + "[[slides]]\nchart = 'network_efficiency-time'\n" * 500)
    assert len(read_sessions(here).sessions["many"].slides) == MOST_SLIDES


def test_a_slide_that_cannot_be_read_leaves_the_others(tmp_path: Path) -> None:
    here = own_folders(tmp_path)
    write(made_folder(here), "mixed", TITLE + "[[slides]]\nchart='a'\n[[slides]]\nkind='film'\n[[slides]]\nchart='c'\n")
    file, findings = find_session(here, "mixed")
    assert file is not None
    assert file.session is not None
    assert [slide.chart for slide in file.session.slides] == ["a", "c"]
    assert [finding.params["slide"] for finding in findings] == [2]


def test_what_is_made_wins_over_what_ships_unless_it_cannot_be_read(tmp_path: Path) -> None:
    here = own_folders(tmp_path)
    write(shipped_folder(here), "water", 'title.en = "Shipped"')
    write(made_folder(here), "water", 'title.en = "Made"')
    file, _ = find_session(here, "water")
    assert file is not None
    assert (file.made, file.session and file.session.title.en) == (True, "Made")
    assert read_sessions(here).sessions["water"].title.en == "Made"
    write(made_folder(here), "water", "title = ")
    file, findings = find_session(here, "water")
    assert file is not None
    assert (file.made, file.session and file.session.title.en) == (False, "Shipped")
    assert [finding.rule.id for finding in findings] == ["unreadable_file"]
    assert read_sessions(here).sessions["water"].title.en == "Shipped"


def test_an_unknown_session_is_suggested_for(tmp_path: Path) -> None:
    here = folders(tmp_path)
    assert {"water", "casablanca"} <= set(names(here))
    file, findings = find_session(here, "watr")
    assert file is None
    assert describe(findings[0])[0] == "There is no session “watr” (did you mean water?)."
    assert describe(find_session(here, "../home")[1][0])[0] == "There is no session “../home”."


@pytest.mark.parametrize("name", ["programme", "", "Water", "9", "a_b", "../a", "a" * 61, "a/b"])
def test_names_that_no_session_may_have(name: str) -> None:
    assert not may_name(name)


def test_the_programme_is_no_session(tmp_path: Path) -> None:
    assert "programme" not in read_sessions(folders(tmp_path)).files
    assert may_name("a" * 60)


def test_a_picture_lies_beside_the_session(tmp_path: Path) -> None:
    here = own_folders(tmp_path)
    (made_folder(here) / "dam.png").write_bytes(b"x")
    assert picture_path(here, "dam.png") == made_folder(here) / "dam.png"
    assert picture_path(here, "other.png") is None
    assert picture_path(here, "../sessions/dam.png") is None


def test_a_finding_of_everything_has_no_place() -> None:
    assert in_words(Finding(SESSION_UNKNOWN, value="x", params={"near": None})) == (
        "There is no session “x”. The page Sessions and the command “sessions list” name those there are."
    )


def test_the_example_of_the_document_is_a_session() -> None:
    document = (Path(__file__).parents[2] / "docs" / "conference.md").read_text(encoding="utf-8")
    example = tomllib.loads(document.split("```toml\n")[1].split("```")[0])
    made, findings = session_of(example, Path("example.toml"), "example")
    assert findings == []
    assert made is not None
    assert [str(slide.kind) for slide in made.slides] == ["section", "chart"]


def test_a_folder_that_may_not_be_looked_into_holds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = folders(tmp_path)

    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_file", refuse)
    assert [finding.rule.id for finding in find_session(here, "water")[1]] == ["session_unknown"]
    assert picture_path(here, "dam.png") is None
    assert read_programme(here) == (None, [])
    assert read_rehearsal(here, "water") == (None, [])
