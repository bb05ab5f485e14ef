"""The SDG page: each goal and target, where the home city and its peers stand, and what 2030 would take."""

from pages.views.sdg import render

render()
