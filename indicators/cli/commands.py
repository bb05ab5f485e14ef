"""The command line: what people script against. Nothing here decides anything about figures."""

import argparse
import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from indicators.charts.changes import aspect_text, claims_table, meaning_text
from indicators.cli import (
    export_commands,
    file_commands,
    readings_command,
    session_commands,
)
from indicators.cli.console import UNUSABLE, WELL, Report, Unusable, add_language, dataset_of, folders_of, say, show
from indicators.findings.finding import DataProblem, Severity, did_you_mean, line
from indicators.language.translator import N_, text
from indicators.maps import city_outlines, land, outlines
from indicators.model.calendar import today
from indicators.model.observations import write
from indicators.model.places import nearest
from indicators.packages.all_files import store_digests
from indicators.plain import release_sentences
from indicators.store import releases
from indicators.store.dataset import open_dataset
from indicators.text.citations import document
from indicators.text.formatting import counted_values
from indicators.web import app_state
from tools.import_reference import rebuild


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status. Messages go to standard error, never a traceback."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except DataProblem as problem:
        for finding in problem.findings:
            say(line(finding))
    except Unusable as problem:
        say(str(problem))
    except KeyboardInterrupt:
        say(text("en", N_("Stopped.")))
    except OSError as error:
        say(f"{error.filename or ''}: {error.strerror or error}")
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

    def command(
        name: str, function: Callable[[argparse.Namespace], int], help_text: str, *parents: argparse.ArgumentParser
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help_text, parents=[shared, *parents])
        added.set_defaults(command=function)
        return added

    command("catalogue", catalogue, "every indicator with its places and years", as_json)
    command("places", places, "every place with its names and aliases", as_json)
    command("sources", sources, "every source with its licence", as_json)
    of_indicator = command("values", values, "the values of one indicator", as_json)
    of_indicator.add_argument("indicator", metavar="INDICATOR")
    of_indicator.add_argument("--place", metavar="ID", help="only this place")
    of_file = file_commands.options_of_file()
    command("check", file_commands.check, "check a file; nothing is stored", as_json, of_file)
    adding = command("add", file_commands.add, "check a file and put its values in force", as_json, of_file)
    file_commands.add_options(adding)
    command("accepted", file_commands.accepted, "every accepted file", as_json)
    numbered = argparse.ArgumentParser(add_help=False)
    numbered.add_argument("number", type=int, metavar="NUMBER")
    command("withdraw", file_commands.withdraw, "take an accepted file out of force", numbered)
    writing = command("backup", file_commands.backup, "write a backup of all that was accepted and made in the app")
    writing.add_argument(
        "target", type=Path, metavar="BACKUP", help="the file to write, or a folder for one with the time in its name"
    )
    of_rooms = "leave the rooms out that lie in Redis"
    writing.add_argument("--without-rooms", action="store_true", help=of_rooms)
    restoring = command(
        "restore", file_commands.restore, "bring a withdrawn file back into force, or put a backup back"
    )
    restoring.add_argument(
        "which",
        metavar="NUMBER|BACKUP",
        help="the number of a file, or a backup; of a folder, its newest",
    )
    restoring.add_argument("--discard-newer", action="store_true", help="lose what was accepted since the backup")
    restoring.add_argument("--without-rooms", action="store_true", help=of_rooms)
    moving = command("migrate", file_commands.migrate, "move the list of accepted files to another database", as_json)
    moving.add_argument("--to", required=True, metavar="URL", help="postgresql://USER@HOST/NAME or sqlite:///FOLDER")
    moving.add_argument(
        "--files", metavar="URL", help="where the files go: file:///FOLDER or s3://BUCKET/FOLDER (default: they stay)"
    )
    sessions = commands.add_parser("sessions", help="the sessions of slides: list, show, check one, its keys")
    session_commands.add_parsers(sessions, shared, as_json)
    command("mcp", serve_assistant, "serve an assistant over standard input and output (MCP)")
    export_commands.add_brief_options(
        command("brief", export_commands.brief, "write the council brief of a theme as PDF")
    )
    packaging = command("package", export_commands.package, "write the whole data set as a data package")
    packaging.add_argument("--out", required=True, type=Path, metavar="DIR", help="a new or empty folder")
    depositing = command("deposit", export_commands.write_deposit, "write the deposit of the last release as a zip")
    depositing.add_argument("--out", required=True, type=Path, metavar="FILE", help="the file to write")
    of_readings = command("readings", readings_command.readings, "make observations of raw readings of meters", as_json)
    add_language(of_readings, "messages")
    readings_command.add_options(of_readings)
    building = command("build", build, "rebuild the derived tables")
    building.add_argument(
        "--from", dest="reference", type=Path, metavar="DIR", help="re-import the reference tables from DIR"
    )
    releasing = command("release", release, "log what changed in the data since the last release")
    releasing.add_argument("--note", required=True, metavar="TEXT", help="one sentence for readers")
    return parser


def catalogue(options: argparse.Namespace) -> int:
    """List the indicators, each with the places and years it has values for."""
    dataset = dataset_of(options)
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
    lines = [
        f"{record['id']}\t{record['theme']}\t{len(record['places'])}\t{record['names']['en']}" for record in listed
    ]
    return show(options, {"data_version": dataset.version, "indicators": listed}, lines)


