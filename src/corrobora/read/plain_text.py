"""Cut a plain text into passages, and say what each is for."""

import re
from collections.abc import Sequence

import msgspec

from corrobora.read.boilerplate import BoilerplateReader, Found
from corrobora.records import Passage, PassageKind

LONGEST_HEADLINE = 220
LONGEST_HEADING = 110
LONGEST_QUESTION = 60
LONGEST_STANDFIRST = 400
LONGEST_OUTLET_LINE = 40

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]*\S[^\r\n\u2028\u2029\x0b\x0c\x85]*")
_BLANK = re.compile(r"(?:\r\n?|[\n\u2028\u2029\x85])[^\S\r\n]*(?:\r\n?|[\n\u2028\u2029\x85])|[\x0b\x0c]")
_DASHED = re.compile(r"[-–—]")
_BULLET = re.compile(r"[-–—•*·▪►■○●◦‣✓]\s+\S|\d{1,2}[.)]\s+\S")
_ASKED = re.compile(r"[!?！？؟]['\"”’»›」』)\]]*$")
_QUOTED = re.compile(r"[\"“”«»„「」『』]|''")
_ENDED = re.compile(r"[.!?…:][\"'”’»)\]\s]*\Z")
_STOPS = frozenset(".…。｡।;:,")
_CLOSING = "'\"”’»›」』)]"


class Block(msgspec.Struct, frozen=True):
    """A line of text or several that belong together; `alone` if blank lines stand around it."""

    start: int
    end: int
    text: str
    alone: bool = True
    found: Found | None = None

    @property
    def stopped(self) -> bool:
        """True if the block ends as a sentence does, and not as a headline."""
        return self.text.rstrip(_CLOSING)[-1:] in _STOPS


def passages_of(text: str, boilerplate: BoilerplateReader, *, headline_end: int = 0) -> tuple[Passage, ...]:
    """The passages of a plain text, in order, without the white space around them.

    `headline_end` > 0 says that the text begins with its headline, which ends there. Time is linear in length.
    """
    blocks = [msgspec.structs.replace(one, found=boilerplate.find(one.text)) for one in _blocks(text, headline_end)]
    story = next((index for index, block in enumerate(blocks) if block.stopped and block.found is None), len(blocks))
    kinds = [_kind_by_words(block, above=index < story) for index, block in enumerate(blocks)]
    if not any(kind in ("paragraph", "list") for kind in kinds):
        kinds = ["paragraph" if any(map(str.isalpha, one.text)) else "boilerplate" for one in blocks]
    at = _mark_headline(blocks, kinds) if not headline_end else 0
    _mark_standfirst(blocks, kinds, at)
    _mark_headings(blocks, kinds, at)
    passages = [Passage(start=0, end=headline_end, kind="headline")] if headline_end else []
    return tuple(passages + _joined(blocks, kinds))


def _blocks(text: str, start: int) -> list[Block]:
    lines = [(found.start(), found.end()) for found in _LINE.finditer(text, start)]
    groups: list[list[tuple[int, int]]] = []
    for begin, end in lines:
        if groups and not _BLANK.search(text, groups[-1][-1][1], begin):
            groups[-1].append((begin, end))
        else:
            groups.append([(begin, end)])
    return [block for group in groups for block in _group_blocks(text, group)]


def _group_blocks(text: str, group: list[tuple[int, int]]) -> list[Block]:
    if len(group) > 1:
        group = _unwrapped(text, group)
    blocks = []
    for begin, end in group:
        line = text[begin:end]
        begin, end = begin + len(line) - len(line.lstrip()), end - len(line) + len(line.rstrip())
        blocks.append(Block(begin, end, text[begin:end], alone=len(group) == 1))
    return blocks


