"""Every indicator: what it means, where it comes from, under which licence, for whom."""

from pages.parts.sources import render

render()
