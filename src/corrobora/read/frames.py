"""Match the pack's frames ("<source> <cue> that <content>") around one cue of a line.

A frame is cut at its `<cue>` into what stands left and what stands right of it, and both are matched outwards from the
cue. The slots: `<source>`, `<content>`, `<quote>` (a whole quotation, which is content), `<target>`, `<via>`, `<aside>`
(a prepositional phrase or addressee that is passed over), and `<name>` for any list of `[words]`. `<content:name>` is a
content that begins with a word of that list, which belongs to it ("that he left"), or with one of such an ending
(`<content:infinitives>`). `<cue:deny>` asks for an act.
Between any two parts light words (adverbs, times, negations, asides between commas) are passed over. A literal that
touches a slot ("<source>는") is taken for the end or beginning of the slot's last or first word, and cut off.
"""

from collections.abc import Iterator

import msgspec

from corrobora.errors import PackError
from corrobora.read.clauses import clause_left, clause_right, is_clause, is_closed, tail_begins
from corrobora.read.grammar import ENDING_BITS, MARKS, FrameRow, Lexicon
from corrobora.read.grammar import WordClass as W
from corrobora.read.lines import CueAt, Line
from corrobora.read.noun_phrases import BREAKS, LONGEST_ASIDE, aside_ends, is_source, source_left, source_right
from corrobora.read.templates import Flat, Literal, Slot, Space, expand, parse

SLOTS = ("source", "content", "quote", "target", "via", "aside")
MOST_LIGHT = 8

Bound = tuple[tuple[str, int, int], ...]
"""Slots filled so far: (name, first item, item after the last)."""


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
    """One flat way of a frame, outwards from its cue; a line must have all of `needs` and one of `either` (classes)."""

    row: FrameRow
    order: int
    act: str | None
    left: tuple[Words | Part, ...]
    right: tuple[Words | Part, ...]
    score: float
    needs: int
    either: int


class Match(msgspec.Struct, frozen=True):
    """A frame filled around a cue."""

    frame: Frame
    cue: CueAt
    bound: Bound

    def slot(self, *names: str) -> list[tuple[int, int]]:
        """Where these slots stand, in the order of the text."""
        return sorted((start, end) for name, start, end in self.bound if name in names)


class Frames:
    """The flat frames of one language, and which of them a cue may use."""

    def __init__(self, lexicon: Lexicon):
        self._by_kind: dict[str, list[Frame]] = {}
        self._of: dict[tuple[str, str, frozenset[str]], list[Frame]] = {}
        for order, row in enumerate(lexicon.table.frame):
            for flat in expand(parse(row.template)):
                frame = _flat_frame(lexicon, row, order, flat)
                for kind in row.forms:
                    self._by_kind.setdefault(kind, []).append(frame)

    def of(self, cue: CueAt) -> list[Frame]:
        """The frames for a cue's kind, act and what it takes, fullest first."""
        key = (cue.kind, cue.act, cue.takes)
        found = self._of.get(key)
        if found is None:
            suited = [frame for frame in self._by_kind.get(cue.kind, ()) if _suits(frame, cue)]
            found = sorted(suited, key=lambda frame: (-frame.score, frame.order))
            self._of[key] = found
        return found


def _suits(frame: Frame, cue: CueAt) -> bool:
    takes = frame.row.takes
    asked = {takes} if isinstance(takes, str) else set(takes)
    return (frame.act is None or frame.act == cue.act) and (not takes or not asked.isdisjoint(cue.takes))


def _flat_frame(lexicon: Lexicon, row: FrameRow, order: int, flat: Flat) -> Frame:
    places = [at for at, part in enumerate(flat) if isinstance(part, Slot) and part.name == "cue"]
    if len(places) != 1:
        raise PackError(f"frame {row.template!r} needs exactly one <cue>; it has {len(places)}")
    cue = flat[places[0]]
    act = cue.qualifier if isinstance(cue, Slot) else None
    left = tuple(reversed(_elements(lexicon, row, flat[: places[0]])))
    right = tuple(_elements(lexicon, row, flat[places[0] + 1 :]))
    slots = sum(isinstance(part, Part) and part.name not in ("aside",) for part in left + right)
    needs, either = 0, 0
    if any(isinstance(part, Part) and part.name == "quote" for part in left + right):
        needs = W.QUOTE
    elif any(isinstance(part, Words) and part.comma for part in left + right):
        either = W.COMMA | W.QUOTE
    for part in left + right:
        needs |= _mark(part) if isinstance(part, Words) else 0
    quotes = sum(isinstance(part, Part) and part.name == "quote" for part in left + right)
    return Frame(row, order, act, left, right, slots + 0.5 * quotes - row.penalty, needs, either)


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


