"""The addresses of the feeds of changes: of everything, of one theme, of one indicator."""

from dataclasses import dataclass

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.model.suggestions import nearest, nearest_indicator
from indicators.model.vocabulary import Theme
from indicators.store.dataset import Dataset

FEEDS = "/feeds/"
"""The path below which feeds are."""

ATOM = "application/atom+xml"

FEED_THEME = Rule(
    "feed_theme",
    Severity.ERROR,
    N_("The address names the theme “{value}”, which is not known{suggestion}."),
    N_("A theme is one of these: {allowed}."),
)

FEED_INDICATOR = Rule(
    "feed_indicator",
    Severity.ERROR,
    N_("The address names the indicator “{value}”, which is not known{suggestion}."),
    N_("Name an indicator of the catalogue: network_efficiency.atom."),
)


@dataclass(frozen=True)
class FeedScope:
    """What a feed is of: a theme, or an indicator, or everything where both are empty."""

    theme: str = ""
    indicator: str = ""

    @property
    def path(self) -> str:
        """The path of the feed."""
        if self.indicator:
            return f"{FEEDS}indicator/{self.indicator}.atom"
        return f"{FEEDS}theme/{self.theme}.atom" if self.theme else f"{FEEDS}releases.atom"

    def includes(self, dataset: Dataset, indicator: str) -> bool:
        """Return whether changes of an indicator belong to the feed."""
        if self.indicator:
            return indicator == self.indicator
        entry = dataset.catalogue.get(indicator)
        return not self.theme or (entry is not None and str(entry.theme) == self.theme)


def feed_address(scope: FeedScope, language: str) -> str:
    """Return the address of a feed in a language."""
    return f"{scope.path}?lang={language}"


def indicator_feed(indicator: str, language: str) -> str:
    """Return the address of the feed of one indicator."""
    return feed_address(FeedScope(indicator=indicator), language)


def theme_scope(name: str) -> tuple[FeedScope | None, list[Finding]]:
    """Return the scope of a theme by its id, None and why where it is not known."""
    themes = [str(theme) for theme in Theme]
    if name in themes:
        return FeedScope(theme=name), []
    params = {"near": nearest(name[:60], themes), "allowed": ", ".join(themes)}
    return None, [Finding(FEED_THEME, value=name[:60], params=params)]


def indicator_scope(dataset: Dataset, name: str) -> tuple[FeedScope | None, list[Finding]]:
    """Return the scope of an indicator by its id, None and why where it is not known."""
    if name in dataset.catalogue:
        return FeedScope(indicator=name), []
    near = nearest_indicator(name[:60], dataset.catalogue) if name else None
    return None, [Finding(FEED_INDICATOR, value=name[:60], params={"near": near})]
