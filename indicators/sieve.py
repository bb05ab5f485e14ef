"""What a link says of the availability of figures: theme, kinds of figure, gaps, age."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from indicators.findings import Finding
from indicators.suggestions import nearest
from indicators.vocabulary import Theme


class Gap(StrEnum):
    """Which indicators are shown by who publishes them."""

    NOT_HERE = "not_here"
    ONLY_HERE = "only_here"
    ALL = "all"


NATIONAL = "national"
"""The word of a link for national figures beside the city's."""

AGES = (5, 10, 15)
"""Ages in years that a link can ask for: figures older than so many."""


@dataclass(frozen=True)
class Sieve:
    """Which figures are shown: of one `theme`, with `national` ones, a `gap`, only those `older` than so many years.

    A `gap` is what Casablanca has no figure of, or no peer has, or every indicator; None is what peers publish.
    """

    theme: str | None = None
    national: bool = False
    gap: str | None = None
    older: int | None = None

    def query(self) -> list[tuple[str, str]]:
        """Return the parts of a link that differ from a page as it opens."""
        named = (
            ("theme", self.theme or ""),
            ("figures", NATIONAL if self.national else ""),
            ("gap", self.gap or ""),
            ("older", str(self.older) if self.older else ""),
        )
        return [(name, value) for name, value in named if value]


EVERYTHING = Sieve()
"""The page as it opens: city figures of every theme and age that peers publish."""


def read_sieve(query: Mapping[str, str]) -> tuple[Sieve, list[Finding]]:
    """Return what a query asks to see, and a finding for each part not honoured."""
    findings: list[Finding] = []

    def known(name: str, allowed: list[str]) -> str | None:
        value = query.get(name, "").strip()
        if not value or value in allowed:
            return value or None
        params = {"near": nearest(value, allowed), "allowed": ", ".join(allowed)}
        findings.append(Finding("link_sieve", column=name, value=value[:60], params=params))
        return None

    older = known("older", [str(age) for age in AGES])
    return Sieve(
        theme=known("theme", [str(theme) for theme in Theme]),
        national=known("figures", [NATIONAL]) is not None,
        gap=known("gap", [str(gap) for gap in Gap]),
        older=int(older) if older else None,
    ), findings
