"""Find where a source, a noun phrase, begins or ends in a line, going left or right, and whether it can be one."""

from collections.abc import Iterator

from corrobora.read.grammar import WordClass as W
from corrobora.read.lines import AUXILIARY, Line

LONGEST_SOURCE = 45
LONGEST_ASIDE = 14
BREAKS = W.QUOTE | W.SEMICOLON | W.COLON | W.DASH | W.END | W.COMPLEMENTIZERS | W.SUBORDINATORS | W.CONTRASTS
ACTION = W.VERBS | AUXILIARY | W.ENDING_ACTION
NOT_FIRST = BREAKS | ACTION | W.COMMA | W.CONJUNCTIONS | W.RELATIVES | W.CLOSE | W.NEGATIONS
BEFORE_ARTICLE = W.PREPOSITIONS | W.GENITIVES | W.CONJUNCTIONS | W.COMMA | W.NOUN_STARTS | W.ARTICLES | W.OPEN
NAMING = W.MENTION | W.SOURCE_NOUNS | W.PRONOUNS | W.RELAYS


def source_right(line: Line, at: int) -> list[int]:
    """The ends of a noun phrase that begins at item `at`, longest first; empty if none begins there."""
    found = line.ends_of.get(at)
    if found is None:
        found = line.ends_of[at] = _source_ends(line, at)
    return found


def _source_ends(line: Line, at: int) -> list[int]:
    bits, size = line.bits, len(line)
    if at >= size or (bits[at] & W.PREPOSITIONS and not bits[at] & (W.GENITIVES | W.ARTICLES | W.MENTION)):
        return []
    if bits[at] & NOT_FIRST and not bits[at] & (W.PRONOUNS | W.ARTICLES | W.MENTION):
        return []
    if bits[at] & W.ADDRESSEES:
        return []
    if bits[at] & W.PRONOUNS and not bits[at] & (W.ARTICLES | W.MENTION):
        return [at + 1]
    ends: list[int] = []
    further = 0
    here = at
    while here < size and here - at < LONGEST_SOURCE:
        bit = bits[here]
        if (bit & BREAKS and not bit & W.MENTION) or (here > at and bit & W.ADDRESSEES):
            break
        if bit & W.MENTION:
            here += 1
            continue
        if bit & W.OPEN:
            here = closing(line, here)
            continue
        if here > at and (
            bit & (ACTION | W.ENDING_GERUND | W.INFINITIVE)
            or (here in line.cue_heads and not bits[here - 1] & (W.ARTICLES | W.GENITIVES))
        ):
            break
        if (
            here > at
            and bit & (W.ARTICLES | W.PRONOUNS)
            and not bit & W.CAPITAL
            and not bits[here - 1] & BEFORE_ARTICLE
        ):
            break
        if bit & W.PREPOSITIONS and not bit & (W.GENITIVES | W.ARTICLES):
            further = _phrase_end(line, here)
            break
        if here > at and bit & W.LIGHT and not bit & W.CAPITAL:
            further = _phrase_end(line, here)
            break
        if bit & W.RELATIVES:
            break
        if bit & W.CONJUNCTIONS:
            ends.append(here)
            if (
                here + 1 >= size
                or bits[here + 1] & (NOT_FIRST | W.PREPOSITIONS | W.LIGHT)
                or _verb_within(line, here + 1, 6)
            ):
                break
        if bit & W.COMMA:
            ends.append(here)
            stop = _apposition_end(line, here)
            if stop is None:
                break
            here = stop
            continue
        here += 1
    while (
        here > at
        and bits[here - 1] & (W.GENITIVES | W.ARTICLES | W.CONJUNCTIONS | W.COMMA)
        and not bits[here - 1] & W.MENTION
    ):
        here -= 1
    ends.append(here)
    return [end for end in dict.fromkeys([*reversed(ends), further]) if end > at]


def aside_ends(line: Line, at: int) -> Iterator[int]:
    """Where a prepositional phrase or an addressee that begins at item `at` may end."""
    bits, size = line.bits, len(line)
    if at + 1 < size and bits[at] & (W.PREPOSITIONS | W.GENITIVES | W.ADDRESSEES):
        yield from source_right(line, at + 1)
        for end in range(at + 2, min(size, at + LONGEST_ASIDE)):
            if bits[end] & (W.NOMINATIVES | W.NOUN_STARTS) and not bits[end] & W.CAPITAL:
                yield end
    if at < size and bits[at] & W.ADDRESSEES:
        yield at + 1
    yield from source_right(line, at)


