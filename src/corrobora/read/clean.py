"""Clean a page or a text into an Article: passages kept, boilerplate and empty blocks named as such."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import msgspec

from corrobora.errors import ReadError
from corrobora.read.boilerplate import BoilerplateReader, boilerplate_reader
from corrobora.read.credits import signed
from corrobora.read.decoding import check_text, decode
from corrobora.read.html_page import article_of_page
from corrobora.read.metadata import Given
from corrobora.read.packs import Pack
from corrobora.read.plain_text import passages_of
from corrobora.read.stated_dates import disagree, stated_date
from corrobora.records import Article, Capture, Edit, Stated

_PAGE_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|section|p|h1|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)

MOST_LINES = 100_000
"""A text of more lines is refused: it is no article, and each line costs time."""

LONGEST_ID = 500
"""Letters of the id of a document."""

__all__ = ["Given", "clean", "clean_document"]


def clean(capture: Capture, *, given: Given, packs: Sequence[Pack]) -> Article:
    """The article in a capture of HTML or plain text; raises ReadError if there is none.

    The text of a plain text is exactly the decoded input. `given` beats what the input says of itself.
    """
    text = decode(capture.body, capture.media_type)
    boilerplate = boilerplate_reader(tuple(packs))
    if _is_page(text, capture.media_type):
        folders = tuple(dict.fromkeys(folder for pack in packs for folder in pack.gazetteer_folders))
        article = article_of_page(text, boilerplate, given=_with_capture(given, capture), folders=folders)
    else:
        article = _clean_text(text, boilerplate, headline=given.headline)
    return _completed(signed(article, boilerplate), given, id=given.id or capture.id, capture=capture)


def _with_capture(given: Given, capture: Capture) -> Given:
    """What is given, with what is known of how the page came; the day of fetching bounds its dates."""
    headers = {name.lower(): value for name, value in capture.headers.items()}
    return msgspec.structs.replace(
        given,
        url=given.url or capture.url,
        now=capture.fetched_at or given.now,
        last_modified=given.last_modified or headers.get("last-modified"),
    )


def _is_page(text: str, media_type: str | None) -> bool:
    """True for HTML, by the media type or, if that says nothing, by the first tags."""
    stated = (media_type or "").split(";")[0].strip().lower()
    if stated in ("text/html", "application/xhtml+xml"):
        return True
    if stated.startswith("text/") and stated != "text/xml":
        return False
    return bool(_PAGE_START.match(text[:2000]))


def clean_document(doc: Mapping[str, Any], packs: Sequence[Pack]) -> Article:
    """The article in one JSONL document (contract: "Documents in"); raises ReadError, naming the key that is wrong.

    A document may have a headline and an empty text. A date of publication that is none is left out.
    """
    text = _string(doc, "text")
    if text is None:
        raise ReadError('the document has no "text"; expected a string under that key')
    headline = _string(doc, "headline", "title") or ""
    if text or not headline:
        check_text(text)
    identifier = doc.get("id")
    if identifier is not None and len(str(identifier)) > LONGEST_ID:
        raise ReadError(f'the document\'s "id" has more than {LONGEST_ID} letters')
    given = Given(
        id=str(identifier) if identifier is not None else sha256(text.encode()).hexdigest(),
        headline=headline if headline.strip() else None,
        language=_string(doc, "language", "lang"),
        published=_string(doc, "published", "date"),
        url=_string(doc, "url"),
        outlet=_string(doc, "outlet", "source"),
    )
    boilerplate = boilerplate_reader(tuple(packs))
    article = signed(_clean_text(text, boilerplate, headline=given.headline), boilerplate)
    return _completed(article, given, id=str(given.id), capture=None)


def _string(doc: Mapping[str, Any], *keys: str) -> str | None:
    for key in keys:
        value = doc.get(key)
        if value is None:
            continue
        if not isinstance(value, str):
            raise ReadError(f'the document\'s "{key}" is a {type(value).__name__}; expected a string')
        return value
    return None


def _clean_text(text: str, boilerplate: BoilerplateReader, *, headline: str | None) -> Article:
    if text.count("\n") > MOST_LINES:
        raise ReadError(f"the text has more than {MOST_LINES:,} lines; it is a list or a table, and not one article")
    start = 0
    offsets: tuple[Edit, ...] = (Edit(start=0, end=len(text), origin=0),)
    if headline:
        check_text(headline)
        start = len(headline) + 2
        text = f"{headline}\n\n{text}"
        offsets = (Edit(start=0, end=start, origin=0, original=""), Edit(start=start, end=len(text), origin=0))
    passages = passages_of(text, boilerplate, headline_end=len(headline or ""))
    first = next((text[item.start : item.end] for item in passages if item.kind == "headline"), None)
    return Article(id="", text=text, passages=passages, headline=headline or first, offsets=offsets)


def _completed(article: Article, given: Given, *, id: str, capture: Capture | None) -> Article:
    published, dates = article.published, article.dates
    if given.published and (value := stated_date(given.published)):
        published = Stated(value=value, how="given")
        dates = (published, *(one for one in dates if disagree(one.value, value)))
    return msgspec.structs.replace(
        article,
        id=id,
        capture=capture.id if capture else None,
        url=given.url or (capture.url if capture else None),
        outlet=given.outlet or article.outlet,
        language=re.split("[-_]", given.language.strip().lower())[0] if given.language else None,
        published=published,
        dates=dates,
    )
