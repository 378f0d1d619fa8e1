"""Read a page as an article: its headline, the passages of its body, and what it states about itself."""

from collections.abc import Sequence
from pathlib import Path

from corrobora.errors import ReadError
from corrobora.read.boilerplate import BoilerplateReader
from corrobora.read.gates import PageSeen, access_of, has_story, marks_in, shown_article
from corrobora.read.html_article import Part, parts_of
from corrobora.read.html_body import body_blocks
from corrobora.read.html_tree import PageBlock, blocks_of, parse_page, same_words, shares_words
from corrobora.read.metadata import Given, Metadata, page_metadata
from corrobora.records import Access, Article, Edit, Passage

MOST_BLOCKS = 20_000
"""A page of more blocks than this is an index or a data dump; what follows is not looked at."""

LONGEST_LOGO = 12
"""A first-level heading of no more code points may be the outlet's name, and gives way to the metadata."""


def article_of_page(
    source: str, boilerplate: BoilerplateReader, *, given: Given, folders: tuple[Path, ...] = ()
) -> Article:
    """The article on a page, without id; raises ReadError if the page has no text, or shows a wall in its place.

    Of `given`, the headline is believed, and the address, the clock and the dates of others help to date the page.
    `folders` are gazetteer folders beside the built-in one, in which its outlet may stand.
    """
    tree = parse_page(source)
    metadata = page_metadata(tree, given=given, since=_since(given.url, folders))
    body = tree.find("body")
    blocks = blocks_of(tree if body is None else body, source)[:MOST_BLOCKS]
    top = headline_of(blocks, metadata, source)
    if given.headline and not (top and same_words(given.headline, top.text)):
        top = Part("headline", given.headline, source.find(given.headline))
    held = body_blocks(tree, blocks, headline_at=top.at if top else None, stated=metadata.body)
    summary = metadata.summary.value if metadata.summary else ""
    parts = parts_of(blocks, held, boilerplate, headline=top.text if top else "", summary=summary)
    if not has_story(parts, boilerplate):
        parts = _stated_body(metadata, source) or parts
    page = shown_article(PageSeen(tree, marks_in(source), blocks, metadata, top, parts), boilerplate)
    if not page.parts:
        raise ReadError("the page holds no article text; expected a page with paragraphs of text")
    return _assembled([top, *page.parts] if top else page.parts, metadata, access_of(page, boilerplate))


def _since(url: str | None, folders: tuple[Path, ...]) -> int | None:
    """The year in which the outlet of an address began, if the gazetteer knows it."""
    from corrobora.gazetteer.publishing import outlet_of

    outlet = outlet_of(url, folders) if url else None
    return outlet.since if outlet else None


def headline_of(blocks: Sequence[PageBlock], metadata: Metadata, source: str) -> Part | None:
    """The page's headline: the heading that says what the metadata say, else its only first-level heading, else what
    the metadata say, else its only second-level heading."""
    first_level = [block for block in blocks if block.tag == "h1"]
    for headings in (first_level, [block for block in blocks if block.tag in ("h2", "h3")]):
        for stated in metadata.headlines:
            for block in headings:
                if shares_words(block.text, stated.value):
                    return Part("headline", block.text, block.at)
    outlet = metadata.outlet.value.casefold() if metadata.outlet else None
    named = [block for block in first_level if block.text.casefold() != outlet]
    if len(named) == 1 and (len(named[0].text) > LONGEST_LOGO or not metadata.headlines):
        return Part("headline", named[0].text, named[0].at)
    if metadata.headlines:
        text = metadata.headlines[0].value
        return Part("headline", text, source.find(text))
    second_level = [block for block in blocks if block.tag == "h2"]
    return Part("headline", second_level[0].text, second_level[0].at) if len(second_level) == 1 else None


def _stated_body(metadata: Metadata, source: str) -> list[Part]:
    """The body that the page's JSON-LD holds, for pages that show it by script only."""
    if not metadata.body:
        return []
    return [Part("paragraph", metadata.body, source.find(metadata.body[:20]))]


def _assembled(parts: Sequence[Part], metadata: Metadata, access: Access) -> Article:
    passages, offsets, texts = [], [], []
    start = 0
    for part in parts:
        end = start + len(part.text)
        passages.append(Passage(start=start, end=end, kind=part.kind))
        offsets.append(Edit(start=start, end=end, origin=max(0, part.at), original=None if part.at >= 0 else ""))
        texts.append(part.text)
        start = end + 2
    return Article(
        id="",
        text="\n\n".join(texts),
        passages=tuple(passages),
        offsets=tuple(offsets),
        headline=next((part.text for part in parts if part.kind == "headline"), None),
        byline=metadata.byline.value if metadata.byline else None,
        canonical_url=metadata.canonical_url.value if metadata.canonical_url else None,
        outlet=metadata.outlet.value if metadata.outlet else None,
        published=metadata.published,
        modified=metadata.modified,
        dates=metadata.dates,
        access=access,
    )
