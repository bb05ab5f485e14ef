"""The page of changes: each release of the data, what it added, changed and removed."""

from dataclasses import replace

import pandas as pd
import streamlit as st
from babel.dates import format_date

from indicators import formats, releases, site
from indicators.charts.chart import Look
from indicators.links import State, address
from indicators.store import Dataset
from pages.parts import shell
from pages.parts.blocks import Block, Markup, draw
from pages.parts.templating import html


def render() -> None:
    """Draw the page of changes."""
    page = shell.current("changes")
    shell.masthead(page)
    draw(_view(page.dataset.version, replace(page.state, indicator=None, chart=None, reach=None), page.theme))


@st.cache_resource(show_spinner=False, max_entries=50)
def _view(version: str, state: State, colours: str) -> tuple[Block, ...]:
    dataset = site.dataset()
    look = Look(state.language, colours)
    t = look.t
    log = releases.read_log(dataset.folder / "releases")
    shown = [_release(dataset, rows, state, look) for _, rows in log.groupby("release", sort=False) if len(rows)]
    lead = t("Data version {version}. Figures and links print the version they were made with.", version=version)
    columns = [(t("Indicator"), False), (t("New"), True), (t("Changed"), True), (t("Removed"), True)]
    changed = [t("Indicator"), t("Place"), t("Year"), t("Old"), t("New")]
    return (
        Markup(html("head", look.language, title=t("What changed in the data"), lead=lead)),
        Markup(html("changes", look.language, releases=shown, columns=columns, changed_columns=changed)),
    )


def _release(dataset: Dataset, rows: pd.DataFrame, state: State, look: Look) -> dict[str, object]:
    t = look.t
    first = rows.iloc[0]
    day = format_date(pd.Timestamp(first["date"]).date(), format="long", locale=formats.locale(look.language))
    rows = rows[rows["change"] != releases.NO_VALUE]
    everything_new = (rows["change"] == releases.SUMMARY).all()
    table = []
    for indicator, part in rows.groupby("indicator", sort=True):
        entry = dataset.catalogue.get(str(indicator))
        new = int(part["new"].iloc[0]) if everything_new else int((part["change"] == "new").sum())
        counts = [new, int((part["change"] == "changed").sum()), int((part["change"] == "removed").sum())]
        table.append(
            {
                "href": address(entry.theme, replace(state, indicator=entry.id)) if entry else "#",
                "cells": [
                    entry.names.get(look.language) if entry else str(indicator),
                    *(formats.number(count, 0, look.language) for count in counts),
                ],
            }
        )
    values = int(rows["new"].astype(int).sum()) if everything_new else len(rows)
    return {
        "title": t("{day}, version {version}", day=day, version=first["version"]),
        "summary": t.plural(
            "{values} value in {n} indicator",
            "{values} values in {n} indicators",
            rows["indicator"].nunique(),
            values=formats.number(values, 0, look.language),
        ),
        "note": t(first["note"]) if first["note"] else "",
        "rows": table,
        "changed": [
            _changed(dataset, row, look) for _, row in rows[rows["change"].isin(["changed", "removed"])].iterrows()
        ],
    }


def _changed(dataset: Dataset, row: "pd.Series[str]", look: Look) -> list[str]:
    entry = dataset.catalogue.get(str(row["indicator"]))
    place = dataset.places.get(str(row["place"]))
    return [
        entry.names.get(look.language) if entry else str(row["indicator"]),
        place.names.get(look.language) if place else str(row["place"]),
        str(row["year"]),
        str(row["old"]),
        str(row["new"]) or "–",
    ]
