"""Pages in Arabic: from right to left, in a face that nobody else fetches, and back again without a new document."""

import httpx2

from indicators.plain.assets import ARABIC_FONT, asset

SIDES = """() => {
  const middle = (selector) => {
    const box = document.querySelector(selector).getBoundingClientRect();
    return (box.left + box.right) / 2 < document.documentElement.clientWidth / 2 ? "left" : "right";
  };
  return { brand: middle(".cs-brand"), languages: middle(".cs-lang"), device: middle("[data-testid=stMainMenu]") };
}"""
MIRRORED = {"brand": "right", "languages": "left", "device": "left"}
STRAIGHT = {"brand": "left", "languages": "right", "device": "right"}


def test_the_document_is_arabic_before_any_script_runs(app_address):
    for language, head, preloaded in (("ar", '<html lang="ar" dir="rtl">', 1), ("fr", '<html lang="fr" dir="ltr">', 0)):
        answer = httpx2.get(f"{app_address}/water", params={"lang": language}, headers={"accept": "text/html"})
        assert head in answer.text
        assert answer.text.count(f'<link rel="preload" href="{asset(ARABIC_FONT)}"') == preloaded


def turn(visit, link, direction):
    """Follow the link to the page in another language, and wait until it stands in its direction."""
    visit.page.get_by_role("link", name=link, exact=True).click()
    visit.page.wait_for_function("dir => document.documentElement.dir === dir", arg=direction)
    visit.settle()
    visit.page.wait_for_function("document.fonts.status === 'loaded'")


def test_a_page_turns_round_and_back_and_fetches_the_arabic_face_once_it_is_arabic(open_visit):
    # a header of its own makes it a context that has fetched nothing yet
    visit = open_visit(extra_http_headers={"x-fresh": "font"})
    page = visit.page
    fetched = []
    page.on("request", lambda request: fetched.append(request.url.removeprefix(visit.address)))
    for language in ("en", "fr"):
        visit.open(f"/water?lang={language}")
        page.wait_for_function("document.fonts.status === 'loaded'")
        # the link to the Arabic page is written in Arabic in every language
        assert page.get_by_text("العربية").first.is_visible()
        assert fetched.count(asset(ARABIC_FONT)) == 0
        assert page.evaluate(SIDES) == STRAIGHT
    page.evaluate("window.kept = true")
    turn(visit, "العربية", "rtl")
    assert page.evaluate(SIDES) == MIRRORED
    assert page.get_by_text("العربية").first.is_visible()
    assert fetched.count(asset(ARABIC_FONT)) == 1
    loaded = "[...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family)"
    assert any("Casablanca Arabic" in family for family in page.evaluate(loaded))
    for selector in ("h1", ".cs-small", ".js-plotly-plot .ytick text"):
        family = page.locator(selector).first.evaluate("element => getComputedStyle(element).fontFamily")
        assert "Casablanca Arabic" in family, selector
    turn(visit, "Français", "ltr")
    assert page.evaluate(SIDES) == STRAIGHT
    assert page.evaluate("window.kept"), "the document was loaded anew"


def test_bars_begin_at_the_right_and_years_at_the_left_on_a_page_that_opens_in_arabic(visit):
    fetched = []
    visit.page.on("request", lambda request: fetched.append(request.url.removeprefix(visit.address)))
    visit.open("/water?lang=ar&indicator=running_water_at_home")
    visit.page.wait_for_function("document.fonts.status === 'loaded'")
    assert fetched.count(asset(ARABIC_FONT)) == 1
    bar = visit.page.locator(".js-plotly-plot .bars path").first
    ends = bar.evaluate(
        """path => {
          const [plot, box] = [path.closest('.js-plotly-plot').getBoundingClientRect(), path.getBoundingClientRect()];
          const name = path.closest('.js-plotly-plot').querySelector('.ytick text').getBoundingClientRect();
          return [box.right < name.left, box.right > plot.left + plot.width / 2];
        }"""
    )
    assert ends == [True, True]
    years = visit.page.locator(".js-plotly-plot .xtick text").evaluate_all(
        "texts => texts.map(text => [Number(text.textContent), text.getBoundingClientRect().left])"
        ".filter(([year]) => year > 1900)"
    )
    first_plot = sorted(years)[:2]
    assert first_plot[0][1] < first_plot[1][1]
    assert visit.page.locator(".js-plotly-plot").first.evaluate("plot => getComputedStyle(plot).direction") == "ltr"
