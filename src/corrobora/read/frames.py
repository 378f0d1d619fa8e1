"""Compile the pack's frames ("<source> <cue> that <content>"): flat ways of saying something, cut at their cue.

A frame is cut at its `<cue>` into what stands left and what stands right of it, and both are matched outwards from the
cue (matching.py). The slots: `<source>`, `<content>`, `<quote>` (a whole quotation, which is content), `<target>`,
`<via>`, `<aside>` (a prepositional phrase or addressee that is passed over), `<particle>` (the cue's second part, with
whatever stands before it; such a cue fits no other frame), `<auxiliary>`, `<part:name>` (a word of a list that belongs
to the cue), and `<name>` for any list of `[words]`.
`<content:name>` is a content that begins with a word of that list, which belongs to it ("that he left"), or with one of
such an ending (`<content:infinitives>`). `<cue:deny>` asks for an act.
Between any two parts light words (adverbs, times, negations, asides between commas) are passed over. A literal that
touches a slot ("<source>는") is taken for the end or beginning of the slot's last or first word, and cut off.
"""

from collections.abc import Iterator

import msgspec

from corrobora.errors import PackError
from corrobora.read.grammar import ENDING_BITS, MARKS, FrameRow, Lexicon
from corrobora.read.grammar import WordClass as W
from corrobora.read.lines import QUOTE_WORD, CueAt
from corrobora.read.templates import Flat, Literal, Slot, Space, expand, parse

SLOTS = ("source", "content", "quote", "target", "via", "aside", "particle", "auxiliary", "part")
CUE_PARTS = ("particle", "auxiliary", "part")
"""Slots that belong to the cue: its second part, an auxiliary that stands apart from it, a word of a list."""


class Words(msgspec.Struct, frozen=True):
    """A literal of a frame: one of these word sequences; `suffix`: it is the end of the word before it."""

    choices: frozenset[tuple[str, ...]]
    suffix: bool = False
    comma: bool = False


class Part(msgspec.Struct, frozen=True):
    """A slot of a frame; `begins`: the words that a content must begin with, `bits`: or the class of its first word."""

    name: str
    begins: frozenset[tuple[str, ...]] | None = None
    bits: int = 0


class Frame(msgspec.Struct, frozen=True):
    """One flat way of a frame, outwards from its cue.

    A line must have all of `needs` and one of `either` (classes), and one of each of `words`.
    `before` and `after` are the words of which one must stand right before and after the cue, light words aside; None:
    any.
    """

    row: FrameRow
    order: int
    act: str | None
    left: tuple[Words | Part, ...]
    right: tuple[Words | Part, ...]
    score: float
    needs: int
    either: int
    before: frozenset[str] | None
    after: frozenset[str] | None
    spelled: tuple[frozenset[str], ...] = ()
    """For each part that begins with a word of a list, the words of which one must stand somewhere in the line."""


class Frames:
    """The flat frames of one language, and which of them a cue may use."""

    def __init__(self, lexicon: Lexicon):
        self._by_kind: dict[str, list[Frame]] = {}
        self._of: dict[tuple[str, str, frozenset[str], bool], list[Frame]] = {}
        for order, row in enumerate(lexicon.table.frame):
            for flat in expand(parse(row.template)):
                frame = _flat_frame(lexicon, row, order, flat)
                for kind in row.forms:
                    self._by_kind.setdefault(kind, []).append(frame)

    def of(self, cue: CueAt) -> list[Frame]:
        """The frames for a cue's kind, act and what it takes, fullest first."""
        key = (cue.kind, cue.act, cue.takes, cue.particle is not None)
        found = self._of.get(key)
        if found is None:
            suited = [frame for frame in self._by_kind.get(cue.kind, ()) if _suits(frame, cue)]
            found = sorted(suited, key=lambda frame: (-frame.score, frame.order))
            self._of[key] = found
        return found


def _suits(frame: Frame, cue: CueAt) -> bool:
    takes = frame.row.takes
    asked = {takes} if isinstance(takes, str) else set(takes)
    if (cue.particle is not None) != any(isinstance(part, Part) and part.name == "particle" for part in frame.right):
        return False
    return (frame.act is None or frame.act == cue.act) and (not takes or not asked.isdisjoint(cue.takes))


