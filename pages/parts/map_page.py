"""What the pages of maps share: the parts of the screen, in their order."""

from dataclasses import dataclass

from pages.parts.blocks import Block


@dataclass(frozen=True)
class View:
    """The page of one map, finished, in the order of the screen."""

    head: tuple[Block, ...]
    index: tuple[Block, ...]
    title: tuple[Block, ...]
    map: tuple[Block, ...]
    ranked: tuple[Block, ...]
    about: tuple[Block, ...]
