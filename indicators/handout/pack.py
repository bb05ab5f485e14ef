"""The offline pack: a session as one HTML file that asks nothing of any server.

It is the projector's page (:mod:`indicators.plain.stage`) with its styles, its scripts, its type and its deck written
into it, in every language of the screen and for light and dark halls. Notes stand behind a key, and so does the table.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from indicators.charts.chart import Look
from indicators.handout.typeface import FACES, FONTS
from indicators.language.locales import LANGUAGE_NAMES, SCREEN_LANGUAGES
from indicators.language.translator import N_, Translator
from indicators.plain.assets import ARABIC, ARABIC_FONT, STATIC, TIFINAGH_FONT
from indicators.plain.deck import deck_record, speaker_notes
from indicators.plain.page import script_json
from indicators.plain.stage import SLIDES, ScreenPage, StageView, stage_head
from indicators.plain.stage_texts import screen_keys, screen_texts
from indicators.sessions.session import Session
from indicators.store.dataset import Dataset

FILES = (*SLIDES, "plain/pack.css", "plain/pack.js", "plain/room.js", "plain/stage.js")
"""Styles and scripts in the order in which a browser takes them: the pack's own before the projector's."""

FAMILIES = {"regular": ("Source Sans", "400"), "bold": ("Source Sans", "700"), "serif": ("Source Serif", "600")}
"""What the styles of pages call each face, and its weight."""

NEED_A_ROOM = ("q", "t")
"""Keys of the projector that mean nothing without a room: the code to follow, the room's questions."""

LARGEST = 4_000_000
"""Bytes of a pack of ten slides in three languages, at most."""


@dataclass(frozen=True)
class PackPage(ScreenPage, file="pack"):
    """The pack: the projector's page, with the text of its styles and scripts and the decks of every language."""

    style: str
    scripts: tuple[str, ...]
    pack: str


def pack(dataset: Dataset, session: Session, language: str, pictures: Mapping[str, Path], public: str = "") -> str:
    """Return the pack of a session as HTML, opening in a language of the screen."""
    view = StageView(language, "light", public, "")
    t = Translator(language)
    page = PackPage(
        head=stage_head(dataset, session, replace(view, public=""), "screen", []),
        session=session.id,
        live="",
        theme="light",
        decks=script_json({}),
        deck=script_json({}),
        back="",
        link=f"{public}/live/{session.id}".split("://", 1)[-1] if public else "",
        code="",
        keys=screen_keys(t),
        texts=script_json({}),
        style=style(),
        scripts=tuple(script(name) for name in FILES if name.endswith(".js")),
        pack=script_json(pack_record(dataset, session, language, pictures, public)),
    )
    return page.markup(language).body


def pack_record(
    dataset: Dataset, session: Session, language: str, pictures: Mapping[str, Path], public: str
) -> dict[str, Any]:
    """Return what the pack's script reads: decks with notes and words in each language, dark figures by slide."""
    decks: dict[str, Any] = {}
    dark: dict[str, Any] = {}
    for code in SCREEN_LANGUAGES:
        look = Look(code, "light", "room")
        deck = deck_record(dataset, session, look, pictures, public)
        decks[code] = deck | {"notes": speaker_notes(session, code)}
        darker = deck_record(dataset, session, replace(look, theme="dark"), {}, public)
        dark[code] = [slide["chart"]["figure"] if slide["chart"] else None for slide in darker["slides"]]
    return {
        "language": language,
        "languages": list(SCREEN_LANGUAGES),
        "names": {code: LANGUAGE_NAMES[code] for code in SCREEN_LANGUAGES},
        "words": {code: _words(Translator(code)) for code in SCREEN_LANGUAGES},
        "decks": decks,
        "dark": dark,
    }


def _words(t: Translator) -> dict[str, Any]:
    keys = [
        *(pair for pair in screen_keys(t) if pair[0] not in NEED_A_ROOM),
        ("n", t(N_("Notes and the hard question"))),
        ("t", t(N_("The same as a table"))),
        ("l", t(N_("The next language"))),
    ]
    return {
        "texts": screen_texts(t),
        "keys": [list(pair) for pair in keys],
        "language": t(N_("Language")),
        "notes": t(N_("Notes")),
        "table": t(N_("Table")),
        "back": t(N_("Back")),
        "forward": t(N_("Forward")),
        "question": t(N_("Likely hard question")),
        "no_notes": t(N_("No notes for this slide.")),
        "no_table": t(N_("This slide shows no figures.")),
    }


def style() -> str:
    """Return the styles of the pack, with its type in them."""
    faces = [
        f'@font-face{{font-family:"{family}";font-weight:{weight};src:url(data:font/ttf;base64,{_font(face)})}}'
        for face, (family, weight) in FAMILIES.items()
    ]
    return "\n".join([*faces, *(sheet(name) for name in (*FILES, ARABIC) if name.endswith(".css"))])


def sheet(name: str) -> str:
    """Return a style with the fonts that it names in it, for a page that asks nothing of any server."""
    text = (STATIC / name).read_text(encoding="utf-8")
    for font in (ARABIC_FONT, TIFINAGH_FONT):
        face = base64.b64encode((STATIC / font).read_bytes()).decode()
        text = text.replace(Path(font).name, f"data:font/woff2;base64,{face}")
    return text


def _font(face: str) -> str:
    return base64.b64encode((FONTS / FACES[face]).read_bytes()).decode()


def script(name: str) -> str:
    """Return a script as it may stand within a page, which it must not end."""
    text = (STATIC / name).read_text(encoding="utf-8")
    return text.replace("</script", "<\\/script").replace("<!--", "<\\!--")
