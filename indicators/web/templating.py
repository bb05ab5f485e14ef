"""HTML from templates that escape everything put into them, each filled by a type of its own."""

import sys
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import ClassVar

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from indicators.language.translator import Translator
from indicators.web.foreign import foreign, name, unbroken


@dataclass(frozen=True)
class Markup:
    """A piece of finished HTML."""

    body: str

    def _repr_html_(self) -> str:
        # Streamlit takes this as it is; a plain text it would indent anew and look for as a file on every run.
        # The element around it is ours: the look needs no name of Streamlit's to find the text of a page.
        return f'<div class="cs-html">{self.body}</div>'


Folders = tuple[Path, ...]
"""Where templates are looked for, the first folder first."""


@dataclass(frozen=True)
class FilledTemplate:
    """What a template is filled with: a subclass for each file, a field for each variable.

    A template also knows `t`, which translates its texts, `language`, and the filters `foreign` and `name`, which mark
    words of another language, and `unbroken` for ranges of years (:mod:`indicators.web.foreign`). The `folders` are
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
