"""Pages in Arabic: from right to left, in a face that nobody else fetches, and back again without a new document."""

import re

import pytest

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


def fetched_fonts(visit, path):
    fetched = []
    visit.page.on("request", lambda request: fetched.append(request.url.removeprefix(visit.address)))
    visit.open(path)
    visit.page.wait_for_function("document.fonts.status === 'loaded'")
    return [address for address in fetched if address == asset(ARABIC_FONT)]


def test_the_document_is_arabic_before_any_script_runs(visit):
    answer = visit.page.request.get(f"{visit.address}/water?lang=ar", headers={"accept": "text/html"})
    assert '<html lang="ar" dir="rtl">' in answer.text()
    assert f'<link rel="preload" href="{asset(ARABIC_FONT)}"' in answer.text()
    french = visit.page.request.get(f"{visit.address}/water?lang=fr", headers={"accept": "text/html"})
    assert '<html lang="fr" dir="ltr">' in french.text()
    assert f'<link rel="preload" href="{asset(ARABIC_FONT)}"' not in french.text()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_other_languages_never_fetch_the_arabic_face(open_visit, language):
    visit = open_visit(locale="en-GB", extra_http_headers={"x-fresh": f"font-{language}"})
    assert fetched_fonts(visit, f"/water?lang={language}") == []
    # though the link to the Arabic page is written in Arabic
    assert visit.page.get_by_text("العربية").is_visible()


def test_arabic_pages_are_set_in_the_face_served_here(open_visit):
    visit = open_visit(extra_http_headers={"x-fresh": "font-ar"})
    assert len(fetched_fonts(visit, "/water?lang=ar")) == 1
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


def test_signs_that_point_on_turn_and_trends_do_not(visit):
    visit.open("/changes?lang=ar")
    turned = visit.page.locator(".cs-turns").first.evaluate("sign => getComputedStyle(sign).transform")
    assert re.match(r"matrix\(-1, 0, 0, 1", turned)
    visit.open("/sdg?lang=ar")
    assert visit.page.locator(".cs-status").first.evaluate("sign => getComputedStyle(sign).transform") == "none"
