"""Exports: a chart as files that carry its figures, their origin and their terms.

What may not be redistributed is left out and named. The same chart of the same
data version is the same bytes, for nothing in them comes from the clock.
"""
