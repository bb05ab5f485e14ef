"""The HTML of the pages: the templates of `pages/templates`, and those of plain pages that they share."""

from dataclasses import dataclass
from pathlib import Path

from indicators.plain.page import PLAIN_FOLDER
from indicators.web import templating
from indicators.web.templating import FilledTemplate, Markup

__all__ = ["Markup", "Template", "load_all"]

FOLDER = Path(__file__).parents[1] / "templates"

FOLDERS = (FOLDER, PLAIN_FOLDER)


@dataclass(frozen=True)
class Template(FilledTemplate, folders=FOLDERS):
    """What a template of a page is filled with: one subclass for each file of `pages/templates`."""


def load_all() -> None:
    """Load every template."""
    templating.load_all(FOLDERS)