def _phrase_end(line: Line, at: int) -> int:
    """The next comma or break: how far a noun phrase may reach if a frame needs it to; 0 if a verb comes first."""
    here = at + 1
    stops = BREAKS | W.COMMA | W.INFINITIVE | W.ENDING_ACTION
    while here < len(line) and here - at < 12 and not line.bits[here] & stops:
        if line.bits[here] & ACTION and not line.bits[here] & W.MENTION:
            return 0
        here += 1
    return here


def reach(line: Line, end: int) -> int:
    """How far the noun phrase that ends at `end` goes on with what belongs to it ("a report published on Monday by …"):
    up to a mark, or not at all if another clause begins before it."""
    bits, here = line.bits, end
    relative = False
    while here < len(line) and here - end < LONGEST_ASIDE and not line.bare_nouns:
        bit = bits[here]
        if bit & W.RELATIVES and not relative:
            relative = True
        elif bit & (BREAKS | W.COMMA):
            break
        elif not relative and (
            (bit & ACTION and not bit & W.MENTION) or (bit & W.ARTICLES and not bits[here - 1] & BEFORE_ARTICLE)
        ):
            return end
        here += 1
    return here


def closing(line: Line, at: int) -> int:
    """The item after the bracket that closes the one at `at`; the next item if none does nearby."""
    for here in range(at + 1, min(len(line), at + 25)):
        if line.bits[here] & W.CLOSE:
            return here + 1
    return at + 1


def _relative_end(line: Line, at: int) -> int:
    here = at + 1
    while here < len(line) and not line.bits[here] & (BREAKS & ~W.COMPLEMENTIZERS | W.COMMA):
        here += 1
    return here


def _verb_within(line: Line, at: int, reach: int) -> bool:
    for here in range(at, min(len(line), at + reach)):
        bit = line.bits[here]
        if bit & (BREAKS | W.COMMA):
            return False
        if (bit & ACTION and not bit & W.MENTION) or here in line.cue_heads:
            return True
    return False


def _apposition_end(line: Line, comma: int) -> int | None:
    """Where the apposition after a comma ends (a comma or the end); None if what follows is no apposition."""
    bits, size = line.bits, len(line)
    at = comma + 1
    if at >= size:
        return None
    first = bits[at]
    if (
        first
        & (
            BREAKS
            | ACTION
            | W.RELATIVES
            | W.CONJUNCTIONS
            | W.PREPOSITIONS
            | W.PRONOUNS
            | W.LIGHT
            | W.COMMA
            | W.ENDING_VERB
        )
        or at in line.cue_heads
    ):
        return None
    here = at
    while here < size and here - at < 25:
        bit = bits[here]
        if bit & W.OPEN:
            here = closing(line, here)
            continue
        if bit & W.COMMA or (bit & BREAKS & ~W.COMPLEMENTIZERS and not bit & W.MENTION):
            break
        if bit & W.COMPLEMENTIZERS or bit & W.RELATIVES:
            return _relative_end(line, here)
        if bit & ACTION or here in line.cue_heads:
            return None
        if here > at and (bit & W.LIGHT or (bit & W.PREPOSITIONS and not bit & W.GENITIVES)) and not bit & W.MENTION:
            if bit & W.TIME:
                break
            here += 1
            continue
        here += 1
    return None if line.bare_nouns and not _names_early(line, at, here) else here


def _names_early(line: Line, start: int, end: int) -> bool:
    """True if a name, a figure or a noun for somebody stands before the first preposition among these items."""
    for bit in line.bits[start:end]:
        if bit & (NAMING | W.CAPITAL | W.NUMBER | W.NOUN_STARTS):
            return True
        if bit & W.PREPOSITIONS and not bit & W.GENITIVES:
            return False
    return False


def source_left(line: Line, end: int) -> list[tuple[int, int]]:
    """Noun phrases that end before item `end`, as (start, end), best first; light words at its end are passed over."""
    found = line.sources_before.get(end)
    if found is None:
        found = line.sources_before[end] = _sources_before(line, end)
    return found


