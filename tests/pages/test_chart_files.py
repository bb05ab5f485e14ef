"""Chart files from outside: what a program reads, how it is stored, how a bad address is answered."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.open.fields import OBSERVATION_FIELDS, titles
from indicators.open.observation_rows import COLUMNS
from indicators.store import releases
from indicators.store.release_states import values_at
from indicators.web import app_state
from pages.server import routes

SEWER = "/c/public_sewer-rank.csv"
EFFICIENCY = "/c/network_efficiency-time.csv"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The routes with every layer that an answer passes through, and no limit of requests."""
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("INDICATORS_API_RATE", "0")
        app = Starlette(routes=routes.routes(), middleware=routes.middleware())
        with TestClient(app, follow_redirects=False) as opened:
            yield opened


def table(answer) -> pd.DataFrame:
    assert answer.status_code == 200, answer.text
    return pd.read_csv(io.StringIO(answer.text))


def test_a_chart_as_csv(client: TestClient) -> None:
    answer = client.get(f"{EFFICIENCY}?useColumnShortNames=true")
    rows = table(answer)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert not answer.content.startswith(b"\xef\xbb\xbf")
    assert tuple(rows.columns) == COLUMNS
    assert set(rows["indicator"]) == {"network_efficiency"}
    # Lydec's own information note of 2010: 72.2 % in 2009.
    assert rows.loc[(rows["place"] == "casablanca") & (rows["year"] == 2009), "value"].tolist() == [72.2]
    assert rows["licence"].notna().all()
    assert rows["source_link"].str.startswith("http").all()


def test_names_of_columns_are_for_people_unless_asked(client: TestClient) -> None:
    assert list(table(client.get(SEWER)).columns) == list(titles(OBSERVATION_FIELDS, "en").values())
    french = list(table(client.get(f"{SEWER}?lang=fr")).columns)
    assert french == list(titles(OBSERVATION_FIELDS, "fr").values())
    assert french[0] == "Indicateur"


def test_all_of_the_indicator_or_what_the_chart_shows(client: TestClient) -> None:
    full = table(client.get(f"{SEWER}?csvType=full&useColumnShortNames=true"))
    filtered = table(client.get(f"{SEWER}?csvType=filtered&useColumnShortNames=true"))
    assert len(table(client.get(SEWER))) == len(full) == len(app_state.published_dataset().of("public_sewer"))
    assert 0 < len(filtered) < len(full)


def test_places_and_years_choose_rows(client: TestClient) -> None:
    rows = table(client.get(f"{SEWER}?places=rabat~casablanca&useColumnShortNames=true"))
    assert set(rows["place"]) == {"rabat", "casablanca"}
    years = table(client.get(f"{EFFICIENCY}?years=2009..2014&useColumnShortNames=true"))["year"]
    assert years.min() == 2009
    assert years.max() == 2014
    countries = table(client.get("/c/co2_per_person_national-time.csv?places=morocco~tunisia&useColumnShortNames=true"))
    assert set(countries["place"]) == {"morocco", "tunisia"}


def test_the_verdict_is_with_home_though_home_is_not_asked_for(client: TestClient) -> None:
    (row,) = table(client.get(f"{SEWER}?places=rabat&useColumnShortNames=true")).to_dict("records")
    assert (row["verdict"], row["compared_with"]) == ("comparable", "casablanca")


def test_the_metadata_say_what_the_columns_are(client: TestClient) -> None:
    content = client.get("/c/public_sewer-rank.metadata.json?places=rabat~fes&useColumnShortNames=true").json()
    assert list(content["columns"]) == list(COLUMNS)
    assert content["data_version"] == app_state.published_dataset().version
    assert content["chart"]["title"].startswith("Connected to the public sewer: 98.2%")
    assert content["chart"]["verdict"]["word"] == "comparable"
    assert content["selection"]["places"] == ["fes", "rabat"]
    assert content["rows"] == 2
    assert {"citation", "page"} <= content["chart"].keys()
    assert all(source["licence"] for source in content["sources"])


def test_a_place_without_figures_is_named(client: TestClient) -> None:
    content = client.get("/c/network_efficiency-time.metadata.json?places=casablanca~tokyo").json()
    assert content["selection"]["places_without_figures"] == ["tokyo"]


