"""What a file of pledges holds of the places known here: shown to who brought it, and never stored as figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.charts.request import ChartRequest
from indicators.claims import pledge_claims
from indicators.intake.observation_keys import UNSTATED
from indicators.intake.pledge_check import pledge_changes
from indicators.intake.submission import NOT_YET
from indicators.language.translator import N_
from indicators.model.vocabulary import Theme
from indicators.web.links import address
from pages.shared.blocks import draw
from pages.shared.draft_session import UploadDraft
from pages.shared.elements import Note
from pages.shared.shell import Page
from pages.shared.templating import Markup, Template
from pages.views.data.steps import See

COLUMNS = (N_("City"), N_("Pledge"), N_("Covers"), N_("Source"))


@dataclass(frozen=True)
class BroughtPledges(Template, file="data_pledges"):
    """The pledges of a file, a row of cells for each."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def render(page: Page, now: UploadDraft) -> None:
    """Draw the pledges of the file under review; nothing of any other file."""
    brought = now.offer.intake.pledges
    if not brought:
        return
    t, language, dataset = page.look.t, page.state.language, now.draft or page.published.dataset
    pledges = [
        pledge.model_copy(update={"source": NOT_YET}) if pledge.source == UNSTATED else pledge for pledge in brought
    ]
    rows = [
        [
            dataset.places[pledge.place].names.get(language),
            pledge_claims.with_status(pledge, language),
            pledge_claims.coverage(pledge, language),
            pledge_claims.origin(dataset, pledge, language),
        ]
        for pledge in pledges
    ]
    title = t.plural("{n} pledge, which is no figure", "{n} pledges, which are no figures", len(rows))
    draw([BroughtPledges(title, [t(name) for name in COLUMNS], rows).markup(language)])


def changes(page: Page, now: UploadDraft) -> list[Markup]:
    """Return what the pledges of the file would change, and the way to where they stand; nothing of any other file."""
    pledges = now.offer.intake.pledges
    if not pledges:
        return []
    t, language = page.look.t, page.state.language
    counts = pledge_changes(pledges, page.published.dataset.pledges)
    sentences = [
        t.plural("{n} pledge is new.", "{n} pledges are new.", counts.new) if counts.new else "",
        t.plural(
            "{n} pledge takes the place of those of its city and source.",
            "{n} pledges take the place of those of their cities and source.",
            counts.changed,
        )
        if counts.changed
        else "",
        t.plural("{n} pledge is here already, the same.", "{n} pledges are here already, the same.", counts.unchanged)
        if counts.unchanged
        else "",
    ]
    beside = See(address(Theme.CARBON, ChartRequest(language)), t("Beside the emissions, on the carbon page"))
    return [*(Note(sentence).markup(language) for sentence in sentences if sentence), beside.markup(language)]
