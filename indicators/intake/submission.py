"""A file together with what its owner stated about it: its check, and the draft it makes."""

from dataclasses import dataclass, replace
from pathlib import Path

from indicators.findings.finding import Finding
from indicators.intake import acceptance, drafts
from indicators.intake.file_check import Progress, check_file
from indicators.intake.observation_keys import UNSTATED
from indicators.language.translator import N_, text
from indicators.maps.added_outlines import source_of, with_source
from indicators.model.catalogue import Indicator
from indicators.model.places import Place
from indicators.model.sources import Source
from indicators.store.additions import named
from indicators.store.dataset import Dataset
from indicators.store.ledger import files, origin
from indicators.store.ledger.ledger import Meant

NOT_YET = "draft_source"
"""The source that stands in a draft for the one nobody named yet; nothing is accepted under it."""

MOST_NAME = 120

CHECKING = "python -m indicators check"
"""The command that checks a file of any size."""


@dataclass(frozen=True)
class Submission:
    """A file at `path`, what its owner calls it, and what was stated about it so far.

    `source` is that of the values whose file names none: a known one, or one whose origin was described; `problems` are
    those of the description. `mapping` is the file that says which column holds what, `meant` the answer where values
    name no perimeter or method beside known figures.
    """

    path: Path
    name: str
    sheet: str | None = None
    mapping: Path | None = None
    source: Source | None = None
    problems: tuple[Finding, ...] = ()
    places: tuple[Place, ...] = ()
    entries: tuple[Indicator, ...] = ()
    meant: Meant | None = None


def plain_name(name: str) -> str:
    """Return a file's name without a path, control characters or what a header cannot hold."""
    last = name.replace("\\", "/").rpartition("/")[2]
    allowed = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip(". ")
    stem, dot, suffix = allowed.rpartition(".")
    return f"{stem[: MOST_NAME - len(suffix) - 1]}{dot}{suffix}" if dot and len(suffix) < 8 else allowed[:MOST_NAME]


def check(
    submission: Submission, dataset: Dataset, seen: int, year: int, progress: Progress | None = None
) -> acceptance.CheckedSubmission:
    """Check a brought file against what is published; `seen` is the state of the ledger from before."""
    source = submission.source
    known = named(dataset, [source] if source else [], submission.places, submission.entries)
    try:
        content = files.fingerprint(submission.path)
    except OSError:
        content = ""
    named_source = source.id if source else ""
    intake = check_file(
        submission.path, known, year, submission.sheet, submission.mapping, named_source, progress, submission.meant
    )
    used = {*intake.observations["source"].astype("str"), source_of(intake.outlines)}
    used |= {pledge.source for pledge in intake.pledges}
    return acceptance.CheckedSubmission(
        path=submission.path,
        content=content,
        name=submission.name,
        intake=intake,
        seen=seen,
        sheet=submission.sheet,
        mapping=submission.mapping.read_text(encoding="utf-8") if submission.mapping and intake.format else "",
        sources=(source,) if source and source.id in used and source.id not in dataset.sources else (),
        places=submission.places,
        entries=submission.entries,
        meant=submission.meant,
    )


def draft(base: Dataset, checked: acceptance.CheckedSubmission, language: str = "en") -> Dataset:
    """Return what the product would show with the submission; values without a source stand under :data:`NOT_YET`."""
    intake, sources = checked.intake, checked.sources
    if acceptance.unstated(intake):
        stated = intake.observations["source"].astype("str")
        filled = stated.where(stated != "", NOT_YET).astype("category")
        outlines = intake.outlines if source_of(intake.outlines) else with_source(intake.outlines, NOT_YET)
        pledges = tuple(
            pledge.model_copy(update={"source": NOT_YET}) if pledge.source == UNSTATED else pledge
            for pledge in intake.pledges
        )
        values = intake.observations.assign(source=filled)
        intake = replace(intake, observations=values, outlines=outlines, pledges=pledges)
        sources = (*sources, not_yet(checked.name, language))
    return drafts.draft(base, intake, sources, checked.places, checked.entries)


def not_yet(name: str, language: str) -> Source:
    """Return the source that says of a draft's figures that nobody named theirs yet."""
    stated = text(language, N_("draft, no source named yet"))
    return Source(
        id=NOT_YET,
        producer=name,
        title=stated,
        citation=f"{name} ({stated})",
        link="/data",
        licence="-",
        redistributable=False,
    )


def with_origin(submission: Submission, fields: dict[str, str]) -> Submission:
    """Return the file with the source that the fields of an origin describe, or with what they lack."""
    source, problems = origin.source_of(fields, submission.name)
    return replace(submission, source=source, problems=tuple(problems))
