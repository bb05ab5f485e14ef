"""The server's routes, and a start that a broken data folder stops with one message."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

import start
from indicators.store.dataset import DATA_FOLDER
from pages.server import routes
from tests.helpers.folders import add_rows, write

PAGES = Path(__file__).parents[2]


@pytest.fixture
def client(toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    with TestClient(Starlette(routes=routes.routes(), middleware=routes.middleware())) as opened:
        yield opened


def test_the_index_of_the_find_box(client: TestClient) -> None:
    answer = client.get("/find.json", params={"lang": "fr"})
    assert answer.headers["content-type"] == "application/json"
    record, *others = answer.json()
    assert {"Sources", "Rabat"} <= {other["name"] for other in others}
    assert record["name"] == "Pertes du réseau"
    assert record["href"] == "/water?indicator=network_losses&lang=fr"


@pytest.mark.parametrize("language", ["", "en", "de", "<script>"])
def test_an_unknown_language_is_english(client: TestClient, language: str) -> None:
    record, *_ = client.get("/find.json", params={"lang": language}).json()
    assert record["name"] == "Losses of the network"


def test_the_figures_of_an_indicator(client: TestClient) -> None:
    answer = client.get("/figures/network_losses.csv")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    assert "charset=utf-8" in answer.headers["content-type"]
    name = answer.headers["content-disposition"].removeprefix('attachment; filename="').removesuffix('"')
    assert name.startswith("network_losses-")
    assert len(name) == len("network_losses-0123456789ab.csv")
    assert [line.split(",")[8] for line in answer.text.splitlines()[1:]] == ["open_2020", "open_2020"]


@pytest.mark.parametrize("name", ["leaks", "<script>alert(1)</script>", "..%2f..%2fsources", "%0d%0aset-cookie:x"])
def test_an_unknown_indicator_is_stated_in_plain_words(client: TestClient, name: str) -> None:
    answer = client.get(f"/figures/{name}.csv")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/plain")
    assert "set-cookie" not in answer.headers


def test_the_unknown_name_is_reported(client: TestClient) -> None:
    assert client.get("/figures/leaks.csv").text == "Unknown indicator: leaks"


def test_a_note_that_looks_like_a_formula_is_harmless(client: TestClient, toy_folder: Path) -> None:
    add_rows(toy_folder, "rabat,network_losses,2021,19,,,municipality,reported,open_2020,=cmd|' /C calc'!A0")
    assert ",'=cmd|' /C calc'!A0" in client.get("/figures/network_losses.csv").text


def run(*command: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=start.ROOT,
        env={**os.environ, "INDICATORS_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def broken(folder: Path) -> str:
    """Break a folder twice; return what the message says of it, in order."""
    write(folder, "peer_sets.toml", b"\xff")
    path = add_rows(folder, "rabat,network_losses,2021,many,,,municipality,reported,open_2020,")
    return (
        "The data cannot be used. Fix this and restart:\n"
        f"  {folder / 'peer_sets.toml'}: the file cannot be read: 'utf-8' codec can't decode byte 0xff in position 0: "
        "invalid start byte. Open it, mend it and save it again. [unreadable_file]\n"
        f"  {path}, row 5, column value: many is not a number. Write digits with one decimal mark. [not_a_number]\n"
    )


def test_a_broken_data_folder_ends_the_start(
    toy_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reported = broken(toy_folder)
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    with pytest.raises(SystemExit) as stopped:
        routes.open_data()
    assert stopped.value.code == 2
    assert capsys.readouterr().err == reported


SERVERS = {
    "as start.py serves it": (sys.executable, *start.server_command(0)[1:]),
    "as Streamlit serves it": (sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "0"),
}


@pytest.mark.parametrize("how", SERVERS)
def test_the_program_ends_with_one_message_and_no_traceback(toy_folder: Path, how: str) -> None:
    reported = broken(toy_folder)
    ended = run(*SERVERS[how], data=toy_folder)
    assert ended.returncode == 2
    assert reported in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr


def test_a_data_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    ended = run(*SERVERS["as start.py serves it"], data=tmp_path / "none")
    assert ended.returncode == 2
    assert f"{tmp_path / 'none'}: the file is missing." in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_projects_own_folder_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(DATA_FOLDER))
    routes.open_data()
