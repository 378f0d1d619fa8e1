"""Compare names by how they sound, whatever scripts they are written in.

Every word becomes a row of sounds (relate/sounds.py); two rows are laid side by side at the least cost, as in Kondrak,
"A new algorithm for the alignment of phonetic sequences" (2000), with our own costs. A name of Chinese characters may
be read in several ways (a transcription, pinyin, the Korean reading): the best one counts.
"""

import re
from functools import lru_cache
from itertools import islice

from corrobora.gazetteer.called import name_parts
from corrobora.relate import sounds
from corrobora.relate.sounds import Sound

Word = tuple[Sound, ...]
Words = tuple[Word, ...]

_PARTS = re.compile(r"[^\W_]+(?:[’'ʼʹ`]+[^\W_]+)*", re.UNICODE)
_MARKS = re.compile(r"[’'ʼʹ`ʻʿ]+")
MOST_WORDS = 8
"""Words of a name that are looked at; what is longer is no name."""
LONGEST = 80
"""Letters of a name that are looked at."""
LEAST = 1.5
"""The price of a whole name is taken for at least this, so that a name of one consonant is like few others."""
SHORTNESS = 0.35
"""Added to what two names cost: it counts the more, the shorter they are, because short names are alike by chance."""
UNMATCHED = 0.45
"""Of a word that only one of two names has (a middle name, a patronymic), this part of its price is counted."""
ONSET = 1.5
"""What leaving out a consonant before a vowel costs, in terms of its price."""
ALIKE_WORDS = 0.72
"""How alike two words are, at least, to stand for each other."""


def words_of(name: str) -> list[str]:
    """The words of a name, in lower case, parted at spaces, hyphens and middle dots.

    >>> words_of("Jean-Luc Mélenchon"), words_of("弗拉基米尔·普京")
    (['jean', 'luc', 'mélenchon'], ['弗拉基米尔', '普京'])
    """
    spaced = name[:LONGEST].lower().replace("・", " ").replace("·", " ").replace("‧", " ").replace("=", " ")
    return [_MARKS.sub("", part) for part in islice(_PARTS.findall(spaced), MOST_WORDS)]


@lru_cache(maxsize=65_536)
def spoken(name: str, language: str | None = None) -> tuple[Words, ...]:
    """The ways in which a name may be spoken, word by word; none if no letter of it is known."""
    words = words_of(name)
    han = [word for word in words if any(map(sounds.is_han, word))]
    if not han:
        said = tuple(filter(None, (_word(word, language) for word in words)))
        return (said,) if said else ()
    plain = [sounds.plain_han(word) for word in words]
    ways = [
        tuple(_noted(notation) for word in plain if (notation := sounds.transcription(word)) is not None),
        tuple(_noted(notation) for word in plain if (notation := sounds.pinyin_sounds(word)) is not None),
        tuple(_word(read, None) for word in plain if (read := sounds.korean_reading(word)) is not None),
    ]
    return tuple(dict.fromkeys(way for way in ways if len(way) == len(words) and all(way)))


@lru_cache(maxsize=65_536)
def _word(word: str, language: str | None) -> Word:
    """A word in sounds: the longest entries of the tables, from its beginning to its end."""
    table, longest = sounds.letters(language)
    written = f"^{sounds.plain_letters(word)}$"
    noted, at = [], 0
    while at < len(written):
        for size in range(min(longest, len(written) - at), 0, -1):
            entry = table.get(written[at : at + size])
            if entry is not None:
                if size > 1 or written[at] != written[at - 1]:  # a doubled letter is said once
                    noted.append(entry)
                at += size
                break
        else:
            at += 1
    return _noted("".join(noted), light=word in sounds.light_words())


@lru_cache(maxsize=65_536)
def _noted(notation: str, light: bool = False) -> Word:
    """Noted sounds with their prices; of a light word nothing need be said."""
    table = sounds.costs()
    vowels, glides, liquids = (sounds.mask(kind) for kind in (table.vowels, table.glides, table.liquids))
    row = list(sounds.parsed(notation))
    out = table.leaving_out
    said = []
    for at, (bits, free) in enumerate(row):
        follower = next((other for other, left_out in row[at + 1 :] if not left_out), 0)
        if free or light:
            price = 0.0
        elif bits & vowels:
            price = out.vowel
        elif not bits & ~glides:
            price = out.glide
        elif follower & vowels:
            price = out.consonant
        else:
            price = out.coda_liquid if not bits & ~liquids else out.coda
        said.append(Sound(bits, price))
    return tuple(said)


def price(word: Word) -> float:
    """What a row of sounds weighs."""
    return sum(sound.price for sound in word)


