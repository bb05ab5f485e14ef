"""Claims: for each result the one plain sentence of what it says."""
