"""Maps: the outlines of places, the parts of a city, and what a map of them needs to know.

Pictures of maps are made in :mod:`indicators.charts` and :mod:`indicators.figures`.
"""
