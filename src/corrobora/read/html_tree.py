"""Parse a page into blocks of text, each of which knows where it stands in the page's source."""

import re
from html import unescape
from typing import Any

import msgspec

from corrobora.errors import ReadError

AT = "data-corrobora-at"
"""The attribute that holds the position of an element's start tag in the decoded source."""

Element = Any
"""An lxml element; lxml comes without types."""

_BLOCKS = (
    "address|article|aside|blockquote|body|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|form|"
    "h[1-6]|header|hgroup|hr|li|main|menu|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_TAGS = re.compile(
    rf"<(?:!--(?:[^-]++|-(?!->))*+|(script|style|textarea|title)\b(?:[^<]++|<(?!/\1))*+|(?:{_BLOCKS}|meta|time)(?=[\s/>]))",
    re.IGNORECASE,
)
"""Start tags of blocks; comments and raw text are passed over, and an end that never comes is that of the page."""

_BLOCK = frozenset([*_BLOCKS.replace("|h[1-6]", "").split("|"), "h1", "h2", "h3", "h4", "h5", "h6"])
_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "video", "audio",
    "canvas", "map", "select", "option", "input", "textarea", "button", "datalist", "progress", "meter", "head",
    "link", "meta", "title", "nav", "menu", "dialog",
})  # fmt: skip
_HTML_SPACE = re.compile(r"[ \t\n\r\f]+")
_MARKUP = re.compile(r"(?:[ \t\n\r\f]++|<!--(?:.*?-->|.*)|<(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+>)++", re.DOTALL)
_WORDS = re.compile(r"\w+")
_INNER = frozenset({"p", "div", "section", "article"})
_OUTER = frozenset({"li", "dd", "dt", "figcaption", "blockquote"})
_PLAIN_WORDS = re.compile(r"[^\s<>&\"']{1,30}(?: [^\s<>&\"']{1,30}){0,2}")


class PageBlock(msgspec.Struct, frozen=True):
    """A stretch of running text of a page, and the element that holds it.

    `at` is the position of its first character in the source. `linked` is the share of its characters inside links.
    """

    text: str
    at: int
    tag: str
    element: Element
    linked: float = 0.0

    @property
    def key(self) -> str:
        """The text without white space, for comparing."""
        return "".join(self.text.split())

    @property
    def position(self) -> str:
        """The position of the element's tag, as it stands in the tree."""
        return str(self.element.get(AT) or "")


def parse_page(source: str) -> Element:
    """The page as a tree of lxml elements, its block elements with their positions; raises ReadError if it has none."""
    from lxml import etree  # type: ignore[import-untyped]
    from lxml.html import HTMLParser, document_fromstring  # type: ignore[import-untyped]

    marked = _TAGS.sub(_with_position, source).replace("\0", "\ufffd")
    parser = HTMLParser(encoding="utf-8", remove_pis=True, remove_comments=True, collect_ids=False)
    try:
        tree = document_fromstring(marked.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise ReadError(
            f"the page holds no HTML that can be read ({error}); expected the page of an article"
        ) from error
    if any("xcessive depth" in entry.message for entry in parser.error_log) and len(tree.text_content()) < 200:
        raise ReadError("the page is nested too deeply to be read; expected the page of an article")
    return tree


def _with_position(found: re.Match[str]) -> str:
    tag = found.group()
    if found.group(1) or tag.startswith("<!"):
        return tag
    return f'{tag} {AT}="{found.start()}"'


def blocks_of(region: Element, source: str) -> list[PageBlock]:
    """The blocks of text in an element, in the order of the page; menus, scripts and form fields are left out."""
    walk = _Walk(source, int(region.get(AT) or 0))
    walk.element(region, "div", region, linked=False)
    walk.flush()
    return walk.blocks


class _Walk:
    """Collects the text of a tree; block elements and doubled line breaks end a block.

    A paragraph inside a list item, caption or quotation is of that."""

    def __init__(self, source: str, at: int):
        self.blocks: list[PageBlock] = []
        self._source = source
        self._at = at
        self._parts: list[str] = []
        self._linked = 0
        self._tag = "div"
        self._holder: Element = None

    def element(self, element: Element, tag: str, holder: Element, *, linked: bool) -> None:
        self._tag, self._holder = tag, holder
        self._add(element.text, linked)
        for child in element:
            name = child.tag
            if isinstance(name, str) and name not in _SKIPPED:
                if name == "br":
                    self._break()
                elif name in _BLOCK:
                    self.flush()
                    self._at = int(child.get(AT) or self._at)
                    role = tag if name in _INNER and tag in _OUTER else name
                    self.element(child, role, child, linked=linked)
                    self.flush()
                else:
                    self.element(child, tag, holder, linked=linked or name == "a")
                self._tag, self._holder = tag, holder
            self._add(child.tail, linked)

    def _add(self, text: str | None, linked: bool) -> None:
        if not text:
            return
        if text.isspace():
            if self._parts:
                self._parts.append(" ")
        else:
            self._parts.append(text)
            if linked:
                self._linked += len(text.strip())

    def _break(self) -> None:
        """A line break; the second of two in a row ends the block."""
        for part in reversed(self._parts):
            if part == "\x00":
                self.flush()
                return
            if not part.isspace():
                break
        if self._parts:
            self._parts.append("\x00")

    def flush(self) -> None:
        """End the block that is being collected."""
        if not self._parts:
            return
        text = _HTML_SPACE.sub(" ", "".join(self._parts)).strip(" \x00")
        if "\x00" in text:
            text = "\n".join(line.strip(" ") for line in text.split("\x00") if line and not line.isspace())
        if text and not text.isspace():
            at = text_position(self._source, self._at, text)
            self.blocks.append(PageBlock(text, at, self._tag, self._holder, self._linked / len(text)))
            self._at = at + len(text)  # the source is never shorter than the text made of it
        self._parts = []
        self._linked = 0


def text_position(source: str, at: int, text: str) -> int:
    """Where `text` begins in the source at or after position `at`, which may be that of a tag before it."""
    start = found.end() if (found := _MARKUP.match(source, at)) else at
    words = _PLAIN_WORDS.search(text)
    if words is None or words.start() > 3 or source.startswith(words.group(), start + words.start()):
        return start
    if words.start() and source.startswith("&", start):
        return start
    near = source.find(words.group(), start, start + 20_000)
    if near < 0:
        first = words.group().split()[0]
        near = source.find(first, start, start + 20_000)
    return near - words.start() if near >= 0 else start


def same_words(left: str, right: str) -> bool:
    """True if two texts have the same words, whatever their case, spaces and punctuation."""
    return _WORDS.findall(left.casefold()) == _WORDS.findall(right.casefold())


def shares_words(left: str, right: str) -> bool:
    """True if nearly all the words of the shorter text, and three at least, stand in the other; so for two headlines of
    one article, of which one goes on with the name of the outlet."""
    one, other = set(_WORDS.findall(left.casefold())), set(_WORDS.findall(right.casefold()))
    if len(one) < 3 or len(other) < 3:
        return bool(one) and one == other
    fewer, more = sorted((len(one), len(other)))
    return len(one & other) >= 0.8 * fewer and more <= 3 * fewer


def plain(value: str) -> str:
    """Text out of a fragment of HTML: tags gone, character references resolved, white space single."""
    return " ".join(unescape(_MARKUP.sub(" ", value)).split())
