"""What a balancer is given: what the programs themselves accept, and which paths may be answered by any replica."""

import subprocess

import pytest

from indicators.open.endpoints import ROOT as API_PATH
from indicators.operations import balancer, front, processes
from indicators.operations.balancer import ANYWHERE, FILES, HANDOUTS, ROOMS, Backend
from indicators.operations.front import HaProxy, Nginx, installed_front
from pages.server import routes
from pages.server.plain_routes import PlainRoutes
from pages.shared import registry
from tests.helpers.services import program

TWO = [Backend("r1", "127.0.0.1", 9101), Backend("r2", "127.0.0.1", 9102)]


@pytest.mark.parametrize("shared_rooms", [False, True])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_haproxy_takes_its_configuration(tmp_path, shared_rooms, scheme):
    path = tmp_path / "haproxy.cfg"
    path.write_text(balancer.haproxy(["127.0.0.1:9100"], TWO, shared_rooms, str(tmp_path / "s"), scheme, 100))
    done = subprocess.run([program("haproxy"), "-c", "-f", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr


@pytest.mark.parametrize("out", [[], ["r1"], ["r1", "r2"]])
@pytest.mark.parametrize("shared_rooms", [False, True])
def test_nginx_takes_its_configuration(tmp_path, shared_rooms, out):
    path = tmp_path / "nginx.conf"
    path.write_text(balancer.nginx(["127.0.0.1:9100"], TWO, shared_rooms, str(tmp_path), out))
    command = [program("nginx"), "-t", "-p", tmp_path, "-c", path, "-e", "stderr"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr.replace('the "user" directive', "")


def prefixes():
    """Return how the paths begin that this server answers without a session."""
    (plain,) = [layer for layer in routes.middleware() if layer.cls is PlainRoutes]
    return [*plain.kwargs["prefixes"], API_PATH, "/find.json", "/figures/", "/download/", "/templates/"]


@pytest.mark.parametrize("prefix", prefixes())
def test_what_needs_no_session_is_not_bound_to_a_replica(prefix):
    assert prefix.startswith((*ANYWHERE, *FILES, HANDOUTS, ROOMS))


@pytest.mark.parametrize("entry", registry.published_entries(), ids=lambda entry: entry.script.removesuffix(".py"))
def test_a_page_with_a_session_stays_with_its_replica(entry):
    assert not f"/{entry.address}".startswith((*ANYWHERE, *FILES, ROOMS))


@pytest.mark.parametrize(
    "path", ["/_stcore/stream", "/_stcore/upload_file/", "/media/", "/auth/login", "/oauth2callback"]
)
def test_what_a_session_fetches_stays_with_its_replica(path):
    assert not path.startswith((*ANYWHERE, *FILES, HANDOUTS, ROOMS))


def test_haproxy_comes_before_nginx(tmp_path, monkeypatch):
    there = {"haproxy": "/usr/sbin/haproxy", "nginx": "/usr/sbin/nginx"}
    monkeypatch.setattr(front, "find_program", there.get)
    assert isinstance(installed_front(tmp_path, ["127.0.0.1:9100"], TWO, False), HaProxy)
    del there["haproxy"]
    assert isinstance(installed_front(tmp_path, ["127.0.0.1:9100"], TWO, False), Nginx)
    del there["nginx"]
    assert installed_front(tmp_path, ["127.0.0.1:9100"], TWO, False) is None


def test_a_replica_believes_its_balancer_alone_and_nobody_is_at_this_computer():
    common = {"INDICATORS_LOCAL": "1", "INDICATORS_PROXIES": "10.0.0.1", "INDICATORS_DRAIN": "5", "LANG": "C"}
    assert processes.replica_environment(common, "r2") == {
        "INDICATORS_LOCAL": "0",
        "INDICATORS_PROXIES": "127.0.0.1",
        "INDICATORS_REPLICA": "r2",
        "LANG": "C",
    }


def test_every_replica_has_a_port_of_its_own():
    made = processes.backends(8)
    assert [one.name for one in made] == [f"r{number}" for number in range(1, 9)]
    assert len({one.port for one in made}) == 8
