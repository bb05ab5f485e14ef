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


def test_the_arabic_face_is_served_here_and_fetched_by_arabic_pages_alone(open_visit):
    # a header of its own makes it a context that has fetched nothing yet
    visit = open_visit(extra_http_headers={"x-fresh": "font"})
    fetched = []
    visit.page.on("request", lambda request: fetched.append(request.url.removeprefix(visit.address)))
    for language, times in (("en", 0), ("fr", 0), ("ar", 1)):
        visit.open(f"/water?lang={language}")
        visit.page.wait_for_function("document.fonts.status === 'loaded'")
        # the link to the Arabic page is written in Arabic in every language
        assert visit.page.get_by_text("العربية").first.is_visible()
        assert fetched.count(asset(ARABIC_FONT)) == times
    loaded = "[...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family)"
    assert any("Casablanca Arabic" in family for family in visit.page.evaluate(loaded))
    for selector in ("h1", ".cs-small", ".js-plotly-plot .ytick text"):
        family = visit.page.locator(selector).first.evaluate("element => getComputedStyle(element).fontFamily")
        assert "Casablanca Arabic" in family, selector


def test_the_page_turns_round_with_its_language_and_back(visit):
    visit.open("/water?lang=fr")
    assert visit.page.evaluate(SIDES) == STRAIGHT
    visit.page.evaluate("window.kept = true")
    visit.page.get_by_role("link", name="العربية").click()
    visit.page.wait_for_function("document.documentElement.dir === 'rtl'")
    visit.settle()
    assert visit.page.evaluate(SIDES) == MIRRORED
    visit.page.get_by_role("link", name="Français").click()
    visit.page.wait_for_function("document.documentElement.dir === 'ltr'")
    visit.settle()
    assert visit.page.evaluate(SIDES) == STRAIGHT
    assert visit.page.evaluate("window.kept"), "the document was loaded anew"


def test_bars_begin_at_the_right_and_years_at_the_left(visit):
    visit.open("/water?lang=ar&indicator=running_water_at_home")
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
