"""The pages of a room besides the projector's: the follower's, the moderator's, the list of questions for the hall.

Each brings every text that its script shows, in the reader's language, as one block of JSON.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from indicators.language.translator import N_, Translator
from indicators.plain.assets import PLOTLY
from indicators.plain.page import PageAddress, PageHead, PlainTemplate, page_head, script_json
from indicators.plain.phone_slide import PhoneSlide, SpokenText
from indicators.sessions.session import Session
from indicators.store.dataset import Dataset

LONGEST_QUESTION = 500
"""Characters of a question, at most."""

FOLLOWER_TEXTS = {
    "live": N_("Slide {slide} of {slides}"),
    "follows": N_("live"),
    "browsing": N_("Slide {slide} of {slides}. The room is at slide {room}."),
    "behind": N_("Still showing slide {slide}: the room is at slide {room}."),
    "offline": N_("Not connected, showing slide {slide}. It follows again by itself."),
    "gone": N_("This session is no longer shown here. Showing slide {slide}."),
    "return": N_("Live: {room}"),
    "return_label": N_("To slide {room}, where the room is"),
    "unreachable": N_("Slide {slide} cannot be fetched while there is no connection."),
    "spotlight": N_("The speaker points at: {mark}"),
    "guess": N_("Your guess: {guess}"),
    "sent": N_("Your guess is counted."),
    "known": N_("Your guess was counted before."),
    "sending": N_("Sending …"),
    "later": N_("Not sent: no connection. It is sent as soon as there is one."),
    "choose": N_("Choose a number first."),
    "exact": N_("Your guess: {guess}. That is the published figure."),
    "low": N_("Your guess: {guess}, {difference} too low."),
    "high": N_("Your guess: {guess}, {difference} too high."),
    "right": N_("Your guess: rank {guess}. Right."),
    "before": N_("Your guess: rank {guess}, {n} too far up."),
    "after": N_("Your guess: rank {guess}, {n} too far down."),
    "point": N_("{n} percentage point"),
    "points": N_("{n} percentage points"),
    "keep": N_("Keep this chart"),
    "unkeep": N_("Kept: take it out"),
    "kept": N_("Kept charts: {n}"),
    "kept_note": N_("They lie on this phone alone and can be taken away as one file, without a connection."),
    "kept_title": N_("Charts kept from “{session}”"),
    "kept_foot": N_("Kept on {date} from {address}."),
    "table": N_("The same as a table"),
    "remove": N_("Take out"),
    "full": N_("This phone has no room for more charts: take the file away first, then take some out."),
    "asked": N_("Sent. {moderated}"),
    "again": N_("You have asked this already."),
    "unsent": N_("Not sent: no connection. Your words are still there; try again."),
    "nothing": N_("Write your question first."),
    "left": N_("Characters left: {n}"),
    "none": N_("No question has been shown to the room yet."),
    "wanted": N_("I want this answered too ({n})"),
    "wants": N_("You want this answered too ({n})"),
    "its_slide": N_("Slide {slide}"),
    "answered": N_("Answered"),
    "yours": N_("Your questions"),
    "told": N_("The speaker is told."),
    "unsent_wish": N_("Not sent: no connection."),
}
"""What the script of a follower's page says."""

MODERATOR_TEXTS = {
    "no_key": N_("Open this page by the link with its key: the part behind #key= is missing."),
    "bad_key": N_("This key is not known: it is not of this session, or fresh ones were made since."),
    "offline": N_("Not connected. What you see is of {time}; it goes on by itself."),
    "current": N_("Connected. Waiting: {n}."),
    "waiting": N_("Waiting"),
    "approved": N_("Shown to the room"),
    "withheld": N_("Withheld"),
    "answered": N_("Answered"),
    "merged": N_("Asked together with another"),
    "empty": N_("None."),
    "approve": N_("Show it"),
    "withhold": N_("Withhold"),
    "answer": N_("It was answered"),
    "merge": N_("Ask together with …"),
    "reason": N_("Why? Its author reads this."),
    "answer_note": N_("The answer in short, if you like"),
    "cancel": N_("Cancel"),
    "do_withhold": N_("Withhold it"),
    "do_answer": N_("Mark as answered"),
    "do_merge": N_("Ask them together"),
    "meta": N_("No. {id}, slide {slide}, wanted by {votes}"),
    "blocked": N_("Holds a blocked word."),
    "chart": N_("Open its chart"),
    "into": N_("Together with no. {into}"),
    "reasoned": N_("Reason: {reason}"),
    "failed": N_("Not done: no connection. Try again."),
}
"""What the script of a moderator's page says."""

HALL_TEXTS = {
    "none": N_("No question has been shown to the room yet."),
    "offline": N_("Not connected: these are the questions of {time}."),
    "votes": N_("wanted by {n}"),
}
"""What the script of the hall's list of questions says."""


