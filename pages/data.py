"""Bring a file: what it holds, what it would change, where it comes from, and its acceptance."""

from pages.views.data.page import render

render()
