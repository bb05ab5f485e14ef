"""Findings: what a check reports, distinguished by its rule, described later in the reader's language."""
