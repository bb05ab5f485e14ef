from indicators.web.still_addresses import STILL_OVERVIEW, STILL_PLACE, STILL_SOURCE, read_still
from tests.helpers.checking import dataset


def test_a_place_that_nobody_knows_is_named_with_the_one_that_may_be_meant() -> None:
    still_request, findings = read_still("public_sewer/casablanka/2024", {}, dataset())
    assert still_request is None
    assert [(finding.rule, finding.value, finding.params["near"]) for finding in findings] == [
        (STILL_PLACE, "casablanka", "casablanca")
    ]


def test_a_source_that_nobody_knows_leaves_every_source_in() -> None:
    still_request, findings = read_still("public_sewer/casablanca/2024", {"source": "nope"}, dataset())
    assert still_request is not None
    assert [finding.rule for finding in findings] == [STILL_SOURCE]


def test_the_overview_is_asked_about_without_a_place() -> None:
    still_request, findings = read_still("overview/casablanca/2024", {}, dataset())
    assert still_request is not None
    assert (still_request.place, still_request.year) == ("", None)
    assert [(finding.rule, finding.value) for finding in findings] == [(STILL_OVERVIEW, "casablanca")]
