"""What stands in the way of a change of sessions, in words."""

from collections.abc import Sequence

from indicators.findings.finding import Finding
from indicators.sessions.slide_findings import in_words
from pages.shared.blocks import draw
from pages.views.data.origin import Problems


def tell(problems: Sequence[Finding], language: str) -> None:
    """Draw findings of sessions, each in words with what to do about it."""
    if problems:
        words = [in_words(one, language) for one in problems]
        draw([Problems([each[:1].upper() + each[1:] for each in words]).markup(language)])
