"""The operator's page: for those who may publish, how the server is; for others, whom it is for and nothing else."""

import re

import pytest

from indicators.findings.finding import Finding
from indicators.intake.check_reports import CHECKS
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.model.rules import EMPTY_FILE
from indicators.web.publishing import Permission
from pages.server import server_look, streamlit_bridge
from pages.shared import permissions
from pages.views import operator
from tests.helpers.visits import Visit

NUMBERS = ("MB", "python -m indicators backup", "Open sessions", "PostgreSQL", "sessions are open")


@pytest.fixture
def role(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Permission:
    monkeypatch.setattr(permissions, "visitor_permission", lambda: request.param)
    # the test client has a server in name only
    monkeypatch.setattr(streamlit_bridge, "count_sessions", lambda: 1)
    monkeypatch.setattr(streamlit_bridge, "bytes_uploaded", lambda _: (0, 0))
    return request.param


MAY = [Permission.THIS_COMPUTER, Permission.ANALYST]
MAY_NOT = [Permission.SIGN_IN, Permission.NOT_AN_ANALYST, Permission.NO_SIGN_IN]


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
@pytest.mark.parametrize("role", MAY, indirect=True)
def test_who_may_publish_sees_how_the_server_is(role: Permission, language: str) -> None:
    visit = Visit("operator", lang=language)
    visit.assert_sound()
    assert len(visit.headings(1)) == 1
    assert len(visit.headings(2)) >= 9
    assert "python -m indicators backup FILE" in visit.words
    assert visit.html.count('aria-current="page"') == 1


@pytest.mark.parametrize("role", MAY_NOT, indirect=True)
def test_who_may_not_is_reported_whom_it_is_for(role: Permission) -> None:
    visit = Visit("operator", lang="en")
    visit.assert_sound()
    assert visit.headings(1) == ["How the server is"]
    assert "This page is for whoever runs this server." in visit.words
    for number in NUMBERS:
        assert number not in visit.words


@pytest.mark.parametrize(("role", "offered"), [(one, one is Permission.SIGN_IN) for one in MAY_NOT], indirect=["role"])
def test_signing_in_is_offered_where_it_helps(role: Permission, offered: bool) -> None:
    assert bool(Visit("operator", lang="en").app.button) is offered


@pytest.mark.parametrize(("role", "listed"), [(MAY[0], True), (MAY[1], True), (MAY_NOT[2], False)], indirect=["role"])
def test_the_menu_lists_it_for_those_who_may_see_it(role: Permission, listed: bool) -> None:
    assert any(link.startswith("/operator") for link in Visit("water", lang="en").links) is listed


@pytest.mark.parametrize("role", MAY[:1], indirect=True)
def test_a_failed_check_is_listed_by_its_rule_and_nothing_of_the_file(role: Permission) -> None:
    CHECKS.note([Finding(EMPTY_FILE, "secret-file.csv", value="98,4 of nobody")], usable=False)
    visit = Visit("operator", lang="en")
    assert "empty_file" in visit.words
    assert "The last checks that found errors" in visit.headings(2)
    assert "secret-file" not in visit.html
    assert "of nobody" not in visit.html


@pytest.mark.parametrize("role", MAY[:1], indirect=True)
def test_no_secret_of_the_settings_is_shown(role: Permission, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://user:topsecret@127.0.0.1:9")
    monkeypatch.setenv("INDICATORS_METRICS_TOKEN", "a-secret-of-the-scraper")
    visit = Visit("operator", lang="en")
    for secret in ("topsecret", "a-secret-of-the-scraper"):
        assert secret not in visit.html
    assert "is not reached" in visit.words
    assert "set; what is wrong stands above" in visit.words


def test_the_first_html_holds_nothing_of_the_server() -> None:
    words = " ".join(block.body for block in operator.refusal("en"))
    assert "<h1>How the server is</h1>" in words
    assert not re.search(r"\d", re.sub(r"<[^>]*>", "", words))


def test_what_the_page_sees_is_what_the_metrics_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    seen = server_look.look()
    assert seen.services == {"postgresql": None, "redis": None}
    assert {one.name for one in seen.caches} == {"pages", "answers", "handouts", "files", "uploads", "drafts"}
