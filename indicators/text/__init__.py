"""A figure in words: labels, numbers and years as each language writes them, citations."""
