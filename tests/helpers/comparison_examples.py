"""Published figures and catalogue entries for the tests of comparison.

Access to public transport (SDG 11.2.1): UN-Habitat, 2024 edition. Carbon
footprint per person with one standard deviation: Moran et al. 2018. Population
of agglomerations: United Nations, World Urbanization Prospects 2018.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from indicators.model import observations
from indicators.model.catalogue import Indicator
from indicators.model.places import Gazetteer, Place
from indicators.model.vocabulary import Level

TRANSPORT = {
    "ahmedabad": (2020, 78.6697), "alexandria": (2020, 35.9833), "algiers": (2020, 47.9859),
    "buenos_aires": (2020, 87.2945), "cairo": (2020, 21.2376), "cape_town": (2020, 51.1574),
    "casablanca": (2020, 66.4805), "chicago": (2020, 39.1425), "dakar": (2020, 77.3421), "delhi": (2020, 62.0146),
    "johannesburg": (2020, 20.7828), "lagos": (2020, 38.1120), "lisbon": (2020, 99.5118), "lyon": (2020, 89.5213),
    "marrakesh": (2020, 74.7878), "milan": (2020, 77.7103), "mumbai": (2020, 80.8751), "nairobi": (2020, 58.0295),
    "new_york": (2020, 69.8285), "osaka": (2020, 69.4223), "shanghai": (2020, 55.3032), "shenzhen": (2020, 70.9789),
    "tangier": (2020, 70.7600), "tokyo": (2020, 74.0331),
}  # fmt: skip
TRANSPORT_REPORTED = {
    "amsterdam": (2020, 92.9), "barcelona": (2020, 99.7), "bogota": (2020, 97.0962), "brussels": (2018, 94.6),
    "geneva": (2018, 96.7), "istanbul": (2020, 99.88), "madrid": (2020, 98.4), "marseille": (2020, 94.4),
    "medellin": (2020, 98.8807), "paris": (2020, 97.7), "rome": (2020, 96.1), "rotterdam": (2020, 90.0),
    "tunis": (2021, 77.7702), "zurich": (2018, 95.2),
}  # fmt: skip
FOOTPRINT = {
    "lagos": (0.5, 0.2), "mumbai": (1.5, 0.3), "algiers": (1.7, 0.5), "casablanca": (1.8, 0.6), "ahmedabad": (1.8, 0.7),
    "alexandria": (2.1, 0.9), "bogota": (2.4, 0.6), "delhi": (2.6, 0.6), "medellin": (2.6, 1.3), "tunis": (3.0, 1.1),
    "osaka": (3.8, 0.9), "tokyo": (4.0, 0.6), "buenos_aires": (4.1, 0.7), "istanbul": (5.2, 1.2), "lisbon": (5.3, 2.4),
    "lyon": (5.6, 2.6), "rome": (6.7, 2.4), "barcelona": (7.1, 2.5), "brussels": (7.5, 4.0), "shanghai": (7.6, 1.9),
    "paris": (7.7, 2.5), "cape_town": (7.7, 2.5), "milan": (8.0, 2.5), "madrid": (8.8, 3.1), "johannesburg": (9.5, 1.8),
    "amsterdam": (10.5, 4.3), "zurich": (11.0, 5.9), "rotterdam": (11.1, 3.5), "new_york": (17.1, 5.5),
    "chicago": (21.1, 5.1),
}  # fmt: skip
POPULATION = {
    "casablanca": {1990: 2682014, 2015: 3593075, 2018: 3683566, 2020: 3752357},
    "geneva": {2018: 599376}, "rabat": {2018: 1846661}, "rome": {2018: 4209710}, "tunis": {2018: 2290777},
    "madrid": {2018: 6497124}, "ahmedabad": {2018: 7680935}, "tokyo": {2018: 37468302},
}  # fmt: skip


def names(en: str, fr: str = "", ar: str = "") -> dict[str, str]:
    return {"en": en, "fr": fr or en, "ar": ar or en}


def entry(**changes: Any) -> Indicator:
    """Return access to public transport, or what `changes` make of it."""
    record = {
        "id": "public_transport_access", "theme": "carbon", "scale": "city", "measure": "share", "unit": "percent",
        "unit_names": names("% of residents", "% des habitants", "% من السكان"), "direction": "higher", "digits": 1,
        "names": names("Access to public transport", "Accès aux transports publics", "الولوج إلى النقل العمومي"),
        "definition": names("Residents within a convenient walk of a stop."),
        "sdg": {"target": "11.2", "kind": "official", "indicator": "11.2.1"},
    }  # fmt: skip
    return Indicator.model_validate({**record, **changes})


def footprint_entry(**changes: Any) -> Indicator:
    return entry(
        **{
            "id": "carbon_footprint", "measure": "per person", "unit": "tonne", "direction": "lower", "undated": True,
            "names": names("Carbon footprint", "Empreinte carbone"),
            "unit_names": names("t CO₂ per person", "t CO₂ par personne"), **changes,
        }
    )  # fmt: skip


def population_entry(**changes: Any) -> Indicator:
    return entry(
        **{
            "id": "agglomeration_population", "measure": "total", "unit": "person", "direction": "none", "digits": 0,
            "names": names("Population", "Population"), "unit_names": names("people", "habitants"), **changes,
        }
    )  # fmt: skip


def rows(*records: Mapping[str, Any], **common: Any) -> pd.DataFrame:
    """Return observations: `common` fills what a record leaves out."""
    usual = {
        "indicator": "public_transport_access", "perimeter": "urban centre", "method": "estimated",
        "source": "unhabitat_public_transport_2024", "year": 2020, "value": 50.0,
    }  # fmt: skip
    return observations.typed(pd.DataFrame([{**usual, **common, **record} for record in records]))


def transport(*, reported: bool = True) -> pd.DataFrame:
    reports = [{"place": place, "year": year, "value": value} for place, (year, value) in TRANSPORT.items()]
    if reported:
        reports += [
            {"place": place, "year": year, "value": value, "method": "reported"}
            for place, (year, value) in TRANSPORT_REPORTED.items()
        ]
    return rows(*reports)


def footprint() -> pd.DataFrame:
    return rows(
        *(
            {"place": place, "value": value, "lower": value - sd, "upper": value + sd}
            for place, (value, sd) in FOOTPRINT.items()
        ),
        indicator="carbon_footprint",
        year=None,
        method="modelled",
        source="ggmcf_2018",
    )


def population() -> pd.DataFrame:
    return rows(
        *(
            {"place": place, "year": year, "value": value, "method": "estimated" if year <= 2018 else "projected"}
            for place, values in POPULATION.items()
            for year, value in values.items()
        ),
        indicator="agglomeration_population",
        perimeter="agglomeration",
        source="un_wup_2018",
    )


def gazetteer() -> Gazetteer:
    """Return a few of the places: cities, districts and countries."""
    city, country = Level.CITY, Level.COUNTRY
    reported = [
        ("casablanca", "Casablanca", "Casablanca", city, "MAR"), ("rabat", "Rabat", "Rabat", city, "MAR"),
        ("geneva", "Geneva", "Genève", city, "CHE"), ("rome", "Rome", "Rome", city, "ITA"),
        ("tunis", "Tunis", "Tunis", city, "TUN"), ("madrid", "Madrid", "Madrid", city, "ESP"),
        ("ahmedabad", "Ahmedabad", "Ahmedabad", city, "IND"), ("tokyo", "Tokyo", "Tokyo", city, "JPN"),
        ("cairo", "Cairo", "Le Caire", city, "EGY"), ("morocco", "Morocco", "Maroc", country, "MAR"),
        ("italy", "Italy", "Italie", country, "ITA"), ("spain", "Spain", "Espagne", country, "ESP"),
        ("japan", "Japan", "Japon", country, "JPN"), ("anfa", "Anfa", "Anfa", Level.DISTRICT, "MAR"),
        ("sidi_othmane", "Sidi Othmane", "Sidi Othmane", Level.DISTRICT, "MAR"),
    ]  # fmt: skip
    return Gazetteer(
        Place.model_validate({"id": key, "names": names(en, fr), "level": level, "country": code})
        for key, en, fr, level, code in reported
    )
