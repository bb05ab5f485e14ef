"""Rendered pages in French and Arabic: no text of them stands in another language without a reason."""

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from indicators.language.bidi import unmarked
from indicators.language.locales import LANGUAGE_NAMES, direction
from pages.server import routes
from pages.server.stage_routes import PAGES
from pages.shared import registry
from tests.helpers.checking import dataset
from tests.helpers.languages import ROOT, TRANSLATED, catalogue, english_in, forms, messages

pytestmark = pytest.mark.slow

SILENT = {"script", "style", "template", "svg"}
"""Elements whose text nobody reads, or that are a picture made of a chart."""

READ = ("aria-label", "title", "placeholder", "alt")
"""Attributes that are read out or shown."""

LATIN_WORDS = re.compile(r"[A-Za-zÀ-ÿ][a-zà-ÿ’'-]+(?:[ \u00a0](?:[A-Za-zÀ-ÿ’'-]+))+")
"""Two words of Latin letters, one behind the other."""


class Texts(HTMLParser):
    """Gathers the texts of a page that are read in its own language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.open: list[tuple[str, bool]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        other = given.get("lang") not in (None, self.language)
        apart = other or tag in SILENT or (bool(self.open) and self.open[-1][1])
        if not apart:
            self.texts += [str(given[name]) for name in READ if given.get(name)]
        if tag not in ("meta", "link", "img", "br", "hr", "input", "wbr", "source", "path", "use"):
            self.open.append((tag, apart))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self.open and self.open[-1][1]):
            self.texts.append(data.strip())


def texts_of(page: str, language: str) -> list[str]:
    reader = Texts(language)
    reader.feed(page)
    return [unmarked(text) for text in reader.texts]


@cache
def named() -> str:
    """Return all that stands in the data in Latin letters for a reason.

    Titles, producers and citations of publications stay in the language they were published in; communes without an
    Arabic name and speakers' names are written as they are; formulas, codes and formats of files have no translation.
    """
    data = dataset()
    sources = [
        field for source in data.sources.values() for field in source.model_dump().values() if isinstance(field, str)
    ]
    arabic = [text for message in messages(catalogue("ar")) for text in forms(message.string)]
    places = [place.names.ar for place in data.places.values()]
    entries = [text.ar for one in data.catalogue.values() for text in (one.names, one.unit_names, one.definition)]
    sessions = [path.read_text(encoding="utf-8") for path in (ROOT / "data" / "sessions").glob("*.toml")]
    return unmarked("\n".join([*sources, *arabic, *places, *entries, *sessions, *LANGUAGE_NAMES.values()]))


def foreign(texts: list[str]) -> list[str]:
    """Return the runs of Latin words in the texts of an Arabic page that nothing explains."""
    runs = {run[0].replace("\u00a0", " ") for text in texts for run in LATIN_WORDS.finditer(text)}
    return sorted(run for run in runs if run not in named())


def check(page: str, language: str) -> None:
    texts = texts_of(page, language)
    assert texts
    assert english_in("\n".join(texts), language) == []
    if language == "ar":
        assert foreign(texts) == []


HEADINGS = (
    "Add your figures", "Sessions", "What changed in the data", "How the server is", "Server", "{n} indicator, and",
)  # fmt: skip
"""How titles of pages begin in English that name the page and say nothing of its figures."""


def is_name(title: str, language: str) -> bool:
    """Return whether a title is a name, by the fixed part with which its translation begins."""
    names = [form for message in messages(catalogue(language)) for form in forms(message.string)
             if forms(message.id)[0].startswith(HEADINGS)]  # fmt: skip
    return any(re.fullmatch(re.sub(r"\\\{\w+\\\}", ".+", re.escape(name)), title) for name in names)


WIDGETS = (
    "button", "checkbox", "multiselect", "number_input", "radio", "selectbox", "text_area", "text_input", "toggle",
)  # fmt: skip


def widgets(app: AppTest) -> Iterator[str]:
    """Yield what Streamlit's own elements say: labels, hints, choices, plain texts."""
    for kind in WIDGETS:
        for element in app.get(kind):
            for name in ("label", "help", "placeholder"):
                yield str(getattr(element.proto, name, ""))
            yield from map(str, getattr(element.proto, "options", ()))
    yield from (str(element.value) for kind in ("markdown", "caption") for element in app.get(kind))


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("entry", registry.published_entries(), ids=lambda entry: entry.script.removesuffix(".py"))
def test_a_page_of_the_app(entry: registry.Entry, language: str) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
    app.query_params["lang"] = language
    app.switch_page(str(Path("pages") / entry.script)).run()
    assert not app.exception
    shown = "\n".join(str(block.proto.body) for block in app.get("html"))
    shown += "".join(f"<p>{escape(words)}</p>" for words in widgets(app))
    assert f'data-language="{language}"' in shown
    check(shown, language)
    titles = [unmarked(re.sub(r"<[^>]*>", "", title)) for title in re.findall(r"<h1[^>]*>(.*?)</h1>", shown, re.DOTALL)]
    assert titles
    assert [title for title in titles if not title.endswith(".") and not is_name(title, language)] == []


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes.routes(), middleware=routes.middleware())) as opened:
        yield opened


ADDRESSES = [
    "/c/public_sewer-rank", "/c/non_revenue_water-time", "/c/overview", "/c/no_such_chart", "/programme",
    "/live/water", "/live/no_such_session", "/live/water/moderator", "/live/water/questions",
    *(f"/live/water/{page}" for page in PAGES),
]  # fmt: skip


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_plain_page(client: TestClient, address: str, language: str) -> None:
    answer = client.get(f"{address}?lang={language}", headers={"Accept": "text/html"})
    assert f'<html lang="{language}" dir="{direction(language)}"' in answer.text
    check(answer.text, language)


@pytest.mark.parametrize("address", ADDRESSES[:1])
def test_what_is_left_in_english_is_found(client: TestClient, address: str) -> None:
    """The same page in English holds what the tests above look for."""
    texts = texts_of(client.get(f"{address}?lang=en", headers={"Accept": "text/html"}).text, "en")
    assert english_in("\n".join(texts), "ar")
    assert foreign(texts)


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("lang=xx", "fr"), ("lang=", "fr"), ("lang=AR", "fr"), ("lang=../../etc", "fr"), ("lang=%E2%80%AEar", "fr"),
        ("lang=xx&lang=ar", "ar"), ("lang=ar&lang=fr", "fr"), ("lang=ar&cities=%E2%80%AEtinu", "ar"),
        ("lang=ar&cities=Ca%CC%81%CC%82%CC%83%CC%84%CC%85sa", "ar"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/c/public_sewer-rank", "/embed/public_sewer-rank", "/programme", "/live/water"])
def test_a_language_that_is_not_spoken_is_that_of_the_browser(
    client: TestClient, path: str, query: str, language: str
) -> None:
    """Of a parameter that is there twice the last counts; a name that turns what follows turns nothing."""
    answer = client.get(f"{path}?{query}", headers={"Accept": "text/html", "Accept-Language": "fr"})
    assert answer.status_code == 200
    assert f'<html lang="{language}" dir="{direction(language)}"' in answer.text
    assert not set(answer.text) & {"\u202e", "\u202d", "\u202b"}
