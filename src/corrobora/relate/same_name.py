"""Judge whether two names are names of one: by what the gazetteer calls so, by their parts, by their sounds.

A strong name (given name with surname, a long name of a place or body) may be enough; a weak one (a first name, a bare
surname) never is: without an office or country that both have, nothing is said about who bears it.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from corrobora.gazetteer.called import Called, folded
from corrobora.records.documents import Record
from corrobora.relate import sounds
from corrobora.relate.name_keys import keys
from corrobora.relate.name_sounds import alike, price, spoken, words_of
from corrobora.relate.sounds import is_han, light_words

SAME = 0.76
"""Names that sound alike to this degree are one, if they are strong; the figure was found on people.toml's names."""
DOUBTFUL = 0.66
"""Below this they are two."""
WITH_CONTEXT = 0.05
"""So much less is enough if both have an office or country in common."""
ONE_WORD = 0.03
"""So much more is needed of places and bodies of one word."""
ONE_LANGUAGE = 0.06
"""So much more within one language, which seldom spells a name in two ways."""
MOST_SCRIPTS = 4
STRONG_WORD = 3.0
"""A place or body of one word is strong if its sounds weigh so much: three consonants, or two and some vowels."""
SHORTEST_HAN, LONGEST_HAN = 2, 4
"""Characters of a whole name of China, Korea or Japan."""
WHOLE_HANGUL = 3
"""Syllables of a Korean name, surname and given name in one word."""

Kind = Literal["person", "organisation", "place", "office"]


class Name(Record, frozen=True):
    """A name and what is known about who bears it; `entity` is the id that a reading gave it."""

    text: str
    language: str | None = None
    kind: Kind | None = None
    entity: str | None = None
    offices: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


class Verdict(Record, frozen=True):
    """Whether two names are names of one, why, and how sure that is (0 to 1)."""

    verdict: Literal["same", "different", "unsure"]
    reason: str
    score: float = 0.0


def same_name(left: Name, right: Name, called: Called) -> Verdict:
    """The verdict on two names; see the module."""
    if left.kind and right.kind and left.kind != right.kind and "person" in (left.kind, right.kind):
        return Verdict(verdict="different", reason=f"a {left.kind} and a {right.kind}", score=1.0)
    ids = [known_ids(name, called) for name in (left, right)]
    if ids[0] and ids[1]:
        return _by_ids(ids[0], ids[1], (left, right), called)
    if ids[0] or ids[1]:
        return _by_known(ids[0] or ids[1], right if ids[0] else left, left if ids[0] else right, called)
    return _by_sound(left, right)


def known_ids(name: Name, called: Called) -> tuple[str, ...]:
    """The gazetteer's ids of a name, of its kind and countries if these are known; the reading's own id beats all."""
    if name.entity and called.known(name.entity):
        return (name.entity,)
    ids = called.ids(name.text, name.language)
    if not ids and _han(name.text):
        ids = called.ids(sounds.plain_han(name.text))
    if not ids and name.kind in (None, "place"):
        ids = called.spelt(name.text)
    fitting = tuple(one for one in ids if name.kind is None or _kind_of(one) == name.kind)
    ids = fitting or (() if name.kind == "person" else ids)
    placed = tuple(one for one in ids if _country_of(one, called) in name.countries)
    return placed or ids


def _kind_of(entity: str) -> str:
    scheme = entity.partition(":")[0]
    return {"person": "person", "country": "place", "city": "place", "place": "place", "office": "office"}.get(
        scheme, "organisation"
    )


def _country_of(entity: str, called: Called) -> str | None:
    scheme, _, rest = entity.partition(":")
    if scheme in ("country", "city"):
        return rest[:2]
    entry = called.entries.get(entity)
    return entry.country if entry else None


def _by_ids(left: tuple[str, ...], right: tuple[str, ...], names: tuple[Name, Name], called: Called) -> Verdict:
    one, other = names
    common = [entity for entity in left if entity in right]
    if not common:
        reason = f"{one.text} is {_listed(left)}, {other.text} is {_listed(right)}"
        return Verdict(verdict="different", reason=reason, score=0.98)
    several = dict.fromkeys((*left, *right))
    if len(several) > 1 and (called.namesakes & set(several) or any(_kind_of(entity) != "place" for entity in several)):
        reason = f"both may be {_listed(common)}, and one of {_listed(several)}"
        return Verdict(verdict="unsure", reason=reason, score=0.5)
    return Verdict(verdict="same", reason=f"the gazetteer calls {common[0]} both", score=0.99)


def _listed(ids: Iterable[str]) -> str:
    return " or ".join(list(ids)[:4])


def _by_known(ids: tuple[str, ...], unknown: Name, known: Name, called: Called) -> Verdict:
    """One name is the gazetteer's: the other may be a spelling that it does not have."""
    if len(ids) > 1:
        return Verdict(verdict="unsure", reason=f"{known.text} may be {_listed(ids)}", score=0.4)
    entry = called.entries.get(ids[0])
    if unknown.kind and _kind_of(ids[0]) != unknown.kind:
        reason = (
            f"{known.text} is {ids[0]}, and {unknown.text} is {'an' if unknown.kind[0] == 'o' else 'a'} {unknown.kind}"
        )
        return Verdict(verdict="different", reason=reason, score=0.9)
    spellings = [known.text, *(entry.called() if entry else called.place_names(ids[0]))]
    bare = is_weak(unknown)
    if bare == "a bare surname" and is_weak(known) is None:
        bare = None  # it has to sound like a whole name then, and is one
    if entry and entry.alone and bare == "a bare surname":
        spellings.extend(dict.fromkeys(entry.shortened()))
        bare = None
    best, score = _likest(unknown, tuple(dict.fromkeys(spellings)))
    if score < DOUBTFUL:
        return Verdict(verdict="different", reason=f"{unknown.text} sounds like no name of {ids[0]}", score=1 - score)
    reason = f"{unknown.text} sounds like {best}, a name of {ids[0]} ({score:.2f})"
    if bare == "a short word" and score > SAME + ONE_WORD / 2:
        bare = None
    if bare or score < _enough(unknown, known):
        return Verdict(verdict="unsure", reason=f"{reason}; {bare or 'not quite'}", score=score)
    return Verdict(verdict="same", reason=reason, score=score)


