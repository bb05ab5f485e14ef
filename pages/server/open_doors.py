"""The layer that answers programs: chart files and the API, beside the application and without a Streamlit session.

Answers are stored by data version, path and normalised query, in a store of their own, so that nobody's questions push
out the parts of pages. What is stored is sent from the loop; what must be made is made in two threads, so that
screens stay quick. Who asks too often waits: a bucket of tokens for each address, over all replicas.
"""

import asyncio
import logging
import math
import os
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from functools import lru_cache

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indicators.findings.finding import DataProblem
from indicators.language.locales import screen_language
from indicators.language.translator import N_, text
from indicators.live.throttle import Bucket, Taken
from indicators.open.answers import CORS, AnswerStore, Header, OpenAnswer, problem_answer
from indicators.open.doors import (
    CHART_FILE,
    PAGE_OR_LIST,
    Door,
    OpenRequest,
    Prepared,
    Surroundings,
    api_door,
    kind_of,
    prepared,
    query_pairs,
)
from indicators.open.endpoints import ROOT
from indicators.open.parameters import LANGUAGE, read_query
from indicators.open.problems import BUSY, FAILED, METHOD, TOO_MANY, Problem, RequestProblem
from indicators.plain.help_pages import api_page
from indicators.store.dataset import Dataset
from indicators.web import app_state
from indicators.web.middleware import preferred_locale, reader_language
from pages.server import warming
from pages.server.embed_routes import chart_picture_bytes
from pages.server.limits import buckets

READING = ("GET", "HEAD", "OPTIONS")

AT_ONCE = 2
"""Answers that are made at a time."""

MOST_WAITING = 60
"""Answers that wait to be made, at most; who comes then is asked to come again."""

BUCKET, EACH_SECOND = 600, 10.0
"""The tokens of a bucket, and how many come back a second."""

COST_OF_MAKING = 5
"""Tokens of an answer that has to be made; one that is kept takes one."""

RATE_SETTING = "INDICATORS_API_RATE"
"""Requests a second that each address may send for long; 0 for no limit."""

FAULT = N_("The server met a fault of its own; it is in its log.")
WAIT = N_(
    "This address has asked too often. It may ask again in {seconds} s; the lasting rate, in requests a second: {rate}."
)
COME_AGAIN = N_("Too many answers are being made at the moment. Ask again in a few seconds.")
READ_ONLY = N_("The method {method} is not known here: GET, HEAD and OPTIONS are.")

ANSWERS = AnswerStore()
"""The answers of this process."""

KEPT = "indicators.kept"
"""What says in the scope of a request that its answer was one that is kept."""

LIMIT_HEADERS = (b"ratelimit-policy", b"ratelimit")
"""The headers that say what an address may still ask for."""

ALSO_OPEN = (".json", ".svg", ".png")
"""Other forms of a chart, answered elsewhere, that pages of other sites may read as well."""


def rate() -> float:
    """Return how many requests a second an address may send for long; 0 for any number."""
    written = os.environ.get(RATE_SETTING, "").strip()
    return float(written) if written.isascii() and written.isdigit() else EACH_SECOND


