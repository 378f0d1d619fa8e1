"""Letters that count as others, marks that may be written or not, and small words written onto the next one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrobora.read.letters import Letters
from corrobora.read.packs import load_pack
from corrobora.read.reader import Reader
from corrobora.read.tokens import Tokenizer
from corrobora.records import Article, Mention, Passage, Quantity, Span, Stated, TimeExpression

ARABIC = load_pack("ar")
LETTERS = Letters("أإا ٠0", "ًّـ")


def test_plain_letters_and_the_way_back() -> None:
    plain = LETTERS.of("إنّ أمّـه قالت")
    assert plain.text == "ان امه قالت"
    found = plain.back(
        [Mention(start=0, end=2, exact="ان", kind="person"), Mention(start=3, end=6, exact="امه", kind="person")]
    )
    assert [one.exact for one in found] == ["إنّ", "أمّـه"]
    assert plain.span(Span(4, 9)) == Span(3, 6)


def test_what_is_counted_is_told_as_it_is_written() -> None:
    plain = LETTERS.of("٠ أشخاصًا")
    (found,) = plain.back([Quantity(start=0, end=8, exact=plain.text, low=0, of="اشخاصا")])
    assert (found.exact, found.of) == ("٠ أشخاصًا", "أشخاصًا")


def test_without_letters_of_its_own_a_text_is_itself() -> None:
    text = "Il ministro ha detto."
    assert Letters("", "").of(text).text is text


@given(st.text(alphabet="أاإن ّـً٠x", max_size=30))
def test_every_place_comes_back(text: str) -> None:
    plain = LETTERS.of(text)
    for start in range(len(plain.text)):
        for end in range(start + 1, len(plain.text) + 1):
            (one,) = plain.back([Mention(start=start, end=end, exact=plain.text[start:end], kind="person")])
            assert text[one.start : one.end] == one.exact
            assert plain.span(one.span) == Span(start, end)


@pytest.mark.parametrize(
    ("written", "plainly"),
    [
        ("قال الوزير إنّ ٣ جنودٍ قُتلوا يوم الثلاثاء", "قال الوزير ان 3 جنود قتلوا يوم الثلاثاء"),
        ("وأعلنـت الشرطةُ أنّها أوقفت ١٢ شخصاً أمس", "واعلنت الشرطه انها اوقفت 12 شخصا امس"),
    ],
)
def test_two_spellings_are_read_alike(written: str, plainly: str) -> None:
    reader = Reader(ARABIC)

    def told(text: str) -> tuple[object, ...]:
        passage = Passage(start=0, end=len(text), kind="paragraph")
        published = Stated(value="2026-03-12", how="given")
        reading = reader.read(Article(id="x", text=text, passages=(passage,), published=published))
        found: tuple[Mention | TimeExpression | Quantity, ...]
        found = (*reading.mentions, *reading.times, *reading.quantities)
        assert all(text[one.start : one.end] == one.exact for one in found)
        word = ARABIC.letters.word
        return (
            [
                (one.act, *(word(span.of(text)) for span in (*one.source, *one.cue, *one.content)))
                for one in reading.statements
            ],
            [one.timex for one in reading.times],
            [(one.low, word(one.of or "")) for one in reading.quantities],
            [(word(one.exact), one.kind) for one in reading.mentions],
        )

    assert told(written) == told(plainly)
    assert all(told(written))


@pytest.mark.parametrize(
    ("text", "breaks", "words"),
    [
        ("وقال الوزير", (), ["و", "قال", "الوزير"]),
        ("وزير وولد", (), ["وزير", "وولد"]),
        ("والوزير بالسلاح", (), ["و", "الوزير", "ب", "السلاح"]),
        ("للوزير", (), ["للوزير"]),
        ("وللوزير", (), ["و", "للوزير"]),
        ("وليد ولبنان", (6,), ["وليد", "و", "لبنان"]),
        ("وفق وزارة", (), ["وفق", "وزارة"]),
        ("الي لصحيفه", (), ["الي", "ل", "صحيفه"]),
    ],
)
def test_small_words_are_cut_off(text: str, breaks: tuple[int, ...], words: list[str]) -> None:
    tokenizer = Tokenizer(ARABIC.language)
    tokenizer.learn([("قال",), ("وزير",), ("وفق",), ("صحيفه",)])
    tokens = tokenizer.cut(text, breaks=breaks)
    assert tokens.words == words
    assert "".join(text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)) == text.replace(
        " ", ""
    )
