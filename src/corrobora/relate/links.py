"""Keep which ids are one's: links with their evidence, people's judgements, and what follows from both.

Links stand as they were made, so that taking one back leaves the others as they were. Two ids that a person has judged
different are never in one group, however many links lead from one to the other: the weakest link on the way does not
count then. Nor are two ids of the gazetteer, unless a person has judged them the same.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from corrobora.records import Evidence, Judgement


class Link(NamedTuple):
    """Two ids that are one's: why, how sure (0 to 1), and the passages that show it."""

    left: str
    right: str
    reason: str
    score: float
    evidence: tuple[Evidence, ...] = ()


class Links:
    """A growing set of links; `known` says whether an id is the gazetteer's own."""

    def __init__(self, judgements: Sequence[Judgement], known: Callable[[str], bool]):
        self._known = known
        self._links: dict[frozenset[str], Link] = {}
        self._judgements: dict[frozenset[str], Judgement] = {}
        self._undone: set[frozenset[str]] = set()
        self._root: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._standing: dict[frozenset[str], Link] = {}
        for judgement in sorted(judgements, key=lambda one: one.at):
            self._judgements[_pair(judgement.left, judgement.right)] = judgement
        self._rebuild()

    def root(self, entity: str) -> str:
        """The id that stands for the group of an id: the gazetteer's, else the one that came first."""
        return self._root.get(entity, entity)

    def members(self, entity: str) -> tuple[str, ...]:
        """All ids of the group of an id."""
        return tuple(self._members.get(self.root(entity), (entity,)))

    def judged(self, left: str, right: str) -> Judgement | None:
        """A person's word on these two ids."""
        return self._judgements.get(_pair(left, right))

    def standing(self) -> tuple[Link, ...]:
        """The links that count."""
        return tuple(self._standing.values())

    def why(self, left: str, right: str) -> Iterable[str]:
        """The reasons of the links inside the group of two ids."""
        group = {*self.members(left), *self.members(right)}
        return [link.reason for link in self._standing.values() if {link.left, link.right} <= group][:4]

    def add(self, link: Link) -> None:
        """Add a link, unless a person has judged otherwise, or it was taken back."""
        pair = _pair(link.left, link.right)
        judged = self._judgements.get(pair)
        if pair in self._undone or pair in self._links or (judged and judged.verdict != "same"):
            return
        self._links[pair] = link
        self._join(link)

    def undo(self, left: str, right: str) -> None:
        """Take a link back for good."""
        self._undone.add(_pair(left, right))
        if self._links.pop(_pair(left, right), None) is not None:
            self._rebuild()

    def judge(self, judgement: Judgement) -> None:
        """Add a person's word; a later one on the same pair stands in its place."""
        self._judgements[_pair(judgement.left, judgement.right)] = judgement
        self._rebuild()

    def _rebuild(self) -> None:
        """Join from nothing: what people say first, then the surest links."""
        self._root, self._members, self._standing = {}, {}, {}
        for judgement in self._judgements.values():
            if judgement.verdict == "same":
                reason = f"{judgement.by} judged so"
                self._join(Link(judgement.left, judgement.right, reason, 1.0), judged=True)
        for link in sorted(self._links.values(), key=lambda one: -one.score):
            judged = self._judgements.get(_pair(link.left, link.right))
            if judged is None or judged.verdict == "same":
                self._join(link)

    def _join(self, link: Link, *, judged: bool = False) -> None:
        left, right = self.root(link.left), self.root(link.right)
        if left != right:
            groups = self._members.get(left, [left]), self._members.get(right, [right])
            if self._apart(*groups) or (not judged and self._known(left) and self._known(right)):
                return
            if self._known(right) and not self._known(left):
                left, groups = right, groups[::-1]
            joined = [*groups[0], *groups[1]]
            self._members.pop(right, None)
            self._members.pop(left, None)
            self._members[left] = joined
            self._root.update(dict.fromkeys(joined, left))
        self._standing[_pair(link.left, link.right)] = link

    def _apart(self, left: Sequence[str], right: Sequence[str]) -> bool:
        one, other = set(left), set(right)
        return any(
            judgement.verdict == "different"
            and (
                (judgement.left in one and judgement.right in other)
                or (judgement.left in other and judgement.right in one)
            )
            for judgement in self._judgements.values()
        )


def _pair(left: str, right: str) -> frozenset[str]:
    return frozenset((left, right))
