"""Keys of observations as whole numbers: equal where all six parts are, and in the order of the years.

Of millions of values a number each is little enough to be held at once. They are held in partitions, each with
whole series of a place and an indicator, so that what takes all values is asked of one partition after the other.
"""

from collections.abc import Hashable, Iterable
from copy import copy
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.model.observations import NUMBERS
from indicators.model.vocabulary import Method, Perimeter
from indicators.store.dataset import Dataset, once_per_dataset

UNSTATED = "source_not_stated"
"""What stands for the source of values whose file does not name one, until someone does."""

PARTITIONS = 64

_BITS = {"place": 16, "indicator": 13, "year": 9, "perimeter": 6, "method": 6, "source": 14}
"""How many bits of a key each part takes, the first part the highest."""

BELOW_YEAR = np.uint64(_BITS["perimeter"] + _BITS["method"] + _BITS["source"])
_BELOW_SERIES = np.uint64(int(BELOW_YEAR) + _BITS["year"])
_NO_YEAR = -1.0
_BEFORE_FIRST = 1899
"""What is added to the number of a year in a key; nought is no year."""


def part_of(keys: np.ndarray, name: str) -> np.ndarray:
    """Return the number of one part of each key."""
    names = list(_BITS)
    below = sum(_BITS[later] for later in names[names.index(name) + 1 :])
    numbers: np.ndarray = ((keys >> np.uint64(below)) & np.uint64((1 << _BITS[name]) - 1)).astype("int32")
    return numbers


def partition_of(keys: np.ndarray) -> np.ndarray:
    """Return the partition of each key, the same for a whole series; the remainder by a prime spreads them evenly."""
    numbers: np.ndarray = (keys >> _BELOW_SERIES) % np.uint64(251) % np.uint64(PARTITIONS)
    return numbers


class ObservationKeys:
    """The numbers of the words that keys are made of, and so the keys of observations."""

    def __init__(self, dataset: Dataset) -> None:
        known: dict[str, Iterable[Hashable]] = {
            "place": dataset.places,
            "indicator": dataset.catalogue,
            "year": [_NO_YEAR, *map(float, range(_BEFORE_FIRST + 1, 2101))],
            "perimeter": map(str, Perimeter),
            "method": map(str, Method),
            "source": [*dataset.sources, UNSTATED, ""],
        }
        self.numbers = {name: {word: number for number, word in enumerate(words)} for name, words in known.items()}

    def copy(self) -> "ObservationKeys":
        """Return keys with the same numbers, which go on to number words of their own."""
        other = copy(self)
        other.numbers = {name: dict(numbers) for name, numbers in self.numbers.items()}
        return other

    def of(self, values: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Return the keys of values, and which have one; unknown words are numbered as long as there is room."""
        key = np.zeros(len(values), dtype="uint64")
        whole = np.ones(len(values), dtype=bool)
        for name, bits in _BITS.items():
            numbers = self.numbers[name]
            if name == "year":
                codes, words = pd.factorize(values[name].astype("float64").fillna(_NO_YEAR))
            else:
                column = values[name].astype("category")
                codes, words = column.cat.codes.to_numpy(), column.cat.categories
                used = np.bincount(codes, minlength=len(words))
                words = [word if count else None for word, count in zip(words, used, strict=True)]
            for word in words:
                if word is not None and len(numbers) < 1 << bits:
                    numbers.setdefault(word, len(numbers))
            number = np.array([*(numbers.get(word, -1) for word in words), -1], dtype="int64")[codes]
            whole &= number >= 0
            key = (key << np.uint64(bits)) | number.astype("uint64")
        return key, whole

    def frame(self, keys: np.ndarray) -> pd.DataFrame:
        """Return the parts of keys whose words are all known, as the columns of observations."""
        out: dict[str, object] = {}
        for name in _BITS:
            codes = part_of(keys, name)
            if name == "year":
                out[name] = pd.arrays.IntegerArray((codes + _BEFORE_FIRST).astype("int16"), codes == 0)
            else:
                out[name] = pd.Categorical.from_codes(codes, categories=pd.Index(list(self.numbers[name]), dtype="str"))
        return pd.DataFrame(out)


@once_per_dataset
def keys_of_stored(dataset: Dataset) -> tuple[ObservationKeys, np.ndarray, np.ndarray]:
    """Return the numbers of the words of a data set, the keys of its observations, and those of all its years."""
    keys = ObservationKeys(dataset)
    stored, _ = keys.of(dataset.observations)
    held = dataset.held_back.dropna(subset=["year", "value"])
    blank = {"perimeter": str(Perimeter.NOT_STATED), "method": str(Method.REPORTED), "source": UNSTATED}
    years = np.unique(np.concatenate([stored, keys.of(held.assign(**blank))[0]]) >> BELOW_YEAR)
    return keys, stored, years


@dataclass
class RightValues:
    """Right values in the order of the file: positions, keys, numbers and notes (None where all are blank)."""

    position: np.ndarray
    key: np.ndarray
    numbers: dict[str, np.ndarray]
    notes: pd.Categorical | None

    @classmethod
    def of(cls, values: pd.DataFrame, position: np.ndarray, key: np.ndarray, good: np.ndarray) -> "RightValues":
        """Take the right ones of some values."""
        every = cls(position, key, {name: values[name].to_numpy() for name in NUMBERS}, pd.Categorical(values["note"]))
        return every.where(good)

    def where(self, mask: np.ndarray) -> "RightValues":
        """Return the values of a mask."""
        if mask.all():
            return self
        numbers = {name: column[mask] for name, column in self.numbers.items()}
        return RightValues(
            self.position[mask], self.key[mask], numbers, None if self.notes is None else self.notes[mask]
        )

    def compact(self) -> "RightValues":
        """Return the values without the columns that hold nothing."""
        numbers = {name: column for name, column in self.numbers.items() if not np.isnan(column).all()}
        blank = self.notes is None or not any(self.notes.categories)
        return RightValues(self.position, self.key, numbers, None if blank else self.notes)

    def number(self, name: str) -> np.ndarray:
        """Return the numbers of a column, missing where it holds nothing."""
        numbers = self.numbers.get(name)
        return np.full(len(self.key), np.nan) if numbers is None else numbers


@dataclass
class KeyedValues:
    """Keys, positions and numbers (NaN where refused) of a batch, by partition; `repeated` are in an earlier row too.

    The number of a `bound`, which has no value, is its limit. The arrays are made once and only written into: millions
    of values leave no gaps in memory.
    """

    key: np.ndarray
    position: np.ndarray
    number: np.ndarray
    bound: np.ndarray
    repeated: np.ndarray
    ends: np.ndarray

    def partition(self, number: int) -> slice:
        """Return where the values of a partition are."""
        return slice(int(self.ends[number]), int(self.ends[number + 1]))


def dated_series(
    keys: np.ndarray, values: np.ndarray, floors: np.ndarray, index: np.ndarray | None = None
) -> pd.DataFrame:
    """Return the series, year, value and floor of the values that have a year, as :func:`find_jumps` takes them.

    `floors` are those of the indicators in the order of the catalogue.
    """
    year = part_of(keys, "year")
    indicator = part_of(keys, "indicator")
    frame = pd.DataFrame(
        {
            "series": keys >> _BELOW_SERIES,
            "year": year + _BEFORE_FIRST,
            "value": values,
            "floor": np.append(floors, 0.0)[np.minimum(indicator, len(floors))],
        },
        index=index,
    )
    return frame if (year > 0).all() else frame[year > 0]
