"""The changes of the data as an Atom feed (RFC 4287): one entry for each release and each accepted file.

An entry says how many figures are new, changed and gone, which values changed, and the sentences that say something
else now, with the figures of before and of after. Both sentences are made by one program
(:mod:`indicators.plain.release_sentences`).
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from indicators.charts.changes import aspect_text, meaning_text
from indicators.charts.request import ChartRequest
from indicators.claims.still_claims import of_log_words, then_text
from indicators.language.translator import N_, Translator
from indicators.model.places import Gazetteer
from indicators.model.vocabulary import Theme
from indicators.plain.page import PlainTemplate, provider
from indicators.plain.release_sentences import ReleaseSentences
from indicators.store.claim_changes import ABSENT, Aspect, Meaning
from indicators.store.dataset import Dataset
from indicators.store.releases import Release
from indicators.text import formatting
from indicators.text.labels import word
from indicators.web.addresses import ATOM, FeedScope, chart_address, feed_address

SPACE = "http://www.w3.org/2005/Atom"

MOST_SENTENCES = 8
"""Sentences that an entry writes out of a release of several indicators; of one indicator all are."""

MOST_VALUES = 40
"""Changed values that an entry lists; the page of changes has them all."""

SentencesOf = Callable[[str, str, ChartRequest], ReleaseSentences | None]
"""Returns what a chart says with the figures of two data versions, None where those of then are not held."""


@dataclass(frozen=True)
class JournalStep:
    """One step of the journal: its number, its moment (ISO, UTC), what was done, and which indicators it touches."""

    number: int
    at: str
    title: str
    values: Mapping[str, int]


@dataclass(frozen=True)
class SentenceChange:
    """What a chart says otherwise: its address, its name, what of it changed, both sentences where they are held.

    `unknown` says what of them is not known.
    """

    href: str
    name: str
    aspects: Sequence[str]
    then: str
    now: str
    unknown: Sequence[str] = ()


@dataclass(frozen=True)
class EntryContent(PlainTemplate, file="feed_entry"):
    """The text of an entry; `counts` are lines of an indicator and its numbers.

    `more_values` and `more_sentences` say how many are not written out.
    """

    note: str
    counts: Sequence[str]
    values: Sequence[str]
    more_values: str
    sentences: Sequence[SentenceChange]
    more_sentences: str
    changes: str


@dataclass(frozen=True)
class FeedPlace:
    """Where a feed is: the address of this server for the world or as it was asked, and the language."""

    base: str
    language: str

    @property
    def authority(self) -> str:
        """The host that the ids of entries are of."""
        return urlsplit(self.base).hostname or "localhost"


def release_feed(
    dataset: Dataset,
    releases: Sequence[Release],
    accepted: Sequence[JournalStep],
    scope: FeedScope,
    place: FeedPlace,
    sentences_of: SentencesOf,
) -> bytes:
    """Return the feed of a scope as XML, the newest entry first.

    `releases` come newest first, `accepted` in their order. `sentences_of` gives what charts stated before and after.
    """
    t = Translator(place.language)
    ET.register_namespace("", SPACE)
    root = ET.Element(f"{{{SPACE}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": place.language})
    own_address = place.base + feed_address(scope, place.language)
    # A release is distinguished by its number, counted from the first: a day may have several.
    entries: list[tuple[str, str, str, str]] = []
    for index, release in enumerate(releases):
        number, before = len(releases) - index, releases[index + 1] if index + 1 < len(releases) else None
        content = _of_release(dataset, release, before, scope, place, sentences_of)
        if content is None:
            continue
        title = t(
            N_("{day}, version {version}"), day=formatting.day(release.date, place.language), version=release.version
        )
        entries.append((f"{release.date}T00:00:00Z", f"release/{number}", title, content))
    for step in accepted:
        touched = {name: count for name, count in step.values.items() if scope.includes(dataset, name)}
        if not touched and (scope.theme or scope.indicator):
            continue
        entries.append((_moment(step.at), f"accepted/{step.number}", step.title, _of_file(dataset, touched, place)))
    entries.sort(key=lambda entry: entry[0], reverse=True)
    updated = entries[0][0] if entries else f"{releases[-1].date}T00:00:00Z" if releases else "1970-01-01T00:00:00Z"
    _text(root, "id", _tag(place, "2026-11-23", f"{scope.path}:{place.language}"))
    _text(root, "title", title_of(dataset, scope, place.language))
    _text(root, "updated", updated)
    ET.SubElement(root, f"{{{SPACE}}}link", {"rel": "self", "type": ATOM, "href": own_address})
    page = f"{place.base}/changes?lang={place.language}"
    ET.SubElement(root, f"{{{SPACE}}}link", {"rel": "alternate", "type": "text/html", "href": page})
    author = ET.SubElement(root, f"{{{SPACE}}}author")
    _text(author, "name", provider(dataset, place.language))
    for moment, name, title, content in entries:
        entry = ET.SubElement(root, f"{{{SPACE}}}entry")
        _text(entry, "id", _tag(place, moment[:10], f"{scope.path}:{place.language}:{name}"))
        _text(entry, "title", title)
        _text(entry, "updated", moment)
        ET.SubElement(entry, f"{{{SPACE}}}link", {"rel": "alternate", "type": "text/html", "href": page})
        _text(entry, "content", content).set("type", "html")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def title_of(dataset: Dataset, scope: FeedScope, language: str) -> str:
    """Return the title of a feed."""
    t = Translator(language)
    if scope.indicator:
        return t(N_("What changed in the data: {name}"), name=dataset.catalogue[scope.indicator].names.get(language))
    if scope.theme:
        return t(N_("What changed in the data: {name}"), name=word(Theme(scope.theme), language))
    return t("What changed in the data")


def _of_release(
    dataset: Dataset,
    release: Release,
    before: Release | None,
    scope: FeedScope,
    place: FeedPlace,
    sentences_of: SentencesOf,
) -> str | None:
    """Return the text of a release, None where it touches nothing of a theme or an indicator."""
    t, language = Translator(place.language), place.language
    counts = [count for count in release.counts if scope.includes(dataset, count.indicator)]
    meanings = [meaning for meaning in release.meanings if scope.includes(dataset, meaning.indicator)]
    if (scope.theme or scope.indicator) and not (counts or meanings):
        return None
    values = [correction for correction in release.corrections if scope.includes(dataset, correction.indicator)]
    charts = _by_chart(meanings)
    most = len(charts) if scope.indicator else MOST_SENTENCES
    listed_charts = list(charts.items())[:most]
    sentences = [
        _sentence(dataset, key, aspects, None if before is None else (before, release), place, sentences_of)
        for key, aspects in listed_charts
    ]
    lines = [
        t(
            N_("{name}: {added} new, {changed} changed, {removed} removed"),
            name=_name(dataset, count.indicator, language),
            added=formatting.number(count.added, 0, language),
            changed=formatting.number(count.changed, 0, language),
            removed=formatting.number(count.removed, 0, language),
        )
        for count in counts
    ]
    listed = [
        t(
            N_("{name}, {place}, {year}: {old}, now {new}"),
            name=_name(dataset, correction.indicator, language),
            place=_place_name(dataset.places, correction.place, language),
            year=correction.year or formatting.year(None, language),
            old=correction.old or "–",
            new=correction.new or "–",
        )
        for correction in values[:MOST_VALUES]
    ]
    return _content(
        release.note,
        lines,
        listed,
        (max(len(values) - MOST_VALUES, 0), len(charts) - len(listed_charts)),
        sentences,
        place,
    )


def _content(
    note: str,
    counts: Sequence[str],
    values: Sequence[str],
    more: tuple[int, int],
    sentences: Sequence[SentenceChange],
    place: FeedPlace,
) -> str:
    t = Translator(place.language)
    return EntryContent(
        note=t(note) if note else "",
        counts=counts,
        values=values,
        more_values=t.plural("{n} more value.", "{n} more values.", more[0]) if more[0] else "",
        sentences=sentences,
        more_sentences=t.plural("{n} more chart says something else.", "{n} more charts say something else.", more[1])
        if more[1]
        else "",
        changes=f"{place.base}/changes?lang={place.language}",
    ).html(place.language)


def _of_file(dataset: Dataset, touched: Mapping[str, int], place: FeedPlace) -> str:
    t, language = Translator(place.language), place.language
    lines = [
        t(N_("{name}: values {n}"), name=_name(dataset, name, language), n=formatting.number(count, 0, language))
        for name, count in touched.items()
    ]
    return _content("", lines, (), (0, 0), (), place)


def _by_chart(meanings: Sequence[Meaning]) -> dict[tuple[str, str], list[Meaning]]:
    """Return the changed aspects by indicator and kind of chart, one chart an indicator before the others."""
    charts: dict[tuple[str, str], list[Meaning]] = {}
    for meaning in meanings:
        charts.setdefault((meaning.indicator, meaning.kind), []).append(meaning)
    seen: dict[str, int] = {}
    order = {}
    for key in charts:
        order[key] = seen[key[0]] = seen.get(key[0], -1) + 1
    return dict(sorted(charts.items(), key=lambda item: order[item[0]]))


def _sentence(
    dataset: Dataset,
    key: tuple[str, str],
    aspects: Sequence[Meaning],
    ends: tuple[Release, Release] | None,
    place: FeedPlace,
    sentences_of: SentencesOf,
) -> SentenceChange:
    """Return what a chart says otherwise; without its sentences where the data of then are not held."""
    language = place.language
    indicator, kind = key
    known = indicator in dataset.catalogue
    state = ChartRequest(language, indicator if known else None, kind if known else None)
    both: ReleaseSentences | None = None
    unknown: list[str] = []
    if known and ends is not None:
        before, release = ends
        both = sentences_of(before.version, release.version, state)
        if both is not None and both.of_log and both.then:
            then = then_text(before.version, before.date, language)
            unknown = of_log_words(then, language, bounded=both.bounded, left_out=both.left_out)
    t = Translator(language)
    words = [
        t(
            N_("{aspect}: {old}, now {new}"),
            aspect=aspect_text(meaning.aspect, language),
            old=meaning_text(dataset, meaning.aspect, meaning.old, language),
            new=meaning_text(dataset, meaning.aspect, meaning.new, language),
        )
        for meaning in aspects
    ]
    gone = any(each.aspect == Aspect.PRESENCE and each.new == ABSENT for each in aspects)
    return SentenceChange(
        # A chart that has no figure any more may have no page either.
        href="" if gone else place.base + chart_address(state),
        name=_name(dataset, indicator, language) if indicator != "overview" else t("Overview"),
        aspects=words,
        then=both.then if both else "",
        now=both.now if both else "",
        unknown=unknown,
    )


def _name(dataset: Dataset, indicator: str, language: str) -> str:
    entry = dataset.catalogue.get(indicator)
    return entry.names.get(language) if entry else indicator


def _place_name(places: Gazetteer, place: str, language: str) -> str:
    return places[place].names.get(language) if place in places else place


def _tag(place: FeedPlace, day: str, name: str) -> str:
    """Return a tag URI (RFC 4151), which stays the same whatever becomes of the address."""
    return f"tag:{place.authority},{day}:{name}"


def _moment(written: str) -> str:
    """Return an ISO moment in universal time as Atom writes it."""
    read = dt.datetime.fromisoformat(written)
    aware = read if read.tzinfo else read.replace(tzinfo=dt.UTC)
    return aware.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(parent: ET.Element, name: str, words: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{SPACE}}}{name}")
    child.text = words
    return child
