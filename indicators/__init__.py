"""Urban indicators of Casablanca and its peer cities, mapped to the SDG targets.

What stands here is what others may build on; everything else may move.

>>> import indicators
>>> dataset = indicators.open_dataset()
>>> indicators.latest(dataset, "population_agglomeration", ["casablanca", "rabat"])["place"].tolist()
['casablanca', 'rabat']
>>> indicators.compare(dataset, "population_agglomeration", ["casablanca", "rabat"]).verdict.value
'with care'
>>> indicators.score(75.0, lower=50.0, optimum=100.0)
50.0

Data flows one way through the packages, as `docs/architecture.md` draws it.
Nothing in this package imports Streamlit. A name is imported when it is first
used, so that `import indicators` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indicators.api import check, compare, latest, open_dataset, rank
    from indicators.findings.finding import DataProblem, describe
    from indicators.sdg import reason, score, status, trend

_MODULES = {
    "DataProblem": "indicators.findings.finding",
    "check": "indicators.api",
    "compare": "indicators.api",
    "describe": "indicators.findings.finding",
    "latest": "indicators.api",
    "open_dataset": "indicators.api",
    "rank": "indicators.api",
    "reason": "indicators.sdg",
    "score": "indicators.sdg",
    "status": "indicators.sdg",
    "trend": "indicators.sdg",
}

__all__ = [
    "DataProblem",
    "check",
    "compare",
    "describe",
    "latest",
    "open_dataset",
    "rank",
    "reason",
    "score",
    "status",
    "trend",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
