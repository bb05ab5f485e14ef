"""One chart on the whole screen, for a room."""

from pages.views.present import render

render()
