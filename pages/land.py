"""The page of the theme land."""

from indicators.vocabulary import Theme
from pages.parts.theme import render

render(Theme.LAND)
