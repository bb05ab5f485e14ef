"""Other hosts are blocked and told of; that no page asks for one is in :mod:`tests.browser.test_layouts`."""


def test_another_host_is_blocked_and_reported_of(visit):
    visit.page.goto(f"{visit.address}/healthz")
    visit.page.evaluate("fetch('https://example.org/pixel.png').catch(() => null)")
    assert visit.outside == ["https://example.org/pixel.png"]
    visit.outside.clear()
