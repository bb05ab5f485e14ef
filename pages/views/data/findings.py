"""The second step: what the file holds, how it was read, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from indicators.findings import collector
from indicators.findings.finding import Finding, Severity, as_text, describe
from indicators.intake.check_reports import SEVERITY_TEXTS, SIGNS, FindingGroup, as_csv, grouped
from indicators.intake.file_check import FileCheck
from indicators.language.translator import N_, Translator
from indicators.store.ledger.ledger import Meant
from indicators.text import formatting
from pages.shared import draft_session
from pages.shared.blocks import draw, heading, small
from pages.shared.draft_session import UploadDraft
from pages.shared.elements import Note, Template
from pages.shared.shell import Page
from pages.views.data import mapping

FORMATS = {
    "tidy": N_("a table in the project’s tidy format"),
    "mapped": N_("a table with a column mapping"),
    "worldbank": N_("a download of the World Bank"),
    "cdp": N_("a download of CDP"),
    "cdp_targets": N_("CDP’s targets of cities"),
    "c40": N_("C40’s database of city inventories"),
    "net_zero_tracker": N_("a snapshot of the Net Zero Tracker"),
    "nangini": N_("the city inventories of Nangini et al."),
    "ggmcf": N_("the gridded footprints of Moran et al. (GGMCF)"),
    "unhabitat": N_("a download of UN-Habitat"),
    "wup": N_("a table of the World Urbanization Prospects"),
    "ghsl": N_("a table of the Global Human Settlement Layer"),
    "sdsn": N_("a download of the Sustainable Development Report"),
    "who": N_("a download of the World Health Organization"),
    "owid": N_("a download of Our World in Data"),
    "layer": N_("a layer of outlines or points"),
}

MOST_LISTED = 200
"""How many findings of a rule the page lists; the table to take away has those that are kept."""


@dataclass(frozen=True)
class Recognised(Template, file="data_found"):
    """What a file was recognised as, what was counted in it, how it was read, and whether it can be accepted."""

    kind: str
    counted: Sequence[str]
    readings: Sequence[str]
    verdict: str


@dataclass(frozen=True)
class FindingsOfRule:
    """The findings of one rule: the first in words, how often it fired, and all of them as rows of cells."""

    sign: str
    severity: str
    error: bool
    count: str
    where: str
    message: str
    fix: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    more: str


@dataclass(frozen=True)
class FindingList(Template, file="data_findings"):
    """What is wrong with a file, by rule."""

    groups: Sequence[FindingsOfRule]


def render(page: Page, now: UploadDraft) -> None:
    """Draw what was recognised, counted and found."""
    language, t = page.state.language, page.look.t
    intake = now.checked.intake
    heading(t("What was found"), language, 2)
    if intake.format is None and mapping.render(page, now):
        return
    readings = [finding for finding in intake.findings if finding.rule.reading]
    problems = [finding for finding in intake.findings if not finding.rule.reading]
    recognised = Recognised(
        kind=_kind(intake, language),
        counted=counted(intake, language) if intake.format else [],
        readings=_distinct(readings, language),
        verdict=_verdict(intake, problems, language),
    )
    draw([recognised.markup(language)])
    mapping.again(page, now)
    if problems:
        draw([FindingList([_group(group, language) for group in grouped(problems)]).markup(language)])
    if intake.findings:
        st.download_button(
            t("All findings as a table (CSV)"),
            data=lambda: as_csv(intake.findings, language),
            file_name="findings.csv",
            mime="text/csv",
            on_click="ignore",
            key="findings",
        )
    more = intake.findings_total - len(intake.findings)
    if more > 0:
        sentence = t(
            "{total} findings in all; of each rule the first {most} are kept.",
            total=formatting.number(intake.findings_total, 0, language),
            most=formatting.number(collector.MAX_FINDINGS_PER_RULE, 0, language),
        )
        draw([Note(sentence).markup(page.state.language)])


def _kind(intake: FileCheck, language: str) -> str:
    t = Translator(language)
    if intake.format is None:
        return t("This file could not be read as a table of figures.")
    name = t(FORMATS[intake.format]) if intake.format in FORMATS else intake.format
    return t("Recognised as {kind}.", kind=name)


def counted(intake: FileCheck, language: str) -> list[str]:
    """Return the counts of a check as sentences, those of nothing left out."""
    t = Translator(language)

    def n(count: int) -> str:
        return formatting.number(count, 0, language)

    sentences = [t.plural("{rows} row was read.", "{rows} rows were read.", intake.rows_read, rows=n(intake.rows_read))]
    if intake.accepted or not intake.refused:
        sentences.append(
            t.plural(
                "{values} value can be shown.",
                "{values} values can be shown.",
                intake.accepted,
                values=n(intake.accepted),
            )
        )
    if intake.refused:
        sentences.append(
            t.plural(
                "{values} value is refused, for the reason below.",
                "{values} values are refused, each for the reason below.",
                intake.refused,
                values=n(intake.refused),
            )
        )
    if intake.empty:
        sentences.append(
            t.plural("{values} cell is empty.", "{values} cells are empty.", intake.empty, values=n(intake.empty))
        )
    if intake.out_of_scope:
        sentences.append(
            t.plural(
                "{values} value is about something this site does not show, and is left out.",
                "{values} values are about something this site does not show, and are left out.",
                intake.out_of_scope,
                values=n(intake.out_of_scope),
            )
        )
    return sentences


def _verdict(intake: FileCheck, problems: list[Finding], language: str) -> str:
    t = Translator(language)
    if intake.format is None:
        return ""
    if not problems:
        return t("No problem was found.")
    return ""


def _distinct(readings: list[Finding], language: str) -> list[str]:
    """Return how the file was read, each way once, with what to do where it is wrong."""
    sentences = [as_text(finding, language) for finding in readings]
    texts = [text for finding in readings for text in (finding.value, finding.column) if text]
    return list(dict.fromkeys(_capital(sentence, *texts) for sentence in sentences))


def _group(group: FindingGroup, language: str) -> FindingsOfRule:
    """Return the findings of a rule as the template lists them: the first in words, then all."""
    t = Translator(language)
    count = len(group.findings)
    message, fix = describe(group.findings[0], language)
    rows = []
    for finding in group.findings[:MOST_LISTED]:
        message, _ = describe(finding, language)
        rows.append(
            (
                str(finding.row or ""),
                finding.sheet or "",
                finding.column or "",
                finding.value or "",
                _capital(message, finding.value, finding.column),
            )
        )
    columns = [t("Row"), t("Sheet"), t("Column"), t("Value"), t("What is wrong")]
    shown = [column for column in range(5) if any(row[column] for row in rows)]
    return FindingsOfRule(
        sign=SIGNS[group.severity],
        severity=t(SEVERITY_TEXTS[group.severity]),
        error=group.severity is Severity.ERROR,
        count=_times(count, language),
        where=where(group.findings[0], language),
        message=_capital(message, group.findings[0].value, group.findings[0].column),
        fix=fix,
        columns=[columns[column] for column in shown],
        rows=[[row[column] for column in shown] for row in rows] if count > 1 else [],
        more=t.plural(
            "{n} further one is in the table to download.",
            "{n} further ones are in the table to download.",
            count - MOST_LISTED,
        )
        if count > MOST_LISTED
        else "",
    )


def _times(count: int, language: str) -> str:
    """Return how often a rule failed; beyond what is listed of it, how often at least."""
    t, n = Translator(language), formatting.number(count, 0, language)
    if count >= collector.MAX_FINDINGS_PER_RULE:
        return t("{n} times or more", n=n)
    return t.plural("{n} time", "{n} times", count) if count > 1 else ""


def where(finding: Finding, language: str) -> str:
    """Return where in the file a finding is, empty where it is about the whole file."""
    t = Translator(language)
    parts = [t("sheet {sheet}", sheet=finding.sheet) if finding.sheet else ""]
    parts.append(t("row {row}", row=finding.row) if finding.row is not None else "")
    parts.append(t("column {column}", column=finding.column) if finding.column else "")
    return _capital(formatting.commas([part for part in parts if part], language))


def _capital(sentence: str, *unchanged: str | None) -> str:
    """Return a sentence with a capital, unless it begins with a text that stays `unchanged`, as the file prints it."""
    return (
        sentence
        if any(text and sentence.startswith(text) for text in unchanged)
        else sentence[:1].upper() + sentence[1:]
    )


ANSWERS = {
    Meant.KNOWN: N_("New values of the known figures: they take their place"),
    Meant.ANOTHER: N_("Other figures: they stand beside the known ones"),
}


def ask(page: Page, now: UploadDraft) -> None:
    """Ask which figures are meant where the file does not say, and check it again with the answer."""
    language, t = page.state.language, page.look.t
    questions, meant = now.checked.intake.questions, now.file.meant
    if not questions and meant is None:
        return
    small(t("Which figures are meant?"), language)
    if questions:
        words = t.plural(
            "{values} value names no perimeter or method, and its source has another one for that place and year.",
            "{values} values name no perimeter or method, and their source has others for those places and years.",
            questions,
            values=formatting.number(questions, 0, language),
        )
        draw([Note(words).markup(language)])
    chosen = st.radio(
        t("Which figures are meant?"),
        list(ANSWERS),
        index=None if meant is None else list(ANSWERS).index(meant),
        format_func=lambda answer: t(ANSWERS[answer]),
        key=f"meant-{now.file.path.parent.name}",
        label_visibility="collapsed",
    )
    if chosen is not None and chosen is not meant:
        draft_session.start(replace(now.file, meant=chosen), page.published, language)
        st.rerun()
