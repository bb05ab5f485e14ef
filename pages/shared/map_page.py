"""What the pages of maps share: the parts of the screen, in their order."""

from dataclasses import dataclass

from pages.shared.blocks import Block


@dataclass(frozen=True)
class MapPageView:
    """The page of one map, finished, in the order of the screen."""

    head: tuple[Block, ...]
    index: tuple[Block, ...]
    title: tuple[Block, ...]
    map: tuple[Block, ...]
    ranked: tuple[Block, ...]
    about: tuple[Block, ...]
