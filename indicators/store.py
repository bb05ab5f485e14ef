"""The store: everything the product knows, read once from the data folder.

Reading checks everything and gathers what is wrong; a folder with an error
does not open, and says why with file, row and rule.
"""

import hashlib
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd
from pydantic import ValidationError

from indicators.catalogue import Catalogue, Indicator, Names, read_catalogue
from indicators.checks import Known, check_observations
from indicators.findings import DataProblem, Finding, errors
from indicators.observations import COLUMNS
from indicators.peers import PeerSet, read_peer_sets
from indicators.places import Gazetteer, read_places
from indicators.sources import Source, read_sources
from indicators.targets import Target, Targets, read_targets
from indicators.urban_centres import read_urban_centres
from indicators.vocabulary import Level, Scale

DATA_FOLDER = Path(__file__).parent.parent / "data"


@dataclass(frozen=True)
class Dataset:
    """The catalogue, the places, the sources and all observations of one data version."""

    folder: Path
    catalogue: Catalogue
    places: Gazetteer
    sources: Mapping[str, Source]
    families: Mapping[str, Names]
    peer_sets: Mapping[str, PeerSet]
    targets: Targets
    urban_centres: pd.DataFrame
    observations: pd.DataFrame
    version: str
    warnings: list[Finding] = field(default_factory=list)

    @cached_property
    def _positions(self) -> dict[str, pd.DataFrame]:
        groups = self.observations.groupby("indicator", observed=True, sort=False)
        return {str(key): frame.reset_index(drop=True) for key, frame in groups}

    def of(self, indicator: str) -> pd.DataFrame:
        """Return the observations of one indicator (no rows where it has none)."""
        return self._positions.get(indicator, self.observations.iloc[:0])


def open_dataset(folder: Path = DATA_FOLDER, this_year: int = 2026) -> Dataset:
    """Read and check the data folder; raise :class:`DataProblem` with every error found."""
    catalogue, findings = read_catalogue(folder / "catalogue")
    places, problems = read_places(folder / "places")
    findings += problems
    sources, problems = read_sources(folder / "sources")
    findings += problems
    families, problems = read_families(folder / "families.toml")
    findings += problems
    peer_sets, problems = read_peer_sets(folder / "peer_sets.toml", places)
    findings += problems
    targets, problems = read_targets(folder / "targets.csv")
    findings += problems
    centres, problems = _centres(folder / "urban_centres.csv")
    findings += problems
    findings += _references(catalogue, sources, families, targets, folder / "catalogue")
    raw, digest, problems = read_text(folder / "observations")
    findings += problems
    known = Known(catalogue, list(places), list(sources))
    observations, problems = check_observations(raw, known, this_year)
    findings += problems
    findings += _scales(observations, raw, catalogue, places)
    if errors(findings):
        raise DataProblem(errors(findings))
    version = _version(digest, [folder / "catalogue", folder / "places", folder / "sources"])
    return Dataset(
        folder=folder,
        catalogue=catalogue,
        places=places,
        sources=sources,
        families=families,
        peer_sets=peer_sets,
        targets=targets,
        urban_centres=centres,
        observations=observations.reset_index(drop=True),
        version=version,
        warnings=findings,
    )


def read_text(folder: Path) -> tuple[pd.DataFrame, bytes, list[Finding]]:
    """Read every observation file below `folder` as text, in one pass.

    Returns the raw frame (the observation columns as text, `row` and `file`),
    the digest of the bytes, and the findings. One parse of all files together
    costs less than a parse of each.
    """
    findings: list[Finding] = []
    digest = hashlib.sha256()
    bodies: list[bytes] = []
    files: list[str] = []
    lengths: list[int] = []
    expected = ",".join(COLUMNS).encode()
    for path in sorted(folder.rglob("*.csv")):
        content = path.read_bytes()
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + content)
        header, _, body = content.removeprefix(b"\xef\xbb\xbf").partition(b"\n")
        if header.strip() != expected:
            found = header.decode("utf-8", "replace").strip()
            findings += [
                Finding("missing_column", file=str(path), row=1, column=name, params={"found": found})
                for name in COLUMNS
                if name not in found.split(",")
            ] or [Finding("unreadable_file", file=str(path), row=1, params={"reason": f"columns {found}"})]
            continue
        if not body.strip():
            findings.append(Finding("empty_file", file=str(path)))
            continue
        body = body if body.endswith(b"\n") else body + b"\n"
        bodies.append(body)
        files.append(str(path))
        lengths.append(_records(body))
    if not bodies and not findings:
        findings.append(Finding("missing_file", file=str(folder / "*.csv")))
    try:
        frame = (
            pd.read_csv(
                io.BytesIO(b"".join(bodies)) if bodies else io.StringIO(""),
                names=list(COLUMNS),
                dtype="str",
                keep_default_na=False,
                encoding="utf-8",
            )
            if bodies
            else pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS})
        )
    except (pd.errors.ParserError, UnicodeDecodeError):
        frame, problems = _one_by_one(files, bodies)
        return frame, digest.digest(), findings + problems
    frame["file"] = pd.Series(files, dtype="str").repeat(lengths).to_numpy()[: len(frame)]
    frame["row"] = [number + 2 for length in lengths for number in range(length)][: len(frame)]
    return frame, digest.digest(), findings


