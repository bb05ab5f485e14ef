"""The API from outside: what rows carry, what is refused, how one pages, how a bad address is answered."""

import base64
import csv
import io
import json
from collections.abc import Iterator

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.analysis.standing import standing
from indicators.charts.request import ChartRequest, cities_of
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.open.endpoints import ENDPOINTS
from indicators.open.observation_rows import COLUMNS
from indicators.store import releases
from indicators.web import app_state
from pages.server import routes

API = "/api/v1"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The routes with every layer that an answer passes through, and no limit of requests."""
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("INDICATORS_API_RATE", "0")
        app = Starlette(routes=routes.routes(), middleware=routes.middleware())
        with TestClient(app, follow_redirects=False) as opened:
            yield opened


def page(client: TestClient, address: str) -> dict:
    answer = client.get(API + address)
    assert answer.status_code == 200, answer.text
    return answer.json()


def problem(client: TestClient, address: str, status: int) -> dict:
    answer = client.get(API + address)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    record = answer.json()
    assert {"type", "title", "status", "detail", "instance", "findings"} <= record.keys()
    return record


def test_a_row_carries_verdict_perimeter_source_and_licence(client: TestClient) -> None:
    (row,) = page(client, "/observations?indicator=public_sewer&place=rabat")["data"]
    assert tuple(row) == COLUMNS
    # HCP, RGPH 2024: 99 % of the households of Rabat.
    assert (row["value"], row["year"], row["unit_name"]) == (99.0, 2024, "% of households")
    assert (row["verdict"], row["compared_with"], row["compared_year"]) == ("comparable", "casablanca", 2024)
    assert (row["perimeter"], row["source"]) == ("municipality", "hcp_rgph_2024")
    assert row["licence"].startswith("CC BY 4.0")


def test_filters_choose_rows(client: TestClient) -> None:
    data = app_state.published_dataset()
    rows = data.observations
    found = page(client, "/observations?theme=water&level=country&years=2010..2012&limit=1000")
    water = [entry.id for entry in data.catalogue.of_theme("water")]
    countries = [place.id for place in data.places.values() if place.level == "country"]
    expected = rows[
        rows["indicator"].isin(water) & rows["place"].isin(countries) & rows["year"].between(2010, 2012).fillna(False)
    ]
    assert found["meta"]["total"] == len(expected) > 0
    assert {row["level"] for row in found["data"]} == {"country"}
    by_goal = page(client, "/indicators?goal=6&limit=1000")["data"]
    assert by_goal
    assert {row["sdg_target"].split(".")[0] for row in by_goal} == {"6"}


def test_all_pages_together_are_all_rows_once(client: TestClient) -> None:
    address, seen = f"{API}/observations?indicator=population_agglomeration&limit=400", []
    while address:
        answer = client.get(address).json()
        seen += [tuple(row[name] for name in ("place", "year", "source", "method")) for row in answer["data"]]
        address = answer["links"]["next"]
    assert len(seen) == len(set(seen)) == len(app_state.published_dataset().of("population_agglomeration"))
    assert seen == sorted(seen, key=lambda row: (row[0], row[1] or 0))


def test_a_cursor_of_another_version_is_gone(client: TestClient) -> None:
    following = page(client, "/observations?limit=1")["links"]["next"]
    cursor = following.split("cursor=")[1].split("&")[0]
    text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    old = base64.urlsafe_b64encode(("0123456789ab" + text[12:]).encode()).decode().rstrip("=")
    record = problem(client, f"/observations?limit=1&cursor={old}", 410)
    assert [one["rule"] for one in record["findings"]] == ["open_cursor_version"]
    assert "the data are now of version" in record["detail"]
    assert record["data_version"] == app_state.published_dataset().version


def test_a_cursor_of_another_question_is_refused(client: TestClient) -> None:
    following = page(client, "/observations?theme=water&limit=1")["links"]["next"]
    cursor = following.split("cursor=")[1].split("&")[0]
    record = problem(client, f"/observations?theme=land&limit=1&cursor={cursor}", 400)
    assert "another question" in record["detail"]
    assert [one["rule"] for one in record["findings"]] == ["open_cursor_question"]
    # the number of rows of a page may change on the way
    assert page(client, f"/observations?theme=water&limit=2&cursor={cursor}")["meta"]["returned"] == 2


@pytest.mark.parametrize("cursor", ["xx", "%00", "...", "AAAA", "é", "=" * 50, "MA", "a" * 4000])
def test_a_malformed_cursor_is_stated_to_be_one(client: TestClient, cursor: str) -> None:
    assert "cannot be read" in problem(client, f"/observations?cursor={cursor}", 400)["detail"]


def test_csv_by_ending_and_by_header_is_the_same(client: TestClient) -> None:
    address = f"{API}/observations?indicator=public_sewer&level=city"
    by_ending = client.get(address.replace("?", ".csv?"))
    by_header = client.get(address, headers={"Accept": "text/csv"})
    assert by_ending.headers["content-type"] == by_header.headers["content-type"] == "text/csv; charset=utf-8"
    assert by_ending.text == by_header.text
    assert "Accept" in by_header.headers["vary"].split(", ")
    rows = pd.read_csv(io.StringIO(by_ending.text))
    assert tuple(rows.columns) == COLUMNS
    assert len(rows) == client.get(address + "&limit=1000").json()["meta"]["total"]


def test_csv_is_never_cut_short_in_silence(client: TestClient) -> None:
    record = problem(client, "/observations.csv", 400)
    assert "no place to say that more follow" in record["detail"]
    answer = client.get(f"{API}/observations.csv?limit=5")
    assert len(list(csv.reader(io.StringIO(answer.text)))) == 6
    following = answer.headers["link"]
    assert following.endswith('rel="next"')
    assert client.get(following[1 : following.index(">")]).status_code == 200


def test_the_table_that_a_page_offers_can_be_had(client: TestClient) -> None:
    for address in ("/observations", "/observations?limit=3", "/observations?indicator=public_sewer", "/changes"):
        offered = page(client, address)["links"]["csv"]
        assert client.get(offered).status_code == 200
    assert page(client, "/observations")["links"]["csv"] == f"{API}/observations.csv?limit=1000"
    assert "limit" not in page(client, "/observations?indicator=electricity_at_home&place=rabat")["links"]["csv"]


def test_ranks_are_those_of_the_chart(client: TestClient) -> None:
    data = app_state.published_dataset()
    entry = data.catalogue["public_sewer"]
    stand = standing(data, entry, cities_of(data, ChartRequest(indicator=entry.id)))
    rows = page(client, "/rankings?indicator=public_sewer&limit=1000")["data"]
    assert {row["place"]: (row["band_first"], row["band_last"]) for row in rows if not row["refused"]} == stand.bands
    assert all(row["refused_reason"] and row["rank"] is None for row in rows if row["refused"])


def test_a_rank_that_may_not_be_made_is_refused_with_its_reason(client: TestClient) -> None:
    record = problem(client, "/rankings?indicator=network_efficiency", 422)
    assert record["detail"] == "Casablanca: not ranked: fewer than three comparable figures."
    assert record["type"] == "/api/v1/#refused"
    one = problem(client, "/rankings?indicator=public_sewer&place=tokyo", 422)
    assert "No figure of Tokyo is held here" in one["detail"]


def test_a_refused_rank_names_each_place_in_the_readers_language(client: TestClient) -> None:
    findings = problem(client, "/rankings?indicator=modal_split_car&lang=fr", 422)["findings"]
    assert findings
    assert all("non classé" in finding["message"] or "pas classé" in finding["message"] for finding in findings)


def test_a_comparison_says_its_verdict_and_difference(client: TestClient) -> None:
    (row,) = page(client, "/comparisons?indicator=public_sewer&places=rabat")["data"]
    assert (row["place"], row["other_place"]) == ("casablanca", "rabat")
    assert row["difference"] == round(row["other_value"] - row["value"], 9) == 0.8
    assert (row["verdict"], row["rules"]) == ("comparable", "same_source")
    assert row["licence"]
    assert row["other_licence"]


def test_a_comparison_that_may_not_be_made_is_refused(client: TestClient) -> None:
    data = app_state.published_dataset()
    refused = None
    for key in data.catalogue:
        answer = client.get(f"{API}/comparisons?indicator={key}")
        if answer.status_code == 422 and any(one["rule"] == "open_no_comparison" for one in answer.json()["findings"]):
            refused = answer.json()
            break
    assert refused is not None
    assert "may not be compared:" in refused["detail"]
    # no figure stands in a refusal
    assert not any(key in json.dumps(refused["findings"]) for key in ('"value": 1', '"difference"'))


def test_a_claim_is_given_in_every_language(client: TestClient) -> None:
    row = page(client, "/claims?indicator=public_sewer&chart=rank")["data"][0]
    texts = [row[f"text_{code}"] for code in SCREEN_LANGUAGES]
    assert len(set(texts)) == len(SCREEN_LANGUAGES)
    assert "98.2% of households in Casablanca in 2024" in row["text_en"]
    assert (row["verdict"], row["perimeters"], row["sources"]) == ("comparable", ["municipality"], ["hcp_rgph_2024"])
    assert row["licences"]


def test_a_claim_of_a_rank_that_may_not_be_made_is_refused(client: TestClient) -> None:
    record = problem(client, "/claims?indicator=network_efficiency&chart=rank", 422)
    assert "no rank may be claimed" in record["detail"]
    assert "fewer than three comparable figures" in record["detail"]
    assert "no such chart can be made" in problem(client, "/claims?indicator=public_sewer&chart=world", 422)["detail"]


def test_what_is_not_held_is_stated(client: TestClient) -> None:
    rows = page(client, "/availability?indicator=public_sewer&place=casablanca,tokyo")["data"]
    held = {row["place"]: row for row in rows}
    assert held["casablanca"]["held"]
    assert not held["tokyo"]["held"]
    assert held["tokyo"]["reason"] == "no figure is held here"
    assert held["tokyo"]["source"] is None
    absent = page(client, "/availability?place=casablanca&held=false&limit=1000")["data"]
    data = app_state.published_dataset()
    assert {row["indicator"] for row in absent} == {key for key in data.catalogue if not data.has(key, "casablanca")}


def test_each_facility_is_compared_with_itself_whatever_else_is_asked(client: TestClient) -> None:
    rows = page(client, "/availability?held=true&limit=1000&indicator=dam_fill,wastewater_treatment_capacity")["data"]
    assert {row["place"]: row["reason"] for row in rows} == {
        "al_massira_dam": "the figure of Al Massira dam, which the others are compared with",
        "mediouna_wastewater_plant": (
            "the figure of Médiouna wastewater treatment plant, which the others are compared with"
        ),
    }


def test_held_back_figures_are_counted_and_never_given(client: TestClient) -> None:
    rows = page(client, "/availability?place=casablanca&limit=1000")["data"]
    back = [row for row in rows if row["held_back"]]
    assert back
    assert all(row["why_held_back"] for row in back)


def test_sources_that_differ_are_both_given(client: TestClient) -> None:
    rows = page(client, "/disagreements?limit=1000")["data"]
    assert rows
    for row in rows:
        assert row["source"] != row["other_source"]
        assert row["gap"] == pytest.approx(abs(row["value"] - row["other_value"]))
        assert row["verdict"]


def test_pledges_are_no_figures(client: TestClient) -> None:
    answer = page(client, "/pledges?place=casablanca")
    assert answer["data"]
    assert "nothing may be computed or ranked" in answer["meta"]["note"]


def test_releases_and_what_they_changed(client: TestClient) -> None:
    logged = releases.releases(app_state.published_dataset().folder / "releases")
    rows = page(client, "/releases")["data"]
    assert [row["data_version"] for row in rows] == [release.version for release in logged]
    assert all(row["readable"] for row in rows)
    newest = next(release for release in logged if release.values and not release.first)
    changed = page(client, f"/changes?version={newest.version}&limit=1")
    assert changed["meta"]["total"] == newest.values


def test_observations_of_an_earlier_release(client: TestClient) -> None:
    first = releases.releases(app_state.published_dataset().folder / "releases")[-1]
    answer = page(client, f"/observations?version={first.version}&limit=1")
    assert answer["meta"]["total"] == sum(count.added for count in first.counts)
    assert answer["meta"]["data_version"] == first.version
    assert "values of an earlier release" in answer["meta"]["caution"]
    assert "no longer held" in problem(client, "/observations?version=0123456789ab", 410)["detail"]


def test_districts_are_geojson_with_figures_and_the_verdict(client: TestClient) -> None:
    answer = client.get(f"{API}/districts?indicator=public_sewer")
    assert answer.headers["content-type"] == "application/geo+json"
    record = answer.json()
    assert record["verdict"] == "comparable"
    assert len(record["features"]) == 16
    for feature in record["features"]:
        assert feature["geometry"]["type"] in ("Polygon", "MultiPolygon")
        assert {"value", "perimeter", "source", "licence", "verdict", "citation"} <= feature["properties"].keys()
    assert "no figures of parts" in problem(client, "/districts?indicator=network_efficiency", 422)["detail"]
    assert "2014, 2024" in json.dumps(problem(client, "/districts?indicator=public_sewer&year=2001", 404))


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nothing", 404, "There is nothing at this address"),
        ("/observations/", 404, "There is nothing at this address"),
        ("/districts.csv?indicator=public_sewer", 404, "There is nothing at this address"),
        ("/observations?indicator=public_sewr", 404, "did you mean public_sewer?"),
        ("/observations?place=Casa", 404, "did you mean casablanca?"),
        ("/observations?themes=water", 400, "did you mean theme?"),
        ("/observations?theme=watr", 404, "did you mean water?"),
        ("/observations?limit=0", 400, "from 1 to 1000"),
        ("/observations?limit=1001", 400, "from 1 to 1000"),
        ("/observations?limit=ten", 400, "from 1 to 1000"),
        ("/observations?years=2020..2010", 400, "no span of years"),
        ("/observations?theme=water&theme=land", 400, "twice"),
        ("/observations?theme=water&indicator=co2_per_person_national", 400, "at once"),
        ("/observations?level=city&place=morocco", 400, "at once"),
        ("/observations?place=", 404, "is not known as place"),
        ("/observations?place=" + ",".join(f"p{n}" for n in range(1_000)), 400, "names 1000 ids"),
        ("/observations?" + "&".join(f"p{n}=1" for n in range(150)), 400, "more than 100 parts"),
        ("/observations?place=" + "x," * 10_000, 414, "letters"),
        ("/rankings", 400, "lacks the parameter"),
        ("/claims?indicator=public_sewer&places=morocco", 422, "no city"),
        ("/?lang=xx", 404, "is not known as lang"),
        ("/openapi.json?x=1", 400, "not known here"),
    ],
)
def test_a_bad_address_is_reported_what_is_wrong(client: TestClient, address: str, status: int, words: str) -> None:
    assert words in json.dumps(problem(client, address, status), ensure_ascii=False)


def test_everything_wrong_is_reported_at_once_with_suggestions(client: TestClient) -> None:
    record = problem(client, "/observations?indicator=public_sewr&place=rabatt&limit=0", 400)
    assert [(one["parameter"], one["suggestion"]) for one in record["findings"]] == [
        ("indicator", "public_sewer"),
        ("place", "rabat"),
        ("limit", None),
    ]


def test_no_letter_of_an_address_becomes_a_header(client: TestClient) -> None:
    answer = client.get(f"{API}/observations?place=x%0d%0aSet-Cookie:%20a=b")
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_one_can_only_read(client: TestClient, method: str) -> None:
    answer = client.request(method, f"{API}/observations")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_same_question_in_other_letters_has_the_same_answer(client: TestClient) -> None:
    first = client.get(f"{API}/observations?place=rabat,fes&indicator=public_sewer")
    again = client.get(f"{API}/observations?indicator=public_sewer&place=fes~rabat")
    assert first.headers["etag"] == again.headers["etag"]
    assert first.content == again.content


def test_what_is_known_is_not_sent_again(client: TestClient) -> None:
    first = client.get(f"{API}/places?level=city")
    again = client.get(f"{API}/places?level=city", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("endpoint", [one for one in ENDPOINTS if one.listing], ids=lambda one: one.name)
def test_every_list_is_json_and_csv_of_the_same_rows(client: TestClient, endpoint) -> None:
    needed = "indicator=public_sewer&" if any(parameter.required for parameter in endpoint.parameters) else ""
    answer = page(client, f"/{endpoint.name}?{needed}limit=20")
    table = client.get(f"{API}/{endpoint.name}.csv?{needed}limit=20")
    rows = list(csv.DictReader(io.StringIO(table.text)))
    names = [field.name for field in endpoint.fields]
    assert len(rows) == answer["meta"]["returned"] == len(answer["data"]) > 0
    assert list(rows[0]) == list(answer["data"][0]) == names
    for language in SCREEN_LANGUAGES:
        assert page(client, f"/{endpoint.name}?{needed}limit=1&lang={language}")["meta"]["language"] == language


REFUSALS = [
    ("/observations?limit=abc", "open_number"),
    ("/observations?indicator=nope", "open_id"),
    ("/observations?colour=red", "open_parameter"),
    ("/observations?limit=1&limit=2", "open_twice"),
    ("/observations?cursor=xx", "open_cursor"),
    ("/observations?scale=zzz", "open_word"),
    ("/observations?version=zzz", "open_version"),
    ("/observations?version=000000000000", "open_version_gone"),
    ("/observations?place=casablanca&theme=water&indicator=green_area_per_person", "open_impossible"),
    ("/observations?place=" + "a" * 30_000, "open_long"),
    ("/observations?" + "&".join(f"a{n}=1" for n in range(400)), "open_parts"),
    ("/observations.csv", "open_csv_rows"),
    ("/rankings", "open_missing"),
    ("/rankings?indicator=network_efficiency", "open_no_rank"),
    ("/rankings?indicator=public_sewer&place=tokyo", "open_no_figure"),
    ("/claims?indicator=network_efficiency&chart=rank", "open_claim_refused"),
    ("/claims?indicator=public_sewer&places=morocco", "open_not_city"),
    ("/claims?indicator=co2_national&chart=map", "open_no_claim"),
    ("/districts?indicator=public_sewer&year=1900", "open_map_year"),
    ("/districts?indicator=co2_national", "open_no_map"),
    ("/c/public_sewer-rank.csv?useColumnShortNames=maybe", "open_flag"),
]


@pytest.mark.parametrize(("address", "rule"), REFUSALS, ids=[rule for _, rule in REFUSALS])
def test_a_question_that_cannot_be_answered_is_refused_by_its_rule(client: TestClient, address: str, rule: str) -> None:
    answer = client.get(address if address.startswith("/c/") else API + address)
    assert 400 <= answer.status_code < 500
    assert rule in {finding["rule"] for finding in answer.json()["findings"]}
