"""Read the metadata of a page: what it states about itself, how that is known, and how sure it is."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from urllib.parse import urljoin, urlsplit

import msgspec

from corrobora.read.html_tree import AT, Element, plain, same_words
from corrobora.read.json_ld import Node, article_node, names_of, text_of, truth_of
from corrobora.read.stated_dates import Bounds, Dating, conflicts, contested, earlier, first_date, read_date
from corrobora.records import Stated
from corrobora.records.documents import Record

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "og:pubdate", "datepublished",
    "article.published", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date", "dc.date.issued", "dcterms.created", "dcterms.issued",
    "dc.date.created", "dc.date", "dcterms.date", "citation_publication_date", "date", "originalpublicationdate",
    "article_date_original", "rnews:datepublished", "displaydate", "ptime", "datecreated", "dc.created",
)  # fmt: skip
_CREATED = frozenset({"dcterms.created", "dc.date.created", "datecreated", "dc.created"})
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "og:modified_time", "datemodified",
    "last-modified", "lastmod", "dcterms.modified", "dc.date.modified", "article.updated", "revision_date", "utime",
)  # fmt: skip
_HEADLINES = ("og:title", "twitter:title", "headline", "dc.title", "parsely-title", "sailthru.title", "title")
_AUTHORS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_SITES = ("og:site_name", "application-name", "dc.publisher", "publisher")
_SUMMARIES = ("og:description", "description", "twitter:description", "dc.description", "sailthru.description")
_NAMELESS = re.compile(r"https?://|^www\.|@|^\W*$")
_URL_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:([/-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])|()(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(?!\d)"
)
_MARKED_PUBLISHED = re.compile(r"datepublished|dt-published|pubdate")
_MARKED_MODIFIED = re.compile(r"modified|updated")
PROSE = 80
"""A paragraph of so many characters is running text, and no date line or label."""

TITLE_CUT = re.compile(r"\s+[|–—·•»-]\s+|\s*\|\s*")
"""Between a page's own title and the name of its outlet."""


