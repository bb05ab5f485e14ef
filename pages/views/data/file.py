"""The first step: the file, dropped or chosen."""

import math
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from indicators.intake import brought_file, reading_process
from indicators.intake.layers.container import is_geographic
from indicators.intake.submission import CHECKING, Submission, plain_name
from indicators.language.translator import Translator
from indicators.loaders.handmade.mapping import to_toml
from indicators.loaders.reading.files import EVERY_SHEET
from indicators.text import formatting
from indicators.web import app_state
from indicators.web.admission import Rate
from pages.shared import draft_session
from pages.shared.blocks import draw, heading
from pages.shared.draft_session import UploadDraft
from pages.shared.elements import Note, Template
from pages.shared.shell import Page

TYPES = ("csv", "tsv", "txt", "xlsx", "xls", "ods", "geojson", "gpkg", "zip", "json")
WORKBOOKS = ("xlsx", "xls", "ods")
_COUNT = "uploads"
_checks = Rate(most=40, seconds=600)
"""How many files are checked for one address; who sits at this computer, or behind a proxy nobody named, has none."""


@dataclass(frozen=True)
class BroughtFile(Template, file="data_file"):
    """The file under review."""

    name: str
    size: str


@dataclass(frozen=True)
class Help(Template, file="data_help"):
    """The files to begin with."""


@dataclass(frozen=True)
class DropArea(Template, file="data_drop"):
    """The place a file is dropped on.

    `to` is the key of Streamlit's own, `types` the endings it takes and
    `listed` the same in words, `limit` in megabytes and `size` the same in words.
    """

    to: str
    words: str
    choose: str
    types: str
    listed: str
    limit: int
    size: str
    sending: str
    command: str


def render(page: Page) -> None:
    """Draw the place to drop a file, and what is held of it; check a file as soon as it is there."""
    language, t = page.state.language, page.look.t
    heading(t("The file"), language, 1)
    dropped = drop(page, "upload", TYPES, t("Drop a file here, or"), t("Choose a file"))
    if dropped is not None and _may_bring(page):
        name, content = dropped
        folder = TemporaryDirectory(prefix="indicators-")
        safe = plain_name(name) or "file"
        path = Path(folder.name) / f"brought{Path(safe).suffix.lower()}"
        path.write_bytes(content)
        with st.spinner(_checking(page, safe)):
            draft_session.start(Submission(path, safe, mapping=_remembered(path)), page.published, language, folder)
        st.rerun()
    now = draft_session.current().upload
    if now is not None:
        size = now.file.path.stat().st_size if now.file.path.exists() else 0
        draw([BroughtFile(now.file.name, size_text(size, language)).markup(language)])
        _sheet(page, now)
        if st.button(t("Remove it"), key="let_go", type="tertiary"):
            draft_session.discard()
            st.rerun()
    elif removed := draft_session.current().removed:
        words = t("{file} and its draft were removed to make room for others. Bring it again.", file=removed)
        draw([Note(words).markup(language)])
    draw([Help().markup(language)])


def _may_bring(page: Page) -> bool:
    """Return whether the visitor's address may have another file checked now; say when where it may not."""
    address = st.context.ip_address
    wait = _checks.admit(address) if address else 0.0
    if wait:
        words = page.look.t(
            "So many files of your address were checked that the next one waits {minutes} min.",
            minutes=math.ceil(wait / 60),
        )
        draw([Note(words).markup(page.state.language)])
    return not wait


def _checking(page: Page, name: str) -> str:
    """Return what stands while a file is checked: its name, and how many are before it."""
    words = page.look.t("Checking {file} …", file=name)
    waiting = reading_process.queue_length()
    if not waiting:
        return words
    return f"{words} " + page.look.t.plural("{n} file is before it.", "{n} files are before it.", waiting)


def _sheet(page: Page, now: UploadDraft) -> None:
    """Ask which sheet of a workbook of several is meant; nothing of another file."""
    t = page.look.t
    names = _sheet_names(now.file.path)
    if len(names) < 2:
        return
    words = {"": t("The first that fits"), EVERY_SHEET: t("All sheets of one shape")}
    chosen = now.file.sheet or ""
    wanted = st.selectbox(
        t("Sheet of the workbook"),
        ["", EVERY_SHEET, *names],
        index=["", EVERY_SHEET, *names].index(chosen) if chosen in (EVERY_SHEET, *names) else 0,
        format_func=lambda name: words.get(name, name),
        key=f"sheet-{now.file.name}",
    )
    if wanted != chosen:
        draft_session.start(replace(now.file, sheet=wanted or None), page.published, page.state.language)
        st.rerun()


def _sheet_names(path: Path) -> tuple[str, ...]:
    """Return the names of a file's sheets, read once in a session; none of a file that is no workbook."""
    known: dict[Path, tuple[str, ...]] = st.session_state.setdefault("sheets_of_files", {})
    if path not in known:
        is_workbook = path.suffix.lstrip(".") in WORKBOOKS
        known[path] = brought_file.sheet_names(path) if is_workbook else ()
    return known[path]


def _remembered(path: Path) -> Path | None:
    """Write the mapping stored for files of this shape beside the file; return where, None where none is stored."""
    folder = app_state.folders().mappings
    saved = None if is_geographic(path) or not folder.is_dir() else brought_file.saved_mapping(path, folder)
    if saved is None:
        return None
    beside = path.with_name("mapping.toml")
    beside.write_text(to_toml(saved), encoding="utf-8")
    return beside


def drop(page: Page, key: str, types: tuple[str, ...], words: str, choose: str) -> tuple[str, bytes] | None:
    """Draw a place to drop a file; return the name and content of one that was just dropped there.

    Streamlit's own place speaks English only; ours stands over it and hands it the file.
    """
    t = page.look.t
    count = st.session_state.setdefault(f"{_COUNT}-{key}", 0)
    limit = int(st.get_option("server.maxUploadSize"))
    area = DropArea(
        to=f"{key}-{count}",
        words=words,
        choose=choose,
        types=",".join(f".{name}" for name in types),
        listed=formatting.join([name.upper() for name in types], page.state.language),
        limit=limit,
        size=size_text(limit * 1_000_000, page.state.language),
        sending=t("Sending the file …"),
        command=CHECKING,
    )
    draw([area.markup(page.state.language)])
    with st.container(key=f"under-{key}"):
        file = st.file_uploader(choose, type=list(types), key=f"{key}-{count}", label_visibility="collapsed")
    if file is None:
        return None
    # the next run begins with an empty place, and the server keeps no second copy
    st.session_state[f"{_COUNT}-{key}"] = count + 1
    return file.name, file.getvalue()


def size_text(size: int, language: str) -> str:
    """Return the size of a file as readers know it."""
    t = Translator(language)
    if size < 1_000_000:
        return t("{size} kB", size=formatting.number(max(size / 1000, 0.1), 1, language))
    return t("{size} MB", size=formatting.number(size / 1_000_000, 1 if size % 1_000_000 else 0, language))
