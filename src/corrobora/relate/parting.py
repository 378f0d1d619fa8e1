"""Decide whether two voices are surely two parties.

Two names for one party are the rule across languages, so what is not shown to differ is taken for one: "the ministry",
"Seoul" and "해양수산부" of one claim. What shows a difference: ids of two institutions, two countries, words for what they
are that share nothing (police, hospital), two people, two outlets that were both there.
"""

from difflib import SequenceMatcher

from corrobora.gazetteer.voice_words import voice_words
from corrobora.relate.voices import INSTITUTIONS, Voice

ALIKE = 0.75
"""Two transliterations of a name are at least so alike (ratio of matching letters)."""
COUNTRY_CODE = 2
PERSON, NAME = "person:", "name:"


def two_parties(left: Voice, right: Voice) -> bool:
    """True if the two cannot be one party. Not meant for crowds, channels and what nobody says."""
    if left.ids & right.ids:
        return False
    if "own" in (left.kind, right.kind):
        return not _one_report(left, right)
    if left.kind == right.kind == "private":
        return not _one_report(left, right) and not _one_person(left, right)
    if left.countries and right.countries and not left.countries & right.countries:
        return True
    if "private" in (left.kind, right.kind):
        return not _one_person(left, right)
    return _two_institutions(left, right)


def _one_report(left: Voice, right: Voice) -> bool:
    """An outlet's reporter and its witnesses are one."""
    witnesses = {"own", "private"}
    return left.own is not None and left.own == right.own and {left.kind, right.kind} <= witnesses


def _one_person(left: Voice, right: Voice) -> bool:
    ours, theirs = _slugs(left, PERSON), _slugs(right, PERSON)
    return any(SequenceMatcher(None, one, other).ratio() >= ALIKE for one in ours for other in theirs)


def _two_institutions(left: Voice, right: Voice) -> bool:
    ours, theirs = words_of(left), words_of(right)
    if ours and theirs:
        return not ours & theirs
    names, other_names = _slugs(left, NAME), _slugs(right, NAME)
    if names and other_names and _same_letters(names, other_names):
        return not any(_name_within(one, other) for one in names for other in other_names)
    return False


def words_of(voice: Voice) -> frozenset[str]:
    """The words of a voice's ids and roles that tell which institution it is; none that fit any ("ministry")."""
    ids = [one.partition(":")[2].split("-") for one in voice.ids if one.startswith(INSTITUTIONS)]
    parts = [word for words in ids for word in words if len(word) > COUNTRY_CODE]
    parts += [word for role in voice.roles for word in role.split("-")]
    return frozenset(parts) - _generic()


def _generic() -> frozenset[str]:
    return voice_words().generic


def _slugs(voice: Voice, scheme: str) -> list[str]:
    return [one.removeprefix(scheme) for one in sorted(voice.ids) if one.startswith(scheme)]


def _same_letters(ours: list[str], theirs: list[str]) -> bool:
    return all(one.isascii() for one in ours) == all(one.isascii() for one in theirs)


def _name_within(one: str, other: str) -> bool:
    ours, theirs = set(one.split("-")), set(other.split("-"))
    return ours <= theirs or theirs <= ours or SequenceMatcher(None, one, other).ratio() >= ALIKE
