"""The programme as a plain page: what is on now and next, and every day in its order, for phones and the lobby."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date

from indicators.language.bidi import left_to_right
from indicators.language.locales import locale, lockup
from indicators.language.translator import Translator
from indicators.plain.assets import TIFINAGH
from indicators.plain.page import PageAddress, PageHead, PlainTemplate, page_head
from indicators.sessions.programme import Programme, ProgrammeEntry, clock_of, now_and_next
from indicators.sessions.session import called
from indicators.store.dataset import Dataset
from indicators.text.formatting import commas


@dataclass(frozen=True)
class ProgrammeLine:
    """One entry as it is read: its times, title, room, speakers each with their languages, and where it is followed."""

    times: str
    title: str
    room: str
    speakers: Sequence[tuple[str, str]]
    follow: str
    now: bool


@dataclass(frozen=True)
class ProgrammePage(PlainTemplate, file="programme"):
    """The page of the programme: `days` are pairs of a date in words and its lines; `wall` is the time in its zone.

    `tamazight` is the country and the day in the words that Tamazight has published, empty for none.
    """

    head: PageHead
    title: str
    example: bool
    wall: str
    tamazight: str
    now: Sequence[ProgrammeLine]
    next: Sequence[ProgrammeLine]
    days: Sequence[tuple[str, Sequence[ProgrammeLine]]]
    calendar: str


def programme_page(
    dataset: Dataset, programme: Programme, place: PageAddress, moment: datetime, follow: Mapping[str, str]
) -> str:
    """Return the programme at a moment as HTML; `follow` is where each session that is there is followed."""
    language = place.language
    both = now_and_next(programme, moment)
    t = Translator(language)
    title = programme.title.get(language)
    wall = moment.astimezone(programme.zone)

    def line(entry: ProgrammeEntry, dated: bool = False) -> ProgrammeLine:
        times = left_to_right(clock_of(entry), language)
        if dated and entry.start.date() != wall.date():
            times = commas((_day(entry.start, language), times), language)
        return ProgrammeLine(
            times=times,
            title=entry.title.get(language),
            room=programme.room_name(entry.room, language),
            speakers=[(called(who.name, language), _languages(who.languages, language)) for who in entry.speakers],
            follow=follow.get(entry.session or "", ""),
            now=entry in both.now,
        )

    return ProgrammePage(
        head=page_head(
            dataset,
            place,
            t("Programme"),
            title,
            ["plain/page.css", "plain/programme.css", TIFINAGH, "plain/programme.js"],
        ),
        title=title,
        example=programme.example,
        wall=f"{wall:%H:%M}",
        tamazight=lockup(dataset.places[dataset.home.city].country, wall.date()),
        now=[line(entry) for entry in both.now],
        next=[line(entry, dated=True) for entry in both.next],
        days=[
            (_day(entries[0].start, language), [line(entry) for entry in entries])
            for entries in programme.days().values()
        ],
        calendar=f"/programme.ics?lang={language}",
    ).html(language)


def _day(moment: datetime, language: str) -> str:
    """Return a day in words: `Wednesday 13 January`."""
    words = format_date(moment.date(), format="EEEE d MMMM", locale=locale(language))
    return words[:1].upper() + words[1:]


def _languages(codes: Sequence[str], language: str) -> str:
    """Return languages by their names in the reader's."""
    names = locale(language).languages
    return commas([str(names.get(code, code)) for code in codes], language)
