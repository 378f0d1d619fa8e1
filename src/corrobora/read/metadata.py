"""Read the metadata of a page: what it states about itself, how that is known, and how sure it is."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import msgspec

from corrobora.read.html_tree import AT, Element, plain, same_words
from corrobora.read.json_ld import Node, article_node, names_of, text_of
from corrobora.records import Stated
from corrobora.records.documents import Record

EARLIEST = date(1990, 1, 1)
"""No web page is older; an earlier date is that of something else, or of a clock that was never set."""

LEEWAY = timedelta(hours=24)
"""How far ahead of the clock a date may lie: outlets print their local time, and time zones get lost."""

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "og:pubdate", "datepublished",
    "article.published", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date", "dc.date.issued", "dcterms.created", "dcterms.issued",
    "dc.date.created", "dc.date", "dcterms.date", "citation_publication_date", "date", "originalpublicationdate",
    "article_date_original", "rnews:datepublished", "displaydate", "ptime", "datecreated", "dc.created",
)  # fmt: skip
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
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d\d:?\d\d)?")
_LOOSE = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?"
)
_MARKED_PUBLISHED = re.compile(r"datepublished|dt-published|pubdate")
_MARKED_MODIFIED = re.compile(r"modified|updated")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?")
_TITLE_CUT = re.compile(r"\s+[|–—·•»-]\s+|\s*\|\s*")


class Given(Record, frozen=True):
    """What is known about a document before it is read, and beats what the document says.

    `now` is the clock, passed in: no date more than a day after it is believed. All may be None.
    """

    id: str | None = None
    headline: str | None = None
    language: str | None = None
    published: str | None = None
    url: str | None = None
    outlet: str | None = None
    now: datetime | None = None


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What a page states about itself; `headlines` are what it calls itself, `body` is its JSON-LD articleBody."""

    headlines: tuple[Stated, ...] = ()
    byline: Stated | None = None
    canonical_url: Stated | None = None
    outlet: Stated | None = None
    summary: Stated | None = None
    language: Stated | None = None
    published: Stated | None = None
    modified: Stated | None = None
    body: str | None = None


def page_metadata(tree: Element, *, url: str | None, now: datetime | None) -> Metadata:
    """JSON-LD first, then OpenGraph and other meta elements, then the address, then htmldate's search of the page."""
    metas = _metas(tree)
    canonical = _canonical(tree, metas, url)
    address = canonical.value if canonical else url
    scripts = [script.text or "" for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower()]
    node, whole = article_node(scripts, url=address)
    linked = 0.95 if whole else 0.7
    published = _published(tree, node, metas, linked=linked, url=address, now=now)
    modified = _first_date([(node.get("dateModified"), "json-ld", linked), *_valued(metas, _MODIFIED)], now)
    if modified and published and modified.value < published.value[: len(modified.value)]:
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
        body=plain(body) if isinstance(body, str) else None,
    )


def read_date(value: object, now: datetime | None = None) -> str | None:
    """A stated date as ISO 8601 (with time and zone if it has them); None if it is none, or out of bounds.

    Out of bounds is what lies before 1990, or more than a day after `now`.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    moment = _moment(str(value).strip())
    if moment is None:
        return None
    day = moment.date() if isinstance(moment, datetime) else moment
    if day < EARLIEST or (now is not None and _as_utc(moment) > _as_utc(now) + LEEWAY):
        return None
    return moment.isoformat()


def stated_date(value: str) -> str | None:
    """A date that the user states, as ISO 8601 and without bounds; None if it is none."""
    moment = _moment(value.strip())
    if moment is None:
        return None
    return value.strip() if _ISO.fullmatch(value.strip()) else moment.isoformat()


def _moment(value: str) -> datetime | date | None:
    if not value or len(value) > 60:
        return None
    try:
        if value.isdigit() and len(value) in (10, 13):
            return datetime.fromtimestamp(int(value) / (1 if len(value) == 10 else 1000), UTC)
        if found := _COMPACT.fullmatch(value) or _LOOSE.match(value):
            return _of_parts(found)
        return parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError, OSError, IndexError):
        return None


def _of_parts(found: re.Match[str]) -> datetime | date:
    year, month, day, hour, minute, second, zone = found.groups()
    if hour is None:
        return date(int(year), int(month), int(day))
    zone = "+00:00" if zone in ("Z", "UTC", "GMT") else zone or ""
    day_part = f"{int(year):04}-{int(month):02}-{int(day):02}"
    return datetime.fromisoformat(f"{day_part}T{int(hour):02}:{minute}:{second or '00'}{zone}")


def _as_utc(moment: datetime | date) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


Candidate = tuple[object, str, float]
"""A value of unknown type, how it is known, how sure it is."""


def _first(candidates: Iterable[Candidate]) -> Stated | None:
    for value, how, sure in candidates:
        if isinstance(value, str) and value.strip():
            return Stated(value=" ".join(value.split()), how=how, sure=sure)
    return None


def _first_date(candidates: Iterable[Candidate], now: datetime | None) -> Stated | None:
    for value, how, sure in candidates:
        if (moment := read_date(value, now)) is not None:
            return Stated(value=moment, how=how, sure=sure)
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
        parts = _TITLE_CUT.split(" ".join((title.text or "").split()))
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


def _published(
    tree: Element, node: Node, metas: Mapping[str, str], *, linked: float, url: str | None, now: datetime | None
) -> Stated | None:
    stated = _first_date(
        [
            (node.get("datePublished"), "json-ld", linked),
            (node.get("dateCreated"), "json-ld", linked - 0.1),
            *_valued(metas, _PUBLISHED),
            *_times(tree),
            (_date_in(url), "url", 0.7),
        ],
        now,
    )
    return stated or _searched(tree, now)


def _times(tree: Element) -> list[Candidate]:
    """The time elements that are marked as the date of publication, then the first one below the headline."""
    marked: list[Candidate] = []
    plain_ones: list[Candidate] = []
    heading = tree.find(".//h1")
    after = int(heading.get(AT) or 0) if heading is not None else 0
    for element in tree.iter("time"):
        value = element.get("datetime") or element.text_content()
        marks = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
        if element.get("pubdate") is not None or _MARKED_PUBLISHED.search(marks):
            marked.append((value, "time element", 0.85))
        elif not plain_ones and int(element.get(AT) or 0) > after and not _MARKED_MODIFIED.search(marks):
            plain_ones.append((value, "time element", 0.6))
    return marked + plain_ones


def _date_in(url: str | None) -> str | None:
    try:
        path = urlsplit(url or "").path
    except ValueError:
        return None
    found = _URL_DATE.search(path)
    return "-".join(part for part in found.groups() if part and part.isdigit()) if found else None


def _searched(tree: Element, now: datetime | None) -> Stated | None:
    """htmldate's search of the markup, without its search of the text: that finds a date on pages that state none, and
    a footer's year of copyright. The first of January is refused, because htmldate completes a lone year to it."""
    from htmldate import find_date

    latest = _as_utc(now) + LEEWAY if now else datetime(2100, 1, 1)
    try:
        found = find_date(
            tree, extensive_search=False, original_date=True, outputformat="%Y-%m-%dT%H:%M:%S",
            min_date=EARLIEST.isoformat(), max_date=latest.strftime("%Y-%m-%d"),
        )  # fmt: skip
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):
        return None  # htmldate's own trouble with odd pages must not lose the article
    if not found or found[4:10] == "-01-01":
        return None
    value = read_date(found.removesuffix("T00:00:00"), now)
    return Stated(value=value, how="htmldate", sure=0.4) if value else None