def _sources_before(line: Line, end: int) -> list[tuple[int, int]]:
    bits = line.bits
    last = end - 1
    while last >= 0 and bits[last] & W.LIGHT and not bits[last] & (W.MENTION | W.PRONOUNS):
        if bits[last] & W.COMMA and last >= 2 and bits[last - 1] & W.PRONOUNS and bits[last - 2] & W.COMMA:
            last -= 2
        last -= 1
    if last < 0:
        return []
    if bits[last] & W.CLITICS and last and not bits[last - 1] & NOT_FIRST:
        last -= 1
    if bits[last] & W.PRONOUNS and not bits[last] & W.MENTION:
        return [(last, last + 1)]
    found: list[tuple[int, int]] = []
    if bits[last] & W.COMMA:
        opening = _comma_before(line, last)
        if opening is None or opening == 0 or _is_parenthesis(line, opening + 1, last):
            return []
        for start, end in _left_edge(line, opening - 1):
            inner = bits[opening + 1]
            aside = inner & (W.PREPOSITIONS | W.LIGHT | W.SUBORDINATORS | W.RELATIVES) and not inner & W.MENTION
            found.append((start, end if aside or end < opening else last))
        return found
    if bits[last] & NOT_FIRST and not bits[last] & (W.MENTION | W.CLOSE | W.RELATIVES):
        return []
    found = _left_edge(line, last)
    if found or not line.bare_nouns:
        return found
    comma = _comma_before(line, last + 1)
    return _sources_before(line, comma + 1) if comma and bits[comma + 1] & W.PREPOSITIONS else []


def _is_parenthesis(line: Line, start: int, end: int) -> bool:
    """True if what stands between two commas is a clause with a subject of its own: "so, I hope, it …"."""
    first = line.bits[start]
    if not first & W.PRONOUNS or first & (W.RELATIVES | W.MENTION):
        return False
    return line.bare_nouns or _verb_within(line, start + 1, end - start)


def _comma_before(line: Line, comma: int) -> int | None:
    for here in range(comma - 1, max(-1, comma - 30), -1):
        bit = line.bits[here]
        if bit & W.COMMA:
            return here
        if bit & (W.SEMICOLON | W.QUOTE | W.COLON | W.CONTRASTS):
            return None
    return None


def _left_edge(line: Line, last: int) -> list[tuple[int, int]]:
    """The noun phrase whose last item is `last`, without a relative clause at its end: at most one (start, end)."""
    bits = line.bits
    at = last
    end = last + 1
    saw_verb = False
    while at >= 0 and last - at < LONGEST_SOURCE:
        bit = bits[at]
        if bit & W.MENTION:
            at -= 1
            continue
        if bit & W.CLOSE:
            at = _open(line, at)
            continue
        if bit & W.RELATIVES and _is_relative(line, at, last, saw_verb=saw_verb):
            saw_verb = False
            end = at - 1 if bits[at - 1] & W.COMMA else end
            at -= 1
            continue
        if bit & (BREAKS | W.COMMA | W.RELATIVES | W.OPEN):
            break
        if bit & W.PARTICIPLES and not bit & AUXILIARY and at < last:
            at -= 1
            continue
        if bit & ACTION or (at in line.cue_heads and not (at and bits[at - 1] & (W.ARTICLES | W.GENITIVES))):
            if not _relative_before(line, at):
                break
            saw_verb = True
        if bit & W.CONJUNCTIONS and not _joins_nouns(line, at):
            break
        at -= 1
    start = _trim_left(line, at + 1, end - 1)
    return [] if start is None else [(start, end)]


def _is_relative(line: Line, at: int, last: int, *, saw_verb: bool) -> bool:
    """True if the word at `at` opens a relative clause inside a noun phrase, and is not the "that" of an earlier cue."""
    if not at:
        return False
    if not line.bits[at] & W.COMPLEMENTIZERS:
        return saw_verb or _verb_within(line, at + 1, last - at)
    if line.bits[at - 1] & (W.COMMA | BREAKS):
        return False
    return not any("that" in cue.takes and cue.start < at and at - cue.end < 8 for cue in line.cues)


def _open(line: Line, at: int) -> int:
    for here in range(at - 1, max(-1, at - 25), -1):
        if line.bits[here] & W.OPEN:
            return here - 1
    return at - 1


