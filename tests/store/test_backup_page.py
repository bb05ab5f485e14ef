"""The commands of docs/deploy/backup.md, run as they stand there: moving, a backup, an empty machine, the rooms."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators.intake import acceptance
from indicators.live import ballot, position
from indicators.live.room import Room
from indicators.live.stores import room_keys, room_log
from indicators.store.folders import journal_at
from indicators.store.ledger.journal import Journal
from tests.helpers.commands import python_of_a_shell
from tests.helpers.offers import CASABLANCA, RABAT, offer
from tests.helpers.postgres import Postgres
from tests.helpers.redis_server import RedisServer, redis_server
from tests.helpers.rooms import NADIA, VOTER, applied, water_session

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "deploy" / "backup.md"


PLACES = {
    "data": "/srv/indicators",
    "backups": "/var/backups/indicators",
    "url": "postgresql://indicators:CHANGE-ME@10.0.0.12/indicators",
    "redis": "redis://:CHANGE-ME@10.0.0.12:6379/0",
}
"""What the page names by way of example."""

SETTINGS = ("DATABASE_URL", "INDICATORS_DATA", "REDIS_URL")


def commands(heading: str) -> str:
    """Return the commands of a section, as a reader would copy them."""
    section = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (found,) = [part for part in section if part.startswith(heading)]
    return "\n".join(re.findall(r"^```sh\n(.*?)^```$", found, re.MULTILINE | re.DOTALL))


def run(script: str, **here: str) -> str:
    """Run commands in a shell, the places of the page being those of this test; return what they print."""
    for named, real in here.items():
        assert PLACES[named] in script
        script = script.replace(PLACES[named], real)
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    with python_of_a_shell() as python:
        done = subprocess.run(
            ["bash", "-euc", python + script],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def redises() -> Iterator[tuple[RedisServer, RedisServer]]:
    """The Redis of the servers, and that of the empty machine."""
    with redis_server() as first, redis_server() as second:
        yield first, second


def test_from_a_file_to_a_backup_to_an_empty_machine(
    toy_folder: Path, tmp_path: Path, postgres: Postgres, redises: tuple[RedisServer, RedisServer]
) -> None:
    journal = Journal(toy_folder / "store")
    acceptance.accept(journal, offer(toy_folder, journal, RABAT, "first.csv"), "amina")
    acceptance.accept(journal, offer(toy_folder, journal, CASABLANCA, "second.csv"), "omar")
    before = journal.rows()
    url = postgres.database()
    there, back = commands("Moving").split("export DATABASE_URL", 1)
    run(there, data=str(toy_folder), url=url)
    shared = journal_at(toy_folder / "store", url)
    assert shared.rows() == before
    talked, others = (one.url for one in redises)
    session, room = water_session(), Room(water_session())
    made = applied(room, position.begin(room, NADIA, "v1"))
    made += applied(room, ballot.vote(room, {"slide": 2, "voter": VOTER, "value": 4}, "v1"))
    room_log(tmp_path, talked).put(made)
    keys = room_keys(tmp_path, talked).of(session)
    rows = [one.row() for one in room_log(tmp_path, talked).read("water")]
    assert len(rows) == len(made) == 2
    backups = tmp_path / "backups"
    reported = run(commands("Writing"), data=str(toy_folder), url=url, backups=str(backups), redis=talked)
    assert "2 accepted files in the backup." in reported
    machine, database = tmp_path / "machine", postgres.database()
    reported = run(commands("Restoring on"), data=str(machine), url=database, backups=str(backups), redis=others)
    assert "2 files in force" in reported
    assert re.search(r"^2\tin force\t1\t.*\tomar\tsecond.csv$", reported, re.MULTILINE)
    assert journal_at(machine / "store", database).rows() == before
    assert [one.row() for one in room_log(tmp_path, others).read("water")] == rows
    assert room_keys(tmp_path, others).of(session) == keys
    run(f"export INDICATORS_DATA='{toy_folder}'\nexport DATABASE_URL{back}", data=str(toy_folder), url=url)
    assert journal.rows() == before
    without = re.sub("export (DATABASE|REDIS)_URL=.*\n", "", commands("Restoring on"))
    reported = run(without, data=str(tmp_path / "another"), backups=str(backups))
    assert Journal(tmp_path / "another" / "store").rows() == before
    assert [one.row() for one in room_log(tmp_path / "another" / "store", "").read("water")] == rows
    assert room_keys(tmp_path / "another" / "store", "").of(session) == keys