def places(options: argparse.Namespace) -> int:
    """List the places."""
    known = dataset_of(options).places
    shown = {"id", "names", "aliases", "level", "parent", "country"}
    listed = [place.model_dump(include=shown) for place in known.values()]
    lines = [f"{place.id}\t{place.level}\t{place.country}\t{place.names.en}" for place in known.values()]
    return show(options, {"places": listed}, lines)


def sources(options: argparse.Namespace) -> int:
    """List the sources."""
    listed = [source.model_dump() for source in dataset_of(options).sources.values()]
    return show(
        options,
        {"sources": listed},
        [f"{record['id']}\t{record['producer']}\t{record['licence']}\t{record['title']}" for record in listed],
    )


def values(options: argparse.Namespace) -> int:
    """List the values of one indicator, of one place if given."""
    dataset = dataset_of(options)
    entry = dataset.catalogue.get(options.indicator)
    if entry is None:
        raise Unusable(_unknown("indicator", options.indicator, nearest(options.indicator, dataset.catalogue)))
    rows = dataset.of(entry.id)
    if options.place is not None:
        place = dataset.places.find(options.place)
        if place is None:
            raise Unusable(_unknown("place", options.place, dataset.places.suggest(options.place)))
        rows = rows[rows["place"] == place]
    records = rows.drop(columns="indicator").to_dict("records")
    listed = [{name: _plain(value) for name, value in record.items()} for record in records]
    columns = ("place", "year", "value", "perimeter", "source")
    lines = ["\t".join("" if record[name] is None else str(record[name]) for name in columns) for record in listed]
    head = {"data_version": dataset.version, "indicator": entry.id, "unit": entry.unit}
    return show(options, {**head, "values": listed}, lines)


def _unknown(kind: str, name: str, near: str | None) -> str:
    messages = {
        "indicator": N_("{name} is not an indicator of the catalogue{suggestion}. List them with: catalogue"),
        "place": N_("{name} is not one of the places{suggestion}. List them with: places"),
    }
    return text("en", messages[kind], name=name, suggestion=did_you_mean(near))


def _plain(value: str | float) -> str | float | int | None:
    """Return a cell as JSON holds it: whole numbers without decimals, None for what is missing."""
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return None
    return int(value) if float(value).is_integer() and abs(value) < 1e15 else float(value)


def build(options: argparse.Namespace) -> int:
    """Rebuild the derived tables, after re-importing the reference tables where `--from` names them."""
    folder = folders_of(options).figures
    written = rebuild(options.reference, folder) if options.reference else []
    dataset = open_dataset(folder)
    for entry in dataset.catalogue.values():
        rows = dataset.of(entry.id)
        if len(rows):
            # one file an indicator, in the order of its key: the same bytes from the same values
            write(rows, folder / "observations" / entry.theme / f"{entry.id}.csv")
    licences = folder / "LICENCES.md"
    licences.write_text(document(dataset.sources), encoding="utf-8", newline="\n")
    maps = outlines.write_stored(folder, {**city_outlines.to_store(dataset), **land.to_store(folder)})
    sentences = release_sentences.write(dataset)
    digests = store_digests(dataset)
    for path in [*written, licences, maps, sentences, digests]:
        say(str(path))
    for finding in dataset.warnings:
        if finding.severity is Severity.WARNING:
            say(line(finding))
    values = counted_values(len(dataset.observations), "en")
    say(text("en", N_("{counted}, data version {version}."), counted=values, version=dataset.version))
    return WELL


def release(options: argparse.Namespace) -> int:
    """Log what changed in the data since the last release, with today's date."""
    if not options.note.strip():
        raise Unusable(text("en", N_("A release needs a note: one sentence that says what changed.")))
    dataset = open_dataset(folders_of(options).figures)
    folder, version = dataset.folder / "releases", dataset.version
    if version == releases.last_version(folder):
        say(text("en", N_("Version {version} is the last release already; nothing was logged."), version=version))
        return WELL
    claims = claims_table(dataset)
    delta = releases.record(folder, dataset.observations, version, today().isoformat(), options.note.strip(), claims)
    if delta is not None:
        message = N_("Release {version}: values added {added}, changed {changed}, removed {removed}.")
        counts = {"added": len(delta.added), "changed": len(delta.changed), "removed": len(delta.removed)}
        say(text("en", message, version=version, **counts))
    newest = releases.releases(folder)[0]
    release_sentences.write(dataset, [newest])
    for item in newest.meanings:
        chart = f"{item.indicator}-{item.kind}"
        old, new = (meaning_text(dataset, item.aspect, end, "en") for end in (item.old, item.new))
        message = N_("{chart}, {aspect}: {old} -> {new}")
        say(text("en", message, chart=chart, aspect=aspect_text(item.aspect, "en").lower(), old=old, new=new))
    return WELL


def serve_assistant(options: argparse.Namespace) -> int:
    """Serve the tools to the program that started this one, until it closes the input.

    The data are read before the first question; a fault in them ends the command as it ends every other.
    """
    # No other command needs the library of the protocol.
    from indicators.assistants.server import make_server, serve_stdio

    dataset = dataset_of(options)
    asyncio.run(serve_stdio(make_server(lambda: dataset, app_state.public_address)))
    return WELL
