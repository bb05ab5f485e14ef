from zipfile import ZipFile

import pytest
import xlsxwriter

from indicators.intake import blank_files
from indicators.intake.file_check import check_file
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.loaders.handmade.synonyms import read_header
from indicators.model.vocabulary import Method, Perimeter
from indicators.text.labels import word
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


def test_the_example_in_arabic_parts_columns_by_semicolons_and_writes_a_decimal_comma():
    lines = blank_files.example_csv(dataset(), "ar").decode("utf-8-sig").splitlines()
    assert lines[0].startswith("المكان;المؤشر;السنة;القيمة;الوحدة;")
    assert any(line.startswith("الدار البيضاء;") and ";98,2;" in line for line in lines)


@pytest.mark.parametrize(("language", "turned"), [("en", 0), ("fr", 0), ("ar", 2)])
def test_the_sheets_of_an_arabic_workbook_run_from_the_right(language, turned, tmp_path):
    path = tmp_path / "figures.xlsx"
    path.write_bytes(blank_files.empty_workbook(dataset(), language))
    with ZipFile(path) as book:
        sheets = [book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2)]
    assert sum('rightToLeft="1"' in sheet for sheet in sheets) == turned


def test_a_workbook_filled_in_arabic_is_read_back(tmp_path):
    path = tmp_path / "figures.xlsx"
    figure = dataset().of("public_sewer")
    row = figure[(figure["place"] == "casablanca") & (figure["year"] == 2024)].iloc[0]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        sheet.right_to_left()
        names = {
            "place": "الدار البيضاء", "indicator": dataset().catalogue["public_sewer"].names.ar, "year": 2024,
            "value": row["value"], "perimeter": word(Perimeter(row["perimeter"]), "ar"),
            "method": word(Method(row["method"]), "ar"), "source": row["source"],
        }  # fmt: skip
        for index, (name, header) in enumerate(zip(blank_files.ORDER, blank_files.headers("ar"), strict=True)):
            sheet.write(0, index, header)
            sheet.write(1, index, names.get(name, ""))
    intake = check_file(path, dataset(), 2026)
    assert (intake.rows_read, intake.accepted, intake.refused) == (1, 1, 0)
    assert intake.changes.unchanged == 1


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_an_empty_workbook_offers_five_lists_and_holds_no_figure(language, tmp_path):
    path = tmp_path / "figures.xlsx"
    path.write_bytes(blank_files.empty_workbook(dataset(), language))
    with ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count('<dataValidation type="list"') == 5
    intake = check_file(path, dataset(), 2026)
    assert [finding.rule.id for finding in intake.findings] == ["empty_file"]
