"""The command line: what people script against. Nothing here decides anything about figures."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from indicators import releases
from indicators.charts.claimed import aspect_text, claims_table, meaning_text
from indicators.findings import DataProblem, Finding, Severity, describe, did_you_mean, line
from indicators.intake import Intake, check_file
from indicators.language import LANGUAGES, N_, text
from indicators.licences import document
from indicators.observations import write
from indicators.reference import rebuild
from indicators.report import MOST
from indicators.store import DATA_FOLDER, Dataset, open_dataset
from indicators.suggestions import nearest
from indicators.today import this_year, today

WELL, REFUSED, UNUSABLE = 0, 1, 2

Report = dict[str, Any]


class Unusable(Exception):
    """The call cannot be served; the text says what was expected and what was found."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status. Messages go to standard error, never a traceback."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except DataProblem as problem:
        for finding in problem.findings:
            _say(line(finding))
    except Unusable as problem:
        _say(str(problem))
    except KeyboardInterrupt:
        _say(text("en", N_("Stopped.")))
    except OSError as error:
        _say(f"{error.filename or ''}: {error.strerror or error}")
    return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--data",
        type=Path,
        default=argparse.SUPPRESS,
        metavar="DIR",
        help="the data folder (default: INDICATORS_DATA, else the project's own)",
    )
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    parser = argparse.ArgumentParser(prog="python -m indicators", description=__doc__, parents=[shared])
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, function, told in (
        ("catalogue", catalogue, "every indicator with its places and years"),
        ("places", places, "every place with its names and aliases"),
        ("sources", sources, "every source with its licence"),
    ):
        one = commands.add_parser(name, help=told, parents=[shared, as_json])
        one.set_defaults(command=function)
    one = commands.add_parser("values", help="the values of one indicator", parents=[shared, as_json])
    one.add_argument("indicator", metavar="INDICATOR")
    one.add_argument("--place", metavar="ID", help="only this place")
    one.set_defaults(command=values)
    one = commands.add_parser("check", help="check a file; nothing is stored", parents=[shared, as_json])
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("--sheet", metavar="S", help="the sheet of a workbook")
    one.add_argument("--mapping", type=Path, metavar="FILE", help="which column holds what (TOML)")
    one.add_argument("--lang", choices=LANGUAGES, default="en", help="the language of messages")
    one.set_defaults(command=check)
    one = commands.add_parser("build", help="make the derived tables anew", parents=[shared])
    one.add_argument(
        "--from", dest="reference", type=Path, metavar="DIR", help="re-import the reference tables from DIR"
    )
    one.set_defaults(command=build)
    one = commands.add_parser("release", help="log what changed in the data since the last release", parents=[shared])
    one.add_argument("--note", required=True, metavar="TEXT", help="one sentence for readers")
    one.set_defaults(command=release)
    return parser


def data_folder(options: argparse.Namespace) -> Path:
    """Return the data folder of a call: its option, else the environment's, else the project's own."""
    chosen: Path = getattr(options, "data", None) or Path(os.environ.get("INDICATORS_DATA") or DATA_FOLDER)
    if not chosen.is_dir():
        raise DataProblem([Finding("missing_file", file=str(chosen))])
    return chosen


def _dataset(options: argparse.Namespace) -> Dataset:
    return open_dataset(data_folder(options))


def catalogue(options: argparse.Namespace) -> int:
    """List the indicators, each with the places and years it has values for."""
    dataset = _dataset(options)
    listed: list[Report] = []
    for entry in dataset.catalogue.values():
        rows = dataset.of(entry.id)
        listed.append(
            {
                "id": entry.id,
                "theme": entry.theme,
                "unit": entry.unit,
                "sdg_target": entry.sdg.target,
                "kind": entry.sdg.kind,
                "direction": entry.direction,
                "names": entry.names.model_dump(),
                "places": sorted(str(place) for place in rows["place"].unique()),
                "years": sorted(int(year) for year in rows["year"].dropna().unique()),
            }
        )
    lines = [f"{one['id']}\t{one['theme']}\t{len(one['places'])}\t{one['names']['en']}" for one in listed]
    return _print(options, {"data_version": dataset.version, "indicators": listed}, lines)


def places(options: argparse.Namespace) -> int:
    """List the places."""
    known = _dataset(options).places
    listed: list[Report] = [
        {
            "id": place.id,
            "names": place.names.model_dump(),
            "aliases": list(place.aliases),
            "level": place.level,
            "parent": place.parent,
            "country": place.country,
        }
        for place in known.values()
    ]
    lines = [f"{place.id}\t{place.level}\t{place.country}\t{place.names.en}" for place in known.values()]
    return _print(options, {"places": listed}, lines)


def sources(options: argparse.Namespace) -> int:
    """List the sources."""
    listed = [source.model_dump() for source in _dataset(options).sources.values()]
    return _print(
        options,
        {"sources": listed},
        [f"{one['id']}\t{one['producer']}\t{one['licence']}\t{one['title']}" for one in listed],
    )


def values(options: argparse.Namespace) -> int:
    """List the values of one indicator, of one place if given."""
    dataset = _dataset(options)
    entry = dataset.catalogue.get(options.indicator)
    if entry is None:
        raise Unusable(_unknown("indicator", options.indicator, nearest(options.indicator, dataset.catalogue)))
    rows = dataset.of(entry.id)
    if options.place is not None:
        place = dataset.places.find(options.place)
        if place is None:
            raise Unusable(_unknown("place", options.place, dataset.places.suggest(options.place)))
        rows = rows[rows["place"] == place]
    listed = [
        {
            "place": row.place,
            "year": None if pd.isna(row.year) else int(row.year),
            "value": _number(row.value),
            "lower": _number(row.lower),
            "upper": _number(row.upper),
            "perimeter": row.perimeter,
            "method": row.method,
            "source": row.source,
            "note": row.note,
        }
        for row in rows.itertuples()
    ]
    lines = [
        "\t".join(
            "" if one[name] is None else str(one[name]) for name in ("place", "year", "value", "perimeter", "source")
        )
        for one in listed
    ]
    head = {"data_version": dataset.version, "indicator": entry.id, "unit": entry.unit}
    return _print(options, {**head, "values": listed}, lines)


