"""The files of sessions: those that ship, those made in the app, and what is wrong with them and their slides in words.

A session is one TOML file, named by its id. Those that ship lie in `sessions/` of the figures; those made in the app in
`sessions/` of the store, where one of the same id wins. Nothing that is wrong with one file keeps another from being
read: a slide that cannot be read is left out, a file that cannot be read is left out, and each is a finding.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tomli_w
from pydantic import ValidationError

from indicators.findings.finding import Finding, Rule, Severity, as_text
from indicators.language.translator import N_, Translator
from indicators.model.places import nearest
from indicators.model.rules import BAD_ENTRY, unreadable
from indicators.sessions.session import MOST_SLIDES, Session, Slide
from indicators.store.folders import Folders
from indicators.text.formatting import commas

SESSIONS = "sessions"
"""The name of the folder of sessions, in the figures and in the store."""

PROGRAMME = "programme"
"""The name of the file of the programme, which is no session."""

LARGEST_FILE = 1 << 20
"""Bytes of a session's file, at most; two hundred slides with long notes take a fifth."""

SESSION_UNKNOWN = Rule(
    "session_unknown",
    Severity.ERROR,
    N_("There is no session “{value}”{suggestion}."),
    N_("The page Sessions and the command “sessions list” name those there are."),
)

SESSION_NAME = Rule(
    "session_name",
    Severity.ERROR,
    N_("“{value}” cannot be the name of a session."),
    N_("Use small letters, digits and hyphens, a letter first, 60 characters at most; “programme” is taken."),
)

SESSION_LARGE = Rule(
    "session_large",
    Severity.ERROR,
    N_("the file of the session holds {found} bytes; {most} are read at most."),
    N_("Keep pictures in files of their own and divide the session."),
)

SESSION_SLIDES = Rule(
    "session_slides",
    Severity.ERROR,
    N_("the session holds {found} slides; the first {most} are read."),
    N_("Divide it into two sessions."),
)

SLIDE_LEFT_OUT = Rule(
    "slide_left_out",
    Severity.ERROR,
    N_("the slide cannot be read and is left out: {reason}."),
    N_("Correct it in the file, or delete it and make it again."),
)

_NAME = re.compile(r"[a-z][a-z0-9-]{0,59}")


@dataclass(frozen=True)
class SessionFile:
    """A session with where it was read from.

    `session` is None where the file cannot be read, and `findings` say why. `made` says that it was made in the app;
    `stamp` is a fingerprint of the file, by which a later change is noticed.
    """

    id: str
    path: Path
    made: bool
    session: Session | None
    findings: tuple[Finding, ...]
    stamp: str


@dataclass(frozen=True)
class SessionsRead:
    """All sessions of a data folder by id, in the order of their ids, and every finding of their files."""

    files: Mapping[str, SessionFile]
    findings: tuple[Finding, ...]

    @property
    def sessions(self) -> dict[str, Session]:
        """The sessions that could be read, by id."""
        return {name: file.session for name, file in self.files.items() if file.session is not None}


def shipped_folder(folders: Folders) -> Path:
    """Return the folder of the sessions that ship."""
    return folders.figures / SESSIONS


def made_folder(folders: Folders) -> Path:
    """Return the folder of the sessions made in the app."""
    return folders.store / SESSIONS


def is_there(path: Path) -> bool:
    """Return whether a file is there, as far as this process may look."""
    try:
        return path.is_file()
    except OSError:
        return False


def may_name(name: str) -> bool:
    """Return whether a session may have this id."""
    return _NAME.fullmatch(name) is not None and name != PROGRAMME


def read_sessions(folders: Folders) -> SessionsRead:
    """Return every session of a data folder; of two with one id the one made in the app, unless it cannot be read."""
    files: dict[str, SessionFile] = {}
    findings: list[Finding] = []
    for folder, made in ((shipped_folder(folders), False), (made_folder(folders), True)):
        for path in sorted(folder.glob("*.toml")):
            if path.stem == PROGRAMME:
                continue
            file = read_session_file(path, made)
            findings += file.findings
            if file.session is not None or path.stem not in files:
                files[path.stem] = file
    return SessionsRead(dict(sorted(files.items())), tuple(findings))


def find_session(folders: Folders, name: str) -> tuple[SessionFile | None, list[Finding]]:
    """Return one session with the findings of its files; None, and the nearest name, where there is none."""
    findings: list[Finding] = []
    if may_name(name):
        for folder, made in ((made_folder(folders), True), (shipped_folder(folders), False)):
            path = folder / f"{name}.toml"
            if is_there(path):
                file = read_session_file(path, made)
                findings += file.findings
                if file.session is not None:
                    return file, findings
    if not findings:
        findings.append(Finding(SESSION_UNKNOWN, value=name[:60], params={"near": nearest(name, names(folders))}))
    return None, findings


def names(folders: Folders) -> list[str]:
    """Return the ids of all sessions, readable or not."""
    stems = {path.stem for folder in (shipped_folder(folders), made_folder(folders)) for path in folder.glob("*.toml")}
    return sorted(stems - {PROGRAMME})


