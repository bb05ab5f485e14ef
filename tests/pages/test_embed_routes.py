"""Charts in other sites' pages: the frame, what it may fetch, which pages may be framed, and oEmbed."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.plain.assets import ARABIC_FONT, asset
from indicators.plain.embed import WIDTHS
from indicators.store.releases import releases
from indicators.web import app_state
from pages.server import routes

PUBLIC = "https://indicators.example.org"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The routes with every layer, on a server with an address for the world."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INDICATORS_ADDRESS", PUBLIC)
        layers = Starlette(routes=routes.routes(), middleware=routes.middleware())
        with TestClient(layers, base_url="http://localhost") as opened:
            yield opened


def policies(answer) -> str:
    return " | ".join(answer.headers.get_list("content-security-policy"))


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_an_embed_holds_claim_verdict_and_source_as_text(client: TestClient, language: str) -> None:
    record = client.get(f"/c/public_sewer-rank.json?lang={language}").json()
    page = client.get(f"/embed/public_sewer-rank?lang={language}")
    assert page.status_code == 200
    assert f"<h1>{record['claim']}</h1>" in page.text
    assert record["verdict"]["name"] in page.text
    assert record["source"] in page.text
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page.text
    assert "set-cookie" not in page.headers


def test_an_embed_and_all_it_fetches_are_small(client: TestClient) -> None:
    page = client.get("/embed/population_agglomeration-time?lang=fr")
    files = re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.text)
    pictures = [found.replace("&amp;", "&") for found in re.findall(r'(?:srcset|src)="(/embed/[^"]+)"', page.text)]
    assert len(files) >= 3
    assert len(pictures) == 2 * len(WIDTHS)
    assert all(client.get(address).status_code == 200 for address in [*files, *pictures])
    largest = max(len(client.get(address).content) for address in pictures)
    assert len(page.content) + sum(len(client.get(address).content) for address in files) + largest < 500_000


def test_a_picture_is_drawn_for_its_width_and_theme(client: TestClient) -> None:
    narrow, wide = (client.get(f"/embed/public_sewer-rank.svg?lang=en&width={width}") for width in (300, 840))
    assert narrow.headers["content-type"] == "image/svg+xml"
    assert 'width="300"' in narrow.text[:200]
    assert 'width="840"' in wide.text[:200]
    dark = client.get("/embed/public_sewer-rank.svg?lang=en&width=300&theme=dark")
    assert dark.text != narrow.text
    # any other width would fill the store of finished answers
    assert client.get("/embed/public_sewer-rank.svg?lang=en&width=301").text == wide.text


def test_a_chart_without_a_figure_shows_its_table(client: TestClient) -> None:
    page = client.get("/embed/annual_water_use_literature-rank?lang=en").text
    assert "<img" not in page
    assert "<td" in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/c/public_sewer-rank", 200),
        ("/c/public_sewer-rank.json", 200),
        ("/c/public_sewer-rank.csv", 200),
        ("/c/public_sewer-rank/card.png", 200),
        ("/still/public_sewer?chart=rank", 200),
        ("/feeds/releases.atom", 200),
        ("/oembed?url=x", 404),
        ("/programme", 200),
        ("/live/nothing", 404),
        ("/find.json", 200),
        ("/download/water.csv?indicator=public_sewer", 200),
        ("/templates/figures.csv", 200),
        ("/assets/nothing.js", 404),
        ("/nowhere", 404),
        ("/embedded/public_sewer-rank", 404),
    ],
)
def test_no_other_page_may_be_framed(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert "frame-ancestors 'self'" in policies(answer)
    assert "frame-ancestors *" not in policies(answer)
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"


def test_an_embed_may_be_framed_anywhere_and_fetch_its_own_alone(client: TestClient) -> None:
    for path in ("/embed/public_sewer-rank", "/embed/public_sewr-rank"):
        answer = client.get(path)
        assert "frame-ancestors *" in policies(answer)
        assert "x-frame-options" not in answer.headers
    policy = policies(client.get("/embed/public_sewer-rank"))
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    # a host that is not ours is not made one by the path of an embed
    refused = client.get("/embed/public_sewer-rank", headers={"Host": "evil.example"})
    assert refused.status_code == 421


def test_what_changed_since_it_was_embedded_is_stated(client: TestClient) -> None:
    known = releases(app_state.published_dataset().folder / "releases")
    census = next(index for index, release in enumerate(known) if "census of 2024" in release.note)
    before = known[census + 1]
    page = client.get(f"/embed/bathroom_at_home-rank?lang=en&v={before.version}&on=2026-11-28").text
    assert "The figures of then say: “" in page
    assert "There was no such chart." in page
    # a day before that version, or one to come, is not repeated
    for day in ("1999-01-01", "2999-01-01", "yesterday"):
        assert day not in client.get(f"/embed/bathroom_at_home-rank?v={before.version}&on={day}").text.split("<main")[1]


def test_an_embed_of_this_version_says_nothing(client: TestClient) -> None:
    version = app_state.published_dataset().version
    page = client.get(f"/embed/public_sewer-rank?lang=en&v={version}&on=2026-11-27").text
    assert 'role="status"' not in page


def test_what_is_no_longer_held_is_not_reported(client: TestClient) -> None:
    page = client.get("/embed/public_sewer-rank?lang=en&v=0123456789ab&on=2026-11-27").text
    assert "cannot be told" in page
    assert "The figures of then say" not in page


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/embed/public_sewr-rank?lang=en", 404, "did you mean public_sewer?"),
        ("/embed/public_sewer-pie?lang=en", 404, "pie"),
        ("/embed/public_sewer-rank?lang=xx", 200, "asks for the language “xx”, which is not available"),
        ("/embed/public_sewer-rank?lang=en&cities=rabbat", 200, "rabbat"),
        ("/embed/%3Cscript%3E-rank", 404, "&lt;script&gt;"),
        ("/embed/public_sewer-rank?v=%0d%0aSet-Cookie:a=b&lang=en", 200, "cannot be told"),
        ("/embed/" + "a" * 3000, 404, "is not known"),
        ("/embed/nothing.svg?lang=en", 404, "There is no such picture"),
        ("/embed/public_sewer-rank?lang=en&" + "&".join(f"x{n}=1" for n in range(500)), 200, "Comparable"),
    ],
)
def test_bad_addresses_are_answered_in_words(client: TestClient, path: str, status: int, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert words in answer.text
    assert "set-cookie" not in answer.headers


def test_the_page_of_a_chart_offers_the_code(client: TestClient) -> None:
    page = client.get("/c/public_sewer-rank?lang=fr").text
    assert "&lt;figure" in page
    assert f"{PUBLIC}/embed/public_sewer-rank?lang=fr&amp;amp;v=" in page
    assert 'type="application/json+oembed"' in page
    assert 'type="text/xml+oembed"' in page
    assert f'<meta property="og:image" content="{PUBLIC}/c/public_sewer-rank/card.png?lang=fr">' in page
    assert 'type="application/atom+xml" href="/feeds/indicator/public_sewer.atom?lang=fr"' in page


def test_without_an_address_for_the_world_no_code_is_offered(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INDICATORS_ADDRESS")
    page = client.get("/c/public_sewer-rank?lang=en").text
    assert "&lt;figure" not in page
    assert "INDICATORS_ADDRESS" in page


def test_oembed_as_the_specification_says(client: TestClient) -> None:
    record = client.get("/oembed", params={"url": f"{PUBLIC}/c/public_sewer-rank?lang=fr"}).json()
    assert (record["version"], record["type"]) == ("1.0", "rich")
    assert {"html", "width", "height", "provider_name", "provider_url", "cache_age"} <= record.keys()
    assert 'sandbox="' in record["html"]
    assert f'title="{record["title"]}' in record["html"]
    assert "<figcaption>" in record["html"]
    assert "allow-same-origin" not in record["html"]
    assert client.get(record["thumbnail_url"].removeprefix(PUBLIC)).status_code == 200


def test_oembed_keeps_to_the_room_it_is_given(client: TestClient) -> None:
    asked = {"url": f"{PUBLIC}/c/public_sewer-rank", "maxwidth": "300", "maxheight": "250"}
    record = client.get("/oembed", params=asked).json()
    assert (record["width"], record["height"]) == (300, 250)
    assert 'width="300" height="250"' in record["html"]
    assert "thumbnail_url" not in record


def test_oembed_as_xml(client: TestClient) -> None:
    answer = client.get("/oembed", params={"url": f"{PUBLIC}/c/public_sewer-rank", "format": "xml"})
    assert answer.headers["content-type"].startswith("text/xml")
    root = ET.fromstring(answer.content)
    assert root.tag == "oembed"
    assert "<iframe" in (root.findtext("html") or "")


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"url": "https://evil.example/c/public_sewer-rank"}, 404),
        ({"url": f"{PUBLIC}.evil.example/c/public_sewer-rank"}, 404),
        ({"url": "https://indicators.example.org@evil.example/c/public_sewer-rank"}, 404),
        ({"url": f"{PUBLIC}/sources"}, 404),
        ({"url": f"{PUBLIC}/c/public_sewr-rank"}, 404),
        ({"url": f"{PUBLIC}/c/a/b"}, 404),
        ({"url": "javascript:alert(1)"}, 404),
        ({"url": "http://[broken"}, 404),
        ({"url": f"{PUBLIC}/c/" + "a" * 10_000}, 404),
        ({"url": f"{PUBLIC}/c/public_sewer-rank", "format": "yaml"}, 501),
        ({}, 400),
        ({"url": f"{PUBLIC}/c/public_sewer-rank", "maxwidth": "wide"}, 400),
        ({"url": f"{PUBLIC}/c/public_sewer-rank", "maxheight": "-1"}, 400),
        ({"url": f"{PUBLIC}/c/public_sewer-rank", "maxheight": "9" * 400}, 400),
    ],
)
def test_oembed_of_what_is_not_ours(client: TestClient, asked: dict[str, str], status: int) -> None:
    answer = client.get("/oembed", params=asked)
    assert answer.status_code == status
    assert answer.text.strip()


@pytest.mark.parametrize("path", ["/c/public_sewer-rank", "/embed/public_sewer-rank", "/water?indicator=public_sewer"])
def test_oembed_knows_every_address_of_a_chart(client: TestClient, path: str) -> None:
    for base in (PUBLIC, "http://localhost"):
        assert client.get("/oembed", params={"url": base + path}).status_code == 200


def test_the_letters_of_a_frame_without_an_origin_may_be_fetched(client: TestClient) -> None:
    answer = client.get(asset(ARABIC_FONT), headers={"Origin": "null"})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