def _unknown(what: str, name: str, near: str | None) -> str:
    messages = {
        "indicator": N_("{name} is not an indicator of the catalogue{suggestion}. List them with: catalogue"),
        "place": N_("{name} is not one of the places{suggestion}. List them with: places"),
    }
    return text("en", messages[what], name=name, suggestion=did_you_mean(near))


def _number(value: float) -> float | int | None:
    if pd.isna(value):
        return None
    return int(value) if float(value).is_integer() and abs(value) < 1e15 else float(value)


def check(options: argparse.Namespace) -> int:
    """Check a file against the data folder and report; nothing is stored."""
    dataset = _dataset(options)
    intake = check_file(options.file, dataset, this_year(), options.sheet, options.mapping)
    document = as_document(intake, options.lang)
    if options.json:
        _print(options, document, [])
    else:
        for finding in intake.findings:
            _say(line(finding, options.lang))
        if intake.findings_total > len(intake.findings):
            told = N_("{total} findings in all; the first {most} of each rule are listed.")
            _say(text(options.lang, told, total=intake.findings_total, most=MOST))
        _print(options, document, [f"{name}: {document[name]}" for name in _COUNTS])
    if intake.format is None:
        return UNUSABLE
    return REFUSED if intake.refused else WELL


_COUNTS = ("format", "rows_read", "accepted", "refused", "empty", "out_of_scope", "changes", "findings_total")


def as_document(intake: Intake, language: str) -> Report:
    """Return the report of a check as it is printed, messages in `language`."""
    changes = intake.changes
    findings = []
    for finding in intake.findings:
        message, fix = describe(finding, language)
        findings.append(
            {
                "row": finding.row,
                "sheet": finding.sheet,
                "column": finding.column,
                "value": finding.value,
                "rule": finding.rule,
                "severity": str(finding.severity),
                "message": message,
                "fix": fix,
            }
        )
    return {
        "format": intake.format,
        "rows_read": intake.rows_read,
        "accepted": intake.accepted,
        "refused": intake.refused,
        "empty": intake.empty,
        "out_of_scope": intake.out_of_scope,
        "changes": {
            "new": changes.new if changes else 0,
            "changed": changes.changed if changes else 0,
            "unchanged": changes.unchanged if changes else 0,
        },
        "findings_total": intake.findings_total,
        "findings": findings,
    }


def build(options: argparse.Namespace) -> int:
    """Make the derived tables anew, after re-importing the reference tables where `--from` names them."""
    folder = data_folder(options)
    written = rebuild(options.reference, folder) if options.reference else []
    dataset = open_dataset(folder)
    for entry in dataset.catalogue.values():
        rows = dataset.of(entry.id)
        if len(rows):
            # one file an indicator, in the order of its key: the same bytes from the same values
            write(rows, folder / "observations" / entry.theme / f"{entry.id}.csv")
    licences = folder / "LICENCES.md"
    licences.write_text(document(dataset.sources), encoding="utf-8", newline="\n")
    for path in [*written, licences]:
        _say(str(path))
    for finding in dataset.warnings:
        if finding.severity is Severity.WARNING:
            _say(line(finding))
    told = N_("{count} values, data version {version}.")
    _say(text("en", told, count=len(dataset.observations), version=dataset.version))
    return WELL


def release(options: argparse.Namespace) -> int:
    """Log what changed in the data since the last release, with today's date."""
    if not options.note.strip():
        raise Unusable(text("en", N_("A release needs a note: one sentence that says what changed.")))
    dataset = _dataset(options)
    folder, version = dataset.folder / "releases", dataset.version
    if version == releases.last_version(folder):
        _say(text("en", N_("Version {version} is the last release already; nothing was logged."), version=version))
        return WELL
    claims = claims_table(dataset)
    delta = releases.record(folder, dataset.observations, version, today().isoformat(), options.note.strip(), claims)
    if delta is not None:
        told = N_("Release {version}: {added} values added, {changed} changed, {removed} removed.")
        counts = {"added": len(delta.added), "changed": len(delta.changed), "removed": len(delta.removed)}
        _say(text("en", told, version=version, **counts))
    for item in releases.releases(folder)[0].meanings:
        chart = f"{item.indicator}-{item.kind}"
        old, new = (meaning_text(dataset, item.aspect, end, "en") for end in (item.old, item.new))
        told = N_("{chart}, {aspect}: {old} -> {new}")
        _say(text("en", told, chart=chart, aspect=aspect_text(item.aspect, "en").lower(), old=old, new=new))
    return WELL


def _print(options: argparse.Namespace, document: Report, lines: Sequence[str]) -> int:
    try:
        _write(options, document, lines)
    except BrokenPipeError:
        # the reader of a pipe has left, as `head` does; nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return WELL


def _write(options: argparse.Namespace, document: Report, lines: Sequence[str]) -> None:
    if getattr(options, "json", False):
        json.dump(document, sys.stdout, ensure_ascii=False, indent=1, allow_nan=False)
        sys.stdout.write("\n")
    else:
        sys.stdout.writelines(f"{one}\n" for one in lines)
    sys.stdout.flush()


def _say(message: str) -> None:
    sys.stderr.write(f"{message}\n")
