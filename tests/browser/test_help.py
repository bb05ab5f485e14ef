"""Help where it is needed: words that lead to the glossary, the tour that comes once, whom to tell."""

from urllib.parse import unquote

from playwright.sync_api import Browser, expect

from tests.browser.visit import Visit

LAND = "/land?lang=en&indicator=green_area_per_person"


def test_the_foot_names_whom_to_tell_and_a_word_leads_to_what_it_means(visit: Visit) -> None:
    visit.open(LAND)
    link = unquote(visit.page.get_by_role("link", name="Tell us what is wrong or missing").get_attribute("href") or "")
    assert link.startswith("mailto:data@example.org?")
    assert "https://indicators.example.org/land?" in link
    assert "Data version: " in link
    word = visit.page.locator(".cs-word a").first
    expect(word).to_be_visible()
    targets = visit.page.eval_on_selector_all(".cs-word a", "links => links.map(link => link.hash)")
    assert len(targets) == len(set(targets)), "a word is linked twice"
    word.click()
    visit.page.wait_for_url("**/glossary?lang=en#*")
    expect(visit.page.locator(":target dfn")).to_be_visible()


def test_the_tour_comes_once_and_can_be_skipped(browser: Browser, app_address: str) -> None:
    context = browser.new_context(locale="en-GB", service_workers="block")
    visit = Visit(context, app_address)
    visit.open(LAND)
    tour = visit.page.get_by_role("dialog", name="Tour of this page")
    expect(tour).to_be_visible()
    tour.get_by_role("button", name="Skip the tour").click()
    expect(tour).to_have_count(0)
    visit.open(LAND)
    visit.page.wait_for_timeout(5000)
    expect(tour).to_have_count(0)
    # from the foot it comes again, and has five steps
    visit.page.get_by_role("button", name="Show me round").click()
    for step in range(1, 5):
        tour.get_by_role("button", name=f"Next ({step}/5)").click()
    tour.get_by_role("button", name="Done").click()
    expect(tour).to_have_count(0)
    # by keyboard it is left at any step, and leads back to where it began
    begin = visit.page.get_by_role("button", name="Show me round")
    for key, button in (("Escape", "Next (1/5)"), ("Enter", "Skip the tour")):
        begin.focus()
        visit.page.keyboard.press("Enter")
        tour.get_by_role("button", name=button).focus()
        visit.page.keyboard.press(key)
        expect(tour).to_have_count(0)
        expect(begin).to_be_focused()
    context.close()
