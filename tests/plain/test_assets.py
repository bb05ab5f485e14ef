import gzip
import hashlib
import re

import pytest

from indicators.plain.assets import (
    ARABIC,
    ARABIC_FONT,
    JOINED,
    PLOTLY,
    PREFIX,
    STATIC,
    TIFINAGH,
    TIFINAGH_FONT,
    asset,
    by_name,
    by_path,
)


def test_a_name_holds_the_hash_of_its_content():
    for path, file in by_path().items():
        parts = [(STATIC / part).read_bytes() for part in JOINED.get(path, (path,))]
        if path not in (ARABIC, TIFINAGH):
            assert b"\n".join(parts) == file.body
        digest = hashlib.sha256(file.body).hexdigest()
        assert file.name.split(".")[-2] == digest[:12]
        assert asset(path) == PREFIX + file.name
        assert by_name()[file.name] is file


def test_what_is_compressed_is_the_same():
    for file in by_path().values():
        if file.compressed is not None:
            assert gzip.decompress(file.compressed.encoded("gzip")) == file.body


def test_the_plotly_bundle_is_the_one_its_list_names():
    row = re.search(r"`([^`]+)` \| plotly.js.*`([0-9a-f]{64})`", (STATIC / "vendor/README.md").read_text("utf-8"))
    assert row is not None
    assert f"vendor/{row[1]}" == PLOTLY
    assert hashlib.sha256((STATIC / PLOTLY).read_bytes()).hexdigest() == row[2]


FACES = [("Noto Sans Arabic", ARABIC, ARABIC_FONT), ("Noto Sans Tifinagh", TIFINAGH, TIFINAGH_FONT)]


@pytest.mark.parametrize(("name", "style", "font"), FACES)
def test_a_font_is_the_one_its_list_names_and_small(name, style, font):
    row = re.search(rf"`([^`]+)` \| {name}.*`([0-9a-f]{{64}})`", (STATIC / "fonts/README.md").read_text("utf-8"))
    assert row is not None
    assert f"fonts/{row[1]}" == font
    content = (STATIC / font).read_bytes()
    assert hashlib.sha256(content).hexdigest() == row[2]
    assert len(content) < 60_000
    licence = (STATIC / font.replace(".woff2", "-OFL.txt")).read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in licence.upper()


@pytest.mark.parametrize(("name", "style", "font"), FACES)
def test_a_style_names_its_font_as_it_is_served(name, style, font):
    body = by_path()[style].body.decode()
    assert f'url("{by_path()[font].name}")' in body
    assert "url(" not in body.replace(f'url("{by_path()[font].name}")', "")


def test_a_first_open_fits_the_budget_of_a_phone():
    fetched = [PLOTLY, "plain/page.js", "plain/page.css"]
    assert sum(len(file.encoded("gzip")) for path in fetched if (file := by_path()[path].compressed)) < 450_000
