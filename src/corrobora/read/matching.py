"""Match frames around one cue of a line, outwards from the cue, and give the fullest way that fits."""

from collections.abc import Iterator

import msgspec

from corrobora.read.beside import auxiliary, bracket, ends_itself, lights_left, lights_right, suffix
from corrobora.read.clauses import clause_left, clause_right, is_clause, is_closed, opens, sets_off, tail_begins
from corrobora.read.frames import Frame, Part, Words
from corrobora.read.grammar import WordClass as W
from corrobora.read.lines import CueAt, Line
from corrobora.read.noun_phrases import (
    ACTION,
    BREAKS,
    LONGEST_ASIDE,
    aside_ends,
    is_source,
    noun_ends,
    reach,
    source_right,
)
from corrobora.read.noun_phrases_left import source_left
from corrobora.read.phrase_cuts import cuts
from corrobora.read.phrases_unspaced import target_ends, targets_before

MOST_LIGHT = 8
Bound = tuple[tuple[str, int, int], ...]
"""Slots filled so far: (name, first item, item after the last)."""


class Match(msgspec.Struct, frozen=True):
    """A frame filled around a cue."""

    frame: Frame
    cue: CueAt
    bound: Bound

    def slot(self, *names: str) -> list[tuple[int, int]]:
        """Where these slots stand, in the order of the text."""
        found = [(start, end) for name, start, end in self.bound if name in names]
        return sorted(found) if len(found) > 1 else found


def best_match(line: Line, cue: CueAt, frames: list[Frame]) -> Match | None:
    """The fullest way in which one of `frames` (fullest first) fits around a cue; among equals the pack's first."""
    best: Match | None = None
    if not frames:
        return None
    present = line.present
    before = {line.words[place - 1] for place in lights_left(line, cue.start) if place > 0}
    after = {line.words[place] for place in lights_right(line, cue.end) if place < len(line)}
    for frame in frames:
        if best is not None and (frame.score, -frame.order) <= (best.frame.score, -best.frame.order):
            break
        if frame.needs & ~present or (frame.either and not frame.either & present):
            continue
        if (frame.after is not None and frame.after.isdisjoint(after)) or (
            frame.before is not None and frame.before.isdisjoint(before)
        ):
            continue
        if any(map(line.vocabulary.isdisjoint, frame.spelled)):
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
            if cue.inverted is not None and {"source", "aside"} <= {name for name, _, _ in bound}:
                continue
            if cue.kind in ("finite", "passive") and any(
                name == "source" and _is_oblique(line, start) for name, start, _ in bound
            ):
                continue
            if frame.row.clause and not _has_clause(line, bound, sure=cue.weak):
                continue
            if frame.row.opens and not opens(line, min([cue.start, *(start for _, start, _ in bound)])):
                continue
            if frame.row.closed and not is_closed(line, max([cue.end, *(stop for _, _, stop in bound)])):
                continue
            return Match(frame, cue, bound)
    return None


def _has_clause(line: Line, bound: Bound, *, sure: bool) -> bool:
    """True if the content is a clause; of one in two parts, either."""
    contents = sorted((start, end) for name, start, end in bound if name == "content")
    if len(contents) > 1 and any(line.bits[at] & (ACTION | W.ENDING_VERB | W.QUOTE) for at in range(*contents[-1])):
        return True
    return not contents or is_clause(line, *contents[0], sure=sure)


def _right(
    line: Line, elements: tuple[Words | Part, ...], at: int, here: int, bound: Bound, cue: CueAt, strict: bool
) -> Iterator[Bound]:
    if at == len(elements):
        yield bound
        return
    element = elements[at]
    if isinstance(element, Words):
        for place in lights_right(line, here):
            size = line.matches(place, element.choices)
            if size:
                yield from _right(line, elements, at + 1, place + size, bound, cue, strict)
                return
        if element.comma and here > 0 and ends_itself(line, here - 1):
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
        for place in lights_right(line, here):
            if place < len(line) and line.bits[place] & W.QUOTE:
                yield place, place + 1
                return
        return
    if element.name == "content":
        yield from _content_right(line, elements, at, here, cue)
        return
    if element.name == "particle":
        if cue.particle is not None and cue.particle >= here:
            yield cue.particle, cue.particle + 1
        return
    if element.name == "auxiliary":
        yield from auxiliary(line, lights_right(line, here))
        return
    if element.name == "part":
        for place in lights_right(line, here):
            size = _part(line, place, element)
            if size:
                yield place, place + size
                return
        return
    if element.name == "aside":
        for end in aside_ends(line, here):
            yield here, end
        return
    if element.name == "target":
        yield from _target_right(line, elements, at, here)
        return
    follower = elements[at + 1] if line.verb_first and at + 1 < len(elements) else None
    yield from _named_right(line, here, cue, strict=strict or element.name == "via", follower=follower)


