"""Where a session is shown, followed and taken away: the addresses of its live pages, in one place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LiveLinks:
    """The addresses of one session: the projector's screen, the presenter's window, the followers' page, its files."""

    present: str
    presenter: str
    follow: str
    powerpoint: str
    pdf: str
    pack: str


def live_links(session: str, language: str) -> LiveLinks:
    """Return the addresses of a session for a reader of a language."""
    live, query = f"/live/{session}", f"?lang={language}"
    return LiveLinks(
        present=f"{live}/screen{query}",
        presenter=f"{live}/presenter{query}",
        follow=f"{live}{query}",
        powerpoint=f"{live}.pptx{query}",
        pdf=f"{live}.pdf{query}",
        pack=f"{live}.html{query}",
    )
