"""Sentences and paired quotation marks."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrobora.read.packs import load_pack
from corrobora.read.sentences import SentenceFinder

MIXED = st.text(alphabet=st.sampled_from("abZ .,!?…\n\"'“”«»‘’„한국。Ий12"), max_size=120)


def sentences(code: str, text: str) -> list[str]:
    finder = SentenceFinder(load_pack(code).language)
    return [span.of(text) for span in finder.sentences(text, finder.quotations(text))]


def quotations(code: str, text: str) -> list[str]:
    finder = SentenceFinder(load_pack(code).language)
    return [text[one.start : one.end] for one in finder.quotations(text) if one.depth == 0]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        (
            "it",
            "Sono 12.000 soldati. Il dott. Neri tace. Fine",
            ["Sono 12.000 soldati.", "Il dott. Neri tace.", "Fine"],
        ),
        (
            "it",
            "«Si va. Si resta. Si vede», ha detto Neri. Poi tace.",
            ["«Si va. Si resta. Si vede», ha detto Neri.", "Poi tace."],
        ),
        ("en", "Mr. Rehn left the U.S. Senate. He spoke.", ["Mr. Rehn left the U.S. Senate.", "He spoke."]),
        ("en", "“Go.” He left.", ["“Go.”", "He left."]),
        ("en", "“Is it true?” he asked. Nobody knew.", ["“Is it true?” he asked.", "Nobody knew."]),
        ("en", "J. K. Orlan came. She sat.", ["J. K. Orlan came.", "She sat."]),
        ("fr", "« On part. » Le site ferme.", ["« On part. »", "Le site ferme."]),
        ("fr", "M. Delmas et Mme Roy sont là. Ils parlent.", ["M. Delmas et Mme Roy sont là.", "Ils parlent."]),
        ("ru", "В 2024 г. ввезли 10 тыс. тонн. Это много.", ["В 2024 г. ввезли 10 тыс. тонн.", "Это много."]),
        ("ko", "그는 떠났다. “간다. 온다”라고 말했다. 끝", ["그는 떠났다.", "“간다. 온다”라고 말했다.", "끝"]),
        ("en", "A headline\nA sentence. Another", ["A headline", "A sentence.", "Another"]),
        ("en", "", []),
        ("en", " \n\n ", []),
    ],
)
def test_sentences(code: str, text: str, expected: list[str]) -> None:
    assert sentences(code, text) == expected


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", 'He said "yes" and "no".', ['"yes"', '"no"']),
        ("en", "The dogs’ owner said ‘it’s late’ twice.", ["‘it’s late’"]),
        ("en", "“We know that ‘no’ is no answer,” she said.", ["“We know that ‘no’ is no answer,”"]),
        ("en", "“We go on.\n“And on,” he said.", ["“We go on.", "“And on,”"]),
        ("it", "«Non è vero “niente”», dice.", ["«Non è vero “niente”»"]),
        ("fr", "C'est vrai », a-t-il dit.", ["C'est vrai »"]),
        ("ru", "«Газета „Вестник“ пишет», — сказал он.", ["«Газета „Вестник“ пишет»"]),
        ("ko", "「하나」와 『둘』", ["「하나」", "『둘』"]),
        ("en", "Nothing quoted, isn't it?", []),
    ],
)
def test_quotations(code: str, text: str, expected: list[str]) -> None:
    assert quotations(code, text) == expected


@pytest.mark.parametrize("code", ["en", "fr", "it", "ko", "ru"])
@given(text=MIXED)
def test_spans_are_sound_for_any_text(code: str, text: str) -> None:
    finder = SentenceFinder(load_pack(code).language)
    found = finder.quotations(text)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert not any(one.start < other.start < one.end < other.end for other in found)
    last = 0
    for span in finder.sentences(text, found):
        assert last <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        assert not text[last : span.start].strip()
        last = span.end
    assert not text[last:].strip()


@pytest.mark.parametrize("piece", ['"', "“", "'", "a. ", "«»", "“a ", "\n”"])
def test_many_marks_take_linear_time(piece: str) -> None:
    finder = SentenceFinder(load_pack("en").language)

    def seconds(times: int) -> float:
        text = piece * times
        begun = time.process_time()
        finder.sentences(text, finder.quotations(text))
        return time.process_time() - begun

    small = seconds(2_000)
    assert seconds(20_000) < 60 * max(small, 0.002)
