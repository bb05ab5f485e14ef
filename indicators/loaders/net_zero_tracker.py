"""Net Zero Tracker's snapshots: one country, region, city or company a row, final and interim pledge in columns.

Only cities are read. The tracker's own amounts of emissions state no unit (a city's stand in tonnes, another's in
millions of them) and are left out.
"""

import re

import pandas as pd

from indicators.findings.finding import Rule, Severity
from indicators.language.translator import N_, Counted
from indicators.loaders.pledge_table import UNCLEAR_PLEDGE, percentages, raw_pledges, whole, years
from indicators.loaders.raw_table import Publication, RawTable
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, clean
from indicators.loaders.reading.numbers import is_empty
from indicators.model.pledges import PledgeKind, Stage

AMOUNT_WITHOUT_UNIT = Rule(
    "amount_without_unit", Severity.WARNING,
    N_("{place}: the target of {value} has no unit; the pledge is read without the amount."),
    N_("Look for the amount in the city's own document."),
)  # fmt: skip

OTHER_ACTORS = Rule(
    "other_actors", Severity.WARNING,
    Counted(
        "{count} row is of a country, a region or a company; only cities were read.",
        "{count} rows are of countries, regions and companies; only cities were read.",
        "count",
    ),
    N_("Nothing: pledges are shown of cities."), merged_by=(), reading=True,
)  # fmt: skip

NAME = "net_zero_tracker"
_HEADER = ("name", "country", "actor_type", "end_target", "end_target_year", "interim_target")
_KINDS = {
    "no target": PledgeKind.NONE,
    "net zero": PledgeKind.NET_ZERO,
    "carbon neutral(ity)": PledgeKind.NET_ZERO,
    "climate neutral": PledgeKind.NET_ZERO,
    "ghg neutral(ity)": PledgeKind.NET_ZERO,
    "zero carbon": PledgeKind.NET_ZERO,
    "zero emissions": PledgeKind.NET_ZERO,
    "climate positive": PledgeKind.NET_ZERO,
    "emissions reduction target": PledgeKind.BASE_YEAR,
    "reduction v. bau": PledgeKind.BASELINE,
    "absolute emissions target": PledgeKind.FIXED_LEVEL,
    "emissions intensity target": PledgeKind.INTENSITY,
}
"""The tracker's kinds of target in lower case; any other is :attr:`PledgeKind.OTHER`."""

_STAGES = (("end", Stage.FINAL), ("interim", Stage.INTERIM))


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the header with actors and their final and interim targets."""
    return opened.with_header(*_HEADER)


def read(opened: Opened) -> RawTable:
    """Read the pledges of cities: of each the final and the interim one, or that it has none."""
    data = Publication(opened, recognise(opened))
    is_city = data.cells("actor type").str.strip().str.lower() == "city"
    others = int((~is_city).sum())
    if others:
        data.findings.append(data.sheet.finding(OTHER_ACTORS, count=others))
    whole_body, data.body = data.body, data.body[is_city]
    updated = data.cells("last updated").map(_day)
    parts = [_stage(data, word, stage, updated) for word, stage in _STAGES]
    none = [part["kind"] == str(PledgeKind.NONE) for part in parts]
    # a city without any target is one statement, not two
    parts[1] = parts[1][~(none[1].reindex(parts[1].index) & parts[1].index.isin(parts[0].index))]
    pledges = pd.concat(parts).sort_index(kind="stable")
    data.body = whole_body
    newest = max((day for day in updated if day), default="")
    source = f"{NAME}_{newest[:7].replace('-', '_')}" if newest else ""
    stated = sum(len(part) for part in parts)
    return raw_pledges(NAME, data, pledges, 2 * int(is_city.sum()) - stated, source, newest)


def _stage(data: Publication, word: str, stage: Stage, updated: pd.Series) -> pd.DataFrame:
    """Return the final or the interim pledge of each city that states anything of it."""
    printed = data.cells(f"{word} target").map(clean)
    kind = printed.str.lower().map(lambda text: str(_KINDS.get(text, PledgeKind.OTHER)))
    none = kind == str(PledgeKind.NONE)
    frame = pd.DataFrame(
        {
            "place_name": data.cells("name").map(clean),
            "country": data.cells("country").map(clean),
            "kind": kind,
            "printed": printed,
            "stage": str(stage),
            "reduction": percentages(data, f"{word} target percentage reduction"),
            "base_year": years(data, f"{word} target baseline year"),
            "target_year": years(data, f"{word} target year"),
            "boundary": data.cells("gasses coverage").map(_coverage),
            "status": data.cells("end target status").map(clean) if stage is Stage.FINAL else "",
            "set_in": whole(data.cells("status date")) if stage is Stage.FINAL else "",
            "reviewed": updated,
        }
    )
    amount = data.cells(f"{word} target target emissions").str.strip()
    for row in amount.index[~is_empty(amount)]:
        column = data.named(f"{word} target target emissions")
        place = frame.at[row, "place_name"]
        data.findings.append(data.sheet.finding(AMOUNT_WITHOUT_UNIT, row, column, amount[row], place=place))
    promised = ["reduction", "base_year", "target_year"]
    for row in frame.index[none & (frame[promised] != "").any(axis=1)]:
        reason = N_("it has no target, and a target is given")
        column = data.named(f"{word} target")
        params = {"place": frame.at[row, "place_name"], "reason": reason}
        data.findings.append(data.sheet.finding(UNCLEAR_PLEDGE, row, column, printed[row], **params))
    frame.loc[none, [*promised, "status", "set_in", "boundary"]] = ""
    return frame[~is_empty(printed)]


def _coverage(cell: str) -> str:
    """Return which gases a pledge covers, blank where the tracker does not specify it."""
    words = clean(cell)
    return "" if words.lower() == "not specified" else words


def _day(cell: str) -> str:
    """Return the ISO day of a time, blank where a cell holds none."""
    date = re.match(r"20\d\d-\d\d-\d\d", cell.strip())
    return date[0] if date else ""
