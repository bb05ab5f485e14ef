"""Parameters: strictly read, everything wrong reported at once, and written again in one way only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.open.endpoints import ENDPOINTS
from indicators.open.parameters import MOST_IDS, Parameter, read_query, read_value
from tests.helpers.checking import dataset

OBSERVATIONS = next(endpoint for endpoint in ENDPOINTS if endpoint.name == "observations")
YEARS = Parameter("years", "years", "")


def read(**written: str):
    return read_query(list(written.items()), OBSERVATIONS.all_parameters, dataset())


@pytest.mark.parametrize(
    ("written", "years"),
    [
        ("2020", (2020, 2020)),
        ("2000..2020", (2000, 2020)),
        ("2000..", (2000, None)),
        ("..2020", (None, 2020)),
        ("2020..2020", (2020, 2020)),
    ],
)
def test_spans_of_years(written: str, years: tuple[int | None, int | None]) -> None:
    assert read_value(YEARS, written, dataset()) == (years, [])


@pytest.mark.parametrize("written", ["", "..", "20", "2020..2000", "2020-2021", "٢٠٢٠", "1899", "2101", "2020...2021"])
def test_what_is_no_span_of_years(written: str) -> None:
    value, (finding,) = read_value(YEARS, written, dataset())
    assert (value, finding.rule.id) == (None, "open_years")


def test_one_question_is_written_in_one_way() -> None:
    first, _ = read(place="fes~rabat", indicator="public_sewer", years="2024")
    again, _ = read(years="2024..2024", indicator="public_sewer", place="rabat, fes,rabat")
    assert first.canonical() == again.canonical() == "indicator=public_sewer&place=fes,rabat&years=2024"


def test_a_name_is_answered_with_the_id_it_means() -> None:
    _, findings = read(place="الدار البيضاء", indicator="public_sewr", theme="wate")
    assert [finding.params["near"] for finding in findings] == ["casablanca", "public_sewer", "water"]


def test_too_many_ids_are_one_finding() -> None:
    _, findings = read(place=",".join(["rabat"] * (MOST_IDS + 1)))
    assert [(finding.rule.id, finding.value) for finding in findings] == [("open_many", "301")]


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=80), max_size=6))
def test_no_query_is_a_fault(written: dict[str, str]) -> None:
    query, findings = read_query(list(written.items()), OBSERVATIONS.all_parameters, dataset())
    assert set(query.values) <= {parameter.name for parameter in OBSERVATIONS.all_parameters}
    assert len(findings) + len(query.values) >= len(written)
    assert query.canonical().isascii()


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: one.name)
def test_no_address_has_a_parameter_twice(endpoint) -> None:
    names = [parameter.name for parameter in endpoint.all_parameters]
    assert len(names) == len(set(names))
