"""Read and write lists of feeds in OPML, the form in which feed readers exchange them.

Entities of XML are never expanded beyond its own five, and nothing is fetched while parsing.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urldefrag

from lxml import etree  # type: ignore[import-untyped]

from corrobora.errors import FetchError
from corrobora.gather.links import canonical
from corrobora.gather.outlets import outlet_of
from corrobora.gazetteer import domains
from corrobora.records import Feed

MOST_BYTES = 16_000_000
LONGEST_TITLE = 500
_DECLARED = re.compile(
    r"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})[\"'][^>]{0,200}\?>", re.IGNORECASE
)
_XML_LINE = re.compile(r"\s*<\?xml[^>]{0,400}\?>")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"),
          (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))  # fmt: skip


def feeds_of(body: bytes) -> tuple[Feed, ...]:
    """The feeds of a list in their order, however deep in folders, each address once.

    `outlet` is the id of whoever publishes at the page that the list names beside the feed; None if it names none.
    Raises FetchError for what is no OPML, is cut short, or declares entities.
    """
    if len(body) > MOST_BYTES:
        raise FetchError(f"the list of feeds has more than {MOST_BYTES:,} bytes")
    text = _decoded(body)
    if re.search(r"<!ENTITY", text, re.IGNORECASE):
        raise FetchError("the list of feeds declares entities of its own, which no OPML needs")
    root = _parsed(_XML_LINE.sub("", text, count=1))
    feeds: dict[str, Feed] = {}
    for outline in root.iter("{*}outline"):
        feed = _feed({str(name).lower(): str(value) for name, value in outline.attrib.items()})
        if feed is not None:
            feeds.setdefault(feed.url, feed)
    return tuple(feeds.values())


def _decoded(body: bytes) -> str:
    """The text, by its mark, as UTF-8, as it declares, else as windows-1252: many declare what they are not."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.decode(encoding, errors="replace").removeprefix("\ufeff")
    found = _DECLARED.match(body[:1000].decode("latin-1"))
    declared = found[1] if found else "utf-8"
    for encoding in (declared, "utf-8") if body.isascii() else ("utf-8", declared):
        try:
            return body.decode(encoding)
        except (LookupError, ValueError):
            continue
    return body.decode("cp1252", errors="replace")


def _parsed(text: str) -> etree._Element:
    """The root of the list; small faults of XML are passed over."""
    if not re.search(r"<(?:\w+:)?opml\b", text[:20_000], re.IGNORECASE):
        raise FetchError("no list of feeds: there is no <opml> at its beginning")
    if not re.search(r"</(?:\w+:)?opml\s*>", text[-2_000:], re.IGNORECASE):
        raise FetchError("the list of feeds is cut short: it does not end with </opml>")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False, load_dtd=False,
                             encoding="utf-8")  # fmt: skip
    try:
        root = etree.fromstring(_NOT_IN_XML.sub(" ", text).encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FetchError(f"no list of feeds: {error}") from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise FetchError("no list of feeds: its outermost element is not <opml>")
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise FetchError("the list of feeds cannot be read to its end: folders too deep, or a title without end")
    return root


def _feed(outline: dict[str, str]) -> Feed | None:
    """The feed of an outline; None for a folder, and for what is at no web address."""
    address = outline.get("xmlurl", "").strip()
    if address.lower().startswith("feed:"):
        address = address[5:] if "://" in address[5:] else f"http:{address[5:]}"
    if not address or canonical(address) is None:
        return None
    page = outline.get("htmlurl", "").strip()
    outlet = outlet_of(page) if canonical(page) else None
    title = _line(outline.get("text", "")) or _line(outline.get("title", ""))
    return Feed(url=urldefrag(address).url, outlet=outlet.id if outlet else None, title=title or None)


def _line(title: str) -> str:
    return " ".join(title.split())[:LONGEST_TITLE].rstrip()


def written(feeds: Iterable[Feed], title: str) -> bytes:
    """The feeds as OPML 2.0 in UTF-8, under a title; reading it again gives the same feeds."""
    homepages = dict(_homepages())
    root = etree.Element("opml", version="2.0")
    head, body = etree.SubElement(root, "head"), etree.SubElement(root, "body")
    etree.SubElement(head, "title").text = _allowed(title)
    for feed in feeds:
        name = _allowed(feed.title or "")
        outline = etree.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=_allowed(feed.url))
        if feed.outlet:
            known = homepages.get(feed.outlet)
            outline.set("htmlUrl", _allowed(known or f"https://{feed.outlet.removeprefix('outlet:')}/"))
    found: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return found


def _homepages() -> Iterator[tuple[str, str]]:
    """The homepage of every known outlet, by its id. An unknown outlet's id holds its domain."""
    for outlet in domains.publishers().values():
        if outlet.homepage:
            yield outlet.id, outlet.homepage


def _allowed(text: str) -> str:
    """The text without the characters that XML forbids."""
    return _NOT_IN_XML.sub("", text)
