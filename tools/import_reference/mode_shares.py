"""How people travel, as compiled for the urban typologies of Oke and others (2019).

The table states neither year nor outline, nor whether trips or commuters are counted, and they differ by city. Where
the four shares of a city do not sum to about 100 a mode is missing or the parts are of several surveys: such a city is
held back, with its sum. Casablanca's own stand, with the sum in their note, beside the survey of 2018.
"""

from pathlib import Path

import pandas as pd

from tools.import_reference.figures_table import held, observations, place_ids, read_figures

TABLE = Path("city", "oke2019_mode_share.csv")
SOURCE = "oke_2019"
HOME = "casablanca"

MODES = {
    "mode_share_car_percent": "modal_split_car_compiled",
    "mode_share_public_transport_percent": "modal_split_public_transport_compiled",
    "mode_share_bicycle_percent": "modal_split_bicycle_compiled",
    "mode_share_walking_percent": "modal_split_walking_compiled",
}

WIDER = {
    "osaka": "The source names Osaka-Kobe-Kyoto.",
    "rotterdam": "The source names Rotterdam-Hague.",
}
"""Cities that the table names with their neighbours."""

NAMED = {
    "Osaka-Kobe-Kyoto": "Osaka",
    "Rotterdam-Hague": "Rotterdam",
    "New York(NY)": "New York",
    "Chicago(IL)": "Chicago",
}
"""What the table calls them, and the names they have here."""

LOW, HIGH = 95, 105
"""Between these sums four shares are those of one whole."""


def build(figures: Path) -> dict[str, pd.DataFrame]:
    """Return the shares of the home city and of every city whose shares sum to about 100."""
    rows = _read(figures)
    shown = rows[rows["reason"] == ""]
    constants = {"year": "", "perimeter": "not stated", "method": "literature", "source": SOURCE}
    return {str(name): observations(figures_of, constants) for name, figures_of in shown.groupby("ours")}


def held_back(figures: Path) -> pd.DataFrame:
    """Return the shares that are not shown, with the sum that keeps them out."""
    rows = _read(figures).query("reason != ''").assign(year="")
    return held(rows, TABLE.name, rows["ours"], rows["reason"])


def _read(figures: Path) -> pd.DataFrame:
    """Return one row a city and mode: place, ours (the indicator), value, row, note, and why it is held back."""
    table = read_figures(figures / TABLE)
    table["city"] = table["city_as_published"].str.strip().replace(NAMED)
    table["place"] = place_ids(table)
    table = table[table["place"].notna()]
    shares = table[list(MODES)].apply(lambda column: pd.to_numeric(column.str.strip(), errors="coerce"))
    table = table.assign(**{name: shares[name] for name in MODES}, sum=shares.sum(axis=1).round(2))
    rows = table.melt(["row", "place", "sum"], list(MODES), "mode", "value").dropna(subset=["value"])
    rows["ours"] = rows["mode"].map(MODES)
    whole = rows["sum"].between(LOW, HIGH)
    home = rows["place"] == HOME
    rows["reason"] = [
        ""
        if fits or is_home
        else f"The city's shares sum to {total:g}: a mode is missing, or they are of several surveys."
        for fits, is_home, total in zip(whole, home, rows["sum"], strict=True)
    ]
    rows["note"] = [
        f"The shares given sum to {total:g}: the rest is not in the table."
        if is_home and not fits
        else WIDER.get(place, "")
        for place, is_home, fits, total in zip(rows["place"], home, whole, rows["sum"], strict=True)
    ]
    return rows.sort_values(["row", "mode"], ignore_index=True)
