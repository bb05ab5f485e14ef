"""The process that reads what is brought: its bounds, its answers, and that it has no network."""

import os
import pickle
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indicators.findings.finding import Finding, describe
from indicators.intake import brought_file, reading_process
from indicators.intake.reading_process import ReadingFailed, ReadingStopped, read_in_process
from indicators.intake.submission import Submission, check
from indicators.model.rules import EMPTY_FILE
from indicators.store.dataset import once_per_dataset
from tests.helpers.checking import FORMATS_FOLDER, THIS_YEAR, dataset

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot bound or copy a process"),
]


def take(count: int) -> int:
    """Take so many bytes of memory, and touch them."""
    return len(b"x" * count)


def compute_for_ever() -> None:
    while True:
        pass


def wait_for_ever() -> None:
    time.sleep(3600)


def begin_a_program_that_waits() -> None:
    subprocess.run([sys.executable, "-c", "import time; time.sleep(3600)"], check=False)


def end() -> None:
    os._exit(3)


def fail() -> None:
    raise ValueError("a fault of ours")


def connect(port: int) -> bool:
    with socket.socket() as line:
        line.settimeout(5)
        return line.connect_ex(("127.0.0.1", port)) == 0


def network() -> str:
    """Return the name space of this process's network, where there is one."""
    path = Path("/proc/self/ns/net")
    return str(path.readlink()) if path.exists() else ""


def environment() -> set[str]:
    return set(os.environ)


def rule(finding: Finding) -> Finding:
    return finding


@pytest.mark.parametrize("name", ["tidy.csv", "by_hand.xlsx", "by_hand.ods", "by_hand.xls", "owid_country.csv"])
def test_a_check_apart_is_the_check(name: str) -> None:
    brought = Submission(FORMATS_FOLDER / name, name)
    apart, here = brought_file.check(brought, dataset(), 0, THIS_YEAR), check(brought, dataset(), 0, THIS_YEAR)
    assert apart.intake.findings == here.intake.findings
    assert apart.intake.observations.equals(here.intake.observations)
    assert (apart.content, apart.name, apart.intake.accepted) == (here.content, here.name, here.intake.accepted)


def test_a_data_set_goes_there_without_what_was_made_of_it() -> None:
    data = dataset()
    before = pickle.dumps(data)
    once_per_dataset(lambda _: lambda: None)(data)
    data.of("public_sewer")
    assert len(pickle.dumps(data)) == len(before)


def test_a_rule_stays_the_one_it_is() -> None:
    assert read_in_process(rule, Finding(EMPTY_FILE)).rule is EMPTY_FILE


def test_what_fails_is_a_fault_with_its_trace() -> None:
    with pytest.raises(ReadingFailed, match="a fault of ours"):
        read_in_process(fail)


def test_memory_is_bounded() -> None:
    assert read_in_process(take, 100_000_000) == 100_000_000
    with pytest.raises(ReadingStopped):
        read_in_process(take, reading_process.MEMORY + 100_000_000)


def test_time_of_computing_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_process, "SECONDS", 1)
    with pytest.raises(ReadingStopped):
        read_in_process(compute_for_ever)


@pytest.mark.parametrize("never_ending", [wait_for_ever, begin_a_program_that_waits])
def test_time_by_the_clock_is_bounded(monkeypatch: pytest.MonkeyPatch, never_ending) -> None:
    monkeypatch.setattr(reading_process, "PATIENCE", 0.5)
    with pytest.raises(ReadingStopped):
        read_in_process(never_ending)


def test_a_reading_that_ends_by_itself_is_no_answer() -> None:
    with pytest.raises(ReadingStopped):
        read_in_process(end)


def test_a_waiting_process_that_is_gone_is_begun_again() -> None:
    read_in_process(take, 1)
    waiting = reading_process._waiting[0].process
    waiting.kill()
    waiting.wait()
    assert read_in_process(take, 1) == 1


def test_there_is_no_network() -> None:
    if read_in_process(network) == network():
        pytest.skip("this system lets nobody leave its network")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        assert not read_in_process(connect, listening.getsockname()[1])


def test_no_secret_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_SECRET", "x")
    monkeypatch.setattr(reading_process, "_waiting", [])
    assert "INDICATORS_SECRET" not in read_in_process(environment)


def test_a_file_that_passes_the_bounds_is_answered_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def stopped(*_: object) -> None:
        raise ReadingStopped

    monkeypatch.setattr(brought_file, "read_in_process", stopped)
    path = tmp_path / "a.csv"
    offer = brought_file.check(Submission(path, "a.csv"), dataset(), 0, THIS_YEAR)
    assert (offer.intake.format, offer.intake.accepted) == (None, 0)
    (finding,) = offer.intake.findings
    assert finding.rule.id == "reading_stopped"
    assert describe(finding) == (
        "reading the file was stopped: it takes more than 20 seconds or 1000 MB.",
        "Split the file or leave out what is not figures; `python -m indicators check` takes large ones.",
    )
    assert brought_file.layer_columns(path) == ()
    assert brought_file.saved_mapping(path, tmp_path) is None
