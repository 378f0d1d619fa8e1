"""Cutting text without spaces: where words end, that every letter is in one, and that the cost is linear."""

import time
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corrobora.read.final_cutting import Cutter, CuttingRow
from corrobora.read.final_grammar import FinalLexicon
from corrobora.read.packs import load_pack

PIECES = ["首相", "は", "を", "と", "述べ", "た", "という", "、", "。", "こと", "（", "）", "ア", "1", " ", "し"]


@cache
def cutter() -> Cutter:
    return FinalLexicon(load_pack("ja")).cutter


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("首相は辞任すると述べた", ["首相は", "辞任すると", "述べた"]),
        ("首相はこれまでの方針を変えた", ["首相は", "これまでの", "方針を", "変えた"]),
        ("5人がけがをしたという", ["5人が", "けがをしたと", "いう"]),
        ("計画があるという報道を否定した", ["計画が", "あるという", "報道を", "否定した"]),
        ("不正があったことを認めた", ["不正が", "あった", "ことを", "認めた"]),
        ("同省によると", ["同省に", "よると"]),
        ("問題はないとしている", ["問題は", "ないと", "している"]),
        ("何者かが放火したとみて調べている", ["何者かが", "放火したと", "みて", "調べている"]),
        ("ほっとした", ["ほっとした"]),
        ("見落としがあった", ["見落としがあった"]),
        ("物価が上がる", ["物価が", "上がる"]),
        ("船は座礁したもようだ", ["船は", "座礁した", "もようだ"]),
        ("今にも降りそうだ", ["今にも", "降りそうだ"]),
        ("話し合いは続く", ["話し合いは", "続く"]),
        ("田中さん（65）は語った", ["田中さん（65）は", "語った"]),
        ("述べ、受け入れを拒んだ", ["述べ、", "受け入れを", "拒んだ"]),
        ("くぎを刺した", ["くぎを", "刺した"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in cutter().pieces(text, 0, len(text))] == words


def test_a_cue_is_cut_as_it_is_in_a_text() -> None:
    text = "対話を続けるとの見方を示した"
    words = tuple(text[start:end] for start, end in cutter().pieces(text, 0, len(text)))
    assert words[-2:] == cutter().split("見方を示した")


def test_what_is_written_onto_a_quotation() -> None:
    text = "「行く」と首相は話した"
    assert text[4 : cutter().behind(text, 4, len(text))] == "と"


def test_with_spaces_only_they_cut() -> None:
    plain = Cutter(CuttingRow())
    assert plain.split("말을 빌려") == ("말을", "빌려")
    assert list(plain.pieces("정부는 밝혔다", 0, 7)) == [(0, 3), (4, 7)]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_every_letter_is_in_one_word(text: str) -> None:
    pieces = list(cutter().pieces(text, 0, len(text)))
    assert "".join(text[start:end] for start, end in pieces) == "".join(text.split())
    assert all(left[1] <= right[0] for left, right in pairwise(pieces))


@pytest.mark.parametrize("unit", ["を", "という", "首相は", "（", "ことを", "と述べた、"])
def test_cost_is_linear(unit: str) -> None:
    def seconds(times: int) -> float:
        text = unit * times
        began = time.process_time()
        list(cutter().pieces(text, 0, len(text)))
        return time.process_time() - began

    seconds(1000)
    assert seconds(20_000) < 40 * max(seconds(2_000), 0.002)