def best_match(line: Line, cue: CueAt, frames: list[Frame]) -> Match | None:
    """The fullest way in which one of `frames` (fullest first) fits around a cue; among equals the first of the pack."""
    best: Match | None = None
    present = line.present
    for frame in frames:
        if best is not None and (frame.score, -frame.order) <= (best.frame.score, -best.frame.order):
            break
        if frame.needs & ~present or (frame.either and not frame.either & present):
            continue
        if (frame.row.headline and not line.headline) or (frame.row.interrupts and line.quotation is None):
            continue
        found = _match(line, cue, frame)
        if found is not None:
            best = found
    return best


def _match(line: Line, cue: CueAt, frame: Frame) -> Match | None:
    strict = frame.row.strict or cue.weak
    for right in _right(line, frame.right, 0, cue.end, (), cue, strict):
        for left in _left(line, frame.left, 0, cue.start, (), cue, strict):
            bound = left + right
            if frame.row.clause and not _has_clause(line, bound, sure=cue.weak):
                continue
            if frame.row.closed and not is_closed(line, max([cue.end, *(stop for _, _, stop in bound)])):
                continue
            return Match(frame, cue, bound)
    return None


def _has_clause(line: Line, bound: Bound, *, sure: bool) -> bool:
    """True if the content is a clause; of one in two parts the first."""
    contents = sorted((start, end) for name, start, end in bound if name == "content")
    return not contents or is_clause(line, *contents[0], sure=sure)


def _right(
    line: Line, elements: tuple[Words | Part, ...], at: int, here: int, bound: Bound, cue: CueAt, strict: bool
) -> Iterator[Bound]:
    if at == len(elements):
        yield bound
        return
    element = elements[at]
    if isinstance(element, Words):
        for place in _lights_right(line, here):
            size = line.matches(place, element.choices)
            if size:
                yield from _right(line, elements, at + 1, place + size, bound, cue, strict)
                return
        if element.comma and here > 0 and _ends_itself(line, here - 1):
            yield from _right(line, elements, at + 1, here, bound, cue, strict)
        return
    for start, end in _fill_right(line, elements, at, here, cue, strict):
        yield from _right(line, elements, at + 1, end, (*bound, (element.name, start, end)), cue, strict)


def _fill_right(
    line: Line, elements: tuple[Words | Part, ...], at: int, here: int, cue: CueAt, strict: bool
) -> Iterator[tuple[int, int]]:
    element = elements[at]
    assert isinstance(element, Part)
    if element.name == "quote":
        for place in _lights_right(line, here):
            if place < len(line) and line.bits[place] & W.QUOTE:
                yield place, place + 1
                return
        return
    if element.name == "content":
        yield from _content_right(line, elements, at, here, cue)
        return
    if element.name == "aside":
        for end in aside_ends(line, here):
            yield here, end
        return
    if element.name == "target":
        yield from _target_right(line, elements, at, here)
        return
    for place in _lights_right(line, here):
        ends = source_right(line, place)
        for end in ends:
            if is_source(line, place, end, strict=strict or element.name == "via"):
                yield place, end
        if ends:
            return


def _target_right(line: Line, elements: tuple[Words | Part, ...], at: int, here: int) -> Iterator[tuple[int, int]]:
    """Whom an act is aimed at: any noun phrase, cut where the words begin that the content after it must begin with."""
    follower = elements[at + 1] if at + 1 < len(elements) else None
    begins = follower.begins if isinstance(follower, Part) else None
    for place in _lights_right(line, here):
        ends = source_right(line, place)
        if ends and begins is not None:
            for end in range(place + 1, max(ends) + 1):
                if line.matches(end, begins):
                    yield place, end
        for end in ends:
            yield place, end
        if ends:
            return


def _content_right(
    line: Line, elements: tuple[Words | Part, ...], at: int, here: int, cue: CueAt
) -> Iterator[tuple[int, int]]:
    element = elements[at]
    assert isinstance(element, Part)
    start, size = None, 1
    for place in _lights_right(line, here):
        if element.begins is not None:
            size = line.matches(place, element.begins)
            if size:
                start = place
                break
        elif element.bits:
            if place < len(line) and line.bits[place] & element.bits:
                start = place
                while start > here and line.bits[start - 1] & W.NEGATIONS:
                    start -= 1
                break
        elif place < len(line) and not line.bits[place] & W.TIME:
            barred = bool(line.bits[place] & (W.COMPLEMENTIZERS | W.RELATIVES)) or tail_begins(line, place)
            start = None if line.words[here - 1] == "," and barred else place
            break
    if start is None or start >= len(line) or line.bits[start] & (W.COMMA | W.END | W.COLON | W.SEMICOLON):
        return
    end = clause_right(line, start)
    follower = elements[at + 1] if at + 1 < len(elements) else None
    if follower is None:
        if end > start:
            yield start, end
        return
    if isinstance(follower, Words):
        for place in range(start + size, len(line)):
            if line.matches(place, follower.choices):
                yield start, place
    elif end > start:
        for place in range(start + 1, end + 1):
            yield start, place


