"""Who may move the room, and where: what a key asks for becomes an entry of the log, or a refusal in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indicators.language.locales import LANGUAGES
from indicators.language.translator import N_
from indicators.live.log import EntryKind, LogEntry
from indicators.live.refusals import RefusalKind, Refused
from indicators.live.room import Room
from indicators.web.links import YEARS

HAS_FLOOR = N_("{name} has the floor.")

NO_SLIDES = N_("This session has no slides.")

NOTHING_ASKED = N_("Ask for a slide (“slide”: 7), a step (“step”: 1 or -1), a “spotlight”, or to “reveal”.")

NO_SUCH_SLIDE = N_("There is no slide {value}: this session has slides 1 to {slides}.")

NO_STEP = N_("A step is a whole number other than 0, such as 1 or -1.")

NO_SPOTLIGHT = N_("A spotlight is the id of a place or a district, a year, or null for none.")

NO_GUESS = N_("Nothing is guessed on slide {value}.")

NO_REVEAL = N_("“reveal” is true, or false to hide the figure again.")

NO_SPEAKER = N_("No one called “{value}” speaks in this session. It has: {names}.")

FURTHEST_STEP = 200
LONGEST_MARK = 80


@dataclass(frozen=True)
class KeyHolder:
    """Whose key it is, and whether he chairs the session."""

    name: str
    is_chair: bool = False


def move(
    room: Room, holder: KeyHolder, message: Mapping[str, Any], data_version: str, language: str = ""
) -> list[LogEntry]:
    """Return the entries of a move: none where the room stands there already, or the same press came before.

    `message` holds `slide` or `step`, `spotlight`, `reveal`, and `press`, the random id of one press of a key: one that
    is sent again because no answer came counts once. A step beyond an end leads to that end. Raises :class:`Refused`:
    who has not the floor, a slide that there is not, nothing that is known.
    """
    if not {"slide", "step", "spotlight", "reveal"} & set(message):
        raise Refused(RefusalKind.MALFORMED, NOTHING_ASKED)
    if room.slides == 0:
        raise Refused(RefusalKind.MALFORMED, NO_SLIDES)
    slide = target(room, message)
    spotlight = _spotlight(message["spotlight"]) if "spotlight" in message else room.spotlight
    if "spotlight" not in message and slide != room.slide:
        spotlight = None
    reveal = _reveal(room, slide, message)
    require_floor(room, holder)
    press = _press(message)
    if press is not None and press in room.presses:
        return []
    made = []
    if (slide, spotlight) != (room.slide, room.spotlight):
        payload = {"spotlight": spotlight, "chart": room.chart(slide), "press": press}
        made.append(room.entry(EntryKind.POSITION, holder.name, payload, data_version, _spoken(language), slide))
    if reveal is not None and reveal is not (slide in room.revealed):
        payload = {"revealed": reveal, "press": press}
        made.append(room.entry(EntryKind.REVEAL, holder.name, payload, data_version, _spoken(language), slide))
    return made


def again(room: Room, data_version: str) -> LogEntry:
    """Return the entry of the same slide shown with other data."""
    payload = {"spotlight": room.spotlight, "chart": room.chart(room.slide)}
    return room.entry(EntryKind.POSITION, room.floor, payload, data_version)


def restored(room: Room, position: Mapping[str, Any], data_version: str) -> list[LogEntry]:
    """Return the entry that has the room where everybody heard it is, after its log lost that; none where it is."""
    if room.seq >= position["seq"] or room.slides == 0:
        return []
    slide = max(1, min(room.slides, position["slide"]))
    payload = {"spotlight": position["spotlight"], "chart": room.chart(slide)}
    return [room.entry(EntryKind.POSITION, room.floor, payload, data_version, slide=slide)]


def give_floor(room: Room, holder: KeyHolder, to: object, data_version: str) -> list[LogEntry]:
    """Return the entry that gives the floor to a speaker or the chair: by who has it, or by the chair at any time."""
    names = tuple(dict.fromkeys([*room.session.speakers, room.session.chair]))
    if to not in names:
        raise Refused(RefusalKind.MALFORMED, NO_SPEAKER, value=str(to)[:60], names=names)
    if not holder.is_chair:
        require_floor(room, holder)
    if to == room.floor:
        return []
    return [room.entry(EntryKind.FLOOR, holder.name, {"to": to}, data_version)]


def begin(room: Room, holder: KeyHolder, data_version: str) -> list[LogEntry]:
    """Return the entry that begins a new round: slide 1, without the votes and questions of the rounds before."""
    if not holder.is_chair:
        require_floor(room, holder)
    return [room.entry(EntryKind.BEGIN, holder.name, {"chart": room.chart(1)}, data_version, slide=min(1, room.slides))]


def require_floor(room: Room, holder: KeyHolder) -> None:
    """Raise where somebody else has the floor, with his name."""
    if holder.name != room.floor:
        raise Refused(RefusalKind.NOT_NOW, HAS_FLOOR, name=(room.floor,))


def target(room: Room, message: Mapping[str, Any]) -> int:
    """Return the slide that a move leads to; raises :class:`Refused` where there is none."""
    if "slide" in message:
        slide = whole(message["slide"])
        if slide is None or room.slide_at(slide) is None:
            value = str(message["slide"])[:20]
            raise Refused(RefusalKind.MALFORMED, NO_SUCH_SLIDE, value=value, slides=room.slides)
        return slide
    if "step" not in message:
        return room.slide
    step = whole(message["step"])
    if not step or abs(step) > FURTHEST_STEP:
        raise Refused(RefusalKind.MALFORMED, NO_STEP)
    return max(1, min(room.slides, room.slide + step))


def whole(value: object) -> int | None:
    """Return a whole number of a JSON document, None for anything else; true and false are none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _spotlight(value: object) -> str | int | None:
    year = whole(value)
    if value is None or (year is not None and year in YEARS):
        return year
    if isinstance(value, str) and 0 < len(value) <= LONGEST_MARK and value.replace("-", "").replace("_", "").isalnum():
        return value
    raise Refused(RefusalKind.MALFORMED, NO_SPOTLIGHT)


def _reveal(room: Room, slide: int, message: Mapping[str, Any]) -> bool | None:
    if "reveal" not in message:
        return None
    if not isinstance(message["reveal"], bool):
        raise Refused(RefusalKind.MALFORMED, NO_REVEAL)
    shown = room.slide_at(slide)
    if shown is None or shown.guess is None:
        raise Refused(RefusalKind.MALFORMED, NO_GUESS, value=slide)
    return message["reveal"]


def _press(message: Mapping[str, Any]) -> str | None:
    press = message.get("press")
    return press[:64] if isinstance(press, str) and press else None


def _spoken(language: str) -> str:
    return language if language in LANGUAGES else ""
