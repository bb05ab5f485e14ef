"""The opening page: four themes at a glance."""

from pages.parts.overview import render

render()
