"""Find sources, targets and clauses where neither spaces nor capitals part words: by marks, times, small words, names.

In such a line an item is a known word, a name, a time, or a stretch that nothing is known of. Who speaks stands before
the cue, from the last mark on, without the times and adjuncts at both ends.
"""

from collections.abc import Iterator

from corrobora.read.grammar import WordClass as W
from corrobora.read.lines import Line

LONGEST_SOURCE = 40
LONGEST_UNKNOWN = 16
"""Characters of a source that no name and no listed noun is in, at most."""
LONGEST_TARGET = 14
FURTHEST_SUBJECT = 4
"""A subject may stand so many commas before the cue."""
NAMING = W.MENTION | W.SOURCE_NOUNS | W.PRONOUNS | W.RELAYS
MARKS = W.SEMICOLON | W.COLON | W.END | W.QUOTE | W.DASH
SURELY_LOOSE = W.TIME | W.PREPOSITIONS | W.VERBS | W.ADDRESSEES
LOOSE = W.TIME | W.PREPOSITIONS | W.VERBS | W.ADVERBS | W.NEGATIONS | W.ADDRESSEES


def _is_comma(bit: int) -> bool:
    """True for a comma that parts clauses, not for one that lists."""
    return bool(bit & W.COMMA) and not bit & W.CONJUNCTIONS


def _breaks(line: Line, at: int) -> bool:
    bit = line.bits[at]
    if bit & W.MENTION:
        return False
    return _is_comma(bit) or bool(bit & (MARKS | W.CONTRASTS)) or (at in line.cue_heads) or _gapped(line, at + 1)


def _gapped(line: Line, at: int) -> bool:
    """True if white space stands before item `at`, as between the parts of a headline."""
    return 0 < at < len(line) and line.starts[at] > line.ends[at - 1] and not line.words[at].isascii()


def sources_before(line: Line, end: int) -> list[tuple[int, int]]:
    """The noun phrase before item `end` that can be who speaks, as (start, end); at most one."""
    bits = line.bits
    last = end
    while last and bits[last - 1] & W.LIGHT and not bits[last - 1] & (W.MENTION | W.PRONOUNS | W.QUOTE):
        last -= 1
    start = last
    while start and last - start < LONGEST_SOURCE and not _breaks(line, start - 1):
        start -= 1
    found = _leading(line, start, last)
    if found is not None and found[1] > found[0]:
        return [found]
    speaking = [head for head in line.cue_heads if head < start]
    if speaking and not any(bit & W.PREPOSITIONS for bit in bits[start:last]):
        return []  # "并呼吁": a frame takes the source of the statement before
    earlier = sources_before(line, min(speaking)) if speaking else None
    if earlier is not None:
        return earlier[:1]
    subject = _subject(line, start)
    return [subject] if subject else []


def _leading(line: Line, start: int, stop: int) -> tuple[int, int] | None:
    """The noun phrase among items `start` to `stop`, adjuncts before and after it left out; None if only those are."""
    bits = line.bits
    while start < stop:
        bit = bits[start]
        if bit & W.MENTION:
            break
        if bit & (W.LIGHT | W.CONJUNCTIONS | W.TIME | W.COMMA | W.CLOSE):
            start += 1
        elif bit & W.PREPOSITIONS:
            after = _after_adjunct(line, start, stop)
            if after is None and bits[stop - 1] & (W.PERSON | W.SOURCE_NOUNS) and _owns(line, start, stop):
                break  # 在深圳参展的采购商
            if after is None:
                return None
            start = after
        else:
            break
    if start >= stop or any(cue.kind == "according" and cue.start == start for cue in line.cues):
        return None
    end = _phrase_end(line, start, stop)
    while end > start and bits[end - 1] & (W.CONJUNCTIONS | W.GENITIVES | W.COMMA) and not bits[end - 1] & W.MENTION:
        end -= 1
    return (start, end) if end > start else None


def _owns(line: Line, start: int, stop: int) -> bool:
    return any(bit & W.GENITIVES and not bit & W.MENTION for bit in line.bits[start:stop])


def _after_adjunct(line: Line, start: int, stop: int) -> int | None:
    """Behind the word (上, 时, 后) that closes the adjunct which a preposition opens."""
    for here in range(start + 1, stop - 1):
        if line.bits[here] & W.SUBORDINATORS:
            return here + 1
    return None


