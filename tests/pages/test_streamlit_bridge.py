"""The contract of the bridge that needs no browser: a failure here names what a version of Streamlit changed.

The part that only a browser shows is held by tests/browser/test_streamlit_bridge.py, that pages which nobody touches
follow what is accepted by tests/browser/test_idle_pages.py.
"""

import gc
import html
import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from plotly.basedatatypes import BaseFigure
from starlette.testclient import TestClient, WebSocketTestSession
from streamlit import config, delta_generator, env_util
from streamlit import logger as streamlit_logger
from streamlit.error_util import _log_uncaught_app_exception
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from indicators.figures.direction import LEFT_TO_RIGHT, Across
from indicators.figures.template import figure
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import Translator
from pages.server import routes, streamlit_bridge
from pages.shared.registry import published_entries
from tests.helpers.serving import PATIENCE, wait_until

ROOT = Path(__file__).parents[2]
FROZEN = figure([{"type": "bar", "x": [1.5, 2], "y": ["Rabat", "Fès"]}], {"height": 80}, LEFT_TO_RIGHT, Across.TIME)
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def client() -> TestClient:
    """The application, its server not started: it answers for documents and files all the same."""
    application = st.App(ROOT / "app.py", routes=routes.routes(), middleware=routes.middleware())
    return TestClient(application, headers=BROWSER)


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A small application with its server started, and stopped afterwards."""
    monkeypatch.setattr(Runtime, "_instance", None)
    (tmp_path / "script.py").write_text("import streamlit as st\nst.text(st.query_params['a'])\n", encoding="utf-8")
    with TestClient(st.App(tmp_path / "script.py")) as opened:
        yield opened


def ask_for_a_run(stream: WebSocketTestSession, **page: str) -> None:
    """Ask for a run of a page, as the browser does."""
    request = BackMsg(rerun_script=ClientState(query_string="a=medina", **page))
    stream.send_bytes(request.SerializeToString())


def run_to_its_end(stream: WebSocketTestSession) -> list[ForwardMsg]:
    """Return what one run of a page sends."""
    messages = [ForwardMsg()]
    while messages[-1].WhichOneof("type") != "script_finished":
        messages.append(ForwardMsg())
        messages[-1].ParseFromString(stream.receive_bytes())
    return messages


def wait_until_put_away() -> None:
    """Wait until a session knows its reader's choices from its run: a moment after the last message of that run."""
    sessions = [one.session for one in Runtime.instance()._session_mgr.list_active_sessions()]
    wait_until(lambda: all(session._client_state.query_string for session in sessions))


def words(messages: list[ForwardMsg]) -> list[str]:
    """Return the texts that a run draws."""
    return [message.delta.new_element.text.body for message in messages if message.WhichOneof("type") == "delta"]


def test_health_path(started: TestClient) -> None:
    answer = started.get(streamlit_bridge.HEALTH_PATH)
    assert (answer.status_code, answer.text) == (200, "ok"), f"no health at {streamlit_bridge.HEALTH_PATH}"


def test_stream_path_and_session_reruns(started: TestClient) -> None:
    with started.websocket_connect(streamlit_bridge.STREAM_PATH, subprotocols=["streamlit"]) as stream:
        ask_for_a_run(stream)
        first = run_to_its_end(stream)
        own = next(one.new_session for one in first if one.WhichOneof("type") == "new_session")
        assert streamlit_bridge.is_session(own.initialize.session_id), "a session is not found by its id"
        assert not streamlit_bridge.is_session("made-up")
        assert started.portal is not None
        wait_until_put_away()
        assert started.portal.call(streamlit_bridge.rerun_open_sessions) == 1, "open sessions are not listed"
        again = run_to_its_end(stream)
        assert words(first) == words(again) == ["medina"], "a session did not run again in its reader's state"


def test_no_server_has_no_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Runtime, "_instance", None)
    assert streamlit_bridge.rerun_open_sessions() == 0


HOME_NAMES = {"en": "Casablanca", "fr": "Casablanca", "ar": "الدار البيضاء"}


def test_document() -> None:
    document = Path(st.__file__).parent.joinpath("static", "index.html").read_text(encoding="utf-8")
    for part in (streamlit_bridge.DOCUMENT_OPENING, streamlit_bridge.DOCUMENT_TITLE, "</head>"):
        assert document.count(part) == 1, f"Streamlit's document has no longer one {part}"


