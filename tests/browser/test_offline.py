"""Other hosts are blocked and told of; that no page asks for one is in :mod:`tests.browser.test_layouts`."""


def test_a_dark_screen_is_complete(open_visit):
    visit = open_visit(color_scheme="dark")
    visit.open()
    visit.assert_sound()


def test_another_host_is_blocked_and_reported_of(visit):
    visit.open()
    visit.page.evaluate("fetch('https://example.org/pixel.png').catch(() => null)")
    assert visit.outside == ["https://example.org/pixel.png"]
    visit.outside.clear()
    visit.errors.clear()