def _phrase_end(line: Line, start: int, stop: int) -> int:
    bits = line.bits
    if bits[stop - 1] & W.SUBORDINATORS and not bits[stop - 1] & W.MENTION:  # 回复查询时
        named = next((at for at in range(start, stop) if bits[at] & NAMING), None)
        while named is not None and named < stop and bits[named] & NAMING:
            named += 1
        return named or stop
    joined = W.GENITIVES & bits[stop - 2] | W.RELATIVES & bits[stop - 1]
    if stop - start > 2 and bits[stop - 1] & W.SOURCE_NOUNS and joined:
        return stop
    owned = [at for at in range(start, stop - 1) if bits[at] & W.GENITIVES and not bits[at] & W.MENTION]
    for here in range(start, stop):
        bit = bits[here]
        if bit & W.PERSON and (here + 1 == stop or not bits[here + 1] & W.PERSON):
            after = here + 1
            while after < stop and bits[after] & W.OPEN:
                after = _closed(line, after, stop)
            while after < stop and bits[after] & (W.SOURCE_NOUNS | W.PLAIN_NOUNS):
                after += 1
            goes_on = after < stop and bits[after] & (W.CONJUNCTIONS | W.GENITIVES)
            if not goes_on:
                return after
        if here == start or bit & W.MENTION or not bit & LOOSE:
            continue
        if bits[start] & W.PREPOSITIONS and not bits[start] & W.MENTION and owned and here < owned[-1]:
            continue  # 在深圳参展的采购商
        if not bit & SURELY_LOOSE and len(line.words[here]) == 1 and not bits[here - 1] & NAMING:
            continue  # a letter of something longer
        if bits[here - 1] & (NAMING | W.PLAIN_NOUNS) or not owned or owned[-1] < here:
            return here
    return stop


def _closed(line: Line, at: int, stop: int) -> int:
    for here in range(at + 1, min(stop, at + 12)):
        if line.bits[here] & W.CLOSE:
            return here + 1
    return at + 1


def _subject(line: Line, comma: int) -> tuple[int, int] | None:
    """The subject of the clauses before the comma at `comma` - 1: "X5日出席会议，在会上表示"."""
    bits = line.bits
    stop, commas = comma - 1, 0
    best = None
    while stop > 0 and _is_comma(bits[stop]) and commas < FURTHEST_SUBJECT:
        start = stop
        while start and not _breaks(line, start - 1):
            start -= 1
        found = _leading(line, start, stop)
        ends_early = found is not None and (found[1] < stop or bits[found[1] - 1] & W.PERSON)
        if found is not None and ends_early and any(bit & NAMING for bit in bits[found[0] : found[1]]):
            best = found
            break
        stop, commas = start - 1, commas + 1
    return best


def ends_right(line: Line, at: int) -> list[int]:
    """The ends of a noun phrase that begins at item `at`, longest first."""
    bits = line.bits
    if at >= len(line) or (bits[at] & (MARKS | W.COMMA | W.CLOSE) and not bits[at] & W.MENTION):
        return []
    end = at
    while end < len(line) and end - at < LONGEST_SOURCE and not bits[end] & (W.QUOTE | W.END | W.SEMICOLON | W.COLON):
        if _is_comma(bits[end]):
            break
        end += 1
    loose = W.GENITIVES | W.CONJUNCTIONS | W.TIME | W.LIGHT
    return [stop for stop in range(end, at, -1) if bits[stop - 1] & W.MENTION or not bits[stop - 1] & loose]


def target_ends(line: Line, at: int) -> Iterator[int]:
    """Where who is addressed or blamed ends: names and nouns for somebody, with the words before them."""
    bits, size = line.bits, len(line)
    here, named = at, 0
    while here < size and here - at < 12:
        bit = bits[here]
        if bit & (NAMING | W.RELAYS):
            named = here + 1
        elif bit & (W.CONJUNCTIONS | W.GENITIVES) and named == here:
            if not (here + 1 < size and _names_soon(line, here + 1)):
                break
        elif named or bit & (MARKS | W.COMMA | LOOSE) or here - at > 2 or here in line.cue_heads:
            described = (
                named == here
                and here > at
                and bits[here - 1] & W.MENTION
                and not bits[here] & (MARKS | W.COMMA | LOOSE)
            )
            listed = named < here and bits[here - 1] & (W.CONJUNCTIONS | W.GENITIVES)
            if not listed and not (described and here + 1 < size and bits[here + 1] & W.SOURCE_NOUNS):
                break
        here += 1
    if named and not (named < size and bits[named] & W.GENITIVES):
        yield named


