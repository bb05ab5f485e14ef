"""Layers: files of outlines or points, read, repaired, matched to places, and made ready for the checks of values.

GeoJSON, GeoPackage and shapefiles in any coordinate system. What is wrong with
a file is a finding with the number of its feature, never an exception.
"""
