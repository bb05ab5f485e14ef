import gzip
import hashlib
import re

from indicators.plain.assets import ARABIC, ARABIC_FONT, JOINED, PLOTLY, PREFIX, STATIC, asset, by_name, by_path


def test_a_name_holds_the_hash_of_its_content():
    for path, file in by_path().items():
        parts = [(STATIC / part).read_bytes() for part in JOINED.get(path, (path,))]
        if path != ARABIC:
            assert b"\n".join(parts) == file.body
        digest = hashlib.sha256(file.body).hexdigest()
        assert file.name.split(".")[-2] == digest[:12]
        assert asset(path) == PREFIX + file.name
        assert by_name()[file.name] is file


def test_what_is_compressed_is_the_same():
    for file in by_path().values():
        if file.compressed is not None:
            assert gzip.decompress(file.compressed) == file.body


def test_the_plotly_bundle_is_the_one_its_list_names():
    row = re.search(r"`([^`]+)` \| plotly.js.*`([0-9a-f]{64})`", (STATIC / "vendor/README.md").read_text("utf-8"))
    assert row is not None
    assert f"vendor/{row[1]}" == PLOTLY
    assert hashlib.sha256((STATIC / PLOTLY).read_bytes()).hexdigest() == row[2]


def test_the_arabic_font_is_the_one_its_list_names_and_small():
    row = re.search(r"`([^`]+)` \| Noto Sans Arabic.*`([0-9a-f]{64})`", (STATIC / "fonts/README.md").read_text("utf-8"))
    assert row is not None
    assert f"fonts/{row[1]}" == ARABIC_FONT
    font = (STATIC / ARABIC_FONT).read_bytes()
    assert hashlib.sha256(font).hexdigest() == row[2]
    assert len(font) < 60_000
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts/noto-sans-arabic-OFL.txt").read_text("utf-8").upper()


def test_the_style_of_arabic_pages_names_the_font_as_it_is_served():
    style = by_path()[ARABIC].body.decode()
    assert f'url("{by_path()[ARABIC_FONT].name}")' in style
    assert "url(" not in style.replace(f'url("{by_path()[ARABIC_FONT].name}")', "")


def test_a_first_open_fits_the_budget_of_a_phone():
    fetched = [PLOTLY, "plain/page.js", "plain/page.css"]
    assert sum(len(by_path()[path].compressed or b"") for path in fetched) < 450_000
