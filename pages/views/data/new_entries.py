"""What the file names and the catalogue does not know: a new indicator or place, from a form of one entry."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from indicators.charts.dispatch import charts_of
from indicators.charts.request import ChartRequest, cities_of
from indicators.intake.new_entries import identifier, new_indicator, new_place, outside
from indicators.language.translator import N_, Translator, text
from indicators.loaders import tidy
from indicators.loaders.handmade import mapping
from indicators.model.catalogue import Indicator
from indicators.model.places import alphabetical
from indicators.model.vocabulary import Direction, Level, Measure, Scale, SdgKind, Theme
from indicators.store.dataset import Dataset
from indicators.text.labels import KINDS, word
from pages.shared import draft_session
from pages.shared.blocks import Picture, chart_blocks, draw, place_name, small
from pages.shared.draft_session import UploadDraft
from pages.shared.elements import Note, Problems
from pages.shared.shell import Page

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
    "unit": N_("Unit"),
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
    indicators = outside(now.checked.intake.findings, "indicator")
    places = outside(now.checked.intake.findings, "place")
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
        drafted = _drafted(entry.id)
        if drafted is not None:
            back = partial(_take_back, page, now, entry, drafted)
            st.button(t("Change this entry"), key=f"edit-{entry.id}", type="tertiary", on_click=back)
    if (now.file.entries or now.file.places) and st.button(t("Without the new entries"), key="no_entries"):
        draft_session.start(replace(now.file, entries=(), places=()), page.published, language)
        st.rerun()


_FORMS = "forms_of_entries"
"""In the session: the form of each entry that was sent, by the name in the file."""


def _forms() -> dict[str, dict[str, Any]]:
    forms: dict[str, dict[str, Any]] = st.session_state.setdefault(_FORMS, {})
    return forms


def _drafted(key: str) -> str | None:
    """Return the name in the file for which an entry was described; None where its form was not filled in here."""
    return next((named for named, fields in _forms().items() if fields.get("id") == key), None)


def _take_back(page: Page, now: UploadDraft, entry: Indicator, named: str) -> None:
    """Open the form of an entry again, as it was sent."""
    others = tuple(added for added in now.file.entries if added.id != entry.id)
    draft_session.start(replace(now.file, entries=others), page.published, page.state.language)
    st.session_state["new_indicator"] = named


def _choose(page: Page, label: str, names: list[str], key: str) -> str | None:
    if not names:
        return None
    chosen: str | None = st.selectbox(label, names, index=None, placeholder=page.look.t("Choose"), key=key)
    return chosen


def _indicator(page: Page, now: UploadDraft, base: Dataset, named: str) -> None:
    """Draw the form of a catalogue entry; a complete one is checked with the file at once."""
    language, t = page.state.language, page.look.t
    form, sent_before = now.checked.intake.format, _forms().get(named, {})
    units = _units(base, language)
    small(t("A new indicator: {name}", name=named), language)
    with st.form("indicator_form", border=False):
        fields = _in_languages(t, language, {"names": named, "definition": "", "unit_names": ""}, sent_before)
        targets = [key for key, target in base.targets.items() if target.level == "target"]

        def titled(key: str) -> str:
            return f"{key} {base.targets[key].titles.get(language)}"

        def worded(term: Any) -> str:
            return word(term, language)

        left, right = st.columns(2)
        with left:
            fields["id"] = _text(t, "id", identifier(named), sent_before)
            fields["theme"] = _one(t, "theme", list(Theme), worded, sent_before)
            fields["scale"] = _one(t, "scale", list(Scale), worded, sent_before)
            fields["measure"] = _one(t, "measure", list(Measure), lambda term: t(MEASURES[term]), sent_before)
            fields["direction"] = _one(t, "direction", list(Direction), worded, sent_before)
        with right:
            fields["unit"] = _one(
                t, "unit", list(units), lambda unit: units.get(unit, unit), sent_before, accepts_new=True
            )
            fields["digits"] = _text(t, "digits", "1", sent_before)
            low, high = _text(t, "range.min", "0", sent_before), _text(t, "range.max", "", sent_before)
            target = _one(t, "sdg.target", targets, titled, sent_before)
            kinds = [SdgKind.CONTEXT, SdgKind.PROXY]
            kind = _one(t, "sdg.kind", kinds, lambda term: t(KINDS[term]), sent_before)
            if form not in (None, tidy.NAME, mapping.NAME):
                fields["factor"] = _text(t, "factor", "1", sent_before)
        fields["range"] = {key: _decimal(text) for key, text in (("min", low), ("max", high)) if text}
        fields["sdg"] = {"target": target, "kind": kind}
        sent = st.form_submit_button(t("Add it to the draft"), key="add_indicator")
    if not sent:
        return
    _forms()[named] = {**fields, "range.min": low, "range.max": high, "sdg.target": target, "sdg.kind": kind}
    entry, faults = new_indicator(_completed(fields, base, language), base, named, form)
    if entry is None:
        _tell(page, faults)
        return
    draft_session.start(replace(now.file, entries=(*now.file.entries, entry)), page.published, language)
    st.rerun()


def _place(page: Page, now: UploadDraft, base: Dataset, named: str) -> None:
    """Draw the form of a place."""
    language, t = page.state.language, page.look.t
    small(t("A new place: {name}", name=named), language)
    with st.form("place_form", border=False):
        fields = _in_languages(t, language, {"names": named}, {})
        left, right = st.columns(2)
        levels = [Level.CITY, *[level for level in Level if level is not Level.CITY]]
        parents = [place.id for place in base.places.values() if place.level in (Level.COUNTRY, Level.CITY)]
        with left:
            fields["id"] = _text(t, "id", identifier(named))
            fields["level"] = _one(t, "level", levels, lambda term: word(term, language))
            fields["parent"] = _one(t, "parent", parents, lambda key: place_name(base, key, language) if key else "–")
        with right:
            fields["country"] = _text(t, "country", base.places[base.home.city].country)
            fields["longitude"] = _decimal(_text(t, "longitude", ""))
            fields["latitude"] = _decimal(_text(t, "latitude", ""))
        sent = st.form_submit_button(t("Add it to the draft"), key="add_place")
    if not sent:
        return
    place, faults = new_place(_completed(fields, base, language), base, named)
    if place is None:
        _tell(page, faults)
        return
    draft_session.start(replace(now.file, places=(*now.file.places, place)), page.published, language)
    st.rerun()


def _tell(page: Page, faults: Mapping[str, str]) -> None:
    """Draw what is wrong with a form, by the label of each key."""
    t = page.look.t
    words, fields = [], []
    for key, fault in faults.items():
        stem, _, last = key.rpartition(".")
        label = t(LABELS[key]) if key in LABELS else t(LABELS.get(stem or key, LABELS["id"]))
        which = f" ({t(LANGUAGES[last])})" if last in LANGUAGES else ""
        words.append(t("{field}{which}: {fault}.", field=label, which=which, fault=t(fault)))
        fields.append(f"{label}{which}")
    draw([Problems(words, fields).markup(page.state.language)])


def _in_languages(
    t: Translator, language: str, names: Mapping[str, str], sent: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """Take texts in the reader's language, and in the others where the reader can give them; `names` begin as stated.

    `sent` is what the form held when it was sent before.
    """

    def field_text(name: str, code: str, otherwise: str) -> str:
        label = t("{field} ({which})", field=t(LABELS[name]), which=t(LANGUAGES[code]))
        before = sent.get(name, {}).get(code, otherwise)
        return st.text_input(label, before, key=f"entry_{name}_{code}").strip()

    texts = {name: {language: field_text(name, language, shown_text)} for name, shown_text in names.items()}
    with st.expander(t("In the other languages, if you can")):
        for name in names:
            others = [code for code in LANGUAGES if code != language]
            for side, code in zip(st.columns(len(others)), others, strict=True):
                with side:
                    texts[name][code] = field_text(name, code, "")
    return dict(texts)


def _units(base: Dataset, language: str) -> dict[str, str]:
    """Return the units that the catalogue uses, each with the words that readers see most often."""
    words: dict[str, Counter[str]] = {}
    for entry in base.catalogue.values():
        words.setdefault(entry.unit, Counter())[entry.unit_names.get(language)] += 1
    named = {unit: counts.most_common(1)[0][0] for unit, counts in words.items()}
    return dict(sorted(named.items(), key=lambda pair: alphabetical(pair[1])))


def _completed(fields: Mapping[str, Any], base: Dataset, language: str) -> dict[str, Any]:
    """Return the fields with every language filled in: the catalogue's words of a known unit, else a mark.

    A text that the reader gave in one language stands in the others, marked as not translated.
    """
    completed = dict(fields)
    known = next((entry.unit_names for entry in base.catalogue.values() if entry.unit == fields.get("unit")), None)
    if known is not None and "unit_names" in completed and not any(completed["unit_names"].values()):
        completed["unit_names"] = known.model_dump()
    for name in ("names", "definition", "unit_names"):
        stated = completed.get(name, {}).get(language)
        if stated:
            completed[name] = {
                code: words or text(code, N_("{text} (not translated)"), text=stated)
                for code, words in completed[name].items()
            }
    return completed


def _text(t: Translator, name: str, otherwise: str, sent: Mapping[str, Any] | None = None) -> str:
    return st.text_input(t(LABELS[name]), str((sent or {}).get(name, otherwise)), key=f"entry_{name}").strip()


def _one(
    t: Translator,
    name: str,
    options: list[Any],
    shown: Any,
    sent: Mapping[str, Any] | None = None,
    accepts_new: bool = False,
) -> Any:
    """Take one of the options, none of which stands chosen that nobody chose; another, where it `accepts_new` ones."""
    before = (sent or {}).get(name)
    offered = [*options, before] if accepts_new and before and before not in options else options
    return st.selectbox(
        t(LABELS[name]),
        offered,
        index=offered.index(before) if before in offered else None,
        format_func=shown,
        placeholder=t("Choose"),
        accept_new_options=accepts_new,
        key=f"entry_{name}",
    )


def _decimal(text: str) -> str:
    return text.replace(",", ".").replace("\u00a0", "").replace(" ", "")


def _card(page: Page, now: UploadDraft, entry: Indicator) -> None:
    """Draw the test card of a new indicator: its charts as they would be."""
    language, t = page.state.language, page.look.t
    small(t("New indicator, as it would look: {name}", name=entry.names.get(language)), language)
    charts = (
        charts_of(now.draft, entry, cities_of(now.draft, ChartRequest(language, indicator=entry.id)), page.look)
        if now.draft
        else []
    )
    if now.draft is None or not charts:
        draw([Note(t("No value of the file can be shown for it yet.")).markup(page.state.language)])
        return
    state = ChartRequest(language, indicator=entry.id)
    for chart in charts:
        blocks = chart_blocks(now.draft, chart, state, page.look, heading="h3")
        draw([replace(block, key=f"card-{block.key}") if isinstance(block, Picture) else block for block in blocks])
