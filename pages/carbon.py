"""The page of the theme carbon."""

from indicators.model.vocabulary import Theme
from pages.views.theme import render

render(Theme.CARBON)
