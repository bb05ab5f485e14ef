"""Sentences on the home city: its name and its country's are put into the messages."""

from indicators.language.translator import Translator, translations
from indicators.model.home import Home
from indicators.model.places import Gazetteer
from indicators.text.formatting import tidy


class HomeTranslator(Translator):
    """A translator that fills `{home}`, the name of the home city, and `{country}`, its country as a sentence names it.

    French contractions are made: `de {home}` is `du Caire` where the city is Le Caire.
    """

    def __init__(self, home: Home, places: Gazetteer, language: str) -> None:
        super().__init__(language)
        self.names = {"home": places[home.city].names.get(language), "country": home.country_names.get(language)}

    def __call__(self, message: str, **params: object) -> str:
        """Return `message` translated, the names and its parameters put in."""
        return tidy(super().__call__(message, **self.names, **params), self.language)

    def plural(self, one: str, many: str, n: int, **params: object) -> str:
        """Return the form of a message for `n`, the names and its parameters put in."""
        form = translations(self.language).ngettext(one, many, n)
        return tidy(form.format(n=n, **self.names, **params), self.language)