@pytest.mark.parametrize("asked", ["query", "browser", "both"])
@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
@pytest.mark.parametrize("entry", published_entries(), ids=lambda entry: entry.script.removesuffix(".py"))
def test_title_before_any_script(client: TestClient, entry, language: str, asked: str) -> None:
    other = next(code for code in SCREEN_LANGUAGES if code != language)
    query = {} if asked == "browser" else {"lang": language}
    spoken = {"query": "", "browser": f"{language}-MA,{other};q=0.9", "both": other}[asked]
    answer = client.get(f"/{entry.address}", params=query, headers={"accept-language": spoken})
    titles = [html.unescape(title) for title in re.findall("<title>(.*?)</title>", answer.text)]
    assert titles == [f"{Translator(language)(entry.title)} · {HOME_NAMES[language]}"]


@pytest.mark.parametrize(
    ("address", "spoken"),
    [("/water?lang=de", "de"), ("/water/", "*"), ("/water?lang=", ""), ("/water?lang=<script>", "de,it;q=0.9")],
)
def test_title_in_a_language_the_screen_does_not_know(client: TestClient, address: str, spoken: str) -> None:
    answer = client.get(address, headers={"accept-language": spoken})
    assert "<title>Water · Casablanca</title>" in answer.text


def test_title_of_an_unknown_address_is_that_of_the_page_shown(client: TestClient) -> None:
    assert "<title>Overview · Casablanca</title>" in client.get("/nothing?lang=en").text


def test_head(client: TestClient) -> None:
    """Streamlit serves what the head links to, the script of the bridge among it; the styles stand in the head."""
    document = client.get("/").text
    files = re.findall(r'(?:href|src)="(/app/static/[^"]+)"', document)
    assert "/app/static/streamlit_bridge.js" in files
    assert document.count((ROOT / "static" / "streamlit_bridge.css").read_text(encoding="utf-8")) == 1
    assert document.count("window.__streamlit = {BACKEND_BASE_URL") == 1
    for file in files:
        answer = client.get(file)
        kind = "text/css" if file.endswith(".css") else "text/javascript"
        assert answer.status_code == 200, f"{file} is not served"
        assert answer.headers["content-type"].startswith((kind, "application/javascript")), f"the type of {file}"


@pytest.mark.parametrize("name", streamlit_bridge.HIDDEN_OPTIONS)
def test_hidden_option_is_known(name: str) -> None:
    known = config.get_option(name)
    try:
        config.set_option(name, "before")
        streamlit_bridge.prepare()
        assert config.get_option(name) == streamlit_bridge.HIDDEN_OPTIONS[name]
    finally:
        config.set_option(name, known)


def test_the_first_element_does_not_look_for_a_console(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    monkeypatch.setattr(env_util, "is_repl", lambda: looked.append(1) or False)
    monkeypatch.setattr(delta_generator, "_use_warning_has_been_displayed", False)
    delta_generator._maybe_print_use_warning()
    assert looked, "Streamlit looks for a console no more, or elsewhere"
    monkeypatch.setattr(delta_generator, "_use_warning_has_been_displayed", False)
    streamlit_bridge.prepare()
    delta_generator._maybe_print_use_warning()
    assert looked == [1]


def test_pages_folder_has_no_menu_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: TestClient
) -> None:
    """The first run of a server's first session names the page by its address, not by the file of the application."""
    (tmp_path / "pages").mkdir()
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    streamlit_bridge.prepare()
    with started.websocket_connect(streamlit_bridge.STREAM_PATH, subprotocols=["streamlit"]) as stream:
        ask_for_a_run(stream, page_name="water")
        messages = run_to_its_end(stream)
    named = [page.page_name for message in messages for page in message.new_session.app_pages]
    assert named == ["water"]
    assert not [message for message in messages if message.WhichOneof("type") == "navigation"]


@pytest.mark.parametrize("wanted", [True, False])
def test_hidden_option_governs_the_collection_after_a_run(
    started: TestClient, monkeypatch: pytest.MonkeyPatch, wanted: bool
) -> None:
    collections, known = [], config.get_option("runner.postScriptGC")
    monkeypatch.setattr(gc, "collect", collections.append)
    try:
        config.set_option("runner.postScriptGC", wanted)
        with started.websocket_connect(streamlit_bridge.STREAM_PATH, subprotocols=["streamlit"]) as stream:
            ask_for_a_run(stream)
            run_to_its_end(stream)
            wait_until_put_away()  # the collection lies between the last message of a run and this
    finally:
        config.set_option("runner.postScriptGC", known)
    assert bool(collections) is wanted, "runner.postScriptGC no longer governs the collection after a run"


