"""Relate the statements of one article to each other: who relays whom, and what a bare denial denies."""

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from corrobora.read.grammar import WordClass as W
from corrobora.read.lines import Line
from corrobora.read.matching import Match
from corrobora.records import Act, Quoted, Span

RELAY_ENTITIES = ("agency:", "outlet:")
"""How the ids of those begin who pass on what others say."""
FURTHEST_DENIAL = 3
"""A bare denial may point at most this many sentences back."""

ACCUSING: tuple[Act, ...] = ("accuse", "claim")
"""What a bare denial answers first, if it stands among those sentences."""


class Draft(msgspec.Struct, frozen=True):
    """A statement before it is related to the others. `place` is the number of its line in the article."""

    match: Match
    line: Line
    place: int
    act: Act
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    target: tuple[Span, ...]
    quoted: Quoted
    via: tuple[Span, ...] = ()
    hearsay: bool = False

    @property
    def begin(self) -> int:
        return min(span.start for span in (*self.source, *self.cue, *self.content))

    @property
    def said_by(self) -> tuple[str, ...]:
        """The words of the source, for comparing."""
        return tuple(span.of(self.line.text).casefold() for span in self.source)


def is_relay(draft: Draft) -> bool:
    """True if a statement's source is a channel: an agency or a paper, or whoever `reports`."""
    if not draft.source or not draft.content:
        return False
    if draft.act == "report" and draft.match.cue.kind == "finite" and not draft.match.cue.weak:
        return True
    line = draft.line
    return any(
        line.bits[at] & (W.RELAY | W.RELAYS)
        for span in draft.source
        for at in range(bisect_left(line.starts, span.start), bisect_left(line.starts, span.end))
    )


def contains(outer: Sequence[Span], inner: Sequence[Span]) -> bool:
    """True if each span of `inner` lies within one of `outer`."""
    return bool(inner) and all(any(span.covers(one) for span in outer) for one in inner)


def relay_chain(draft: Draft, relays: Sequence[Draft]) -> tuple[tuple[Span, ...], ...]:
    """The sources of all `relays` whose content holds this statement, outermost first."""
    around = [other for other in relays if other is not draft and contains(other.content, (*draft.source, *draft.cue))]
    around.sort(key=lambda other: other.content[0].start - other.content[-1].end)
    chain = [other.source for other in around]
    return (*chain, draft.via) if draft.via and draft.via not in chain else tuple(chain)


def denied(draft: Draft, drafts: Sequence[Draft]) -> tuple[Span, ...]:
    """What a bare denial refers to: the content of the nearest statement before it by somebody else. Nothing
    if that is an accusation which does not tell what of."""
    own = draft.content
    before = [
        other
        for other in drafts
        if other is not draft
        and (other.content or other.target)
        and other.act != "deny"
        and other.said_by != draft.said_by
        and other.begin < draft.cue[0].start
        and not contains(other.content, draft.cue)
        and draft.place - other.place <= FURTHEST_DENIAL
        and (not draft.match.frame.row.about or not own or contains(own, other.cue))
    ]
    for act in ACCUSING:
        accusing = [other for other in before if other.act == act and other.line.quotation is None]
        if accusing:
            before = accusing
            break
    if not before:
        return own if draft.match.frame.row.about else ()
    nearest = max(other.place for other in before)
    near = [other for other in before if other.place == nearest]
    inner = [one for one in near if not any(contains(one.content, (*other.cue,)) for other in near if other is not one)]
    return max(inner or near, key=lambda other: (other.content or other.cue)[0].start).content
