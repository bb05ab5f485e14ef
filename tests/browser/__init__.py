"""Tests of the running application in a real Chromium or Chrome."""
