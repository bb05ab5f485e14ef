"""The home city's districts on a map, and which outline of the city a figure is of."""

from pages.views.districts import render

render()
