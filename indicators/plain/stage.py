"""The pages in front of a room: the projector, the presenter's window, the phone clicker, the kiosk.

Each fetches the deck of its session once (:mod:`indicators.plain.deck`) and shows every slide from memory; its script
hears of the room's position by server-sent events. None of them holds notes: those are fetched with a speaker's key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

import segno

from indicators.charts.request import ChartRequest
from indicators.language.translator import N_, Translator
from indicators.plain.assets import PLOTLY, TIFINAGH
from indicators.plain.page import PageAddress, PageHead, PlainTemplate, page_head, script_json
from indicators.plain.stage_texts import Keys, people_texts, screen_keys, screen_texts, speaker_texts
from indicators.sessions.session import Session
from indicators.store.dataset import Dataset
from indicators.web.links import address

SLIDES = (
    "plain/page.css",
    "plain/stage.css",
    TIFINAGH,
    PLOTLY,
    "plain/wording.js",
    "plain/spotlight.js",
    "plain/guesses.js",
    "plain/slides.js",
)
"""What every page that draws slides fetches."""

PROJECTOR = ("plain/room.js", "plain/deck.js", "plain/stage.js")
"""What the projector fetches besides, in this order."""

PROGRAMME = "/programme"
"""The page of the programme, which a kiosk shows between two rounds."""

SESSIONS_PAGE = "sessions"
"""The page of the app that lists the sessions: where Escape leads who came by a link."""

THEMES = ("light", "dark")


@dataclass(frozen=True)
class StageView:
    """How a page in front of a room is opened: its language, its theme, and where the phones of the room find it.

    `public` is the address of this server for the world, empty where none is set; `host` the one in the browser.
    """

    language: str
    theme: str
    public: str
    host: str

    def link(self, session: Session) -> str:
        """Return the link that phones follow."""
        return f"{self.public or self.host}/live/{session.id}"

    def decks(self, session: Session) -> dict[str, str]:
        """Return where the deck is fetched, by theme."""
        return {
            theme: f"/live/{session.id}/deck.json?{urlencode({'lang': self.language, 'theme': theme})}"
            for theme in THEMES
        }


@cache
def qr_code(link: str) -> str:
    """Return the QR code of a link as an SVG element, dark on white whatever the theme: phones read that best."""
    return str(segno.make(link, error="m", micro=False).svg_inline(border=2, dark="#000", light="#fff", omitsize=True))


def short_link(link: str) -> str:
    """Return a link as a room reads it, without its scheme."""
    return link.split("://", 1)[-1]


@dataclass(frozen=True)
class ScreenPage(PlainTemplate, file="screen"):
    """The projector.

    `decks` is where the deck is fetched, by theme, as JSON; `deck` the deck itself as JSON where the page brings it
    along, else empty. `live` is the path of the session on this server, empty where there is none; `back` where Escape
    leads.
    """

    head: PageHead
    session: str
    live: str
    theme: str
    decks: str
    deck: str
    back: str
    link: str
    code: str
    keys: Keys
    texts: str


def screen_page(dataset: Dataset, session: Session, view: StageView) -> str:
    """Return the projector's page as HTML."""
    t, link = Translator(view.language), view.link(session)
    return ScreenPage(
        head=stage_head(dataset, session, view, "screen", [*SLIDES, *PROJECTOR]),
        session=session.id,
        live=f"/live/{session.id}",
        theme=view.theme,
        decks=script_json(view.decks(session)),
        deck="",
        back=address(SESSIONS_PAGE, ChartRequest(view.language)),
        link=short_link(link),
        code=qr_code(link),
        keys=screen_keys(t),
        texts=script_json(screen_texts(t) | people_texts(session, view.language)),
    ).html(view.language)


@dataclass(frozen=True)
class PresenterPage(PlainTemplate, file="presenter"):
    """The presenter's window; `share` are the seconds of one speaker: an equal part of what is planned."""

    head: PageHead
    session: str
    title: str
    live: str
    theme: str
    decks: str
    share: int
    screen: str
    clicker: str
    link: str
    local: bool
    texts: str


def presenter_page(dataset: Dataset, session: Session, view: StageView) -> str:
    """Return the presenter's window as HTML."""
    link = view.link(session)
    files = [*SLIDES, "plain/presenter.css", "plain/room.js", "plain/deck.js", "plain/presenter.js"]
    return PresenterPage(
        head=stage_head(dataset, session, view, "presenter", files),
        session=session.id,
        title=session.title.get(view.language),
        live=f"/live/{session.id}",
        theme=view.theme,
        decks=script_json(view.decks(session)),
        share=session.seconds // max(1, len(session.speakers)),
        screen=f"/live/{session.id}/screen?lang={view.language}",
        clicker=f"/live/{session.id}/clicker?lang={view.language}",
        link=short_link(link),
        local=short_link(link).startswith(("localhost", "127.0.0.1")),
        texts=script_json(speaker_texts(session, view.language)),
    ).html(view.language)


@dataclass(frozen=True)
class ClickerPage(PlainTemplate, file="clicker"):
    """The phone as a clicker."""

    head: PageHead
    session: str
    title: str
    live: str
    texts: str


def clicker_page(dataset: Dataset, session: Session, view: StageView) -> str:
    """Return the phone clicker as HTML."""
    files = ["plain/page.css", "plain/clicker.css", "plain/wording.js", "plain/room.js", "plain/clicker.js"]
    return ClickerPage(
        head=stage_head(dataset, session, view, "clicker", files),
        session=session.id,
        title=session.title.get(view.language),
        live=f"/live/{session.id}",
        texts=script_json(speaker_texts(session, view.language)),
    ).html(view.language)


@dataclass(frozen=True)
class KioskPage(PlainTemplate, file="kiosk"):
    """A session that runs by itself; `programme` is shown between two rounds."""

    head: PageHead
    session: str
    theme: str
    decks: str
    programme: str
    link: str
    code: str
    texts: str


def kiosk_page(dataset: Dataset, session: Session, view: StageView) -> str:
    """Return the kiosk's page as HTML."""
    t, link = Translator(view.language), view.link(session)
    texts = screen_texts(t) | {
        "paused": t("Paused. It goes on by itself in {n} s."),
        "programme": t("Programme"),
        "touch": t("Touch to pause"),
    }
    return KioskPage(
        head=stage_head(dataset, session, view, "kiosk", [*SLIDES, "plain/deck.js", "plain/kiosk.js"]),
        session=session.id,
        theme=view.theme,
        decks=script_json(view.decks(session)),
        programme=f"{PROGRAMME}?lang={view.language}",
        link=short_link(link),
        code=qr_code(link),
        texts=script_json(texts),
    ).html(view.language)


PAPERS = {"screen": "stage", "presenter": "presenter", "clicker": "clicker", "kiosk": "stage kiosk"}
"""The class of the body of each page, by the last part of its address."""

DESCRIPTIONS: Mapping[str, str] = {
    "screen": N_("The slides of a session, for a projector."),
    "presenter": N_("What the speaker of a session sees: notes, time, the room."),
    "clicker": N_("A phone as the clicker of a session."),
    "kiosk": N_("A session that runs by itself."),
}


def stage_head(dataset: Dataset, session: Session, view: StageView, page: str, files: list[str]) -> PageHead:
    """Return the head of a page in front of a room; `page` is the last part of its address."""
    place = PageAddress.at(f"/live/{session.id}/{page}", view.language, view.public)
    title, words = session.title.get(view.language), Translator(view.language)(DESCRIPTIONS[page])
    return page_head(dataset, place, title, words, files, PAPERS[page])
