"""Every indicator that the page of goals links, the languages in turn: no exception, no empty chart."""

import pytest

from indicators.language.locales import SCREEN_LANGUAGES
from tests.helpers.published import dataset
from tests.helpers.visits import Visit


@pytest.mark.slow
@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_every_indicator_opens_on_the_page_of_goals(language):
    visit = Visit("sdg", lang=language)
    links = " ".join(visit.links)
    names = [name for name in dataset().catalogue if f"indicator={name}&" in f"{links}&"]
    assert len(names) > 100
    names = names[SCREEN_LANGUAGES.index(language) :: len(SCREEN_LANGUAGES)]
    broken = []
    for name in names:
        visit.app.query_params["indicator"] = name
        visit.app.run()
        if visit.app.exception or not all(spec["data"] for spec in visit.specs) or not visit.headings(1):
            broken.append((name, [error.message for error in visit.app.exception]))
    assert broken == []