def _flat_frame(lexicon: Lexicon, row: FrameRow, order: int, flat: Flat) -> Frame:
    places = [at for at, part in enumerate(flat) if isinstance(part, Slot) and part.name == "cue"]
    if len(places) != 1:
        raise PackError(f"frame {row.template!r} needs exactly one <cue>; it has {len(places)}")
    cue = flat[places[0]]
    act = cue.qualifier if isinstance(cue, Slot) else None
    left = tuple(reversed(_elements(lexicon, row, flat[: places[0]])))
    right = tuple(_elements(lexicon, row, flat[places[0] + 1 :]))
    slots = sum(isinstance(part, Part) and part.name not in ("aside", *CUE_PARTS) for part in left + right)
    needs, either = 0, 0
    if any(isinstance(part, Part) and part.name == "quote" for part in left + right):
        needs = W.QUOTE
    elif any(isinstance(part, Words) and part.comma for part in left + right):
        either = W.COMMA | W.QUOTE
    for part in left + right:
        needs |= _mark(part) if isinstance(part, Words) else 0
    quotes = sum(isinstance(part, Part) and part.name == "quote" for part in left + right)
    return Frame(
        row=row,
        order=order,
        act=act,
        left=left,
        right=right,
        score=slots + 0.5 * quotes + 2 * row.interrupts - row.penalty,
        needs=needs,
        either=either,
        before=_neighbours(left, last=True),
        after=_neighbours(right, last=False),
        spelled=tuple(_first_words(left + right)),
    )


def _first_words(elements: tuple[Words | Part, ...]) -> Iterator[frozenset[str]]:
    """For each part that must begin with a word of a list, the words of which one must stand in the line."""
    for element in elements:
        choices = element.choices if isinstance(element, Words) else element.begins
        if choices is not None and not (isinstance(element, Words) and (element.comma or element.suffix)):
            yield frozenset(choice[0] for choice in choices if choice)


def _neighbours(elements: tuple[Words | Part, ...], *, last: bool) -> frozenset[str] | None:
    """The words of which one must stand next to the cue on a side whose elements these are."""
    if not elements:
        return None
    nearest = elements[0]
    if isinstance(nearest, Words):
        if nearest.suffix:
            return None
        marks = {QUOTE_WORD} if nearest.comma else set()
        return frozenset(choice[-1 if last else 0] for choice in nearest.choices) | marks
    if nearest.name == "quote":
        return frozenset({QUOTE_WORD})
    if nearest.begins is not None and not last:
        return frozenset(choice[0] for choice in nearest.begins)
    return None


def _mark(words: Words) -> int:
    """The class of the marks that a literal consists of, all of one kind; 0 for words, and for the comma."""
    classes = {MARKS.get(choice[0], 0) for choice in words.choices if choice}
    return classes.pop() if len(classes) == 1 and not words.comma else 0


def _elements(lexicon: Lexicon, row: FrameRow, flat: Flat) -> list[Words | Part]:
    elements: list[Words | Part] = []
    for at, part in enumerate(flat):
        if isinstance(part, Literal):
            touches = at > 0 and isinstance(flat[at - 1], Slot) and part.text[0].isalnum()
            choices = frozenset({lexicon.cut(part.text)})
            elements.append(Words(choices, touches, part.text == ","))
        elif isinstance(part, Slot):
            if part.name in SLOTS and part.qualifier in ENDING_BITS:
                elements.append(Part(part.name, None, ENDING_BITS[part.qualifier]))
            elif part.name in SLOTS:
                elements.append(Part(part.name, _list(lexicon, row, part.qualifier) if part.qualifier else None))
            else:
                elements.append(Words(_list(lexicon, row, part.name)))
        elif not isinstance(part, Space):
            raise PackError(f"frame {row.template!r}: unexpected {part!r}")
    return elements


def _list(lexicon: Lexicon, row: FrameRow, name: str) -> frozenset[tuple[str, ...]]:
    if name not in lexicon.lists:
        known = ", ".join(sorted({*SLOTS, *lexicon.lists}))
        raise PackError(f"frame {row.template!r}: no slot or word list {name!r}; known: {known}")
    return lexicon.lists[name]
