"""What the commands write to take away: a session, the whole data set; the exit status, the words."""

import zipfile
from pathlib import Path

import pytest

from indicators.cli.commands import main
from tests.helpers.sessions import write

GOOD = "title.en='T'\n[[slides]]\nchart='public_sewer-rank'\ntitle.ar='الصرف الصحي'\n"
BROKEN = (
    "title.en='T'\n[[slides]]\nchart='no_such-rank'\n[[slides]]\nkind='picture'\npicture='none.png'\nalt.en='A dam'\n"
)


def run(capsys, *arguments):
    status = main(["sessions", "export", *arguments])
    return status, capsys.readouterr().err


@pytest.fixture
def data(tmp_path):
    for name, text in (("mine", GOOD), ("broken", BROKEN), ("empty", "title.en='Nothing'\n")):
        write(tmp_path / "store" / "sessions", name, text)
    return tmp_path


@pytest.mark.parametrize(("form", "start"), [("pptx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!doctype"), ("zip", b"PK")])
def test_every_form_is_written(capsys, data, form, start):
    target = data / f"mine.{form}"
    status, err = run(capsys, "mine", "--to", str(target), "--lang", "en", "--data", str(data))
    assert (status, err.splitlines()[-1].split(":")[0]) == (0, str(target))
    assert target.read_bytes().startswith(start)


@pytest.mark.parametrize("form", ["pptx", "pdf", "html"])
def test_what_cannot_be_shown_is_stated_and_the_file_written(capsys, data, form):
    target = data / f"broken.{form}"
    status, err = run(capsys, "broken", "--to", str(target), "--data", str(data))
    assert status == 1
    assert target.stat().st_size > 1000
    assert "slide 1: The address names the indicator “no_such”" in err
    assert "slide 2: The picture “none.png” is missing" in err


def test_an_empty_session_says_so(capsys, data):
    status, err = run(capsys, "empty", "--to", str(data / "empty.pptx"), "--data", str(data))
    assert status == 1
    assert "The session has no slides." in err
    assert (data / "empty.pptx").is_file()


@pytest.mark.parametrize(
    ("name", "target", "words"),
    [
        ("watr", "a.pdf", "did you mean water?"),
        ("water", "a.docx", "A handout ends in .pptx, .pdf, .html, .zip; “docx” is none of them."),
        ("mine", "no/such\0folder/a.pdf", "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_stated(capsys, data, name, target, words):
    if "\0" in target:
        (data / "file").write_text("")
        target = "file/a.pdf"
    status, err = run(capsys, name, "--to", str(data / target), "--data", str(data))
    assert status == 2
    assert words in err


@pytest.mark.parametrize("form", ["pptx", "pdf"])
def test_a_handout_in_arabic(capsys, data, form):
    path = data / f"mine.{form}"
    status, err = run(capsys, "mine", "--to", str(path), "--lang", "ar", "--data", str(data))
    assert (status, path.is_file()) == (0, True)
    assert str(path) in err


def test_package_writes_a_folder_once(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    target = tmp_path / "package"
    assert main(["package", "--out", str(target)]) == 0
    assert {"datapackage.json", "observations.csv", "observations.parquet"} <= {path.name for path in target.iterdir()}
    assert main(["package", "--out", str(target)]) == 2
    assert "is there already and not empty" in capsys.readouterr().err


def test_deposit_writes_a_zip_of_a_release(toy_folder: Path, tmp_path: Path) -> None:
    assert main(["release", "--data", str(toy_folder), "--note", "The first."]) == 0
    target = tmp_path / "deposit.zip"
    assert main(["deposit", "--data", str(toy_folder), "--out", str(target)]) == 0
    with zipfile.ZipFile(target) as archive:
        assert ".zenodo.json" in archive.namelist()


def test_data_of_no_release_are_not_deposited(toy_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["deposit", "--data", str(toy_folder), "--out", str(tmp_path / "deposit.zip")]) == 2
    assert "is of no release: log one first" in capsys.readouterr().err
    assert not (tmp_path / "deposit.zip").exists()
