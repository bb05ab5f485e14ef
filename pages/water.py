"""The page of the theme water."""

from indicators.vocabulary import Theme
from pages.parts.theme import render

render(Theme.WATER)
