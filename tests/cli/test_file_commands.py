"""The commands that take a file: what they store, print and return, and the list of what was accepted."""

import json
from pathlib import Path

import pytest

from indicators.cli.commands import main
from tests.helpers.offers import HEADER, RABAT

ORIGIN = (
    "--producer", "Ville de Rabat", "--title", "Enquête", "--link", "https://example.org", "--published", "2025",
    "--licence", "CC BY 4.0", "--redistributable", "yes",
)  # fmt: skip
BARE = "place,indicator,year,value,source\nrabat,network_losses,2021,19,\n"
MIXED = BARE + "rabat,network_losses,2019,many,\n"


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], toy_folder: Path):
    """Run a command on the toy folder; give its status and what it printed as JSON (or as text)."""

    def run(*arguments: str, json_: bool = True) -> tuple[int, dict, str]:
        status = main([*arguments, "--data", str(toy_folder), *(["--json"] if json_ else [])])
        out, err = capsys.readouterr()
        return status, json.loads(out) if json_ else out, err

    return run


@pytest.fixture
def file(tmp_path: Path):
    """Write a file beside the data; give its path."""

    def write(text: str, name: str = "new.csv") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def found(call, indicator: str = "network_losses") -> dict[tuple[str, int], float]:
    return {(one["place"], one["year"]): one["value"] for one in call("values", indicator)[1]["values"]}


def rules(document: dict) -> list[str]:
    return [one["rule"] for one in document["findings"] if one["severity"] == "error"]


def test_add_stores_what_check_accepted(call, file) -> None:
    path = file(HEADER + RABAT)
    checked = call("check", path)[1]
    status, added, _ = call("add", path)
    assert status == 0
    assert {name: added[name] for name in checked} == checked
    assert (added["stored"], added["number"]) == (True, 1)
    assert found(call)["rabat", 2021] == 19
    assert call("catalogue")[1]["data_version"] == added["data_version"]


def test_without_an_origin_it_names_what_is_missing(call, file) -> None:
    status, document, _ = call("add", file(BARE))
    assert status == 2
    assert not document["stored"]
    missing = [one["column"] for one in document["findings"] if one["rule"] == "origin_missing"]
    assert missing == ["producer", "title", "link", "published", "licence", "redistributable"]
    assert ("rabat", 2021) not in found(call)


def test_half_an_origin_names_the_other_half(call, file) -> None:
    status, document, _ = call("add", file(BARE), "--producer", "Ville", "--title", "T", "--link", "https://a.org")
    assert status == 2
    missing = [one["column"] for one in document["findings"] if one["rule"] == "origin_missing"]
    assert missing == ["published", "licence", "redistributable"]


def test_check_needs_no_origin(call, file) -> None:
    status, document, _ = call("check", file(BARE))
    assert (status, document["accepted"], rules(document)) == (0, 1, [])
    assert "missing_source" in [one["rule"] for one in document["findings"]]


def test_an_origin_becomes_a_source(call, file) -> None:
    status, document, _ = call("add", file(BARE), *ORIGIN)
    assert (status, document["stored"]) == (0, True)
    (value,) = [
        one for one in call("values", "network_losses")[1]["values"] if one["year"] == 2021 and one["place"] == "rabat"
    ]
    (source,) = [one for one in call("sources")[1]["sources"] if one["id"] == value["source"]]
    assert (source["producer"], source["redistributable"]) == ("Ville de Rabat", True)


def test_a_known_source_is_an_origin(call, file) -> None:
    assert call("add", file(BARE), "--source", "closed_2021")[0] == 0
    assert {one["source"] for one in call("values", "network_losses", "--place", "rabat")[1]["values"]} == {
        "open_2020",
        "closed_2021",
    }


def test_a_record_beside_the_file_is_an_origin(call, file) -> None:
    path = file(BARE)
    fields = dict(zip(ORIGIN[::2], ORIGIN[1::2], strict=True))
    lines = [f'{name[2:]} = "{value}"' for name, value in fields.items()]
    file("\n".join(lines), "new.csv.origin.toml")
    assert call("add", path)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "reported"),
    [
        (["--source", "open_2002"], "the source open_2002 is not known (did you mean open_2020?)."),
        (["--source", "open_2020", "--title", "T"], "Give either --source or the fields of an origin, not both."),
    ],
)
def test_an_origin_that_cannot_be_used(capsys, toy_folder: Path, file, arguments: list[str], reported: str) -> None:
    assert main(["add", file(BARE), *arguments, "--data", str(toy_folder)]) == 2
    assert reported in capsys.readouterr().err


