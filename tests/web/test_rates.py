"""How often something may be asked for: by each, within a while that moves on."""

from indicators.web import rates
from indicators.web.rates import Rate


def test_each_may_ask_so_often_in_a_while() -> None:
    now = [100.0]
    rate = Rate(2, 60, lambda: now[0])
    assert [rate.admit("a"), rate.admit("a")] == [0, 0]
    now[0] = 110
    assert rate.admit("a") == 50
    assert rate.admit("b") == 0
    now[0] = 160
    assert [rate.admit("a"), rate.admit("a"), rate.admit("a")] == [0, 0, 60]


def test_who_asked_longest_ago_is_forgotten_first(monkeypatch) -> None:
    monkeypatch.setattr(rates, "MOST_KNOWN", 2)
    rate = Rate(1, 60, lambda: 0.0)
    for who in ("a", "b", "c"):
        assert rate.admit(who) == 0
    assert rate.admit("c") == 60
    assert rate.admit("a") == 0
