"""Readings of a few meters written as the files that an owner would bring."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest

from indicators.readings import engine as engines
from indicators.readings.answers import Answers, answer
from indicators.readings.description import Description, MeterTable

Row = tuple[str, str, object]

Ask = Callable[..., Answers]


def described(**readings: object) -> Description:
    """Return a description of hourly counters in cubic metres, with what is stated otherwise."""
    return Description.model_validate(
        {
            "columns": {"meter": "meter", "time": "read_at", "quantity": "index", **readings.pop("columns", {})},
            "readings": {"kind": "counter", **readings},
            "meters": {"file": "meters.csv"},
        }
    )


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Return what answers the questions about rows of meter, time and quantity (more columns by name)."""

    def asked(
        rows: Sequence[Row] | pd.DataFrame,
        places: dict[str, str] | None = None,
        parquet: bool = False,
        **readings: object,
    ) -> Answers:
        frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows, columns=["meter", "read_at", "index"])
        path = tmp_path / ("readings.parquet" if parquet else "readings.csv")
        (frame.to_parquet if parquet else frame.to_csv)(path, index=False)
        where = {"A": "anfa"} if places is None else places
        table = MeterTable(pd.DataFrame({"meter": list(where), "place": list(where.values())}), {})
        with engines.opened("duckdb", tmp_path, 500) as engine:
            return answer(engine, [path], described(**readings), table)

    return asked
