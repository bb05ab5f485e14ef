"""What a reader may say of a layer: its city, its columns, the rule for points, how its coordinates are to be read."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import streamlit as st

from indicators.intake import brought_file
from indicators.intake.layers.columns import LayerMapping, Pointing, PointRule, read_pointing, to_toml
from indicators.intake.layers.container import is_geographic
from indicators.language.translator import N_
from indicators.model.vocabulary import Level, Scale
from indicators.store.dataset import Dataset
from pages.shared import draft_session
from pages.shared.blocks import small
from pages.shared.draft_session import UploadDraft
from pages.shared.shell import Page

RULES = {
    PointRule.MEAN: N_("their mean"),
    PointRule.MEDIAN: N_("their median"),
    PointRule.SUM: N_("their sum"),
    PointRule.COUNT: N_("how many they are"),
    PointRule.MAX: N_("the highest"),
    PointRule.MIN: N_("the lowest"),
}
LEVELS = {"district": N_("districts"), "prefecture": N_("prefectures")}


def render(page: Page, now: UploadDraft) -> None:
    """Draw the form of a layer; nothing for any other file."""
    if not is_geographic(now.file.path):
        return
    t, language, dataset = page.look.t, page.state.language, page.published.dataset
    stated = read_pointing(now.file.mapping)[0] if now.file.mapping else Pointing()
    small(t("The layer"), language)
    with st.expander(t("Say how the layer is to be read"), expanded=now.checked.intake.format is None):
        pointing = _form(page, dataset, stated, _headers(now.file.path, now.file.path.stat().st_mtime_ns))
    if pointing is not None:
        path = now.file.path.with_name("layer.toml")
        path.write_text(to_toml(pointing), encoding="utf-8")
        draft_session.start(replace(now.file, mapping=path), page.published, language)
        st.rerun()


@lru_cache(maxsize=8)
def _headers(path: Path, _stamp: int) -> tuple[str, ...]:
    """Return the columns of a layer; `_stamp` changes when the file does."""
    return brought_file.layer_columns(path)


def _form(page: Page, dataset: Dataset, stated: Pointing, headers: Sequence[str]) -> Pointing | None:
    """Draw the form; return what it says once it is sent."""
    t, language = page.look.t, page.state.language
    cities = [place.id for place in dataset.places.of_level(Level.CITY)]
    entries = [entry.id for entry in dataset.catalogue.values() if entry.scale is Scale.CITY]
    constant = stated.constants.get("indicator", "")
    # One row more than is stated: each reading makes room for another column.
    pairs = [*stated.indicators.items(), ("", "" if stated.indicators else constant)]

    def choose(label: str, options: Sequence[str], current: str, names: dict[str, str], key: str) -> str:
        listed = ["", *dict.fromkeys([*options, *([current] if current else [])])]
        selected = st.selectbox(
            t(label),
            listed,
            listed.index(current),
            key=key,
            format_func=lambda option: names.get(option, option) or "–",
        )
        return str(selected or "")

    with st.form("layer", border=False):
        left, right = st.columns(2)
        with left:
            names = {city: dataset.places[city].names.get(language) for city in cities}
            known = dataset.places.find(stated.layer.city) or ""
            city = choose(N_("The city it is about"), cities, known if known in cities else "", names, "layer_city")
            new = st.text_input(t("Or the name of a new city"), "" if known else stated.layer.city, key="layer_new")
            country = st.text_input(t("Its country, if the city is new"), stated.layer.country, key="layer_country")
            levels = {level: t(words) for level, words in LEVELS.items()}
            level = st.selectbox(
                t("What its areas show"), list(LEVELS), list(LEVELS).index(stated.layer.level),
                key="layer_level", format_func=lambda level: levels[level],
            )  # fmt: skip
            rules = {str(rule): t(words) for rule, words in RULES.items()}
            rule = choose(N_("Points of one part become"), list(rules), stated.layer.rule or "", rules, "layer_rule")
            crs = st.text_input(t("Coordinate system, such as EPSG:26191"), stated.layer.crs, key="layer_crs")
            swapped = st.checkbox(t("Latitude comes before longitude"), stated.layer.swapped, key="layer_swapped")
        with right:
            place = choose(N_("Column of names"), headers, stated.columns.get("place", ""), {}, "layer_place")
            names = {entry: dataset.catalogue[entry].names.get(language) for entry in entries}
            chosen = []
            for number, (header, indicator) in enumerate(pairs):
                end = f"_{number}" if number else ""
                header = choose(N_("Column of figures"), headers, header, {}, f"layer_value{end}")
                indicator = choose(N_("Their indicator"), entries, indicator, names, f"layer_entry{end}")
                chosen.append((header, indicator))
            year = st.text_input(t("Their year"), stated.constants.get("year", ""), key="layer_year")
        sent = st.form_submit_button(t("Read the layer this way"), type="primary", key="layer_read")
    if not sent:
        return None
    constants = {"year": year.strip()} if year.strip() else {}
    header, indicator = chosen[0]
    if indicator and not header:
        constants["indicator"] = indicator
    return Pointing(
        columns={"place": place} if place else {},
        indicators={header: indicator for header, indicator in chosen if header and indicator},
        constants=constants,
        layer=LayerMapping.model_validate(
            {
                "city": new.strip() or city,
                "country": country.strip(),
                "level": level,
                "rule": rule or None,
                "crs": crs.strip(),
                "swapped": swapped,
            }
        ),
    )
