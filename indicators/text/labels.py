"""The closed vocabularies' texts, one per language, and sentences that name the home city and its country."""

from enum import StrEnum

from indicators.language.translator import N_, Translator, filled, text, translations
from indicators.model.home import Home
from indicators.model.places import Gazetteer
from indicators.model.vocabulary import Direction, Level, Method, Perimeter, Scale, SdgKind, Theme
from indicators.text.formatting import tidy

# Words of two vocabularies may be spelt alike, so each vocabulary has its own table.
TEXTS: dict[type[StrEnum], dict[StrEnum, str]] = {
    Theme: {
        Theme.WATER: N_("Water"),
        Theme.ENERGY: N_("Energy"),
        Theme.LAND: N_("Land"),
        Theme.CARBON: N_("Carbon"),
    },
    Level: {
        Level.DISTRICT: N_("arrondissement"),
        Level.PREFECTURE: N_("prefecture"),
        Level.CITY: N_("city"),
        Level.COMMUNE: N_("commune"),
        Level.METROPOLITAN_AREA: N_("metropolitan area"),
        Level.REGION: N_("region"),
        Level.COUNTRY: N_("country"),
        Level.FACILITY: N_("facility"),
    },
    Perimeter: {
        Perimeter.MUNICIPALITY: N_("municipality"),
        Perimeter.PREFECTURE: N_("prefecture"),
        Perimeter.ARRONDISSEMENT: N_("arrondissement"),
        Perimeter.URBAN_CENTRE: N_("urban centre"),
        Perimeter.AGGLOMERATION: N_("agglomeration"),
        Perimeter.UTILITY: N_("utility perimeter"),
        Perimeter.METROPOLITAN_AREA: N_("metropolitan area"),
        Perimeter.REGION: N_("region"),
        Perimeter.COUNTRY: N_("country"),
        Perimeter.FACILITY: N_("facility"),
        Perimeter.NOT_STATED: N_("perimeter not stated"),
    },
    Method: {
        Method.CENSUS: N_("census"),
        Method.SURVEY: N_("survey"),
        Method.METERED: N_("metered"),
        Method.REPORTED: N_("reported"),
        Method.SATELLITE: N_("satellite"),
        Method.MODELLED: N_("modelled"),
        Method.ESTIMATED: N_("estimated"),
        Method.PROJECTED: N_("projected"),
        Method.PLANNED: N_("planned"),
        Method.LITERATURE: N_("literature"),
    },
    Direction: {
        Direction.HIGHER: N_("higher is better"),
        Direction.LOWER: N_("lower is better"),
        Direction.NONE: N_("neither higher nor lower is better"),
    },
    SdgKind: {
        SdgKind.OFFICIAL: N_("the official indicator of this target"),
        SdgKind.PROXY: N_("a proxy for this target: it measures a part of it, or another population"),
        SdgKind.CONTEXT: N_("context for this target, never scored"),
    },
    Scale: {
        Scale.CITY: N_("city figures"),
        Scale.COUNTRY: N_("national figures"),
        Scale.FACILITY: N_("figures of one facility"),
    },
}


KINDS = {
    SdgKind.OFFICIAL: N_("official indicator"),
    SdgKind.PROXY: N_("proxy"),
    SdgKind.CONTEXT: N_("context"),
}
"""The kinds in a word or two, where there is no room for what they mean."""


def word(term: StrEnum, language: str) -> str:
    """Return the text of a vocabulary's word in `language`."""
    return text(language, TEXTS[type(term)][term])


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
        named = {"n": n, **self.names, **params}
        return tidy(filled(self.language, form, one if n == 1 else many, named), self.language)
