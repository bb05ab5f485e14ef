"""How the server is, for whoever runs it."""

from pages.views.operator import render

render()
