"""What the pages of maps share: the parts of the screen, in their order."""

from dataclasses import dataclass

import streamlit as st

from indicators.charts.chart import Look
from indicators.charts.request import ChartRequest
from indicators.web.links import download
from pages.shared.blocks import Block, draw


def map_files(page: str, state: ChartRequest, look: Look) -> list[tuple[str, str]]:
    """Return what a map is taken away as: the name of each file and its address."""
    forms = ((look.t("Map (GeoJSON)"), "geojson"), (look.t("Map (GeoPackage)"), "gpkg"))
    return [(name, download(page, state, form)) for name, form in forms]


@dataclass(frozen=True)
class MapPageView:
    """The page of one map, finished, in the order of the screen."""

    head: tuple[Block, ...]
    index: tuple[Block, ...]
    title: tuple[Block, ...]
    map: tuple[Block, ...]
    ranked: tuple[Block, ...]
    about: tuple[Block, ...]

    @property
    def in_order(self) -> tuple[Block, ...]:
        """The map with its title and its list, one after another."""
        return (*self.title, *self.map, *self.ranked, *self.about)

    def draw_map(self) -> None:
        """Draw the map with its title and its ranked list beside it."""
        draw(self.title)
        for column, blocks in zip(st.columns([1.7, 1], gap="medium"), (self.map, self.ranked), strict=True):
            with column:
                draw(blocks)
        draw(self.about)