@dataclass(frozen=True)
class FollowerPage(PlainTemplate, file="follower"):
    """The page of a follower: a slide, the ways to other slides, questions, wishes.

    `slide` is its HTML; `state` and `texts` are JSON for the script. `programme` is where the programme is, empty for
    nowhere.
    """

    head: PageHead
    session: str
    name: SpokenText
    number: int
    slides: int
    slide: str
    state: str
    texts: str
    longest: int
    moderated: str
    programme: str


@dataclass(frozen=True)
class ModeratorPage(PlainTemplate, file="moderator"):
    """The page of a moderator; its key stands in the fragment of the address, which no server sees."""

    head: PageHead
    session: str
    name: SpokenText
    state: str
    texts: str


@dataclass(frozen=True)
class HallQuestions(PlainTemplate, file="hall_questions"):
    """The most wanted questions in large type."""

    head: PageHead
    name: SpokenText
    follow: str
    state: str
    texts: str


@dataclass(frozen=True)
class NoRoomPage(PlainTemplate, file="no_room"):
    """What an old link leads to: that there is no such session, and those there are."""

    head: PageHead
    reason: str
    sessions: Sequence[tuple[str, SpokenText]]
    programme: str


def _name(session: Session, language: str) -> SpokenText:
    return SpokenText.of(session.title.get(language), session.title.language(language), language)


def _texts(texts: Mapping[str, str], language: str) -> str:
    t = Translator(language)
    return script_json({name: t(message) for name, message in texts.items()})


def _state(session: Session, language: str, **more: Any) -> str:
    live = {"session": session.id, "title": session.title.get(language), "language": language}
    return script_json({**live, "address": f"/live/{session.id}", **more})


def follower_page(
    dataset: Dataset,
    session: Session,
    position: Mapping[str, Any],
    slide: PhoneSlide | None,
    language: str,
    moderated: str,
    public: str = "",
    programme: str = "",
) -> str:
    """Return the page of a follower at the room's `position`; `slide` is None where the session has none.

    Its head says nothing of the slide: a link to it is sent on, and what is guessed must not be read there.
    """
    t = Translator(language)
    record = {} if slide is None else slide.record()
    record.pop("html", None)
    name = _name(session, language)
    description = t(N_("Follow this session on your own screen: each chart with its sources, in your language."))
    # our script first: the room is followed before the large bundle that draws has come
    files = ["plain/phone.css", "plain/phone.js", PLOTLY]
    place = PageAddress.at(f"/live/{session.id}", language, public)
    head = page_head(dataset, place, name.text, description, files, "phone")
    return FollowerPage(
        # a tap on the city's name would open a session of the whole application
        head=replace(head, home=place.addresses[language]),
        session=session.id,
        name=name,
        number=int(position["slide"]),
        slides=int(position["slides"]),
        slide=slide.html if slide is not None else "",
        state=_state(session, language, position=dict(position), slide=record),
        texts=_texts(FOLLOWER_TEXTS, language),
        longest=LONGEST_QUESTION,
        moderated=moderated,
        programme=programme,
    ).html(language)


def moderator_page(
    dataset: Dataset, session: Session, language: str, public: str = "", reasons: Sequence[str] = ()
) -> str:
    """Return the page of a moderator; `reasons` are messages of the catalogues, to withhold a question by one tap."""
    t, name = Translator(language), _name(session, language)
    title = f"{t(N_('Questions'))} · {name.text}"
    place = PageAddress.at(f"/live/{session.id}/moderator", language, public)
    head = page_head(dataset, place, title, title, ["plain/phone.css", "plain/moderator.js"], "phone")
    state = _state(session, language, reasons=[{"value": reason, "text": t(reason)} for reason in reasons])
    page = ModeratorPage(head, session.id, name, state, _texts(MODERATOR_TEXTS, language))
    return page.html(language)


def hall_questions(dataset: Dataset, session: Session, language: str, public: str = "") -> str:
    """Return the page of the most wanted questions, for the projector."""
    t, name = Translator(language), _name(session, language)
    title = f"{t(N_('Questions'))} · {name.text}"
    place = PageAddress.at(f"/live/{session.id}/questions", language, public)
    head = page_head(dataset, place, title, title, ["plain/phone.css", "plain/hall_questions.js"], "hall")
    follow = f"{public.partition('://')[2]}/live/{session.id}" if public else ""
    page = HallQuestions(head, name, follow, _state(session, language), _texts(HALL_TEXTS, language))
    return page.html(language)


def no_room_page(
    dataset: Dataset,
    session_asked_for: str,
    reason: str,
    sessions: Sequence[Session],
    language: str,
    public: str = "",
    programme: str = "",
) -> str:
    """Return the page of a session that there is not, `reason` being why, with links to those there are."""
    t = Translator(language)
    title = t(N_("There is no such session"))
    place = PageAddress.at(f"/live/{session_asked_for}", language, public)
    head = page_head(dataset, place, title, title, ["plain/phone.css"], "phone")
    links = [(f"/live/{session.id}?lang={language}", _name(session, language)) for session in sessions]
    return NoRoomPage(head, reason, links, programme).html(language)
