"""The places compared on a map of the world, by year."""

from pages.views.world import render

render()
