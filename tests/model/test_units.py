"""Units as people write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.model.units import factor, is_unit


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
        ("l/hab/j", "L / person / day", 1.0),
        ("litres par habitant et par jour", "L / person / day", 1.0),
        ("لتر/فرد/يوم", "L / person / day", 1.0),
        ("US gallons per person per day", "L / person / day", 3.785411784),
        ("m³/an", "hectometer**3 / year", 1e-6),
        ("Mm3/an", "hectometer**3 / year", 1.0),
        ("millions de m3", "hectometer**3", 1.0),
        ("m3/j", "m**3 / day", 1.0),
        ("kWh/hab", "kWh / person", 1.0),
        ("kWh/hab/an", "kWh / person", 1.0),
        ("téqCO2/hab/an", "t / person", 1.0),
        ("t éq. CO2", "t", 1.0),
        ("‰", "percent", 0.1),
        ("en milliers", "person", 1000.0),
        ("milliers d'habitants", "person", 1000.0),
        ("hab./km²", "person / km**2", 1.0),
        ("ménages", "count", 1.0),
        ("nombre d'habitants", "person", 1.0),
        ("Nombre de logements", "count", 1.0),
        ("en % des ménages", "percent", 1.0),
        ("% of households", "percent", 1.0),
        ("mètres carrés par habitant", "m**2 / person", 1.0),
        ("kilomètres carrés", "km**2", 1.0),
        ("tonnes de CO2 par habitant", "t / person", 1.0),
        ("ktep", "GJ", 41868.0),
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
        ("MAD", "USD / L"),
        ("EUR / L", "USD / L"),
        ("gallons per person per day", "L / person / day"),
        ("ménages", "person"),
        ("L / person / year", "L / person / day / year"),
        ("provisoire", "person"),
        ("((", "m"),
    ],
)
def test_refusals(written: str, unit: str) -> None:
    assert factor(written, unit) is None


@pytest.mark.parametrize(
    ("written", "known"),
    [("L/hab/j", True), ("%", True), ("en milliers", True), ("RGPH 2024", False), ("gallons", False), ("", False)],
)
def test_what_is_a_unit(written: str, known: bool) -> None:
    assert is_unit(written) is known


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_answered(written: str) -> None:
    assert factor(written, "percent") is None or factor(written, "percent") > 0
