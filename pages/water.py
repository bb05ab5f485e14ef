"""The page of the theme water."""

from indicators.model.vocabulary import Theme
from pages.views.theme import render

render(Theme.WATER)
