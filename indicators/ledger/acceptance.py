"""An acceptance: one file as someone accepted it, and everything that came with it."""

from indicators.catalogue import Indicator, Model
from indicators.places import Place
from indicators.sources import Source


class Refusal(Model):
    """A value of the file that was left out, as the file prints it, and the rule that refused it."""

    row: int | None
    sheet: str | None = None
    column: str | None = None
    value: str | None = None
    rule: str


class Acceptance(Model):
    """One accepted file.

    `name` is what its owner called it, `content` the fingerprint under which
    it is kept, `observations` that of the accepted values as a tidy table.
    `mapping` is the text of the mapping it was read with. The counts are of
    values; `refused` of them were left out, the first listed in `refusals`.
    `sources`, `places` and `entries` are those that came with the file;
    `outlines` is the fingerprint of a GeoJSON file of boundaries.
    `who` accepted it, at `at` (ISO, UTC).
    """

    name: str
    content: str
    format: str
    observations: str
    sheet: str | None = None
    mapping: str = ""
    rows_read: int
    accepted: int
    refused: int = 0
    refusals: tuple[Refusal, ...] = ()
    sources: tuple[Source, ...] = ()
    places: tuple[Place, ...] = ()
    entries: tuple[Indicator, ...] = ()
    outlines: str = ""
    who: str
    at: str
