"""Pointing at the columns of a table that no known format fits: the proposal, its reasons, and the first rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from indicators.charts.chart import Look
from indicators.intake import brought_file
from indicators.intake.file_check import Preview
from indicators.intake.layers.container import is_geographic
from indicators.language.translator import N_
from indicators.loaders.handmade.column_guesses import ColumnGuess, Proposal
from indicators.loaders.handmade.mapping import Mapping, faults, is_year, to_toml
from indicators.model.places import alphabetical
from indicators.model.vocabulary import Method, Perimeter
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.labels import word
from indicators.web import app_state
from pages.shared import draft_session, permissions
from pages.shared.blocks import draw, indicator_name, place_name
from pages.shared.draft_session import UploadDraft
from pages.shared.elements import Note, Template
from pages.shared.shell import Page
from pages.views.data.origin import draw_problems

ONE, YEARS, INDICATORS = "one", "years", "indicators"
SHAPES = {
    ONE: N_("In one column"),
    YEARS: N_("One column for each year"),
    INDICATORS: N_("One column for each indicator"),
}
COLUMNS = {
    "place": N_("Places"),
    "year": N_("Years"),
    "indicator": N_("Indicators"),
    "value": N_("Figures"),
}
_AGAIN = "map_again"


@dataclass(frozen=True)
class FirstRows(Template, file="data_mapping"):
    """The first rows of a file, as printed."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class StoredRows(Template, file="data_preview"):
    """The first rows of a file, as they would be stored."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def render(page: Page, now: UploadDraft) -> bool:
    """Draw the proposal for the columns and take what the reader makes of it; return whether there is one."""
    if is_geographic(now.file.path):
        return False
    dataset = page.published.dataset
    table = brought_file.propose_mapping(now.file.path, now.file.sheet, dataset.places, dataset.catalogue)
    if table is None:
        return False
    proposal = table.proposal
    language, t = page.state.language, page.look.t
    draw([FirstRows(proposal.headers, table.rows).markup(language)])
    mapping = _pointed(page, dataset, proposal)
    problems = faults(mapping)
    shown = None
    if not problems:
        shown = brought_file.preview(now.file.path, now.file.sheet, mapping, dataset, app_state.this_year())
    if shown is not None:
        _show(page, dataset, shown)
    ready = shown is not None and len(shown.observations) > 0
    why = None if ready else t("No row can be read this way yet: say which columns hold what.")
    if st.button(t("Read the file this way"), type="primary", key="map_it", disabled=not ready, help=why):
        _take(page, now, mapping)
        st.rerun()
    return True


def again(page: Page, now: UploadDraft) -> None:
    """Offer to point at the columns again, where they were pointed out."""
    if is_geographic(now.file.path):
        return
    if now.file.mapping is not None and st.button(page.look.t("Change the column mapping"), key=_AGAIN):
        draft_session.start(replace(now.file, mapping=None), page.published, page.state.language)
        st.rerun()


def _take(page: Page, now: UploadDraft, mapping: Mapping) -> None:
    """Check the file with the mapping, and keep it for files of this shape if the reader may change what is stored."""
    path = now.file.path.with_name("mapping.toml")
    path.write_text(to_toml(mapping), encoding="utf-8")
    if permissions.visitor_permission().given:
        brought_file.save_mapping(now.file.path, now.file.sheet, app_state.folders().mappings, mapping)
    draft_session.start(replace(now.file, mapping=path), page.published, page.state.language)


def _pointed(page: Page, dataset: Dataset, proposal: Proposal) -> Mapping:
    """Return the mapping that the reader's choices make, which begin with those of the proposal."""
    guessed, t = proposal.mapping, page.look.t
    usual = YEARS if guessed.years else ONE if "value" in guessed.columns else INDICATORS
    shape = st.radio(
        t("Where do the figures stand?"),
        list(SHAPES),
        index=list(SHAPES).index(usual),
        format_func=lambda key: t(SHAPES[key]),
        horizontal=True,
        key="map_shape",
    )
    columns: dict[str, str] = {
        name: header
        for name, header in guessed.columns.items()
        if name not in COLUMNS and not (shape != ONE and name in ("lower", "upper"))
    }
    chosen_below = {*COLUMNS, "perimeter", "method"}
    constants = {name: stated for name, stated in guessed.constants.items() if name not in chosen_below}
    years: tuple[str, ...] = ()
    indicators: dict[str, str] = {}
    left, right = st.columns(2)
    with left:
        _column(page, proposal, "place", columns, constants, _places(dataset, page.state.language))
    if shape == YEARS:
        with right:
            years = tuple(
                st.multiselect(
                    t("Columns of years"),
                    proposal.headers,
                    default=list(guessed.years or [name for name in proposal.headers if is_year(name)]),
                    key="map_years",
                    placeholder=t("Choose"),
                )
            )
            _because(page, proposal.guesses, "year")
    else:
        with right:
            _year(page, proposal, columns, constants)
    if shape == INDICATORS:
        indicators = _across(page, dataset, proposal, {*columns.values()})
    else:
        with left:
            _column(
                page, proposal, "indicator", columns, constants, _near_first(proposal, _indicators(dataset, page.look))
            )
    if shape == ONE:
        with right:
            header = _header(page, proposal, "value", proposal.headers)
            if header:
                columns["value"] = header
    _constants(page, proposal, columns, constants)
    values = {*years, *indicators, columns.get("value")}
    units = {name: unit for name, unit in guessed.units.items() if name in values}
    return guessed.model_copy(
        update={"columns": columns, "constants": constants, "years": years, "indicators": indicators, "units": units}
    )


