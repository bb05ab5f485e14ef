"""Where a session is shown, followed and taken away: the addresses of its live pages, in one place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LiveLinks:
    """The addresses of one session: its pages before a room and in it, and its files.

    `present` is the projector's screen, `presenter` the window beside it, `clicker` the same on a phone, `follow` what
    phones in the room open, `moderator` where questions are approved, `kiosk` the screen of a lobby.
    """

    present: str
    presenter: str
    clicker: str
    follow: str
    moderator: str
    kiosk: str
    powerpoint: str
    pdf: str
    pack: str


def live_links(session: str, language: str) -> LiveLinks:
    """Return the addresses of a session for a reader of a language."""
    live, query = f"/live/{session}", f"?lang={language}"
    return LiveLinks(
        present=f"{live}/screen{query}",
        presenter=f"{live}/presenter{query}",
        clicker=f"{live}/clicker{query}",
        follow=f"{live}{query}",
        moderator=f"{live}/moderator{query}",
        kiosk=f"{live}/kiosk{query}",
        powerpoint=f"{live}.pptx{query}",
        pdf=f"{live}.pdf{query}",
        pack=f"{live}.html{query}",
    )


def with_key(link: str, key: str) -> str:
    """Return an address that carries a speaker's key behind `#`, where no server's log can hold it."""
    return f"{link}#key={key}"
