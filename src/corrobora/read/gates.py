"""Recognise what stands on a page in place of its article, or of the rest of it: walls, checks, errors, sales.

Words decide (the packs' `[gate]`), and marks in the page's code that mean the same in every language (gates.toml), both
weighed against the text of the story that is there: an article about paywalls is an article, and a banner beside one is
only a banner.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec
from ahocorasick_rs import AhoCorasick

from corrobora.errors import ReadError
from corrobora.read.boilerplate import GATES, BoilerplateReader, Gate
from corrobora.read.gazetteer import FOLDER
from corrobora.read.html_article import Part
from corrobora.read.html_tree import Element, PageBlock
from corrobora.read.metadata import TITLE_CUT, Metadata
from corrobora.read.packs import read_table
from corrobora.records import Access

NOTHING = 80
"""A story of less weight (letters, wide ones counted twice) is none: a button, or the first words of a notice."""

THIN = 250
"""A story of less weight may be what else stands on a wall or error page; two short paragraphs of news weigh more."""

BARE = 400
"""On a page whose whole text weighs less, marks in its code say what it is."""

TEASERS = 1_500
"""The other articles that an error page offers may weigh so much."""

REMAINDER = 120
"""What follows on the words of a paywall and weighs no more is its offer ("Four weeks for a euro"), and no story."""

AFTER = 12
"""Blocks behind the story among which a wall stands that closes the rest of it."""

MOST_LOOKED_AT = 300
"""Blocks of a page that are looked at for the words of a wall, if it shows no story."""

REASONS: dict[Gate, str] = {
    "challenge": "checks whether a person is reading and shows no article; open it in a browser and give what you save",
    "missing": "says that it was not found and shows no article; check the address",
    "parked": "is that of an unused domain or one for sale and shows no article; check the address",
    "consent": "asks for consent and shows no article; open it in a browser and give what you save",
    "paywall": "asks to subscribe or sign in and shows no article; give the text if you have access to it",
}

_STORY = ("paragraph", "list", "standfirst")
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\U00020000-\U0003fffd]+"
)
_SENTENCE_END = re.compile(r"(?<=[.!?؟…])[\"'”’»)]*\s+|(?<=[。！？])|\n+")
_CUT_SHORT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\W*$")
_SIMPLE_SELECTOR = re.compile(r"[.#]([\w-]+)")


class GateMarks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """gates.toml: parts of class names, ids and addresses, by what they mark."""

    paywall: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()
    challenge: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()


class PageSeen(msgspec.Struct, frozen=True):
    """A page with what is needed to judge it; `parts` are its article's, wherever they came from.

    `marks`: the kinds of wall whose marks stand anywhere in its code (`marks_in`).
    """

    tree: Element
    marks: frozenset[Gate]
    blocks: Sequence[PageBlock]
    metadata: Metadata
    top: Part | None
    parts: Sequence[Part]


def marks_in(source: str) -> frozenset[Gate]:
    """The kinds of wall whose marks stand in the code of a page."""
    automaton, gates = _automaton()
    return frozenset(gates[index] for index, _, _ in automaton.find_matches_as_indexes(source.lower()))


def has_story(parts: Sequence[Part], reader: BoilerplateReader) -> bool:
    """True if a part tells something of a story, and does not only speak of a wall."""
    return any(part.kind in _STORY and not _is_gate(part, reader) for part in parts)


def shown_article(page: PageSeen, reader: BoilerplateReader) -> PageSeen:
    """The page, with those parts at both ends of its article as boilerplate that only speak of a wall, or stand in one.

    Between paragraphs of a story such words are left alone: they may be quoted, or be advice. Raises ReadError if the
    page shows something in place of an article.
    """
    closing = _closing(page)
    spoken = [_is_gate(part, reader) for part in page.parts]
    wall = _wall(page, spoken, reader)
    gates = [gate or part.at >= wall or part.at in closing for part, gate in zip(page.parts, spoken, strict=True)]
    story = [
        at for at, (part, gate) in enumerate(zip(page.parts, gates, strict=True)) if part.kind in _STORY and not gate
    ]
    _check(page, [page.parts[at] for at in story], reader)
    first, last = (story[0], story[-1]) if story else (0, -1)
    parts = [
        Part("boilerplate", part.text, part.at)
        if gate and not first < at < last and part.kind in (*_STORY, "heading")
        else part
        for at, (part, gate) in enumerate(zip(page.parts, gates, strict=True))
    ]
    return msgspec.structs.replace(page, parts=parts)


def _wall(page: PageSeen, spoken: Sequence[bool], reader: BoilerplateReader) -> float:
    """Where the words of a paywall stand behind which only an offer follows; infinite if there are none."""
    story = [part for part, gate in zip(page.parts, spoken, strict=True) if part.kind in _STORY and not gate]
    most = min(REMAINDER, sum(weight(part.text) for part in story) // 2)
    rest, end = 0, -1
    for part in reversed(story):
        rest += weight(part.text)
        if rest > most:
            end = part.at
            break
    if end < 0:
        return float("inf")
    return min((block.at for block in _behind(page, end) if _speaks_of_paywall(block, reader)), default=float("inf"))


def _behind(page: PageSeen, end: int) -> list[PageBlock]:
    """The next blocks behind a place of the page."""
    return [block for block in page.blocks if block.at > end][:AFTER]


def _speaks_of_paywall(block: PageBlock, reader: BoilerplateReader) -> bool:
    return any(reader.gate(words) == "paywall" for words in sentences(block.text))


def _check(page: PageSeen, own: Sequence[Part], reader: BoilerplateReader) -> None:
    """Raises ReadError if a page shows something in place of an article; `own` are the parts that tell its story."""
    story = sum(weight(part.text) for part in own)
    loud = {gate for text in _names(page) if (gate := reader.gate(text))} | _marked_whole(page.tree)
    within = sum(weight(part.text) for part in page.parts if part.kind in _STORY) - story
    if story >= THIN and not loud and within <= story:
        return
    told = _told(page, reader)
    marked = _marked(page) if story < NOTHING and _weight_of(page.blocks) < BARE else frozenset()
    stated = page.metadata.is_article
    for gate in GATES:
        only_marked = gate in marked and (not story or (gate != "consent" and not stated))
        mostly = gate == "consent" and not stated and not _has_own_heading(page, reader) and within > story
        if (only_marked or (mostly and told.get(gate, 0) > story)) or _stands_for_all(
            gate, story, loud=gate in loud, told=told.get(gate, 0), stated=stated
        ):
            raise ReadError(f"the page {REASONS[gate]}")


def _has_own_heading(page: PageSeen, reader: BoilerplateReader) -> bool:
    """True if a first-level heading stands on the page that does not speak of a wall."""
    return any(block.tag == "h1" and reader.gate(block.text) is None for block in page.blocks)


def _stands_for_all(gate: Gate, story: int, *, loud: bool, told: int, stated: bool) -> bool:
    """True if a page is a wall and no article. `loud`: its title or heading says so; `told`: the weight of what says
    so; `stated`: the page says that it is an article."""
    if story < NOTHING:
        beside = stated and story > 0 and gate in ("consent", "paywall")
        return (loud or told > 0) and not beside
    if gate == "paywall":
        return loud and not stated and (story < THIN or told >= story)
    if story < THIN:
        return loud or (not stated and told >= story)
    limit = TEASERS if gate == "missing" else max(2 * THIN, 3 * told)
    return loud and not stated and story < limit


def access_of(page: PageSeen, reader: BoilerplateReader) -> Access:
    """How much of the article the page let us read; `page` as `shown_article` gives it."""
    free = page.metadata.free
    story = [part for part in page.parts if part.kind in _STORY]
    if free or not story:
        return "whole"
    places = {part.at for part in story}
    if places.isdisjoint(block.at for block in page.blocks):  # it came from the page's JSON-LD
        return "whole" if free is None else "unknown"
    end = max(places)
    walled = any(_speaks_of_paywall(block, reader) for block in _behind(page, end))
    if free is False:
        paid = sum(weight(block.text) for block in _closed_blocks(page) if block.at in places)
        if paid >= THIN:
            return "unknown" if walled else "whole"
        return "part" if walled or _closing(page) else "unknown"
    if walled:
        return "part"
    if _closing(page):
        return "part" if _CUT_SHORT.search(story[-1].text) else "unknown"
    return "whole"


def weight(text: str) -> int:
    """The length of a text in letters, those that stand for a syllable or word counted twice."""
    return len(text) if text.isascii() else len(text) + sum(map(len, _WIDE.findall(text)))


def sentences(text: str) -> Iterator[str]:
    """The sentences of a block, roughly."""
    return (piece for piece in _SENTENCE_END.split(text) if piece and not piece.isspace())


def _is_gate(part: Part, reader: BoilerplateReader) -> bool:
    """True if most of a part's letters are in sentences that speak of a wall."""
    if part.kind not in (*_STORY, "heading"):
        return False
    return sum(len(words) for words in sentences(part.text) if reader.gate(words)) > len(part.text) / 2


