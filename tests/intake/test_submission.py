import pytest

from indicators.intake import drafts, submission
from indicators.intake.submission import NOT_YET, Submission, check, plain_name, with_origin
from tests.helpers.checking import THIS_YEAR, dataset

pytestmark = pytest.mark.slow

FIGURES = "place,indicator,year,value\nCasablanca,public_sewer,2020,98.4\n"
ORIGIN = {
    "producer": "Régie",
    "title": "Bilan 2024",
    "link": "https://example.org/bilan",
    "published": "2025",
    "licence": "CC BY 4.0",
    "redistributable": "no",
}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "brought.csv"
    path.write_text(FIGURES, encoding="utf-8")
    return Submission(path, "eau.csv")


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("eau.csv", "eau.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Amina\\Données 2024.xlsx", "Données 2024.xlsx"),
        ("a\r\nSet-Cookie: b.csv", "aSet-Cookie b.csv"),
        ('<b>".csv', "b.csv"),
        ("..", ""),
        ("x" * 300 + ".csv", "x" * 116 + ".csv"),
    ],
)
def test_a_name_is_stored_without_what_a_path_or_a_header_would_read(given, stored):
    assert plain_name(given) == stored


@pytest.mark.slow
def test_values_without_a_source_are_a_draft_under_a_source_that_says_so(file):
    offer = check(file, dataset(), 0, THIS_YEAR)
    draft = submission.draft(dataset(), offer, "fr")
    rows = draft.of("public_sewer")
    assert rows[rows["source"] == NOT_YET]["value"].tolist() == [98.4]
    assert "brouillon" in draft.sources[NOT_YET].citation
    assert not draft.sources[NOT_YET].redistributable
    assert drafts.is_draft(draft)
    # what could be accepted still names none
    assert offer.intake.observations["source"].astype("str").tolist() == [""]
    assert NOT_YET not in dataset().sources


def test_a_described_origin_comes_with_the_offer(file):
    described = with_origin(file, ORIGIN)
    offer = check(described, dataset(), 0, THIS_YEAR)
    assert [source.producer for source in offer.sources] == ["Régie"]
    assert offer.intake.observations["source"].tolist() == [offer.sources[0].id]
    assert NOT_YET not in submission.draft(dataset(), offer).sources


def test_a_known_source_does_not_come_again(file):
    source = dataset().sources["hcp_rgph_2024"]
    offer = check(submission.replace(file, source=source), dataset(), 0, THIS_YEAR)
    assert offer.sources == ()
    assert offer.intake.observations["source"].tolist() == ["hcp_rgph_2024"]


def test_an_origin_that_lacks_something_is_none_and_says_what(file):
    described = with_origin(file, ORIGIN | {"title": "", "link": "bilan"})
    assert described.source is None
    assert [(problem.rule.id, problem.column) for problem in described.problems] == [
        ("origin_missing", "title"),
        ("origin_link", "link"),
    ]


def test_a_file_that_vanished_is_reported_and_nothing_raised(file):
    file.path.unlink()
    offer = check(file, dataset(), 0, THIS_YEAR)
    assert offer.intake.format is None
    assert [finding.rule.id for finding in offer.intake.findings] == ["missing_file"]
