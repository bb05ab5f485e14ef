"""Compare: up to twelve cities and any indicators, each picture with its verdict."""

from pages.parts.compare import render

render()
