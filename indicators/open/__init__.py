"""Open data: figures as other programs read them, each row with its verdict, perimeter, source and licence.

One layer of rows (:mod:`indicators.open.observation_rows`) serves every door: chart files, the API, and whatever else
hands figures on. What may not be redistributed is left out, and counted.
"""
