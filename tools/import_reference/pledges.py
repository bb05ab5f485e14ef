"""Pledges of the cities compared: Net Zero Tracker's snapshot of December 2022 and the targets reported to CDP in 2021.

Both are read by the loaders of their formats, so that a file brought later is read as these were.
"""

import csv
from pathlib import Path

from indicators.findings.finding import DataProblem, errors
from indicators.intake.pledge_check import check_pledges
from indicators.loaders import cdp_targets, net_zero_tracker
from indicators.loaders.reading.files import open_file
from indicators.model.pledges import COLUMNS, Pledge
from tools.import_reference.figures_table import gazetteer

FOLDER = Path("publisher-files")
TABLES = {
    "NetZeroTracker_snapshot_2022-12-20.xlsx": net_zero_tracker,
    "CDP_2021_Cities_Emissions_Reduction_Targets_clean_names.csv": cdp_targets,
}


def read(reference: Path) -> list[Pledge]:
    """Return the pledges of the places of the project, by place, source and target year."""
    pledges: list[Pledge] = []
    for name, module in TABLES.items():
        table = module.read(open_file(reference / FOLDER / name))
        if errors(table.findings):
            raise DataProblem(errors(table.findings))
        pledges += check_pledges(table, gazetteer())[0]
    return sorted(pledges, key=lambda pledge: (pledge.place, pledge.source, pledge.target_year or 0, pledge.id))


def write(reference: Path, path: Path) -> None:
    """Write the table of pledges."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(pledge.cells() for pledge in read(reference))
