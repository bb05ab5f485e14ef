"""Units as people write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.units import factor


@pytest.mark.parametrize(
    ("written", "unit", "ratio"),
    [
        ("%", "percent", 1.0),
        ("US gallons per person a day", "liter / person / day", 3.785411784),
        ("litres par habitant par jour", "liter / person / day", 1.0),
        ("thousand persons", "person", 1000.0),
        ("ktCO2e", "t", 1000.0),
        ("t CO₂/capita", "t / person", 1.0),
        ("million m3", "hectometer**3", 1.0),
        ("m²/person", "m**2 / person", 1.0),
        ("µg/m3", "microgram / m**3", 1.0),
        ("ha", "km**2", 0.01),
    ],
)
def test_conversions(written: str, unit: str, ratio: float) -> None:
    assert factor(written, unit) == pytest.approx(ratio, rel=1e-12)


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("kWh", "percent"),
        ("persons", "percent"),
        ("count", "percent"),
        ("m3", "m**3 / day"),
        ("knots", "t"),
        ("((", "m"),
    ],
)
def test_refusals(written: str, unit: str) -> None:
    assert factor(written, unit) is None


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_answered(written: str) -> None:
    assert factor(written, "percent") is None or factor(written, "percent") > 0