class Given(Record, frozen=True):
    """What is known about a document before it is read, and beats what the document says. All may be None.

    `now` is the clock, passed in: no date more than a day after it is believed. `feed_published` is the date of a feed
    that listed the page: it does not beat what the page states, only what can be guessed. `last_modified` is what the
    server said of the page's last change: never its publication, but a page is not published later than that.
    """

    id: str | None = None
    headline: str | None = None
    language: str | None = None
    published: str | None = None
    url: str | None = None
    outlet: str | None = None
    now: datetime | None = None
    feed_published: str | None = None
    last_modified: str | None = None


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What a page states about itself; `headlines` are what it calls itself, `body` is its JSON-LD articleBody.

    `dates` are all dates of publication that disagree by more than a day, the one believed first. `is_article`: it says
    that it is one. `free`: whether everybody may read it; `closed` are the CSS selectors of what only subscribers may.
    """

    headlines: tuple[Stated, ...] = ()
    byline: Stated | None = None
    canonical_url: Stated | None = None
    outlet: Stated | None = None
    summary: Stated | None = None
    language: Stated | None = None
    published: Stated | None = None
    modified: Stated | None = None
    dates: tuple[Stated, ...] = ()
    body: str | None = None
    is_article: bool = False
    free: bool | None = None
    closed: tuple[str, ...] = ()


def page_metadata(tree: Element, *, given: Given, since: int | None = None) -> Metadata:
    """JSON-LD first, then OpenGraph and other meta elements, then the address, then htmldate's search of the page.

    Of `given` what is known of the address, the clock, the feed and the server is used; `since` is the year in which
    the outlet began.
    """
    metas = _metas(tree)
    bounds = Bounds(given.now, since)
    canonical = _canonical(tree, metas, given.url)
    address = canonical.value if canonical else given.url
    scripts = [script.text or "" for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower()]
    node, whole = article_node(scripts, url=address)
    linked = 0.95 if whole else 0.7
    modified = first_date(
        [Dating(node.get("dateModified"), "json-ld", linked), *(Dating(*one) for one in _valued(metas, _MODIFIED))],
        bounds,
    )
    datings = list(_datings(tree, node, metas, linked=linked, url=address, feed=given.feed_published))
    published = first_date(datings, bounds) or _searched(tree, bounds)
    others: list[Stated] = []
    if published:
        others = conflicts(published, datings, bounds, modified=modified.value if modified else None)
        others += _unchanged_since(given.last_modified, published, bounds)
        published = contested(published, others)
        if modified and modified.value < published.value[: len(modified.value)]:
            modified = None
    body = node.get("articleBody")
    return Metadata(
        headlines=tuple(_headlines(tree, node, metas, linked)),
        byline=_byline(node, metas, linked),
        canonical_url=canonical,
        outlet=_first([(text_of(node.get("publisher")), "json-ld", linked), *_valued(metas, _SITES)]),
        summary=_first([(text_of(node.get("description")), "json-ld", linked), *_valued(metas, _SUMMARIES)]),
        language=_first([(tree.get("lang"), "html", 0.6)]),
        published=published,
        modified=modified,
        dates=(published, *others) if published else (),
        body=plain(body) if isinstance(body, str) else None,
        is_article=whole or metas.get("og:type", "").lower() == "article" or "article:published_time" in metas,
        free=_free(node, metas),
        closed=tuple(_selectors(node.get("hasPart"))),
    )


Candidate = tuple[object, str, float]
"""A value of unknown type, how it is known, how sure it is."""


def _first(candidates: Iterable[Candidate]) -> Stated | None:
    for value, how, sure in candidates:
        if isinstance(value, str) and value.strip():
            return Stated(value=" ".join(value.split()), how=how, sure=sure)
    return None


def _metas(tree: Element) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = meta.get("content")
        if name and content and content.strip():
            metas.setdefault(name.strip().lower(), content.strip())
    return metas


def _valued(metas: Mapping[str, str], names: Iterable[str]) -> list[Candidate]:
    return [(metas[name], *_known_by(name)) for name in names if name in metas]


def _known_by(name: str) -> tuple[str, float]:
    return ("opengraph", 0.9) if name.startswith(("og:", "article:")) else ("meta", 0.8)


def _canonical(tree: Element, metas: Mapping[str, str], url: str | None) -> Stated | None:
    links = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    for value, how, sure in [*((href, "html", 0.95) for href in links), (metas.get("og:url"), "opengraph", 0.85)]:
        if not value:
            continue
        try:
            address = urljoin(url or "", value.strip())
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc and not (parts.path in ("", "/") and url):
            return Stated(value=address, how=how, sure=sure)
    return None


def _headlines(tree: Element, node: Node, metas: Mapping[str, str], linked: float) -> Iterable[Stated]:
    stated = [(text_of(node.get("headline")), "json-ld", linked), *_valued(metas, _HEADLINES)]
    title = tree.find(".//title")
    if title is not None:
        parts = TITLE_CUT.split(" ".join((title.text or "").split()))
        stated.append((max(parts, key=len), "title", 0.6))
    seen: list[str] = []
    for value, how, sure in stated:
        text = plain(value) if isinstance(value, str) else ""
        if text and not any(same_words(text, before) for before in seen):
            seen.append(text)
            yield Stated(value=text, how=how, sure=sure)


def _byline(node: Node, metas: Mapping[str, str], linked: float) -> Stated | None:
    names = [name for name in names_of(node.get("author")) if not _NAMELESS.search(name)]
    if names:
        return Stated(value=", ".join(dict.fromkeys(names)), how="json-ld", sure=linked)
    return _first(one for one in _valued(metas, _AUTHORS) if not _NAMELESS.search(str(one[0])))


def _datings(
    tree: Element, node: Node, metas: Mapping[str, str], *, linked: float, url: str | None, feed: str | None
) -> Iterator[Dating]:
    """Every date of publication that somebody states, the best first."""
    yield Dating(node.get("datePublished"), "json-ld", linked)
    yield Dating(node.get("dateCreated"), "json-ld", linked - 0.1, states=False)
    for name in _PUBLISHED:
        if name in metas:
            yield Dating(metas[name], *_known_by(name), states=name not in _CREATED)
    marked, unmarked = _times(tree)
    yield from marked
    yield Dating(feed, "feed", 0.8)
    yield from unmarked
    yield Dating(_date_in(url), "url", 0.7)


def _unchanged_since(last_modified: str | None, published: Stated, bounds: Bounds) -> list[Stated]:
    """The server's date of the last change, if that lies before the day of publication, which cannot be."""
    dating = Dating(last_modified, "last-modified", 0.3)
    found = conflicts(published, [dating], bounds, modified=None)
    return [one for one in found if earlier(one.value, published.value)]


