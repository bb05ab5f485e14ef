"""HTML from templates that escape everything put into them, each filled by a type of its own."""

import re
import sys
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import cache
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import ClassVar

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context

from indicators.language.bidi import is_latin
from indicators.language.locales import right_to_left
from indicators.language.translator import Translator

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
    """Return a text as HTML, with its Latin runs marked as foreign where the page's language runs from the right.

    Titles of publications, their producers and the names of files stay as they are in Arabic sentences. A run of them
    becomes `<bdi lang="fr">`, so that it is read out as French or English and turns nothing around it.
    """
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


@dataclass(frozen=True)
class Markup:
    """A piece of finished HTML."""

    body: str

    def _repr_html_(self) -> str:
        # Streamlit takes this as it is; a plain text it would indent and look for as a file on every run.
        # The element around it is ours: the look needs no name of Streamlit's to find the text of a page.
        return f'<div class="cs-html">{self.body}</div>'


Folders = tuple[Path, ...]
"""Where templates are looked for, the first folder first."""


@dataclass(frozen=True)
class FilledTemplate:
    """What a template is filled with: a subclass for each file, a field for each variable.

    A template also knows `t`, which translates its texts, `language`, and the filters `foreign` and `name`, which mark
    words of another language, and `unbroken` for ranges of years (:mod:`indicators.web.templating`). The `folders` are
    inherited.
    """

    file: ClassVar[str] = ""
    folders: ClassVar[Folders] = ()

    def __init_subclass__(cls, *, file: str = "", folders: Folders = ()) -> None:
        cls.file = file
        cls.folders = folders or cls.folders

    def markup(self, language: str, translator: Translator | None = None) -> Markup:
        """Return the finished HTML in a language; its texts are translated by `translator` where one is given."""
        t = translator or Translator(language)
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        template = environment(self.folders).get_template(f"{self.file}.html")
        return Markup(template.render(t=t, language=language, **values))


class CompiledTemplates(FileSystemBytecodeCache):
    """The compiled templates, stored beside them as Python stores its modules: by content, so that none is stale.

    Compiling all of them takes as long as making a page. Where the folder cannot be written to they are compiled
    at every start.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder / "__pycache__"), f"jinja-{version('jinja2')}-%s.cache")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store a template, where the folder allows it."""
        with suppress(OSError):
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)


@cache
def environment(folders: Folders) -> Environment:
    """Return the templates of these folders; a variable that is not there is an error."""
    made = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=None if sys.dont_write_bytecode else CompiledTemplates(folders[0]),
    )
    made.filters |= {"name": name, "foreign": foreign, "unbroken": unbroken}
    return made


def load_all(folders: Folders) -> None:
    """Load every template; one that is asked for earlier is loaded then."""
    for file in environment(folders).list_templates(extensions=["html"]):
        environment(folders).get_template(file)
