"""Bring a file: what it holds, what it would change, where it comes from, and its acceptance."""

from pages.parts.data import render

render()
