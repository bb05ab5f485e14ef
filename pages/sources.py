"""Every indicator: what it means, where it comes from, under which licence, for whom."""

from pages.views.sources import render

render()
