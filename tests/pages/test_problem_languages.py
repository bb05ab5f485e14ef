"""In which language a program hears why there is no answer: that of the address, else that of who asks."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.server import routes

API = "/api/v1"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The routes with every layer."""
    with TestClient(Starlette(routes=routes.routes(), middleware=routes.middleware())) as opened:
        yield opened


@pytest.mark.parametrize(
    ("address", "accepted", "language"),
    [
        ("/observations?indicator=public_sewr", "fr", "fr"),
        ("/rankings?indicator=network_efficiency", "ar-MA,ar;q=0.9", "ar"),
        ("/nowhere", "fr-CA", "fr"),
        ("/observations?indicator=public_sewr&lang=en", "fr", "en"),
        ("/observations?indicator=public_sewr&lang=ar", "fr", "ar"),
        ("/observations?indicator=public_sewr", "de", "en"),
    ],
)
def test_a_problem_speaks_the_language_of_the_address_else_of_the_reader(
    client: TestClient, address: str, accepted: str, language: str
) -> None:
    answer = client.get(API + address, headers={"Accept-Language": accepted})
    assert answer.status_code >= 400
    assert answer.headers["content-language"] == language
    assert answer.headers["cache-control"] == "no-store"
    if "lang" not in address and "?" in address:
        assert answer.json()["detail"] == client.get(f"{API}{address}&lang={language}").json()["detail"]


def test_an_answer_does_not_depend_on_the_language_of_the_reader(client: TestClient) -> None:
    address = f"{API}/observations?indicator=public_sewer&place=rabat"
    bodies = {client.get(address, headers={"Accept-Language": one}).content for one in ("en", "fr", "ar")}
    assert len(bodies) == 1
