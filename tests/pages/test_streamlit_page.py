"""What is served in place of parts of Streamlit's page: lighter files, and its texts in every language."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from PIL import ImageFont
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import text
from indicators.plain.assets import PLOTLY, STATIC, asset
from pages.server import streamlit_page
from pages.server.streamlit_page import CHART, FONTS, LighterFiles, lighter_files, streamlit_static, without_plotly

README = (STATIC / "fonts" / "screen-fonts.md").read_text(encoding="utf-8")


def test_each_file_stands_for_one_of_streamlits() -> None:
    for pattern in [*(f"media/{name}" for name in FONTS), f"js/{CHART}"]:
        assert len(list(streamlit_static().glob(pattern))) == 1, f"Streamlit has no longer one file {pattern}"
    assert len(lighter_files()) == len(FONTS) + 1


@pytest.mark.parametrize("name", sorted(FONTS.values()))
def test_a_font_is_the_one_written_down(name: str) -> None:
    body = (STATIC / "fonts" / name).read_bytes()
    assert f"| `{name}` |" in README
    assert hashlib.sha256(body).hexdigest() in README
    assert len(body) < 60_000


def test_the_faces_have_every_letter_of_our_texts(tmp_path: Path) -> None:
    """Arabic has a face of its own; signs of other scripts stand in names that the device's faces write."""
    locale = Path(__file__).parents[2] / "indicators" / "language" / "locale" / "fr.po"
    written = set(re.sub(r"[\u0600-\u06ff\ufb50-\ufeff\u2066-\u2069\u200e\u200f\n]", "", locale.read_text("utf-8")))
    for name in ("screen-sans.woff2", "screen-serif.woff2"):
        font = ImageFont.truetype(str(STATIC / "fonts" / name), 20, layout_engine=ImageFont.Layout.BASIC)
        missing = bytes(font.getmask("\U0010ffff"))
        lost = {letter for letter in written if not letter.isspace() and bytes(font.getmask(letter)) == missing}
        assert not lost, f"{name} lacks {sorted(lost)}: cut it again with tools/web_fonts.py"


def test_the_module_of_a_chart_takes_the_small_plotly() -> None:
    module = next(streamlit_static().glob(f"js/{CHART}")).read_text(encoding="utf-8")
    lighter = without_plotly(module, "/assets/small.js")
    assert lighter is not None, "Streamlit's chart no longer holds its Plotly as it did"
    assert lighter.startswith('import"/assets/small.js";import')
    assert len(lighter) < 40_000
    # what stands around it is Streamlit's own
    assert lighter.endswith(module[-2000:])
    assert "exports=window.streamlitBridge.inTurn(window.Plotly)" in lighter


def test_a_module_that_is_not_as_expected_is_left_alone() -> None:
    assert without_plotly("var W=n(((e,t)=>{t.exports={}}))", "/assets/small.js") is None


@pytest.fixture
def client() -> TestClient:
    """The layer alone."""
    return TestClient(LighterFiles(Starlette()))


def test_it_is_answered_under_streamlits_address(client: TestClient) -> None:
    path = next(path for path in lighter_files() if path.endswith(".js"))
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert asset(PLOTLY) in answer.text
    again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "content-encoding" not in client.get(path, headers={"Accept-Encoding": "identity"}).headers
    compressed = lighter_files()[path].compressed
    assert compressed is not None
    assert gzip.decompress(compressed.encoded("gzip")) == lighter_files()[path].body


def test_what_is_not_ours_is_handed_on(client: TestClient) -> None:
    assert client.get("/static/js/other.js").status_code == 404


def test_the_faces_are_named_as_streamlit_names_them() -> None:
    style = streamlit_page.font_faces()
    assert style.count("@font-face") == 2
    for family in ("Source Sans", "Source Serif"):
        assert f'font-family:"{family}"' in style


def written(contact: str = "") -> dict[str, dict[str, str]]:
    script = streamlit_page.script(SCREEN_LANGUAGES, contact)
    found = re.fullmatch(r"<script>window\.streamlitTexts = (.*)</script>", script)
    assert found
    return json.loads(found[1])


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_every_text_stands_in_every_language(language: str) -> None:
    assert written()[language] == {begins: text(language, words) for begins, words in streamlit_page.TEXTS.items()}


def test_the_box_of_an_error_names_whom_to_tell() -> None:
    error = written("data@example.org")["fr"][streamlit_page.ERROR]
    assert error.endswith("Signalez-le à data@example.org.")


def test_no_text_ends_the_script() -> None:
    assert streamlit_page.script(SCREEN_LANGUAGES, "</script>").count("</script>") == 1
