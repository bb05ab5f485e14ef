"""Why something asked of a room is not done: a kind that a program can tell, and words for a person."""

import logging
import time
from enum import StrEnum

from indicators.language.translator import N_, text
from indicators.live.log import LogUncertain, LogUnreachable, LogUnusable
from indicators.sessions.session import called
from indicators.text.formatting import commas

NOT_STORED = N_("This cannot be stored at the moment ({reason}); nothing was changed.")

NOT_REACHED = N_("This cannot be stored at the moment: the store of the rooms is not reached; nothing was changed.")

NOT_KNOWN = N_(
    "The store of the rooms was lost while this was being stored: nobody knows whether it was. Look before you send it "
    "again."
)

RETRY_SECONDS = 5

REPEATED_SECONDS = 5.0
"""How long the log of the server says nothing more of a log that cannot be used, after it said so."""


class RefusalKind(StrEnum):
    """The kinds of refusal.

    NOT_NOW is what may not be done as the room stands: someone else has the floor, the figure is shown already.
    """

    NO_SESSION = "no_session"
    UNKNOWN_KEY = "unknown_key"
    NOT_NOW = "not_now"
    MALFORMED = "malformed"
    TOO_MUCH = "too_much"
    NOT_FOUND = "not_found"
    UNAVAILABLE = "unavailable"


class Refused(Exception):
    """A refusal.

    Parameters
    ----------
    kind
        What kind of refusal.
    message
        A marked message of the catalogues; `params` are put into it in the reader's language, a tuple as the names of
        people on the stage.
    retry
        Seconds after which it may be asked again; 0 where that is no help.
    """

    def __init__(self, kind: RefusalKind, message: str, retry: float = 0.0, **params: object) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.retry = retry
        self.params = params

    def words(self, language: str) -> str:
        """Return the refusal in words."""
        return text(language, self.message, **{name: _in_words(value, language) for name, value in self.params.items()})


def _in_words(value: object, language: str) -> object:
    return commas([called(name, language) for name in value], language) if isinstance(value, tuple) else value


_logged_at: dict[str, float] = {}


def say_problem(message: str, problem: LogUnusable) -> None:
    """Log why the log cannot be used, once a while of each kind: a hall asks again and again."""
    moment, line = time.monotonic(), message % problem
    if moment - _logged_at.get(line, float("-inf")) >= REPEATED_SECONDS:
        _logged_at[line] = moment
        logging.getLogger(__name__).error("%s", line)


def not_stored(problem: LogUnusable) -> Refused:
    """Return in what words what could not be stored is refused."""
    say_problem("The log of rooms cannot be written: %s", problem)
    if isinstance(problem, LogUnreachable):
        return Refused(RefusalKind.UNAVAILABLE, NOT_REACHED, RETRY_SECONDS)
    if isinstance(problem, LogUncertain):
        return Refused(RefusalKind.UNAVAILABLE, NOT_KNOWN, RETRY_SECONDS)
    return Refused(RefusalKind.UNAVAILABLE, NOT_STORED, RETRY_SECONDS, reason=str(problem))
