"""Find what a text keeps when it is translated: entities, figures, dates, concepts, names as they sound, cognates.

Each is made a key, the same in every language, with the place where it stands. What a translation keeps has long been
used to find translations and to align them: proper names and numbers (Steinberger, Pouliquen & Hagman 2002,
"Cross-lingual document similarity calculation using the multilingual thesaurus Eurovoc"), cognates by their first four
letters (Simard, Foster & Isabelle 1992), consonants of transliterated names (Zobel & Dart 1996 on phonetic keys).
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import msgspec

from corrobora.gazetteer.tables import table_of
from corrobora.records import Reading

COGNATE_LETTERS = 5
"""Cognates are compared by so many first letters; endings and most spelling differences stand behind them."""
SHORTEST_COGNATE = 4
"""Shorter words are compared only within one language."""
SHORTEST_NAME = 3
"""Consonants that a name needs to be compared by sound; two are shared by too many."""
LONGEST_NAME = 8

_TOKEN = re.compile(
    r"(?P<kata>[\u30a1-\u30fa\u30fc]{2,})|(?P<han>[\u3400-\u9fff]+)|(?P<hangul>[\uac00-\ud7a3]+)"
    r"|(?P<latin>[A-Za-z\u00aa-\u024f\u1e00-\u1eff]+)"
    r"|(?P<word>[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3][^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3'’]*)"
    r"|(?P<digits>\d+(?:[.,٫٬\u00a0\u202f]\d+)*)"
)
_SEPARATORS = re.compile(r"[.,٫٬\u00a0\u202f]")
_HARAKAT = re.compile("[\u064b-\u0652\u0640]")


class Bridge(NamedTuple):
    """A key, the sentence in which it stands (counted from 0), and where (code point)."""

    key: str
    sentence: int
    start: int


class ScriptTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a script's names become Latin letters, and what stands before and behind a name."""

    letters: dict[str, str] = {}
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()


class EverydayTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """everyday.toml: for each meaning the words of each language, parted by "|"."""

    words: dict[str, dict[str, str]]


class WritingTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """transliteration.toml: letters to Latin ones, and the parts of a Hangul syllable."""

    letters: dict[str, str] = {}
    initials: str = ""
    medials: str = ""
    finals: str = ""


class BridgeTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """bridges.toml."""

    groups: tuple[tuple[str, str], ...]
    classes: dict[str, str]
    scripts: dict[str, ScriptTable]


def bridges(reading: Reading) -> list[Bridge]:
    """All keys of an article, kind by kind; linear time."""
    starts = [span.start for span in reading.sentences] or [0]

    def at(key: str, start: int) -> Bridge:
        return Bridge(key, max(bisect_right(starts, start) - 1, 0), start)

    found = [at(f"@{mention.entity}", mention.start) for mention in reading.mentions if mention.entity]
    for concept in reading.concepts:
        found += [at(f"*{one}", concept.span.start) for one in concept.concepts]
    found += [at(f"#{figure}", start) for figure, start in _figures(reading)]
    found += [at(f"t{time.timex}", time.start) for time in reading.times if not time.timex.isalpha()]
    found += [at(key, start) for key, start in _words(reading)]
    return found


def _figures(reading: Reading) -> Iterator[tuple[str, int]]:
    for quantity in reading.quantities:
        for value in {quantity.low, quantity.high} - {None}:
            yield f"{value:.12g}".replace(".", "").lstrip("0"), quantity.start


def _words(reading: Reading) -> Iterator[tuple[str, int]]:
    language = reading.article.language or ""
    for token in _TOKEN.finditer(reading.article.text):
        kind, word = token.lastgroup, token.group()
        start = token.start()
        if kind == "digits":
            digits = _SEPARATORS.sub("", word).lstrip("0")
            if digits:
                yield f"#{int(digits) if len(digits) < 16 else digits}", start
        elif kind == "han":
            for begin in range(len(word) - 1):
                yield f"+{word[begin : begin + 2]}", start + begin
        else:
            for key in keys_of_word(word, language):
                yield key, start


