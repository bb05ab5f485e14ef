"""The verdict beside each row of a table: may this figure stand beside Casablanca's, and why."""

import numpy as np
import pandas as pd

from indicators.analysis import comparability, derive
from indicators.analysis.verdicts import comparison_text
from indicators.language.translator import Translator
from indicators.model.catalogue import Indicator
from indicators.store.dataset import Dataset

KEYS = ("year", "perimeter", "method", "source")
"""What tells two figures of one place apart."""


def verdicts(dataset: Dataset, entry: Indicator, rows: pd.DataFrame, home: str, language: str) -> list[str]:
    """Return verdict and reasons of each row against the figure of `home` nearest to it in time.

    That figure is one of the rows where `home` is among them, else its newest.
    The newest figure of `home` is itself the reference of its older ones.
    """
    t = Translator(language)
    own = rows[(rows["place"] == home).to_numpy()]
    if own.empty:
        own = derive.latest(dataset.of(entry.id), [home])
    if own.empty:
        name = dataset.places[home].names.get(language)
        return [t("no figure of {place}", place=name)] * len(rows)
    own = own.sort_values("year", na_position="first").reset_index(drop=True)
    newest = len(own) - 1
    years, mine = (frame["year"].to_numpy("float64", na_value=np.nan) for frame in (rows, own))
    gaps = np.abs(years[:, None] - mine[None, :])
    gaps = np.where(np.isnan(gaps), np.inf, gaps)
    # Of two equally near the later one, which stands last.
    nearest = newest - np.argmin(gaps[:, ::-1], axis=1)
    is_home = (rows["place"] == home).to_numpy()
    nearest = np.where(is_home | np.isinf(gaps).all(axis=1), newest, nearest)
    found = comparability.each_against(rows, own.iloc[nearest], entry, dataset.places, change=True)
    told = {comparison: comparison_text(comparison, language) for comparison in set(found)}
    reference = t("the figure compared with")
    same = own.loc[newest, list(KEYS)].astype("str").tolist()
    keys = rows[list(KEYS)].astype("str").to_numpy().tolist()
    return [
        reference if mine and key == same else told[comparison]
        for mine, key, comparison in zip(is_home.tolist(), keys, found, strict=True)
    ]
