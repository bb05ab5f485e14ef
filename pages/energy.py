"""The page of the theme energy."""

from indicators.vocabulary import Theme
from pages.parts.theme import render

render(Theme.ENERGY)