def _free(node: Node, metas: Mapping[str, str]) -> bool | None:
    """Whether everybody may read the article, as schema.org and Facebook's tiers say it; None if the page does not."""
    stated = truth_of(node.get("isAccessibleForFree"))
    if stated is None:
        stated = {"free": True, "locked": False}.get(metas.get("article:content_tier", "").lower())
    return stated


def _selectors(parts: object) -> Iterator[str]:
    for part in parts[:20] if isinstance(parts, list) else [parts]:
        selector = part.get("cssSelector") if isinstance(part, dict) else None
        if isinstance(part, dict) and truth_of(part.get("isAccessibleForFree")) is False and selector:
            yield from (one for one in (selector if isinstance(selector, list) else [selector]) if isinstance(one, str))


def _times(tree: Element) -> tuple[list[Dating], list[Dating]]:
    """The time elements that are marked as the date of publication; and the first other one below the headline.

    Marked ones below the first paragraph contradict nobody: comments and other articles have theirs.
    """
    marked: list[Dating] = []
    plain_ones: list[Dating] = []
    heading = tree.find(".//h1")
    after = int(heading.get(AT) or 0) if heading is not None else 0
    prose = _first_prose(tree, after)
    for element in tree.iter("time"):
        value = element.get("datetime") or element.text_content()
        marks = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
        at = int(element.get(AT) or 0)
        if element.get("pubdate") is not None or _MARKED_PUBLISHED.search(marks):
            marked.append(Dating(value, "time element", 0.85, states=at < prose))
        elif not plain_ones and at > after and not _MARKED_MODIFIED.search(marks):
            plain_ones.append(Dating(value, "time element", 0.6, states=False))
    return marked, plain_ones


def _first_prose(tree: Element, after: int) -> float:
    """Where the first paragraph of running text behind a position begins in the source; infinite if there is none."""
    for paragraph in tree.iter("p"):
        at = int(paragraph.get(AT) or 0)
        if at > after and len(paragraph.text_content()) >= PROSE:
            return at
    return float("inf")


def _date_in(url: str | None) -> str | None:
    try:
        path = urlsplit(url or "").path
    except ValueError:
        return None
    found = _URL_DATE.search(path)
    return "-".join(part for part in found.groups() if part and part.isdigit()) if found else None


def _searched(tree: Element, bounds: Bounds) -> Stated | None:
    """htmldate's search of the markup, without its search of the text: that finds a date on pages that state none, and
    a footer's year of copyright. The first of January is refused, because htmldate completes a lone year to it."""
    from htmldate import find_date

    latest = bounds.latest or datetime(2100, 1, 1)
    try:
        found = find_date(
            tree, extensive_search=False, original_date=True, outputformat="%Y-%m-%dT%H:%M:%S",
            min_date=bounds.earliest.isoformat(), max_date=latest.strftime("%Y-%m-%d"),
        )  # fmt: skip
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):
        return None  # htmldate's own trouble with odd pages must not lose the article
    if not found or found[4:10] == "-01-01":
        return None
    value = read_date(found.removesuffix("T00:00:00"), bounds)
    return Stated(value=value, how="htmldate", sure=0.4) if value else None
