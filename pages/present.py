"""One chart on the whole screen, for a room."""

from pages.parts.room import render

render()
