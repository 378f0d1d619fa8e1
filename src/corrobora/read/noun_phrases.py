"""Find where a noun phrase that begins at an item ends, and whether it can be a source."""

from collections.abc import Iterator
from itertools import pairwise

from corrobora.read.grammar import WordClass as W
from corrobora.read.lines import AUXILIARY, Line
from corrobora.read.phrases_unspaced import ends_right, is_speaker

LONGEST_SOURCE = 45
LONGEST_ASIDE = 14
LONGEST_APPOSITION = 25
LONGEST_CIRCUMSTANCE = 25
BREAKS = W.QUOTE | W.SEMICOLON | W.COLON | W.DASH | W.END | W.COMPLEMENTIZERS | W.SUBORDINATORS | W.CONTRASTS
ACTION = W.VERBS | AUXILIARY | W.ENDING_ACTION
NOT_FIRST = BREAKS | ACTION | W.COMMA | W.CONJUNCTIONS | W.RELATIVES | W.CLOSE | W.NEGATIONS
BEFORE_ARTICLE = W.PREPOSITIONS | W.GENITIVES | W.CONJUNCTIONS | W.COMMA | W.NOUN_STARTS | W.ARTICLES | W.OPEN
NAMING = W.MENTION | W.SOURCE_NOUNS | W.PRONOUNS | W.RELAYS


def source_right(line: Line, at: int) -> list[int]:
    """The ends of a noun phrase that begins at item `at`, longest first; empty if none begins there."""
    found = line.ends_of.get(at)
    if found is None and line.unspaced:
        found = line.ends_of[at] = ends_right(line, at)
    if found is None:
        found = line.ends_of[at] = _source_ends(line, at) if _may_begin(line, at) else []
    return found


def _may_begin(line: Line, at: int) -> bool:
    if at >= len(line):
        return False
    bit = line.bits[at]
    if bit & W.ADDRESSEES or (bit & W.PREPOSITIONS and not bit & (W.GENITIVES | W.ARTICLES | W.MENTION)):
        return False
    return not bit & NOT_FIRST or bool(bit & (W.PRONOUNS | W.ARTICLES | W.MENTION))


def _source_ends(line: Line, at: int) -> list[int]:
    bits, size = line.bits, len(line)
    if bits[at] & W.PRONOUNS and not bits[at] & (W.ARTICLES | W.MENTION) and not _owns(line, at):
        return [at + 1]
    ends: list[int] = []
    further = 0
    here = at
    while here < size and here - at < LONGEST_SOURCE:
        bit = bits[here]
        if bit & W.MENTION and not (here > at and bit & W.ADDRESSEES):
            here += 1
        elif bit & W.OPEN:
            here = closing(line, here)
        elif _ends_here(line, here, at):
            break
        elif _goes_loose(line, here, at):
            further = 0 if line.verb_first and _is_circumstance(line, here) else _phrase_end(line, here)
            break
        elif bit & W.COMMA:
            ends.append(here)
            stop = _apposition_end(line, here)
            if stop is None or (bits[here + 1] & W.ARTICLES and not _names(line, at, stop)):
                break
            here = stop
        else:
            if bit & W.CONJUNCTIONS:
                ends.append(here)
                if not _goes_on(line, here + 1):
                    break
            here += 1
    ends.append(_without_trailing(line, at, here))
    return [end for end in dict.fromkeys([*reversed(ends), further]) if end > at]


def _owns(line: Line, at: int) -> bool:
    """True if a pronoun stands before its noun: "его председатель"."""
    if not line.bits[at] & W.POSSESSIVES or at + 1 >= len(line):
        return False
    return not line.bits[at + 1] & (NOT_FIRST | W.PREPOSITIONS | W.LIGHT | W.PRONOUNS)


def _ends_here(line: Line, here: int, at: int) -> bool:
    """True if item `here` cannot belong to the noun phrase that began at `at`."""
    bits, bit = line.bits, line.bits[here]
    if bit & (BREAKS | W.RELATIVES):
        return True
    if here == at:
        return False
    if bit & (W.ADDRESSEES | ACTION | W.ENDING_GERUND | W.INFINITIVE):
        return True
    if here in line.cue_heads and not bits[here - 1] & (W.ARTICLES | W.GENITIVES):
        return True
    if bit & W.GENITIVE_ARTICLES and bits[here - 1] & W.CAPITAL and not (bits[here - 2] & bits[here - 1] & W.MENTION):
        return False
    return bool(bit & (W.ARTICLES | W.PRONOUNS)) and not bit & W.CAPITAL and not bits[here - 1] & BEFORE_ARTICLE


