"""The page of the theme energy."""

from indicators.model.vocabulary import Theme
from pages.views.theme import render

render(Theme.ENERGY)
