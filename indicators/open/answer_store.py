"""The finished answers of open data, stored by what they answer and found by the very letters of a request.

Only the server's loop uses it: nothing here waits for anything.
"""

from collections.abc import Hashable

from cachetools import LRUCache

from indicators.open.answers import OpenAnswer

MOST_BYTES = 48_000_000
"""Bytes of answers that are kept: about five hundred pages of a hundred rows, or fifty of a thousand."""

MOST_SPELLINGS = 4_096
"""Requests, letter by letter, whose answer is known at once."""


class AnswerStore:
    """Answers by key, the least recently asked for leaving first; and the spellings that led to them."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._answers: LRUCache[Hashable, OpenAnswer] = LRUCache(most_bytes, getsizeof=lambda answer: answer.weight)
        self._spellings: LRUCache[Hashable, Hashable] = LRUCache(MOST_SPELLINGS)
        self.taken_in = 0
        """How often an answer or a spelling was taken in: each time others may have been put out."""
        self._at_once: dict[Hashable, OpenAnswer] = {}
        """What was found since an answer was last kept: nothing was put out since then, and one look-up finds it."""

    @property
    def weight(self) -> int:
        """What all answers weigh together, in bytes."""
        return int(self._answers.currsize)

    def find(self, spelling: Hashable) -> OpenAnswer | None:
        """Return the answer to a request of this spelling, None where it is not known."""
        answer = self._at_once.get(spelling)
        if answer is None:
            key = self._spellings.get(spelling)
            answer = None if key is None else self._answers.get(key)
            if answer is not None:
                self._at_once[spelling] = answer
        return answer

    def answer_of(self, spelling: Hashable, key: Hashable) -> OpenAnswer | None:
        """Return the answer of a key, and know the spelling from now on; None where it has to be made."""
        answer = self._answers.get(key)
        if answer is not None:
            self._know(spelling, key)
        return answer

    def keep(self, spelling: Hashable, key: Hashable, answer: OpenAnswer) -> None:
        """Keep an answer; one too heavy for the store is not stored."""
        if answer.weight <= self._answers.maxsize:
            self._answers[key] = answer
            self._know(spelling, key)

    def _know(self, spelling: Hashable, key: Hashable) -> None:
        """Know a spelling from now on; whatever was put out for it, or for its answer, is not found any more."""
        self._spellings[spelling] = key
        self.taken_in += 1
        self._at_once.clear()
