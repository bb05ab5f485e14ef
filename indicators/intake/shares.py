"""Shares typed as parts of one where the indicator is in per cent: 0.755 for 75.5."""

import pandas as pd

from indicators.catalogue import Catalogue
from indicators.findings import Finding

PERCENT = "percent"
USUAL = 5.0
"""Where half of an indicator's known figures are above this many per cent, nothing but parts of one is odd."""


def find_shares(values: pd.DataFrame, stored: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Find the indicators in per cent whose every figure in the file lies between 0 and 1, and whose known ones do not.

    Returns one row each, on the index of the first such value, with `value` and `count`.
    """
    percent = [entry.id for entry in catalogue.values() if entry.unit == PERCENT]
    rows = values[values["indicator"].isin(percent)]
    found = []
    for indicator, group in rows.groupby("indicator", sort=False, observed=True):
        numbers = group["value"]
        if not (numbers.between(0, 1).all() and (numbers > 0).any()):
            continue
        known = stored.loc[stored["indicator"] == indicator, "value"]
        if len(known) and known.median() > USUAL:
            found.append((group.index[0], float(numbers.iloc[0]), len(group)))
    return pd.DataFrame(found, columns=["at", "value", "count"]).set_index("at")


def shares_told(rows: pd.DataFrame, found: pd.DataFrame, file: str) -> list[Finding]:
    """Return a finding for each such indicator, at its first cell in the raw frame `rows`."""
    findings = []
    for at, count in found["count"].items():
        row = rows.loc[at]
        sheet, column, text = str(row["sheet"]) or None, str(row["column"]), str(row["value"])
        params = {"count": int(count)}
        findings.append(Finding("share_for_per_cent", file, sheet, int(row["row"]), column, text, params))
    return findings
