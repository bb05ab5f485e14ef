"""Feed the readers with spoiled files for some minutes: no fault of a file may reach the reader as a fault of ours.

    python -m tests.helpers.fuzz_readers --minutes 10 --keep DIR

Every case is a file of the corpus, or a table made up, with a few changes.
It is opened, checked, proposed a mapping, and checked with that mapping. What
fails is made as small as possible and stored in DIR.
"""

import argparse
import io
import math
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

from indicators.findings.finding import Severity, describe
from indicators.intake.file_check import FileCheck, check_file
from indicators.loaders import tidy
from indicators.loaders.handmade import mapping as mapped
from indicators.loaders.handmade.column_guesses import propose
from indicators.loaders.reading.files import open_file
from tests.helpers.checking import FORMATS_FOLDER, PUBLISHER_FILES, THIS_YEAR, dataset

BAD_FILES = Path(__file__).parents[1] / "bad_files"
LONGEST = 60.0
"""The seconds after which one file has taken too long, on a machine busy with other things."""

ROUND = 100
SMALL = 40_000
TOKENS = (
    b'"', b'""', b"'", b";", b",", b"\t", b"|", b"\n", b"\r\n", b"\r", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff",
    b"sep=;\n", b"=1+1", b"#N/A", b"#REF!", b"n.d.", b"-", b"..", b"%", b"1,234", b"1.234", b"1 234,5", b"1e999",
    b"NaN", b"-0", b"9" * 400, b"1" * 30, b"2014", b"31/12/2014", b"03/04/05", b"1905-07-06", b"<html>", b"<?xml ?>",
    b"{", b"place", b"indicator", b"value", b"Total", "Année".encode(), "Année".encode("cp1252"), "المدينة".encode(),
    b"\xc3", b"\xed\xa0\x80", "\u202e".encode(), "\u200b".encode(), "\ufffd".encode(), "\u0660".encode(), b"(L/hab/j)",
    b"x" * 5_000, b",," * 2_500, b"\x85", "\u2028".encode(), b"\x1a", b"\x0b", b"\x1c", b"#", b"\\",
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-16", "utf-8-sig", "cp1252", "cp1256", "mac_roman")
CELLS = (
    "place", "indicator", "year", "value", "source", "unit", "note", "lower", "upper", "Ville", "Année", "Valeur (%)",
    "المدينة", "Casablanca", "casablanca", "Anfa", "الدار البيضاء", "Rabat", "Total", "network_efficiency",
    "population_municipal", "households", "2014", "2024", "2014.0", "31/12/2014", "déc. 2014", "03/04/05", "75,5",
    "75.5", "3 197 332", "1,234", "12,5 %", "n.d.", "..", "", " ", "#DIV/0!", "census", "recensement", "commune",
    "municipality", "hcp_rgph_2024", "lydec_half_year_2014", "L/hab/j", "en milliers", "%", "=1+1", "1e308", "-1e308",
    "Source : HCP, RGPH 2024", "inf", "٣٫٥", "Population", "Consommation (L/hab/j)",
)  # fmt: skip


def corpus() -> list[bytes]:
    """Return the files to spoil: one of each rule and format, and the beginnings of what publishers give out."""
    paths = [path for folder in (BAD_FILES, FORMATS_FOLDER) for path in sorted(folder.iterdir())]
    files = [path.read_bytes() for path in paths if path.suffix != ".toml"]
    if PUBLISHER_FILES.exists():
        for path in sorted(PUBLISHER_FILES.iterdir()):
            content = path.read_bytes()
            if content.startswith((b"PK", b"\xd0\xcf")):
                files += [content] if len(content) < 250_000 else []
            else:
                files.append(content[:SMALL].rpartition(b"\n")[0])
    return files


@st.composite
def spoiled(draw: st.DrawFn, files: list[bytes]) -> bytes:
    """A file of the corpus with up to six changes."""
    content = draw(st.sampled_from(files))
    if content.startswith(b"PK") and draw(st.booleans()):
        return _inside(draw, content)
    for _ in range(draw(st.integers(0, 6))):
        content = _changed(draw, content, files)
    return content


def _changed(draw: st.DrawFn, content: bytes, files: list[bytes]) -> bytes:
    """Return a content with one change, anywhere in it."""
    at, length = draw(st.integers(0, len(content))), draw(st.integers(0, 60))
    before, cut, after = content[:at], content[at : at + length], content[at + length :]
    changes: dict[str, Callable[[], bytes]] = {
        "insert": lambda: before + draw(st.sampled_from(TOKENS)) + cut + after,
        "cut": lambda: before + after,
        "end": lambda: before,
        "repeat": lambda: before + cut * draw(st.integers(2, 50)) + after,
        "splice": lambda: before + draw(st.sampled_from(files))[:SMALL],
        "replace": lambda: content.replace(*draw(st.tuples(*[st.sampled_from(TOKENS)] * 2)))[: 4 * SMALL],
        "byte": lambda: before + draw(st.binary(max_size=4)) + content[at + 1 :],
        "encode": lambda: content.decode("utf-8", "replace").encode(draw(st.sampled_from(ENCODINGS)), "replace"),
        "join": lambda: content.replace(b"\n", draw(st.sampled_from([b"\r", b"\r\n", b"\n\n", b";\n", b""]))),
    }
    return changes[draw(st.sampled_from(sorted(changes)))]()


def _inside(draw: st.DrawFn, content: bytes) -> bytes:
    """Change one part of a workbook and pack it again."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, NotImplementedError):
        return content
    name = draw(st.sampled_from(sorted(parts)))
    for _ in range(draw(st.integers(1, 4))):
        parts[name] = _changed(draw, parts[name], list(parts.values()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, part in parts.items():
            archive.writestr(one, part)
    return out.getvalue()


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """A table of cells as people type them, in any dialect."""
    width = draw(st.integers(1, 9))
    cells = st.sampled_from(CELLS) | st.text(max_size=8)
    rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=12))
    if draw(st.booleans()):
        header = ["place", "indicator", "year", "value", "source", "perimeter", "method", "unit", "note"]
        rows.insert(draw(st.integers(0, min(2, len(rows)))), header[:width])
    delimiter = draw(st.sampled_from(";,\t|"))
    quoted = draw(st.booleans())
    lines = [delimiter.join(f'"{cell}"' if quoted else cell for cell in row) for row in rows]
    text = draw(st.sampled_from(["\n", "\r\n", "\r"])).join(lines)
    return text.encode(draw(st.sampled_from(ENCODINGS)), errors="replace")


def hold(content: bytes, folder: Path) -> None:
    """Check one file in every way and hold what must be true of any."""
    path = folder / "case.csv"
    path.write_bytes(content)
    began = time.monotonic()
    held(check_file(path, dataset(), THIS_YEAR))
    opened = open_file(path)
    proposal = propose(opened, dataset().places, dataset().catalogue)
    if proposal is not None:
        stated = {question.column: question for question in proposal.questions}
        constants = {"indicator": "network_efficiency", "place": "casablanca"}
        missing = {name: constants[name] for name in constants if name in stated and not stated[name].header}
        if "indicator" in stated and not proposal.mapping.indicators:
            missing["indicator"] = constants["indicator"]
        mapping = proposal.mapping.model_copy(update={"constants": {**proposal.mapping.constants, **missing}})
        (folder / "case.toml").write_text(mapped.to_toml(mapping), encoding="utf-8")
        stored, _ = mapped.read_mapping(folder / "case.toml")
        assert stored is None or stored == mapping
        held(check_file(path, dataset(), THIS_YEAR, mapping=folder / "case.toml"))
    took = time.monotonic() - began
    assert took < LONGEST, f"one file took {took:.0f} s"


def held(intake: FileCheck) -> None:
    """Hold what is true of every check: each value counted once, every finding reported, no figure out of thin air."""
    counts = (intake.accepted, intake.refused, intake.empty, intake.out_of_scope)
    assert min(counts) >= 0
    if intake.format is None:
        assert any(finding.severity is Severity.ERROR for finding in intake.findings)
        assert intake.accepted == len(intake.observations) == 0
    if intake.format == tidy.NAME:
        assert sum(counts) == intake.rows_read, (counts, intake.rows_read)
    if intake.changes is not None:
        changes = intake.changes
        assert changes.new + changes.changed + changes.unchanged == intake.accepted == len(intake.observations)
    assert all(math.isfinite(value) for value in intake.observations["value"])
    assert intake.findings_total >= len(intake.findings)
    for finding in intake.findings[:200]:
        for language in ("en", "fr"):
            assert all(isinstance(reported, str) for reported in describe(finding, language))


def main() -> int:
    """Run for as long as asked; return how many faults were found."""
    parser = argparse.ArgumentParser(prog="python -m tests.helpers.fuzz_readers")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("fuzz"), metavar="DIR")
    options = parser.parse_args()
    files = corpus()
    end = time.monotonic() + 60 * options.minutes
    faults = cases = number = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        while time.monotonic() < end:
            number += 1
            count, fault = run(spoiled(files) | tables(), options.seed * 100_000 + number, folder, end)
            cases += count
            if fault is not None:
                faults += 1
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"case_{number}").write_bytes((folder / "case.csv").read_bytes())
                sys.stdout.write(f"round {number}: {fault!r}\n")
    sys.stdout.write(f"{cases} files, {faults} faults\n")
    return faults


def run(
    strategy: st.SearchStrategy[bytes], number: int, folder: Path, end: float, most: int = ROUND
) -> tuple[int, Exception | None]:
    """Run one round; return how many files it held, and what failed at last, when the case was smallest."""
    count = 0
    failed: list[Exception] = []

    @seed(number)
    @settings(
        max_examples=most,
        deadline=None,
        database=None,
        verbosity=Verbosity.quiet,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def one_round(content: bytes) -> None:
        nonlocal count
        if not failed and time.monotonic() > end:
            return
        count += 1
        try:
            hold(content, folder)
        except Exception as error:
            failed.append(error)
            raise

    with suppress(Exception):
        one_round()
    return count, failed[-1] if failed else None


if __name__ == "__main__":
    raise SystemExit(min(main(), 1))
