"""Tests; they mirror the modules of `indicators`."""