def read_session_file(path: Path, made: bool = False, name: str | None = None) -> SessionFile:
    """Read one file of a session; a slide that cannot be read is left out and named by its number.

    `name` is the session's id where it is not the file's name: of an earlier version.
    """
    name = name or path.stem
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        size = path.stat().st_size
    except OSError as error:
        return SessionFile(name, path, made, None, (unreadable(path, error),), "")
    if len(content) > LARGEST_FILE:
        return SessionFile(name, path, made, None, (too_large(path, size),), "")
    session, findings = session_in(content, path, name)
    return SessionFile(name, path, made, session, tuple(findings), stamp_of(content))


def session_in(content: bytes, path: Path, name: str) -> tuple[Session | None, list[Finding]]:
    """Return the session that the content of a file holds, `name` being its id, and what is wrong; `path` names it."""
    if len(content) > LARGEST_FILE:
        return None, [too_large(path, len(content))]
    try:
        record = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:  # the latter of brackets within brackets, a thousand deep
        return None, [unreadable(path, error)]
    return session_of(record, path, name)


def too_large(path: Path, size: int) -> Finding:
    """Return the finding of a file of a session that holds more bytes than are read."""
    return Finding(SESSION_LARGE, file=str(path), params={"found": f"{size:,}", "most": f"{LARGEST_FILE:,}"})


def stamp_of(content: bytes) -> str:
    """Return the fingerprint by which a file is known to be unchanged."""
    return hashlib.sha256(content).hexdigest()[:12]


def session_of(record: Mapping[str, Any], path: Path, name: str) -> tuple[Session | None, list[Finding]]:
    """Return the session that the keys of a file describe, `name` being its id, and what is wrong."""
    findings: list[Finding] = []
    if not may_name(name):
        return None, [Finding(SESSION_NAME, file=str(path), value=name[:60])]
    written = record.get("slides", [])
    if isinstance(written, list) and len(written) > MOST_SLIDES:
        params = {"found": len(written), "most": MOST_SLIDES}
        findings.append(Finding(SESSION_SLIDES, file=str(path), params=params))
        written = written[:MOST_SLIDES]
    slides: list[Slide] = []
    if isinstance(written, list):
        for number, written_slide in enumerate(written, 1):
            try:
                slides.append(Slide.model_validate(written_slide))
            except ValidationError as error:
                left_out = [replace(finding, rule=SLIDE_LEFT_OUT) for finding in entry_findings(error, path)]
                findings += of_slide(left_out, number)
    try:
        whole = slides if isinstance(written, list) else written
        return Session.model_validate({**record, "id": name, "slides": whole}), findings
    except ValidationError as error:
        return None, [*findings, *entry_findings(error, path)]


def entry_findings(error: ValidationError, path: Path | None) -> list[Finding]:
    """Return one finding for each key that makes a record invalid, with our own words where they are ours."""
    findings = []
    for item in error.errors():
        error_of_model = item.get("ctx", {}).get("error")
        value = item["input"] if isinstance(item["input"], (str, int, float)) else None
        findings.append(
            Finding(
                BAD_ENTRY,
                file=str(path) if path else None,
                column=".".join(str(part) for part in item["loc"]) or None,
                value=None if value is None else str(value)[:60],
                params={"reason": str(error_of_model) if error_of_model is not None else item["msg"]},
            )
        )
    return findings


def session_toml(session: Session) -> str:
    """Return a session as its file holds it: readable, without what is as usual, the id being the file's name."""
    record = session.model_dump(mode="json", exclude_defaults=True, exclude={"id", "slides"})
    slides = (slide.model_dump(mode="json", exclude_defaults=True) for slide in session.slides)
    return "\n[[slides]]\n".join([_keys(record), *map(_keys, slides)])


def _keys(record: Mapping[str, Any]) -> str:
    """Return the keys of a record as TOML, a text in several languages as one dotted key each."""
    return "".join(
        "".join(f"{key}.{tomli_w.dumps({language: text})}" for language, text in value.items() if text is not None)
        if isinstance(value, dict)
        else tomli_w.dumps({key: value})
        for key, value in record.items()
    )


def picture_path(folders: Folders, name: str) -> Path | None:
    """Return the file of a picture slide, beside the session's or among those that ship; None where there is none."""
    for folder in (made_folder(folders), shipped_folder(folders)):
        path = folder / name
        if Path(name).name == name and is_there(path):
            return path
    return None


SEVERITIES = {Severity.ERROR: N_("To correct"), Severity.WARNING: N_("To look at")}
"""How gravely a finding of a session is meant, in words."""


def of_slide(findings: Iterable[Finding], number: int) -> list[Finding]:
    """Return findings with the number of the slide that they are of, counted from 1."""
    return [replace(finding, params={**finding.params, "slide": number}) for finding in findings]


def slide_number(finding: Finding) -> int | None:
    """Return the number of the slide a finding is of, None where it is of the whole session."""
    number = finding.params.get("slide")
    return number if isinstance(number, int) else None


def place_of(finding: Finding, language: str) -> str:
    """Return where a finding is, in words: the name of its file, the slide, the key; empty where it is everywhere."""
    t = Translator(language)
    number = slide_number(finding)
    parts = [
        Path(finding.file).name if finding.file else "",
        "" if number is None else t("slide {n}", n=number),
        finding.column or "",
    ]
    return commas(filter(None, parts), language)


def in_words(finding: Finding, language: str = "en") -> str:
    """Return a finding of a session as one line: where, what was found, what to do."""
    t = Translator(language)
    words = as_text(finding, language)
    place = place_of(finding, language)
    return t("{place}: {words}", place=place, words=words) if place else words
