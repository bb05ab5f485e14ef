"""Handouts over HTTP: files of sessions and charts, and the jobs that make them."""

import io
import time
import zipfile

import pytest
from pptx import Presentation
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.handout.export import Handout
from indicators.operations.replicas import Neighbours, ReplicaNote
from pages.server import handout_jobs, handout_routes, health_routes
from pages.server.handout_jobs import MOST_WAITING, HandoutJobs, JobState
from tests.helpers.serving import wait_until

CASABLANCA = {"session": "casablanca", "form": "pptx", "lang": "fr"}


@pytest.fixture
def jobs(monkeypatch):
    made = HandoutJobs()
    monkeypatch.setattr(handout_routes, "JOBS", made)
    return made


@pytest.fixture
def client(jobs):
    with TestClient(Starlette(routes=handout_routes.ROUTES)) as opened:
        yield opened


def finished(client, job):
    def record():
        return client.get(f"/handouts/{job}").json()

    wait_until(lambda: record()["state"] not in {"waiting", "running"}, lambda: str(record()))
    return record()


def test_a_session_is_a_powerpoint_file(client, jobs):
    answer = client.get("/live/casablanca.pptx?lang=fr")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="casablanca-fr-')
    assert len(Presentation(io.BytesIO(answer.content)).slides) == 5
    # Who asks again gets the same, unmade.
    assert client.get("/live/casablanca.pptx?lang=fr").content == answer.content
    assert len(jobs.made) == 1


def test_an_unknown_session_is_stated_to_be(client):
    answer = client.get("/live/casablanka.pdf")
    assert answer.status_code == 404
    assert "did you mean casablanca?" in answer.text


def test_a_pdf_is_written_in_arabic(client):
    answer = client.get("/live/casablanca.pdf?lang=ar")
    assert answer.status_code == 200
    assert b"/Lang (ar-MA)" in answer.content


def test_a_job_says_how_far_it_is_and_has_a_file(client):
    begun = client.post("/handouts", json=CASABLANCA | {"form": "pdf"})
    assert begun.status_code == 202
    record = finished(client, begun.json()["id"])
    assert (record["state"], record["percent"], record["said"]) == ("done", 100, [])
    file = client.get(record["file"])
    assert file.content.startswith(b"%PDF")
    assert client.get("/handouts/none").status_code == 404


@pytest.fixture
def slow(monkeypatch):
    """Handouts that take until they are asked to end."""
    gate = {"open": False, "at_once": 0, "most": 0}

    def wait(material, form, language, progress):
        gate["at_once"] += 1
        gate["most"] = max(gate["most"], gate["at_once"])
        try:
            while not gate["open"]:
                progress(0.5, "half")
                time.sleep(0.01)
        finally:
            gate["at_once"] -= 1
        return Handout(form, b"made", ())

    monkeypatch.setattr(handout_jobs, "handout", wait)
    yield gate
    gate["open"] = True


def test_a_job_can_be_cancelled(client, slow):
    job = client.post("/handouts", json=CASABLANCA).json()["id"]
    assert client.delete(f"/handouts/{job}").json()["state"] == "cancelled"
    wait_until(lambda: slow["at_once"] == 0)
    record = client.get(f"/handouts/{job}").json()
    assert (record["state"], record["file"]) == ("cancelled", None)
    assert client.get(f"/handouts/{job}/file").status_code == 409


def test_a_job_of_several_replicas_names_its_own(client, slow, monkeypatch):
    monkeypatch.setenv("INDICATORS_REPLICA", "r1")
    job = client.post("/handouts", json=CASABLANCA).json()["id"]
    assert job.startswith("r1.")
    assert client.get(f"/handouts/{job}").status_code == 200
    slow["open"] = True


def test_a_job_of_another_replica_is_stated_to_be_elsewhere_for_as_long_as_that_one_lives(client, monkeypatch):
    monkeypatch.setenv("INDICATORS_REPLICA", "r1")
    others = Neighbours()
    others.hear([ReplicaNote("r2", "machine 2", 1, 0.0, "data", "code")])
    monkeypatch.setattr(health_routes.health(), "neighbours", others)
    for path in ("r2.made-there", "r2.made-there/file"):
        answer = client.get(f"/handouts/{path}")
        assert (answer.status_code, answer.headers["retry-after"]) == (421, "1")
        assert "Replica r2 makes this handout" in answer.json()["error"]
    assert client.get("/handouts/r3.made-there").status_code == 404
    assert client.get("/handouts/r1.ended").status_code == 404


def test_two_are_made_at_once_and_few_wait(client, slow, jobs):
    begun = [client.post("/handouts", json=CASABLANCA | {"lang": lang}).status_code for lang in ["en", "fr"] * 6]
    assert begun[:MOST_WAITING] == [202] * MOST_WAITING
    assert begun[-1] == 503
    slow["open"] = True
    for job in list(jobs.jobs):
        assert finished(client, job)["state"] == JobState.DONE
    assert slow["most"] <= 2


@pytest.mark.parametrize(
    ("asked", "status"),
    [({"session": "casablanca", "form": "docx"}, 422), ({"session": "none", "form": "pdf"}, 404), ({}, 422)],
)
def test_what_cannot_be_made_is_refused_in_words(client, asked, status):
    answer = client.post("/handouts", json=asked)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_what_fails_is_logged_and_stated(client, monkeypatch):
    monkeypatch.setattr(handout_jobs, "handout", lambda *_: 1 / 0)
    assert client.get("/live/casablanca.pptx").status_code == 500
    record = finished(client, client.post("/handouts", json=CASABLANCA).json()["id"])
    assert record["state"] == "failed"
    assert "log" in record["words"] or "journal" in record["words"]


def test_a_chart_is_a_powerpoint_file_and_an_svg(client):
    answer = client.get("/c/public_sewer-rank.pptx?lang=fr")
    (slide,) = Presentation(io.BytesIO(answer.content)).slides
    (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    # HCP, RGPH 2024.
    assert dict(zip(chart.plots[0].categories, chart.plots[0].series[0].values, strict=True))["Casablanca"] == 98.2
    drawn = client.get("/c/public_sewer-rank.svg?lang=fr")
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert "Casablanca" in drawn.text
    assert client.get("/c/public_sewer-rank.svg?theme=dark").text != drawn.text


def test_a_chart_that_is_not_there_is_stated_to_be(client):
    answer = client.get("/c/public_sewr-rank.pptx?lang=en")
    assert answer.status_code == 404
    assert "public_sewer" in answer.text


def test_a_zip_holds_every_form_and_the_figures(client):
    answer = client.get("/live/casablanca.zip?lang=en")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert names[:3] == ["casablanca.pptx", "casablanca.pdf", "casablanca.html"]
        assert sum(name.startswith("figures/") for name in names) == 4
        assert "</script" in archive.read("casablanca.html").decode()
