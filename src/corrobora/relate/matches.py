"""Say how two articles share text: which stretches of one stand in the other, as they are or translated."""

import msgspec

from corrobora.records import Span


class Pair(msgspec.Struct, frozen=True):
    """One stretch and its counterpart: spans in the texts of the two articles."""

    left: Span
    right: Span


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """Two articles of which one seems to be made from the other, or both from a third.

    `left` is the id of the article that arrived earlier, `right` of the one that arrived now. `left_share` is the part
    of left's own text (by letters, 0 to 1) that stands in right, `right_share` the part of right's that stands in left.
    `score` (0 to 1) says how sure it is that one is made from the other. `pairs` are the best few stretches, as
    evidence, longest first, at most 8.
    """

    left: str
    right: str
    translated: bool
    left_share: float
    right_share: float
    score: float
    pairs: tuple[Pair, ...] = ()
