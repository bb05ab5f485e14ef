"""Sessions in a real browser: a chart is added from its page, slides move, what is typed stays, a picture is taken."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from indicators.sessions.session_files import find_session
from indicators.store.dataset import DATA_FOLDER
from indicators.store.folders import Folders
from tests.browser.visit import Visit
from tests.helpers.pictures import png, svg
from tests.helpers.serving import running_app


def slides(folder: Path, name: str) -> list[str]:
    file, _ = find_session(Folders(DATA_FOLDER, folder), name)
    assert file is not None
    assert file.session is not None
    return [slide.chart or str(slide.kind) for slide in file.session.slides]


def test_a_session_is_made_from_a_chart_and_changed(
    begin_visit: Callable[..., Visit], own_address: str, own_folder: Path, tmp_path: Path
) -> None:
    visit = begin_visit(own_address)
    page = visit.page
    main = page.locator("[data-testid=stMain]")
    visit.open("/water?indicator=public_sewer&lang=en")
    page.get_by_role("link", name="Add to session").first.click()
    page.get_by_label("Session", exact=True).click()
    page.get_by_role("option", name="A new session").click()
    page.get_by_label("Title of the new session").fill("Our day")
    page.get_by_role("button", name="Add to session").click()
    expect(main).to_contain_text("Added as slide 1.")
    assert slides(own_folder, "our-day") == ["public_sewer-rank"]
    page.get_by_role("button", name="Duplicate").click()
    expect(main).to_contain_text("Slide 1 is there twice.")
    # Until the page is complete the form of the slide before is still there.
    visit.settle()
    page.get_by_label("Notes (English)").fill("Typed, not sent")
    page.get_by_role("button", name="Up", exact=True).click()
    expect(main).to_contain_text("Slide 2 is slide 1 now.")
    visit.settle()
    expect(page.get_by_label("Notes (English)")).to_have_value("Typed, not sent")
    page.get_by_text("Add a slide", exact=True).click()
    page.get_by_role("tab", name="Picture").click()
    for name, content in (("evil.svg", svg("<script>alert(1)</script>")), ("dam.png", png())):
        (tmp_path / name).write_bytes(content)
    field = page.locator("input[type=file][accept*=png]")
    field.set_input_files(tmp_path / "evil.svg")
    expect(main).to_contain_text("evil.svg")
    page.get_by_label("What the picture shows (English)").fill("The dam")
    page.get_by_role("button", name="Add the slide").last.click()
    expect(page.get_by_role("alert").first).to_contain_text("holds more than a drawing: <script>")
    visit.settle()
    expect(page.get_by_label("What the picture shows (English)")).to_have_value("The dam")
    field.set_input_files(tmp_path / "dam.png")
    expect(main).to_contain_text("dam.png")
    page.get_by_role("button", name="Add the slide").last.click()
    expect(main).to_contain_text("Slide 2 is new.")
    assert slides(own_folder, "our-day") == ["public_sewer-rank", "picture", "public_sewer-rank"]
    assert visit.errors == []


def test_the_programme_stays_up_to_date_by_itself(begin_visit: Callable[..., Visit], tmp_path: Path) -> None:
    with running_app(tmp_path / "log.txt", INDICATORS_DATA=str(tmp_path)) as address:
        visit = begin_visit(address, viewport={"width": 360, "height": 780})
        page = visit.page
        page.clock.install()
        page.goto(f"{address}/programme?lang=en&at=2027-01-13T09:20")
        expect(page.locator(".current")).to_contain_text("Casablanca in four figures")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        folder = tmp_path / "store" / "sessions"
        folder.mkdir(parents=True)
        (folder / "programme.toml").write_text("title.en = 'Ours'\n", encoding="utf-8")
        page.clock.run_for(31_000)
        expect(page.locator("h1")).to_have_text("Ours")
        page.context.set_offline(True)
        page.clock.run_for(61_000)
        expect(page.locator("h1")).to_have_text("Ours")
