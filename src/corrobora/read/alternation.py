"""Write many words as one regular expression, shaped as a trie so that its cost does not grow with their number."""

import re
from collections.abc import Iterable
from typing import Any

SPACE = r"[ \t\u00a0\u202f]"
"""The source of one space inside a line, as the alternation writes the spaces of its words."""


def alternation(forms: Iterable[str]) -> str:
    r"""The source of a regular expression matching any of `forms`, the longest first; matches nothing if there is none.

    A space in a form stands for any one space within a line, an apostrophe for all of its shapes.

    >>> alternation(["ten", "two", "twelve"])
    '(?:t(?:en|w(?:elve|o)))'
    """
    trie: dict[str, Any] = {}
    for form in forms:
        node = trie
        for character in form:
            node = node.setdefault(character, {})
        node[""] = {}
    return f"(?:{_source(trie)})" if trie else r"(?!)"


def _source(node: dict[str, Any]) -> str:
    ways: list[str] = []
    for character in sorted(key for key in node if key):
        rest = _source(node[character])
        ways.append(_letter(character) + rest)
    if not ways:
        return ""
    whole = ways[0] if len(ways) == 1 else "(?:" + "|".join(ways) + ")"
    if "" not in node:
        return whole
    return f"(?:{ways[0]})?" if len(ways) == 1 else whole + "?"


def _letter(character: str) -> str:
    if character == " ":
        return SPACE
    return "['’ʼ]" if character in "'’" else re.escape(character)
