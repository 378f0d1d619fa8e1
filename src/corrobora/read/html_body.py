"""Tell which blocks of a page are the body of its article: what trafilatura says, checked against the page itself."""

from collections.abc import Sequence
from itertools import islice

import msgspec

from corrobora.read.html_tree import AT, Element, PageBlock

LONGEST_COMPARED = 200_000
"""Bodies longer than this are compared with the page block by block only, which keeps the cost linear."""

SHORT = 250
"""A body of fewer code points is doubted; so is an article element of fewer, when there are several."""

MOST_FOR_DEFAULT = 5_000
"""On a page of more blocks default mode, which costs much more than fast mode, is not asked."""

PROBES = 8
"""How many places of the body that the page's JSON-LD states are looked for in an extract."""

PROBE_LENGTH = 40
_PROSE = frozenset({"p", "blockquote", "li", "dd", "div", "section", "article", "td", "pre", "main"})


class Extract(msgspec.Struct, frozen=True):
    """What an extractor takes for the body: positions of whole elements, and its texts without white space."""

    positions: frozenset[str]
    keys: frozenset[str]
    joined: str

    def holds(self, block: PageBlock) -> bool:
        """True if the block is of this body."""
        if block.position in self.positions:
            return True
        key = block.key
        if key in self.keys:
            return True
        return len(key) >= 20 and len(self.joined) <= LONGEST_COMPARED and key in self.joined


def extract(tree: Element, *, fast: bool = True) -> Extract:
    """What trafilatura takes for the body of the page; empty if it finds none."""
    from trafilatura import bare_extraction

    document = bare_extraction(tree, fast=fast, include_comments=False)
    if document is None or isinstance(document, dict):
        return Extract(frozenset(), frozenset(), "")
    positions, keys = set(), set()
    for element in document.body.iter("p", "head", "item", "cell", "quote"):
        if (at := element.get(AT)) and element.tag in ("p", "head"):
            positions.add(at)
        keys.add("".join("".join(element.itertext()).split()))
    joined = "".join("".join(document.body.itertext()).split())
    return Extract(frozenset(positions), frozenset(keys - {""}), joined)


def body_blocks(
    tree: Element, blocks: Sequence[PageBlock], *, headline_at: int | None, stated: str | None
) -> list[bool]:
    """For each block, whether it is of the body.

    Fast mode is believed unless it took most of its text from outside the article of the headline (pages with a second
    article below the first), lacks the `stated` body of the page's JSON-LD, or found next to nothing; then default mode
    is asked, then the prose of that article is taken as it stands, and the best of the three wins.
    """
    scope = scope_of(blocks, headline_at)
    probes = _probes(stated)
    best, best_trust = [False] * len(blocks), -1.0
    for way in ("fast", "default", "prose") if len(blocks) <= MOST_FOR_DEFAULT else ("fast", "prose"):
        if way == "prose":
            held = [_is_prose(block) for block in blocks]
        else:
            found = extract(tree, fast=way == "fast")
            held = [found.holds(block) for block in blocks]
        trust = _trust(blocks, held, scope, probes)
        inside = [of_body and at in scope for at, of_body in enumerate(held)]
        if trust > best_trust:
            best, best_trust = inside, trust
        if trust >= 0.5:
            break
    return best


def scope_of(blocks: Sequence[PageBlock], headline_at: int | None) -> range:
    """The blocks in which the article of the headline must lie: all of them, unless the page shows several articles.

    Several there are if prose stands in more than one article element, or below a second first-level heading.
    """
    whole = range(len(blocks))
    top = next((at for at, block in enumerate(blocks) if block.at == headline_at and block.tag == "h1"), None)
    if top is None:
        return whole
    start, end = 0, len(blocks)
    articles = _articles_of(blocks)
    own = articles[top]
    mine = [at for at, article in enumerate(articles) if article is own]
    others = [at for at, article in enumerate(articles) if article is not None and article is not own]
    if own is not None and min(_prose_length(blocks, mine), _prose_length(blocks, others)) >= SHORT:
        start, end = mine[0], mine[-1] + 1
    other_tops = [at for at, one in enumerate(blocks) if one.tag == "h1" and one.text != blocks[top].text]
    after = next((at for at in other_tops if top < at < end), None)
    if after and min(_prose_length(blocks, range(top, after)), _prose_length(blocks, range(after, end))) >= SHORT:
        end = after
    before = next((at for at in other_tops if start <= at < top), None)
    if before is not None and _prose_length(blocks, range(before, top)) >= SHORT:
        start = top
    return range(start, end)


def _articles_of(blocks: Sequence[PageBlock]) -> list[Element]:
    """The outermost article element around each block; None for all on a page with fewer than two of them."""
    several = list(islice(blocks[0].element.getroottree().iter("article"), 2))
    if len(several) < 2:
        return [None] * len(blocks)
    return [_outermost_article(block.element) for block in blocks]


def _outermost_article(element: Element) -> Element:
    outermost = element if element.tag == "article" else None
    for ancestor in element.iterancestors("article"):
        outermost = ancestor
    return outermost


def _is_prose(block: PageBlock) -> bool:
    return block.tag in _PROSE and block.linked < 0.4 and len(block.text) >= 80


def _prose_length(blocks: Sequence[PageBlock], places: Sequence[int]) -> int:
    return sum(len(blocks[at].text) for at in places if _is_prose(blocks[at]))


def _trust(blocks: Sequence[PageBlock], held: Sequence[bool], scope: range, probes: Sequence[str]) -> float:
    """How far an extract can be believed, from 0 to 1; below .5 it is doubted."""
    taken = [at for at, of_body in enumerate(held) if of_body]
    inside = [at for at in taken if at in scope]
    length, within = (sum(len(blocks[at].text) for at in places) for places in (taken, inside))
    if within < SHORT:
        return 0.4 * within / SHORT
    if probes:
        text = "".join(blocks[at].key for at in inside)
        share = sum(probe in text for probe in probes) / len(probes)
        if share < 0.5:
            return 0.4 + 0.1 * share
    if len(scope) < len(blocks) and within < 0.5 * length and within < 0.5 * _prose_length(blocks, scope):
        return 0.45 * within / length
    return 1.0


def _probes(stated: str | None) -> list[str]:
    """Pieces of the stated body, without white space; none if it is short, and so perhaps only a summary."""
    key = "".join((stated or "")[:LONGEST_COMPARED].split())
    if len(key) < 2 * SHORT:
        return []
    step = (len(key) - PROBE_LENGTH) // PROBES
    return [key[at : at + PROBE_LENGTH] for at in range(0, step * PROBES, step)]
