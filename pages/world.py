"""The places compared on a map of the world, by year."""

from pages.parts.world import render

render()
