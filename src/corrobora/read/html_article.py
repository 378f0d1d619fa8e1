"""Find the article on a page: what trafilatura takes for the body, as named passages with their places on the page."""

import re
from collections.abc import Sequence

import msgspec

from corrobora.read.boilerplate import BoilerplateReader, Found
from corrobora.read.html_tree import AT, Element, PageBlock, same_words
from corrobora.read.metadata import Metadata
from corrobora.records import PassageKind

LONGEST_COMPARED = 200_000
"""Bodies longer than this are compared with the page block by block only, which keeps the cost linear."""

MOST_RELATED = 20
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTED = ("li", "dd", "dt", "td", "th")
_STANDFIRST = re.compile(
    r"standfirst|sub-?title|sub-?head|\bdek\b|\bdeck\b|chapo|\babstract\b|article-?(?:lead|summary|intro)",
    re.IGNORECASE,
)


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


class Part(msgspec.Struct, frozen=True):
    """A passage in the making: its text, its kind, and where it begins in the source of the page."""

    kind: PassageKind
    text: str
    at: int


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


def trusted_extract(tree: Element, blocks: Sequence[PageBlock], metadata: Metadata, *, headline: str | None) -> Extract:
    return extract(tree)


def parts_of(
    blocks: Sequence[PageBlock],
    body: Extract,
    reader: BoilerplateReader,
    *,
    headline: str | None,
    summary: str | None,
) -> list[Part]:
    """The passages of a page, in its order, without its headline.

    Kept are the blocks of the body, and between its first and last block also captions, headings and what the packs
    know as boilerplate or related links; the rest of the page is dropped. `summary` is the page's own description.
    """
    held = [body.holds(block) for block in blocks]
    if not any(held):
        return []
    first, last = held.index(True), len(held) - 1 - held[::-1].index(True)
    parts: list[Part] = []
    seen_paragraph = False
    at = max(0, first - 3)
    while at <= min(last + 3, len(blocks) - 1):
        block = blocks[at]
        found = reader.find(block.text)
        if found and found.kind == "outlet" and (held[at] or seen_paragraph):
            found = None
        kind = _kind(block, found, held=held[at], inside=first <= at <= last)
        if kind == "related_links":
            at = _related(blocks, held, at, parts)
            continue
        if kind == "paragraph" and not seen_paragraph and _is_standfirst(block, summary):
            kind = "standfirst"
        elif kind == "paragraph":
            seen_paragraph = True
        if kind and not (headline and same_words(block.text, headline)):
            parts.append(Part(kind, block.text, block.at))
        at += 1
    return _merged(parts)


def _kind(block: PageBlock, found: Found | None, *, held: bool, inside: bool) -> PassageKind | None:
    if found is not None:
        if found.kind in ("related_links", "caption"):
            return found.kind
        return "boilerplate"
    if block.tag == "figcaption":
        return "caption" if inside else None
    if not held:
        return None
    if block.tag in _HEADINGS:
        return "heading"
    return "list" if block.tag in _LISTED else "paragraph"


def _is_standfirst(block: PageBlock, summary: str | None) -> bool:
    if summary and same_words(block.text, summary):
        return True
    marks = f"{block.element.get('class') or ''} {block.element.get('id') or ''}"
    return bool(_STANDFIRST.search(marks))


def _related(blocks: Sequence[PageBlock], held: Sequence[bool], at: int, parts: list[Part]) -> int:
    """Take a heading of related links together with the links after it; returns where to go on."""
    heading = blocks[at]
    texts = [heading.text]
    at += 1
    while at < len(blocks) and len(texts) < MOST_RELATED and _is_link(blocks[at], held=held[at]):
        texts.append(blocks[at].text)
        at += 1
    parts.append(Part("related_links", "\n".join(texts), heading.at))
    return at


def _is_link(block: PageBlock, *, held: bool) -> bool:
    """True for a block that is hardly more than a link; a long one in the body is a paragraph all the same."""
    return block.linked > 0.6 and not (held and len(block.text) > 250)


def _merged(parts: list[Part]) -> list[Part]:
    """Neighbouring items of lists as one passage."""
    merged: list[Part] = []
    for part in parts:
        if merged and part.kind == "list" and merged[-1].kind == "list":
            merged[-1] = Part("list", f"{merged[-1].text}\n{part.text}", merged[-1].at)
        else:
            merged.append(part)
    return merged
