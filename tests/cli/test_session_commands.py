"""The commands of sessions: documents, exit statuses, messages."""

import json
from pathlib import Path

import pytest

from indicators.cli.commands import main
from tests.helpers.sessions import write

GOOD = "title.en='T'\ntitle.fr='Titre'\n[[slides]]\nchart='public_sewer-rank'\ntitle.en='Sewer'\ntitle.fr='Égout'\n"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["sessions", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of what is brought, over the project's figures, with a session of its own."""
    write(tmp_path / "store" / "sessions", "mine", GOOD)
    return tmp_path


def test_sessions_are_listed(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    status, out, err = run(capsys, "list", "--json", "--data", str(data))
    assert (status, err) == (0, "")
    assert json.loads(out) == {
        "sessions": [
            {"id": "casablanca", "title": "Casablanca in four figures", "slides": 5},
            {"id": "mine", "title": "T", "slides": 1},
            {"id": "water", "title": "Casablanca’s water", "slides": 10},
        ]
    }
    status, out, _ = run(capsys, "list", "--lang", "fr", "--data", str(data))
    assert out.splitlines()[1] == "mine\t1\tTitre"


def test_a_file_that_cannot_be_read_leaves_the_others_listed(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    write(data / "store" / "sessions", "broken", "title = ")
    status, out, err = run(capsys, "list", "--json", "--data", str(data))
    assert status == 1
    assert [load["id"] for load in json.loads(out)["sessions"]] == ["casablanca", "mine", "water"]
    assert err.startswith("broken.toml: the file cannot be read: ")


def test_one_session_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "show", "casablanca", "--json", "--lang", "fr")
    assert status == 0
    shown = json.loads(out)["session"]
    assert set(shown) == {"id", "title", "chair", "speakers", "languages", "seconds", "slides"}
    assert (shown["id"], shown["title"], len(shown["slides"])) == ("casablanca", "Casablanca en quatre chiffres", 5)
    second = shown["slides"][1]
    assert (second["number"], second["kind"], second["chart"]) == (2, "chart", "public_sewer-time")
    assert second["title"].startswith("Eau\u00a0: raccordés à l’égout public")
    _, out, _ = run(capsys, "show", "casablanca")
    assert out.splitlines()[0] == "1\tsection\t30\tCasablanca in four figures: water, energy, carbon, land"


@pytest.mark.parametrize("command", ["show", "check"])
def test_an_unknown_session_is_suggested_for(capsys: pytest.CaptureFixture[str], command: str) -> None:
    status, out, err = run(capsys, command, "watr", "--json")
    assert (status, out) == (2, "")
    assert err == (
        "There is no session “watr” (did you mean water?). "
        "The page Sessions and the command “sessions list” name those there are.\n"
    )


def test_what_ships_passes_the_room_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", "casablanca") == (0, "The room check found nothing.\n", "")
    status, out, _ = run(capsys, "check", "casablanca", "--json")
    assert status == 0
    assert json.loads(out) == {"session": "casablanca", "errors": 0, "warnings": 0, "findings": []}


def test_a_warning_refuses_nothing(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    write(data / "store" / "sessions", "mine", GOOD.replace("title.fr='Égout'\n", ""))
    status, out, _ = run(capsys, "check", "mine", "--data", str(data))
    assert status == 0
    assert out.startswith("To look at: slide 1: The text is missing in French, a language of the session.")


def test_an_error_is_status_one(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    write(data / "store" / "sessions", "mine", GOOD.replace("public_sewer-rank", "public_sewr-rank"))
    status, out, _ = run(capsys, "check", "mine", "--json", "--data", str(data))
    assert status == 1
    found = json.loads(out)
    assert (found["session"], found["errors"], found["warnings"]) == ("mine", 1, 0)
    assert found["findings"][0]["slide"] == 1
    assert found["findings"][0]["rule"] == "chart_indicator"
    assert found["findings"][0]["message"].endswith("(did you mean public_sewer?).")


def test_a_session_that_cannot_be_read_is_status_two(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    write(data / "store" / "sessions", "mine", "title = ")
    status, _, err = run(capsys, "show", "mine", "--data", str(data))
    assert status == 2
    assert err.startswith("mine.toml: the file cannot be read: ")
    status, out, _ = run(capsys, "check", "mine", "--json", "--data", str(data))
    assert status == 2
    assert json.loads(out)["errors"] == 1


def test_a_command_needs_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["sessions"])
    assert stop.value.code == 2
    assert "COMMAND" in capsys.readouterr().err


def keys_of(capsys: pytest.CaptureFixture[str], data: Path, *arguments: str) -> list[dict[str, str]]:
    status, out, err = run(capsys, "keys", "mine", "--json", "--data", str(data), *arguments)
    document = json.loads(out)
    assert (status, err, document["session"]) == (0, "", "mine")
    return document["keys"]


def test_every_speaker_and_the_chair_get_a_key(
    capsys: pytest.CaptureFixture[str], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDICATORS_ADDRESS", "https://indicators.example.org/")
    write(data / "store" / "sessions", "mine", "speakers = ['Ali', 'Sara']\n" + GOOD)
    given = keys_of(capsys, data)
    first = given[0]
    assert [one["speaker"] for one in given] == ["Ali", "Sara", "Chair"]
    assert first["url"] == f"https://indicators.example.org/live/mine/presenter#key={first['key']}"
    assert keys_of(capsys, data) == given, "the same again"
    assert (data / "store" / "live_keys.json").stat().st_mode & 0o777 == 0o600
    _, out, _ = run(capsys, "keys", "mine", "--data", str(data))
    assert out.splitlines()[0] == f"Ali\t{first['url']}"
    fresh = keys_of(capsys, data, "--new")
    assert not {one["key"] for one in fresh} & {one["key"] for one in given}
    monkeypatch.delenv("INDICATORS_ADDRESS")
    assert keys_of(capsys, data)[0]["url"].startswith("http://localhost:8501/live/mine/presenter#key=")


def test_there_are_no_keys_of_no_session(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    status, out, err = run(capsys, "keys", "yours", "--json", "--data", str(data))
    assert (status, out) == (2, "")
    assert "yours" in err


def test_a_file_that_is_handed_in_is_checked_where_it_lies(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    picture = "[[slides]]\nkind='picture'\npicture='dam.png'\nalt.en='Dam'\nalt.fr='Barrage'\n"
    path = write(tmp_path, "handed-in", GOOD + picture)
    status, out, _ = run(capsys, "check", str(path), "--json")
    assert status == 1
    found = json.loads(out)
    assert (found["session"], [one["rule"] for one in found["findings"]]) == ("handed-in", ["picture_missing"])
    (tmp_path / "dam.png").write_bytes(b"x")
    assert run(capsys, "check", str(path)) == (0, "The room check found nothing.\n", "")
    status, out, _ = run(capsys, "check", str(tmp_path / "none.toml"))
    assert status == 2
    assert out.startswith("To correct: none.toml: the file cannot be read: No such file or directory.")


def test_every_session_is_checked_where_none_is_named(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    write(data / "store" / "sessions", "broken", "title = ")
    write(data / "store" / "sessions", "gone", GOOD.replace("public_sewer-rank", "public_sewr-rank"))
    status, out, _ = run(capsys, "check", "--json", "--data", str(data))
    assert status == 1
    found = {load["session"]: load["errors"] for load in json.loads(out)["sessions"]}
    assert found == {"broken": 1, "casablanca": 0, "gone": 1, "mine": 0, "water": 0}
    status, out, _ = run(capsys, "check", "--lang", "fr", "--data", str(data))
    assert status == 1
    assert out.splitlines()[1].startswith("gone\tÀ corriger\u00a0: diapositive 1\u00a0: L’adresse nomme l’indicateur")
