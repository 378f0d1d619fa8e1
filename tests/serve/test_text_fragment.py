"""Text fragments that a browser can follow to the words on the original page."""

import re
from urllib.parse import unquote

from hypothesis import given, settings
from hypothesis import strategies as st

from corrobora.read.clean import clean_document
from corrobora.read.packs import installed, load_pack
from corrobora.records import Span
from corrobora.serve.text_fragment import text_fragment

PACKS = [load_pack(code) for code in installed()]

TEXT = (
    "Il porto di Torvale resta chiuso.\n\nIl ministro dei Trasporti ha accusato la compagnia, e la compagnia nega.\n\n"
    "«Nessuno ci ha avvertiti», ha detto la portavoce - che chiede un'inchiesta, subito, & indipendente."
)


def fragment(text: str, words: str, nth: int = 0) -> str:
    article = clean_document({"text": text}, PACKS)
    places = [found.start() for found in re.finditer(re.escape(words), text)]
    return text_fragment(article, Span(places[nth], places[nth] + len(words)))


def test_words_that_stand_once():
    assert fragment(TEXT, "ha detto la portavoce") == "#:~:text=ha%20detto%20la%20portavoce"


def test_everything_with_a_meaning_is_encoded():
    assert fragment(TEXT, "portavoce - che chiede un'inchiesta, subito, & indipendente") == (
        "#:~:text=portavoce%20%2D%20che%20chiede%20un%27inchiesta%2C%20subito%2C%20%26%20indipendente"
    )


def test_words_that_stand_twice_get_their_neighbours():
    assert fragment(TEXT, "la compagnia", 0) == "#:~:text=accusato-,la%20compagnia,-%2C"
    assert fragment(TEXT, "la compagnia", 1) == "#:~:text=e-,la%20compagnia,-nega."


def test_a_span_that_cuts_words_is_widened():
    assert fragment(TEXT, "inistro dei Traspor") == "#:~:text=ministro%20dei%20Trasporti"


def test_long_words_by_beginning_and_end():
    long = (
        "Il ministro dei Trasporti ha accusato la compagnia, e la compagnia nega."
        + " Poi è uscito dal palazzo senza dire altro." * 3
    )
    assert (
        fragment(f"Prima.\n\n{long}", long)
        == "#:~:text=Il%20ministro%20dei%20Trasporti%20ha,dal%20palazzo%20senza%20dire%20altro."
    )


def test_words_of_several_passages():
    assert unquote(fragment(TEXT, TEXT)).startswith("#:~:text=Il porto di Torvale resta,")


def test_korean_particles_stay_with_their_word():
    assert unquote(fragment("정부는 항구를 닫는다고 말했다.", "정부")) == "#:~:text=정부는"


def test_chinese_is_not_widened_to_the_sentence():
    assert unquote(fragment("部长周四指责该公司隐瞒起重机的状况。", "该公司")) == "#:~:text=该公司"


def test_an_empty_span():
    article = clean_document({"text": TEXT}, PACKS)
    assert text_fragment(article, Span(5, 5)) == ""
    assert text_fragment(article, Span(len(TEXT) + 5, len(TEXT) + 9)) == ""


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab é한国,-&%\n “”\u200b\u0301", min_size=1, max_size=120), st.data())
def test_the_named_words_are_in_the_text(text, data):
    if text.isspace():
        return
    article = clean_document({"text": text}, PACKS)
    start = data.draw(st.integers(0, len(text)))
    found = text_fragment(article, Span(start, data.draw(st.integers(start, len(text)))))
    if not found:
        return
    assert found.startswith("#:~:text=")
    directive = found.removeprefix("#:~:text=")
    assert re.fullmatch(r"[A-Za-z0-9._~%,-]*", directive)
    parts = [
        unquote(part.removesuffix("-") if index == 0 else part.removeprefix("-"))
        for index, part in enumerate(directive.split(","))
    ]
    flat = " ".join(text.split())
    assert all(" ".join(part.split()) in flat for part in parts)


def test_in_a_very_long_text_nothing_is_looked_for_elsewhere():
    long = "La compagnia nega. " * 5_000
    assert fragment(long, "compagnia", 3) == "#:~:text=compagnia"
    assert "-," in fragment(long[:4_000], "compagnia", 3)
