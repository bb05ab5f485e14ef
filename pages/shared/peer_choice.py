"""Who is compared: the chosen peer set, its cities, and the row of chips that chooses it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from indicators.charts.chart import Look, names
from indicators.charts.request import BY_HAND, MOST_COMPARED, OPENING, ChartRequest, members_of, peer_set_of, to_choose
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.web.links import address
from indicators.web.templating import Markup
from pages.shared.elements import Link, Template
from pages.shared.page_cache import shared


@dataclass(frozen=True)
class PeerChoice:
    """The cities compared, in words who they are and why, and for each of a set why it is in."""

    cities: tuple[str, ...]
    why: str
    grounds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PeerChips(Template, file="peers"):
    """The row of peer sets as links, with the reason of the chosen one and of each of its cities."""

    sets: Sequence[Link]
    chosen: str
    count: str
    why: str
    grounds: Sequence[tuple[str, str]]


def compared(dataset: Dataset, state: ChartRequest, look: Look) -> PeerChoice:
    """Return the cities of the state's peer set with the set's reason."""
    return _compared(dataset, peer_set_of(dataset, state), state.cities, look)


@shared
def _compared(dataset: Dataset, chosen_set: str, by_hand: tuple[str, ...], look: Look) -> PeerChoice:
    if chosen_set == BY_HAND:
        listed = formatting.join(names(dataset, by_hand, look.language), look.language)
        why = look.t("Chosen by hand: {cities}.", cities=listed) if by_hand else look.t("Choose at least one city.")
        return PeerChoice(by_hand, why)
    chosen = dataset.peer_sets[chosen_set]
    members = members_of(dataset, chosen_set, look.language)
    cities = tuple(member.place for member in members)
    grounds = zip(names(dataset, cities, look.language), (member.reason for member in members), strict=True)
    return PeerChoice(cities, chosen.reason.get(look.language), tuple(grounds))


def chips(
    dataset: Dataset, state: ChartRequest, page: str, look: Look, note: str = "", *, several: bool = False
) -> Markup:
    """Return the row of peer sets as links, with the reason of the chosen one.

    A choice by hand begins with the cities of the link or those of a set of a few; with none of a larger set. Where
    `several` indicators are shown and no set is chosen, each has the one it opens with.
    """
    of_each = several and state.peers == OPENING
    current = OPENING if of_each else peer_set_of(dataset, state)
    sets = [
        Link(entry.names.get(look.language), address(page, replace(state, peers=key, cities=())), key == current)
        for key, entry in dataset.peer_sets.items()
    ]
    peers = compared(dataset, state, look)
    first = peers.cities if len(peers.cities) <= MOST_COMPARED else ()
    own_choice = address(page, replace(state, peers=BY_HAND, cities=first))
    sets.append(Link(look.t("Choose cities"), own_choice, state.peers == BY_HAND))
    by_hand = state.peers == BY_HAND
    chosen = look.t("cities chosen by hand") if by_hand else next((item.name for item in sets if item.current), "")
    if of_each:
        why = look.t("A census figure stands beside those of the same census, every other beside those of all peers.")
        return PeerChips(sets, look.t("the cities that each figure opens with"), "", why, ()).markup(look.language)
    count = look.t.plural("{n} city", "{n} cities", len(peers.cities))
    return PeerChips(sets, chosen, count, " ".join(filter(None, (peers.why, note))), peers.grounds).markup(
        look.language
    )


def choose(dataset: Dataset, state: ChartRequest, most: int | None = None) -> None:
    """Offer the cities to choose from where they are chosen by hand, at most so many; the link takes the choice."""
    if state.peers != BY_HAND:
        return
    listed = {place.id: place.names.get(state.language) for place in to_choose(dataset)}
    listed.pop(dataset.home.city)
    t = Look(state.language).of_home(dataset)

    def write_link() -> None:
        chosen = st.session_state["cities"]
        st.query_params["peers"] = BY_HAND
        if chosen:
            st.query_params["cities"] = ",".join(chosen)
        else:
            # The choice stays open: an empty one is not a wish for another set.
            st.query_params.pop("cities", None)

    st.session_state["cities"] = list(state.cities)
    st.multiselect(
        t("Cities compared with {home}"),
        options=sorted(listed, key=listed.__getitem__),
        format_func=listed.__getitem__,
        key="cities",
        max_selections=most,
        on_change=write_link,
        placeholder=t("Choose at least one city"),
    )
