"""The closed vocabularies, as the data contract has them."""

from enum import StrEnum

import pytest

from indicators.model import vocabulary
from indicators.model.vocabulary import Level, Method, Perimeter, Theme


def test_the_words_of_the_data_contract() -> None:
    assert list(Theme) == ["water", "energy", "land", "carbon"]
    assert " ".join(Level) == "district prefecture city commune metropolitan area region country facility"
    assert " ".join(Method) == (
        "census survey metered reported satellite modelled estimated projected planned literature"
    )
    assert set(Perimeter) == {
        "municipality", "prefecture", "arrondissement", "urban centre", "agglomeration", "utility perimeter",
        "metropolitan area", "region", "country", "facility", "not stated",
    }  # fmt: skip


@pytest.mark.parametrize("words", [v for v in vars(vocabulary).values() if isinstance(v, type) and v is not StrEnum])
def test_a_word_is_plain_lower_case_text(words: type[StrEnum]) -> None:
    for word in words:
        assert str(word) == word.value == word.value.strip().lower()
