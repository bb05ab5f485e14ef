"""The bridge to Streamlit: all that the server uses of it without a public or documented name.

Its two other parts, `static/streamlit_bridge.js` and `static/streamlit_bridge.css`, hold what our scripts and our look
use of Streamlit's page. Each thing has a contract test that names it, in tests/pages/test_streamlit_bridge.py or
tests/browser/test_streamlit_bridge.py: a version of Streamlit that changes one breaks this bridge and nothing else.
ADR 14 says why each is needed. Streamlit is imported only where it is used: `start.py` reads `HEALTH_PATH` before
anything is installed.
"""

import logging
import re
from typing import Any

HEALTH_PATH = "/_stcore/health"
"""Where a running Streamlit answers "ok"; named in its guide to Docker, in no reference."""

STREAM_PATH = "/_stcore/stream"
"""Where the browser opens the WebSocket of its session."""

UPLOAD_PATH = "/_stcore/upload_file/"
"""Below which the browser sends a file, by the names of its session and of a place that the server gave out."""

DOCUMENT_TITLE = "<title>Streamlit</title>"
"""The title in the one HTML document that Streamlit sends for every page address."""

DOCUMENT_OPENING = '<html lang="en">'
"""Its opening tag."""

HEAD = (
    # The server is at the root; otherwise Streamlit looks for it below the page's own address first, in vain.
    '<script>window.__streamlit = {BACKEND_BASE_URL: location.origin + "/"}</script>'
    '<link rel="stylesheet" href="/app/static/streamlit_bridge.css">'
    '<script defer src="/app/static/streamlit_bridge.js"></script>'
)
"""What the head of the document needs: where the server is, and the two other parts of the bridge."""

ROOT = '<div id="root"></div>'
"""The element of the document that Streamlit draws its page into; what comes before any script stands before it."""

FIRST_LOOK = (
    # Streamlit keeps the reader's choice of colours under the page's address; without one the device decides.
    "<script>(() => { const kept = localStorage.getItem(`stActiveTheme-${location.pathname}-v2`);"
    "const dark = kept === '\"Dark\"' || (kept !== '\"Light\"' && matchMedia('(prefers-color-scheme: dark)').matches);"
    "if (dark) document.querySelector('#cs-first .cs-light')?.setAttribute('class', 'cs-dark'); })()</script>"
)
"""What gives the first HTML the colours that Streamlit's page will have."""


def unhurried(document: str) -> str:
    """Return the document without what holds up its first picture: a style for formulas, and words about scripts.

    No page of ours shows a formula; the style still comes, after the first picture. Whoever has no scripts reads what
    the page begins with.
    """
    style = re.compile(r'<link rel="stylesheet" crossorigin href="(\./static/css/index\.[^"]+)">')
    later = r"""<link rel="stylesheet" crossorigin href="\1" media="print" onload="this.media='all'">"""
    return re.sub(r"<noscript>.*?</noscript>", "", style.sub(later, document, count=1), count=1, flags=re.DOTALL)


HIDDEN_OPTIONS = {
    # A full garbage collection after every run costs more than the run itself and holds up all sessions.
    "runner.postScriptGC": False,
    # Where the library rich is there, it would paint a failure over the terminal, beside the log.
    "logger.enableRich": False,
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
    remember_upload_places()
    skip_use_warning()


def skip_use_warning() -> None:
    """Have the first page not look whether it runs in a server: the way to find out reads the source of all callers."""
    from streamlit import delta_generator

    delta_generator._use_warning_has_been_displayed = True


class _OursAlready(logging.Filter):
    """Leaves out what Streamlit writes of an exception that our log has a line for already."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is written."""
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        return not getattr(error, _LOGGED, False)


_LOGGED = "_written_to_our_log"


def note_logged(error: BaseException) -> None:
    """Note that our log has a line for an exception: Streamlit writes none of it, then."""
    setattr(error, _LOGGED, True)


def hand_on_logs() -> None:
    """Have Streamlit's loggers hand their records to the log of this process, where each has a handler of its own.

    Those that it makes later do so too.
    """
    from streamlit import logger as streamlit_logger

    def hand_on(logger: logging.Logger) -> None:
        own_handler = getattr(logger, "streamlit_console_handler", None)
        if own_handler is not None:
            logger.removeHandler(own_handler)
        logger.propagate = True
        if not any(isinstance(filter_, _OursAlready) for filter_ in logger.filters):
            logger.addFilter(_OursAlready())

    streamlit_logger.setup_formatter = hand_on
    streamlit_logger.update_formatter()


_places: dict[str, set[str]] = {}
"""The places for uploads that were given out and not yet used, by session."""


def remember_upload_places() -> None:
    """Have the places that are given out for uploads remembered: Streamlit takes a file at any made-up one."""
    from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

    give_out, forget = MemoryUploadedFileManager.get_upload_urls, MemoryUploadedFileManager.remove_session_files
    if getattr(give_out, "remembers", False):
        return

    def get_upload_urls(self: Any, session_id: str, file_names: Any) -> Any:
        urls = give_out(self, session_id, file_names)
        _places.setdefault(session_id, set()).update(url.file_id for url in urls)
        return urls

    def remove_session_files(self: Any, session_id: str) -> None:
        _places.pop(session_id, None)
        forget(self, session_id)

    get_upload_urls.remembers = True  # type: ignore[attr-defined]
    MemoryUploadedFileManager.get_upload_urls = get_upload_urls  # type: ignore[method-assign]
    MemoryUploadedFileManager.remove_session_files = remove_session_files  # type: ignore[method-assign]


def take_upload_place(session: str, file: str) -> bool:
    """Return whether a place was given out to a session and is not used yet; it is from now on."""
    places = _places.get(session, set())
    known = file in places
    places.discard(file)
    return known


def bytes_uploaded(session: str) -> tuple[int, int]:
    """Return the bytes of the uploads that the server holds for a session, and for all."""
    from streamlit.runtime import Runtime

    if not Runtime.exists():
        return 0, 0
    files_of: Any = Runtime.instance().uploaded_file_mgr
    held = dict(files_of.file_storage)
    sizes = {name: sum(len(file.data) for file in list(files.values())) for name, files in held.items()}
    return sizes.get(session, 0), sum(sizes.values())


def is_session(session: str) -> bool:
    """Return whether this process has a session, open or waiting for its reader to come back."""
    from streamlit.runtime import Runtime

    return Runtime.exists() and Runtime.instance()._session_mgr.get_session_info(session) is not None


def count_sessions() -> int:
    """Return how many sessions are open."""
    from streamlit.runtime import Runtime

    return Runtime.instance()._session_mgr.num_active_sessions() if Runtime.exists() else 0


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
