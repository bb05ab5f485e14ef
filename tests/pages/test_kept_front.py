"""The quickest way of an answer that is stored: the same as through all layers, while the same data are published."""

from collections.abc import Iterator
from functools import partial

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from indicators.live.throttle import TokenBuckets
from indicators.open.answers import AnswerStore
from indicators.operations.metrics import Metrics
from pages.server import limits, observing, open_doors, routes
from pages.server.health_routes import HealthFront
from pages.server.kept_front import KeptFront
from pages.server.observing import Observed

SEWER = "/api/v1/observations?indicator=public_sewer&limit=7"
CHART = "/c/public_sewer-rank.csv?useColumnShortNames=true"


class Counted:
    """An application that counts what it is asked, above the layers that make answers."""

    def __init__(self, app) -> None:
        self.app = app
        self.asked = 0

    async def __call__(self, scope, receive, send) -> None:
        self.asked += scope["type"] == "http"
        await self.app(scope, receive, send)


class Served:
    """The layers of the server with a quickest way above them; `below` counts what went on to them."""

    def __init__(self, proxies: str = "") -> None:
        self.store, self.metrics = AnswerStore(), Metrics()
        settings = {"INDICATORS_PROXIES": proxies}
        layers = Starlette(
            middleware=[
                Middleware(Observed, environment=lambda: settings, metrics=self.metrics),
                Middleware(HealthFront),
                *(each for each in routes.middleware() if each.cls not in (KeptFront, Observed, HealthFront)),
            ]
        )
        for each in layers.user_middleware:
            if each.cls is open_doors.OpenDoors:
                each.kwargs["store"] = self.store
        self.below = Counted(layers)
        self.front = KeptFront(self.below, "/api/v1/", self.store, lambda: settings, self.metrics)
        self.client = TestClient(self.front, follow_redirects=False)

    def counted(self, route: str) -> float:
        labels = {"kind": "api", "route": route, "status": "200"}
        return self.metrics.registry.get_sample_value("indicators_requests_total", labels) or 0.0


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setenv("INDICATORS_API_RATE", "10")
    monkeypatch.setattr(limits, "TokenBuckets", partial(TokenBuckets, clock=lambda: 100.0))
    made = Served()
    with made.client:
        yield made


@pytest.mark.parametrize("address", [SEWER, CHART])
def test_an_answer_that_is_kept_is_sent_again_as_it_was(served: Served, address: str) -> None:
    made, kept, again, once_more = (served.client.get(address) for _ in range(4))
    assert served.below.asked == 2
    assert made.content == kept.content == again.content
    of_each = ("x-request-id", "ratelimit")
    first, later = (
        {name: value for name, value in answer.headers.items() if name not in of_each} for answer in (kept, again)
    )
    assert first == later
    assert len({answer.headers["x-request-id"] for answer in (made, kept, again, once_more)}) == 4
    left = [int(answer.headers["ratelimit"].split("r=")[1].split(";")[0]) for answer in (kept, again, once_more)]
    assert left[0] > left[1] > left[2]


def test_it_is_counted_as_any_other(served: Served) -> None:
    for _ in range(5):
        served.client.get(SEWER)
    assert served.counted("/api/v1/observations") == 5
    seconds = served.metrics.registry.get_sample_value("indicators_request_seconds_count", {"kind": "api"})
    assert seconds == 5


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": "*"}, 304), ({"Host": "attacker.example"}, 421), ({"Accept": "text/csv"}, 200),
        ({"Accept-Encoding": "identity"}, 200),
    ],
)  # fmt: skip
def test_what_asks_for_something_else_goes_through_all_layers(served: Served, headers: dict, status: int) -> None:
    for _ in range(3):
        served.client.get(SEWER)
    before = served.below.asked
    answer = served.client.get(SEWER, headers=headers)
    assert answer.status_code == status
    assert served.below.asked == before + 1
    if status == 200:
        kept = served.client.get(SEWER)
        assert (answer.headers["content-type"], answer.headers.get("content-encoding")) != (
            kept.headers["content-type"], kept.headers.get("content-encoding"),
        )  # fmt: skip


def test_a_head_a_piece_and_two_hosts_go_through_all_layers(served: Served) -> None:
    for _ in range(3):
        served.client.get(CHART)
    assert served.client.head(CHART).content == b""
    piece = served.client.get(CHART, headers={"Range": "bytes=0-9", "Accept-Encoding": "identity"})
    assert (piece.status_code, len(piece.content)) == (206, 10)
    two = served.client.get(CHART, headers=[("host", "attacker.example"), ("host", "testserver")])
    assert two.status_code == 421


def test_a_problem_is_never_sent_again_from_here(served: Served) -> None:
    for _ in range(3):
        assert served.client.get("/api/v1/observations?indicator=public_sewr").status_code in (400, 404)
    assert served.below.asked == 3


def test_other_data_are_answered_anew(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        served.client.get(SEWER)
    seen = served.below.asked
    monkeypatch.setattr(served.front, "_current", lambda: (None, served.store.taken_in))
    served.client.get(SEWER)
    assert served.below.asked == seen + 1


def test_once_the_store_takes_in_another_nothing_is_sent_again_that_may_be_put_out(served: Served) -> None:
    for _ in range(3):
        served.client.get(SEWER)
    seen = served.below.asked
    served.client.get("/api/v1/indicators")
    served.client.get(SEWER)
    assert served.below.asked == seen + 2
    served.client.get(SEWER)
    assert served.below.asked == seen + 2


def test_who_asks_too_often_is_refused_here_too(served: Served) -> None:
    for _ in range(3):
        served.client.get(SEWER)
    answers = [served.client.get(SEWER).status_code for _ in range(700)]
    assert answers[0] == 200
    assert 429 in answers


def test_the_id_of_a_trusted_proxy_is_kept() -> None:
    given = {"X-Request-ID": "3f2b4c9d-e1f0"}
    trusting, other = Served(proxies="*"), Served()
    for each, known in ((trusting, True), (other, False)):
        answers = [each.client.get(SEWER, headers=given) for _ in range(3)]
        assert each.below.asked == 2
        assert (answers[-1].headers["x-request-id"] == given["X-Request-ID"]) is known


def test_where_each_answer_has_a_line_in_the_log_all_go_through_all_layers(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observing.logger, "isEnabledFor", lambda _: True)
    for _ in range(4):
        served.client.get(SEWER)
    assert served.below.asked == 4
