"""Citations and error reports: what a reader quotes carries its source, its version and its link."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from indicators.model.sources import Source, read_sources
from indicators.store.dataset import open_dataset
from indicators.text.citations import (
    LONGEST_SHORT_LINE,
    attributions,
    citation,
    cited,
    error_report,
    short_source_line,
    source_line,
)
from indicators.text.labels import HomeTranslator
from tests.helpers.checking import dataset
from tests.helpers.home import home

LINK = "http://localhost:8501/water?indicator=network_losses&lang=en"
T = HomeTranslator(home(), dataset().places, "en")


@pytest.fixture
def sources(toy_folder: Path) -> dict[str, Source]:
    return read_sources(toy_folder / "sources")[0]


def test_a_citation_holds_title_source_version_and_link(sources: dict[str, Source]) -> None:
    assert citation("Losses fall", sources.values(), "0123456789ab", LINK, T) == (
        "“Losses fall” Utility (2020) Annual report. Agency (2021), Yearbook. "
        f"Casablanca smart-city indicators, data version 0123456789ab, {LINK}"
    )


def test_a_source_cited_twice_stands_once(sources: dict[str, Source]) -> None:
    twice = [sources["open_2020"]] * 2
    assert citation("Losses", twice, "v", LINK, T).count("Annual report") == 1
    assert source_line(twice, "en") == "Utility, Annual report 2020"
    assert source_line(sources.values(), "en") == "Utility, Annual report 2020; Agency, Yearbook 2021"
    itself = sources["open_2020"].model_copy(update={"title": "Utility, report of a year"})
    assert source_line([itself], "en") == "Utility, report of a year", "a producer that its title names is said once"
    assert attributions([*twice, sources["closed_2021"]], "en") == ["Utility"]


def test_the_sources_of_rows_in_order_of_first_use(toy_folder: Path) -> None:
    data = open_dataset(toy_folder)
    rows = data.of("network_losses")
    assert [source.id for source in cited(data.sources, rows["source"])] == ["open_2020", "closed_2021"]
    assert cited(data.sources, ["unknown"]) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_error_report_is_one_mail_link_with_everything_filled_in(language: str) -> None:
    link = error_report("data@example.org", "Part de l’eau & pertes", "Casablanca", "0123456789ab", LINK, language)
    assert link.startswith("mailto:data@example.org?subject=")
    assert not set(link) & set(" \n\r\"<>'")
    assert "%0A" in link
    parts = urlsplit(link)
    assert parts.path == "data@example.org"
    fields = parse_qs(parts.query, strict_parsing=True)
    assert set(fields) == {"subject", "body"}
    assert "Part de l’eau & pertes, Casablanca" in fields["subject"][0]
    for reported in ("Part de l’eau & pertes", "Casablanca", "0123456789ab", LINK):
        assert reported in fields["body"][0]
    assert fields["body"][0].count("\n") >= 5


def test_a_report_without_an_address_leaves_the_recipient_to_the_reader() -> None:
    assert error_report("", "x", "y", "v", LINK, "en").startswith("mailto:?subject=")
    assert unquote(error_report("a b@example.org", "x", "y", "v", LINK, "en")).startswith("mailto:a b@example.org?")


def test_every_citation_of_the_project_ends_with_one_full_stop() -> None:
    for source in dataset().sources.values():
        text = citation("t", [source], "v", LINK, T)
        assert ".. " not in text
        assert ". Casablanca smart-city indicators" in text


def test_a_room_reads_producers_and_years():
    def source(producer, published=""):
        return Source(
            id="one", producer=producer, title="A title", citation="A citation", link="https://example.org",
            licence="CC BY 4.0", redistributable=True, published=published,
        )  # fmt: skip

    assert short_source_line([], "en") == ""
    assert short_source_line([source("Haut-Commissariat au Plan (HCP)", "2024-11")], "en") == "Source: HCP 2024"
    un_habitat = source("UN-Habitat (United Nations Human Settlements Programme)")
    assert short_source_line([un_habitat, un_habitat], "fr") == "Source\u00a0: ONU-Habitat"
    many = [source(f"An office with a rather long name, number {n}", "2020") for n in range(9)]
    line = short_source_line(many, "en")
    assert line.endswith("; 7 more")
    assert len(line) <= LONGEST_SHORT_LINE + len("Source: ")
