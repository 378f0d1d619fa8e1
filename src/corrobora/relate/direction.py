"""Decide which of two articles that share text was made from the other, in what way."""

from math import log10
from typing import Literal

import msgspec

from corrobora.relate.channels import AGENCY
from corrobora.relate.matches import Match
from corrobora.relate.traits import Traits

Kind = Literal["copy", "excerpt", "syndication", "translation", "revision", "credit"]

WHOLE, LARGE = 0.6, 0.5
"""Part of an article that makes it a copy, and part of the original that must be in it to be no excerpt."""
SAME_MATTER = 0.6
"""Part of their people and figures that two rewritten articles must share."""
LIKELY, LIKELY_THOUGH_THERE, LIKELY_REWRITTEN = 0.965, 0.98, 0.95
"""The least score of a translation; of one by an outlet that was there itself; of a rewriting in the same language."""
MUCH = 4
"""So many people and figures are enough to tell that two articles have none in common."""
UNDECIDED = 0.5
"""The score, at most, of a derivation whose direction nothing but the order of arrival tells."""

CREDITED, NOTED, TIMED, FROM_AGENCY, COMPLETE = 4.0, 2.0, 2.0, 1.0, 0.5
"""What each sign of direction weighs: a credit to the other; a note that it is a translation; an earlier time of
publication; an agency on the other side; more of the text that both share."""
ONE_MINUTE = 60.0


class Way(msgspec.Struct, frozen=True):
    """How a derived article was made from its origin. `weight` ranks the possible origins of one article."""

    origin: Traits
    derived: Traits
    match: Match
    kind: Kind
    score: float
    weight: float

    @property
    def translated(self) -> bool:
        return self.origin.language != self.derived.language


def way(left: Traits, right: Traits, match: Match) -> Way:
    """Which of two articles comes from the other; `left` arrived earlier, and is the origin if nothing tells."""
    signs = _signs(left, right, match)
    origin, derived = (right, left) if signs < 0 else (left, right)
    own, others = (match.right_share, match.left_share) if derived is right else (match.left_share, match.right_share)
    score = match.score if signs else min(match.score, UNDECIDED)
    return Way(
        origin, derived, match, _kind(origin, derived, match, own, others), score, _weight(origin, derived, match)
    )


def _signs(left: Traits, right: Traits, match: Match) -> float:
    """Above 0 if `right` was made from `left`, below if the other way round, 0 if nothing tells."""
    found = CREDITED * (right.credited(left.outlet) - left.credited(right.outlet))
    if match.translated:
        found += NOTED * (right.translated - left.translated)
    if left.published and right.published:
        later = (right.published - left.published).total_seconds()
        found += TIMED * ((later >= ONE_MINUTE) - (later <= -ONE_MINUTE))
    found += FROM_AGENCY * (_is_agency(left) - _is_agency(right))
    return found + COMPLETE * (match.right_share - match.left_share) if found else 0.0


def _kind(origin: Traits, derived: Traits, match: Match, own: float, others: float) -> Kind:
    if origin.language != derived.language:
        return "translation"
    if origin.outlet and origin.outlet == derived.outlet and own >= WHOLE:
        return "revision"
    if own < WHOLE or others < LARGE:
        return "excerpt"
    return "syndication" if derived.signs(origin.outlet) else "copy"


def _weight(origin: Traits, derived: Traits, match: Match) -> float:
    own, others = match.right_share, match.left_share
    if derived.id == match.left:
        own, others = others, own
    found = (
        own + (0.5 if match.translated else 0.25) * others + (0.5 * _strength(match.score) if match.translated else 0.8)
    )
    found += 0.5 * derived.credited(origin.outlet)
    found += 0.3 * (origin.outlet is not None and origin.outlet == derived.outlet and own >= WHOLE)
    return found + 0.2 * alike(origin, derived) + 0.05 * _is_agency(origin)


def _strength(score: float) -> float:
    """A score by its zeros: 0.9 is a third of what can be said for a match, 0.999 all."""
    return min(1.0, -log10(1.0 - score + 1e-9) / 3)


def believable(left: Traits, right: Traits, match: Match) -> bool:
    """False for two articles that share no wording but only what they say and in what order, if that is not enough.

    In one language they must name the same people and figures: a template filled in twice has its order in common, too.
    An article whose outlet was there itself may well tell the same as another one.
    """
    if not match.translated:
        return True
    if left.language == right.language:
        return match.score >= LIKELY_REWRITTEN and alike(left, right) > SAME_MATTER
    if right.credited(left.outlet):
        return True
    if min(len(left.features), len(right.features)) >= MUCH and not left.features & right.features:
        return False
    return match.score >= (LIKELY_THOUGH_THERE if right.own_access else LIKELY)


def alike(left: Traits, right: Traits) -> float:
    """The part of the people and figures of one that the other names, too."""
    least = min(len(left.features), len(right.features))
    return len(left.features & right.features) / least if least else 0.0


def _is_agency(traits: Traits) -> bool:
    return bool(traits.outlet and traits.outlet.startswith(AGENCY))
