"""CDP's tables of cities' emissions reduction targets: one target a row, as the city reported it.

Copies re-saved by statistics programs have dots for the blanks of the headers and `NA` for empty cells; both forms are
read.
"""

import pandas as pd

from indicators.findings.finding import Rule, Severity
from indicators.language.translator import N_
from indicators.loaders.cdp import LEAST_PER_PERSON
from indicators.loaders.pledge_table import UNCLEAR_PLEDGE, amounts, percentages, raw_pledges, whole, years
from indicators.loaders.raw_table import Publication, RawTable
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, clean, key
from indicators.loaders.reading.numbers import is_empty
from indicators.model.pledges import PledgeKind

PLEDGE_DIFFERS = Rule(
    "pledge_differs", Severity.WARNING,
    N_("{place}: {value} t is not {base} t less {reduction} %; both are read as they are."),
    N_("Ask who answered for the city which of them holds."),
)  # fmt: skip

IMPOSSIBLE_AMOUNT = Rule(
    "impossible_amount", Severity.WARNING,
    N_("{place}: {value} t cannot be right for {population} people; the pledge is read without amounts."),
    N_("Look for kilotonnes, or a year, typed in the field for tonnes."),
)  # fmt: skip

NAME = "cdp_targets"
_HEADER = ("Account Number", "Type of target", "Target year", "Base year")
_ACCOUNT = ("account number", "organization number")
_KINDS = {
    "no target": PledgeKind.NONE,
    "base year emissions absolute target": PledgeKind.BASE_YEAR,
    "baseline scenario business as usual target": PledgeKind.BASELINE,
    "fixed level target": PledgeKind.FIXED_LEVEL,
    "base year intensity target": PledgeKind.INTENSITY,
}
_BASE = "base year emissions metric tonnes co2e"
_TARGET = "target year absolute emissions metric tonnes co2e"
_ALL = "all emissions sources included in city inventory"
CLOSE = 0.01
"""How far a target may be from its base less its reduction, as a share of the base."""


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the header with accounts, kinds of target and their years."""
    return opened.with_header(*_HEADER)


def read(opened: Opened) -> RawTable:
    """Read every target that states a kind; amounts that cannot be tonnes are left out and named."""
    data = Publication(opened, recognise(opened))
    data.body = data.body.apply(lambda cells: cells.where(cells.str.strip() != "NA", ""))
    printed = data.cells("type of target").map(clean)
    kind = printed.map(lambda text: str(_KINDS.get(key(text), PledgeKind.OTHER)))
    city, organisation = data.cells("city").map(clean), data.cells("organization").map(clean)
    sector = data.cells("sector").map(clean).str.removeprefix("Other, please specify:").str.strip()
    frame = pd.DataFrame(
        {
            "place_name": city.where(city != "", organisation),
            "place_code": "CDP " + data.cells(*_ACCOUNT).str.strip(),
            "country": data.cells("country").map(clean),
            "kind": kind,
            "printed": printed,
            "sector": sector.where(sector.str.lower() != _ALL, ""),
            "boundary": data.cells("target boundary relative to city boundary").map(clean),
            "reduction": percentages(data, "percentage reduction target"),
            "base_year": years(data, "base year"),
            "base_emissions": amounts(data.cells(_BASE)),
            "target_year": years(data, "target year"),
            "target_emissions": amounts(data.cells(_TARGET)),
            "set_in": whole(data.cells("year target was set")),
            "progress": percentages(data, "percentage of target achieved so far"),
            "reviewed": whole(data.cells("year reported to cdp", "reporting year")),
        }
    )
    frame = frame[~is_empty(printed)].copy()
    _leave_out_contradictions(data, frame)
    _leave_out_impossible(data, frame)
    _differing(data, frame)
    editions = [year for year in frame["reviewed"].unique() if year]
    source = f"{NAME}_{editions[0]}" if len(editions) == 1 else ""
    return raw_pledges(NAME, data, frame, len(data.body) - len(frame), source, editions[0] if source else "")


def _leave_out_contradictions(data: Publication, frame: pd.DataFrame) -> None:
    """Blank what stands beside "no target", base years that are not before the target year, and years yet to come."""
    promised = ["reduction", "target_year", "target_emissions"]
    none = frame["kind"] == str(PledgeKind.NONE)
    at_odds = none & (frame[promised] != "").any(axis=1)
    backwards = (frame["base_year"] != "") & (frame["target_year"] != "") & (frame["base_year"] >= frame["target_year"])
    ahead = (frame["set_in"] != "") & (frame["reviewed"] != "") & (frame["set_in"] > frame["reviewed"])
    for rows, label, reason in (
        (ahead & ~none, "year target was set", N_("it is said to have been set after it was reported")),
        (at_odds, "type of target", N_("it has no target, and a target is given")),
        (backwards & ~none, "base year", N_("its base year is not before its target year")),
    ):
        for row in frame.index[rows]:
            column = data.named(label)
            params = {"place": frame.at[row, "place_name"], "reason": reason}
            finding = data.sheet.finding(UNCLEAR_PLEDGE, row, column, str(data.body.at[row, column]), **params)
            data.findings.append(finding)
    frame.loc[none, [*promised, "base_year", "base_emissions", "progress", "set_in"]] = ""
    frame.loc[backwards, "base_year"] = ""
    frame.loc[ahead, "set_in"] = ""


def _leave_out_impossible(data: Publication, frame: pd.DataFrame) -> None:
    """Blank the amounts of a city whose base or target is below what so many people can emit."""
    people = pd.to_numeric(data.cells("population"), errors="coerce").reindex(frame.index)
    base = pd.to_numeric(frame["base_emissions"], errors="coerce")
    low = (base > 0) & (people > 100_000) & (base / people < LEAST_PER_PERSON) & (frame["sector"] == "")
    for row in frame.index[low]:
        params = {"place": frame.at[row, "place_name"], "population": f"{people[row]:,.0f}"}
        column = data.named(_BASE)
        data.findings.append(
            data.sheet.finding(IMPOSSIBLE_AMOUNT, row, column, frame.at[row, "base_emissions"], **params)
        )
    frame.loc[low, ["base_emissions", "target_emissions"]] = ""
    frame["note"] = ""
    frame.loc[low, "note"] = "The amounts reported cannot be tonnes for so many people and are not shown."


def _differing(data: Publication, frame: pd.DataFrame) -> None:
    """Find the targets that are not their base less their reduction."""
    base, reduction, target = (
        pd.to_numeric(frame[name], errors="coerce") for name in ("base_emissions", "reduction", "target_emissions")
    )
    differs = (frame["kind"] == str(PledgeKind.BASE_YEAR)) & (
        (base * (1 - reduction / 100) - target).abs() > CLOSE * base
    )
    for row in frame.index[differs]:
        params = {"place": frame.at[row, "place_name"], "base": f"{base[row]:,.0f}", "reduction": f"{reduction[row]:g}"}
        column = data.named(_TARGET)
        data.findings.append(
            data.sheet.finding(PLEDGE_DIFFERS, row, column, frame.at[row, "target_emissions"], **params)
        )
