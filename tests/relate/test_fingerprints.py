"""Fingerprints: what counts as a word, what is folded, where each word stands; runs, postings, alignment."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corrobora.records import Article, Mention, Passage, Quantity, Reading
from corrobora.relate.alignment import common_stretches
from corrobora.relate.fingerprints import NAME, NUMBER, PLAIN, Fingerprint, Fingerprinter, fold, shingles
from corrobora.relate.frequencies import Frequencies
from corrobora.relate.near_copies import Kept, packed, unpacked
from corrobora.relate.postings import MOST_TEXTS, Postings

ANY = st.text(alphabet=st.sampled_from("aZéİß ñ’'-.,/\n\u00ad\u0301ـ١2٣９国のガ한ไทยि\u200c😀\x00\ud800"), max_size=120)


def of(text: str, *passages: Passage) -> Fingerprint:
    return Fingerprinter().of(Reading(article=Article(id="x", text=text, passages=passages)))


def words(text: str) -> list[str]:
    made = of(text)
    return [made.span(at, at + 1).of(text) for at in range(len(made)) if made.words[at]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'agenzia dice: 12.000 soldati.", ["L", "agenzia", "dice", "12.000", "soldati"]),
        ("rose 6-5/8 to 782.50/786.41", ["rose", "6-5/8", "to", "782.50/786.41"]),
        ("東京で3人が死亡、AP通信", ["東", "京", "で", "3", "人", "が", "死", "亡", "AP", "通", "信"]),
        ("대통령은 서울에서", ["대통령은", "서울에서"]),
        ("قُتِلَ رجلان", ["قُتِلَ", "رجلان"]),
        ("Donau\u00addampfer", ["Donau\u00addampfer"]),
        ("cafe\u0301 noir", ["cafe\u0301", "noir"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("", []),
        ("\ud800 ?! \x00", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("PERCHÉ", "perche"), ("12.000", "12,000"), ("١٢", "12"), ("１２", "12"), ("قُتِلَ", "قتل"), ("قـتل", "قتل"),
        ("Straße", "STRASSE"), ("Donau\u00addampfer", "Donaudampfer"), ("Łódź", "łódź"), ("ｶﾞ", "ガ"), ("ё", "е"),
    ],
)  # fmt: skip
def test_what_outlets_write_differently_is_one_word(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(("left", "right"), [("12", "21"), ("कि", "का"), ("なに", "なみ"), ("vero", "nero")])
def test_different_words_stay_different(left: str, right: str) -> None:
    assert fold(left) != fold(right)


def test_numbers_and_names_are_marked() -> None:
    text = "Yesterday in Tarnes dozens of men sold 40 boats to ada lund."
    person = text.index("ada")
    sold = Reading(
        article=Article(id="x", text=text),
        mentions=(Mention(start=person, end=person + 8, exact="ada lund", kind="person"),),
        quantities=(Quantity(start=20, end=26, exact="dozens"),),
    )
    made = Fingerprinter().of(sold)
    kinds = {made.span(at, at + 1).of(text): int(kind) for at, kind in enumerate(made.kinds)}
    assert {word for word, kind in kinds.items() if kind == NUMBER} == {"dozens", "40"}
    assert {word for word, kind in kinds.items() if kind == NAME} == {"Tarnes", "ada", "lund"}
    assert kinds["Yesterday"] == PLAIN  # the beginning of a sentence is no name


def test_passages_that_are_not_the_articles_own_are_left_out() -> None:
    text = "Head line\n\none two three\n\nphoto of one\n\nfour five six"
    made = of(
        text,
        Passage(start=0, end=9, kind="headline"),
        Passage(start=26, end=38, kind="caption"),
        Passage(start=40, end=53, kind="paragraph"),
    )
    assert made.headline == (0, 2)
    assert np.flatnonzero(made.words == 0).tolist() == [2, 6]
    assert [made.span(at, at + 1).of(text) for at in (3, 4, 5, 7)] == ["one", "two", "three", "four"]
    where, _ = shingles(made.words, 3)
    assert where.tolist() == [3, 7]  # no run crosses the breaks


def test_hashes_are_the_same_in_every_process() -> None:
    code = (
        "from tests.relate.test_fingerprints import of, shingles\n"
        "print(shingles(of('one two three four 5 六 七').words, 2)[1].tolist())"
    )
    here = shingles(of("one two three four 5 六 七").words, 2)[1].tolist()
    assert len(here) == 5
    run = [sys.executable, "-c", code]
    there = subprocess.run(run, check=True, capture_output=True, text=True, env={"PYTHONPATH": ":".join(sys.path)})
    assert there.stdout.strip() == str(here)


def test_runs_of_characters_are_twice_as_long() -> None:
    assert len(shingles(of("一二三四五六七八").words, 4)[0]) == 1
    assert len(shingles(of("一二三四五六七").words, 4)[0]) == 0
    assert len(shingles(of("one two three four").words, 4)[0]) == 1


@settings(max_examples=100, deadline=None)
@given(ANY)
@example("a" * 3000)
def test_every_word_has_its_place_and_packing_keeps_it(text: str) -> None:
    made = of(text)
    for at in range(len(made)):
        word = made.span(at, at + 1).of(text)
        assert 0 < len(word) < 64
    assert all(made.starts[1:] >= made.starts[:-1] + made.lengths[:-1])
    kept = Kept("x", packed(made), len(made), made.headline, None, 0, [])
    back = unpacked(kept)
    for name in ("words", "starts", "lengths", "kinds"):
        assert getattr(back, name).tolist() == getattr(made, name).tolist()


SMALL = st.lists(st.integers(1, 6), max_size=40)


@settings(max_examples=150, deadline=None)
@given(SMALL, SMALL)
def test_stretches_are_equal_disjoint_and_as_long_as_can_be(left: list[int], right: list[int]) -> None:
    a, b = (np.array([2 * word for word in one], dtype=np.uint32) for one in (left, right))
    found = common_stretches(a, b)
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for start, at, length in found:
        assert length >= 3
        assert left[start : start + length] == right[at : at + length]
        assert not taken_left & set(range(start, start + length))
        assert not taken_right & set(range(at, at + length))
        taken_left |= set(range(start, start + length))
        taken_right |= set(range(at, at + length))
    grams = {tuple(left[at : at + 3]) for at in range(len(left) - 2)}
    assert bool(found) == any(tuple(right[at : at + 3]) in grams for at in range(len(right) - 2))


def test_a_moved_paragraph_is_found() -> None:
    a = np.arange(2, 82, 2, dtype=np.uint32)
    assert common_stretches(a, np.concatenate((a[25:], a[:25]))) == [(0, 15, 25), (25, 0, 15)]


def test_postings_keep_the_latest_texts_of_a_key_and_forget_the_old() -> None:
    postings = Postings()
    keys = np.array([5, 4101, 7], dtype=np.uint64)  # the first two fall into one bucket
    for text in range(1, 8):
        postings.post(keys[:2], text, 1)
    postings.post(keys[2:], 8, 1)
    rows, texts = postings.find(keys, 1)
    assert sorted(zip(rows.tolist(), texts.tolist(), strict=True)) == [
        *((0, text) for text in (4, 5, 6, 7)), *((1, text) for text in (4, 5, 6, 7)), (2, 8)
    ]  # fmt: skip
    assert MOST_TEXTS == 4
    assert postings.find(keys, 7)[1].tolist().count(7) == 2
    assert len(postings.find(keys, 9)[1]) == 0


def test_postings_survive_growing() -> None:
    postings = Postings()
    dice = np.random.default_rng(1)
    keys = dice.integers(0, 2**63, 20_000, dtype=np.uint64)
    for text in range(1, 201):
        mine = keys[(text - 1) * 100 : text * 100]
        postings.make_room(100 * text)
        postings.post(mine, text, 1)
    rows, texts = postings.find(keys, 1)
    right = (texts - 1 == rows // 100).sum()
    assert right > 0.98 * len(keys)
    assert len(texts) - right <= 0.001 * len(keys)
    assert postings.nbytes < 20_000 * 60


def test_frequent_words_tell_less_and_fade() -> None:
    frequencies = Frequencies(memory=2000)
    common, rare = np.array([2, 0], dtype=np.uint32), np.array([4], dtype=np.uint32)
    for _ in range(1500):
        frequencies.add(common)
    assert frequencies.rarity(common).tolist() == pytest.approx([0.05, 0])
    assert frequencies.rarity(rare)[0] == 1
    for _ in range(60_000):
        frequencies.add(rare)
    assert frequencies.rarity(common)[0] > 0.9
