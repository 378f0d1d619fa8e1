"""Align the sentences of two texts by the keys that they share, in the order of both.

Each shared key adds its weight to the cells (sentence of left, sentence of right) where it stands; a key that stands in
many sentences tells little about any pair of them. The heaviest chain of cells that goes down in neither text is the
alignment (a bitext map in the sense of Melamed 1999, over sentences), and sentences that it leaves out between two
aligned ones belong to it if their lengths fit (Gale & Church 1993).
"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

CELL_COST = 1.0
"""Nats that a pair of sentences must share to be aligned: one key that two in five sentences have is too little."""
COMMONEST = 0.7
"""Nats below which a key says nothing; half of all documents have it."""
MOST_CELLS = 4
"""A key that stands in more sentences of one text than this aligns nothing."""
LENGTH_VARIANCE = 6.8
"""Variance of the number of letters of a translation per letter (Gale & Church 1993)."""
LENGTH_LIMIT = 3.0
"""Standard deviations by which lengths may differ."""

Cells = dict[tuple[int, int], float]


class Order(NamedTuple):
    """What the chain weighs in the order of both texts, what the best one weighs if right is read backwards, and the
    chain."""

    forwards: float
    backwards: float
    chain: list[tuple[int, int]]


def cells_of(shared: Iterable[tuple[float, Sequence[int], Sequence[int]]]) -> Cells:
    """The weight of each pair of sentences; each shared key comes with its weight and its sentences in both texts."""
    cells: Cells = {}
    for weight, left, right in shared:
        often = max(len(left), len(right))
        if weight <= COMMONEST or often > MOST_CELLS:
            continue
        share = (weight - COMMONEST) / (often * often)
        for i in left:
            for j in right:
                cells[i, j] = cells.get((i, j), 0.0) + share
    return cells


def order_of(cells: Cells, sentences: int) -> Order:
    """The best chain forwards and backwards; `sentences` is how many the right text has. n log n in the cells."""
    heavy = [(i, j, weight - CELL_COST) for (i, j), weight in sorted(cells.items()) if weight > CELL_COST]
    forwards, chain = _chain(heavy, sentences)
    last = sentences - 1
    backwards, _ = _chain(sorted((i, last - j, weight) for i, j, weight in heavy), sentences)
    return Order(forwards, backwards, chain)


def _chain(cells: Sequence[tuple[int, int, float]], sentences: int) -> tuple[float, list[tuple[int, int]]]:
    """The heaviest chain of cells in which neither sentence goes down. Best prefixes stand in a Fenwick tree."""
    best = [0.0] * (sentences + 1)
    ends = [-1] * (sentences + 1)
    before: list[int] = []
    top, last = 0.0, -1
    for number, (_, j, weight) in enumerate(cells):
        so_far, previous = 0.0, -1
        at = j + 1
        while at > 0:
            if best[at] > so_far:
                so_far, previous = best[at], ends[at]
            at -= at & -at
        total = so_far + weight
        before.append(previous)
        if total > top:
            top, last = total, number
        at = j + 1
        while at <= sentences:
            if total > best[at]:
                best[at], ends[at] = total, number
            at += at & -at
    chain = []
    while last >= 0:
        chain.append((cells[last][0], cells[last][1]))
        last = before[last]
    return top, chain[::-1]


def covered(chain: Sequence[tuple[int, int]], left: Sequence[int], right: Sequence[int]) -> tuple[set[int], set[int]]:
    """The sentences of both texts that the chain aligns, with those between two aligned ones whose lengths fit.

    `left` and `right` are the lengths of the sentences, in letters.
    """
    lefts, rights = {i for i, _ in chain}, {j for _, j in chain}
    ratio = sum(right[j] for j in rights) / max(1, sum(left[i] for i in lefts))
    for (i, j), (k, m) in pairwise(chain):
        between = sum(left[i + 1 : k]), sum(right[j + 1 : m])
        if all(between) and _fit(*between, ratio):
            lefts.update(range(i + 1, k))
            rights.update(range(j + 1, m))
    return lefts, rights


def _fit(left: int, right: int, ratio: float) -> bool:
    """True if a text of `left` letters may have a translation of `right` letters, at `ratio` letters for one."""
    deviation = (right - left * ratio) / math.sqrt(left * ratio * LENGTH_VARIANCE)
    return abs(deviation) <= LENGTH_LIMIT
