"""Measurements of speed, each beside a baseline; README.md says how to run them."""
