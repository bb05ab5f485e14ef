"""The bridge to Streamlit: all that the server uses of it without a public or documented name.

Its two other parts, `static/streamlit_bridge.js` and `static/streamlit_bridge.css`, hold what our scripts and our look
use of Streamlit's page. Each thing has a contract test that names it, in tests/pages/test_streamlit_bridge.py or
tests/browser/test_streamlit_bridge.py: a version of Streamlit that changes one breaks this bridge and nothing else.
ADR 14 says why each is needed. Streamlit is imported only where it is used: `start.py` reads `HEALTH_PATH` before
anything is installed.
"""

HEALTH_PATH = "/_stcore/health"
"""Where a running Streamlit answers "ok"; named in its guide to Docker, in no reference."""

STREAM_PATH = "/_stcore/stream"
"""Where the browser opens the WebSocket of its session."""

DOCUMENT_TITLE = "<title>Streamlit</title>"
"""The title in the one HTML document that Streamlit sends for every page address."""

HEAD = (
    # The server is at the root; otherwise Streamlit looks for it below the page's own address first, in vain.
    '<script>window.__streamlit = {BACKEND_BASE_URL: location.origin + "/"}</script>'
    '<link rel="stylesheet" href="/app/static/streamlit_bridge.css">'
    '<script defer src="/app/static/streamlit_bridge.js"></script>'
)
"""What the head of the document needs: where the server is, and the two other parts of the bridge."""

HIDDEN_OPTIONS = {
    # A full garbage collection after every run costs more than the run itself and holds up all sessions.
    "runner.postScriptGC": False,
}
"""Settings that Streamlit reads but leaves out of its documentation."""


def prepare() -> None:
    """Set the hidden options and turn the menu of the folder `pages/` off; to be called when the server starts.

    `st.navigation` turns that menu off too, but in the first run of the first session: its reader would see the page
    called "app" until then (ADR 2).
    """
    from streamlit import config
    from streamlit.runtime.pages_manager import PagesManager

    for name, value in HIDDEN_OPTIONS.items():
        config.set_option(name, value)
    PagesManager.uses_pages_directory = False


def rerun_open_sessions() -> int:
    """Run the page of every open session again, as it is; return how many. To be called on the server's loop.

    Streamlit does the same when a source file changes, and has no public name for it (streamlit issue 2838).
    """
    from streamlit.runtime import Runtime

    if not Runtime.exists():
        return 0
    sessions = [info.session for info in Runtime.instance()._session_mgr.list_active_sessions()]
    for session in sessions:
        session.request_rerun(session._client_state)
    return len(sessions)
