"""Read what a feed lists: RSS 0.9 to 2.0, Atom, JSON Feed, news sitemaps and their indexes; and find feeds on a page.

Entities of XML are never expanded beyond its own five, nothing is fetched while parsing, and titles are plain text. A
feed that is none raises FetchError with the reason.
"""

import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import msgspec
from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

from corrobora.errors import FetchError
from corrobora.gather.links import canonical

MOST_ITEMS = 5_000
LONGEST_TITLE = 500
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
TAGS = re.compile(r"<[^>]{0,2000}>")


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One page that a feed lists. `published` as the feed says it (UTC); None if it does not, or says nonsense."""

    url: str
    guid: str
    title: str = ""
    published: datetime | None = None
    language: str | None = None


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A feed as it stands: its title, the pages that it lists, and further lists it points to (a sitemap index)."""

    title: str = ""
    language: str | None = None
    items: tuple[Item, ...] = ()
    lists: tuple[str, ...] = ()


def listing(body: bytes, url: str, media_type: str | None = None) -> Listing:
    """What a feed lists; raises FetchError if the bytes are no feed of a known kind."""
    begins = body[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if begins.startswith(b"{") or "json" in (media_type or ""):
        return _json_feed(body, url)
    low = begins.lower()
    if b"<urlset" in low or b"<sitemapindex" in low:
        return _sitemap(body, url)
    if low.startswith((b"<!doctype html", b"<html")):
        raise FetchError(f"{url}: is a page and no feed")
    return _xml_feed(body, url)


def _xml_feed(body: bytes, url: str) -> Listing:
    import feedparser

    if b"<!ENTITY" in body[:100_000].upper() and b"<!DOCTYPE" in body[:100_000].upper():
        raise FetchError(f"{url}: declares entities of its own, which no feed needs")
    feedparser.PREFERRED_XML_PARSERS = []  # the one without expat, unless lxml is asked for
    found = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    if not found.get("version"):
        raise FetchError(f"{url}: is no feed: {found.get('bozo_exception') or 'no RSS or Atom in it'}")
    items = []
    for entry in found.entries[:MOST_ITEMS]:
        target = entry.get("link") or (entry.get("id") if str(entry.get("id", "")).startswith("http") else "")
        stated = next((entry[name] for name in ("published_parsed", "updated_parsed") if dict.get(entry, name)), None)
        if target:
            items.append(_item(target, url, guid=entry.get("id"), title=entry.get("title"), published=_moment(stated)))
    feed = found.feed
    return Listing(title=plain(feed.get("title")), language=feed.get("language"), items=tuple(filter(None, items)))


def _json_feed(body: bytes, url: str) -> Listing:
    try:
        feed = json.loads(body)
        listed = feed["items"]
        assert isinstance(listed, list)
    except (ValueError, KeyError, TypeError, AssertionError, RecursionError) as error:
        raise FetchError(f"{url}: is no JSON Feed: it has no list of items") from error
    items = []
    for one in listed[:MOST_ITEMS]:
        if isinstance(one, dict) and isinstance(target := one.get("url") or one.get("external_url"), str):
            items.append(_item(target, url, guid=one.get("id"), title=one.get("title"),
                               published=_iso(one.get("date_published"))))  # fmt: skip
    language = feed.get("language")
    return Listing(title=plain(feed.get("title")), language=language if isinstance(language, str) else None,
                   items=tuple(filter(None, items)))  # fmt: skip


def _sitemap(body: bytes, url: str) -> Listing:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FetchError(f"{url}: is no sitemap: {error}") from error
    if root is None:
        raise FetchError(f"{url}: is no sitemap: nothing can be read of it")
    space = etree.QName(root).namespace
    name = f"{{{space}}}" if space else ""
    if etree.QName(root).localname == "sitemapindex":
        found = (one.findtext(f"{name}loc") for one in root.iterfind(f"{name}sitemap"))
        return Listing(
            lists=tuple(link for one in found if one and (link := canonical(urljoin(url, one.strip()))))[:MOST_ITEMS]
        )
    items = []
    for one in root.iterfind(f"{name}url"):
        target = (one.findtext(f"{name}loc") or "").strip()
        news = one.find(f"{NEWS}news")
        stated = one.findtext(f"{name}lastmod") if news is None else news.findtext(f"{NEWS}publication_date")
        title = news.findtext(f"{NEWS}title") if news is not None else None
        if target:
            items.append(_item(target, url, title=title, published=_iso(stated)))
        if len(items) >= MOST_ITEMS:
            break
    return Listing(items=tuple(filter(None, items)))


def _item(
    target: str, url: str, *, guid: object = None, title: object = None, published: datetime | None = None
) -> Item | None:
    link = canonical(urljoin(url, target.strip()))
    if link is None:
        return None
    return Item(url=link, guid=str(guid or link)[:LONGEST_TITLE], title=plain(title), published=published)


def plain(title: object) -> str:
    """A title as plain text on one line."""
    if not isinstance(title, str):
        return ""
    return " ".join(html.unescape(TAGS.sub("", title[: 10 * LONGEST_TITLE])).split())[:LONGEST_TITLE]


def _moment(stated: object) -> datetime | None:
    try:
        return datetime(*tuple(stated)[:6], tzinfo=UTC)  # type: ignore[arg-type,misc]
    except (TypeError, ValueError):
        return None


def _iso(stated: object) -> datetime | None:
    if not isinstance(stated, str):
        return None
    try:
        found = datetime.fromisoformat(stated.strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def feeds_on(body: bytes, url: str) -> Iterator[tuple[str, str]]:
    """The feeds that a page names in its head: address and title, each once, in their order."""
    try:
        tree = lxml_html.fromstring(body[:2_000_000])
    except (etree.ParserError, ValueError):
        return
    seen: set[str] = set()
    for link in tree.iterfind(".//link"):
        relation = (link.get("rel") or "").lower().split()
        if "alternate" in relation and (link.get("type") or "").lower() in FEED_TYPES and link.get("href"):
            address = canonical(urljoin(url, link.get("href", "").strip()))
            if address and address not in seen and urlsplit(address).scheme in ("http", "https"):
                seen.add(address)
                yield address, plain(link.get("title"))