class OpenDoors:
    """ASGI layer that answers the addresses of open data itself and hands every other request on.

    Parameters
    ----------
    app
        The application underneath.
    doors
        What makes answers, by the beginning of its paths, besides chart files.
    counted
        The beginnings of paths that the application answers, and that take tokens all the same.
    store
        Where answers are stored, a new one where none is given.
    """

    def __init__(
        self,
        app: ASGIApp,
        doors: Mapping[str, Door],
        counted: tuple[str, ...] = (),
        store: AnswerStore | None = None,
    ) -> None:
        self.app = app
        self._counted = counted
        self._doors = dict(doors)
        self._prefixes = tuple(prefix for prefix in doors)
        self._store = store if store is not None else AnswerStore()
        self._making: dict[Hashable, asyncio.Future[OpenAnswer]] = {}
        self._turn: asyncio.Semaphore | None = None
        self._rate = rate()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        path: str = scope["path"] if scope["type"] == "http" else ""
        if path.startswith(self._prefixes) or (path.startswith("/c/") and CHART_FILE.fullmatch(path)):
            await self._answer(scope, send)
        elif path.startswith(self._counted):
            await self._count(scope, receive, send)
        elif path.startswith("/c/") and path.endswith(ALSO_OPEN):
            if scope["method"] == "OPTIONS":
                await _send_options(send)
                return
            await self.app(scope, receive, _with_headers(send, CORS))
        else:
            await self.app(scope, receive, send)

    async def _count(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on that takes as many tokens as an answer that has to be made, or say when to come again."""
        allowance = ReadingAllowance(scope, self._rate)
        wait = await allowance.take(COST_OF_MAKING)
        if wait > 0:
            await _send(send, self._too_many(scope, wait), dict(scope["headers"]), True, allowance.headers())
            return
        await self.app(scope, receive, _with_headers(send, allowance.headers()))

    async def _answer(self, scope: Scope, send: Send) -> None:
        method, path = scope["method"], scope["path"]
        if method == "OPTIONS":
            await _send_options(send)
            return
        headers = dict(scope["headers"])
        if method not in READING:
            language = _language(scope)
            words = text(language, READ_ONLY, method=method[:20])
            problem = Problem(METHOD, (), path, language, words, {"Allow": ", ".join(READING)})
            await _send(send, problem_answer(problem), headers, True)
            return
        allowance = ReadingAllowance(scope, self._rate)
        wait = await allowance.take(1)
        if wait > 0:
            await _send(send, self._too_many(scope, wait), headers, method == "GET", allowance.headers())
            return
        dataset = _published()
        if dataset is None:
            await _send(send, _fault(scope), headers, True)
            return
        # Pages speak the reader's own language where the address names none; for all else the address says everything.
        own = headers.get(b"accept-language", b"") if path.rstrip("/") in self._prefixes else b""
        raw = (dataset.identity, path, scope["query_string"], headers.get(b"accept", b""), own)
        answer = self._store.find(raw)
        if answer is None:
            answer = await self._made(raw, dataset, scope, headers, allowance)
        else:
            scope[KEPT] = True
        await _send(send, answer, headers, method == "GET", allowance.headers())

    def _too_many(self, scope: Scope, wait: float) -> OpenAnswer:
        seconds, language = math.ceil(wait), _language(scope)
        words = text(language, WAIT, seconds=seconds, rate=f"{self._rate:g}")
        return problem_answer(Problem(TOO_MANY, (), scope["path"], language, words, {"Retry-After": str(seconds)}))

    async def _made(
        self,
        raw: Hashable,
        dataset: Dataset,
        scope: Scope,
        headers: Mapping[bytes, bytes],
        allowance: "ReadingAllowance",
    ) -> OpenAnswer:
        """Return an answer that is not stored under these very letters: stored under others, or made now."""
        accept = headers.get(b"accept", b"").decode("latin-1")
        path = scope["path"]
        try:
            request = OpenRequest(
                path,
                query_pairs(scope["query_string"]),
                csv="text/csv" in accept and "json" not in accept,
                html="text/html" in accept,
                language=screen_language("", preferred_locale(headers.get(b"accept-language", b"").decode("latin-1"))),
            )
        except RequestProblem as refusal:
            return problem_answer(refusal.problem(path, _language(scope)))
        surroundings = Surroundings(
            app_state.public_address(), app_state.earlier_dataset, app_state.this_year(), chart_picture_bytes
        )
        try:
            ready = await asyncio.to_thread(prepared, dataset, request, surroundings, self._doors)
            answer = await self._kept(raw, dataset, ready, scope, allowance)
            if answer.status >= 400 and request.in_own_language is not None:
                # A refusal is for the one who asks and kept by nobody: it speaks the language of the reader.
                ready = await asyncio.to_thread(prepared, dataset, request.in_own_language, surroundings, self._doors)
                answer = await self._kept(raw, dataset, ready, scope, allowance)
            return answer
        except Exception:
            logging.getLogger(__name__).exception(path)
            return _fault(scope)

    async def _kept(
        self, raw: Hashable, dataset: Dataset, ready: Prepared, scope: Scope, allowance: "ReadingAllowance"
    ) -> OpenAnswer:
        if ready.key is None:
            return ready.make()
        key = (dataset.identity, ready.key)
        answer = self._store.answer_of(raw, key)
        if answer is not None:
            return answer
        making = self._making.get(key)
        if making is None:
            if len(self._making) >= MOST_WAITING:
                language = _language(scope)
                words = text(language, COME_AGAIN)
                return problem_answer(Problem(BUSY, (), scope["path"], language, words, {"Retry-After": "5"}))
            making = asyncio.ensure_future(self._in_turn(ready.make))
            self._making[key] = making
            making.add_done_callback(lambda _: self._making.pop(key, None))
            await allowance.take(COST_OF_MAKING - 1, in_any_case=True)
        answer = await asyncio.shield(making)
        if answer.status == 200:
            self._store.keep(raw, key, answer)
        return answer

    async def _in_turn(self, make: Callable[[], OpenAnswer]) -> OpenAnswer:
        if self._turn is None:
            self._turn = asyncio.Semaphore(AT_ONCE)
        async with self._turn:
            # What a program waits for goes before what is made ahead for nobody yet.
            with warming.gives_way():
                return await asyncio.to_thread(make)


class ReadingAllowance:
    """What the address of a request may ask for: tokens that are taken, none where there is no limit."""

    def __init__(self, scope: Scope, rate: float) -> None:
        self._rate = rate
        self._bucket = _bucket(_client(scope), BUCKET, rate) if rate else None
        self._taken = Taken(0.0, BUCKET)

    async def take(self, tokens: float, *, in_any_case: bool = False) -> float:
        """Take tokens; return 0, or the seconds until the address may ask again: then none was taken."""
        if self._bucket is not None:
            self._taken = await buckets().take([self._bucket], tokens, in_any_case=in_any_case)
        return self._taken.wait

    def headers(self) -> tuple[tuple[bytes, bytes], ...]:
        """Return what an answer says of what is left."""
        if self._bucket is None:
            return ()
        return _limit_headers(int(self._taken.left), self._rate)


@lru_cache(maxsize=4096)
def _bucket(client: str, most: int, rate: float) -> Bucket:
    """Return the bucket of an address."""
    return Bucket(f"reading:{client}", most, 1 / rate)


@lru_cache(maxsize=2 * BUCKET)
def _limit_headers(left: int, rate: float) -> tuple[tuple[bytes, bytes], ...]:
    """Return what a bucket holds and when it is full again, for who asks."""
    return (
        (LIMIT_HEADERS[0], f'"reading";q={BUCKET};w={math.ceil(BUCKET / rate)}'.encode()),
        (LIMIT_HEADERS[1], f'"reading";r={left};t={math.ceil((BUCKET - left) / rate)}'.encode()),
    )


def _published() -> Dataset | None:
    try:
        return app_state.published_dataset()
    except DataProblem as problem:
        logging.getLogger(__name__).error("%s", problem)
        return None


def _language(scope: Scope) -> str:
    """Return the language of a problem: the one that the address names, else the reader's own."""
    request = Request(scope)
    try:
        return reader_language(request)
    except ValueError:
        return screen_language("", preferred_locale(request.headers.get("accept-language", "")))


def _fault(scope: Scope) -> OpenAnswer:
    language = _language(scope)
    return problem_answer(Problem(FAILED, (), scope["path"], language, text(language, FAULT)))


async def _send(
    send: Send, answer: OpenAnswer, headers: Mapping[bytes, bytes], with_body: bool, more: Sequence[Header] = ()
) -> None:
    """Send an answer in the form that the headers of its request ask for."""
    status, body, head = answer.form(headers)
    await send({"type": "http.response.start", "status": status, "headers": [*head, *more]})
    await send({"type": "http.response.body", "body": body if with_body else b""})


async def _send_options(send: Send) -> None:
    """Answer what may be done here, for browsers that ask before they read."""
    headers = [
        *CORS,
        (b"access-control-allow-methods", b"GET, HEAD, OPTIONS"),
        (b"access-control-allow-headers", b"*"),
        (b"access-control-max-age", b"86400"),
        (b"allow", b"GET, HEAD, OPTIONS"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _with_headers(send: Send, headers: Sequence[tuple[bytes, bytes]]) -> Callable[[Message], Awaitable[None]]:
    """Return a `send` that adds headers to the answer."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *headers]}
        await send(message)

    return sending


def _client(scope: Scope) -> str:
    return str(scope["client"][0]) if scope.get("client") else ""


def api_front(dataset: Dataset, request: OpenRequest, surroundings: Surroundings) -> Prepared:
    """Return the page where a browser asks for the first address, else what the door of the API makes."""
    if request.path.rstrip("/") != ROOT or not request.html:
        return api_door(dataset, request, surroundings)
    query, findings = read_query(request.pairs, (LANGUAGE,), dataset)
    if findings:
        raise RequestProblem(kind_of(findings), findings)
    language = query.word("lang", request.language)

    def make() -> OpenAnswer:
        page = api_page(dataset, language, surroundings.public)
        return OpenAnswer.of(200, "text/html; charset=utf-8", page.encode(), vary=PAGE_OR_LIST)

    return Prepared((ROOT, "html", language), make)
