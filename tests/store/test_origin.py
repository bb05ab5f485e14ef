"""Origin records: complete, dated, linked, and one source however often they are written down."""

from pathlib import Path

import pytest

from indicators.findings.finding import describe
from indicators.store.ledger.origin import iso_date, read_origin, record_path, source_of

WHOLE = {
    "producer": "Ville de Casablanca",
    "title": "Enquête ménages 2025",
    "link": "https://example.org/enquete",
    "published": "2025-03",
    "accessed": "2025-11-02",
    "licence": "CC BY 4.0",
    "redistributable": "yes",
}


def reported_by(stated: dict[str, str]) -> list[tuple[str, str | None]]:
    source, findings = source_of(stated, "f.csv")
    assert source is None
    return [(finding.rule.id, finding.column) for finding in findings]


def test_a_whole_origin_is_a_source() -> None:
    source, findings = source_of(WHOLE, "f.csv")
    assert findings == []
    assert source is not None
    assert source.citation == "Ville de Casablanca (2025), Enquête ménages 2025"
    assert source.redistributable
    assert source.id.startswith("added_ville_de_casablanca_")


def test_the_same_words_are_the_same_source() -> None:
    first, again = source_of(WHOLE, "f.csv")[0], source_of(WHOLE | {"title": " Enquête  ménages 2025 "}, "g.csv")[0]
    other = source_of(WHOLE | {"published": "2025-04"}, "f.csv")[0]
    assert first == again
    assert first is not None
    assert other is not None
    assert first.id != other.id


def test_an_arabic_producer_has_an_id_too() -> None:
    source, _ = source_of(WHOLE | {"producer": "المندوبية السامية للتخطيط"}, "f.csv")
    assert source is not None
    assert source.id.startswith("added_")


def test_everything_missing_is_named_at_once() -> None:
    assert reported_by({}) == [
        ("origin_missing", name) for name in ("producer", "title", "link", "published", "licence", "redistributable")
    ]


def test_the_day_of_access_stands_in_for_the_day_of_publication() -> None:
    source, _ = source_of({**WHOLE, "published": ""}, "f.csv")
    assert source is not None
    assert source.citation.endswith("(2025), Enquête ménages 2025")


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("published", "bientôt", "origin_date"),
        ("accessed", "2025-02-30", "origin_date"),
        ("link", "example.org/enquete", "origin_link"),
        ("link", "javascript:alert(1)", "origin_link"),
        ("redistributable", "perhaps", "origin_yes_no"),
    ],
)
def test_what_is_wrong_is_named(column: str, value: str, rule: str) -> None:
    assert reported_by(WHOLE | {column: value}) == [(rule, column)]


def test_the_messages() -> None:
    _, findings = source_of({**WHOLE, "producer": "", "published": "2025-13"}, "f.csv")
    assert [describe(finding) for finding in findings] == [
        ("the origin does not say producer.", "Give it: a figure without its origin is not shown."),
        ("2025-13 is not a date.", "Write 2024, 05/2024 or 31/05/2024."),
    ]


def test_a_record_beside_the_file(tmp_path: Path) -> None:
    file = tmp_path / "eau.csv"
    record = record_path(file)
    assert record.name == "eau.csv.origin.toml"
    lines = [f'{name} = "{value}"' for name, value in WHOLE.items() if name != "redistributable"]
    record.write_text("\n".join([*lines, "redistributable = true"]), encoding="utf-8")
    assert read_origin(record) == source_of(WHOLE, str(record))


def test_a_record_that_cannot_be_used(tmp_path: Path) -> None:
    record = tmp_path / "x.csv.origin.toml"
    assert [one.rule.id for one in read_origin(record)[1]] == ["unreadable_file"]
    record.write_text("producer = ")
    assert [one.rule.id for one in read_origin(record)[1]] == ["unreadable_file"]
    record.write_text('publisher = "Ville"')
    assert [(one.rule.id, one.value) for one in read_origin(record)[1]] == [("unknown_reference", "publisher")]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2026", "2026"), ("2026-03", "2026-03"), ("2026-03-12", "2026-03-12"), ("12/03/2026", "2026-03-12"),
        ("12.3.2026", "2026-03-12"), ("03/25/2026", "2026-03-25"), ("3/2026", "2026-03"), ("2026/3/1", "2026-03-01"),
        ("12 mars 2026", "2026-03-12"), ("1er avril 2025", "2025-04-01"), ("March 12, 2026", "2026-03-12"),
        ("mai 2024", "2024-05"), ("31/02/2024", ""), ("2024-13", ""), ("yesterday", ""), ("26", ""),
    ],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(written: str, date: str) -> None:
    assert iso_date(written) == date
