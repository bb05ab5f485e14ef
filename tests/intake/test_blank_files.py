from zipfile import ZipFile

import pytest

from indicators.intake import blank_files
from indicators.intake.file_check import check_file
from indicators.language.translator import SCREEN_LANGUAGES
from indicators.loaders.handmade.synonyms import read_header
from tests.helpers.checking import dataset

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_the_headers_of_an_empty_table_are_those_the_reader_knows(language):
    read = read_header(blank_files.headers(language))
    assert [read.names[name] for name in blank_files.ORDER] == blank_files.headers(language)


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_the_example_is_read_back_whole_and_changes_nothing(language, tmp_path):
    path = tmp_path / "example.csv"
    path.write_bytes(blank_files.example_csv(dataset(), language))
    intake = check_file(path, dataset(), 2026)
    assert intake.format == "tidy"
    assert (intake.refused, intake.empty, intake.out_of_scope) == (0, 0, 0)
    assert intake.accepted == intake.rows_read >= 5
    assert intake.changes is not None
    assert intake.changes.unchanged == intake.accepted


def test_the_example_holds_what_the_project_publishes(tmp_path):
    text = blank_files.example_csv(dataset(), "fr").decode("utf-8-sig")
    # HCP, census of 2024: 98.2 % of the households of Casablanca are connected to the public sewer.
    assert any("Casablanca" in line and ";98,2;" in line for line in text.splitlines())


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_an_empty_workbook_offers_five_lists_and_holds_no_figure(language, tmp_path):
    path = tmp_path / "figures.xlsx"
    path.write_bytes(blank_files.empty_workbook(dataset(), language))
    with ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count('<dataValidation type="list"') == 5
    intake = check_file(path, dataset(), 2026)
    assert [one.rule.id for one in intake.findings] == ["empty_file"]