def _relative_before(line: Line, at: int) -> bool:
    for here in range(at - 1, max(-1, at - 8), -1):
        bit = line.bits[here]
        if bit & W.RELATIVES:
            return here > 0
        if bit & (BREAKS | W.COMMA):
            return False
    return False


def _joins_nouns(line: Line, at: int) -> bool:
    """True if what stands left of a conjunction, up to the clause's beginning, holds no verb and is no time alone."""
    here = at - 1
    nouns = False
    while here >= 0:
        bit = line.bits[here]
        if (bit & (ACTION | W.ENDING_VERB) and not bit & W.MENTION) or here in line.cue_heads:
            return False
        if bit & (BREAKS & ~W.COMMA):
            return nouns
        if bit & W.COMMA:
            return nouns and not _verb_within(line, max(0, here - 8), 8)
        nouns = nouns or not bit & (W.LIGHT | W.ARTICLES)
        here -= 1
    return nouns


def _trim_left(line: Line, start: int, last: int) -> int | None:
    """Pass over conjunctions, adverbs, times and leading prepositional phrases."""
    bits = line.bits
    while start <= last:
        bit = bits[start]
        if bit & W.MENTION and not bit & (W.CONJUNCTIONS | W.CONTRASTS | W.ADDRESSEES):
            return start
        if bit & (W.CONJUNCTIONS | W.CONTRASTS | W.LIGHT | W.COMMA | W.END | W.DASH | W.NEGATIONS):
            start += 1
            continue
        if bit & (W.PREPOSITIONS | W.ADDRESSEES) and not bit & W.ARTICLES:
            after = _after_phrase(line, start, last)
            if after is None:
                return _name_at_end(line, start, last)
            start = after
            continue
        return start
    return None


def _name_at_end(line: Line, start: int, last: int) -> int | None:
    """Where a name begins that ends at `last` and follows a small word: "В интервью телеканалу Петров"."""
    at = last
    while at > start and line.bits[at] & (W.CAPITAL | W.MENTION):
        at -= 1
    return None if not line.bare_nouns or at in (start, last) or line.bits[at] & (W.PREPOSITIONS | W.COMMA) else at + 1


def _after_phrase(line: Line, at: int, last: int) -> int | None:
    """Where the noun phrase begins that follows the prepositional phrase at `at` without a comma."""
    bits = line.bits
    found = None
    for here in range(at + 2, last + 1):
        before, bit = bits[here - 1], bits[here]
        if before & (W.PREPOSITIONS | W.GENITIVES | W.CONJUNCTIONS | W.ARTICLES) and not before & W.TIME:
            continue
        if bit & (W.ARTICLES | W.PRONOUNS | W.POSSESSIVES | W.NOUN_STARTS | W.NOMINATIVES) or (
            before & W.TIME and not bit & W.TIME
        ):
            found = here
            break
    return found


def is_source(line: Line, start: int, end: int, *, strict: bool) -> bool:
    """True if items `start` to `end` can be who is quoted: a name, a pronoun, a listed noun; if not `strict`, any short
    noun phrase that begins like one."""
    bits = line.bits
    window = bits[start:end]
    if not window or window[0] & W.NOT_SOURCES or (window[0] & W.TIME and len(window) == 1):
        return False
    if line.bare_nouns and window[0] & (W.PREPOSITIONS | W.INFINITIVE) and not window[0] & W.MENTION:
        return False
    if strict and len(window) == 1 and window[0] & (W.FIRST_PERSONS | W.RELATIVES):
        return False
    if any(bit & NAMING for bit in window):
        return True
    if any(bit & W.CAPITAL for bit in window[1:]) or (start > 0 and window[0] & W.CAPITAL):
        return True
    if window[0] & W.CAPITAL and len(window) == 1 and not window[0] & (W.LIGHT | W.PREPOSITIONS):
        return True
    if strict:
        return False
    if line.bare_nouns:
        return len(window) <= 12 and not window[0] & (W.PREPOSITIONS | W.LIGHT | W.INFINITIVE | ACTION)
    return len(window) <= 12 and bool(window[0] & (W.ARTICLES | W.POSSESSIVES | W.NOUN_STARTS | W.NUMBER | W.CAPITAL))
