"""What is published: city by indicator, and what is not."""

from pages.views.availability import render

render()
