"""Origins: who published a file, what, when, and under which licence."""

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from babel import Locale

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.locales import LANGUAGES
from indicators.language.translator import N_
from indicators.model.places import fold
from indicators.model.rules import read_toml, unknown_reference
from indicators.model.sources import Source

ORIGIN_MISSING = Rule(
    "origin_missing", Severity.ERROR, N_("the origin does not say {column}."),
    N_("Give it: a figure without its origin is not shown."),
)  # fmt: skip

ORIGIN_DATE = Rule(
    "origin_date", Severity.ERROR, N_("{value} is not a date."), N_("Write 2024, 05/2024 or 31/05/2024.")
)

ORIGIN_LINK = Rule(
    "origin_link", Severity.ERROR, N_("{value} is not a link."),
    N_("Give the address of the publication, from https:// on."),
)  # fmt: skip

ORIGIN_YES_NO = Rule(
    "origin_yes_no", Severity.ERROR, N_("{value} is neither yes nor no."),
    N_("Say yes if downloads may hold the figures."),
)  # fmt: skip


NEEDED = ("producer", "title", "link", "published", "licence", "redistributable")
"""What an origin must say; `accessed` may stand for `published` where the publication has no date."""

FIELDS = ("producer", "title", "link", "published", "accessed", "licence", "redistributable", "attribution", "note")
YES, NO = ("yes", "true", "oui", "نعم"), ("no", "false", "non", "لا")
SUFFIX = ".origin.toml"
_BY_YEAR = re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?")
_BY_DAY = re.compile(r"(?:(?P<day>\d{1,2})[-/. ]+)?(?P<month>\d{1,2})[-/. ]+(?P<year>\d{4})")
_IN_WORDS = re.compile(r"(?:(?P<day>\d{1,2})(?:er|st|nd|rd|th)?\.? )?(?P<month>[^\W\d]+)\.?,? (?P<year>\d{4})")
_MONTH_FIRST = re.compile(r"(?P<month>[^\W\d]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})")


def source_of(fields: Mapping[str, str], file: str) -> tuple[Source | None, list[Finding]]:
    """Return the source that the fields of an origin describe, or None and what is missing or wrong.

    `fields` holds :data:`FIELDS` as text; `file` is what the findings name. The same words give the same id, so that
    one origin is one source however often it is written down.
    """
    stated = {name: " ".join(str(fields.get(name) or "").split()) for name in FIELDS}
    findings = [
        Finding(ORIGIN_MISSING, file, column=name)
        for name in NEEDED
        if not stated[name] and not (name == "published" and stated["accessed"])
    ]
    for name in ("published", "accessed"):
        date = iso_date(stated[name])
        if stated[name] and not date:
            findings.append(Finding(ORIGIN_DATE, file, column=name, value=stated[name]))
        stated[name] = date or stated[name]
    dated = stated["published"] or stated["accessed"]
    link = urlsplit(stated["link"])
    if stated["link"] and not (link.scheme in {"http", "https"} and link.hostname):
        findings.append(Finding(ORIGIN_LINK, file, column="link", value=stated["link"]))
    may = stated["redistributable"].casefold()
    if may and may not in {*YES, *NO}:
        findings.append(Finding(ORIGIN_YES_NO, file, column="redistributable", value=stated["redistributable"]))
    if findings:
        return None, findings
    stated["redistributable"] = YES[0] if may in YES else NO[0]
    words = {name: stated[name] for name in FIELDS if name != "redistributable"}
    citation = f"{stated['producer']} ({dated[:4]}), {stated['title']}"
    return Source(id=_identifier(stated), citation=citation, redistributable=may in YES, **words), []


def iso_date(text: str) -> str:
    """Return a date, a month or a year as people write it in the form 2024-05-31, 2024-05 or 2024; blank if it is none.

    Of two numbers the day comes first, as everywhere but in the United States, unless only the second can be one.
    """
    patterns = (_BY_YEAR, _BY_DAY, _IN_WORDS, _MONTH_FIRST)
    written = next((match for pattern in patterns if (match := pattern.fullmatch(text.strip()))), None)
    if written is None:
        return ""
    year, month, day = written["year"], written["month"], written["day"]
    if month is not None and not month.isdigit():
        month = str(_months().get(fold(month), 13))
    if month and day and int(month) > 12 >= int(day):
        month, day = day, month
    parts = [year, *(f"{int(part):02}" for part in (month, day) if part)]
    try:
        dt.date.fromisoformat("-".join([*parts, "01", "01"][:3]))
    except ValueError:
        return ""
    return "-".join(parts)


@cache
def _months() -> dict[str, int]:
    """Return the number of each month by its folded name, whole or cut, in the languages of the screen."""
    return {
        fold(name): number
        for language in LANGUAGES
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in Locale.parse(language).months[context][width].items()
    }


def _identifier(stated: Mapping[str, str]) -> str:
    """Return an id of the producer's name, the year and what distinguishes two origins that share both."""
    plain = fold(stated["producer"]).encode("ascii", "ignore").decode().strip()
    words = "_".join(plain.split())[:30].strip("_")
    parts = "\0".join(stated[name] for name in FIELDS)
    digest = hashlib.sha256(parts.encode()).hexdigest()[:8]
    return f"added_{words}_{digest}" if words else f"added_{digest}"


def read_origin(path: Path) -> tuple[Source | None, list[Finding]]:
    """Read an origin record: a TOML file with the keys of :data:`FIELDS`, `redistributable` true or false."""
    record, findings = read_toml(path)
    findings += [unknown_reference(path, "key", name) for name in record or {} if name not in FIELDS]
    if record is None or findings:
        return None, findings
    fields = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in record.items()}
    return source_of(fields, str(path))


def record_path(path: Path) -> Path:
    """Return where the origin record of the file at `path` lies."""
    return path.with_name(path.name + SUFFIX)
