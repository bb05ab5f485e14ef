"""Which figures a link asks to see, and what of it cannot be honoured."""

from hypothesis import given
from hypothesis import strategies as st

from indicators.charts.request import AGES, EVERYTHING, AvailabilityFilter, ChartRequest, Gap
from indicators.findings.finding import describe
from indicators.model.vocabulary import Theme
from indicators.web.link_choices import LinkChoices
from indicators.web.links import address, read, read_availability_filter

SIEVES = st.builds(
    AvailabilityFilter,
    theme=st.sampled_from([None, *map(str, Theme)]),
    national=st.booleans(),
    gap=st.sampled_from([None, *map(str, Gap)]),
    older=st.sampled_from([None, *AGES]),
)


@given(SIEVES)
def test_a_sieve_comes_back_from_its_query(sieve: AvailabilityFilter) -> None:
    assert read_availability_filter(dict(sieve.query())) == (sieve, [])


def test_a_page_as_it_opens_says_nothing() -> None:
    assert EVERYTHING.query() == []
    assert address("availability", ChartRequest()) == "/availability?lang=en"


def test_what_cannot_be_honoured_is_reported_and_left_out() -> None:
    query = {"theme": "sky", "figures": "all", "gap": "<script>", "older": "7"}
    sieve, findings = read_availability_filter(query)
    assert sieve == EVERYTHING
    assert [finding.rule.id for finding in findings] == ["link_sieve"] * 4
    assert ("The link asks for “theme=sky”, which is not known; theme can be water, energy, land, carbon.") in {
        describe(finding)[0] for finding in findings
    }


def test_only_a_page_of_figures_to_sieve_reads_it() -> None:
    choices = LinkChoices(indicators=(), peer_sets=("all",), cities=())
    query = {"theme": "sky", "older": "5"}
    assert read(query, choices) == (ChartRequest(), [])
    state, findings = read(query, LinkChoices(indicators=(), peer_sets=("all",), cities=(), filtered=True))
    assert state == ChartRequest(availability=AvailabilityFilter(older=5))
    assert [finding.rule.id for finding in findings] == ["link_sieve"]
    assert state.plain == ChartRequest()
