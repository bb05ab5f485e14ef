"""The page of the theme carbon."""

from indicators.vocabulary import Theme
from pages.parts.theme import render

render(Theme.CARBON)
