"""The beginning of the text of outlines that came with a file: the source they are from."""

import re

_HEAD = re.compile(r'\{"type":"FeatureCollection","source":"([a-z0-9_]*)"')


def head(source: str) -> str:
    """Return how the text of outlines of a source (an id, or empty) begins."""
    return f'{{"type":"FeatureCollection","source":"{source}"'


def source_of(text: str) -> str:
    """Return the source of the outlines of a text, empty where none is named yet."""
    found = _HEAD.match(text)
    return found[1] if found else ""


def with_source(text: str, source: str) -> str:
    """Return the text of outlines with another source."""
    return _HEAD.sub(head(source), text, count=1)