@lru_cache(maxsize=200_000)
def keys_of_word(word: str, language: str) -> tuple[str, ...]:
    """The keys of one word: its cognates' in cased scripts, and its sound if it may be a name."""
    cased = word.lower() != word.upper()
    plain = latin(word)
    keys = [f"*={meaning}" for meaning in _everyday(word.lower(), language)]
    if cased:
        if len(plain) >= SHORTEST_COGNATE:
            keys.append(f"-{plain[:COGNATE_LETTERS]}")
        elif plain:
            keys.append(f"={language}:{plain}")
    else:
        keys.append(f"={language}:{word[:4]}")
    if not cased or word[0].isupper():
        sound = skeleton(plain)
        if len(sound) >= SHORTEST_NAME:
            keys.append(f"~{sound}")
    return tuple(keys)


def _everyday(word: str, language: str) -> tuple[str, ...]:
    """What a word of every day means; of beginnings of words that fit, the longest."""
    forms = _everyday_forms(language)
    if word in forms:
        return forms[word]
    return next((forms[start] for size in range(len(word), 1, -1) if (start := f"{word[:size]}-") in forms), ())


@cache
def _everyday_forms(language: str) -> dict[str, tuple[str, ...]]:
    """The meanings of a language's words; "-" stands behind the beginning of a word."""
    forms: dict[str, tuple[str, ...]] = {}
    for meaning, words in table_of("everyday", EverydayTable).words.items():
        for form in words.get(language, "").split("|"):
            if form:
                forms[form] = (*forms.get(form, ()), meaning)
    return forms


def skeleton(plain: str) -> str:
    """The consonants of a name in Latin letters, by classes of those that stand for one another.

    >>> skeleton("zelensky"), skeleton("selenskyj"), skeleton(latin("Зеленский")), skeleton(latin("젤렌스키"))
    ('SRNSK', 'SRNSKS', 'SRNSK', 'SRNSK')
    """
    groups, classes, _ = _tables()
    plain = groups[0].sub(lambda match: groups[1][match.group()], plain)
    out = ""
    for letter in plain:
        sound = classes.get(letter, "")
        if sound == "P" and out.endswith("M"):
            out = out[:-1] + "N"
        if sound and not out.endswith(sound):
            out += sound
    return out.replace("NK", "N")[:LONGEST_NAME]


def latin(word: str) -> str:
    """A word in small plain Latin letters, without what its script puts before and behind a name."""
    if word.isascii():
        return word.lower().replace("'", "")
    script = _script(word)
    _, _, scripts = _tables()
    table = scripts.get(script)
    word = word.lower()
    if table:
        word = _stripped(_HARAKAT.sub("", word), table)
    letters = _writing().letters if not table or not table.letters else table.letters
    if script == "Hangul":
        return "".join(map(_syllable, word))
    out = []
    for letter in word:
        known = letters.get(letter)
        if known is None:
            known = "".join(c for c in unicodedata.normalize("NFKD", letter) if "a" <= c <= "z")
        out.append(known)
    return "".join(out)


def _stripped(word: str, table: ScriptTable) -> str:
    for before in table.before:
        if word.startswith(before) and len(word) - len(before) >= SHORTEST_NAME:
            word = word[len(before) :]
            break
    for behind in table.behind:
        if word.endswith(behind) and len(word) - len(behind) >= SHORTEST_NAME - 1:
            return word[: -len(behind)]
    return word


def _script(word: str) -> str:
    return unicodedata.name(word[0], "").partition(" ")[0].title()


@lru_cache(maxsize=12_000)
def _syllable(char: str) -> str:
    table = _writing()
    if not "가" <= char <= "힣":
        return ""
    rest, final = divmod(ord(char) - 0xAC00, 28)
    initial, medial = divmod(rest, 21)
    parts = (table.initials.split()[initial], table.medials.split()[medial], table.finals.split()[final])
    return "".join(part for part in parts if part != "-").replace("kk", "k").replace("w", "").replace("h", "")


@cache
def _writing() -> WritingTable:
    return table_of("transliteration", WritingTable)


_Groups = tuple[re.Pattern[str], dict[str, str]]


@cache
def _tables() -> tuple[_Groups, dict[str, str], dict[str, ScriptTable]]:
    table = table_of("bridges", BridgeTable)
    replaced = dict(table.groups)
    pattern = re.compile("|".join(sorted(replaced, key=len, reverse=True)))
    classes = {letter: sound for sound, letters in table.classes.items() for letter in letters}
    return (pattern, replaced), classes, table.scripts
