"""The HTML of plain pages: the templates of `indicators/plain/templates`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indicators.charts.chart import TableRow
from indicators.web.templating import FilledTemplate

PLAIN_FOLDER = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class PlainTemplate(FilledTemplate, folders=(PLAIN_FOLDER,)):
    """What a template of a plain page is filled with: one subclass for each file."""


@dataclass(frozen=True)
class Twin(PlainTemplate, file="twin"):
    """The table of a chart: pairs of a heading and whether its cells are numbers, and the rows."""

    title: str
    columns: Sequence[tuple[str, bool]]
    rows: Sequence[TableRow]
