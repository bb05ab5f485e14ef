"""The ledger: every file that was accepted, as it came, with its origin, and what is in force.

A file is accepted, withdrawn or brought back in one step that happens whole or
not at all, whenever the process ends. Nothing accepted is ever deleted.
"""
