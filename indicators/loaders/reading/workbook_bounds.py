"""A first look into a workbook, in a process of its own that may fail without harm.

A few hundred bytes of XLSX can name a cell so far out that the reader's
memory runs over and the process is ended by the system, and a damaged file can
end it too. So the file is read here first, within bounds of memory and
time, row by row and keeping nothing; only what comes through is read for
good. Run as a script: it needs nothing of the project, and so starts quickly.
"""

import json
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

if sys.platform != "win32":
    import resource

MEMORY = 1_500_000_000
"""The bytes of address space the look may take."""

SECONDS = 60
"""The seconds of computing it may take."""

BLOCK = 1 << 20
_WORKBOOK_PARTS = {"[Content_Types].xml", "mimetype", "content.xml"}
_FAULTS = (
    CalamineError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError,
)  # fmt: skip
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def look(path: Path, most_expanded: int, most_cells: int) -> dict[str, Any]:
    """Return the sheets of a workbook, or the rule it breaks and its parameters."""
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith(b"PK"):
            problem = _archive(path, most_expanded)
            if problem:
                return problem
        elif _holds(path, _ENCRYPTED):
            return {"rule": "protected_file", "params": {}}
    cells = 0
    with CalamineWorkbook.from_path(str(path)) as workbook:
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.end is None:
                continue
            cells += (sheet.end[0] + 1) * (sheet.end[1] + 1)
            if cells > most_cells:
                size_text = f"{sheet.end[0] + 1} x {sheet.end[1] + 1} cells"
                return {"rule": "too_large", "sheet": name, "params": {"found": size_text, "limit": f"{most_cells:,}"}}
            for _ in sheet.iter_rows():
                pass
    return {}


def _archive(path: Path, most_expanded: int) -> dict[str, Any]:
    """Return what keeps an archive from being read as a workbook, nothing where it may be one."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if not names & _WORKBOOK_PARTS:
            return {"rule": "binary_file", "params": {"reason": "ZIP"}}
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml")[:BLOCK]:
            return {"rule": "protected_file", "params": {}}
        expanded = 0
        for entry in archive.infolist():
            # declared sizes can lie: what really comes out is counted
            with archive.open(entry) as member:
                while block := member.read(BLOCK):
                    expanded += len(block)
                    if expanded > most_expanded:
                        size_text = f"over {most_expanded:,} bytes"
                        return {"rule": "too_large", "params": {"found": size_text, "limit": f"{most_expanded:,}"}}
    return {}


def _holds(path: Path, wanted: bytes) -> bool:
    last = b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if wanted in last + block:
                return True
            last = block[-len(wanted) :]
    return False


def bound() -> None:
    """Bound the memory and the time of this process, where the system can."""
    if sys.platform == "win32":
        return
    for kind, wanted in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        # a reading process that is bounded already bounds what it begins
        _, most = resource.getrlimit(kind)
        limit = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(kind, (limit, limit))


def main() -> None:
    """Look into the workbook named by the arguments and write what was found as JSON."""
    bound()
    path, most_expanded, most_cells = sys.argv[1:]
    try:
        fault = look(Path(path), int(most_expanded), int(most_cells))
    except MemoryError:
        fault = {"rule": "too_large", "params": {"found": "more than memory holds", "limit": f"{MEMORY:,}"}}
    except _FAULTS as error:
        fault = {"rule": "unreadable_file", "params": {"reason": str(error) or type(error).__name__}}
        if "password" in str(error).lower():
            fault = {"rule": "protected_file", "params": {}}
    sys.stdout.write(json.dumps(fault))


if __name__ == "__main__":
    main()
