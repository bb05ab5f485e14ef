"""The store: everything the product knows, read once from the data folder.

Reading checks everything and gathers what is wrong; a folder with an error
does not open, and says why with file, row and rule.
"""

import hashlib
import json
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property, wraps
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd
from pydantic import ValidationError

from indicators.findings.finding import DataProblem, Finding, errors
from indicators.model.backgrounds import read_communes, read_urban_centres
from indicators.model.calendar import this_year
from indicators.model.catalogue import Catalogue, Names, read_catalogue
from indicators.model.home import Home, check_home, read_home
from indicators.model.observations import read_held_back, read_observation_files, texts
from indicators.model.peer_sets import IncomeGroup, PeerRule, PeerSet, read_income_groups, read_peer_sets
from indicators.model.places import Gazetteer, read_places
from indicators.model.pledges import Pledge, read_pledges
from indicators.model.rules import UNREADABLE_FILE, read_toml, unknown_references, unreadable
from indicators.model.sources import Source, read_sources
from indicators.model.targets import Target, Targets, read_targets
from indicators.store.checks import Known, check_observations
from indicators.store.releases import check_log

Result = TypeVar("Result")

DATA_FOLDER = Path(__file__).parents[2] / "data"

SHOWN = (
    "catalogue", "places", "sources", "observations", "boundaries",
    "communes.csv", "families.toml", "home.toml", "income_groups.csv", "peer_sets.toml", "pledges.csv", "targets.csv",
    "urban_centres.csv",
)  # fmt: skip
"""The files and folders whose content a reader sees: what the data version is of."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """The catalogue, the places, the sources and all observations of one data version.

    A value: two data sets of one folder and version are equal, and a data set can key what is made of it.

    `outlines` are those that came with accepted files, as :mod:`indicators.maps.added_outlines` writes them.
    """

    folder: Path
    catalogue: Catalogue
    places: Gazetteer
    sources: Mapping[str, Source]
    families: Mapping[str, Names]
    home: Home
    peer_sets: Mapping[str, PeerSet]
    income_groups: Mapping[str, IncomeGroup]
    targets: Targets
    urban_centres: pd.DataFrame
    communes: pd.DataFrame
    observations: pd.DataFrame
    held_back: pd.DataFrame
    version: str
    warnings: list[Finding] = field(default_factory=list)
    pledges: tuple[Pledge, ...] = ()
    outlines: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[Path, str]:
        """The folder and the data version, which stand for the content."""
        return self.folder, self.version

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dataset) and self.identity == other.identity

    def __hash__(self) -> int:
        return hash(self.identity)

    def __getstate__(self) -> dict[str, object]:
        """Another process gets the data alone, not what was made of them here."""
        return {member.name: getattr(self, member.name) for member in fields(self)}

    @cached_property
    def _by_indicator(self) -> tuple[pd.DataFrame, dict[str, tuple[int, int]]]:
        """The observations in the order of their indicators, and where those of each begin and end."""
        names = texts(self.observations["indicator"])
        order = np.argsort(names, kind="stable")
        indicators, begins = np.unique(names[order], return_index=True)
        ends = [*begins[1:].tolist(), len(names)]
        return self.observations.iloc[order], dict(
            zip(indicators, zip(begins.tolist(), ends, strict=True), strict=True)
        )

    @cached_property
    def _frames(self) -> dict[str, pd.DataFrame]:
        return {}

    @cached_property
    def _pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(zip(*(texts(self.observations[name]) for name in ("indicator", "place")), strict=True))

    def has(self, indicator: str, place: str) -> bool:
        """Return whether there is any observation of an indicator and a place, with or without a value."""
        return (indicator, place) in self._pairs

    def of(self, indicator: str) -> pd.DataFrame:
        """Return the observations of one indicator (no rows where it has none).

        The frame is the caller's: what is written into it stays out of the data set.
        """
        if indicator not in self._frames:
            ordered, spans = self._by_indicator
            self._frames[indicator] = ordered.iloc[slice(*spans.get(indicator, (0, 0)))].reset_index(drop=True)
        return self._frames[indicator].copy(deep=False)


def once_per_dataset(make: Callable[[Dataset], Result]) -> Callable[[Dataset], Result]:
    """Return `make`, whose result is stored with the data set it is of: made at its first use, gone with the data set.

    Two threads that ask at once may both make it; either result stands.
    """
    name = f"{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def result_of(dataset: Dataset) -> Result:
        computed = vars(dataset)
        if name not in computed:
            computed[name] = make(dataset)
        result: Result = computed[name]
        return result

    return result_of


def open_dataset(folder: Path = DATA_FOLDER, year: int | None = None) -> Dataset:
    """Read and check the data folder; raise :class:`DataProblem` with every error found.

    `year` is the current one, the calendar's unless given: what is observed lies in no later one.
    """
    findings: list[Finding] = []

    def noted(result: tuple[Result, list[Finding]]) -> Result:
        """Return what was read, and note what is wrong with it."""
        findings.extend(result[1])
        return result[0]

    catalogue = noted(read_catalogue(folder / "catalogue"))
    places = noted(read_places(folder / "places"))
    sources = noted(read_sources(folder / "sources"))
    families = noted(read_families(folder / "families.toml"))
    home = noted(read_home(folder / "home.toml"))
    peer_sets = noted(read_peer_sets(folder / "peer_sets.toml", places))
    if home is not None:
        findings += check_home(home, folder / "home.toml", places, sources, catalogue, peer_sets)
    by_income = any(peers.rule is PeerRule.INCOME for peers in peer_sets.values())
    incomes = noted(read_income_groups(folder / "income_groups.csv", sources, needed=by_income))
    targets = noted(read_targets(folder / "targets.csv"))
    centres = noted(read_urban_centres(folder / "urban_centres.csv"))
    communes = noted(read_communes(folder / "communes.csv"))
    held_back = noted(read_held_back(folder))
    pledges = noted(read_pledges(folder / "pledges.csv", places, sources))
    findings += check_log(folder / "releases")
    findings += _check_outlines(folder / "boundaries")
    superseded = (("supersedes", source.supersedes or None, sources, "source") for source in sources.values())
    findings += unknown_references(folder / "sources", superseded)
    findings += _references(catalogue, places, sources, families, peer_sets, targets, folder / "catalogue")
    raw = noted(read_observation_files(folder / "observations"))
    observations = noted(check_observations(raw, Known(catalogue, places, sources), year or this_year()))
    if errors(findings) or home is None:
        raise DataProblem(errors(findings))
    return Dataset(
        folder=folder,
        catalogue=catalogue,
        places=places,
        sources=sources,
        families=families,
        home=home,
        peer_sets=peer_sets,
        income_groups=incomes,
        targets=targets,
        urban_centres=centres,
        communes=communes,
        observations=observations.reset_index(drop=True),
        held_back=held_back,
        version=_version(folder),
        warnings=findings,
        pledges=pledges,
    )


def read_families(path: Path) -> tuple[dict[str, Names], list[Finding]]:
    """Read the families: the indicators that are shares of one whole share a name."""
    if not path.exists():
        return {}, []
    record, findings = read_toml(path)
    try:
        return {key: Names.model_validate(value["names"]) for key, value in (record or {}).items()}, findings
    except (KeyError, TypeError, ValidationError) as error:
        return {}, [unreadable(path, error)]


def _references(
    catalogue: Catalogue,
    places: Gazetteer,
    sources: Mapping[str, Source],
    families: Mapping[str, Names],
    peer_sets: Mapping[str, PeerSet],
    targets: Mapping[str, Target],
    folder: Path,
) -> list[Finding]:
    """Find what a catalogue entry names and nothing defines."""
    findings: list[Finding] = []
    for entry in catalogue.values():
        named: list[tuple[str, str | None, Container[str], str]] = [
            ("stand_in", entry.stand_in, catalogue, "indicator"),
            ("whole", entry.whole, catalogue, "indicator"),
            ("family", entry.family, families, "family"),
            ("peers", entry.peers, peer_sets, "peer set"),
            ("absence.place", entry.absence.place if entry.absence else None, places, "place"),
            ("held_by.place", entry.held_by.place if entry.held_by else None, places, "place"),
            ("sdg.target", entry.sdg.target, targets, "target"),
            ("sdg.indicator", entry.sdg.indicator, targets, "target"),
        ]
        named += [("marks", mark.source, sources, "source") for mark in entry.marks]
        if entry.thresholds:
            named.append(("thresholds", entry.thresholds.source, sources, "source"))
        findings += unknown_references(folder / entry.theme / f"{entry.id}.toml", named)
    return findings


def _check_outlines(folder: Path) -> list[Finding]:
    """Find the files of outlines that are not GeoJSON."""
    findings = []
    for path in sorted(folder.glob("*.geojson")):
        try:
            kind = json.loads(path.read_bytes())["type"]
            reason = "" if kind == "FeatureCollection" else f"its type is {kind}, not FeatureCollection"
        except (OSError, ValueError, KeyError, TypeError) as error:
            reason = f"it is not GeoJSON ({error})"
        if reason:
            findings.append(Finding(UNREADABLE_FILE, file=str(path), params={"reason": reason}))
    return findings


def _version(folder: Path) -> str:
    """Return the data version: twelve hexadecimal digits over every file whose content is shown."""
    total = hashlib.sha256()
    for name in SHOWN:
        path = folder / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in {".csv", ".toml", ".geojson"} and file.is_file():
                # a clone on Windows may have other line ends, and shows the same
                content = file.read_bytes().replace(b"\r\n", b"\n")
                total.update(file.relative_to(folder).as_posix().encode() + b"\0" + content + b"\0")
    return total.hexdigest()[:12]
