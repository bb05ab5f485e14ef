"""What a page begins with before its session runs: finished blocks, which stand in the first HTML.

Each view says for itself what it begins with, of the same blocks that its session draws.
"""

from dataclasses import dataclass

from indicators.findings.finding import Finding
from pages.shared.blocks import Block


@dataclass(frozen=True)
class Opening:
    """A page's blocks: `head` over its whole width, `side` in the narrow column, `main` beside it.

    `findings` are what of the address was not honoured, besides what the shell found. A page `in_room` has no masthead.
    """

    head: tuple[Block, ...] = ()
    side: tuple[Block, ...] = ()
    main: tuple[Block, ...] = ()
    findings: tuple[Finding, ...] = ()
    in_room: bool = False
