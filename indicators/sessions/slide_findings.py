"""Findings that are of one slide of a session, and their words: where, what was found, what to do."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from indicators.findings.finding import Finding, Severity, as_text
from indicators.language.translator import N_, Translator
from indicators.text.formatting import commas

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
