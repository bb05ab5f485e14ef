"""The table of SDG goals, targets and indicators, made from their published titles."""

from pathlib import Path

import pandas as pd

from indicators.model.contrast import text_on
from indicators.model.targets import COLUMNS, LEVELS
from tools.import_reference.figures_table import read_figures

CORRECTIONS = {
    'Faim "zéro"': "Faim «\u00a0zéro\u00a0»",
    "Energies propres et d'un coût abordable": "Énergie propre et d’un coût abordable",
    "Travaux décent et croissance économique": "Travail décent et croissance économique",
}
"""French names of goals that the published table misspells, and as the United Nations print them."""

FRENCH_TYPE = {
    r"(?<=\w)'(?=\w)": "’",
    r" (?=[:;?!»])|(?<=«) |(?<=\d) (?=%)": "\u00a0",
}
"""French titles keep their words and get the marks and the hard spaces that French is printed with."""


def build(figures: Path) -> pd.DataFrame:
    """Return the table of targets (:data:`indicators.model.targets.COLUMNS`), in the published order.

    The Arabic titles are those without kashida. `text_colour` is black or
    white, whichever has the higher contrast on the goal's colour.
    """
    frame = read_figures(figures / "sdg_targets.csv")
    codes = frame[["goal", "target", "indicator"]]
    filled = codes.ne("").sum(axis=1)
    table = pd.DataFrame(
        {
            "code": codes["indicator"].where(filled == 3, codes["target"].where(filled == 2, codes["goal"])),
            "level": filled.map(dict(enumerate(LEVELS, start=1))),
            "title_en": frame["title_en"],
            "title_fr": frame["title_fr"].replace(FRENCH_TYPE, regex=True),
            "title_ar": frame["title_ar_nokashida"],
            "short_en": frame["short_en"],
            "short_fr": frame["short_fr"].replace(CORRECTIONS),
            "short_ar": frame["short_ar"],
            "colour": frame["colour"],
            "text_colour": frame["colour"].map(text_on),
        }
    )
    return table.replace(r"[ \t\r\n]+", " ", regex=True).loc[:, list(COLUMNS)]


def write(figures: Path, path: Path) -> None:
    """Write the table of targets made from `figures` to `path`."""
    build(figures).to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
