"""Compare: up to twelve cities and any indicators, each picture with its verdict."""

from pages.views.compare import render

render()
