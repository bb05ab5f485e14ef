from indicators.web.feed_addresses import FEED_INDICATOR, FEED_THEME, indicator_scope, theme_scope
from tests.helpers.checking import dataset


def test_a_feed_of_what_nobody_knows_names_what_may_be_meant() -> None:
    scope, [finding] = theme_scope("watr")
    assert (scope, finding.rule, finding.value, finding.params["near"]) == (None, FEED_THEME, "watr", "water")
    scope, [finding] = indicator_scope(dataset(), "public_sewr")
    assert (scope, finding.rule, finding.params["near"]) == (None, FEED_INDICATOR, "public_sewer")


def test_a_feed_of_what_is_known() -> None:
    assert theme_scope("water")[1] == indicator_scope(dataset(), "public_sewer")[1] == []
