"""Rehearsals: what each slide showed and how long it took, so that a change until the day is noticed.

A rehearsal is one JSON file of the store, `sessions/rehearsals/<id>.json`; the newest takes the place of the last.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from indicators.analysis.verdicts import Verdict
from indicators.charts.chart import Look
from indicators.findings.finding import Finding
from indicators.model.catalogue import Model
from indicators.model.rules import unreadable
from indicators.sessions.session import Session
from indicators.sessions.session_files import is_there, made_folder, may_name
from indicators.sessions.session_store import write_whole
from indicators.sessions.slide_charts import slide_chart
from indicators.store.dataset import Dataset
from indicators.store.folders import Folders

REHEARSALS = "rehearsals"
"""The folder of rehearsals, in that of the sessions made in the app."""


class RehearsedSlide(Model):
    """A slide as it was rehearsed: its chart's address, claim in English and verdict, and the seconds it took."""

    chart: str | None = None
    claim: str | None = None
    verdict: Verdict | None = None
    seconds: float | None = None


class Rehearsal(Model):
    """A session as it was rehearsed at a moment, of one data version."""

    session: str
    recorded: datetime
    data_version: str
    slides: tuple[RehearsedSlide, ...]

    @property
    def seconds(self) -> float | None:
        """The seconds that all slides took; None where one was not timed."""
        durations = [slide.seconds for slide in self.slides]
        return (
            None if not durations or None in durations else sum(seconds for seconds in durations if seconds is not None)
        )

    def of_chart(self, chart: str) -> RehearsedSlide | None:
        """Return how a chart was rehearsed, wherever it stood; None where it was not."""
        return next((slide for slide in self.slides if slide.chart == chart), None)


def rehearsal_of(dataset: Dataset, session: Session, seconds: Sequence[float | None], recorded: datetime) -> Rehearsal:
    """Return a session as it stands; `seconds` are those each slide took, in their order, as far as they are known."""
    slides = []
    for number, slide in enumerate(session.slides):
        chart = slide_chart(dataset, slide, Look())[0]
        slides.append(
            RehearsedSlide(
                chart=slide.chart,
                claim=chart.title if chart else None,
                verdict=chart.comparison.verdict if chart and not chart.comparison.single else None,
                seconds=seconds[number] if number < len(seconds) else None,
            )
        )
    return Rehearsal(session=session.id, recorded=recorded, data_version=dataset.version, slides=tuple(slides))


def rehearsal_path(folders: Folders, name: str) -> Path:
    """Return where the rehearsal of a session is stored."""
    return made_folder(folders) / REHEARSALS / f"{name}.json"


def record_rehearsal(
    folders: Folders, dataset: Dataset, session: Session, seconds: Sequence[float | None], recorded: datetime
) -> list[Finding]:
    """Keep what a session says now, and the seconds that each slide took; return why not, nothing where it was."""
    path = rehearsal_path(folders, session.id)
    rehearsal = rehearsal_of(dataset, session, seconds, recorded)
    try:
        write_whole(path, (rehearsal.model_dump_json(indent=1) + "\n").encode())
    except OSError as error:
        return [unreadable(path, error)]
    return []


def read_rehearsal(folders: Folders, name: str) -> tuple[Rehearsal | None, list[Finding]]:
    """Return the last rehearsal of a session, None where there is none or it cannot be read."""
    path = rehearsal_path(folders, name)
    if not may_name(name) or not is_there(path):
        return None, []
    try:
        return Rehearsal.model_validate(json.loads(path.read_bytes())), []
    except (OSError, ValueError, RecursionError, ValidationError) as error:
        return None, [unreadable(path, error)]
