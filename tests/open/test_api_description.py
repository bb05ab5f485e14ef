"""The description of the API is true: asked at random within it and beside it, the server answers as it says."""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.open.endpoints import ENDPOINTS
from indicators.open.openapi import openapi
from indicators.web import app_state
from pages.server import routes

PATIENCE = 300.0
"""Seconds that an answer may take: on a machine that runs every test at once a first one takes many."""

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
)


def application() -> Starlette:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("INDICATORS_API_RATE", "0")
        environment.setenv("INDICATORS_HOSTS", "testserver,localhost,127.0.0.1")
        app = Starlette(middleware=routes.middleware())
        app.middleware_stack = app.build_middleware_stack()
    return app


APP = application()

# A query that is too long, or of a version that is gone, is refused as well; the library does not count these.
REFUSALS = {"checks": {"negative_data_rejection": {"expected-statuses": [400, 404, 410, 414, 422]}}}

schema = schemathesis.openapi.from_dict(
    openapi(app_state.own_figures(app_state.folders().figures)), config=SchemathesisConfig.from_dict(REFUSALS)
)
schema.app = APP


def a_few(most: int) -> settings:
    return settings(max_examples=most, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


@schema.parametrize()
@a_few(2)
def test_a_few_questions_are_answered_as_described(case) -> None:
    case.call_and_validate(checks=CHECKS, timeout=PATIENCE)


@pytest.mark.slow
@schema.parametrize()
@a_few(int(os.environ.get("INDICATORS_API_EXAMPLES", "12")))
def test_many_questions_are_answered_as_described(case) -> None:
    case.call_and_validate(checks=CHECKS, timeout=PATIENCE)


def test_it_describes_every_address_and_no_other() -> None:
    paths = openapi(app_state.published_dataset())["paths"]
    expected = {endpoint.path for endpoint in ENDPOINTS}
    expected |= {f"{endpoint.path}.csv" for endpoint in ENDPOINTS if endpoint.listing}
    assert set(paths) == expected


def test_it_is_served_as_it_is() -> None:
    with TestClient(APP) as client:
        served = client.get("/api/v1/openapi.json")
    assert served.headers["content-type"] == "application/json"
    assert served.json() == openapi(app_state.published_dataset())