def _goes_loose(line: Line, here: int, at: int) -> bool:
    """True if a preposition or a light word follows: the noun phrase ends, unless a frame needs it to go on."""
    bit = line.bits[here]
    if bit & W.PREPOSITIONS and not bit & (W.GENITIVES | W.ARTICLES):
        return True
    return here > at and bool(bit & W.LIGHT) and not bit & W.CAPITAL


def _is_circumstance(line: Line, here: int) -> bool:
    """True if what begins at item `here` tells where or when it was said: "in a statement"."""
    bits = line.bits
    return bool(bits[here] & (W.LIGHT | W.CIRCUMSTANCES)) or (
        here + 1 < len(line) and bool(bits[here + 1] & (W.CIRCUMSTANCES | W.TIME))
    )


def _goes_on(line: Line, here: int) -> bool:
    """True if another noun phrase of the same source begins behind a conjunction."""
    if here >= len(line) or line.bits[here] & (NOT_FIRST | W.PREPOSITIONS | W.LIGHT):
        return False
    if line.verb_first and line.bits[here] & W.PRONOUNS and not line.bits[here] & W.MENTION:
        return False
    return not verb_within(line, here, 6)


def _without_trailing(line: Line, at: int, end: int) -> int:
    trailing = W.GENITIVES | W.ARTICLES | W.CONJUNCTIONS | W.COMMA
    while end > at and line.bits[end - 1] & trailing and not line.bits[end - 1] & W.MENTION:
        end -= 1
    return end


def aside_ends(line: Line, at: int) -> Iterator[int]:
    """Where a prepositional phrase or an addressee that begins at item `at` may end."""
    bits, size = line.bits, len(line)
    if line.verb_first:
        yield from _circumstances(line, at)
        return
    if at + 1 < size and bits[at] & (W.PREPOSITIONS | W.GENITIVES | W.ADDRESSEES):
        yield from source_right(line, at + 1)
        for end in range(at + 2, min(size, at + LONGEST_ASIDE)):
            if bits[end] & (W.NOMINATIVES | W.NOUN_STARTS) and not bits[end] & W.CAPITAL:
                yield end
    if at < size and bits[at] & W.ADDRESSEES:
        yield at + 1
    yield from source_right(line, at)


def _circumstances(line: Line, at: int) -> Iterator[int]:
    """Where what is passed over between subject and content may end, in a language that parts them by nothing else."""
    bits, size = line.bits, len(line)
    opens = W.PREPOSITIONS | W.GENITIVES | W.ADDRESSEES | W.RELATIVES | W.LIGHT | W.CIRCUMSTANCES | W.INFINITIVE
    if at >= size or not bits[at] & opens or bits[at] & W.COMPLEMENTIZERS:
        return
    for end in range(at + 1, min(size, at + LONGEST_CIRCUMSTANCE)):
        if bits[end - 1] & (W.END | W.SEMICOLON | W.QUOTE | W.COLON | W.CONTRASTS | W.COMPLEMENTIZERS):
            return
        if end - 1 in line.cue_heads:
            return
        yield end


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
    while here < len(line) and here - end < LONGEST_ASIDE and not (line.bare_nouns or line.noun_capitals):
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


