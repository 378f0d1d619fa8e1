"""The template grammar: parsing, expanding, compiling to a pattern."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrobora.errors import TemplateError
from corrobora.read.templates import Literal, Slot, Space, expand, parse, pattern, words


@pytest.mark.parametrize(
    ("template", "forms"),
    [
        ("detto", ["detto"]),
        ("(ha|hanno) detto", ["ha detto", "hanno detto"]),
        ("ha [poi] detto", ["ha poi detto", "ha detto"]),
        (
            "[per] (parte|conto) [sua]",
            ["per parte sua", "per parte", "per conto sua", "per conto", "parte sua", "parte", "conto sua", "conto"],
        ),
        ("dich(iara|iarano)", ["dichiara", "dichiarano"]),
        ("a|b", ["a", "b"]),
        (r"\[sic\]", ["[sic]"]),
    ],
)
def test_words_lists_every_form(template: str, forms: list[str]) -> None:
    assert words(template) == forms


@pytest.mark.parametrize("template", ["", "(a", "a)", "[a", "a]", "<a", "a > b", "(a|[b)", "   "])
def test_broken_templates_are_refused(template: str) -> None:
    with pytest.raises(TemplateError):
        parse(template)


def test_a_slot_is_no_word() -> None:
    with pytest.raises(TemplateError, match="may not hold a slot"):
        words("<source> says")


def test_too_many_forms_are_refused() -> None:
    with pytest.raises(TemplateError, match="more than"):
        words(" ".join("(a|b|c|d)" for _ in range(9)))


def test_expand_keeps_slots_and_what_touches_them() -> None:
    assert list(expand(parse("<source>은 <cue:deny>"))) == [
        (Slot("source"), Literal("은"), Space(), Slot("cue", "deny")),
    ]


@pytest.mark.parametrize(
    ("template", "matching", "other"),
    [
        (
            "[il] <n> marzo [del] [<n>]",
            ["3 marzo", "il 3 marzo", "3 marzo 2024", "il 3 marzo del 2024"],
            ["il marzo", "il 3marzo"],
        ),
        ("<n>월 [<n>일]", ["3월", "3월 1일"], ["월"]),
        ("(a|b) c", ["a c", "b  c"], ["ac"]),
    ],
)
def test_pattern_matches_what_the_template_says(template: str, matching: list[str], other: list[str]) -> None:
    compiled = re.compile(pattern(parse(template), lambda slot: r"\d+"))
    assert all(compiled.fullmatch(text) for text in matching)
    assert not any(compiled.fullmatch(text) for text in other)


@given(st.lists(st.text(alphabet="abcдв한", min_size=1, max_size=5), min_size=1, max_size=5))
def test_plain_words_come_back_unchanged(parts: list[str]) -> None:
    assert words(" ".join(parts)) == [" ".join(parts)]


@given(st.text(alphabet="ab[]()|<> \\:", max_size=20))
def test_any_text_parses_or_is_refused(template: str) -> None:
    try:
        parsed = parse(template)
    except TemplateError:
        return
    re.compile(pattern(parsed, lambda slot: "x"))
