"""What a file of pledges holds of the places known here: read, shown to who brought it, and never stored as figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.claims import pledge_claims
from indicators.language.translator import N_
from pages.shared.blocks import draw
from pages.shared.draft_session import UploadDraft
from pages.shared.shell import Page
from pages.shared.templating import Template

COLUMNS = (N_("City"), N_("Pledge"), N_("Covers"), N_("Source"))


@dataclass(frozen=True)
class BroughtPledges(Template, file="data_pledges"):
    """The pledges of a file, a row of cells for each."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def render(page: Page, now: UploadDraft) -> None:
    """Draw the pledges of the file under review; nothing of any other file."""
    pledges = now.offer.intake.pledges
    if not pledges:
        return
    t, language, dataset = page.look.t, page.state.language, page.published.dataset
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
