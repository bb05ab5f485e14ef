"""What is published: city by indicator, and what is not."""

from pages.parts.availability import render

render()
