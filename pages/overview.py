"""The opening page: four themes at a glance."""

from pages.views.overview import render

render()
