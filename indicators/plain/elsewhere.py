"""What the page of a chart offers for use elsewhere: the code of its embed, its feed, its card, what machines read."""

from urllib.parse import quote

from indicators.charts.quoting import quoted_figure
from indicators.language.translator import Translator
from indicators.plain.chart_document import ChartDocument
from indicators.plain.dataset_markup import dataset_markup
from indicators.plain.embed_code import CARD_SIZE, card_address, embed_code
from indicators.plain.page import Elsewhere, RelatedLink, script_json
from indicators.plain.release_feed import title_of
from indicators.store.dataset import Dataset
from indicators.web.addresses import ATOM, FeedScope, feed_address, still_address

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


def provider(dataset: Dataset, language: str) -> str:
    """Return the name of this server, as captions give it."""
    brand = dataset.places[dataset.home.city].names.get(language)
    return f"{brand} {Translator(language)('smart-city indicators')}"