def test_frozen_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit sends the JSON of a frozen figure as it was written once."""

    def page() -> None:
        import streamlit as st  # noqa: PLC0415

        from tests.pages.test_streamlit_bridge import FROZEN  # noqa: PLC0415

        st.plotly_chart(FROZEN, key="chart", alt="Two places", theme=None)

    FROZEN.to_dict()
    monkeypatch.setattr(BaseFigure, "to_dict", lambda _: pytest.fail("a frozen figure was written again"))
    visit = AppTest.from_function(page, default_timeout=PATIENCE).run()
    assert not visit.exception
    sent = json.loads(visit.get("plotly_chart")[0].proto.spec)
    assert sent["data"] == [{"type": "bar", "x": [1.5, 2], "y": ["Rabat", "Fès"]}]
    assert sent["layout"]["height"] == 80


@pytest.fixture
def log_of_the_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """A log that all of Streamlit's loggers hand their records to, and that is taken back afterwards."""
    before = {name: (one.propagate, one.filters[:], one.handlers[:]) for name, one in streamlit_logger._loggers.items()}
    monkeypatch.setattr(streamlit_logger, "setup_formatter", streamlit_logger.setup_formatter)
    written, root = io.StringIO(), logging.getLogger()
    ours = logging.StreamHandler(written)
    root.addHandler(ours)
    streamlit_bridge.hand_on_logs()
    yield written
    root.removeHandler(ours)
    for name, (propagates, filters, handlers) in before.items():
        one = streamlit_logger._loggers[name]
        one.propagate, one.filters[:], one.handlers[:] = propagates, filters, handlers


def test_log_of_streamlit_goes_to_ours(log_of_the_process: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("streamlit.error_util", "streamlit.made_later"):
        streamlit_logger.get_logger(name).error("told by %s", name)
    assert log_of_the_process.getvalue().splitlines() == [
        "told by streamlit.error_util",
        "told by streamlit.made_later",
    ]
    assert capsys.readouterr().err == "", "a logger of Streamlit still has a handler of its own"


def test_log_of_a_failure_that_ours_has_is_not_written_twice(log_of_the_process: io.StringIO) -> None:
    known, new = ValueError("known"), ValueError("new")
    streamlit_bridge.note_logged(known)
    for error in (known, new):
        _log_uncaught_app_exception(error)
    assert "ValueError: new" in log_of_the_process.getvalue(), "Streamlit logs a failure in another way"
    assert "ValueError: known" not in log_of_the_process.getvalue()


PRIVATE = {
    r"_session_mgr|_client_state|streamlit\.runtime": {"pages/server/streamlit_bridge.py"},
    r"__streamlit|BACKEND_BASE_URL|_stcore|postScriptGC": {"pages/server/streamlit_bridge.py"},
    # the step in the browser's history that the browser did not make, and the uploader that nobody sees
    r"PopStateEvent|type=file": {"static/streamlit_bridge.js"},
    # plain pages and the projector draw with a Plotly of their own, and charts are heard on them as in the app
    r"js-plotly-plot|main-svg": {
        "static/streamlit_bridge.css",
        "static/streamlit_bridge.js",
        "static/spoken.js",
        "static/plain/page.css",
        "static/plain/stage.css",
    },
    r"data-testid|testid=|data-tag|\.st(App|[A-Z]\w+)\b|st-emotion": {
        "static/streamlit_bridge.css",
        "static/streamlit_bridge.js",
    },
}


@pytest.mark.parametrize("names", PRIVATE)
def test_private_names_stand_in_the_bridge_only(names: str) -> None:
    product = [ROOT / "app.py", ROOT / "start.py", ROOT / ".streamlit" / "config.toml"]
    for folder in ("indicators", "pages", "static"):
        product += [path for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".html", ".js", ".css")]
    ours = [path for path in product if path.parent.name != "vendor"]
    using = {path for path in ours if re.search(names, path.read_text(encoding="utf-8"))}
    assert {path.relative_to(ROOT).as_posix() for path in using} == PRIVATE[names]