def _left_out(sound: Sound) -> float:
    """A consonant before a vowel that one name lacks makes it another name (Lavrov, Lavrenov)."""
    return sound.price * ONSET if sound.price >= 1.0 else sound.price


@lru_cache(maxsize=262_144)
def distance(left: Word, right: Word) -> float:
    """The least cost of laying two rows of sounds side by side."""
    if left == right:
        return 0.0
    cost = sounds.cost
    outs = [_left_out(sound) for sound in right]
    row = [0.0]
    for its in outs:
        row.append(row[-1] + its)
    for sound in left:
        bits, own = sound.bits, _left_out(sound)
        above = row
        row = [above[0] + own]
        for at, (other, _) in enumerate(right):
            its = outs[at]
            least = above[at] + cost(bits, other)
            if (left_out := above[at + 1] + own) < least:
                least = left_out
            if (left_out := row[at] + its) < least:
                least = left_out
            row.append(least)
    return row[-1]


def likeness(left: Words, right: Words, forms: frozenset[tuple[int, int]] = frozenset()) -> float:
    """How alike two spoken names are, 0 to 1: word by word, or as one word where only one of them shows its words.

    `forms`: places of words that are forms of one name (Vladimir, Volodymyr), whatever they sound like.
    """
    if len(left) > 1 and len(right) > 1:
        return _by_words(left, right, forms)
    one, several = (left, right) if len(left) == 1 else (right, left)
    return max(_joined(one, order) for order in _orders(several))


def _orders(words: Words) -> tuple[Words, ...]:
    """The words as they stand, with the surname last, or first."""
    return (words,) if len(words) == 1 else (words, (*words[1:], words[0]), (words[-1], *words[:-1]))


def _joined(left: Words, right: Words) -> float:
    one, other = sum(left, ()), sum(right, ())
    whole = max(LEAST, (price(one) + price(other)) / 2)
    return max(0.0, 1 - (distance(one, other) + SHORTNESS) / whole)


def _by_words(left: Words, right: Words, forms: frozenset[tuple[int, int]]) -> float:
    """Word by word, each with the one that is most like it, or with two side by side (Jong-un, 정은); words of one name
    alone count in part."""
    if len(left) > len(right):
        left, right, forms = right, left, frozenset((other, one) for one, other in forms)
    free = set(range(len(right)))
    costs, whole = SHORTNESS, 0.0
    for at in sorted(range(len(left)), key=lambda place: -price(left[place])):
        found = _partner(at, left[at], right, free, forms)
        if found is None or found[0] > (1 - ALIKE_WORDS) * max(1.0, found[1]):
            return 0.0
        costs, whole = costs + found[0], whole + found[1]
        free.difference_update(found[2])
    costs += UNMATCHED * sum(price(right[at]) for at in free)
    return max(0.0, 1 - costs / max(LEAST, whole))


def _partner(
    place: int, word: Word, right: Words, free: set[int], forms: frozenset[tuple[int, int]]
) -> tuple[float, float, tuple[int, ...]] | None:
    """The free word, or two side by side, that a word stands for: its cost, its weight and where it is."""
    best: tuple[float, float, tuple[int, ...]] | None = None
    spans: list[tuple[int, ...]] = [(at,) for at in sorted(free)]
    spans += [(at, at + 1) for at in sorted(free) if at + 1 in free]
    for span in spans:
        other = sum((right[at] for at in span), ())
        size = (price(word) + price(other)) / 2
        cost = 0.0 if len(span) == 1 and (place, span[0]) in forms else distance(word, other)
        if best is None or cost / max(1.0, size) < best[0] / max(1.0, best[1]):
            best = cost, size, span
    return best


def _forms(left: str, right: str) -> frozenset[tuple[int, int]]:
    """Places of words, in two names, that are forms of one name."""
    parts = name_parts()
    one, other = ([parts.get(word, frozenset()) for word in words_of(name)] for name in (left, right))
    return frozenset((at, to) for at, own in enumerate(one) for to, its in enumerate(other) if own & its)


def alike(left: str, right: str, left_language: str | None = None, right_language: str | None = None) -> float:
    """How alike two names sound, 0 to 1, at their best readings; 0 if one of them cannot be read.

    >>> alike("Giorgia Meloni", "ジョルジャ・メローニ") > 0.85, alike("Giorgia Meloni", "Matteo Salvini") < 0.5
    (True, True)
    """
    ways, others = spoken(left, left_language), spoken(right, right_language)
    forms = _forms(left, right) if ways and others else frozenset()
    return max((likeness(one, other, forms) for one in ways for other in others), default=0.0)
