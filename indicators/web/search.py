"""The index of the find box: every indicator under the words people use for it."""

import orjson

from indicators.analysis import derive
from indicators.charts.request import ChartRequest
from indicators.model.vocabulary import Scale
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.labels import HomeTranslator, word
from indicators.web.links import address


def index(dataset: Dataset, language: str) -> list[dict[str, object]]:
    """Return one record an indicator: name, words to find it by, a note, its address.

    `figure` tells whether the home city has one of its own; those come first.
    """
    t = HomeTranslator(dataset.home, dataset.places, language)
    records = []
    for entry in dataset.catalogue.values():
        own = derive.latest(dataset.of(entry.id), [dataset.home.city])
        theme = word(entry.theme, language)
        if entry.scale is Scale.COUNTRY:
            note = t("{theme} · national figure", theme=theme)
        elif own.empty:
            note = t("{theme} · no figure of {home} here", theme=theme)
        else:
            note = f"{theme} · {formatting.with_unit(float(own['value'].iloc[0]), entry, language)}"
        names = {entry.names.en, entry.names.fr, entry.names.ar}
        records.append(
            {
                "name": entry.names.get(language),
                "words": " ".join([*sorted(names), *entry.keywords, theme, entry.sdg.target]),
                "note": note,
                "figure": entry.scale is not Scale.COUNTRY and not own.empty,
                "href": address(entry.theme, ChartRequest(language=language, indicator=entry.id)),
            }
        )
    return records


def index_json(dataset: Dataset, language: str) -> bytes:
    """Return the index as JSON."""
    return orjson.dumps(index(dataset, language))
