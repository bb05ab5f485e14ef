"""Foreign words in an Arabic page are marked with their language; another page stays as it is."""

import pytest

from indicators.plain.page import PLAIN_FOLDER
from indicators.web.templating import environment, marked, unbroken


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("المصدر: فاس", "المصدر: فاس"),
        ("المصدر: World Bank.", 'المصدر: <bdi lang="en">World Bank</bdi>.'),
        ("(HCP, 2025)", '(<bdi lang="en">HCP, 2025</bdi>)'),
        (
            "المصدر: Moran and others (GGMCF)، 2018",
            'المصدر: <bdi lang="en">Moran and others (GGMCF)</bdi>، 2018',
        ),
        ("حسب Recensement général de la population", 'حسب <bdi lang="fr">Recensement général de la population</bdi>'),
        ("98,5% و +5,0", "98,5% و +5,0"),
        ("\u2068figures<b>.csv\u2069", '\u2068<bdi lang="en">figures</bdi>&lt;b&gt;.<bdi lang="en">csv</bdi>\u2069'),
    ],
)
def test_latin_words_are_marked_in_arabic(text, html):
    assert marked(text, "ar") == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Eau, 2014–2024", 'Eau, <span class="cs-range">2014–2024</span>'),
        ("\u20662014–2030\u2069", '\u2066<span class="cs-range">2014–2030</span>\u2069'),
        ("1989-2019 <b>", '<span class="cs-range">1989-2019</span> &lt;b&gt;'),
        ("219, 1–7, 2024", "219, 1–7, 2024"),
    ],
)
def test_a_range_of_years_stays_on_its_line(text, html):
    assert unbroken(text) == html


def test_a_text_is_escaped_and_otherwise_left_alone_in_french_and_english():
    for language in ("en", "fr"):
        assert marked("Source : World Bank <b>", language) == "Source : World Bank &lt;b&gt;"


@pytest.mark.parametrize(
    ("language", "text", "html"),
    [
        ("ar", "Ain Tizgha", '<bdi lang="fr">Ain Tizgha</bdi>'),
        ("ar", "<Ahlaf>", '<bdi lang="fr">&lt;Ahlaf&gt;</bdi>'),
        ("ar", "عين حرودة", "عين حرودة"),
        ("ar", "343", "343"),
        ("fr", "Ain Tizgha", "Ain Tizgha"),
        ("fr", "<Ahlaf>", "&lt;Ahlaf&gt;"),
    ],
)
def test_a_place_without_an_arabic_name_is_read_as_french(language, text, html):
    template = environment((PLAIN_FOLDER,)).from_string("{{ text|name }}")
    assert template.render(language=language, text=text) == html
