"""What changed in the data, version by version."""

from pages.parts.changes import render

render()
