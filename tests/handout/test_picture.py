"""A drawing as SVG, in a page of either direction."""

from indicators.handout.drawing import Colour, Drawing, Lettering
from indicators.handout.picture import png, svg

INK = Colour(0, 0, 0)


def drawn(*texts):
    return Drawing(300, 60, tuple(Lettering(text, 10, 40, 20, INK) for text in texts))


def test_the_page_around_it_does_not_turn_it():
    made = svg(drawn("109"), "alt", language="ar")
    assert 'direction="ltr" role="img" xml:lang="ar"' in made
    assert "text-anchor" not in made


def test_arabic_begins_at_its_right_end_and_ends_where_it_stands():
    made = svg(drawn("الدار 5"), "alt", language="ar")
    assert '<text x="10" y="40"' in made
    assert 'direction="rtl" text-anchor="end"' in made
    assert "الدار 5" in made, "its letters are joined by whoever shows it"


def test_a_picture_has_its_joined_letters():
    empty, one, joined = (png(drawn(*texts)) for texts in ((), ("الدار",), ("الدار", "98,2")))
    assert len({empty, one, joined}) == 3
