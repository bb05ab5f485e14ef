"""Each word of each vocabulary has a text in each language of the screen."""

from enum import StrEnum

import pytest

from indicators.language.locales import SCREEN_LANGUAGES
from indicators.model import vocabulary
from indicators.model.vocabulary import Level, Measure, Perimeter, Role, SdgKind
from indicators.text.labels import KINDS, TEXTS, word

SHOWN = {
    value
    for value in vars(vocabulary).values()
    if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum
} - {Measure, Role}
"""A measure decides what may be compared, a role what else a figure is used for: neither is ever shown."""


def test_every_vocabulary_has_its_texts() -> None:
    assert set(TEXTS) == SHOWN
    for vocabulary_, texts in TEXTS.items():
        assert set(texts) == set(vocabulary_)
    assert set(KINDS) == set(SdgKind)


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_words_of_one_vocabulary_differ(language: str) -> None:
    for vocabulary_ in TEXTS:
        texts = [word(term, language) for term in vocabulary_]
        assert all(texts)
        assert len(set(texts)) == len(texts)


def test_words_spelt_alike_in_two_vocabularies_keep_their_own_texts() -> None:
    assert Level.REGION == Perimeter.REGION == "region"
    assert word(Perimeter.NOT_STATED, "en") == "perimeter not stated"
    assert word(Level.DISTRICT, "en") == "arrondissement"