def _likest(unknown: Name, spellings: tuple[str, ...]) -> tuple[str, float]:
    """The spelling that a name sounds most like, and how much it sounds like those of all scripts, on average: chance
    makes it sound like one of them, but seldom like most."""
    if not _entity_keys(spellings) & keys(unknown.text, unknown.language):
        return "", 0.0
    written = next((one for one in spellings if _characters_of(one) == _characters_of(unknown.text)), None)
    if written is not None:
        return written, 1.0
    best: dict[str, tuple[float, str]] = {}
    for spelling in spellings:
        if initials(spelling) - initials(unknown.text) and initials(unknown.text):
            continue
        score = _heard(unknown.text, spelling, unknown.language, None)
        script = unicodedata.name(spelling[-1], "?").partition(" ")[0]
        best[script] = max(best.get(script, (0.0, "")), (score, spelling))
    heard = sorted((one for one in best.values() if one[0]), reverse=True)[:MOST_SCRIPTS]
    if not heard:
        return "", 0.0
    return heard[0][1], sum(score for score, _ in heard) / len(heard)


def initials(name: str) -> frozenset[str]:
    """The single letters in a name: those of George H. W. Bush tell him from George W. Bush."""
    return frozenset(word for word in words_of(name) if len(word) == 1 and word.isascii())


def _enough(left: Name, right: Name) -> float:
    """How alike two names have to sound: less if an office or country is common, more if they are of one word."""
    one_word = len(words_of(left.text)) == 1 and left.kind != "person"
    one_language = left.language is not None and left.language == right.language
    return SAME + ONE_WORD * one_word + ONE_LANGUAGE * one_language - WITH_CONTEXT * _context(left, right)


def _heard(left: str, right: str, left_language: str | None, right_language: str | None) -> float:
    """How alike two names are: the same words or characters wholly, others by their sounds."""
    if folded(left) == folded(right):
        return 1.0
    score = alike(left, right, left_language, right_language)
    return _characters(left, right, score) if _han(left) and _han(right) else score


@lru_cache(maxsize=4096)
def _entity_keys(spellings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(key for spelling in spellings for key in keys(spelling))


def _by_sound(left: Name, right: Name) -> Verdict:
    score = _heard(left.text, right.text, left.language, right.language)
    reason = f"{left.text} and {right.text} sound alike ({score:.2f})"
    if score < DOUBTFUL:
        return Verdict(verdict="different", reason=f"{left.text} and {right.text} do not sound alike", score=1 - score)
    if left.countries and right.countries and not set(left.countries) & set(right.countries):
        return Verdict(verdict="unsure", reason=f"{reason}, but their countries differ", score=score)
    common = _context(left, right)
    weak = is_weak(left) and is_weak(right)
    alike_written = folded(left.text) == folded(right.text) and left.kind == right.kind and weak == "a short word"
    if weak and not alike_written and not (common and weak == "a bare surname"):
        return Verdict(verdict="unsure", reason=f"{reason}, but each is {weak}", score=score)
    one, other = initials(left.text), initials(right.text)
    if one != other and one and other:
        return Verdict(verdict="different", reason=f"{reason}, but their initials differ", score=0.8)
    if score < _enough(left, right):
        return Verdict(verdict="unsure", reason=f"{reason}, not enough", score=score)
    shared = sorted({*left.offices, *left.countries} & {*right.offices, *right.countries})
    return Verdict(verdict="same", reason=reason + (f"; both: {', '.join(shared)}" if shared else ""), score=score)


def _context(left: Name, right: Name) -> bool:
    return bool(set(left.offices) & set(right.offices) or set(left.countries) & set(right.countries))


def is_weak(name: Name) -> str | None:
    """Why a name alone does not say who is meant, in words; None if it does."""
    words = [word for word in words_of(name.text) if word not in light_words()]
    if not words:
        return "no name"
    if _han(name.text):
        whole = len(words) > 1 or len(words[0]) > LONGEST_HAN or words[0][0] in sounds.han_surnames()
        return None if whole and len("".join(words)) >= SHORTEST_HAN else "a bare surname"
    if len(words) > 1:
        return None
    if len(words[0]) == WHOLE_HANGUL and words[0][0] in sounds.han_surnames():
        return None
    if name.kind in (None, "person"):
        return "a bare surname"
    said = spoken(name.text, name.language)
    return None if said and max(price(way[0]) for way in said) >= STRONG_WORD else "a short word"


def _han(text: str) -> bool:
    return any(map(is_han, text))


def _characters_of(name: str) -> str:
    return sounds.plain_han(folded(name)) if _han(name) else folded(name)


def _characters(left: str, right: str, score: float) -> float:
    """How alike two names in Chinese characters are: short ones only if they are written with the same ones."""
    one, other = (sounds.plain_han("".join(words_of(text))) for text in (left, right))
    if one == other:
        return 1.0
    return 0.0 if min(len(one), len(other)) <= LONGEST_HAN - 1 else score
