"""Which replica this process is, and what code it runs.

A replica is one process of the application; where there is only one it has no name. The code version is a fingerprint
of what is installed, as the data version is one of what is shown: two replicas of one code version and one data version
answer alike.
"""

import hashlib
import os
import re
import socket
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

SETTING = "INDICATORS_REPLICA"
"""The setting that names this replica: letters, digits, `-` and `_`."""

_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")

CODE = ("indicators", "pages", "static", "app.py", "requirements.txt")
"""What the code is made of."""

KINDS = frozenset({".py", ".po", ".html", ".js", ".css", ".txt", ".toml", ".woff2"})


def replica_name(environment: Mapping[str, str] | None = None) -> str:
    """Return the name of this replica, empty where the process runs alone."""
    return _well_formed((os.environ if environment is None else environment).get(SETTING, ""))


@lru_cache(maxsize=32)
def _well_formed(written: str) -> str:
    named = written.strip()
    return named if _NAME.fullmatch(named) else ""


def process_name() -> str:
    """Return what other replicas call the process: where it runs, and its number there."""
    return f"{socket.gethostname()} {os.getpid()}"


@cache
def code_version(root: Path = ROOT) -> str:
    """Return a fingerprint of the code below a folder, as it was when it was first asked for: twelve letters."""
    digest = hashlib.sha256()
    for place in CODE:
        path = root / place
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in KINDS and file.is_file():
                content = hashlib.sha256(file.read_bytes()).hexdigest()
                digest.update(f"{file.relative_to(root).as_posix()} {content}\n".encode())
    return digest.hexdigest()[:12]