def _unwrapped(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lines of a group, with those together that were one line: all if they look cut at a column, else a line that
    begins with a small letter with the one before."""
    if _hard_wrapped([end - begin for begin, end in lines]):
        return [(lines[0][0], lines[-1][1])]
    whole = [lines[0]]
    for begin, end in lines[1:]:
        if text[begin:end].lstrip()[:1].islower() and not _ENDED.search(text, whole[-1][1] - 3, whole[-1][1]):
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((begin, end))
    return whole


def _hard_wrapped(lengths: list[int]) -> bool:
    """True if the lines look cut at a column: all but the last nearly equally long, none longer than a page is wide."""
    longest = max(lengths)
    return 50 <= longest <= 100 and min(lengths[:-1]) > 0.7 * longest and lengths[-1] <= longest


def _kind_by_words(block: Block, *, above: bool) -> PassageKind:
    """The kind that the packs tell; `above` the story a line may be the outlet's name, below it a heading."""
    if block.found is None or (block.found.kind == "outlet" and not above):
        spoken = _DASHED.match(block.text) and (block.stopped or _ASKED.search(block.text))
        return "list" if _BULLET.match(block.text) and not block.alone and not spoken else "paragraph"
    if block.found.kind in ("related_links", "caption"):
        return block.found.kind
    return "boilerplate"


def _mark_headline(blocks: Sequence[Block], kinds: list[PassageKind]) -> int:
    """The index after the headline, 0 if there is none. A shorter line above it is the outlet or section."""
    rest = [index for index, kind in enumerate(kinds) if kind == "paragraph"]
    if len(rest) < 2 or not _like_a_headline(blocks[rest[0]], LONGEST_HEADLINE):
        return 0
    first, second = rest[0], rest[1]
    short = len(blocks[first].text) <= LONGEST_OUTLET_LINE and len(blocks[first].text) < len(blocks[second].text) // 2
    if len(rest) > 2 and short and second == first + 1 and _like_a_headline(blocks[second], LONGEST_HEADLINE):
        kinds[first] = "boilerplate"
        first = second
    kinds[first] = "headline"
    return first + 1


def _like_a_headline(block: Block, longest: int) -> bool:
    return block.alone and len(block.text) <= longest and "\n" not in block.text and not block.stopped


def _mark_standfirst(blocks: Sequence[Block], kinds: list[PassageKind], at: int) -> None:
    """A paragraph below the headline that a byline, date or dash sets off from one of the two around it."""
    if not at or kinds[at - 1] != "headline":
        return
    first = next((index for index in range(at, len(kinds)) if kinds[index] == "paragraph"), None)
    if first is None or first + 1 >= len(kinds) or len(blocks[first].text) > LONGEST_STANDFIRST:
        return
    if kinds[at] == "boilerplate" or kinds[first + 1] == "boilerplate":
        follows = kinds[first + 1 :].count("paragraph") >= 2 and blocks[first].alone
        if follows:
            kinds[first] = "standfirst"


def _mark_headings(blocks: Sequence[Block], kinds: list[PassageKind], at: int) -> None:
    for index in range(max(at, 1), len(blocks) - 1):
        block, after = blocks[index], blocks[index + 1]
        if kinds[index] != "paragraph" or kinds[index + 1] != "paragraph" or not after.stopped:
            continue
        if _like_a_heading(block) and len(after.text) > len(block.text):
            kinds[index] = "heading"


def _like_a_heading(block: Block) -> bool:
    """A question may be a heading if it is short; a quoted one is somebody's words."""
    if _ASKED.search(block.text) and (len(block.text) > LONGEST_QUESTION or _QUOTED.search(block.text)):
        return False
    return _like_a_headline(block, LONGEST_HEADING)


def _joined(blocks: Sequence[Block], kinds: Sequence[PassageKind]) -> list[Passage]:
    """Passages; the titles that stand below a heading of related links belong to it, as do the lines of one list."""
    passages: list[Passage] = []
    for block, kind in zip(blocks, kinds, strict=True):
        last = passages[-1] if passages else None
        if last and last.kind == "related_links" and _belongs_below(block, kind):
            passages[-1] = Passage(start=last.start, end=block.end, kind="related_links")
        elif last and last.kind == kind == "list":
            passages[-1] = Passage(start=last.start, end=block.end, kind="list")
        else:
            passages.append(Passage(start=block.start, end=block.end, kind=kind))
    return passages


def _belongs_below(block: Block, kind: PassageKind) -> bool:
    """True for what may stand in a list of related links: a list, another such heading, a title."""
    if kind in ("list", "heading", "related_links"):
        return True
    return kind == "paragraph" and len(block.text) <= LONGEST_HEADLINE and not block.stopped
