"""Statements in whole texts: what a single example sentence of a pack cannot show."""

import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corrobora.errors import PackError
from corrobora.read.attribution import AttributionReader
from corrobora.read.packs import Pack, installed, load_pack
from corrobora.records import Passage, Span, Statement


@cache
def reader(code: str) -> AttributionReader:
    return AttributionReader(load_pack(code))


def words(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [span.of(text) for span in spans]


def only(code: str, text: str) -> Statement:
    (statement,) = reader(code).find(text)
    return statement


def test_a_quotation_goes_on_over_sentences_of_one_paragraph() -> None:
    text = "“The river rose,” said Mara Ostrand. “Nobody warned us.” “We fled.”\nThe square was empty."
    assert words(text, only("en", text).content) == ["“The river rose,”", "“Nobody warned us.”", "“We fled.”"]


def test_a_quotation_goes_on_in_the_next_paragraph_while_it_is_not_closed() -> None:
    text = "Mara Ostrand said: “The river rose.\n\n“Nobody warned us.”\n\n“We fled,” a boy said."
    first, second = reader("en").find(text)
    assert words(text, first.content) == ["“The river rose.", "“Nobody warned us.”"]
    assert words(text, second.source) == ["a boy"]


def test_a_cue_with_a_colon_takes_the_quotation_of_the_next_paragraph() -> None:
    text = "Mara Ostrand added:\n\n“Nobody warned us about the river.”"
    statement = only("en", text)
    assert statement.quoted == "direct"
    assert words(text, statement.content) == ["“Nobody warned us about the river.”"]


def test_a_cry_of_the_crowd_is_nobodys_statement() -> None:
    assert reader("en").find("The square filled up. “Out, out, out!” Drums were heard until midnight.") == ()


def test_relays_are_named_from_the_outside_in() -> None:
    text = "The governor said the roads were open, the Nordpress agency reported."
    inner, relay = sorted(reader("en").find(text), key=lambda one: one.cue[0].start)
    assert [words(text, via) for via in inner.via] == [["the Nordpress agency"]]
    assert relay.act == "report"
    assert relay.via == ()
    assert relay.content[0].covers(inner.cue[0])


def test_a_denial_of_the_allegations_points_at_what_was_said_before() -> None:
    text = "The ministry said that Morland had moved its tanks. Morland denied the report."
    first, denial = reader("en").find(text)
    assert denial.act == "deny"
    assert denial.about == first.content


def test_a_denial_of_this_has_no_content_of_its_own() -> None:
    text = "The ministry said that Morland had moved its tanks. Morland denies this."
    first, denial = reader("en").find(text)
    assert denial.content == ()
    assert denial.about == first.content


def test_nobody_denies_what_he_said_himself() -> None:
    text = "The ministry said that the tanks had moved. Morland said that it had sold them. Morland denied the report."
    first, _, denial = reader("en").find(text)
    assert denial.about == first.content


def test_a_headline_may_name_its_speaker_before_a_colon() -> None:
    text = "Ostrand: nobody warned us about the river\n\nThe village is empty."
    passages = (Passage(start=0, end=41, kind="headline"), Passage(start=43, end=len(text), kind="paragraph"))
    (statement,) = reader("en").find(text, passages=passages)
    assert words(text, statement.source) == ["Ostrand"]
    assert reader("en").find(text) == ()


def test_boilerplate_says_nothing() -> None:
    text = "The publisher said that cookies are good."
    assert reader("en").find(text, passages=(Passage(start=0, end=len(text), kind="boilerplate"),)) == ()


def test_not_saying_is_marked() -> None:
    assert only("en", "The court did not say when it would rule.").negated
    assert not only("en", "The court said when it would rule.").negated


LETTERS = (
    "said that “we” deny, according to Mr. Rehn: he's not «sì» ha detto che 말했다 заявил, что "
    "\n\u0301\u202e\u200b\"'’—.!?"
)


@pytest.mark.parametrize("code", [code for code in installed() if not load_pack(code).language.cue_last])
@settings(max_examples=60, deadline=None)
@given(parts=st.lists(st.sampled_from(LETTERS.split(" ")) | st.text(max_size=6), max_size=40))
def test_any_text_gives_sound_spans(code: str, parts: list[str]) -> None:
    text = " ".join(parts)
    for statement in reader(code).find(text):
        assert statement.cue
        for span in (*statement.source, *statement.cue, *statement.content, *statement.target, *statement.about):
            assert 0 <= span.start < span.end <= len(text)
            assert span.of(text).strip()
        assert list(statement.content) == sorted(statement.content)


@pytest.mark.parametrize(
    "piece", ["he said ", "he said, ", "“he said that ", "said and ", "a of ", "( ", "he said: \n\n", "“a” "]
)
def test_long_texts_take_time_in_proportion(piece: str) -> None:
    def seconds(times: int) -> float:
        text = piece * times
        begun = time.process_time()
        reader("en").find(text)
        return time.process_time() - begun

    seconds(100)
    small = seconds(1_000)
    assert seconds(10_000) < 40 * max(small, 0.01)


def pack(folder: Path, attribution: str) -> Pack:
    folder.mkdir()
    (folder / "language.toml").write_text('code = "xx"\nname = "x"\nenglish_name = "x"\n')
    (folder / "attribution.toml").write_text(attribution)
    return Pack(folder)


@pytest.mark.parametrize(
    ("attribution", "message"),
    [
        ('[[frame]]\ntemplate = "<source> says"', "exactly one <cue>"),
        ('[[frame]]\ntemplate = "<sauce> <cue>"', "no slot or word list 'sauce'"),
        ('[[cue]]\nact = "say"\ntakes = []', "has no words"),
        ('[[cue]]\nact = "say"\ntakes = []\nstem = "a"\ninflection = "none"', r"no \[inflections.none\]"),
        ('[[cue]]\nact = "sing"\ntakes = []', "act"),
        ("[[cue", "not readable as TOML"),
        ('colour = "red"', "colour"),
    ],
)
def test_a_broken_pack_says_what_is_wrong(tmp_path: Path, attribution: str, message: str) -> None:
    with pytest.raises(PackError, match=message):
        AttributionReader(pack(tmp_path / "xx", attribution))


def test_a_language_needs_no_code(tmp_path: Path) -> None:
    toml = """
[words]
pronouns = ["zo"]
that = ["ke"]
[[cue]]
act = "deny"
takes = ["that"]
finite = "(nego|negos)"
[[frame]]
template = "<source> <cue> <content:that>"
takes = "that"
"""
    text = "Zo negos ke la dom brulis."
    (statement,) = AttributionReader(pack(tmp_path / "xx", toml)).find(text)
    assert (words(text, statement.source), words(text, statement.content)) == (["Zo"], ["ke la dom brulis"])
