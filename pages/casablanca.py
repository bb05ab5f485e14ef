"""Casablanca's arrondissements and prefectures on a map, and which Casablanca a figure is of."""

from pages.views.casablanca import render

render()
