"""The HTML of the pages, from templates that escape everything put into them."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from indicators.language.translator import Translator


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def html(template: str, language: str, **values: object) -> str:
    """Return the HTML of `template` with `values` put in; `t` translates its texts."""
    return _environment().get_template(f"{template}.html").render(t=Translator(language), language=language, **values)
