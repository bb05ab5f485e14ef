"""The page of changes: each release of the data, what it added, changed and removed."""

from dataclasses import replace

import streamlit as st

from indicators.charts.chart import Look
from indicators.charts.claims_table import aspect_text, meaning_text
from indicators.charts.request import ChartRequest
from indicators.language.translator import N_
from indicators.store.dataset import Dataset
from indicators.store.ledger.journal import EventKind
from indicators.store.releases import Release, releases
from indicators.text import formatting
from indicators.web import app_state
from indicators.web.links import address
from pages.shared import shell
from pages.shared.blocks import Block, Markup, draw
from pages.shared.templating import html


def render() -> None:
    """Draw the page of changes."""
    page = shell.current("changes")
    shell.masthead(page)
    draw(
        _view(
            page.dataset.version,
            app_state.journal().stamp(),
            replace(page.state, indicator=None, chart=None, reach=None),
            page.theme,
        )
    )


@st.cache_resource(show_spinner=False, max_entries=50)
def _view(version: str, stamp: tuple[int, int] | None, state: ChartRequest, colours: str) -> tuple[Block, ...]:
    dataset = app_state.dataset()
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
    EventKind.ACCEPTED: N_("Accepted"),
    EventKind.WITHDRAWN: N_("Withdrawn"),
    EventKind.RESTORED: N_("Restored"),
}


def _accepted(look: Look) -> list[tuple[str, ...]]:
    """Return every step of the journal, the newest first: the day, what was done, the file, its origin, its values."""
    ledger = app_state.journal().read()
    records = dict(ledger.acceptances)
    rows = []
    for event in reversed(ledger.events):
        one = records[event.acceptance]
        step = look.t(STEPS[event.kind])
        if event.replaced is not None:
            step = look.t("{step}, in place of {file}", step=step, file=records[event.replaced].name)
        origin = ", ".join(dict.fromkeys(source.producer for source in one.sources)) or look.t("known sources")
        values = formatting.number(one.accepted, 0, look.language)
        rows.append((formatting.day(event.at[:10], look.language), step, one.name, origin, values))
    return rows


def _release(dataset: Dataset, release: Release, state: ChartRequest, look: Look) -> dict[str, object]:
    t = look.t
    rows = []
    for count in release.counts:
        entry = dataset.catalogue.get(count.indicator)
        numbers = [formatting.number(n, 0, look.language) for n in (count.added, count.changed, count.removed)]
        rows.append(
            {
                "href": address(entry.theme, replace(state, indicator=entry.id)) if entry else "",
                "cells": [_name(dataset, count.indicator, look), *numbers],
            }
        )
    return {
        "title": t(
            "{day}, version {version}", day=formatting.day(release.date, look.language), version=release.version
        ),
        "summary": t.plural(
            "{values} values in {n} indicator",
            "{values} values in {n} indicators",
            len(release.counts),
            values=formatting.number(release.values, 0, look.language),
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
                item.year or formatting.year(None, look.language),
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
