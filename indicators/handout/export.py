"""A session as one file to take away: PowerPoint, PDF, the offline pack, or all of them with the figures as a zip."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from indicators.exports.bundle import chart_csv
from indicators.findings.finding import Finding, Rule, Severity
from indicators.handout.pack import pack
from indicators.handout.pdf import pdf, pdf_findings
from indicators.handout.powerpoint import powerpoint
from indicators.handout.shown import ShownSession, Step, shown
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import N_, Translator
from indicators.sessions.session import Session
from indicators.sessions.session_files import picture_path
from indicators.store.dataset import Dataset
from indicators.store.folders import Folders
from indicators.text.csv_safety import csv_bytes

FORMS = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "zip": "application/zip",
}
"""The forms of a handout by their ending, and their media type."""

HANDOUT_FORM = Rule(
    "handout_form",
    Severity.ERROR,
    N_("A handout ends in {allowed}; “{value}” is none of them."),
    N_("Name the file with one of these endings."),
)

Progress = Callable[[float, str], None]
"""Is called with the share of a handout that is made, from 0 to 1, and what is next, in words; may raise to stop it."""

CHARTS_MADE, WRITTEN = N_("The charts are being made."), N_("The file is being written.")


@dataclass(frozen=True)
class Handout:
    """A finished handout: its form, its bytes, and what of the session it could not show."""

    form: str
    body: bytes
    findings: tuple[Finding, ...]


class HandoutRefused(Exception):
    """A handout that is not made; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.rule.id)


@dataclass(frozen=True)
class Material:
    """What handouts of a session are made of: the data, the session, the files of its pictures, our address."""

    dataset: Dataset
    session: Session
    pictures: Mapping[str, Path]
    public: str = ""


def pictures_of(folders: Folders, session: Session) -> dict[str, Path]:
    """Return the files of a session's pictures by their names, those that there are."""
    wanted = {slide.picture for slide in session.slides if slide.picture}
    return {name: path for name in wanted if (path := picture_path(folders, name)) is not None}


def _silent(_share: float, _words: str) -> None:
    """Tell nobody."""


def handout(material: Material, form: str, language: str, progress: Progress = _silent) -> Handout:
    """Return a session as a handout of a form, in a language.

    Raises :class:`HandoutRefused` for a form that there is not.
    """
    if form not in FORMS:
        allowed = ", ".join(f".{form_name}" for form_name in FORMS)
        raise HandoutRefused(Finding(HANDOUT_FORM, value=form[:20], params={"allowed": allowed}))
    t = Translator(_screen(language))
    steps = max(len(material.session.slides), 1)
    done = 0

    def count(words: str) -> Step:
        def step() -> None:
            nonlocal done
            done += 1
            progress(min(done / (steps * 2), 0.99), t(words))

        return step

    progress(0.0, t(CHARTS_MADE))
    findings: list[Finding] = []
    # The pack makes its own charts, in every language; what cannot be shown is found in this one.
    made = shown(material.dataset, material.session, language, material.pictures, material.public, count(CHARTS_MADE))
    findings += made.findings
    step = count(WRITTEN)
    if form == "pptx":
        body = powerpoint(made, step)
    elif form == "pdf":
        body = pdf(made, step)
    elif form == "html":
        step()
        body = _pack(material, language)
    else:
        body = _zip(material, made, language, step)
    if form in ("pdf", "zip"):
        findings += pdf_findings(made)
    return Handout(form, body, tuple(findings))


def _screen(language: str) -> str:
    return language if language in SCREEN_LANGUAGES else SCREEN_LANGUAGES[0]


def _pack(material: Material, language: str) -> bytes:
    return pack(material.dataset, material.session, _screen(language), material.pictures, material.public).encode()


def _zip(material: Material, made: ShownSession, language: str, step: Step) -> bytes:
    """Return every form, and the figures of each chart, in one archive."""
    name = material.session.id
    files: dict[str, bytes] = {}
    files[f"{name}.pptx"] = powerpoint(made, step)
    step()
    files[f"{name}.pdf"] = pdf(made)
    step()
    files[f"{name}.html"] = _pack(material, language)
    for slide in made.slides:
        if slide.document is not None:
            chart = slide.document.chart
            written = chart_csv(material.dataset, chart, made.look.language)
            files[f"figures/{slide.number:02}-{chart.id}.csv"] = csv_bytes(written)
    return zipped(files)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip archive, the same bytes from the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, body in files.items():
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, body)
    return out.getvalue()
