"""A reader without a screen: one session of the application over its websocket.

Speaks what the browser speaks: a message back asks for a run of a page, the
messages forward are read until the run is finished. Messages the reader has
are named, as the browser names them, and come as references.
"""

import asyncio
import http.client
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from pages.server import streamlit_bridge


@dataclass
class Answer:
    """What one run of a page brought: seconds until it was finished, bytes before compression, charts, failure."""

    seconds: float = 0.0
    size: int = 0
    charts: int = 0
    messages: int = 0
    failed: bool = False


class Counted(ClientConnection):
    """A connection that counts the bytes that come over the wire, compressed as they are."""

    received = 0

    def data_received(self, data: bytes) -> None:
        """Count, then take."""
        self.received += len(data)
        super().data_received(data)


@dataclass
class Reader:
    """One session; use as an asynchronous context."""

    address: str
    locale: str = "en-GB"
    scheme: str = "light"
    _pages: dict[str, str] = field(default_factory=dict)
    _cached: dict[str, int] = field(default_factory=dict)
    _session: str = ""
    _uploader: str = ""
    _stream: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        self._stream = await connect(
            f"ws://{urlsplit(self.address).netloc}{streamlit_bridge.STREAM_PATH}",
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            open_timeout=60,
            ping_interval=None,
            create_connection=Counted,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            await self._stream.close()

    @property
    def received(self) -> int:
        """The bytes that came over the wire since the session was opened."""
        return self._stream.received if isinstance(self._stream, Counted) else 0

    async def open(self, page: str, query: str = "") -> Answer:
        """Ask for a page ("" is the overview) and read until it is complete."""
        return await self._run(page, query)

    async def bring(self, name: str, content: bytes) -> Answer:
        """Bring a file to the data page as the browser does: ask for a place, send it there, say that it is there.

        Read until the page has run with it, which is when it is checked.
        """
        await self.open("data")
        if self._stream is None or not self._uploader:
            raise RuntimeError("the page takes no file")
        ask = BackMsg()
        ask.file_urls_request.request_id = "one"
        ask.file_urls_request.file_names.append(name)
        ask.file_urls_request.session_id = self._session
        await self._stream.send(ask.SerializeToString())
        message = ForwardMsg()
        while message.WhichOneof("type") != "file_urls_response":
            message = ForwardMsg.FromString(await self._stream.recv(decode=False))
        (place,) = message.file_urls_response.file_urls
        start = time.perf_counter()
        await asyncio.to_thread(self._send, place.upload_url, name, content)
        widget = WidgetState(id=self._uploader)
        info = widget.file_uploader_state_value.uploaded_file_info.add()
        info.file_id, info.name, info.size = place.file_id, name, len(content)
        info.file_urls.CopyFrom(place)
        answer = await self._run("data", "", widget)
        answer.seconds = time.perf_counter() - start
        return answer

    def _send(self, path: str, name: str, content: bytes) -> None:
        """Send a file to the place that was given for it, with the token that the server gives to its own pages."""
        head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body = head.encode() + b"Content-Type: text/csv\r\n\r\n" + content + b"\r\n--x--\r\n"
        parts = urlsplit(self.address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)
        try:
            connection.request("GET", streamlit_bridge.HEALTH_PATH)
            answer = connection.getresponse()
            answer.read()
            cookies = SimpleCookie(answer.headers.get("Set-Cookie", ""))
            token = next((morsel.value for name, morsel in cookies.items() if "xsrf" in name), "")
            cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
            headers = {"Content-Type": "multipart/form-data; boundary=x", "Origin": self.address}
            headers |= {"Cookie": cookie, "X-Xsrftoken": token}
            connection.request("PUT", path, body, headers)
            status = connection.getresponse().status
        finally:
            connection.close()
        if status not in (200, 204):
            raise RuntimeError(f"the file was not taken: {status}")

    async def _run(self, page: str, query: str, widget: WidgetState | None = None) -> Answer:
        if self._stream is None:
            raise RuntimeError("the session is not open")
        ask = BackMsg()
        state = ask.rerun_script
        state.query_string = query
        if widget is not None:
            state.widget_states.widgets.append(widget)
        if page in self._pages:
            state.page_script_hash = self._pages[page]
        else:
            state.page_name = page
        state.cached_message_hashes.extend(self._cached)
        state.context_info.locale = self.locale
        state.context_info.timezone = "Africa/Casablanca"
        state.context_info.url = f"{self.address}/{page}"
        state.context_info.color_scheme = self.scheme
        start = time.perf_counter()
        await self._stream.send(ask.SerializeToString())
        return await self._next_run(self._stream, start)

    async def wait(self) -> Answer:
        """Ask for nothing, and read until the server has run the page again of its own accord."""
        if self._stream is None:
            raise RuntimeError("the session is not open")
        return await self._next_run(self._stream, time.perf_counter())

    async def _next_run(self, stream: ClientConnection, start: float) -> Answer:
        answer = Answer()
        while True:
            data = await stream.recv(decode=False)
            message = ForwardMsg.FromString(data)
            self._take(message, answer, len(data))
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                answer.failed = answer.failed or message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY
                answer.seconds = time.perf_counter() - start
                return answer

    def _take(self, message: ForwardMsg, answer: Answer, size: int) -> None:
        answer.size += size
        answer.messages += 1
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            answer.charts += self._cached.get(message.ref_hash, 0)
        if kind == "new_session":
            self._session = message.new_session.initialize.session_id
        if kind == "navigation":
            self._pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
        if kind == "page_not_found":
            answer.failed = True
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element.WhichOneof("type")
            answer.charts += element == "plotly_chart"
            if element == "file_uploader":
                self._uploader = message.delta.new_element.file_uploader.id
            answer.failed = answer.failed or element == "exception"
            if message.metadata.cacheable and message.hash:
                self._cached[message.hash] = int(element == "plotly_chart")
