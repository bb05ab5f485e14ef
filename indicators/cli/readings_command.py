"""The command that makes observations of raw readings. It stores nothing: what it writes is a file for `add`."""

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from indicators.cli.console import REFUSED, UNUSABLE, WELL, Report, dataset_of, finding_record, say, show
from indicators.findings.finding import DataProblem, Finding, errors, line
from indicators.language.translator import N_, Translator
from indicators.model.observations import to_csv
from indicators.model.rules import MISSING_FILE
from indicators.readings.description import read_description, read_meters

if TYPE_CHECKING:
    from indicators.readings.answers import Answers

MEMORY_MB = 1_200
"""Memory that an engine may take before it spills to disk."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of the command."""
    parser.add_argument("description", type=Path, metavar="DESCRIPTION.toml", help="what the columns hold")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="readings, CSV or Parquet")
    parser.add_argument("--engine", default="duckdb", metavar="duckdb|spark://HOST:PORT", help="what works it out")
    parser.add_argument("--memory", type=int, default=MEMORY_MB, metavar="MB", help="memory before it spills")
    parser.add_argument("--spill", type=Path, metavar="DIR", help="where it spills to (default: the system's own)")
    parser.add_argument("--disk", type=int, metavar="MB", help="how much it may spill at most")
    parser.add_argument("--out", type=Path, metavar="TIDY.csv", help="write the observations, for `add`")


def readings(options: argparse.Namespace) -> int:
    """Answer the questions about raw readings and make observations of them; nothing is stored."""
    # Engines take a second to load, and no other command needs one.
    from indicators.readings import engine as engines
    from indicators.readings.answers import answer, check_columns
    from indicators.readings.observations import check_result, observations_of

    dataset = dataset_of(options)
    description, findings = read_description(options.description)
    findings += [Finding(MISSING_FILE, str(path)) for path in options.files if not path.exists()]
    if description is None:
        return _report(options, findings, None, 0)
    findings += check_result(description, options.description, dataset.catalogue)
    meters, wrong = read_meters(
        options.description.parent / description.meters.file, description.meters, dataset.places
    )
    findings += wrong
    if meters is None or any(finding.rule is MISSING_FILE for finding in findings):
        return _report(options, findings, None, 0)
    try:
        with engines.opened(options.engine, options.spill, options.memory, options.disk) as engine:
            unfit = check_columns(engine, options.files, description)
            if unfit:
                return _report(options, [*findings, *unfit], None, 0)
            answers = answer(engine, options.files, description, meters)
    except DataProblem as problem:
        return _report(options, [*findings, *problem.findings], None, 0)
    made, missing = observations_of(answers, description, meters.persons, dataset.catalogue, dataset.places)
    if options.out and len(made):
        options.out.write_text(to_csv(made), encoding="utf-8", newline="\n")
    return _report(options, [*findings, *answers.findings, *missing], answers, len(made))


def _report(options: argparse.Namespace, findings: list[Finding], answers: "Answers | None", made: int) -> int:
    """Print what was found and answered; return the status of the call."""
    t = Translator(options.lang)
    named = ", ".join(path.name for path in options.files[:3]) + (", …" if len(options.files) > 3 else "")
    findings = [finding if finding.file else replace(finding, file=named) for finding in findings]
    document: Report = {
        "rows_read": answers.rows_read if answers else 0,
        "rows_used": answers.rows_used if answers else 0,
        "observations": made,
        "answers": {name: _records(table) for name, table in answers.tables.items()} if answers else {},
        "findings": [{"file": finding.file, **finding_record(finding, options.lang)} for finding in findings],
    }
    lines = []
    if not options.json:
        for finding in findings:
            say(line(finding, options.lang))
        lines = [
            t(N_("Readings: {read} read, {used} used."), read=document["rows_read"], used=document["rows_used"]),
            t(N_("Observations: {made}."), made=made),
        ]
    show(options, document, lines)
    if answers is None or not answers.tables:
        return UNUSABLE
    return REFUSED if errors(findings) else WELL


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return an answer as JSON holds it; days are ISO dates."""
    out = table.copy()
    if "day" in out:
        out["day"] = pd.to_datetime(out["day"] * 86_400, unit="s").dt.strftime("%Y-%m-%d")
    records: list[dict[str, Any]] = json.loads(out.to_json(orient="records", double_precision=15))
    return records
