"""Files brought in a real browser: dropped, drafted, accepted, by those who may."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.identity_provider import identity_provider, secrets_file
from tests.browser.visit import Visit
from tests.helpers.serving import free_port, running_app

# As Excel writes it in Casablanca: a title row, semicolons, decimal commas, Windows-1252.
FRENCH = (
    "Raccordement à l'égout public;;;;;\r\n"
    "Ville;Indicateur;Année;Valeur;Périmètre;Méthode;Source\r\n"
    "Casablanca;public_sewer;2024;98,4;commune;recensement;hcp_rgph_2024\r\n"
    "Casablnca;public_sewer;2023;97,9;commune;recensement;hcp_rgph_2024\r\n"
    "Rabat;public_sewer;2024;99,1;commune;recensement;hcp_rgph_2024\r\n"
).encode("cp1252")


def choose(page: Page, path: Path) -> None:
    """Choose a file with the page's own button."""
    with page.expect_file_chooser() as chooser:
        page.locator("[data-choose]").first.click()
    chooser.value.set_files(path)
    expect(page.locator(".cs-filed")).to_contain_text(path.name)


@pytest.fixture
def french(tmp_path: Path) -> Path:
    path = tmp_path / "Égouts 2024.csv"
    path.write_bytes(FRENCH)
    return path


def test_a_french_spreadsheet_becomes_a_draft_and_then_everyones_figures(
    begin_visit: Callable[..., Visit], french: Path, tmp_path: Path
) -> None:
    environment = {"INDICATORS_DATA": str(tmp_path), "INDICATORS_LOCAL": "1"}
    with running_app(tmp_path / "log.txt", **environment) as address:
        visit, other = begin_visit(address, locale="fr-FR"), begin_visit(address)
        other.open("/water?indicator=public_sewer&lang=en")
        visit.open("/data?lang=fr")
        page = visit.page
        # no word of Streamlit's own, in English, is to be seen
        seen = page.locator("[data-testid=stMain]").inner_text()
        assert not re.search(r"Drag and drop|Browse|Upload|per file|Limit", seen)
        choose(page, french)
        main = page.locator("[data-testid=stMain]")
        expect(main).to_contain_text("2 valeurs peuvent être montrées.")
        expect(main).to_contain_text("vouliez-vous dire Casablanca")
        expect(page.locator(".cs-draft")).to_contain_text("visibles de vous seul")
        page.locator(".cs-effects a[href*=public_sewer]").first.click()
        expect(page.locator("h1")).to_contain_text("98,4")
        expect(page.locator(".cs-draft")).to_be_visible()
        expect(page.get_by_text("Données (zip)")).to_have_count(0)
        other.page.reload()
        other.settle()
        assert "98.4" not in other.page.locator("[data-testid=stMain]").inner_text()
        page.locator(".cs-draft a").first.click()
        expect(page.locator(".cs-filed")).to_contain_text(french.name)
        page.get_by_text("Accepter sans la 1 valeur refusée").click()
        page.get_by_role("button", name=re.compile("^Accepter")).click()
        expect(main).to_contain_text("Accepté sous le numéro 1")
        expect(page.locator(".cs-draft")).to_have_count(0)
        # the other reader did nothing; the page shows the figure by itself
        expect(other.page.locator("[data-testid=stMain]")).to_contain_text("98.4")
        assert visit.errors == []


def test_a_dropped_file_and_what_is_not_one(visit: Visit) -> None:
    visit.open("/data?lang=en")
    page = visit.page
    drop = """([name, text]) => {
        const bag = new DataTransfer();
        bag.items.add(new File([text], name));
        const place = document.querySelector('[data-drop]');
        place.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: bag }));
    }"""
    page.evaluate(drop, ["figures.pdf", "%PDF"])
    expect(page.locator(".cs-told")).to_have_text(
        "Only CSV, TSV, TXT, XLSX, XLS, ODS, GEOJSON, GPKG, ZIP and JSON files are read here."
    )
    page.evaluate(drop, ["figures.csv", FRENCH.decode("cp1252")])
    expect(page.locator(".cs-filed")).to_contain_text("figures.csv")
    # without a sign-in, and with others let in, nobody may publish
    expect(page.locator("[data-testid=stMain]")).to_contain_text("Here files can be checked, not published")
    assert visit.errors == []


def test_an_analyst_who_signed_in_may_publish_and_another_may_not(
    begin_visit: Callable[..., Visit], french: Path, tmp_path: Path
) -> None:
    port = free_port()
    with identity_provider() as provider:
        settings = tmp_path / ".streamlit" / "secrets.toml"
        settings.parent.mkdir()
        settings.write_text(secrets_file(provider, port), encoding="utf-8")
        environment = {
            "INDICATORS_DATA": str(tmp_path),
            "INDICATORS_ANALYSTS": "amina@example.org",
            # Streamlit looks for secrets in the home folder too
            "HOME": str(tmp_path),
            "USERPROFILE": str(tmp_path),
        }
        with running_app(tmp_path / "log.txt", port, **environment) as address:
            visit = begin_visit(address)
            page, main = visit.page, visit.page.locator("[data-testid=stMain]")

            def sign_in(person: str) -> None:
                visit.open("/data?lang=en")
                choose(page, french)
                page.get_by_role("button", name="Sign in").click()
                page.locator(f"#{person}").click()
                visit.settle()
                visit.open("/data?lang=en")
                choose(page, french)

            sign_in("youssef")
            expect(main).to_contain_text("You are signed in as youssef@example.org, who may check files")
            expect(page.get_by_role("button", name=re.compile("^Accept"))).to_have_count(0)
            page.get_by_role("button", name="Sign out").click()
            page.wait_for_url(re.compile(r"/$|/\?"))
            visit.settle()
            sign_in("amina")
            page.get_by_text("Accept without the 1 refused value").click()
            page.get_by_role("button", name=re.compile("^Accept: everyone")).click()
            expect(main).to_contain_text("Accepted as number 1")
            expect(main).to_contain_text("by amina@example.org")