def _names(page: PageSeen) -> Iterator[str]:
    """What the page calls itself: its title, whole and in parts, and its headline, or what stands for one."""
    title = page.tree.find(".//title")
    if title is not None and (text := " ".join((title.text or "").split())):
        yield text
        yield from TITLE_CUT.split(text)
    if page.top:
        yield page.top.text
    headings = [block for block in page.blocks if block.tag in ("h1", "h2")][:20]
    if not any(block.tag == "h1" for block in headings):
        yield from [block.text for block in headings[:2]]


def _told(page: PageSeen, reader: BoilerplateReader) -> dict[Gate, int]:
    """How much of the page speaks of each kind of wall, scripts' substitutes and dialogs included."""
    texts = [block.text for block in page.blocks[:MOST_LOOKED_AT]]
    texts += [" ".join(one.text_content().split()) for one in page.tree.iter("noscript", "dialog")][:AFTER]
    told: dict[Gate, int] = {}
    for text in texts:
        for words in sentences(text):
            if gate := reader.gate(words):
                told[gate] = told.get(gate, 0) + weight(words)
    return told


def _weight_of(blocks: Sequence[PageBlock]) -> int:
    return sum(weight(block.text) for block in blocks[:MOST_LOOKED_AT])


@cache
def _marks() -> GateMarks:
    return read_table(FOLDER / "gates.toml", GateMarks)


