"""What is stated in place of Streamlit's English: in every language, within a script that it cannot end."""

import json
import re

import pytest

from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import text
from pages.server import streamlit_texts


def written(contact: str = "") -> dict[str, dict[str, str]]:
    script = streamlit_texts.script(SCREEN_LANGUAGES, contact)
    found = re.fullmatch(r"<script>window\.streamlitTexts = (.*)</script>", script)
    assert found
    return json.loads(found[1])


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_every_text_stands_in_every_language(language: str) -> None:
    assert written()[language] == {begins: text(language, words) for begins, words in streamlit_texts.TEXTS.items()}


def test_the_box_of_an_error_names_whom_to_tell() -> None:
    error = written("data@example.org")["fr"][streamlit_texts.ERROR]
    assert error.endswith("Signalez-le à data@example.org.")


def test_no_text_ends_the_script() -> None:
    assert streamlit_texts.script(SCREEN_LANGUAGES, "</script>").count("</script>") == 1
