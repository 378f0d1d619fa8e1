"""Decide whether two voices are surely two parties.

Two names for one party are the rule across languages, so what is not shown to differ is taken for one: "the ministry",
"Seoul" and "해양수산부" of one claim. What shows a difference: ids of two institutions, two countries, words for what
they are that share nothing (police, hospital), two people, two outlets that were both there.
"""

from difflib import SequenceMatcher

from corrobora.gazetteer.voice_words import voice_words
from corrobora.relate.voices import COUNTRY, COUNTRY_CODE, NAME, PERSON, Voice

ALIKE = 0.75
"""Two spellings of a name are at least so alike (ratio of matching letters)."""


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
    return _two_institutions(left, right)


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
