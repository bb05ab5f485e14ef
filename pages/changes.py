"""What changed in the data, version by version."""

from pages.views.changes import render

render()
