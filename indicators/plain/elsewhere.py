"""What the page of a chart offers for use elsewhere: the code of its embed, its feed, its card, what machines read.

Search engines read its data as schema.org's Dataset in JSON-LD.
"""

from typing import Any
from urllib.parse import quote

from indicators.charts.quoting import quoted_figure
from indicators.model.observations import floats
from indicators.model.vocabulary import Method
from indicators.plain.chart_document import ChartDocument
from indicators.plain.embed import CARD_SIZE, card_address, embed_code
from indicators.plain.page import Elsewhere, RelatedLink, provider, script_json
from indicators.plain.release_feed import title_of
from indicators.store.dataset import Dataset
from indicators.text.labels import word
from indicators.web.addresses import ATOM, FeedScope, chart_address, feed_address, still_address

OEMBED = "/oembed"
"""The path of the answer to oEmbed."""


def elsewhere(dataset: Dataset, document: ChartDocument, public: str, today: str) -> Elsewhere:
    """Return how a chart is used elsewhere; `public` is the address of this server for the world, `today` the day."""
    language = document.look.language
    brand = provider(dataset, language)
    scope = FeedScope(indicator=document.state.indicator or "")
    feed = feed_address(scope, language)
    related = [RelatedLink("alternate", ATOM, feed, title_of(dataset, scope, language))]
    shared = []
    if public:
        query = f"{OEMBED}?url={quote(public + document.plain, safe='')}&format="
        for form, media in (("json", "application/json+oembed"), ("xml", "text/xml+oembed")):
            related.append(RelatedLink("alternate", media, f"{public}{query}{form}", document.chart.title))
        shared = [
            ("og:image", public + card_address(document, "png")),
            ("og:image:width", str(CARD_SIZE[0])),
            ("og:image:height", str(CARD_SIZE[1])),
            ("og:image:alt", document.chart.title),
        ]
    record = dataset_markup(dataset, document, public, brand)
    return Elsewhere(
        code=embed_code(document, public, brand, today) if public else "",
        feed=public + feed,
        still=public + still_address(document.state, quoted_figure(dataset, document.chart), document.version),
        related=tuple(related),
        shared=tuple(shared),
        markup=script_json(record) if record else "",
    )


LONGEST_DESCRIPTION = 5000
"""Letters of a description that search engines take."""

MOST_PLACES = 50
"""Places that are named; of more the first are, the home city before the others."""


def dataset_markup(dataset: Dataset, document: ChartDocument, public: str, brand: str) -> dict[str, Any] | None:
    """Return the data of a chart as schema.org describes them, None for a chart of no one indicator.

    `public` is the address of this server for the world, empty for none: addresses are then of the page itself. Terms
    are those of the sources, each with its own.
    """
    chart, language = document.chart, document.look.language
    entry = dataset.catalogue.get(chart.indicator)
    if entry is None or not chart.rows:
        return None
    page = public + chart_address(document.state)
    rows = chart.observations
    years = sorted({int(year) for year in floats(rows["year"].dropna())})
    known = [place for place in dict.fromkeys(rows["place"].astype("str")) if place in dataset.places]
    known.sort(key=lambda place: place != dataset.home.city)
    methods = [word(Method(name), language) for name in dict.fromkeys(rows["method"].astype("str"))]
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": page,
        "name": chart.subtitle or entry.names.get(language),
        "description": " ".join([entry.definition.get(language), chart.title, chart.source])[:LONGEST_DESCRIPTION],
        "url": page,
        "identifier": chart.id,
        "version": document.version,
        "inLanguage": language,
        "creator": [
            {"@type": "Organization", "name": name}
            for name in dict.fromkeys(document.look.t(source.producer) for source in document.sources)
        ],
        "publisher": {"@type": "Organization", "name": brand},
        "license": list(dict.fromkeys(source.licence for source in document.sources)),
        "isBasedOn": [
            {"@type": "CreativeWork", "name": source.title, "url": source.link, "license": source.licence}
            for source in document.sources
        ],
        "citation": document.citation,
        "measurementTechnique": methods,
        "variableMeasured": {
            "@type": "PropertyValue",
            "propertyID": entry.id,
            "name": entry.names.get(language),
            "unitText": entry.unit_names.get(language),
            "description": entry.definition.get(language),
        },
        "spatialCoverage": [
            {"@type": "Place", "name": dataset.places[place].names.get(language)} for place in known[:MOST_PLACES]
        ],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": form, "contentUrl": public + link}
            for form, link in (("text/csv", document.csv), ("application/zip", document.bundle))
            if link
        ],
    }
    if years:
        made["temporalCoverage"] = str(years[0]) if len(years) == 1 else f"{years[0]}/{years[-1]}"
    return made