def _part(line: Line, at: int, element: Part) -> int:
    """How many items at `at` are the word of the list, or the one word of the class, that a `<part:…>` asks for."""
    if element.begins is not None:
        return line.matches(at, element.begins)
    return int(at < len(line) and bool(line.bits[at] & element.bits))


def _named_right(
    line: Line, here: int, cue: CueAt, *, strict: bool, follower: Words | Part | None = None
) -> Iterator[tuple[int, int]]:
    """Sources (or relays) that begin at item `here`, light words passed over, longest first; before a `follower` that
    nothing parts from them, those first that end where it may begin."""
    for place in lights_right(line, here):
        if place < len(line) and line.bits[place] & W.LIGHT and not line.bits[place] & (W.MENTION | W.PRONOUNS):
            continue
        ends = source_right(line, place)
        if cue.particle is not None:
            ends = _before(ends, place, cue.particle)
        if ends and cue.kind == "according" and not line.unspaced:
            ends = [reach(line, ends[0]), *ends]
            if line.noun_capitals:
                ends.extend(end for _, end in noun_ends(line, place, max(ends)))
        if ends and follower is not None:
            ends = [*cuts(line, place, max(ends), follower), *ends]
        for end in ends:
            if is_source(line, place, end, strict=strict):
                yield place, end
        if ends:
            return


def _target_right(line: Line, elements: tuple[Words | Part, ...], at: int, here: int) -> Iterator[tuple[int, int]]:
    """Whom an act is aimed at: any noun phrase, cut where the words begin that the content after it must begin with."""
    follower = elements[at + 1] if at + 1 < len(elements) else None
    begins = follower.begins if isinstance(follower, Part) else None
    for place in lights_right(line, here):
        if place >= len(line):
            return
        if line.bits[place] & W.LIGHT and not line.bits[place] & (W.MENTION | W.PRONOUNS):
            continue
        if follower is None and line.bits[place] & W.GENITIVES and not line.bits[place] & (W.ARTICLES | W.MENTION):
            return
        ends = list(target_ends(line, place)) if line.unspaced else source_right(line, place)
        if ends and begins is not None:
            for end in range(place + 1, max(ends) + 1):
                if line.matches(end, begins):
                    yield place, end
        if ends and begins is None and line.noun_capitals and isinstance(follower, Part) and follower.name == "content":
            yield from noun_ends(line, place, max(ends))
        if ends and line.verb_first and isinstance(follower, Part) and follower.bits:
            yield from ((place, end) for end in range(place + 1, max(ends) + 1) if _has_bits(line, end, follower.bits))
        for end in ends:
            yield place, end
        if ends:
            return


def _has_bits(line: Line, at: int, bits: int) -> bool:
    return at < len(line) and bool(line.bits[at] & bits) and not line.bits[at] & W.MENTION


def _before(ends: list[int], start: int, particle: int) -> list[int]:
    """The ends of a noun phrase, cut where the cue's second part stands."""
    return list(dict.fromkeys(min(end, particle) for end in ends)) if start < particle else ends


