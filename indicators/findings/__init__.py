"""Findings: what a check reports, told apart by its rule, described later in the reader's language."""