def _header(page: Page, proposal: Proposal, name: str, offered: Sequence[str], none: str = "") -> str:
    """Return the header chosen for a tidy column, empty for none; below stands why it was proposed."""
    t = page.look.t
    guess = proposal.mapping.columns.get(name, "")
    options = ["", *offered]
    chosen = st.selectbox(
        t(COLUMNS[name]),
        options,
        index=options.index(guess) if guess in options else 0,
        format_func=lambda header: t("Column “{header}”", header=header) if header else none or t("Choose"),
        key=f"map_{name}",
    )
    if chosen and chosen == guess:
        _because(page, proposal.guesses, name)
    return chosen or ""


def _because(page: Page, guesses: Sequence[ColumnGuess], name: str) -> None:
    reasons = list(dict.fromkeys(guess.why(page.state.language) for guess in guesses if guess.column == name))
    if reasons:
        draw([Note(page.look.t("Proposed: {reason}.", reason=reasons[0])).markup(page.state.language)])


def _column(
    page: Page,
    proposal: Proposal,
    name: str,
    columns: dict[str, str],
    constants: dict[str, str],
    known: dict[str, str],
) -> None:
    """Take the column of places or indicators, or the one that all rows are about."""
    t = page.look.t
    header = _header(page, proposal, name, proposal.headers, t("The same in every row"))
    if header:
        columns[name] = header
        return
    options = list(known)
    stated = proposal.mapping.constants.get(name)
    selected = st.selectbox(
        t("Which one?"),
        options,
        index=options.index(stated) if stated in known else None,
        format_func=lambda key: known[key],
        placeholder=t("Choose"),
        key=f"map_{name}_constant",
        label_visibility="collapsed",
    )
    if selected:
        constants[name] = selected
    if stated and selected == stated:
        _because(page, proposal.guesses, name)


def _year(page: Page, proposal: Proposal, columns: dict[str, str], constants: dict[str, str]) -> None:
    """Take the column of years, or the year of all figures."""
    t = page.look.t
    header = _header(page, proposal, "year", proposal.headers, t("The same in every row"))
    if header:
        columns["year"] = header
        return
    year = st.text_input(
        t("Which one?"),
        proposal.mapping.constants.get("year", ""),
        max_chars=4,
        key="map_year_constant",
        label_visibility="collapsed",
        placeholder=t("Four digits, such as 2024"),
    ).strip()
    if year:
        constants["year"] = year