def _content_right(
    line: Line, elements: tuple[Words | Part, ...], at: int, here: int, cue: CueAt
) -> Iterator[tuple[int, int]]:
    element = elements[at]
    assert isinstance(element, Part)
    start, size = None, 1
    comma = here > 0 and bool(line.bits[here - 1] & W.COMMA)
    for place in lights_right(line, here):
        if element.begins is not None:
            timed = place < len(line) and line.bits[place] & W.TIME and line.bits[place] & W.COMPLEMENTIZERS
            size = 0 if timed else line.matches(place, element.begins)
            if size:
                start = place
                break
        elif element.bits:
            if place < len(line) and line.bits[place] & element.bits:
                start = place
                while start > here and line.bits[start - 1] & W.NEGATIONS:
                    start -= 1
                break
        elif (
            place < len(line)
            and (comma or line.unspaced or not line.bits[place] & W.TIME)
            and not sets_off(line, place)
        ):
            barred = bool(line.bits[place] & (W.COMPLEMENTIZERS | W.RELATIVES)) or tail_begins(line, place)
            start = None if comma and barred else place
            break
    if start is None or start >= len(line) or line.bits[start] & (W.COMMA | W.END | W.COLON | W.SEMICOLON):
        return
    end = clause_right(line, start)
    follower = elements[at + 1] if at + 1 < len(elements) else None
    if follower is None and end > start:
        yield start, end
    elif isinstance(follower, Part) and follower.name == "particle":
        if cue.particle is not None and cue.particle > start:
            yield start, cue.particle
    elif isinstance(follower, Words):
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
            if suffix(line, end, element) is not None:
                yield from _left(line, elements, at + 1, end, bound, cue, strict)
            return
        for place in lights_left(line, end):
            size = line.matches_back(place, element.choices)
            if size:
                yield from _left(line, elements, at + 1, place - size, bound, cue, strict)
                return
        if element.comma and end > 0 and ends_itself(line, end - 1):
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
        for place in lights_left(line, end):
            if place > 0 and line.bits[place - 1] & W.QUOTE:
                yield place - 1, place
                return
        return
    if element.name == "part" and element.begins is not None:
        size = line.matches_back(end, element.begins)
        if size:
            yield end - size, end
        return
    if element.name == "auxiliary":
        places = bracket(line, end) if at == 0 else (place - 1 for place in lights_left(line, end))
        yield from auxiliary(line, places)
        return
    if element.name == "content":
        yield from _content_left(line, end, element, follower)
        return
    if line.unspaced and element.name == "target" and isinstance(follower, Words):
        yield from targets_before(line, end, follower.choices)
        return
    for start, stop in source_left(line, end):
        if element.name == "aside" or is_source(line, start, stop, strict=strict):
            yield start, stop
    named = element.name in ("source", "via", "aside")
    if named and isinstance(follower, Words) and not follower.suffix and not follower.comma:
        yield from _behind(line, end, follower, aside=element.name == "aside")


def _content_left(line: Line, end: int, element: Part, follower: Words | Part | None) -> Iterator[tuple[int, int]]:
    """Contents that end before item `end`: from the clause's beginning, or from where `follower` ends."""
    if follower is None:
        start = clause_left(line, end)
        if start < end and (element.begins is None or line.matches(start, element.begins)):
            yield start, end
        return
    for place in range(1, end):
        if isinstance(follower, Words):
            fits = line.matches_back(place, follower.choices) > 0
        else:
            fits = element.begins is None or line.matches(place, element.begins) > 0
        if fits:
            yield place, end


def _behind(line: Line, end: int, words: Words, *, aside: bool) -> Iterator[tuple[int, int]]:
    """A source that begins right behind the nearest of `words` ("in <source>"), if nothing ends it before; as an aside
    ("X, citing <aside>, says") whatever stands there."""
    stop = end
    while stop > 0 and line.bits[stop - 1] & W.LIGHT and not line.bits[stop - 1] & W.MENTION:
        stop -= 1
    for start in range(stop - 1, max(0, stop - LONGEST_ASIDE), -1):
        if line.bits[start] & (BREAKS | W.COMMA):
            return
        if line.matches_back(start, words.choices):
            subject = any(bit & (W.NOMINATIVES | W.PRONOUNS) for bit in line.bits[start + 1 : stop])
            if aside or (not subject and is_source(line, start, stop, strict=True)):
                yield start, stop
            return


def _is_oblique(line: Line, at: int) -> bool:
    """True if a noun phrase that begins at item `at` is no subject by its form, and no preposition asks for that."""
    if line.verb_first and line.bits[at] & W.MENTION:
        return False
    return bool(line.bits[at] & W.OBLIQUES) and not (at and line.bits[at - 1] & W.PREPOSITIONS)
