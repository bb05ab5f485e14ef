"""Fields of a raw table: the indicators that the catalogue says they feed."""

import pandas as pd

from indicators.catalogue import Catalogue
from indicators.loaders.headers import key

LINK_COLUMNS = ["indicator", "factor", "linked_perimeter", "linked_method"]


def links(frame: pd.DataFrame, name: str, catalogue: Catalogue) -> pd.DataFrame:
    """Return one row for each value and indicator it feeds, with factor, perimeter and method.

    The index holds the positions of `frame`'s rows; a value that feeds nothing
    is not there. A field is found by its code or name, or by the column's
    header as printed.
    """
    known: dict[str, list[tuple[str, float, str, str]]] = {}
    for entry in catalogue.values():
        for link in entry.fields:
            if link.format == name:
                known.setdefault(key(link.field), []).append(
                    (entry.id, link.factor, str(link.perimeter or ""), str(link.method or ""))
                )
    pairs = frame[["field", "column"]].astype("category")
    groups = pairs.groupby(["field", "column"], observed=True, sort=False).ngroup()
    distinct = frame[["field", "column"]].loc[~groups.duplicated()].astype("str")
    rows = [
        (group, *link)
        for group, field, column in zip(
            groups[~groups.duplicated()], distinct["field"], distinct["column"], strict=True
        )
        for link in dict.fromkeys([*known.get(key(field), []), *known.get(key(column), [])])
    ]
    table = pd.DataFrame(rows, columns=["group", *LINK_COLUMNS])
    positions = pd.DataFrame({"group": groups.to_numpy(), "position": range(len(frame))})
    return (
        positions[positions["group"].isin(table["group"])]
        .merge(table, on="group")
        .set_index("position")
        .drop(columns="group")
    )
