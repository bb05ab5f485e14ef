"""The home city of the project's own data, and of the data that tests make."""

from indicators.model.home import Home

HOME = "casablanca"


def home() -> Home:
    """Return the setting of a data set that a test makes."""
    names = {"en": "Morocco", "fr": "le Maroc", "ar": "المغرب"}
    return Home.model_validate({"city": HOME, "address": HOME, "part": "arrondissement", "country_names": names})
