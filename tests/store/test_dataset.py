"""The store: the project's own folder opens, a broken one says why, the version is that of what is shown."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from indicators.analysis import derive
from indicators.findings.finding import DataProblem, Finding, describe, line
from indicators.model.observations import CATEGORIES
from indicators.store.dataset import DATA_FOLDER, SHOWN, Dataset, open_dataset
from tests.helpers.checking import dataset as own
from tests.helpers.folders import FILES, OBSERVATIONS, add_rows, change, write

ENTRY = "catalogue/water/network_losses.toml"
PLACES, SOURCES = "places/places.csv", "sources/sources.csv"

Break = Callable[[Path], object]


def problems(folder: Path) -> list[Finding]:
    with pytest.raises(DataProblem) as caught:
        open_dataset(folder, 2026)
    return caught.value.findings


def observation(**changes: str) -> Break:
    cells = {
        "place": "rabat", "indicator": "network_losses", "year": "2021", "value": "19", "lower": "", "upper": "",
        "perimeter": "municipality", "method": "reported", "source": "open_2020", "note": "",
    }  # fmt: skip
    return lambda folder: add_rows(folder, ",".join((cells | changes).values()))


def toml(text: str) -> Break:
    """Put keys at the head of the entry."""
    return lambda folder: write(folder, ENTRY, text + "\n" + (folder / ENTRY).read_text(encoding="utf-8"))


def threshold(**changes: object) -> Break:
    """Add the thresholds 5 (green) and 30 (red), lower being better, with `changes`."""
    given = {
        "source": "open_2020", "edition": "2020", "scale": "city",
        "green": 5, "red": 30, "lower": 60, "optimum": 0,
    }  # fmt: skip
    lines = [f"{key} = {value!r}" for key, value in (given | changes).items()]
    return lambda folder: write(
        folder, ENTRY, (folder / ENTRY).read_text(encoding="utf-8") + "\n[thresholds]\n" + "\n".join(lines) + "\n"
    )


def unlink(name: str) -> Break:
    return lambda folder: (folder / name).unlink()


CASES: list[tuple[str, Break, str, int | None, str | None, str]] = [
    # rule, what breaks the folder, file, row, column, message
    ("missing_file", unlink(OBSERVATIONS), "observations/*.csv", None, None, "the file is missing."),
    ("missing_file", unlink("targets.csv"), "targets.csv", None, None, "the file is missing."),
    ("missing_file", unlink("urban_centres.csv"), "urban_centres.csv", None, None, "the file is missing."),
    ("missing_file", unlink("peer_sets.toml"), "peer_sets.toml", None, None, "the file is missing."),
    ("missing_file", unlink(PLACES), "places/*.csv", None, None, "the file is missing."),
    ("missing_file", unlink(SOURCES), "sources/*.csv", None, None, "the file is missing."),
    ("missing_file", unlink(ENTRY), "catalogue/*.toml", None, None, "the file is missing."),
    ("empty_file", lambda f: write(f, OBSERVATIONS, b""), OBSERVATIONS, None, None, "the file holds no rows."),
    ("empty_file", lambda f: write(f, PLACES, b""), PLACES, None, None, "the file holds no rows."),
    (
        "missing_column", lambda f: change(f, OBSERVATIONS, ",source,note", ",origin,note"), OBSERVATIONS, 1, "source",
        "column source is missing; found place, indicator, year, value, lower, upper, perimeter, method, origin, note.",
    ),
    (
        "ragged_row", lambda f: add_rows(f, "rabat,network_losses,2021,19"), OBSERVATIONS, 5, None,
        "the row holds 4 cells, the header 10.",
    ),
    (
        "unreadable_file", lambda f: write(f, OBSERVATIONS, b"\x89PNG\r\n\x1a\n\x00\x00"), OBSERVATIONS, 1, None,
        "the file cannot be read: the byte 0x89 is not UTF-8.",
    ),
    (
        "unreadable_file", lambda f: change(f, ENTRY, 'theme = "water"', 'theme = "water'), ENTRY, None, None,
        "(at line 2, column 15).",
    ),
    (
        "unreadable_file", lambda f: write(f, "families.toml", "[split]\nnames = 1\n"), "families.toml", None, None,
        "the file cannot be read",
    ),
    (
        "unreadable_file", lambda f: write(f, "boundaries/a.geojson", "{"), "boundaries/a.geojson", None, None,
        "it is not GeoJSON",
    ),
    (
        "unreadable_file", lambda f: write(f, "boundaries/a.geojson", '{"type": "Feature"}'), "boundaries/a.geojson",
        None, None, "its type is Feature, not FeatureCollection.",
    ),
    (
        "missing_column", lambda f: write(f, "held_back_cities.csv", "place,reason\nrabat,no\n"),
        "held_back_cities.csv", 1, "indicator", "column indicator is missing; found place, reason.",
    ),
    (
        "missing_file", lambda f: write(f, "releases/log.csv", "release,date\n"), "releases/snapshot.csv.gz", None,
        None, "the file is missing.",
    ),
    ("bad_entry", toml("colour = 1"), ENTRY, None, "colour", "the entry is not valid: Extra inputs are not permitted."),
    (
        "bad_entry", lambda f: change(f, ENTRY, "max = 100", "max = -1"), ENTRY, None, "range",
        "range: min 0.0 is not below max -1.0.",
    ),
    (
        "bad_entry", lambda f: change(f, PLACES, "rabat,Rabat,Rabat,الرباط,,city", "rabat,Rabat,Rabat,الرباط,,town"),
        PLACES, 4, None, "the entry is not valid: 'town' is not a valid Level.",
    ),
    (
        "bad_entry", lambda f: change(f, SOURCES, "CC BY 4.0,true", ",true"), SOURCES, 2, "licence",
        "the entry is not valid: String should have at least 1 character.",
    ),
    ("bad_entry", threshold(green=30), ENTRY, None, None, "thresholds: green equals red (30)"),
    ("bad_entry", threshold(green=50), ENTRY, None, None, "green 50 is worse than red 30 for direction lower"),
    ("bad_entry", threshold(lower=0), ENTRY, None, None, "thresholds: lower equals optimum (0)"),
    ("bad_entry", threshold(optimum=10), ENTRY, None, None, "do not run from worst to best for direction lower"),
    (
        "entry_id_differs", lambda f: (f / ENTRY).rename(f / "catalogue/water/x.toml"), "catalogue/water/x.toml", None,
        "id", "the id network_losses is not the file's name.",
    ),
    (
        "duplicate_entry", lambda f: write(f, "catalogue/energy/network_losses.toml", (f / ENTRY).read_bytes()), ENTRY,
        None, "id", "the id network_losses is there twice.",
    ),
    (
        "duplicate_entry", lambda f: write(f, "places/more.csv", (f / PLACES).read_bytes()), PLACES, 2, "id",
        "the id morocco is there twice.",
    ),
    (
        "unknown_reference", toml('stand_in = "losses_national"'), ENTRY, None, "stand_in",
        "losses_national is named here but not known as a indicator.",
    ),
    (
        "unknown_reference", lambda f: change(f, ENTRY, '"6.4"', '"6.9"'), ENTRY, None, "sdg.target",
        "6.9 is named here but not known as a target.",
    ),
    (
        "unknown_reference", threshold(source="sdr_2019"), ENTRY, None, "thresholds",
        "sdr_2019 is named here but not known as a source.",
    ),
    (
        "unknown_reference", lambda f: change(f, PLACES, ",city,morocco,MAR,-6", ",city,maroc,MAR,-6"), PLACES, 4,
        "parent", "maroc is named here but not known as a place.",
    ),
    (
        "scale_differs", observation(place="morocco"), OBSERVATIONS, 5, "place",
        "the entry says scale city, but morocco is a country.",
    ),
    (
        "unknown_place", observation(place="rabatt"), OBSERVATIONS, 5, "place",
        "the place rabatt is not known (did you mean rabat?).",
    ),
    (
        "unknown_indicator", observation(indicator="network_loss"), OBSERVATIONS, 5, "indicator",
        "the indicator network_loss is not known (did you mean network_losses?).",
    ),
    (
        "unknown_source", observation(source="open_2022"), OBSERVATIONS, 5, "source",
        "the source open_2022 is not known (did you mean open_2020?).",
    ),
    ("missing_source", observation(source=""), OBSERVATIONS, 5, "source", "the value has no source."),
    ("missing_value", observation(value=""), OBSERVATIONS, 5, "value", "the value is missing."),
    ("not_a_number", observation(value="12 %"), OBSERVATIONS, 5, "value", "12 % is not a number."),
    (
        "out_of_range", observation(value="123"), OBSERVATIONS, 5, "value",
        "123 is outside what the indicator can be (0 to 100).",
    ),
    ("missing_year", observation(year=""), OBSERVATIONS, 5, "year", "the year is missing."),
    ("bad_year", observation(year="21"), OBSERVATIONS, 5, "year", "21 is not a year between 1900 and 2100."),
    (
        "future_year", observation(year="2027"), OBSERVATIONS, 5, "year",
        "2027 is in the future, and the method is not projected or planned.",
    ),
    ("unknown_perimeter", observation(perimeter="town"), OBSERVATIONS, 5, "perimeter", "town is not a perimeter"),
    ("unknown_method", observation(method="guessed"), OBSERVATIONS, 5, "method", "guessed is not a method"),
    (
        "bad_interval", observation(lower="20"), OBSERVATIONS, 5, "value",
        "the value 19 is not between its lower 20 and upper –.",
    ),
    (
        "duplicate_in_file", observation(year="2020"), OBSERVATIONS, 5, "place",
        "the same place, indicator, year, perimeter, method and source stand in row 4 too.",
    ),
    (
        "ragged_row", lambda f: change(f, "urban_centres.csv", "80.5", "80,5"), "urban_centres.csv", 3, None,
        "the row holds 9 cells, the header 8.",
    ),
    (
        "not_a_number", lambda f: change(f, "urban_centres.csv", "80.5", "n/a"), "urban_centres.csv", 3,
        "built_up_km2", "n/a is not a number.",
    ),
    (
        "out_of_range", lambda f: change(f, "urban_centres.csv", "1700000", "0"), "urban_centres.csv", 3, "population",
        "0 is outside what the indicator can be",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "breaks", "file", "row", "column", "message"), CASES)
def test_a_broken_folder_does_not_open_and_says_why(
    toy_folder: Path, rule: str, breaks: Break, file: str, row: int | None, column: str | None, message: str
) -> None:
    breaks(toy_folder)
    found = {(f.rule.id, f.file, f.row, f.column): f for f in problems(toy_folder)}
    where = (rule, str(toy_folder / file), row, column)
    assert where in found, "\n".join(line(finding) for finding in found.values())
    assert message in describe(found[where])[0]


def test_the_faults_of_all_files_are_named_at_once(toy_folder: Path) -> None:
    write(toy_folder, PLACES, (toy_folder / PLACES).read_text(encoding="utf-8") + "lagos,Lagos\n")
    observation(value="x", source="")(toy_folder)
    write(toy_folder, "targets.csv", b"")
    write(toy_folder, "observations/water/other.csv", b"\xff")
    assert [(finding.rule.id, Path(finding.file or "").name, finding.row) for finding in problems(toy_folder)] == [
        ("ragged_row", "places.csv", 5),
        ("empty_file", "targets.csv", None),
        ("unknown_reference", "network_losses.toml", None),
        ("unreadable_file", "other.csv", 1),
        ("missing_source", "network_losses.csv", 5),
        ("not_a_number", "network_losses.csv", 5),
    ]


def test_the_message_names_file_row_column_and_rule(toy_folder: Path) -> None:
    observation(value="x")(toy_folder)
    with pytest.raises(DataProblem) as caught:
        open_dataset(toy_folder)
    assert str(caught.value) == (
        f"{toy_folder / OBSERVATIONS}, row 5, column value: x is not a number. "
        "Write digits with one decimal mark. [not_a_number]"
    )


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert {finding.rule.id for finding in problems(tmp_path / "none")} == {"missing_file"}


def test_a_sound_folder_opens(toy_folder: Path) -> None:
    data = open_dataset(toy_folder, 2026)
    assert data.warnings == []
    assert list(data.catalogue) == ["network_losses"]
    assert list(data.places) == ["morocco", "casablanca", "rabat"]
    assert data.of("network_losses")["value"].tolist() == [23.5, 23.0, 19.25]
    assert data.of("nothing").empty
    assert len(data.urban_centres) == 2
    assert len(data.version) == 12


def test_a_warning_lets_the_folder_open(toy_folder: Path) -> None:
    observation(value="1", lower="-0.5")(toy_folder)
    data = open_dataset(toy_folder, 2026)
    assert [(finding.rule.id, finding.row, finding.column) for finding in data.warnings] == [
        ("out_of_range", 5, "lower")
    ]


def test_what_is_projected_may_lie_ahead(toy_folder: Path) -> None:
    observation(year="2030", method="projected")(toy_folder)
    assert len(open_dataset(toy_folder, 2026).of("network_losses")) == 4


def test_the_current_year_is_the_calendars_unless_given(toy_folder: Path) -> None:
    assert len(open_dataset(toy_folder).of("network_losses")) == 3
    with pytest.raises(DataProblem, match="2021 is in the future"):
        open_dataset(toy_folder, 2020)


def test_the_projects_own_folder_opens_without_a_finding() -> None:
    data = own()
    assert data.folder == DATA_FOLDER
    assert data.warnings == []
    assert len(data.catalogue) > 150
    assert len(data.urban_centres) == 13_135
    assert derive.has_figure(data.observations).all()
    assert derive.is_bound(data.observations).sum() < 20
    assert (data.observations[["source", "perimeter", "method"]] != "").all(axis=None)


def test_every_value_of_the_own_folder_has_a_known_place_source_and_indicator() -> None:
    data = own()
    for name, known in (("place", data.places), ("indicator", data.catalogue), ("source", data.sources)):
        assert set(data.observations[name].cat.categories) <= set(known)


def test_what_is_written_into_a_frame_stays_out_of_the_data_set(toy_folder: Path) -> None:
    data = open_dataset(toy_folder)
    for name in ("network_losses", "nothing"):
        frame = data.of(name)
        frame["value"] = 0.0
        frame["extra"] = 1
        frame.loc[:, "note"] = "changed"
    pd.testing.assert_frame_equal(data.of("network_losses"), open_dataset(toy_folder).of("network_losses"))
    assert "extra" not in data.observations


def test_the_frames_of_all_indicators_are_all_observations() -> None:
    data = own()
    assert sum(len(data.of(name)) for name in data.catalogue) == len(data.observations)
    assert {str(data.observations[name].dtype) for name in CATEGORIES} == {"category"}


CHANGES = {
    "a value": (OBSERVATIONS, "23.5", "23.6"),
    "a bound": (OBSERVATIONS, ",20,27,", ",20,28,"),
    "a note": (OBSERVATIONS, "as printed", "as typed"),
    "a source's licence": (SOURCES, "CC BY 4.0", "CC BY 3.0"),
    "a definition": (ENTRY, "and not billed", "but not billed"),
    "a place's name": (PLACES, "rabat,Rabat,", "rabat,Rabat (Morocco),"),
    "a family": ("families.toml", '"Split"', '"Shares"'),
    "a peer set": ("peer_sets.toml", '"All peers"', '"All"'),
    "a target": ("targets.csv", "Use water well", "Use water better"),
    "an urban centre": ("urban_centres.csv", "80.5", "80.6"),
    "an outline": ("boundaries/a.geojson", '"features": []', '"features": [ ]'),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_version_changes_with(toy_folder: Path, what: str) -> None:
    write(toy_folder, "boundaries/a.geojson", '{"type": "FeatureCollection", "features": []}')
    before = open_dataset(toy_folder).version
    change(toy_folder, *CHANGES[what])
    assert open_dataset(toy_folder).version != before


def test_the_version_is_that_of_the_content_alone(toy_folder: Path, tmp_path: Path) -> None:
    before = open_dataset(toy_folder).version
    assert open_dataset(toy_folder).version == before
    moved = toy_folder.rename(tmp_path / "elsewhere")
    assert open_dataset(moved).version == before
    write(moved, OBSERVATIONS, (moved / OBSERVATIONS).read_bytes().replace(b"\n", b"\r\n"))
    write(moved, "releases/notes.txt", "not shown")
    assert open_dataset(moved).version == before


def test_the_version_knows_which_file_a_text_is_in(toy_folder: Path) -> None:
    before = open_dataset(toy_folder).version
    (toy_folder / OBSERVATIONS).rename(toy_folder / "observations" / "network_losses.csv")
    data: Dataset = open_dataset(toy_folder)
    assert data.version != before
    assert len(data.observations) == 3


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda content: b"",
    "cut short": lambda content: content[: len(content) * 2 // 3],
    "its middle lost": lambda content: content[: len(content) // 3] + content[len(content) // 2 :],
    "random bytes": lambda content: bytes(range(256)) * 4,
    "another encoding": lambda content: content.decode().encode("utf-16"),
    "a web page": lambda content: b"<!doctype html><html><head></head></html>",
    "doubled": lambda content: content * 2,
    "quotes": lambda content: content.replace(b"\n", b'\n"', 3),
    "semicolons": lambda content: content.replace(b",", b";"),
    "a list": lambda content: b"[[1, 2], 3]",
}


def stated_by(folder: Path) -> list[Finding]:
    """Return why a folder does not open; nothing where it opens."""
    try:
        open_dataset(folder, 2026)
    except DataProblem as problem:
        return problem.findings
    return []


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", [*FILES, "held_back_x.csv", "boundaries/x.geojson"])
def test_whatever_becomes_of_a_file_it_is_stated_in_findings(toy_folder: Path, name: str, damage: str) -> None:
    write(toy_folder, "held_back_x.csv", "place,indicator,year,value,reason\nrabat,network_losses,2019,1,typed\n")
    write(toy_folder, "boundaries/x.geojson", '{"type": "FeatureCollection", "features": []}')
    path = write(toy_folder, name, DAMAGES[damage]((toy_folder / name).read_bytes()))
    files = {finding.file for finding in stated_by(toy_folder)}
    assert not files or str(path) in files or damage == "cut short"


def test_every_file_of_the_own_folder_is_shown_or_known_not_to_be() -> None:
    beside = {"LICENCES.md", "licences", "releases", "inbox", "store", "derived", "sessions"}
    names = {path.name for path in DATA_FOLDER.iterdir() if not path.name.startswith(("held_back_", "."))}
    assert names - beside == set(SHOWN)
