"""Words of another language within a page from right to left: marked for screen readers, and apart in the line.

Titles of publications, their producers and the names of files stay as they are in Arabic sentences. A run of them
becomes `<bdi lang="fr">`, so that it is read out as French or English and turns nothing around it.
"""

import re
from html import escape

from jinja2 import pass_context
from jinja2.runtime import Context

from indicators.language.bidi import is_latin
from indicators.language.locales import right_to_left

RUN = re.compile(r"[A-Za-zÀ-ɏ](?:[\wÀ-ɏ'’.,:;&/@+()\-–₂³² \u00a0\u202f]*[A-Za-z0-9À-ɏ)])", re.ASCII)
"""Latin words with what stands between them: two letters at least."""

FRENCH = re.compile(r"[éèêàçùôîœ]|\b(?:de|du|des|la|le|les|et|au|aux|pour|sur)\b", re.IGNORECASE)
"""What tells a French title from an English one: its accents, or one of its small words."""


RANGE = re.compile(r"\b\d{4}[-–]\d{4}\b")
"""Years from one to the other: a browser breaks its lines after the dash."""


class Html(str):
    """Finished HTML, which a template does not escape again."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def marked(text: object, language: str) -> Html:
    """Return a text as HTML, with its Latin runs marked as foreign where the page's language runs from the right."""
    written = str(text)
    if not right_to_left(language):
        return Html(escape(written))
    parts, end = [], 0
    for match in RUN.finditer(written):
        run = match.group()
        while run.endswith(")") and run.count(")") > run.count("("):
            run = run[:-1]
        spoken = "fr" if FRENCH.search(run) else "en"
        parts += [escape(written[end : match.start()]), f'<bdi lang="{spoken}">{escape(run)}</bdi>']
        end = match.start() + len(run)
    return Html("".join([*parts, escape(written[end:])]))


@pass_context
def foreign(context: Context, text: object) -> Html:
    """Return a text of a template as HTML, marked for the language of the page (:func:`marked`)."""
    return marked(text, str(context["language"]))


def unbroken(text: object) -> Html:
    """Return a text as HTML whose ranges of years stay on one line: `2014–` at the end of one says something else."""
    return Html(RANGE.sub(r'<span class="cs-range">\g<0></span>', escape(str(text))))


@pass_context
def name(context: Context, text: str) -> str:
    """Return the name of a place for a page: one in Latin letters is isolated in Arabic, and read out as French.

    The places without a published Arabic name are communes of Morocco, whose Latin spelling is the French one.
    """
    if right_to_left(str(context["language"])) and is_latin(text):
        return Html(f'<bdi lang="fr">{escape(text)}</bdi>')
    return text
