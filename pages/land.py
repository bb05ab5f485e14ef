"""The page of the theme land."""

from indicators.model.vocabulary import Theme
from pages.views.theme import render

render(Theme.LAND)
