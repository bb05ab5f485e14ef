"""Catalogue entries the tests of scores and trajectories are about."""

from indicators.model.catalogue import Indicator


def names(word: str) -> dict[str, str]:
    return dict.fromkeys(("en", "fr", "ar"), word)


def indicator(**changes: object) -> Indicator:
    entry: dict[str, object] = {
        "id": "efficiency", "theme": "water", "scale": "city", "measure": "share", "unit": "percent",
        "unit_names": names("%"), "direction": "higher", "range": {"min": 0, "max": 100}, "names": names("Efficiency"),
        "definition": names("Billed over distributed"), "sdg": {"target": "6.4", "kind": "context"},
    }  # fmt: skip
    return Indicator.model_validate(entry | changes)


# Bounds and thresholds of basic drinking water in the SDR 2019.
WATER = indicator(
    id="basic_water",
    scale="country",
    sdg={"target": "6.1", "kind": "proxy"},
    thresholds={
        "source": "sdr_2019", "edition": "SDR 2019", "scale": "country",
        "green": 98, "red": 80, "lower": 40, "optimum": 100,
    },
)  # fmt: skip
