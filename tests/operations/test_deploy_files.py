"""The files of `docs/deploy/`: what the programs they are for say of them, and that the project does the same."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import start
from indicators.operations import balancer
from indicators.operations.balancer import Backend
from tests.helpers.services import program

FOLDER = start.ROOT / "docs" / "deploy"

FILES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".md")

MACHINES = tomllib.loads((FOLDER / "machines.toml").read_text(encoding="utf-8"))

REPLICAS = [
    Backend(f"{machine}-{port}", MACHINES["machines"][machine], port)
    for machine in MACHINES["services"]["replica"]["machines"]
    for port in MACHINES["services"]["replica"]["ports"]
]


def text_of(name):
    return (FOLDER / name).read_text(encoding="utf-8")


def settings():
    lines = [line for line in text_of("indicators.env").splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def test_haproxy_takes_the_configuration(tmp_path):
    path = tmp_path / "haproxy.cfg"
    path.write_text(re.sub(r" ssl crt \S+ alpn \S+", "", text_of("haproxy.cfg")).replace("/run/haproxy", str(tmp_path)))
    done = subprocess.run([program("haproxy"), "-c", "-f", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nginx_takes_the_configuration(tmp_path):
    text = re.sub(r"(?m)^\s*(ssl_\w+|user) .*;$", "", text_of("nginx.conf")).replace(" ssl http2", "")
    for place in ("/run", "/var/log/nginx", "/var/lib/nginx"):
        text = text.replace(f"{place}/", f"{tmp_path}/")
    path = tmp_path / "nginx.conf"
    path.write_text(text, encoding="utf-8")
    command = [program("nginx"), "-t", "-p", tmp_path, "-c", path, "-e", "stderr"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def added(configuration, example):
    """Return the lines of a configuration that the example lacks."""
    return [line for line in configuration.splitlines() if line.strip() and line not in example.splitlines()]


def test_the_balancer_of_two_machines_is_reported_what_start_tells_its_own():
    bind = re.search(r"bind (:443 .*)", text_of("haproxy.cfg"))[1]
    made = balancer.haproxy([bind], REPLICAS, True, "/run/haproxy/admin.sock", "https")
    assert added(made, text_of("haproxy.cfg")) == []
    made = balancer.nginx(["443 ssl http2"], REPLICAS, True, "/run/nginx", scheme="https")
    of_a_machine = ("pid ", "error_log ", "_temp_path ")
    assert [line for line in added(made, text_of("nginx.conf")) if not any(one in line for one in of_a_machine)] == []


def test_what_keeps_a_sign_in_is_sent_over_tls_alone():
    (rule,) = re.findall(r'http-response replace-header Set-Cookie (\S+) "(.*)"', text_of("haproxy.cfg"))
    (names,) = re.findall(r"proxy_cookie_flags ~(\S+) secure;", text_of("nginx.conf"))
    for name in ("_streamlit_user", "_streamlit_user_tokens", "_streamlit_session"):
        cookie = f"{name}=x; HttpOnly; Path=/; SameSite=lax"
        assert re.sub(*rule, cookie) == f"{cookie}; Secure"
        assert re.search(names, name)
    assert re.sub(*rule, "indicators_replica=a") == "indicators_replica=a", "the balancer marks its own itself"


@pytest.mark.parametrize("name", ["indicators.service", "indicators@.service"])
def test_systemd_takes_the_units(tmp_path, name):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    text = text_of(name).replace("/opt/indicators/current/.venv/bin/python", sys.executable)
    path = tmp_path / name
    path.write_text(text.replace("/usr/bin/python3", sys.executable), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", path], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if name.partition(".")[0].rstrip("@") in line] == []


def test_a_unit_serves_a_replica_as_start_does():
    command = re.search(r"ExecStart=\S+ (.*)", text_of("indicators@.service"))[1].split()
    own = [str(part) for part in start.server_command(1, "HOST", proxies="PROXIES")[1:]]
    put_in = {"${INDICATORS_BIND}": "HOST", "%i": "1", "${INDICATORS_PROXIES}": "PROXIES", "60": "10"}
    assert [put_in.get(part, part) for part in command] == own


def test_a_replica_is_left_out_before_it_ends():
    defaults = re.search(r"inter (\d+)s fastinter (\d+)ms .* fall (\d+)", text_of("haproxy.cfg"))
    seconds = int(defaults[1]) + int(defaults[2]) / 1000 * int(defaults[3])
    assert int(settings()["INDICATORS_DRAIN"]) > seconds
    stop = int(re.search(r"TimeoutStopSec=(\d+)", text_of("indicators@.service"))[1])
    graceful = int(re.search(r"--timeout-graceful-shutdown (\d+)", text_of("indicators@.service"))[1])
    assert stop > int(settings()["INDICATORS_DRAIN"]) + graceful


def test_every_service_says_where_it_is_and_the_settings_lead_there():
    services, machines = MACHINES["services"], MACHINES["machines"]
    written = settings()
    for name, service in services.items():
        assert set(service["machines"]) <= machines.keys()
        assert set(service["asked_by"]) <= {*services, "everyone"}
        assert set(service.get("asks", ())) <= services.keys()
        if "configuration" in service:
            assert (FOLDER / service["configuration"]).is_file()
        if "setting" in service and "ports" in service:
            assert machines[service["machines"][0]] in written[service["setting"]], name
    assert written["INDICATORS_PROXIES"] == machines[services["balancer"]["machines"][0]]
    assert services["files"]["folder"] == written[services["files"]["setting"]]
    assert (
        written["INDICATORS_ADDRESS"] + "/oauth2callback"
        == tomllib.loads(text_of("secrets.toml"))["auth"]["redirect_uri"]
    )
    assert f"port {services['redis']['ports'][0]}" in text_of("redis.conf")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_names_nothing_of_this_machine_and_no_secret(path):
    text = path.read_text(encoding="utf-8")
    assert str(start.ROOT) not in text
    assert str(Path.home()) not in text or str(Path.home()) == "/"
    for secret in re.findall(r'(?m)(?:secret = "|requirepass |://\w*:)([^"\s@]+)', text):
        assert secret.startswith("CHANGE-ME")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_described(path):
    assert f"({path.name})" in text_of("README.md")
