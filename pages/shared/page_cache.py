"""The finished parts of pages, cached for every reader in one store with one limit in bytes.

Everything that a page makes of a data set and a reader's choices is the result
of a pure function of these, marked with :func:`shared`: a second reader of the
same page gets the same objects. Results leave in the order in which they were
last asked for, once together they weigh more than INDICATORS_CACHE_MB.
"""

import asyncio
import os
import sys
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import partial, wraps
from threading import Condition
from typing import Any, ParamSpec, TypeVar

import pandas as pd
from cachetools import LRUCache, cached

from indicators.figures.template import FrozenFigure
from indicators.store.dataset import Dataset

USUAL_MEGABYTES = 160
SETTING = "INDICATORS_CACHE_MB"

P = ParamSpec("P")
R = TypeVar("R")


def budget() -> int:
    """Return how many bytes the finished parts of pages may take: INDICATORS_CACHE_MB, or 160 MB."""
    written = os.environ.get(SETTING, "").strip()
    return (int(written) if written.isascii() and written.isdigit() else USUAL_MEGABYTES) * 1_000_000


def weight(value: object) -> int:
    """Return about how many bytes a result takes: its texts, the JSON of its figures, its tables.

    What belongs to the data set (catalogue entries, places) counts as a
    reference: it is there in any case.
    """
    if isinstance(value, FrozenFigure):
        return value.size
    if isinstance(value, pd.DataFrame):
        return int(value.memory_usage(deep=True).sum())
    parts: Iterable[object] = ()
    if isinstance(value, Mapping):
        parts = (part for pair in value.items() for part in pair)
    elif isinstance(value, list | tuple | set | frozenset):
        parts = value
    elif is_dataclass(value) and not isinstance(value, Dataset):
        parts = (getattr(value, field.name) for field in fields(value))
    return sys.getsizeof(value) + sum(map(weight, parts))


@dataclass(frozen=True)
class _Entry:
    """A result with its weight, which is taken while nobody waits for the store."""

    result: Any
    weight: int


_store: LRUCache[Hashable, _Entry] = LRUCache(budget(), getsizeof=lambda entry: entry.weight)
_changed = Condition()


def shared(function: Callable[P, R]) -> Callable[P, R]:
    """Keep what `function` returns for arguments that are hashable; each result is made once, whoever asks meanwhile.

    In place of a data set its identity is stored, so that no earlier one stays in
    memory for the sake of a page nobody opens any more.
    """

    def make(*arguments: P.args, **named: P.kwargs) -> _Entry:
        result = function(*arguments, **named)
        return _Entry(result, weight(result))

    find = cached(_store, key=partial(_key, f"{function.__module__}.{function.__qualname__}"), condition=_changed)(make)

    @wraps(function)
    def look_up(*arguments: P.args, **named: P.kwargs) -> R:
        result: R = find(*arguments, **named).result
        return result

    return look_up


def held(function: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R | None:
    """Return what a function marked with :func:`shared` has for these arguments already, None where it would be made.

    For who may not wait: the server's loop answers all readers.
    """
    name = f"{function.__module__}.{function.__qualname__}"
    with _changed:
        entry = _store.get(_key(name, *arguments, **named))
    result: R | None = None if entry is None else entry.result
    return result


async def held_or_made(function: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
    """Return what a function marked with :func:`shared` has for these arguments, or makes beside the server's loop."""
    result = held(function, *arguments, **named)
    return await asyncio.to_thread(function, *arguments, **named) if result is None else result


def _key(name: str, *arguments: object, **named: object) -> Hashable:
    return (
        name,
        *(argument.identity if isinstance(argument, Dataset) else argument for argument in arguments),
        *(
            (key, argument.identity if isinstance(argument, Dataset) else argument)
            for key, argument in sorted(named.items())
        ),
    )


def clear() -> None:
    """Forget every result."""
    with _changed:
        _store.clear()


def weight_of_all() -> int:
    """Return what all results weigh together, in bytes."""
    return int(_store.currsize)
