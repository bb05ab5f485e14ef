"""What the pages of maps share: the parts of the screen, in their order."""

from dataclasses import dataclass

import streamlit as st

from pages.shared.blocks import Block, draw


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
