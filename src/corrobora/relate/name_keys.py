"""Make keys of names that are the same across scripts, to find names that may be the same without comparing them all.

A key is the row of consonants in six classes (P labials, T, S hissing sounds, K, R, N nasals), without what comes and
goes between languages: vowels, h, w, y, and r or l before another consonant. Sounds of two classes give two keys.
"""

from functools import lru_cache
from itertools import takewhile

from corrobora.relate import sounds
from corrobora.relate.name_sounds import Word, Words, spoken, words_of

CLASSES = {"P": "pbfv", "T": "tdT", "S": "szSZcCJT", "K": "kgx", "R": "rl", "N": "mn"}
LONGEST_KEY = 6
"""Classes of a key, at most; the rest of a long name does not count."""
SHORTEST_WORD = 3
"""Classes that a word's key has, at least, to stand for itself; shorter ones are found by the whole name."""
MOST = 24
"""Keys of one row of sounds, at most."""


@lru_cache(maxsize=65_536)
def keys(name: str, language: str | None = None) -> frozenset[str]:
    """The keys of a name as it is written, and of each of its longer words; `language` is that of the text.

    Two spellings of one name share a key, as a rule, and so may two names: compare them with `alike`. A name written in
    Chinese characters has itself, in simplified ones, as a key, too.

    >>> sorted(keys("Zelensky") & keys("젤렌스키") & keys("زيلينسكي"))
    ['SRNSK']
    """
    found: set[str] = set()
    words = words_of(name)
    if any(sounds.is_han(character) for word in words for character in word):
        found.add("=" + sounds.plain_han("".join(words)))
    for way in spoken(name, language):
        found.update(_whole(way))
        for word in way:
            found.update(key for key in _skeletons(word) if len(key) >= SHORTEST_WORD)
    return frozenset(found)


def _whole(words: Words) -> set[str]:
    """Keys of a whole name in its order and with its last word first; empty ones are none."""
    rows = {sum(words, ()), sum((*words[-1:], *words[:-1]), ()), sum((*words[1:], *words[:1]), ())}
    return {key for row in rows for key in _skeletons(row) if len(key) > 1}


@lru_cache(maxsize=65_536)
def _skeletons(row: Word) -> tuple[str, ...]:
    """The rows of classes that a row of sounds has."""
    found = [""]
    for classes in filter(None, map(_choices, range(len(row)), [row] * len(row))):
        longer: dict[str, None] = {}
        for key in found:
            for name in classes:
                longer[key if len(key) >= LONGEST_KEY or key.endswith(name or key) else key + name] = None
        found = list(longer)[:MOST]
    return tuple(found)


def _choices(at: int, row: Word) -> tuple[str, ...]:
    """The classes that one sound of a row may count for, "" if it may be left out; none if it always is."""
    vowels, liquids, fleeting = _kinds()
    bits, price = row[at]
    classes = tuple(name for name, mask in _masks() if bits & mask)
    if not classes or bits & ~liquids:
        return (*classes, "") if classes and (not price or bits & fleeting) else classes
    behind = row[at + 1 :]
    follower = next((sound.bits for sound in behind if sound.price), 0)
    between = any(sound.bits & vowels for sound in takewhile(lambda sound: not sound.price, behind))
    if not follower & vowels and not between:
        return ()
    last = not any(sound.price and not sound.bits & vowels for sound in behind)
    return classes if price and follower & vowels and not last else (*classes, "")


@lru_cache(maxsize=1)
def _kinds() -> tuple[int, int, int]:
    table = sounds.costs()
    return sounds.mask(table.vowels), sounds.mask(table.liquids), sounds.mask(table.vowels + table.glides)


@lru_cache(maxsize=1)
def _masks() -> tuple[tuple[str, int], ...]:
    return tuple((name, sounds.mask(members)) for name, members in CLASSES.items())