@cache
def _automaton() -> tuple[AhoCorasick, tuple[Gate, ...]]:
    listed = [(mark, gate) for gate in GATES if gate != "missing" for mark in getattr(_marks(), gate)]
    return AhoCorasick([mark for mark, _ in listed]), tuple(gate for _, gate in listed)


def _marked(page: PageSeen) -> frozenset[Gate]:
    """What the code of a page says that it is; a field for a password asks to sign in."""
    if any((field.get("type") or "").lower() == "password" for field in page.tree.iter("input")):
        return page.marks | {"paywall"}
    return page.marks


def _marked_whole(tree: Element) -> set[Gate]:
    """An error page that names itself so in the class or id of the page as a whole."""
    whole = [tree, *tree.iterfind("body"), *tree.iterfind(".//main")]
    marks = " ".join(f"{one.get('class') or ''} {one.get('id') or ''}" for one in whole).lower()
    return {"missing"} if any(mark in marks.split() for mark in _marks().missing) else set()


def _closed_blocks(page: PageSeen) -> list[PageBlock]:
    """The blocks in the elements that the page itself says are for subscribers."""
    names = {found.group(1) for one in page.metadata.closed if (found := _SIMPLE_SELECTOR.fullmatch(one.strip()))}
    if not names:
        return []
    return [
        block
        for block in page.blocks
        if any(
            names.intersection([*(one.get("class") or "").split(), one.get("id")])
            for one in (block.element, *block.element.iterancestors())
        )
    ]


def _closing(page: PageSeen) -> set[int]:
    """Where the blocks begin that stand behind the story, in elements marked as a paywall and not hidden.

    Whole articles stand in elements called "paywall", too: one that holds much of the story closes nothing.
    """
    if "paywall" not in page.marks:
        return set()
    marked = {block.at for block in page.blocks if _in_paywall(block)}
    story = [part for part in page.parts if part.kind in _STORY]
    outside = [part for part in story if part.at not in marked]
    inside, beside = (sum(weight(part.text) for part in some) for some in (story, outside))
    if not outside or inside - beside > 0.5 * beside:
        return set()
    end = max(part.at for part in outside)
    return marked.intersection(block.at for block in _behind(page, end))


def _in_paywall(block: PageBlock) -> bool:
    found = False
    for one in (block.element, *block.element.iterancestors()):
        if _is_hidden(one):
            return False
        name = f"{one.get('class') or ''} {one.get('id') or ''}".lower()
        found = found or any(mark in name for mark in _marks().paywall)
    return found


def _is_hidden(element: Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or element.get("aria-hidden") == "true" or "display:none" in style
