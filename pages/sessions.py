"""Sessions of slides: which there are, whether they are ready for the room, and changing them."""

from pages.views.sessions import render

render()