def test_a_source_that_is_not_known_is_reported_in_the_report_too(call, file) -> None:
    status, document, _ = call("add", file(BARE), "--source", "open_2002")
    assert (status, document["stored"]) == (2, False)
    reported = [
        (one["rule"], one["column"], one["value"]) for one in document["findings"] if one["severity"] == "error"
    ]
    assert reported == [("unknown_source", "--source", "open_2002")]


def test_with_a_refused_value_nothing_is_stored(call, file) -> None:
    status, document, _ = call("add", file(MIXED), *ORIGIN)
    assert (status, document["stored"], document["refused"]) == (1, False, 1)
    assert ("rabat", 2021) not in found(call)


def test_without_the_refused_the_others_are_stored_in_one_step(call, file) -> None:
    status, document, _ = call("add", file(MIXED), *ORIGIN, "--without-refused")
    assert (status, document["stored"], document["accepted"], document["refused"]) == (1, True, 1, 1)
    assert found(call)["rabat", 2021] == 19
    (stored,) = call("accepted")[1]["accepted"]
    assert (stored["refused"], stored["in_force"]) == (1, True)


@pytest.mark.parametrize("text", ["", "<html><body>404</body></html>", "\0\1\2", "a,b\n1,2\n"])
def test_a_file_that_cannot_be_used_is_reported_as_json(call, file, text: str) -> None:
    status, document, _ = call("add", file(text), *ORIGIN)
    assert (status, document["format"], document["stored"]) == (2, None, False)
    assert rules(document)


def test_a_file_that_is_not_there(call, tmp_path: Path) -> None:
    status, document, _ = call("add", str(tmp_path / "none.csv"))
    assert (status, rules(document)) == (2, ["missing_file"])


def test_the_same_file_twice_is_stored_once(call, file) -> None:
    path = file(HEADER + RABAT)
    call("add", path)
    status, document, _ = call("add", path)
    assert (status, document["stored"]) == (0, False)
    assert "accepted_already" in [one["rule"] for one in document["findings"]]


def test_withdrawn_brought_back_and_replaced(call, file, capsys, toy_folder: Path) -> None:
    def step(*arguments: str) -> tuple[int, str]:
        status = main([*arguments, "--data", str(toy_folder)])
        return status, capsys.readouterr().err

    call("add", file(HEADER + RABAT))
    status, reported = step("withdraw", "1")
    assert (status, reported.split(",")[0]) == (0, "0 files in force")
    assert ("rabat", 2021) not in found(call)
    status, reported = step("withdraw", "1")
    assert status == 2
    assert reported.endswith("the accepted file 1 is not in force. Look at the list again. [not_in_force]\n")
    assert step("restore", "1")[0] == 0
    assert call("add", file(HEADER + RABAT.replace(",19,", ",18,"), "b.csv"), "--replaces", "1")[0] == 0
    assert found(call)["rabat", 2021] == 18
    assert [one["in_force"] for one in call("accepted")[1]["accepted"]] == [False, True]


def test_as_text(call, file) -> None:
    status, out, err = call("add", file(BARE), json_=False)
    assert status == 2
    assert "stored: False" in out
    assert "the origin does not say producer. Give it: a figure without its origin is not shown." in err


ASKED = "place,indicator,year,value,source\ncasablanca,network_losses,2020,24,open_2020\n"


@pytest.mark.parametrize(("meant", "figures"), [("known", 1), ("another", 2)])
def test_a_value_beside_a_known_one_is_stored_once_it_is_stated_which_is_meant(call, file, meant, figures) -> None:
    path = file(ASKED)
    status, document, _ = call("add", path)
    assert status == 2
    assert rules(document) == ["figure_unanswered"]
    assert call("accepted")[1]["accepted"] == []
    assert call("add", path, "--which-figure", meant)[1]["stored"]
    assert call("accepted")[1]["accepted"][0]["meant"] == meant
    reported = [
        one
        for one in call("values", "network_losses")[1]["values"]
        if (one["place"], one["year"]) == ("casablanca", 2020)
    ]
    assert len(reported) == figures
    assert 24 in [one["value"] for one in reported]


def test_an_answer_that_nothing_asked_for_is_not_stored(call, file) -> None:
    assert call("add", file(HEADER + RABAT), "--which-figure", "known")[1]["stored"]
    assert call("accepted")[1]["accepted"][0]["meant"] is None