def _records(body: bytes) -> int:
    """Count the records of a CSV body; a quoted cell may hold line ends."""
    if b'"' not in body:
        return body.count(b"\n")
    return sum(part.count(b"\n") for part in body.split(b'"')[::2])


def _one_by_one(files: list[str], bodies: list[bytes]) -> tuple[pd.DataFrame, list[Finding]]:
    """Parse each file alone, so that the one that cannot be read is named."""
    frames, findings = [], []
    for path, body in zip(files, bodies, strict=True):
        try:
            frame = pd.read_csv(io.BytesIO(body), names=list(COLUMNS), dtype="str", keep_default_na=False)
        except (pd.errors.ParserError, UnicodeDecodeError) as error:
            findings.append(Finding("unreadable_file", file=path, params={"reason": str(error).strip()}))
            continue
        frames.append(frame.assign(file=path, row=range(2, len(frame) + 2)))
    return pd.concat(frames, ignore_index=True), findings


def read_families(path: Path) -> tuple[dict[str, Names], list[Finding]]:
    """Read the families: the indicators that are shares of one whole share a name."""
    try:
        record = tomllib.loads(path.read_text(encoding="utf-8"))
        return {key: Names.model_validate(value["names"]) for key, value in record.items()}, []
    except FileNotFoundError:
        return {}, []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValidationError) as error:
        return {}, [Finding("unreadable_file", file=str(path), params={"reason": str(error)})]


def _centres(path: Path) -> tuple[pd.DataFrame, list[Finding]]:
    """Read the background table of urban centres; a fault in it is a finding."""
    try:
        return read_urban_centres(path), []
    except FileNotFoundError:
        return pd.DataFrame(), [Finding("missing_file", file=str(path))]
    except (ValueError, KeyError, UnicodeDecodeError) as error:
        return pd.DataFrame(), [Finding("unreadable_file", file=str(path), params={"reason": str(error)})]


def _references(
    catalogue: Catalogue,
    sources: Mapping[str, Source],
    families: Mapping[str, Names],
    targets: Mapping[str, Target],
    folder: Path,
) -> list[Finding]:
    """Find what a catalogue entry names and nothing defines."""
    findings = []
    for entry in catalogue.values():
        named = [("stand_in", entry.stand_in, catalogue, "indicator"), ("family", entry.family, families, "family")]
        named += [
            ("sdg.target", entry.sdg.target, targets, "target"),
            ("sdg.indicator", entry.sdg.indicator, targets, "target"),
        ]
        named += [("marks", mark.source, sources, "source") for mark in entry.marks]
        if entry.thresholds:
            named.append(("thresholds", entry.thresholds.source, sources, "source"))
        findings += [
            Finding(
                "unknown_reference",
                file=str(folder / entry.theme / f"{entry.id}.toml"),
                column=key,
                value=value,
                params={"what": what},
            )
            for key, value, defined, what in named
            if value is not None and value not in defined
        ]
    return findings


def _scales(observations: pd.DataFrame, raw: pd.DataFrame, catalogue: Catalogue, places: Gazetteer) -> list[Finding]:
    """Find places of a level that the indicator's scale excludes."""
    levels = {Scale.COUNTRY: {Level.COUNTRY}, Scale.FACILITY: {Level.FACILITY}}
    pairs = observations[["indicator", "place"]].drop_duplicates()
    findings = []
    for index, indicator, place in pairs.itertuples():
        entry: Indicator = catalogue[indicator]
        level = places[place].level
        allowed = levels.get(entry.scale, set(Level) - {Level.COUNTRY, Level.FACILITY})
        if level not in allowed:
            row = raw.loc[index]
            params = {"expected": entry.scale, "found": level}
            findings.append(
                Finding("scale_differs", row["file"], row=int(row["row"]), column="place", value=place, params=params)
            )
    return findings


def _version(digest: bytes, folders: list[Path]) -> str:
    """Return the data version: twelve hexadecimal digits over all that is shown."""
    total = hashlib.sha256(digest)
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.suffix in {".toml", ".csv"}):
            total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:12]
