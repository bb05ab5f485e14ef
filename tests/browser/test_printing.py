"""Plain pages on paper; those of the menu are printed in :mod:`tests.browser.test_layouts`, where they are open."""

from collections.abc import Callable

import pytest

from tests.browser.paper import A4, ADDRESS, close, printed, sizes, words
from tests.browser.visit import Visit


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_plain_page(open_visit: Callable[..., Visit], scheme: str) -> None:
    visit = open_visit(color_scheme=scheme)
    visit.page.goto(f"{visit.address}/c/public_sewer-rank?lang=en")
    visit.page.wait_for_selector(".js-plotly-plot .main-svg")
    paper = printed(visit.page)
    text = words(paper)
    assert (len(paper.pages), sizes(paper)) == (1, {A4})
    for part in ("Casablanca", "Source:", "Printed on", f"{ADDRESS}/c/public_sewer-rank"):
        assert close(part) in text
    assert close("Copy link") not in text
