"""A session: an ordered list of slides with what its speakers say, as a readable TOML file holds it.

A slide of a chart names it by the address of its plain page, without `/c/`: `leakage-rank?cities=rabat,tunis`. So a
link that was copied from the screen is a slide, and one parser (:mod:`indicators.web.links`) reads both.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from indicators.language.bidi import signs_kept
from indicators.language.locales import LANGUAGES, right_to_left
from indicators.language.translator import N_, Translator
from indicators.model.catalogue import Model, Text

SessionId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]

MOST_SLIDES = 200
"""Slides of a session, at most: more than an hour of one every twenty seconds."""

USUAL_SECONDS = 60
"""Seconds planned for a slide that states none."""

CHAIR = "Chair"
"""Who may take the floor back, where a session names nobody."""

_SPEAKER = re.compile(r"Speaker (\d{1,2})")


def called(name: str, language: str) -> str:
    """Return what somebody on the stage is called: `Chair` and `Speaker 2` are roles, stated in the reader's language.

    The name of a person stays as it is written.
    """
    t = Translator(language)
    if name == CHAIR:
        return t("Chair")
    numbered = _SPEAKER.fullmatch(name)
    return t("Speaker {n}", n=int(numbered[1])) if numbered else name


class Words(Model):
    """A text in one of the languages at least; what is missing is stated in another."""

    en: Text | None = None
    fr: Text | None = None
    ar: Text | None = None

    @model_validator(mode="after")
    def _filled(self) -> "Words":
        if not any(getattr(self, language) for language in LANGUAGES):
            raise ValueError(N_("a text in one language at least"))
        return self

    def language(self, wanted: str) -> str:
        """Return the language the text is read in by a reader of `wanted`: that one, else the first there is."""
        return next(language for language in (wanted, *LANGUAGES) if getattr(self, language, None))

    def get(self, wanted: str) -> str:
        """Return the text for a reader of `wanted` (:meth:`language`)."""
        language = self.language(wanted)
        text = str(getattr(self, language))
        return signs_kept(text) if right_to_left(language) else text

    def missing(self, languages: Iterable[str]) -> list[str]:
        """Return which of some languages it does not speak."""
        return [language for language in languages if not getattr(self, language)]


class SlideKind(StrEnum):
    """What a slide shows: a chart, the name of a part, a plain statement, a picture."""

    CHART = "chart"
    SECTION = "section"
    STATEMENT = "statement"
    PICTURE = "picture"


class Guess(StrEnum):
    """What the room guesses before a chart is revealed: the value of the home city, or its rank."""

    VALUE = "value"
    RANK = "rank"


class Slide(Model):
    """One slide.

    `chart` is the address of a chart's plain page without `/c/`; its title is the chart's claim unless given. The
    title of a section is its name, that of a statement the sentence. `picture` is a file beside the session's, `alt`
    what it shows. `notes` and `hard_question` are for the speaker alone. `seconds` are planned for it.
    """

    kind: SlideKind = SlideKind.CHART
    chart: Text | None = None
    title: Words | None = None
    text: Words | None = None
    picture: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+\.(png|jpg|jpeg|svg)$")] | None = None
    alt: Words | None = None
    notes: Words | None = None
    hard_question: Words | None = None
    seconds: Annotated[int, Field(ge=5, le=3600)] = USUAL_SECONDS
    guess: Guess | None = None

    @model_validator(mode="after")
    def _complete(self) -> "Slide":
        if self.kind is SlideKind.CHART and self.chart is None:
            raise ValueError(N_("a slide of the kind chart names its chart"))
        if self.kind is not SlideKind.CHART and self.chart is not None:
            raise ValueError(N_("only a slide of the kind chart names a chart"))
        if self.kind in (SlideKind.SECTION, SlideKind.STATEMENT) and self.title is None:
            raise ValueError(N_("a section and a statement need a title"))
        if self.kind is SlideKind.PICTURE and (self.picture is None or self.alt is None):
            raise ValueError(N_("a slide of the kind picture names its file (picture) and says what it shows (alt)"))
        if self.guess is not None and self.kind is not SlideKind.CHART:
            raise ValueError(N_("only a chart can be guessed"))
        return self


class Session(Model):
    """A session; its id is the name of its file.

    `speakers` take the floor, the first of them at the beginning; `chair` may take it back. `languages` are those
    that the room reads: the check asks for every title in each of them.
    """

    id: SessionId
    title: Words
    chair: Text = CHAIR
    speakers: tuple[Text, ...] = ()
    languages: tuple[Annotated[str, StringConstraints(pattern="^(en|fr|ar)$")], ...] = ("en", "fr")
    slides: Annotated[tuple[Slide, ...], Field(max_length=MOST_SLIDES)] = ()

    @property
    def seconds(self) -> int:
        """The seconds planned for all slides."""
        return sum(slide.seconds for slide in self.slides)