def _left(
    line: Line, elements: tuple[Words | Part, ...], at: int, end: int, bound: Bound, cue: CueAt, strict: bool
) -> Iterator[Bound]:
    if at == len(elements):
        yield bound
        return
    element = elements[at]
    if isinstance(element, Words):
        if element.suffix:
            if _suffix(line, end, element) is not None:
                yield from _left(line, elements, at + 1, end, bound, cue, strict)
            return
        for place in _lights_left(line, end):
            size = line.matches_back(place, element.choices)
            if size:
                yield from _left(line, elements, at + 1, place - size, bound, cue, strict)
                return
        if element.comma and end > 0 and _ends_itself(line, end - 1):
            yield from _left(line, elements, at + 1, end, bound, cue, strict)
        return
    for start, stop in _fill_left(line, elements, at, end, strict):
        yield from _left(line, elements, at + 1, start, (*bound, (element.name, start, stop)), cue, strict)


def _fill_left(
    line: Line, elements: tuple[Words | Part, ...], at: int, end: int, strict: bool
) -> Iterator[tuple[int, int]]:
    element = elements[at]
    assert isinstance(element, Part)
    follower = elements[at + 1] if at + 1 < len(elements) else None
    if element.name == "quote":
        for place in _lights_left(line, end):
            if place > 0 and line.bits[place - 1] & W.QUOTE:
                yield place - 1, place
                return
        return
    if element.name == "content":
        if follower is None:
            start = clause_left(line, end)
            if start < end and (element.begins is None or line.matches(start, element.begins)):
                yield start, end
        elif isinstance(follower, Words):
            for place in range(1, end):
                if line.matches_back(place, follower.choices):
                    yield place, end
        else:
            for place in range(1, end):
                yield place, end
        return
    for start, stop in source_left(line, end):
        if element.name == "aside" or is_source(line, start, stop, strict=strict):
            yield start, stop
    if element.name == "source" and isinstance(follower, Words) and not follower.suffix and not follower.comma:
        yield from _behind(line, end, follower)


def _behind(line: Line, end: int, words: Words) -> Iterator[tuple[int, int]]:
    """A source that begins right behind the nearest of `words` ("in <source>"), if nothing ends it before."""
    stop = end
    while stop > 0 and line.bits[stop - 1] & W.LIGHT and not line.bits[stop - 1] & W.MENTION:
        stop -= 1
    for start in range(stop - 1, max(0, stop - LONGEST_ASIDE), -1):
        if line.bits[start] & (BREAKS | W.COMMA):
            return
        if line.matches_back(start, words.choices):
            subject = any(bit & (W.NOMINATIVES | W.PRONOUNS) for bit in line.bits[start + 1 : stop])
            if not subject and is_source(line, start, stop, strict=True):
                yield start, stop
            return


def _suffix(line: Line, end: int, element: Words) -> int | None:
    """The length of the literal that the word before item `end` ends with, if it is longer than that literal."""
    if end <= 0:
        return None
    for (text,) in element.choices:
        if line.words[end - 1].endswith(text) and len(line.words[end - 1]) > len(text):
            return len(text)
    return None


def _lights_right(line: Line, here: int) -> Iterator[int]:
    """`here`, and every later place that only light words lie before."""
    yield here
    bits = line.bits
    for place in range(here, min(len(line), here + MOST_LIGHT)):
        if not bits[place] & W.LIGHT:
            return
        yield place + 1


def _lights_left(line: Line, end: int) -> Iterator[int]:
    yield end
    bits = line.bits
    for place in range(end - 1, max(-1, end - 1 - MOST_LIGHT), -1):
        if not bits[place] & W.LIGHT:
            return
        yield place


def _ends_itself(line: Line, at: int) -> bool:
    """True for a quotation whose last mark before the closing one already parts it from what follows."""
    if not line.bits[at] & W.QUOTE:
        return False
    inner = line.text[line.starts[at] : line.ends[at]].rstrip("\"'”’»“」』 \u00a0\u202f")
    return inner.endswith((",", ".", "!", "?", "…", "–", "—"))
