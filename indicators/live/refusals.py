"""Why something asked of a room is not done: a kind that a program can tell, and words for a person."""

from enum import StrEnum

from indicators.language.translator import text


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
        A marked message of the catalogues; `params` are put into it in the reader's language.
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
        return text(language, self.message, **self.params)
