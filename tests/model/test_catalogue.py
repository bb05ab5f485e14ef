"""Catalogue entries: what makes one contradictory, and the project's own."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from indicators.findings.finding import Finding, describe
from indicators.model.catalogue import Catalogue, Indicator, Names, read_catalogue
from indicators.model.rules import read_toml_record
from indicators.model.units import factor
from indicators.model.vocabulary import Scale, Theme
from indicators.store.dataset import DATA_FOLDER
from tests.helpers.checking import dataset
from tests.helpers.entries import WATER, indicator
from tests.helpers.folders import ENTRY, write

LIMITS = {"source": "sdr_2019", "edition": "SDR 2019", "scale": "country"}
HIGHER = {"green": 98, "red": 80, "lower": 40, "optimum": 100}


def reason(**changes: object) -> str:
    with pytest.raises(ValidationError) as caught:
        indicator(**changes)
    return "; ".join(error["msg"] for error in caught.value.errors())


@pytest.mark.parametrize(
    ("changes", "reported"),
    [
        ({"green": 80}, "thresholds: green equals red (80); one of them is wrong"),
        ({"green": 70}, "thresholds: green 70 is worse than red 80 for direction higher"),
        ({"lower": 100}, "thresholds: lower equals optimum (100)"),
        ({"optimum": 90}, "do not run from worst to best for direction higher"),
        ({"lower": 85}, "do not run from worst to best for direction higher"),
    ],
)
def test_contradictory_thresholds_are_refused(changes: dict[str, float], reported: str) -> None:
    assert reported in reason(thresholds=LIMITS | HIGHER | changes)


def test_the_worst_bound_may_be_the_red_threshold() -> None:
    assert indicator(thresholds=LIMITS | HIGHER | {"lower": 80}).thresholds is not None


def test_thresholds_need_a_direction() -> None:
    assert "say which way is better" in reason(direction="none", thresholds=LIMITS | HIGHER)


@pytest.mark.parametrize(
    ("changes", "reported"),
    [
        ({"range": {"min": 100, "max": 0}}, "range: min 100.0 is not below max 0.0"),
        ({"id": "Water Losses"}, "String should match pattern"),
        ({"sdg": {"target": "6.z", "kind": "proxy"}}, "String should match pattern"),
        ({"sdg": {"target": "6.4", "kind": "close"}}, "Input should be 'official', 'proxy' or 'context'"),
        ({"names": {"en": "Losses", "fr": " ", "ar": "ضياع"}}, "String should have at least 1 character"),
        ({"names": {"en": "Losses", "fr": "Pertes"}}, "Field required"),
        ({"digits": 7}, "Input should be less than or equal to 6"),
        ({"range": {"max": float("inf")}}, "Input should be a finite number"),
        ({"unit_name": "percent"}, "Extra inputs are not permitted"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(changes: dict[str, object], reported: str) -> None:
    assert reported in reason(**changes)


def test_an_entry_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        WATER.digits = 3


def test_a_text_in_an_unknown_language_is_english() -> None:
    names = Names(en="Water", fr="Eau", ar="ماء")
    assert [names.get(language) for language in ("en", "fr", "ar", "de")] == ["Water", "Eau", "ماء", "Water"]


def test_the_order_is_theme_scale_order_and_id() -> None:
    catalogue = Catalogue(
        [
            indicator(id="b", theme="carbon"),
            indicator(id="national", scale="country", order=1),
            indicator(id="z", order=5),
            indicator(id="a"),
        ]
    )
    assert list(catalogue) == ["z", "a", "national", "b"]
    assert [entry.id for entry in catalogue.of_theme("water")] == ["z", "a", "national"]
    assert catalogue.of_theme("land") == []
    assert len(catalogue) == 4


def reported_by(findings: list[Finding]) -> list[tuple[str, str | None, str]]:
    return [(finding.rule.id, finding.column, describe(finding)[0]) for finding in findings]


@pytest.mark.parametrize(
    ("content", "rule", "message"),
    [
        (b"", "bad_entry", "the entry is not valid: Field required."),
        (b'id = "a"\nid = "b"\n', "unreadable_file", "Cannot overwrite a value (at line 2, column 9)."),
        (b"names = {", "unreadable_file", "the file cannot be read"),
        (b'id = "caf\xe9"', "unreadable_file", "can't decode byte 0xe9"),
    ],
)
def test_an_entry_that_cannot_be_read_is_named(tmp_path: Path, content: bytes, rule: str, message: str) -> None:
    path = write(tmp_path, "one.toml", content)
    entry, findings = read_toml_record(path, Indicator)
    assert entry is None
    assert {finding.file for finding in findings} == {str(path)}
    assert findings[0].rule.id == rule
    assert message in describe(findings[0])[0]


def test_each_fault_of_an_entry_is_named_by_its_key(tmp_path: Path) -> None:
    text = ENTRY.replace('"percent"', '""').replace('fr = "Pertes du réseau"\n', "").replace('"lower"', '"down"')
    _, findings = read_toml_record(write(tmp_path, "network_losses.toml", text), Indicator)
    assert reported_by(findings) == [
        ("bad_entry", "unit", "the entry is not valid: String should have at least 1 character."),
        ("bad_entry", "direction", "the entry is not valid: Input should be 'higher', 'lower' or 'none'."),
        ("bad_entry", "names.fr", "the entry is not valid: Field required."),
    ]


def test_one_bad_entry_leaves_the_others(tmp_path: Path) -> None:
    write(tmp_path, "water/network_losses.toml", ENTRY)
    write(tmp_path, "water/other.toml", "id = 1")
    catalogue, findings = read_catalogue(tmp_path)
    assert list(catalogue) == ["network_losses"]
    assert findings


def test_the_projects_entries_stand_in_the_folder_of_their_theme() -> None:
    for path in (DATA_FOLDER / "catalogue").rglob("*.toml"):
        assert dataset().catalogue[path.stem].theme == path.parent.name
    assert {entry.theme for entry in dataset().catalogue.values()} == set(Theme)


def test_the_projects_units_are_units_and_their_names_differ_by_language() -> None:
    for entry in dataset().catalogue.values():
        assert factor(entry.unit, entry.unit) == 1.0, entry.id
        assert "ـ" not in entry.names.ar + entry.definition.ar, f"kashida in {entry.id}"


def test_a_stand_in_is_a_national_indicator_of_the_same_theme() -> None:
    catalogue = dataset().catalogue
    for entry in catalogue.values():
        if entry.stand_in:
            assert catalogue[entry.stand_in].scale is Scale.COUNTRY
            assert entry.scale is not Scale.COUNTRY


def test_an_official_indicator_names_its_code() -> None:
    for entry in dataset().catalogue.values():
        if entry.sdg.indicator:
            assert entry.sdg.indicator.startswith(f"{entry.sdg.target}."), entry.id
