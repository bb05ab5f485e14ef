"""Adding a file: its check turned into an acceptance, in one step, by whoever may."""

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indicators.findings.finding import DataProblem, Finding, Rule, Severity
from indicators.intake.changes import MEANT_ANOTHER, MEANT_KNOWN
from indicators.intake.file_check import FileCheck
from indicators.intake.observation_keys import UNSTATED
from indicators.intake.table_check import TOO_MANY_VALUES
from indicators.language.translator import N_
from indicators.maps.added_outlines import source_of
from indicators.model.catalogue import Indicator
from indicators.model.observations import write
from indicators.model.places import Place
from indicators.model.sources import Source
from indicators.store.ledger.journal import Journal
from indicators.store.ledger.ledger import Acceptance, Ledger, Meant, RefusedValue

ORIGIN_NEEDED = Rule(
    "origin_needed", Severity.ERROR, N_("no source is named for the values (values: {count})."),
    N_("Say who published them, under which title, where, when and under which licence, or name a known source."),
)  # fmt: skip

VALUES_REFUSED = Rule(
    "values_refused", Severity.ERROR, N_("values were refused, so nothing was stored (values: {count})."),
    N_("Correct the file, or accept the others without these."),
)  # fmt: skip

NOTHING_ACCEPTED = Rule(
    "nothing_accepted", Severity.ERROR, N_("the file holds no value that could be shown."),
    N_("See the findings; nothing was stored."),
)  # fmt: skip

FIGURE_UNANSWERED = Rule(
    "figure_unanswered", Severity.ERROR,
    N_("nobody said whether values are new values of known figures or others beside them (values: {count})."),
    N_("Say which is meant, --which-figure known or another; or write the columns perimeter and method."),
)  # fmt: skip

ACCEPTED_ALREADY = Rule(
    "accepted_already", Severity.WARNING, N_("this file is in force already, as number {value}."),
    N_("Nothing: its figures are shown."),
)  # fmt: skip


@dataclass(frozen=True)
class CheckedSubmission:
    """A submission after its check: what could be accepted.

    `path` is the file and `content` its fingerprint from before it was checked; `name` is what its owner calls it.
    `seen` is the state of the ledger the check was made against.
    """

    path: Path
    content: str
    name: str
    intake: FileCheck
    seen: int
    sheet: str | None = None
    mapping: str = ""
    sources: tuple[Source, ...] = ()
    places: tuple[Place, ...] = ()
    entries: tuple[Indicator, ...] = ()
    meant: Meant | None = None

    @property
    def all_places(self) -> tuple[Place, ...]:
        """The places that were described for it and those that the file brings itself."""
        return (*self.places, *self.intake.places)


def unstated(intake: FileCheck) -> int:
    """Return how many accepted values or pledges have no source yet; of outlines alone, 1 where they have none."""
    values = int((intake.observations["source"].astype("str") == "").sum())
    values += sum(pledge.source == UNSTATED for pledge in intake.pledges)
    return values or int(bool(intake.outlines) and not source_of(intake.outlines))


def has_publishable_content(intake: FileCheck) -> bool:
    """Return whether there is anything in a file that could be shown: values, outlines of places, or pledges."""
    return bool(intake.accepted or intake.outlines or intake.pledges)


def in_force(ledger: Ledger, content: str) -> int | None:
    """Return the number under which a file of this content is in force, or None."""
    return next((number for number, accepted in ledger.in_force if accepted.content == content), None)


def blocking_findings(checked: CheckedSubmission, without_refused: bool) -> list[Finding]:
    """Return why a submission cannot be accepted as it stands; nothing where it can."""
    intake, file = checked.intake, checked.name
    if intake.format is None:
        return [finding for finding in intake.findings if finding.severity is Severity.ERROR]
    findings = []
    if intake.refused and not without_refused:
        findings.append(Finding(VALUES_REFUSED, file, params={"count": intake.refused}))
    if not has_publishable_content(intake):
        findings.append(Finding(NOTHING_ACCEPTED, file))
    # what is too much to be stored cannot be added
    findings += [
        replace(finding, level=Severity.ERROR) for finding in intake.findings if finding.rule == TOO_MANY_VALUES
    ]
    missing = unstated(intake)
    if missing:
        findings.append(Finding(ORIGIN_NEEDED, file, params={"count": missing}))
    if intake.questions:
        findings.append(Finding(FIGURE_UNANSWERED, file, params={"count": intake.questions}))
    return findings


def accept(
    journal: Journal,
    checked: CheckedSubmission,
    person: str,
    without_refused: bool = False,
    replaces: int | None = None,
) -> int:
    """Store the file and put its values in force; return its number.

    Raises :class:`DataProblem` where the submission has :func:`blocking_findings`, was
    overtaken by another acceptance, or cannot be stored.
    """
    wrong = blocking_findings(checked, without_refused)
    if wrong:
        raise DataProblem(wrong)
    with tempfile.TemporaryDirectory() as folder:
        values = Path(folder) / "observations.csv"
        write(checked.intake.observations, values)
        outlines = None
        if checked.intake.outlines:
            outlines = Path(folder) / "outlines.geojson"
            outlines.write_text(checked.intake.outlines, encoding="utf-8", newline="\n")
        return journal.accept(acceptance(checked, person), checked.path, values, checked.seen, replaces, outlines)


def now() -> str:
    """Return the time of the clock, ISO, UTC, to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def acceptance(checked: CheckedSubmission, person: str) -> Acceptance:
    """Return the record of a file as `person` accepts it now."""
    intake = checked.intake
    return Acceptance(
        name=checked.name,
        content=checked.content,
        format=str(intake.format),
        observations="",
        sheet=checked.sheet,
        mapping=checked.mapping,
        rows_read=intake.rows_read,
        accepted=intake.accepted,
        refused=intake.refused,
        refusals=_refusals(intake.findings),
        sources=checked.sources,
        places=checked.all_places,
        entries=checked.entries,
        pledges=intake.pledges,
        meant=checked.meant if _was_asked(intake) else None,
        who=person,
        at=now(),
    )


def _was_asked(intake: FileCheck) -> bool:
    """Return whether an answer was needed, and taken, for any value of the file."""
    return any(finding.rule in (MEANT_KNOWN, MEANT_ANOTHER) for finding in intake.findings)


def _refusals(findings: Sequence[Finding]) -> tuple[RefusedValue, ...]:
    return tuple(
        RefusedValue(
            row=finding.row, sheet=finding.sheet, column=finding.column, value=finding.value, rule=finding.rule.id
        )
        for finding in findings
        if finding.severity is Severity.ERROR
    )
