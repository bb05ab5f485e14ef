"""Where the rooms lie in a Redis: its address, its keys, and in words why it cannot be used.

Every key begins with `indicators:`; what else is in the same Redis is never looked at. The address may hold a password:
it is in no message and in no log.
"""

from typing import Any

import redis
import redis.asyncio
from redis.asyncio.retry import Retry as LoopRetry
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, AuthorizationError, RedisError
from redis.retry import Retry

from indicators.live.log import LogUnreachable, LogUnusable

PREFIX = "indicators:"
"""How every key of ours begins."""

SCHEMES = ("redis", "rediss", "unix")

CONNECT_SECONDS = 1.0
"""How long a connection is waited for."""

ANSWER_SECONDS = 2.0
"""How long an answer is waited for, before the connection counts as lost."""

LOST = (redis.ConnectionError, redis.TimeoutError, OSError)
"""What is raised where no answer comes."""

BAD_ADDRESS = "REDIS_URL is no address of a Redis such as redis://localhost:6379/0"


class RedisPlace:
    """One database of a Redis.

    `problem` says why the address cannot be used; it is empty where it can. `name` is the address without its secrets.
    """

    def __init__(self, url: str) -> None:
        self._url = url.strip()
        self.problem = ""
        self.name = "?"
        try:
            self.name = self._checked()
        except Exception:  # noqa: BLE001 - whatever a library says of an address may repeat its password
            self.problem = BAD_ADDRESS

    def _checked(self) -> str:
        """Return the address without secrets; raises whatever where it is none."""
        scheme, _, address = self._url.partition("://")
        place, _, _ = address.partition("?")
        if scheme not in SCHEMES or not address:
            raise ValueError(BAD_ADDRESS)
        if scheme != "unix" and not place.partition("/")[2].isdecimal() and place.partition("/")[2]:
            raise ValueError(BAD_ADDRESS)
        made = redis.ConnectionPool.from_url(self._url).make_connection()
        host, port, path = (getattr(made, name, None) for name in ("host", "port", "path"))
        if path is None and not (host and port and 0 < port < 65_536):
            raise ValueError(BAD_ADDRESS)
        return f"{path or f'{host}:{port}'} database {getattr(made, 'db', 0)}"

    def _options(self, seconds: float) -> dict[str, Any]:
        # what was sent is never sent again by the library: whether it may be is known here alone
        once = {"retry_on_error": [], "retry_on_timeout": False, "protocol": 2}
        return {"socket_timeout": seconds, "socket_connect_timeout": CONNECT_SECONDS, **once}

    def client(self) -> "redis.Redis":
        """Return a client for threads; raises LogUnusable where the address is none."""
        self._require()
        retry = Retry(NoBackoff(), 0)
        return redis.Redis.from_url(self._url, retry=retry, **self._options(ANSWER_SECONDS))

    def loop_client(self, seconds: float = ANSWER_SECONDS, *, single: bool = False) -> "redis.asyncio.Redis":
        """Return a client for the running loop that waits so many seconds; of a `single` connection or of several."""
        self._require()
        retry = LoopRetry(NoBackoff(), 0)
        options = {**self._options(seconds), "single_connection_client": single}
        return redis.asyncio.Redis.from_url(self._url, retry=retry, **options)

    def _require(self) -> None:
        if self.problem:
            raise LogUnusable(self.problem)


def log_key(session: str) -> str:
    """Return the key of the log of a session."""
    return f"{PREFIX}room:{session}:log"


def keys_key(session: str) -> str:
    """Return the key of the keys of a session."""
    return f"{PREFIX}room:{session}:keys"


def session_of_log(key: str) -> str:
    """Return the session that a key of a log is of, empty for another key."""
    inner = key.removeprefix(f"{PREFIX}room:").removesuffix(":log")
    return inner if log_key(inner) == key else ""


def session_of_keys(key: str) -> str:
    """Return the session whose keys lie under a key, empty for another key."""
    inner = key.removeprefix(f"{PREFIX}room:").removesuffix(":keys")
    return inner if keys_key(inner) == key else ""


def problem_of(error: Exception) -> LogUnusable:
    """Return what an error of the library means: not reached, or refused, in words without a secret."""
    if isinstance(error, LogUnusable):
        return error
    if isinstance(error, (AuthenticationError, AuthorizationError)):
        return LogUnusable("Redis does not accept the name and password of REDIS_URL")
    if isinstance(error, LOST):
        return LogUnreachable("Redis is not reached")
    message = " ".join(str(error).split())[:200] if isinstance(error, RedisError) else ""
    return LogUnusable(message or type(error).__name__)
