"""What the file names and the catalogue does not know: a new indicator or place, from a form of one entry."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from indicators.charts.dispatch import charts_of, cities_of
from indicators.charts.request import ChartRequest
from indicators.intake.new_entries import identifier, new_indicator, new_place, outside
from indicators.language.translator import N_, Translator
from indicators.loaders import tidy
from indicators.loaders.handmade import mapping
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Direction, Level, Measure, Scale, SdgKind, Theme
from indicators.store.dataset import Dataset
from indicators.text.labels import KINDS, word
from pages.shared import draft_session
from pages.shared.blocks import Picture, chart_blocks, draw
from pages.shared.draft_session import UploadDraft
from pages.shared.elements import Note
from pages.shared.shell import Page
from pages.views.data import steps
from pages.views.data.origin import Problems

LANGUAGES = {"en": N_("English"), "fr": N_("French"), "ar": N_("Arabic")}

MEASURES = {
    Measure.SHARE: N_("a share"),
    Measure.PER_PERSON: N_("per person"),
    Measure.INTENSITY: N_("an intensity"),
    Measure.DENSITY: N_("a density"),
    Measure.TOTAL: N_("a total"),
}

LABELS = {
    "id": N_("Id"),
    "names": N_("Name"),
    "definition": N_("Definition"),
    "unit_names": N_("Unit, as readers see it"),
    "theme": N_("Theme"),
    "scale": N_("What its figures describe"),
    "measure": N_("What it counts"),
    "unit": N_("Unit, as a computer reads it"),
    "digits": N_("Decimals shown"),
    "direction": N_("Which way is better"),
    "range": N_("Possible values"),
    "range.min": N_("Smallest possible value"),
    "range.max": N_("Largest possible value"),
    "sdg.target": N_("SDG target"),
    "sdg.kind": N_("Its role for the target"),
    "factor": N_("The file’s figures times"),
    "level": N_("Kind of place"),
    "parent": N_("Lies in"),
    "country": N_("Country (three letters)"),
    "longitude": N_("Longitude"),
    "latitude": N_("Latitude"),
}


def render(page: Page, now: UploadDraft) -> None:
    """Offer to describe what the catalogue does not know; show what was described, as a draft."""
    base = page.published.dataset
    language, t = page.state.language, page.look.t
    indicators = outside(now.offer.intake.findings, "indicator")
    places = outside(now.offer.intake.findings, "place")
    if indicators or places:
        with st.expander(t("Add what the catalogue does not know")):
            named = _choose(page, t("Add an indicator that the file names"), indicators, "new_indicator")
            placed = _choose(page, t("Add a place that the file names"), places, "new_place")
            if named:
                _indicator(page, now, base, named)
            elif placed:
                _place(page, now, base, placed)
    for place in now.file.places:
        fields = t("New place: {name}, {level}.", name=place.names.get(language), level=word(place.level, language))
        draw([Note(fields).markup(page.state.language)])
    for entry in now.file.entries:
        _card(page, now, entry)
    if (now.file.entries or now.file.places) and st.button(t("Without the new entries"), key="no_entries"):
        draft_session.start(replace(now.file, entries=(), places=()), page.published, language)
        st.rerun()


def _choose(page: Page, label: str, names: list[str], key: str) -> str | None:
    if not names:
        return None
    chosen: str | None = st.selectbox(label, names, index=None, placeholder=page.look.t("Choose"), key=key)
    return chosen


def _indicator(page: Page, now: UploadDraft, base: Dataset, named: str) -> None:
    """Draw the form of a catalogue entry; a complete one is checked with the file at once."""
    language, t = page.state.language, page.look.t
    form = now.offer.intake.format
    steps.small(t("A new indicator: {name}", name=named), language)
    with st.form("indicator_form", border=False):
        fields: dict[str, Any] = {"names": _in_three(t, "names", language, named)}
        fields["definition"] = _in_three(t, "definition", language, "")
        fields["unit_names"] = _in_three(t, "unit_names", language, "")
        targets = [key for key, target in base.targets.items() if target.level == "target"]

        def titled(key: str) -> str:
            return f"{key} {base.targets[key].titles.get(language)}"

        def worded(term: Any) -> str:
            return word(term, language)

        left, right = st.columns(2)
        with left:
            fields["id"] = _text(t, "id", identifier(named))
            fields["theme"] = _one(t, "theme", list(Theme), worded)
            fields["scale"] = _one(t, "scale", list(Scale), worded)
            fields["measure"] = _one(t, "measure", list(Measure), lambda term: t(MEASURES[term]))
            fields["direction"] = _one(t, "direction", list(Direction), worded)
        with right:
            fields["unit"] = _text(t, "unit", "")
            fields["digits"] = _text(t, "digits", "1")
            low, high = _text(t, "range.min", "0"), _text(t, "range.max", "")
            target = _one(t, "sdg.target", targets, titled)
            kind = _one(t, "sdg.kind", [SdgKind.CONTEXT, SdgKind.PROXY], lambda term: t(KINDS[term]))
            if form not in (None, tidy.NAME, mapping.NAME):
                fields["factor"] = _text(t, "factor", "1")
        fields["range"] = {key: _decimal(text) for key, text in (("min", low), ("max", high)) if text}
        fields["sdg"] = {"target": target, "kind": kind}
        sent = st.form_submit_button(t("Add it to the draft"), key="add_indicator")
    if not sent:
        return
    entry, faults = new_indicator(fields, base, named, form)
    if entry is None:
        _tell(page, faults)
        return
    draft_session.start(replace(now.file, entries=(*now.file.entries, entry)), page.published, language)
    st.rerun()


def _place(page: Page, now: UploadDraft, base: Dataset, named: str) -> None:
    """Draw the form of a place."""
    language, t = page.state.language, page.look.t
    steps.small(t("A new place: {name}", name=named), language)
    with st.form("place_form", border=False):
        fields: dict[str, Any] = {"names": _in_three(t, "names", language, named)}
        left, right = st.columns(2)
        levels = [Level.CITY, *[level for level in Level if level is not Level.CITY]]
        parents = [place.id for place in base.places.values() if place.level in (Level.COUNTRY, Level.CITY)]
        with left:
            fields["id"] = _text(t, "id", identifier(named))
            fields["level"] = _one(t, "level", levels, lambda term: word(term, language))
            fields["parent"] = _one(
                t, "parent", parents, lambda key: steps.place_name(base, key, language) if key else "–"
            )
        with right:
            fields["country"] = _text(t, "country", "MAR")
            fields["longitude"] = _decimal(_text(t, "longitude", ""))
            fields["latitude"] = _decimal(_text(t, "latitude", ""))
        sent = st.form_submit_button(t("Add it to the draft"), key="add_place")
    if not sent:
        return
    place, faults = new_place(fields, base, named)
    if place is None:
        _tell(page, faults)
        return
    draft_session.start(replace(now.file, places=(*now.file.places, place)), page.published, language)
    st.rerun()


def _tell(page: Page, faults: Mapping[str, str]) -> None:
    """Draw what is wrong with a form, by the label of each key."""
    t = page.look.t
    words = []
    for key, fault in faults.items():
        stem, _, last = key.rpartition(".")
        label = t(LABELS[key]) if key in LABELS else t(LABELS.get(stem or key, LABELS["id"]))
        which = f" ({t(LANGUAGES[last])})" if last in LANGUAGES else ""
        words.append(t("{field}{which}: {fault}.", field=label, which=which, fault=t(fault)))
    draw([Problems(words).markup(page.state.language)])


def _in_three(t: Translator, name: str, language: str, given: str) -> dict[str, str]:
    """Take a text in the three languages, side by side."""
    out = {}
    for side, code in zip(st.columns(3), LANGUAGES, strict=True):
        with side:
            label = t("{field} ({which})", field=t(LABELS[name]), which=t(LANGUAGES[code]))
            out[code] = st.text_input(label, given if code == language else "", key=f"entry_{name}_{code}").strip()
    return out


def _text(t: Translator, name: str, given: str) -> str:
    return st.text_input(t(LABELS[name]), given, key=f"entry_{name}").strip()


def _one(t: Translator, name: str, options: list[Any], shown: Any) -> Any:
    # nothing stands chosen that nobody chose
    return st.selectbox(
        t(LABELS[name]), options, index=None, format_func=shown, placeholder=t("Choose"), key=f"entry_{name}"
    )


def _decimal(text: str) -> str:
    return text.replace(",", ".").replace("\u00a0", "").replace(" ", "")


def _card(page: Page, now: UploadDraft, entry: Indicator) -> None:
    """Draw the test card of a new indicator: its charts as they would be."""
    language, t = page.state.language, page.look.t
    steps.small(t("New indicator, as it would look: {name}", name=entry.names.get(language)), language)
    charts = charts_of(now.draft, entry, cities_of(now.draft, ChartRequest(language)), page.look) if now.draft else []
    if now.draft is None or not charts:
        draw([Note(t("No value of the file can be shown for it yet.")).markup(page.state.language)])
        return
    state = ChartRequest(language, indicator=entry.id)
    for chart in charts:
        blocks = chart_blocks(now.draft, chart, state, page.look, heading="h3")
        draw([replace(one, key=f"card-{one.key}") if isinstance(one, Picture) else one for one in blocks])
