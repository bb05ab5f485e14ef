"""The score of a value between a worst and a best bound."""

from typing import Any

import numpy as np

from indicators.sdg.broadcasting import Column, numbers, refuse_equal, shape_of


def score(value: Column, lower: Column, optimum: Column) -> Any:
    """Return how far `value` is from `lower` (0) to `optimum` (100).

    Values beyond the bounds score exactly 0 or 100. Where `optimum` is below
    `lower` less is better, and the same formula holds. Numbers give a float,
    Series of equal length a Series with their index; NaN where an argument is
    missing, infinite or text (:func:`~indicators.sdg.reason` says which).

    Source: Sustainable Development Report, equation S1 of its methodology.

    Raises
    ------
    ValueError
        `lower` equals `optimum`.
    """
    shape = shape_of(value=value, lower=lower, optimum=optimum)
    x, low, best = numbers(value), numbers(lower), numbers(optimum)
    refuse_equal(lower=low, optimum=best)
    # A value very far out may overflow on the way to its clipped 0 or 100.
    with np.errstate(over="ignore"):
        points = (x - low) / (best - low) * 100.0
    # Adding zero turns the -0.0 of a reversed scale into 0.0.
    return shape.wrap(np.clip(points, 0.0, 100.0) + 0.0)