def targets_before(line: Line, end: int, choices: frozenset[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Who or what stands before item `end`, right behind the nearest of `choices`: "对<target>表示欢迎"."""
    for start in range(end - 1, max(0, end - LONGEST_TARGET), -1):
        if _breaks(line, start) and not line.bits[start] & W.CONJUNCTIONS:
            return
        if line.matches_back(start, choices):
            yield start, end
            return


def _names_soon(line: Line, at: int) -> bool:
    here = at
    while here < len(line) and here - at < 3:
        bit = line.bits[here]
        if bit & NAMING:
            return True
        if bit & (MARKS | W.COMMA | LOOSE | W.CONJUNCTIONS) or here in line.cue_heads:
            return False
        here += 1
    return False


def clause_ends(line: Line, at: int) -> int:
    """The end of what is reported from item `at` on: the end of the sentence, or where another statement begins."""
    bits, size = line.bits, len(line)
    here = at + 1
    direct = at > 0 and not bits[at - 1] & (W.COMMA | W.COLON)
    while here < size:
        bit = bits[here]
        if (bit & W.END and (here == size - 1 or bits[here + 1] & W.QUOTE)) or (line.headline and _gapped(line, here)):
            break
        if (_is_comma(bit) or bit & W.SEMICOLON) and _begins(line, here + 1, parted=bool(bit & W.SEMICOLON)):
            break
        if direct and _is_comma(bit) and here + 1 in line.cue_heads and not line.cue_heads[here + 1].weak:
            break
        if bit & W.QUOTE and here > at and _begins(line, here + 1, parted=False, quoted=True):
            here += 1
            break
        here += 1
    while here > at and bits[here - 1] & (W.COMMA | W.COLON | W.SEMICOLON | W.DASH):
        here -= 1
    return here


def _begins(line: Line, at: int, *, parted: bool, quoted: bool = False) -> bool:
    """True if another statement begins at item `at`: "，并呼吁…", "，X则说…", "；X说…", "，X说。"."""
    bits, size = line.bits, len(line)
    while at < size and bits[at] & (W.COMMA | W.DASH):
        at += 1
    head = at
    while head < size and head not in line.cue_heads and not bits[head] & (MARKS | W.COMMA):
        head += 1
    if parted and any(cue.kind == "according" and cue.start == at for cue in line.cues):
        return True
    if head >= size or head not in line.cue_heads:
        return False
    cue = line.cue_heads[head]
    between = bits[at:head]
    if all(bit & (W.LIGHT | W.CONJUNCTIONS | W.CONTRASTS) and not bit & W.MENTION for bit in between):
        # 并呼吁, 还表示: the subject before speaks on
        return not cue.weak and any(bit & (W.CONJUNCTIONS | W.CONTRASTS | W.POINTERS) for bit in between)
    sources = sources_before(line, cue.start)
    if not sources or sources[0][0] < at or not is_speaker(line, *sources[0], strict=True):
        return False
    after = cue.end
    if after >= size or bits[after] & W.END or (quoted and bits[after] & W.COMMA):
        return True
    contrast = bits[at] & W.CONTRASTS or any(bit & W.POINTERS for bit in bits[sources[0][1] : cue.start])
    return parted or bool(contrast) or cue.act == "deny"


def clause_starts(line: Line, end: int) -> int:
    """The start of a clause that ends before item `end`."""
    at = end - 1
    while at >= 0 and not line.bits[at] & W.SEMICOLON:
        at -= 1
    start = at + 1
    while start < end and line.bits[start] & (W.COMMA | W.END | W.DASH | W.COLON):
        start += 1
    return start


def is_speaker(line: Line, start: int, end: int, *, strict: bool) -> bool:
    """True if items `start` to `end` can be who is quoted: with a name or a listed noun; if not `strict`, anything
    short that holds no verb."""
    window = line.bits[start:end]
    if not window or (len(window) == 1 and window[0] & (W.TIME | W.NUMBER)) or window[0] & W.NOT_SOURCES:
        return False
    if any(bit & NAMING for bit in window):
        return True
    if strict or any(bit & (W.VERBS | W.QUOTE | W.PREPOSITIONS) for bit in window):
        return False
    return 1 < line.ends[end - 1] - line.starts[start] <= LONGEST_UNKNOWN
