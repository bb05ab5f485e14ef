"""Charts: a figure with its claim, its verdict, its source and its table twin.

A chart is made from the data set, an indicator, the places compared and how it
shall look; :mod:`indicators.figures` draws it. None of these modules knows a
screen, so the same chart serves a page, a slide and a download.
"""
