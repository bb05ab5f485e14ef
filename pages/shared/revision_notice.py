"""The notice on a link made before the data changed: which of the numbers shown differ."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indicators.charts.dispatch import observations_of
from indicators.charts.request import ChartRequest
from indicators.claims.still_claims import with_telling_digits
from indicators.language.translator import Translator
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Theme
from indicators.open.earlier import data_at
from indicators.store.dataset import Dataset
from indicators.store.revisions import Revision, differences
from indicators.text import formatting
from indicators.web.templating import Markup
from pages.shared.elements import Template
from pages.shared.page_cache import shared

WITHOUT_CHARTS = ("sources", "changes")


@shared
def revision_notice(dataset: Dataset, page: str, state: ChartRequest, made_with: str) -> tuple[Markup, ...]:
    """Return what differs between the chart of a link as it was with `made_with` and as it is."""
    t = Translator(state.language)
    if page in WITHOUT_CHARTS:
        return ()
    if page in set(Theme) and state.indicator is None:
        state = replace(state, indicator=dataset.catalogue.of_theme(page)[0].id)
    if state.indicator is None and page not in ("", "present"):
        return ()
    earlier = data_at(dataset, made_with)
    if earlier is None:
        words = t(
            "The link was made with data version “{version}”, which is not in the log of releases: "
            "what changed since then cannot be said.",
            version=made_with,
        )
        return (_notice(words, [], dataset, state),)
    differing = differences(observations_of(earlier.dataset, state), observations_of(dataset, state))
    day = formatting.day(earlier.day, state.language)
    if not differing:
        words = t(
            "The data changed since this link was made (version {version}, {day}); none of the numbers shown here did.",
            version=made_with,
            day=day,
        )
        return (_notice(words, [], dataset, state),)
    words = t.plural(
        "The data changed since this link was made (version {version}, {day}): {n} of the numbers shown differs.",
        "The data changed since this link was made (version {version}, {day}): {n} of the numbers shown differ.",
        len(differing),
        version=made_with,
        day=day,
    )
    return (_notice(words, differing, dataset, state),)


@dataclass(frozen=True)
class RevisionNotice(Template, file="revised"):
    """What differs between a chart as a link showed it and as it is."""

    sentence: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, ...]]


def _notice(words: str, revisions: list[Revision], dataset: Dataset, state: ChartRequest) -> Markup:
    t = Translator(state.language)
    rows = []
    for revision in revisions:
        entry = with_telling_digits(dataset.catalogue[revision.indicator], revision.old, revision.new)
        rows.append(
            (
                entry.names.get(state.language),
                dataset.places[revision.place].names.get(state.language),
                _written(revision.old, revision.old_year, entry, state.language),
                _written(revision.new, revision.new_year, entry, state.language),
            )
        )
    columns = [t("Indicator"), t("Place"), t("When the link was made"), t("Now")]
    return RevisionNotice(words, columns, rows).markup(state.language)


def _written(value: float | None, year: int | None, entry: Indicator, language: str) -> str:
    """Return a figure with its year, or that there is none."""
    if value is None:
        t = Translator(language)
        return t("not shown")
    written = formatting.with_unit(value, entry, language)
    return f"{written} ({formatting.year(year, language)})"
