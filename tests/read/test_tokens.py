"""Words and marks, with their places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrobora.read.packs import load_pack
from corrobora.read.tokens import Tokenizer

MIXED = st.text(alphabet=st.sampled_from("aZé'’ʼ-‑.,«»“”\"1٣한국ий́ \n\u200b\u202e😀İß"), max_size=80)


def cut(code: str, text: str) -> list[str]:
    return Tokenizer(load_pack(code).language).cut(text).words


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        ("en", "He didn’t say it’s Trump's plan.", ["he", "did", "n't", "say", "it", "'s", "trump", "'s", "plan", "."]),
        ("en", "Mr. Smith of the U.S. Senate", ["mr.", "smith", "of", "the", "u.s.", "senate"]),
        ("en", "12,000 men, 3.5 tonnes", ["12,000", "men", ",", "3.5", "tonnes"]),
        ("it", "L'agenzia dell’ospedale", ["l'", "agenzia", "dell'", "ospedale"]),
        ("fr", "a-t-elle résumé, va-t-il", ["a", "-t-elle", "résumé", ",", "va", "-t-il"]),
        ("fr", "le vice-président d'État", ["le", "vice-président", "d'", "état"]),
        ("ru", "«Да», — сказал он в 10 тыс. км", ["«", "да", "»", ",", "—", "сказал", "он", "в", "10", "тыс.", "км"]),
        ("ko", "“간다”라고 말했다...", ["“", "간다", "”", "라고", "말했다", "..."]),
    ],
)
def test_words(code: str, text: str, words: list[str]) -> None:
    assert cut(code, text) == words


@pytest.mark.parametrize("code", ["en", "fr", "it", "ko", "ru"])
@given(text=MIXED)
def test_tokens_lie_in_order_and_cover_all_but_white_space(code: str, text: str) -> None:
    tokens = Tokenizer(load_pack(code).language).cut(text)
    assert len(tokens.starts) == len(tokens.ends) == len(tokens.words)
    last = 0
    for start, end in zip(tokens.starts, tokens.ends, strict=True):
        assert last <= start < end
        assert not text[last:start].strip()
        last = end
    assert not text[last:].strip()
