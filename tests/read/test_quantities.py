"""Quantities: tables of cases for each language, and properties that hold for any text."""

import re
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corrobora.read.alternation import alternation
from corrobora.read.packs import load_pack
from corrobora.read.quantities import QuantityReader
from corrobora.records import TimeExpression

CODES = ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pt", "ru", "uk", "zh")
Seen = tuple[str, float | None, float | None, bool, str | None, str | None]


@cache
def reader(code: str) -> QuantityReader:
    return QuantityReader(load_pack(code))


def expected(exact: str, words: str) -> Seen:
    """One right-hand side of a case: "30.. ~ km of soldati"."""
    words, _, of = words.strip().partition("of ")
    bounds, *rest = words.split()
    low, dots, high = bounds.partition("..")
    approximate = "~" in rest
    unit = next((word for word in rest if word != "~"), None)
    ends = [float(end) if end else None for end in (low, high if dots else low)]
    return exact, ends[0], ends[1], approximate, unit, of.strip() or None


def cases(code: str) -> Iterator[tuple[str, str, list[Seen]]]:
    """Each line of a table: the line, the text without brackets, and what must be found in it."""
    table = Path(__file__).with_name(f"quantities.{code}.txt").read_text(encoding="utf-8")
    for line in table.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        sentence, _, right = line.partition(" | ") if " | " in line else line.partition(" |")
        marked = re.findall(r"\[([^]]+)]", sentence)
        values = [value for value in right.split(";") if value.strip()]
        assert len(marked) == len(values), line
        wanted = [expected(exact, value) for exact, value in zip(marked, values, strict=True)]
        yield line, sentence.replace("[", "").replace("]", ""), wanted


def reading(code: str, text: str) -> list[Seen]:
    return [(q.exact, q.low, q.high, q.approximate, q.unit, q.of) for q in reader(code).find(text)]


@pytest.mark.parametrize("code", CODES)
def test_each_case_gives_exactly_what_its_line_says(code: str) -> None:
    wrong = [(line, found) for line, text, wanted in cases(code) if (found := reading(code, text)) != wanted]
    assert not wrong, "\n".join(f"{line}\n    found {found}" for line, found in wrong)


@pytest.mark.parametrize("code", CODES)
def test_tables_are_long_enough(code: str) -> None:
    lines = list(cases(code))
    assert sum(bool(wanted) for _, _, wanted in lines) >= 85
    assert sum(not wanted for _, _, wanted in lines) >= 15
    assert len(lines) >= 100


def test_a_number_inside_a_time_is_no_quantity_and_nothing_reaches_into_one() -> None:
    text = "Circa 30 persone il 12 novembre 2024, poi 45 feriti giovedì 14 alle 12."
    times = [
        TimeExpression(start=at, end=at + len(exact), exact=exact, timex="XXXX")
        for exact in ("il 12 novembre 2024", "giovedì 14 alle 12")
        if (at := text.index(exact)) >= 0
    ]
    found = reader("it").find(text, times=times)
    assert [q.exact for q in found] == ["Circa 30 persone", "45 feriti"]
    assert all(q.end <= time.start or time.end <= q.start for q in found for time in times)


def test_a_noun_is_not_taken_out_of_a_time() -> None:
    text = "The figure rose to 300 Monday."
    monday = TimeExpression(start=23, end=29, exact="Monday", timex="XXXX")
    assert [(q.exact, q.of) for q in reader("en").find(text, times=[monday])] == [("300", None)]


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("it", "12.000", 12000), ("it", "12,5", 12.5), ("it", "dodicimila", 12000), ("it", "ventuno", 21),
        ("it", "due milioni e mezzo", 2.5e6), ("fr", "quarante-deux", 42), ("fr", "quatre-vingt-dix-sept", 97),
        ("fr", "12 000", 12000), ("en", "12,000", 12000), ("en", "two hundred and fifty", 250), ("en", "seven", 7),
        ("en", "1.5 billion", 1.5e9), ("ko", "1만2천", 12000), ("ko", "3억5천만", 350_000_000), ("ko", "12,000", 12000),
        ("ru", "12 тыс.", 12000), ("ru", "двухсот сорока", 240), ("ru", "полтора миллиона", 1.5e6), ("ru", "сто", 100),
        ("it", "soldati", None), ("it", "12 soldati", None), ("it", "", None), ("en", "dozens", None),
        ("en", "12.11.2024", None), ("en", "007", None), ("ru", "два пять", None), ("en", "1" * 30, None),
    ],
)  # fmt: skip
def test_parse_number(code: str, text: str, value: float | None) -> None:
    assert reader(code).parse_number(text) == value


def test_whole_numbers_are_ints_so_that_json_has_no_point_zero() -> None:
    low = reader("it").find("circa 12.000 soldati")[0].low
    assert isinstance(low, int)


def test_a_language_without_numbers_finds_none(tmp_path: Path) -> None:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "language.toml").write_text('code = "xx"\nname = "x"\nenglish_name = "x"\n')
    assert QuantityReader(load_pack("xx", tmp_path)).find("12 things") == ()


_PIECES = st.sampled_from(
    [
        "12", "3.000", "12,5", " ", " ", " ", "\n", "-", "–", "$", "€", "%", ".", ",", "(", "“", "’", "du", "soldati",
        "two", "hundred", "and", "million", "dozen", "about", "up to", "between", "vingt", "et", "un", "de", "milliers",
        "mila", "venti", "di", "만", "천", "수", "명", "이상", "병력", "의", "тысяч", "от", "до", "двух", "с половиной",
        "ﷺ", "e\u0301", "\u200f", "İ", "ß", "𝟘", "١٢", "0", "00", "9" * 20, "a", "the", "page", "Boeing", ":", "/",
    ]
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=25).map("".join), st.lists(_PIECES).map(" ".join))


@pytest.mark.parametrize("code", CODES)
@settings(max_examples=150, deadline=None)
@given(text=_TEXTS)
def test_offsets_hold_and_nothing_raises_for_any_text(code: str, text: str) -> None:
    last = 0
    for quantity in reader(code).find(text):
        assert text[quantity.start : quantity.end] == quantity.exact
        assert quantity.exact == quantity.exact.strip()
        assert last <= quantity.start < quantity.end
        assert quantity.of is None or quantity.of in quantity.exact
        assert quantity.low is not None or quantity.high is not None
        if quantity.low is not None and quantity.high is not None:
            assert quantity.low <= quantity.high
        last = quantity.end


@given(st.lists(st.text(alphabet="abc '", min_size=1, max_size=6).filter(str.strip), min_size=1, max_size=12))
def test_an_alternation_matches_its_forms_and_prefers_the_longest(forms: list[str]) -> None:
    source = re.compile(alternation(forms))
    for form in forms:
        assert source.fullmatch(form)
        found = source.match(form + "z")
        assert found is not None and len(found.group()) == max(len(other) for other in forms if form.startswith(other))


_HARD = [
    "1 ",
    "1.",
    "12-",
    "20 30 ",
    "due",
    "cento",
    "two and ",
    "hundreds of ",
    "о двух тысячах ",
    "수천만",
    "between 1 and ",
]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("piece", _HARD)
def test_cost_grows_with_length_only(code: str, piece: str) -> None:
    short, long = piece * (10_000 // len(piece)), piece * (80_000 // len(piece))
    find = reader(code).find

    def seconds(text: str) -> float:
        start = time.process_time()
        find(text)
        return time.process_time() - start

    least = min(seconds(short) for _ in range(3))
    assert seconds(long) < 0.02 + 25 * least