def test_the_zip_holds_data_metadata_licence_and_readme(client: TestClient) -> None:
    answer = client.get("/c/public_sewer-rank.zip?places=rabat~fes")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        texts = {name: archive.read(name).decode() for name in names}
    assert names == ["public_sewer-rank.csv", "public_sewer-rank.metadata.json", "LICENCE.txt", "README.txt"]
    assert texts["public_sewer-rank.csv"] == client.get(f"{SEWER}?places=rabat~fes").text
    assert json.loads(texts["public_sewer-rank.metadata.json"])["rows"] == 2
    assert "Haut-Commissariat au Plan" in texts["LICENCE.txt"]
    assert "Verdict: Comparable" in texts["README.txt"]
    assert client.get("/c/public_sewer-rank.zip?places=rabat~fes").content == answer.content


def test_what_is_known_is_not_sent_again(client: TestClient) -> None:
    first = client.get(SEWER)
    again = client.get(SEWER, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    assert first.headers["vary"] == "Accept-Encoding"


def test_it_is_compressed_for_who_understands_it(client: TestClient) -> None:
    plain = client.get(SEWER, headers={"Accept-Encoding": "identity"})
    smaller = client.get(SEWER, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert smaller.headers["content-encoding"] == "gzip"
    assert smaller.text == plain.text


def test_pages_of_other_sites_may_read_but_nothing_more(client: TestClient) -> None:
    answer = client.get(SEWER, headers={"Origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    asked = client.options(SEWER, headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"})
    assert asked.status_code == 204
    assert asked.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    for other in ("/c/public_sewer-rank", "/find.json"):
        assert "access-control-allow-origin" not in client.get(other).headers
    for form in (".json", ".svg", ".png", "/card.svg"):
        assert client.options(f"/c/public_sewer-rank{form}").status_code == 204
        assert client.get(f"/c/public_sewer-rank{form}").headers["access-control-allow-origin"] == "*"


def test_the_head_is_that_of_the_whole(client: TestClient) -> None:
    whole = client.get(SEWER, headers={"Accept-Encoding": "identity"})
    head = client.head(SEWER, headers={"Accept-Encoding": "identity"})
    assert head.content == b""
    assert head.headers["content-length"] == str(len(whole.content))
    assert head.headers["etag"] == whole.headers["etag"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(client: TestClient, method: str) -> None:
    answer = client.request(method, SEWER)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert answer.json()["detail"] == f"The method {method} is not known here: GET, HEAD and OPTIONS are."


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("places=rabatt", 404, "did you mean rabat?"),
        ("places=rabat~nowhere", 404, "“nowhere” is not known as places"),
        ("places=" + "~".join(f"x{n}" for n in range(2_000)), 400, "names 2000 ids"),
        ("places=" + "~".join(f"place_{n}" for n in range(2_500)), 414, "letters"),
        ("years=2020..2000", 400, "“2020..2000” is no span of years"),
        ("years=twenty", 400, "no span of years"),
        ("years=0001..9999", 400, "no span of years"),
        ("csvType=half", 404, "full, filtered"),
        ("useColumnShortNames=yes", 400, "neither true nor false"),
        ("lang=tlh", 404, "“tlh” is not known as lang"),
        ("version=latest", 400, "twelve digits"),
        ("cities=rabbat", 400, "rabbat"),
        ("csvType=filtered&years=1901", 404, "No figure for it is held here."),
    ],
)
def test_a_bad_address_is_reported_what_is_wrong(client: TestClient, query: str, status: int, words: str) -> None:
    answer = client.get(f"{SEWER}?{query}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["instance"] == SEWER
    assert words in json.dumps(problem, ensure_ascii=False)


def test_everything_wrong_is_reported_at_once(client: TestClient) -> None:
    findings = client.get(f"{SEWER}?places=rabatt~fess&years=x&lang=fr").json()["findings"]
    assert [(finding["parameter"], finding["suggestion"]) for finding in findings] == [
        ("places", "rabat"),
        ("places", "fes"),
        ("years", None),
    ]


def test_an_unknown_chart_is_not_found_and_the_near_one_named(client: TestClient) -> None:
    problem = client.get("/c/public_sewr-rank.csv").json()
    assert (problem["status"], problem["findings"][0]["suggestion"]) == (404, "public_sewer")


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("utm_source=x", SEWER),
        ("v=0123&places=rabat&fbclid=1", f"{SEWER}?places=rabat"),
        ("lang=fr&lang=en", f"{SEWER}?lang=fr"),
        ("csvType=full&places=rabat&years=2024", f"{SEWER}?csvType=full"),
        ("x=%0d%0aSet-Cookie:%20a=b", SEWER),
        ("places=rabat%0d%0aSet-Cookie:%20a=b&x=1", f"{SEWER}?places=rabat%0D%0ASet-Cookie%3A%20a%3Db"),
    ],
)
def test_parts_that_change_nothing_are_led_away_from(client: TestClient, query: str, where: str) -> None:
    answer = client.get(f"{SEWER}?{query}")
    assert (answer.status_code, answer.headers["location"]) == (308, where)
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "header", ["X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-URL", "X-Rewrite-URL", "Accept-Language", "Accept"]
)
def test_no_header_changes_what_a_cache_would_hold(client: TestClient, header: str) -> None:
    plain = client.get(SEWER)
    assert client.get(SEWER, headers={header: "fr"}).content == plain.content
    assert header not in plain.headers["vary"].split(", ")