def noun_ends(line: Line, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a noun phrase may end before another one, where nouns have capitals: "wirft [der Firma] Betrug vor"."""
    goes_on = W.CONJUNCTIONS | W.GENITIVES | W.GENITIVE_ARTICLES | W.COMMA
    for stop in range(end - 1, start, -1):
        if line.bits[stop - 1] & W.CAPITAL and not line.bits[stop] & goes_on:
            yield start, stop


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


def verb_within(line: Line, at: int, reach: int) -> bool:
    """True if a verb or a cue stands among the `reach` items from `at` on, before any comma or break."""
    for here in range(at, min(len(line), at + reach)):
        bit = line.bits[here]
        if bit & (BREAKS | W.COMMA):
            return False
        if (bit & ACTION and not bit & W.MENTION) or here in line.cue_heads:
            return True
    return False


NO_APPOSITION = (
    BREAKS | ACTION | W.RELATIVES | W.CONJUNCTIONS | W.PREPOSITIONS | W.PRONOUNS | W.LIGHT | W.COMMA | W.ENDING_VERB
)
"""Classes that an apposition cannot begin with."""


def _apposition_end(line: Line, comma: int) -> int | None:
    """Where the apposition after a comma ends (a comma or the end); None if what follows is no apposition."""
    bits, size = line.bits, len(line)
    at = comma + 1
    if at >= size or bits[at] & NO_APPOSITION or at in line.cue_heads:
        return None
    here = at
    while here < size and here - at < LONGEST_APPOSITION:
        bit = bits[here]
        if bit & W.OPEN:
            here = closing(line, here)
            continue
        if bit & W.COMMA or (bit & BREAKS & ~W.COMPLEMENTIZERS and not bit & W.MENTION):
            break
        if bit & (W.COMPLEMENTIZERS | W.RELATIVES):
            return _relative_end(line, here)
        if bit & ACTION or here in line.cue_heads:
            return None
        if here > at and bit & W.LIGHT and bit & W.TIME and not bit & W.MENTION:
            break
        here += 1
    return None if line.bare_nouns and not _names_early(line, at, here) else here


def _names(line: Line, start: int, end: int) -> bool:
    """True if a word with a capital that is no article stands among these items."""
    return any(bit & W.CAPITAL and not bit & W.ARTICLES for bit in line.bits[start:end])


def _names_early(line: Line, start: int, end: int) -> bool:
    """True if a name, a figure or a noun for somebody stands before the first preposition among these items."""
    for bit in line.bits[start:end]:
        if bit & (NAMING | W.CAPITAL | W.NUMBER | W.NOUN_STARTS):
            return True
        if bit & W.PREPOSITIONS and not bit & W.GENITIVES:
            return False
    return False


def _looks_like_name(line: Line, start: int, window: list[int]) -> bool:
    """True if the capitals of a noun phrase make it a name: two side by side, where all nouns have capitals."""
    if line.noun_capitals:
        plain = start == 0 and len(window) > 2 and window[0] & (W.ARTICLES | W.NOUN_STARTS | W.POSSESSIVES)
        return not plain and any(first & second & W.CAPITAL for first, second in pairwise(window))
    if any(bit & W.CAPITAL for bit in window[1:]) or (start > 0 and window[0] & W.CAPITAL):
        return True
    return bool(window[0] & W.CAPITAL and len(window) == 1 and not window[0] & (W.LIGHT | W.PREPOSITIONS))


def is_source(line: Line, start: int, end: int, *, strict: bool) -> bool:
    """True if items `start` to `end` can be who is quoted: a name, a pronoun, a listed noun; if not `strict`, any short
    noun phrase that begins like one."""
    if line.unspaced:
        return is_speaker(line, start, end, strict=strict)
    bits = line.bits
    window = bits[start:end]
    if not window or (window[0] & W.TIME and len(window) == 1):
        return False
    if window[0] & W.NOT_SOURCES and not (line.noun_capitals and window[0] & W.ARTICLES and len(window) > 1):
        return False
    if line.bare_nouns and window[0] & (W.PREPOSITIONS | W.INFINITIVE) and not window[0] & W.MENTION:
        return False
    if line.verb_first and not line.words[start][0].isalnum():
        return False
    if strict and len(window) == 1 and window[0] & (W.FIRST_PERSONS | W.RELATIVES):
        return False
    if len(window) == 1 and window[0] & W.ARTICLES and not window[0] & (NAMING | W.CAPITAL):
        return False
    if any(bit & NAMING for bit in window) or _looks_like_name(line, start, window):
        return True
    if strict:
        return False
    if line.bare_nouns:
        return len(window) <= 12 and not window[0] & (W.PREPOSITIONS | W.LIGHT | W.INFINITIVE | ACTION)
    return len(window) <= 12 and bool(window[0] & (W.ARTICLES | W.POSSESSIVES | W.NOUN_STARTS | W.NUMBER | W.CAPITAL))
