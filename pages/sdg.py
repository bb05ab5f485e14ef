"""The SDG page: each goal and target, where Casablanca and its peers stand, and what 2030 would take."""

from pages.parts.sdg import render

render()