def test_an_earlier_release_can_be_read(client: TestClient) -> None:
    folder = app_state.published_dataset().folder / "releases"
    first = releases.releases(folder)[-1]
    rows = table(client.get(f"/c/population_agglomeration-time.csv?version={first.version}&useColumnShortNames=true"))
    stated = {count.indicator: count.added for count in first.counts}
    assert len(rows) == stated["population_agglomeration"]
    assert set(rows["data_version"]) == {first.version}
    content = client.get(f"/c/population_agglomeration-time.metadata.json?version={first.version}").json()
    assert "values of an earlier release" in content["caution"]
    assert "title" not in content["chart"]


def test_what_names_its_version_may_be_stored(client: TestClient) -> None:
    version = app_state.published_dataset().version
    answer = client.get(f"{SEWER}?version={version}")
    assert answer.headers["cache-control"] == "public, max-age=86400"
    assert answer.text == client.get(SEWER).text


def test_a_release_that_is_no_longer_held_is_gone(client: TestClient) -> None:
    answer = client.get(f"{SEWER}?version=0123456789ab")
    assert answer.status_code == 410
    assert "no longer held here, or never were" in answer.json()["detail"]


def test_the_first_release_is_what_its_log_counted() -> None:
    folder = app_state.published_dataset().folder / "releases"
    first = releases.releases(folder)[-1]
    values = values_at(folder, first.version)
    assert values is not None
    assert values["indicator"].value_counts().to_dict() == {count.indicator: count.added for count in first.counts}


def test_base_r_reads_it_without_an_option(client: TestClient) -> None:
    """What read.csv() leans on: names that are R's own, one number of cells, quotes doubled, no byte order mark."""
    text = client.get(f"{SEWER}?useColumnShortNames=true").text
    lines = list(csv.reader(io.StringIO(text)))
    assert {len(line) for line in lines} == {len(COLUMNS)}
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in lines[0])
    assert "\r" not in text
    values = [line[lines[0].index("value")] for line in lines[1:]]
    assert all(re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?|", value) for value in values)
    assert {line[lines[0].index("observed")] for line in lines[1:]} <= {"true", "false"}


@pytest.mark.parametrize(
    ("asked", "begin", "end"), [("bytes=0-99", 0, 100), ("bytes=100-", 100, None), ("bytes=-50", -50, None)]
)
def test_a_piece_is_given_to_programs_that_read_in_pieces(
    client: TestClient, asked: str, begin: int, end: int | None
) -> None:
    whole = client.get(SEWER, headers={"Accept-Encoding": "identity"})
    piece = client.get(SEWER, headers={"Range": asked})
    assert piece.status_code == 206
    assert piece.content == whole.content[begin:end]
    assert piece.headers["content-range"].endswith(f"/{len(whole.content)}")
    assert "content-encoding" not in piece.headers


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0", "bytes=9-3"])
def test_a_piece_that_is_not_there_is_refused(client: TestClient, asked: str) -> None:
    assert client.get(SEWER, headers={"Range": asked}).status_code == 416


@pytest.mark.parametrize("asked", ["bytes=0-1,5-9", "lines=0-1", "bytes=-", "bytes=a-b", ""])
def test_who_asks_for_pieces_otherwise_gets_the_whole(client: TestClient, asked: str) -> None:
    answer = client.get(SEWER, headers={"Range": asked})
    assert answer.status_code == 200
    assert answer.content == client.get(SEWER).content