def _across(page: Page, dataset: Dataset, proposal: Proposal, used: set[str]) -> dict[str, str]:
    """Take the indicator of each column of figures."""
    t, indicators = page.look.t, {}
    names = _indicators(dataset, page.look)
    near = {
        question.header: question.offered
        for question in proposal.questions
        if question.column == "indicator" and question.header
    }
    offered = [name for name in proposal.headers if name in proposal.mapping.indicators or name in near]
    for index, header in enumerate(offered or [name for name in proposal.headers if name not in used]):
        guess = proposal.mapping.indicators.get(header)
        first = [key for key in near.get(header, ()) if key in names]
        options = ["", *first, *[key for key in names if key not in first]]
        chosen = st.selectbox(
            t("Column “{header}”", header=header),
            options,
            index=options.index(guess) if guess in options else 0,
            format_func=lambda key: names[key] if key else t("Not read"),
            key=f"map_across_{index}",
        )
        if chosen:
            indicators[header] = chosen
    return indicators


def _constants(page: Page, proposal: Proposal, columns: dict[str, str], constants: dict[str, str]) -> None:
    """Take the perimeter and the method of all figures, where no column says them."""
    t, language = page.look.t, page.state.language
    for side, name, words, label in zip(
        st.columns(2),
        ("perimeter", "method"),
        (Perimeter, Method),
        (t("Perimeter of all figures"), t("Method of all figures")),
        strict=True,
    ):
        if name in columns:
            continue
        options = [None, *words]
        stated = proposal.mapping.constants.get(name)
        with side:
            chosen = st.selectbox(
                label,
                options,
                index=options.index(stated) if stated in options else 0,
                format_func=lambda term: word(term, language) if term else t("Not stated"),
                key=f"map_{name}",
            )
            if stated and chosen == stated:
                _because(page, proposal.guesses, name)
        if chosen:
            constants[name] = str(chosen)


def _places(dataset: Dataset, language: str) -> dict[str, str]:
    named = {key: place.names.get(language) for key, place in dataset.places.items()}
    return dict(sorted(named.items(), key=lambda item: alphabetical(item[1])))


def _indicators(dataset: Dataset, look: Look) -> dict[str, str]:
    named = {
        key: look.t("{name} ({unit})", name=entry.names.get(look.language), unit=entry.unit_names.get(look.language))
        for key, entry in dataset.catalogue.items()
    }
    return dict(sorted(named.items(), key=lambda item: alphabetical(item[1])))


def _near_first(proposal: Proposal, names: dict[str, str]) -> dict[str, str]:
    """Return the indicators with those first that the file most likely means."""
    near = [
        key
        for question in proposal.questions
        if question.column == "indicator"
        for key in question.offered
        if key in names
    ]
    return {**{key: names[key] for key in near}, **names}


def _show(page: Page, dataset: Dataset, shown: Preview) -> None:
    """Draw the first rows as they would be stored, and what is wrong with them."""
    language, t = page.state.language, page.look.t
    rows = [
        (
            place_name(dataset, str(row.place), language),
            indicator_name(dataset, str(row.indicator), language),
            formatting.year(row.year, language),
            formatting.with_unit(row.value, dataset.catalogue[str(row.indicator)], language),
            formatting.commas((word(Perimeter(row.perimeter), language), word(Method(row.method), language)), language),
        )
        for row in shown.observations.itertuples()
    ]
    columns = [t("Place"), t("Indicator"), t("Year"), t("Value"), t("Perimeter and method")]
    draw([StoredRows(columns, rows).markup(language)])
    wrong = [finding for finding in shown.findings if finding.row is not None][:3] or shown.findings[:3]
    if not rows:
        draw_problems(wrong, language)
