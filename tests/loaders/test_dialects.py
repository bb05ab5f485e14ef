"""One table in every way that spreadsheets and people write it: the figures read are always the same."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.checking import check, observation

pytestmark = pytest.mark.slow

HEADERS = {
    "en": ("place", "indicator", "year", "value", "perimeter", "method", "source"),
    "fr": ("Ville", "Indicateur", "Année", "Valeur", "Périmètre", "Méthode", "Source"),
    "ar": ("المدينة", "المؤشر", "السنة", "القيمة", "النطاق", "الطريقة", "المصدر"),
}
WORDS = {
    "en": ("Casablanca", "municipality", "census"),
    "fr": ("Casablanca", "commune", "recensement"),
    "ar": ("الدار البيضاء", "الجماعة", "إحصاء"),
}
FIGURES = {"population_municipal": 3_197_332.0, "running_water_at_home": 98.2}
YEARS = ("2024", "2024.0", "01/09/2024", "2024-09-01", "sept. 2024", "٢٠٢٤")


@st.composite
def dialects(draw: st.DrawFn) -> dict[str, str]:
    """The choices of someone who saves a table."""
    language = draw(st.sampled_from(sorted(HEADERS)))
    encodings = ["utf-8", "utf-8-sig", "utf-16", *(["cp1256"] if language == "ar" else ["cp1252"])]
    decimal = draw(st.sampled_from([",", "."]))
    return {
        "language": language,
        "encoding": draw(st.sampled_from(encodings)),
        "delimiter": draw(st.sampled_from(";\t|" if decimal == "," else ",;\t|")),
        "decimal": decimal,
        "thousands": draw(st.sampled_from(["", " ", "\u00a0", "'"])),
        "year": draw(st.sampled_from(YEARS)),
        "end": draw(st.sampled_from(["\n", "\r\n"])),
        "quote": draw(st.sampled_from(["", '"'])),
        "title": draw(st.sampled_from(["", "Casablanca en chiffres", "RGPH 2024"])),
        "total": draw(st.sampled_from(["", "Total", "Ensemble", "المجموع"])),
        "footnote": draw(st.sampled_from(["", "Source : recensement de 2024"])),
    }


def written(choice: dict[str, str]) -> bytes:
    """Return the table as bytes."""
    place, perimeter, method = WORDS[choice["language"]]

    def number(value: float) -> str:
        text = f"{value:,.1f}".removesuffix(".0")
        return text.translate({ord(","): choice["thousands"] or None, ord("."): choice["decimal"]})

    quote, delimiter = choice["quote"], choice["delimiter"]
    rows = [list(HEADERS[choice["language"]])]
    rows += [
        [place, indicator, choice["year"], number(value), perimeter, method, "hcp_rgph_2024"]
        for indicator, value in FIGURES.items()
    ]
    rows += [[choice["total"], "", "", number(3_197_430.2), "", "", ""]] if choice["total"] else []
    lines = [delimiter.join(f"{quote}{cell}{quote}" for cell in row) for row in rows]
    lines = [*([choice["title"], ""] if choice["title"] else []), *lines]
    lines += [choice["footnote"]] if choice["footnote"] else []
    text = choice["end"].join([*lines, ""])
    missing = text.encode(choice["encoding"], errors="replace").decode(choice["encoding"]) != text
    return text.encode("utf-8" if missing else choice["encoding"])


@settings(deadline=None, max_examples=25)
@given(dialects())
def test_the_figures_are_the_same_in_every_dialect(choice: dict[str, str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(written(choice))
        intake = check(path)
    assert (intake.format, intake.accepted, intake.refused) == ("tidy", 2, 0), [
        (finding.rule.id, finding.row, finding.value) for finding in intake.findings
    ]
    assert intake.out_of_scope == bool(choice["total"])
    for indicator, value in FIGURES.items():
        row = observation(intake, "casablanca", indicator, 2024)
        assert (row["value"], row["perimeter"], row["method"]) == (value, "municipality", "census")
    stated = {finding.rule.id for finding in intake.findings}
    assert ("read_as" in stated) == (choice["language"] != "en")
    assert ("preamble_left_out" in stated) == bool(choice["title"])
    assert ("footnote_left_out" in stated) == bool(choice["footnote"])
