"""The HTML of the pages: templates that escape everything put into them, each filled by a type of its own."""

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import ClassVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from indicators.language.translator import Translator

FOLDER = Path(__file__).parents[1] / "templates"


@dataclass(frozen=True)
class Markup:
    """A piece of finished HTML."""

    body: str

    def _repr_html_(self) -> str:
        # Streamlit takes this as it is; a plain text it would indent anew and look for as a file on every run.
        # The element around it is ours: the look needs no name of Streamlit's to find the text of a page.
        return f'<div class="cs-html">{self.body}</div>'


@dataclass(frozen=True)
class Template:
    """What a template is filled with: one subclass for each file of `pages/templates`, a field for each variable.

    A template also knows `t`, which translates its texts, and `language`.
    """

    file: ClassVar[str]

    def __init_subclass__(cls, *, file: str) -> None:
        cls.file = file

    def markup(self, language: str, translator: Translator | None = None) -> Markup:
        """Return the finished HTML in a language; its texts are translated by `translator` where one is given."""
        t = translator or Translator(language)
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        template = environment().get_template(f"{self.file}.html")
        return Markup(template.render(t=t, language=language, **values))


@cache
def environment() -> Environment:
    """Return the templates; a variable that is not there is an error."""
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def load_all() -> None:
    """Compile every template, which takes a few milliseconds each; one that is asked for earlier is compiled then."""
    for name in environment().list_templates():
        environment().get_template(name)
