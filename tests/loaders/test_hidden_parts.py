"""What a workbook hides is not read, and named; what it crosses out, raises or has not calculated is no figure."""

import re
import zipfile
from pathlib import Path

import pytest

from indicators.loaders.reading.files import EVERY_SHEET, open_file
from indicators.loaders.reading.workbook_marks import crossed_out, raised
from indicators.loaders.reading.workbooks import read_marks
from tests.helpers.checking import check, rules
from tests.helpers.workbooks import write_xlsx

pytestmark = pytest.mark.slow

BAD_FILES = Path(__file__).parents[1] / "bad_files"
HEADER = ["place", "indicator", "year", "value", "perimeter", "method", "source"]


def row(place: str, value: float, year: int = 2024) -> list[str | float | int]:
    return [place, "public_sewer", year, value, "arrondissement", "census", "hcp_rgph_2024"]


def write_ods(path: Path, rows: str, styles: str = "", columns: str = "") -> Path:
    """Write an ODS of one sheet from the XML of its rows."""
    names = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (*((one, one) for one in ("office", "table", "text", "style")), ("fo", "xsl-fo-compatible"))
    )
    content = (
        f"<office:document-content{names}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="s">{columns}{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def text(words: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'


def number(value: float, attributes: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}"{attributes}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def test_hidden_rows_and_columns_of_a_workbook() -> None:
    sheet = open_file(BAD_FILES / "hidden_columns.xlsx").sheets[0]
    assert sheet.columns(0) == HEADER
    assert sheet.body(0)[0]["value"].tolist() == ["94.2"]
    body, findings = open_file(BAD_FILES / "hidden_rows.xlsx").sheets[0].body(0)
    assert body.index.tolist() == [2, 4], "rows keep the numbers that the spreadsheet shows"
    assert rules(findings) == [("hidden_rows", None, None, "3")]


def test_a_hidden_sheet_is_read_by_its_name() -> None:
    path = BAD_FILES / "hidden_sheets.xlsx"
    assert [sheet.name for sheet in open_file(path).sheets] == ["Final"]
    assert check(path, sheet="brouillon").observations["value"].tolist() == [11.1]


def test_hidden_rows_and_columns_of_an_ods(tmp_path: Path) -> None:
    header = ods_row(*map(text, HEADER[:3]), text("old"), *map(text, HEADER[3:]))

    def cells(place: str, value: float, attributes: str = "") -> str:
        words = [text(place), text("public_sewer"), number(2024), number(1.5), number(value)]
        return ods_row(*words, *map(text, ["arrondissement", "census", "hcp_rgph_2024"]), attributes=attributes)

    path = write_ods(
        tmp_path / "a.ods",
        header
        + cells("Anfa", 94.2)
        + cells("Al Fida", 11.1, ' table:visibility="filter"')
        + cells("Sbata", 97.4, ' table:visibility="collapse"')
        + f'<table:table-row-group table:display="false">{cells("Al Fida", 12.1)}</table:table-row-group>'
        + cells("Maârif", 98.2),
        columns='<table:table-column table:number-columns-repeated="3"/>'
        '<table:table-column table:visibility="collapse"/><table:table-column table:number-columns-repeated="4"/>',
    )
    intake = check(path)
    assert intake.observations["value"].tolist() == [94.2, 98.2]
    assert [rule for rule in rules(intake.findings) if rule[0] != "assumed"] == [
        ("hidden_rows", None, None, "3-5"),
        ("hidden_columns", None, None, "D (old)"),
    ]


def test_raised_and_crossed_out_texts_and_missing_results_of_an_ods(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="up"><style:text-properties style:text-position="super 58%"/></style:style>'
        '<style:style style:name="out"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    )
    raised_cell = (
        '<table:table-cell office:value-type="string"><text:p>94.2<text:span text:style-name="up">1</text:span>'
        "</text:p></table:table-cell>"
    )
    rows = ods_row(
        raised_cell,
        number(11.1, ' table:style-name="out"'),
        '<table:table-cell table:formula="of:=[.A1]*2"/>',
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"><text:p>2</text:p>'
        "</table:table-cell>",
    )
    marks = read_marks(write_ods(tmp_path / "a.ods", rows, styles))["s"]
    assert marks.texts == {(0, 0): "94.2¹", (0, 2): "=[.A1]*2"}
    assert marks.crossed_out == {(0, 1)}


def test_what_the_style_of_a_column_or_row_of_an_ods_crosses_out(tmp_path: Path) -> None:
    """A program names the style of a cell only where it is not that of its column or row."""
    styles = (
        '<style:style style:name="out"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    )
    column = '<table:table-column table:default-cell-style-name="{}"/>'.format
    rows = ods_row(text("Anfa"), number(11.1), number(94.2)) + ods_row(
        text("Sbata"), number(11.1, ' table:style-name="plain"'), attributes=' table:default-cell-style-name="out"'
    )
    path = write_ods(tmp_path / "a.ods", rows, styles, column("plain") + column("out") + column("plain"))
    assert read_marks(path)["s"].crossed_out == {(0, 1), (1, 0)}


WHITE_TEXT = '<font><color rgb="FFFFFFFF"/></font>'


@pytest.mark.parametrize(
    ("font", "fill", "is_unseen"),
    [
        (WHITE_TEXT, '<patternFill patternType="none"/>', True),
        ('<font><color theme="0"/></font>', '<patternFill patternType="none"/>', True),
        ('<font><color indexed="9"/></font>', '<patternFill patternType="none"/>', True),
        ('<font><color theme="0" tint="-0.05"/></font>', '<patternFill patternType="none"/>', True),
        ('<font><color theme="0" tint="-0.35"/></font>', '<patternFill patternType="none"/>', False),
        (WHITE_TEXT, '<patternFill patternType="solid"><fgColor rgb="FF1F4E79"/></patternFill>', False),
        (WHITE_TEXT, '<patternFill patternType="solid"><fgColor theme="4"/></patternFill>', False),
        (WHITE_TEXT, '<patternFill patternType="gray125"/>', False),
        ("<font/>", '<patternFill patternType="solid"><fgColor theme="1"/></patternFill>', True),
        ('<font><color auto="1"/></font>', '<patternFill patternType="none"/>', False),
        (
            '<font><color theme="4" tint="0.5"/></font>',
            '<patternFill patternType="solid"><fgColor theme="4" tint="0.5"/></patternFill>',
            True,
        ),
    ],
)
def test_a_text_of_the_colour_of_its_ground_is_not_read(tmp_path: Path, font: str, fill: str, is_unseen: bool) -> None:
    whole = write_xlsx(tmp_path / "a.xlsx", {"s": [HEADER, row("Anfa", 94.2), row("Sbata", 97.4)]})
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<fonts><font/>{font}</fonts><fills><fill><patternFill/></fill><fill>{fill}</fill></fills>"
        '<cellXfs><xf fontId="0" fillId="0"/><xf fontId="1" fillId="1"/></cellXfs></styleSheet>'
    )
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = re.sub(rb'<c (r="[A-Z]3")', rb'<c s="1" \1', content)
            target.writestr(name, styles if name.endswith("styles.xml") else content)
    intake = check(path)
    assert intake.observations["value"].tolist() == ([94.2] if is_unseen else [94.2, 97.4])
    unseen = [finding.value for finding in intake.findings if finding.rule.id == "unseen_cells"]
    assert unseen == (["A3, B3, C3, D3, E3, F3, G3"] if is_unseen else [])


def test_texts_of_an_ods_on_a_ground_of_their_colour(tmp_path: Path) -> None:
    white = '<style:text-properties fo:color="#ffffff"/>'
    dark = '<style:table-cell-properties fo:background-color="#1f4e79"/>'
    styles = (
        f'<style:style style:name="none" style:parent-style-name="Default">{white}</style:style>'
        f'<style:style style:name="dark" style:parent-style-name="Default">{dark}{white}</style:style>'
        f'<style:style style:name="inherits" style:parent-style-name="Heading">{white}</style:style>'
    )
    cells = [number(11.1, f' table:style-name="{name}"') for name in ("none", "dark", "inherits", "none")]
    blank = '<table:table-cell table:style-name="none"/>'
    marks = read_marks(write_ods(tmp_path / "a.ods", ods_row(*cells, blank), styles))["s"]
    assert marks.unseen == {(0, 0), (0, 3)}


@pytest.mark.parametrize(
    ("joined", "refused", "values"),
    [("D3:D4", [3, 4], [94.2]), ("D3:E3", [], [94.2, 97.4]), ("A3:G3", [], [94.2]), ("E2:E3", [], [94.2, 97.4])],
)
def test_a_figure_joined_over_several_rows_is_of_none(
    tmp_path: Path, joined: str, refused: list[int], values: list[float]
) -> None:
    """Names may stand once for several rows; a figure may be that of each, or of all together."""
    last = [*row("Maârif", 98.2)[:3], None, *row("", 0)[4:]] if joined == "D3:D4" else [None] * 7
    third = ["Milieu urbain"] if joined == "A3:G3" else row("Sbata", 97.4)
    if joined == "E2:E3":
        third[4] = None
    path = write_xlsx(tmp_path / "a.xlsx", {"s": [HEADER, row("Anfa", 94.2), third, last]}, {"s": [joined]})
    intake = check(path)
    assert intake.observations["value"].tolist() == values
    joined_figures = [rule for rule in rules(intake.findings) if rule[0] == "joined_figure"]
    assert joined_figures == [("joined_figure", line, "value", "97.4 ⟷") for line in refused]


def test_a_figure_joined_over_two_years_is_of_neither(tmp_path: Path) -> None:
    rows = [["Arrondissement", "2014", "2024"], ["Anfa", 86.6, 94.2], ["Sbata", 97.4, None]]
    path = write_xlsx(tmp_path / "a.xlsx", {"s": rows}, {"s": ["B3:C3"]})
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        'years = ["2014", "2024"]\n[columns]\nplace = "Arrondissement"\n[constants]\nindicator = "public_sewer"\n'
        'source = "hcp_rgph_2024"\nperimeter = "arrondissement"\nmethod = "census"\n'
    )
    intake = check(path, mapping=mapping)
    assert intake.observations["value"].tolist() == [86.6, 94.2]
    assert [rule[1:] for rule in rules(intake.findings) if rule[0] == "joined_figure"] == [
        (3, "2014", "97.4 ⟷"),
        (3, "2024", "97.4 ⟷"),
    ]


def test_an_ods_says_which_cells_are_joined(tmp_path: Path) -> None:
    cells = [number(94.2, ' table:number-rows-spanned="2"'), number(1.1, ' table:number-columns-spanned="3"')]
    marks = read_marks(write_ods(tmp_path / "a.ods", ods_row(*cells)))["s"]
    assert marks.joined == [((0, 0), (1, 0)), ((0, 1), (0, 3))]


@pytest.mark.parametrize(("name", "text_shown"), [("raised_footnote", "94.2¹"), ("crossed_out", crossed_out("11.1"))])
def test_the_text_of_a_cell_is_the_one_that_shows(name: str, text_shown: str) -> None:
    assert open_file(BAD_FILES / f"{name}.xlsx").sheets[0].body(0)[0]["value"].tolist() == [text_shown, "97.4"]


def test_raised_characters() -> None:
    assert raised("12 (a)") == "¹² ⁽ᵃ⁾"


def test_a_stored_result_counts_unless_the_file_says_that_none_was_calculated(tmp_path: Path) -> None:
    path = BAD_FILES / "formula_without_result.xlsx"
    changed = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b' fullCalcOnLoad="1"', b""))
    assert {place[0] for place in read_marks(path)["Feuil1"].texts} == {1, 2}
    assert {place[0] for place in read_marks(changed)["Feuil1"].texts} == {1}, "nought may be a result"


def test_all_sheets_of_one_shape_are_read_where_that_is_asked_for(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx",
        {
            "notes": [["version", 2], ["of", 2024]],
            "2014": [HEADER, row("Anfa", 86.6, 2014), row("Anfa", "x", 2015)],
            "2024": [["Tableau 1"], HEADER, row("Anfa", 94.2)],
        },
    )
    first, every = check(path), check(path, sheet=EVERY_SHEET)
    assert first.observations["year"].tolist() == [2014]
    assert ("sheets_left_out", None, None, "2014") in rules(first.findings)
    assert every.observations["year"].tolist() == [2014, 2024]
    assert every.rows_read == 3
    left_out = [finding for finding in every.findings if finding.rule.id == "sheets_left_out"]
    assert [finding.params["found"] for finding in left_out] == ["notes"]
    assert check(path, sheet="2024").observations["year"].tolist() == [2024]
