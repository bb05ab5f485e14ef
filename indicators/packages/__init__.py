"""The whole data set as files for other programs: data package, CSVW, catalogues, SDMX, and the deposit of a release.

Everything is made of one list of resources (:mod:`indicators.packages.resources`), once for each data version, and the
same data are the same bytes. What may not be redistributed is left out and counted.
"""
