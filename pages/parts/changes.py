"""The page of changes: each release of the data, what it added, changed and removed."""

from dataclasses import replace

import streamlit as st

from indicators import formats, site
from indicators.charts.chart import Look
from indicators.charts.claimed import aspect_text, meaning_text
from indicators.language import N_
from indicators.ledger.journal import Kind
from indicators.links import State, address
from indicators.releases import Release, releases
from indicators.store import Dataset
from pages.parts import shell
from pages.parts.blocks import Block, Markup, draw
from pages.parts.templating import html


def render() -> None:
    """Draw the page of changes."""
    page = shell.current("changes")
    shell.masthead(page)
    draw(
        _view(
            page.dataset.version,
            site.journal().stamp(),
            replace(page.state, indicator=None, chart=None, reach=None),
            page.theme,
        )
    )


@st.cache_resource(show_spinner=False, max_entries=50)
def _view(version: str, stamp: tuple[int, int] | None, state: State, colours: str) -> tuple[Block, ...]:
    dataset = site.dataset()
    look = Look(state.language, colours)
    t = look.t
    shown = [_release(dataset, item, state, look) for item in releases(dataset.folder / "releases")]
    lead = t("Data version {version}. Figures and links print the version they were made with.", version=version)
    columns = [(t("Indicator"), False), (t("New"), True), (t("Changed"), True), (t("Removed"), True)]
    changed = [t("Indicator"), t("Place"), t("Year"), t("Old"), t("New")]
    head = Markup(html("head", look.language, title=t("What changed in the data"), lead=lead))
    accepted = _accepted(look)
    if not shown and not accepted:
        words = t("No release of the data is recorded yet.")
        return head, Markup(html("empty", look.language, words=words, more=""))
    blocks: list[Block] = [head]
    if accepted:
        blocks.append(Markup(html("accepted_log", look.language, rows=accepted)))
    if shown:
        told = html("changes", look.language, releases=shown, columns=columns, changed_columns=changed)
        blocks.append(Markup(told))
    return tuple(blocks)


STEPS = {
    Kind.ACCEPTED: N_("Accepted"),
    Kind.WITHDRAWN: N_("Withdrawn"),
    Kind.RESTORED: N_("Brought back"),
}


def _accepted(look: Look) -> list[tuple[str, ...]]:
    """Return every step of the journal, the newest first: the day, what was done, the file, its origin, its values."""
    ledger = site.journal().read()
    records = dict(ledger.acceptances)
    rows = []
    for event in reversed(ledger.events):
        one = records[event.acceptance]
        step = look.t(STEPS[event.kind])
        if event.replaced is not None:
            step = look.t("{step}, in place of {file}", step=step, file=records[event.replaced].name)
        origin = ", ".join(dict.fromkeys(source.producer for source in one.sources)) or look.t("known sources")
        values = formats.number(one.accepted, 0, look.language)
        rows.append((formats.day(event.at[:10], look.language), step, one.name, origin, values))
    return rows


def _release(dataset: Dataset, release: Release, state: State, look: Look) -> dict[str, object]:
    t = look.t
    rows = []
    for count in release.counts:
        entry = dataset.catalogue.get(count.indicator)
        numbers = [formats.number(n, 0, look.language) for n in (count.added, count.changed, count.removed)]
        rows.append(
            {
                "href": address(entry.theme, replace(state, indicator=entry.id)) if entry else "",
                "cells": [_name(dataset, count.indicator, look), *numbers],
            }
        )
    return {
        "title": t("{day}, version {version}", day=formats.day(release.date, look.language), version=release.version),
        "summary": t.plural(
            "{values} values in {n} indicator",
            "{values} values in {n} indicators",
            len(release.counts),
            values=formats.number(release.values, 0, look.language),
        ),
        "note": t(release.note) if release.note else "",
        "rows": rows,
        "meanings": [
            {
                "href": address(dataset.catalogue[item.indicator].theme, replace(state, indicator=item.indicator))
                if item.indicator in dataset.catalogue
                else address("", state),
                "name": _name(dataset, item.indicator, look) if item.indicator != "overview" else t("Overview"),
                "aspect": aspect_text(item.aspect, look.language),
                "old": meaning_text(dataset, item.aspect, item.old, look.language),
                "new": meaning_text(dataset, item.aspect, item.new, look.language),
            }
            for item in release.meanings
        ],
        "changed": [
            [
                _name(dataset, item.indicator, look),
                dataset.places[item.place].names.get(look.language) if item.place in dataset.places else item.place,
                item.year or formats.year(None, look.language),
                item.old,
                item.new or "–",
            ]
            for item in release.corrections
        ],
    }


def _name(dataset: Dataset, indicator: str, look: Look) -> str:
    """Return the indicator's name; its id where it is no longer in the catalogue."""
    entry = dataset.catalogue.get(indicator)
    return entry.names.get(look.language) if entry else indicator
