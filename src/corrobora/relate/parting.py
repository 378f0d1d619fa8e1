"""Decide whether two voices are surely two parties.

Two names for one party are the rule across languages, so what is not shown to differ is taken for one: "the ministry",
"Seoul" and "해양수산부" of one claim. What shows a difference: ids of two institutions, two countries, words for what
they are that share nothing (police, hospital), two people whose names do not sound alike in any language, somebody
without an office beside an institution, two outlets that were both there.
"""

from difflib import SequenceMatcher
from functools import lru_cache

from corrobora.gazetteer.voice_words import voice_words
from corrobora.relate.name_sounds import alike
from corrobora.relate.voices import COUNTRY, COUNTRY_CODE, NAME, PERSON, Voice

ALIKE = 0.75
"""Two spellings of a name are at least so alike (ratio of matching letters)."""


UNLIKE = 0.6
"""Names that sound less alike than this, across languages and scripts, are two people's (relate/same_name.py doubts
from .66 on)."""


def two_parties(left: Voice, right: Voice) -> bool:
    """True if the two cannot be one party. Not meant for crowds, channels and what nobody says."""
    if left.ids & right.ids or _one_person(left, right):
        return False
    if {left.kind, right.kind} & {"own", "private"}:
        return not _one_report(left, right)
    if left.countries and right.countries and not left.countries & right.countries:
        return True
    if (left.told or right.told) and not (left.vague and not left.told) and not (right.vague and not right.told):
        return not _surely_alike(left, right)
    return _two_institutions(left, right) or _two_people(left, right) or _person_and_institution(left, right)


def _one_report(left: Voice, right: Voice) -> bool:
    """An outlet's reporter and its witnesses are one."""
    return left.own is not None and left.own == right.own and {left.kind, right.kind} <= {"own", "private"}


def _one_person(left: Voice, right: Voice) -> bool:
    ours, theirs = _slugs(left, PERSON), _slugs(right, PERSON)
    return any(_alike(one, other) for one in ours for other in theirs)


def _surely_alike(left: Voice, right: Voice) -> bool:
    """True if something says that they are one: a word for what they are, a country, a name."""
    common = set().union(*(family[:1] for family in voice_words().families if "company" in family))
    if (words_of(left) & words_of(right)) - common or left.countries & right.countries:
        return True
    return any(_name_within(one, other) for one in _slugs(left, NAME) for other in _slugs(right, NAME))


def _two_institutions(left: Voice, right: Voice) -> bool:
    ours, theirs = words_of(left), words_of(right)
    if ours and theirs:
        return not ours & theirs
    for scheme in (NAME, PERSON):
        names, others = _slugs(left, scheme), _slugs(right, scheme)
        if names and others and left.language == right.language:
            return not any(_name_within(one, other) for one in names for other in others)
    return False


def _two_people(left: Voice, right: Voice) -> bool:
    """True for people of other names, unless something says that they speak for one institution or country."""
    if not left.people or not right.people or left.countries & right.countries or words_of(left) & words_of(right):
        return False
    pairs = ((one, other) for one in left.people for other in right.people)
    return all(_likeness(one, other, left.language, right.language) < UNLIKE for one, other in pairs)


def _person_and_institution(left: Voice, right: Voice) -> bool:
    """True for somebody of whom nothing but the name is known, and an institution that is called by what it is."""
    return any(_only_named(one) and _is_body(other) for one, other in ((left, right), (right, left)))


def _only_named(voice: Voice) -> bool:
    known = words_of(voice) or voice.generic or voice.countries
    return bool(voice.people) and not known and all(one.startswith(PERSON) for one in voice.ids)


def _is_body(voice: Voice) -> bool:
    named = any(not one.startswith((PERSON, COUNTRY)) for one in voice.ids)
    return not voice.people and (named or voice.generic or bool(words_of(voice)))


@lru_cache(maxsize=20_000)
def _likeness(one: str, other: str, language: str | None, other_language: str | None) -> float:
    return alike(one, other, language, other_language)


def words_of(voice: Voice) -> frozenset[str]:
    """The words of a voice's ids and roles that tell which institution it is; none that fit any ("ministry")."""
    table = voice_words()
    shared = [one for one in voice.ids if not one.startswith((PERSON, NAME, COUNTRY))]
    found = {word for one in shared for word in one.partition(":")[2].split("-") if len(word) > COUNTRY_CODE}
    families = table.first_of_family
    for role in voice.roles:
        found.update(families.get(role, role).split("-"))
    return frozenset(families.get(word, word) for word in found) - table.generic


def _slugs(voice: Voice, scheme: str) -> list[str]:
    return [one.removeprefix(scheme) for one in sorted(voice.ids) if one.startswith(scheme)]


def _name_within(one: str, other: str) -> bool:
    ours, theirs = set(one.split("-")), set(other.split("-"))
    return ours <= theirs or theirs <= ours or _alike(one, other)


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= ALIKE
