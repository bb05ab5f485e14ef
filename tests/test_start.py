import http.server
import os
import subprocess
import sys
import threading

import pytest

import start
from indicators.operations import front


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty project: two locks, no environment; nothing is really installed."""
    python = tmp_path / ".venv" / start.PYTHON.relative_to(start.VENV)
    for name, value in {
        "ROOT": tmp_path,
        "VENV": tmp_path / ".venv",
        "PYTHON": python,
    }.items():
        monkeypatch.setattr(start, name, value)
    write_lock(start.SERVING, "pandas==3.1.1\n")
    write_lock(start.TESTING, "pytest==9.2.0\n")
    return tmp_path


def write_lock(name, content):
    (start.ROOT / name).write_text(content, encoding="utf-8")


def set_up():
    return start.set_up(start.SERVING)


@pytest.fixture
def calls(folder, monkeypatch):
    """Record the commands in place of running them; what they make is a Python, and a package once one is installed."""
    made = []

    def call(command, cwd=None):
        made.append(command[1:3])
        if command[1:3] == ["-m", "venv"]:
            start.PYTHON.parent.mkdir(parents=True, exist_ok=True)
            start.PYTHON.write_text("", encoding="utf-8")
            for lock in (start.SERVING, start.TESTING):
                start.stamp(lock).unlink(missing_ok=True)
        else:
            name = "pandas" if str(command[-1]).endswith(start.SERVING) else "pytest"
            (packages() / name).mkdir(parents=True, exist_ok=True)
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    return made


def packages():
    inside = ["Lib"] if sys.platform == "win32" else ["lib", "python{}.{}".format(*sys.version_info)]
    return start.VENV.joinpath(*inside, "site-packages")


SET_UP = [["-m", "venv"], ["-m", "pip"]]


def test_the_environment_is_made_once(calls):
    assert set_up() == 0
    assert calls == SET_UP
    assert set_up() == 0
    assert calls == SET_UP


def test_what_tests_is_added_to_what_serves_by_the_first_test(calls):
    set_up()
    assert not start.is_installed(start.TESTING)
    assert start.set_up(start.SERVING, start.TESTING) == 0
    assert calls == [*SET_UP, ["-m", "pip"]]
    assert start.is_installed(start.SERVING)
    assert start.is_installed(start.TESTING)
    assert start.set_up(start.SERVING, start.TESTING) == 0
    assert len(calls) == 3


def test_a_changed_lock_of_the_tests_leaves_what_serves_alone(calls):
    start.set_up(start.SERVING, start.TESTING)
    write_lock(start.TESTING, "pytest==9.2.1\n")
    assert start.is_installed(start.SERVING)
    assert set_up() == 0
    assert len(calls) == 3
    start.set_up(start.SERVING, start.TESTING)
    assert calls[3:] == [["-m", "pip"]]


def test_a_changed_lock_sets_up_again(calls):
    set_up()
    write_lock(start.SERVING, "pandas==3.1.2\n")
    assert not start.is_installed(start.SERVING)
    set_up()
    assert calls == SET_UP * 2


def test_another_python_sets_up_again(calls, monkeypatch):
    set_up()
    monkeypatch.setattr(start.platform, "python_version", lambda: "3.14.9")
    assert not start.is_installed(start.SERVING)


def test_a_set_up_broken_half_way_is_begun_again(calls, monkeypatch):
    monkeypatch.setattr(start, "module", lambda *command: 1)
    assert set_up() == 1
    assert start.PYTHON.exists()
    assert not start.is_installed(start.SERVING)


@pytest.mark.parametrize("content", ["", "some other lock\npandas"])
def test_a_stamp_that_says_something_else_does_not_count(calls, content):
    set_up()
    start.stamp(start.SERVING).write_text(content, encoding="utf-8")
    assert not start.is_installed(start.SERVING)


def test_a_package_gone_since_sets_up_again(calls):
    set_up()
    assert start.is_installed(start.SERVING)
    (packages() / "pandas").rmdir()
    assert not start.is_installed(start.SERVING)


def test_a_package_added_by_hand_does_no_harm(calls):
    set_up()
    (packages() / "ipython").mkdir()
    assert start.is_installed(start.SERVING)


def test_what_is_installed_is_what_the_hashes_of_the_lock_name(calls, monkeypatch):
    asked = []
    monkeypatch.setattr(start, "module", lambda *command: asked.append(command) or 0)
    set_up()
    assert [command for command in asked if "--require-hashes" in command] == asked != []


def test_a_failing_pip_is_explained_in_one_sentence(calls, monkeypatch, capsys):
    monkeypatch.setattr(start, "module", lambda *command: 1)
    assert set_up() == 1
    assert "could not be installed; pip gives the reason above. Check the network" in capsys.readouterr().err
    monkeypatch.setattr(start, "NEWEST", (3, 10))
    assert set_up() == 1
    assert "This Python is newer than" in capsys.readouterr().err


def test_an_environment_that_cannot_be_made_leaves_nothing_behind(folder, monkeypatch, capsys):
    def call(command, cwd=None):
        (start.VENV / "bin").mkdir(parents=True)
        return 1

    monkeypatch.setattr(subprocess, "call", call)
    assert set_up() == 1
    assert not start.VENV.exists()
    assert "could not be made" in capsys.readouterr().err


@pytest.fixture
def debian(folder, monkeypatch):
    """A Debian without python3-venv, its own Python, an ordinary user."""
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else name)
    monkeypatch.setattr(start.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(start.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(start.sys, "executable", "/usr/bin/python3")


def test_without_ensurepip_debian_users_get_the_line_to_type(debian, capsys):
    assert start.main(["test"]) == 1
    assert capsys.readouterr().err.endswith("    sudo apt install python3-venv\n")
    assert not start.VENV.exists()


def test_root_needs_no_sudo(debian, monkeypatch):
    monkeypatch.setattr(start.os, "geteuid", lambda: 0, raising=False)
    assert start.remedy() == "apt install python3-venv"


def test_another_python_than_the_systems_has_a_package_of_its_own(debian, monkeypatch):
    monkeypatch.setattr(start.sys, "executable", "/usr/bin/python3.99")
    assert start.remedy() == "sudo apt install python{}.{}-venv".format(*sys.version_info)


def test_other_systems_are_reported_what_to_look_for(debian, monkeypatch):
    monkeypatch.setattr(start.shutil, "which", lambda name: None)
    assert "ensurepip" in start.remedy()


def test_an_old_python_says_so(monkeypatch, capsys):
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(start.platform, "python_version", lambda: "3.9.2")
    assert start.main([]) == 1
    assert capsys.readouterr().err == "This project needs Python 3.11 or newer; this is Python 3.9.2.\n"


@pytest.mark.parametrize(
    ("arguments", "passed"),
    [
        (["-k", "water", "--port", "1"], ["-k", "water", "--port", "1"]),
        ([], start.FULL),
        (["--quick"], start.QUICK),
        (["--quick", "-x"], [*start.QUICK, "-x"]),
    ],
)
def test_test_chooses_a_gear_or_passes_everything_on_to_pytest(monkeypatch, arguments, passed):
    asked = []
    monkeypatch.setattr(start, "set_up", lambda *locks: asked.append(locks) or 0)
    monkeypatch.setattr(start, "module", lambda *command: asked.append(command) or 5)
    assert start.main(["test", *arguments]) == 5
    assert asked == [(start.SERVING, start.TESTING), ("pytest", *passed)]


def test_what_tests_compile_is_stored_on_every_machine(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    left = []
    monkeypatch.setattr(start, "set_up", lambda *locks: 0)
    monkeypatch.setattr(start, "module", lambda *command: left.append(os.environ.get("PYTHONDONTWRITEBYTECODE")) or 0)
    assert start.main(["test"]) == 0
    assert left == [None]


def test_coverage_is_a_gear_of_its_own(monkeypatch):
    asked = []
    monkeypatch.setattr(start, "set_up", lambda *locks: 0)
    monkeypatch.setattr(start, "module", lambda *command: asked.append(command) or 0)
    assert start.main(["coverage"]) == 0
    assert asked == [("pytest", *start.COVERAGE)]


def test_check_runs_every_check_and_fails_if_one_does(monkeypatch):
    asked = []
    monkeypatch.setattr(start, "set_up", lambda *locks: asked.append(locks) or 0)
    monkeypatch.setattr(start, "module", lambda *command: asked.append(command[0]) or int(command[0] == "mypy"))
    assert start.main(["check"]) == 1
    assert asked == [(start.SERVING, start.TESTING), "ruff", "ruff", "mypy", "pytest"]


@pytest.mark.parametrize(
    ("arguments", "environment", "served"),
    [
        ([], {}, (8501, "localhost")),
        (["run"], {"PORT": "9001"}, (9001, "localhost")),
        (["run", "--port", "9002"], {"PORT": "9001"}, (9002, "localhost")),
        (["--network"], {}, (8501, "0.0.0.0")),
    ],
)
def test_where_it_serves(monkeypatch, arguments, environment, served):
    asked = []
    monkeypatch.delenv("PORT", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(start, "set_up", lambda *locks: asked.append(locks) or 0)
    monkeypatch.setattr(start, "serve", lambda *where: asked.append(where) or 0)
    assert start.main(arguments) == 0
    assert asked == [(start.SERVING,), served]


@pytest.mark.parametrize(
    ("host", "inherited", "local"),
    [
        ("localhost", None, "1"),
        ("localhost", "0", "0"),
        ("0.0.0.0", None, "0"),
        ("0.0.0.0", "1", "0"),
    ],
)
def test_only_a_server_of_this_computer_is_reported_that_it_is_one(monkeypatch, host, inherited, local):
    given = []

    class Served:
        def __init__(self, command, cwd, env):
            given.append(env)

        def poll(self):
            return 0

        wait = terminate = poll

    monkeypatch.delenv("INDICATORS_LOCAL", raising=False)
    if inherited is not None:
        monkeypatch.setenv("INDICATORS_LOCAL", inherited)
    monkeypatch.setattr(start, "occupant", lambda port: None)
    monkeypatch.setattr(subprocess, "Popen", Served)
    monkeypatch.setattr(start.signal, "signal", lambda *_: None)
    assert start.serve(8501, host) == 0
    assert [environment["INDICATORS_LOCAL"] for environment in given] == [local]


@pytest.mark.parametrize(("arguments", "several"), [(["--processes", "1"], None), (["--processes", "3"], 3)])
def test_one_process_is_served_as_ever_and_several_behind_a_balancer(monkeypatch, arguments, several):
    asked = []
    monkeypatch.setattr(start, "set_up", lambda *locks: 0)
    monkeypatch.setattr(start, "serve", lambda *where: asked.append(where) or 0)
    monkeypatch.setattr(start, "serve_several", lambda *where: asked.append(where) or 0)
    assert start.main(["--port", "9003", *arguments]) == 0
    assert asked == [(9003, "localhost", several) if several else (9003, "localhost")]


@pytest.mark.parametrize("number", ["0", "-1", "65", "two"])
def test_a_number_of_processes_that_cannot_be_is_refused(capsys, number):
    with pytest.raises(SystemExit) as ended:
        start.main(["--processes", number])
    assert ended.value.code == 2
    assert "--processes" in capsys.readouterr().err


def test_without_a_balancer_it_says_what_to_install(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(front, "PLACES", ())
    monkeypatch.setattr(start, "occupant", lambda port: None)
    assert start.serve_several(9003, "localhost", 2) == 1
    stated = capsys.readouterr().err
    assert "neither is installed" in stated
    assert "sudo apt install haproxy" in stated


def test_several_are_not_served_on_a_port_that_is_taken(monkeypatch, capsys):
    monkeypatch.setattr(start, "occupant", lambda port: "another web server")
    assert start.serve_several(9003, "localhost", 2) == 1
    assert "Port 9003 is taken by another web server" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, ["in the data folder of this computer", "Rooms are in one replica", "nobody counts as being at this"]),
        ({"DATABASE_URL": "postgresql://localhost/one"}, ["the database of DATABASE_URL"]),
        ({"REDIS_URL": "redis://localhost"}, ["shared over Redis"]),
        ({"INDICATORS_PROXIES": "10.0.0.1"}, ["INDICATORS_PROXIES is left aside"]),
    ],
)
def test_what_several_processes_share_is_stated_at_the_start(environment, words):
    stated = "\n".join(start.shared_state(environment))
    assert [word for word in words if word not in stated] == []
    assert "localhost/one" not in stated


class Answers(http.server.BaseHTTPRequestHandler):
    text = b"Directory listing"

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.text)

    def log_message(self, *_):
        """Say nothing."""


@pytest.mark.parametrize(
    ("text", "words"), [(b"ok", "a Streamlit app, perhaps this one"), (b"Directory listing", "another web server")]
)
def test_a_taken_port_is_named_with_what_is_there_and_what_to_do(capsys, text, words):
    handler = type("Handler", (Answers,), {"text": text})
    with http.server.HTTPServer(("localhost", 0), handler) as server:
        port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert start.serve(port, "localhost") == 1
        server.shutdown()
    message = capsys.readouterr().err
    assert f"Port {port} is taken by {words}" in message
    assert f"python3 start.py --port {port + 1}" in message


def test_a_free_port_has_no_occupant():
    with http.server.HTTPServer(("localhost", 0), Answers) as server:
        port = server.server_address[1]
    assert start.occupant(port) is None
