import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.server import downloads


@pytest.fixture(scope="module")
def client():
    return TestClient(Starlette(routes=downloads.ROUTES))


@pytest.mark.parametrize(
    ("name", "start"),
    [("figures.csv", b"\xef\xbb\xbflieu;"), ("example.csv", b"\xef\xbb\xbflieu;"), ("figures.xlsx", b"PK")],
)
def test_a_file_to_begin_with_is_handed_out_under_its_name(client, name, start):
    answer = client.get(f"/templates/{name}?lang=fr")
    assert answer.status_code == 200
    assert answer.content.startswith(start)
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'


def test_an_unknown_language_is_answered_in_english(client):
    assert client.get("/templates/figures.csv?lang=de").content.startswith(b"\xef\xbb\xbfplace,")


def test_an_unknown_name_is_reported(client):
    answer = client.get("/templates/passwords.csv?lang=en")
    assert (answer.status_code, answer.text) == (404, "There is no download “passwords.csv”.")
