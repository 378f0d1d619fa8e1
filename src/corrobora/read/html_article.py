"""Make the passages of an article out of the blocks of its page."""

import re
from collections.abc import Sequence

import msgspec

from corrobora.read.boilerplate import BoilerplateReader, Found
from corrobora.read.html_tree import PageBlock, same_words
from corrobora.records import PassageKind

MOST_RELATED = 20
"""Links taken together with their heading; what follows is judged on its own."""

AROUND = 3
"""Blocks before and after the body that are looked at for bylines, credits, share bars and related links."""

LONGEST_LINK = 250
"""A block of the body that is one link is a pointer to another article, unless it is longer than this."""

LONGEST_DATE = 60
LONGEST_HEADING = 110
LONGEST_CELL = 150
SHORTEST_REPEATED = 150
SHORTEST_STANDFIRST = 60

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS = frozenset({"td", "th"})
_LISTED = frozenset({"li", "dd", "dt", "td", "th"})
_STANDFIRST = re.compile(
    r"standfirst|sub-?title|sub-?head|\bdek\b|\bdeck\b|chapo|\babstract\b|article-?(?:lead|summary|intro)",
    re.IGNORECASE,
)
_STOPPED = re.compile(r"[.!?…。:;,]['\"”’»›」』)\]]*$")


class Part(msgspec.Struct, frozen=True):
    """A passage in the making: its text, its kind, and where it begins in the source of the page (-1: nowhere)."""

    kind: PassageKind
    text: str
    at: int


def parts_of(
    blocks: Sequence[PageBlock],
    held: Sequence[bool],
    reader: BoilerplateReader,
    *,
    headline: str,
    summary: str,
) -> list[Part]:
    """The passages of a page, in its order, without its headline.

    Kept are the blocks of the body (`held`), and between its first and last block also quotations, captions, and what
    the packs know as boilerplate or related links; the rest of the page is dropped. `summary` is the page's own
    description. Either may be empty.
    """
    if not any(held):
        return []
    first, last = held.index(True), len(held) - 1 - held[::-1].index(True)
    start, end = max(0, first - AROUND), min(last + 1 + AROUND, len(blocks))
    founds = [reader.find(block.text) for block in blocks[start:end]]
    kinds = [
        _kind(blocks, at, found, held=held, body=range(first, last + 1))
        for at, found in zip(range(start, end), founds, strict=True)
    ]
    window = blocks[start : end + MOST_RELATED]
    kinds += [None] * (len(window) - len(kinds))
    kinds = [None if same_words(one.text, headline) else kind for one, kind in zip(window, kinds, strict=True)]
    _drop_repeated(window, kinds)
    _gather_related(window, kinds)
    _mark_standfirst(window, kinds, summary)
    _drop_loose_headings(window, kinds)
    return _merged(window, kinds)


def _kind(
    blocks: Sequence[PageBlock], at: int, found: Found | None, *, held: Sequence[bool], body: range
) -> PassageKind | None:
    block, inside = blocks[at], at in body
    if found is not None and not (found.kind == "outlet" and (held[at] or inside)):
        if found.kind in ("related_links", "caption"):
            return found.kind
        return "boilerplate"
    if block.tag == "figcaption":
        return "caption" if inside else None
    if not held[at] and not (inside and _belongs(blocks, at, held)):
        return None
    if block.tag in _HEADINGS:
        return "heading"
    if len(block.text) <= LONGEST_DATE and _is_date(block):
        return "boilerplate"
    if block.tag in _LISTED and not (block.tag in _CELLS and len(block.text) > LONGEST_CELL):
        return "list"
    if block.linked > 0.9 and len(block.text) <= LONGEST_LINK and block.tag in ("p", "div"):
        return "related_links"
    return "paragraph"


def _is_date(block: PageBlock) -> bool:
    """True if a block holds a time element and nothing else."""
    element = next(block.element.iter("time"), None)
    return element is not None and same_words(element.text_content(), block.text)


