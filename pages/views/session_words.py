"""What stands in the way of a change of sessions, in words; and words of visitors as they were typed."""

import re
from collections.abc import Sequence

from indicators.findings.finding import Finding
from indicators.sessions.slide_findings import in_words
from pages.shared.blocks import draw
from pages.views.data.origin import Problems


def tell(problems: Sequence[Finding], language: str) -> None:
    """Draw findings of sessions, each in words with what to do about it."""
    if problems:
        words = [in_words(problem, language) for problem in problems]
        draw([Problems([sentence[:1].upper() + sentence[1:] for sentence in words]).markup(language)])


_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&])")


def as_typed(text: str) -> str:
    """Return a text for a label, whose marks (Markdown) stay what they are: no label of ours fetches a picture."""
    # French has hard spaces, which stay.
    return _MARKS.sub(r"\\\1", re.sub(r"[ \t\r\n]+", " ", text).strip())