def _belongs(blocks: Sequence[PageBlock], at: int, held: Sequence[bool]) -> bool:
    """True for a block that was left out of the body between blocks of it: a quotation, or a sibling of both."""
    block = blocks[at]
    if block.linked > 0.5:
        return False
    if block.tag == "blockquote":
        return True
    parent = block.element.getparent()
    before = next((blocks[place].element for place in range(at - 1, max(-1, at - 4), -1) if held[place]), None)
    after = next((blocks[place].element for place in range(at + 1, min(len(blocks), at + 4)) if held[place]), None)
    if parent is None or before is None or after is None:
        return False
    return before.getparent() is parent and after.getparent() is parent


def _drop_repeated(blocks: Sequence[PageBlock], kinds: list[PassageKind | None]) -> None:
    """A paragraph that stands on the page a second time is there for another width of screen, or for printing."""
    seen: set[str] = set()
    for at, block in enumerate(blocks):
        if kinds[at] is not None and len(block.text) >= SHORTEST_REPEATED:
            if block.key in seen:
                kinds[at] = None
            seen.add(block.key)


def _gather_related(blocks: Sequence[PageBlock], kinds: list[PassageKind | None]) -> None:
    """What is hardly more than a link, after a heading of related links, belongs to it."""
    for at, kind in enumerate(kinds):
        if kind != "related_links":
            continue
        for after in range(at + 1, min(len(blocks), at + 1 + MOST_RELATED)):
            if blocks[after].linked <= 0.6 or len(blocks[after].text) > LONGEST_LINK:
                break
            kinds[after] = "related_links"


def _mark_standfirst(blocks: Sequence[PageBlock], kinds: list[PassageKind | None], summary: str) -> None:
    """What stands above the first paragraph and is marked so, is the page's description, or is a long heading."""
    for at, (block, kind) in enumerate(zip(blocks, kinds, strict=True)):
        if kind not in ("paragraph", "heading"):
            continue
        marks = f"{block.element.get('class') or ''} {block.element.get('id') or ''}"
        summed_up = same_words(block.text, summary) and not _runs_on(blocks, kinds, at)
        if summed_up or _STANDFIRST.search(marks) or (kind == "heading" and len(block.text) >= SHORTEST_STANDFIRST):
            if "paragraph" in kinds[at + 1 :]:
                kinds[at] = "standfirst"
        elif kind == "paragraph":
            return


def _runs_on(blocks: Sequence[PageBlock], kinds: Sequence[PassageKind | None], at: int) -> bool:
    """True if the next paragraph is a sibling: then this one is the story's first, which many pages give as summary."""
    after = next(
        (block for block, kind in zip(blocks[at + 1 :], kinds[at + 1 :], strict=True) if kind == "paragraph"), None
    )
    return after is not None and after.element.getparent() is blocks[at].element.getparent()


def _drop_loose_headings(blocks: Sequence[PageBlock], kinds: list[PassageKind | None]) -> None:
    """Headings with nothing of the story below them: the titles of other articles, boxes and forms."""
    below = False
    for at in range(len(kinds) - 1, -1, -1):
        kind = kinds[at]
        if kind == "heading":
            if not below:
                kinds[at] = "related_links" if blocks[at].linked > 0.9 else None
            below = False
        elif kind in ("paragraph", "list"):
            below = True


def _merged(blocks: Sequence[PageBlock], kinds: Sequence[PassageKind | None]) -> list[Part]:
    """The parts; neighbouring items of lists as one passage, and related links with their heading."""
    parts: list[Part] = []
    for block, kind in zip(blocks, kinds, strict=True):
        if kind is None:
            continue
        if kind == "paragraph" and block.tag not in ("p", "blockquote") and _is_short_title(block):
            kind = "heading"
        if parts and kind in ("list", "related_links") and parts[-1].kind == kind:
            parts[-1] = Part(kind, f"{parts[-1].text}\n{block.text}", parts[-1].at)
        else:
            parts.append(Part(kind, block.text, block.at))
    return parts


def _is_short_title(block: PageBlock) -> bool:
    return len(block.text) <= LONGEST_HEADING and not _STOPPED.search(block.text)
