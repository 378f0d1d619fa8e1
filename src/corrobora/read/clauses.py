"""Find where a content, a clause, begins or ends in a line, and whether it can be one."""

from corrobora.read.grammar import WordClass as W
from corrobora.read.lines import Line
from corrobora.read.noun_phrases import ACTION, closing, source_right
from corrobora.read.phrases_unspaced import clause_ends, clause_starts

SHORTEST_CLAUSE = 2
"""Characters; a clause without spaces has more."""
FURTHEST_DENIAL = 14
"""Items between what points back at a clause ("which", "a charge that") and the verb that denies it, at most."""


def clause_right(line: Line, at: int) -> int:
    """The end (exclusive) of a clause that begins at item `at`."""
    found = line.clause_ends.get(at)
    if found is None:
        found = line.clause_ends[at] = (clause_ends if line.unspaced else _clause_end)(line, at)
    return found


def _clause_end(line: Line, at: int) -> int:
    bits, size = line.bits, len(line)
    here = at
    if here < size and bits[here] & W.QUOTE:
        here += 1
    while here < size:
        bit = bits[here]
        if bit & W.SEMICOLON or (bit & W.END and here == size - 1):
            break
        if bit & W.COLON and _others_speech(line, here + 1):
            break
        if bit & W.OPEN:
            here = closing(line, here)
            continue
        if here > at and bit & W.COMMA and tail_begins(line, here + 1) and not _is_aside(line, here):
            break
        if here > at and bit & W.COMMA and _is_denied(line, here + 1):
            break
        if (
            here > at + bool(bits[at] & W.COMPLEMENTIZERS)
            and bit & (W.CONJUNCTIONS | W.CONTRASTS)
            and (_new_cue(line, here + 1) or _denies(line, here + 1) or _contrasts(line, here))
        ):
            break
        here += 1
    while (
        here > at
        and bits[here - 1] & (W.COMMA | W.CONJUNCTIONS | W.CONTRASTS | W.SUBORDINATORS | W.COLON | W.DASH)
        and not bits[here - 1] & W.PRONOUNS
    ):
        here -= 1
    return here


def _is_aside(line: Line, comma: int) -> bool:
    """True if the according-to phrase after a comma only interrupts the clause: "that, according to X, it …"."""
    bits = line.bits
    if bits[comma - 1] & W.COMPLEMENTIZERS:
        return True
    cue = next((cue for cue in line.cues if cue.start >= comma + 1), None)
    if cue is None or cue.kind != "according" or not all(bit & W.LIGHT for bit in bits[comma + 1 : cue.start]):
        return False
    return any(end + 1 < len(line) and bits[end] & W.COMMA for end in source_right(line, cue.end)[-2:])


def _others_speech(line: Line, at: int) -> bool:
    """True if a quotation at item `at` has a reporting verb of its own behind it: "…: «…», said X"."""
    bits, size = line.bits, len(line)
    if at >= size or not bits[at] & W.QUOTE:
        return False
    after = at + 1
    while after < size and bits[after] & (W.COMMA | W.DASH):
        after += 1
    return after > at + 1 and tail_begins(line, after)


def tail_begins(line: Line, at: int) -> bool:
    """True if an attribution of what stands before begins at `at`: "riferisce X", "X said", "according to X"."""
    if line.unspaced:
        return False
    bits, size = line.bits, len(line)
    joined = False
    while at < size and bits[at] & (W.LIGHT | W.CONJUNCTIONS | W.CONTRASTS | W.DASH):
        joined = joined or bool(bits[at] & (W.CONJUNCTIONS | W.CONTRASTS))
        at += 1
    if at >= size:
        return False
    for cue in line.cues:
        if cue.start == at:
            if cue.kind == "according":
                return not any(bit & W.COMMA for bit in bits[cue.end :])
            if cue.kind == "gerund":
                return True
            if cue.kind == "finite":
                return True
        if cue.start > at + 14:
            break
    for end in source_right(line, at)[:2]:
        here = end
        while here < size and bits[here] & (W.LIGHT | W.COMMA if joined else W.LIGHT):
            here += 1
        head = line.cue_heads.get(here)
        if head is not None and (joined or _is_last(line, head.end)):
            return True
    return False


def _is_denied(line: Line, at: int) -> bool:
    """True if what stands before item `at` is denied from there on: "a charge that the mayor denies"."""
    if at >= len(line) or not line.bits[at] & W.POINTERS:
        return False
    for cue in line.cues:
        if at < cue.head < at + FURTHEST_DENIAL and not cue.takes.isdisjoint(("bare", "pointed")):
            return not any(bit & (W.COMMA | W.END) for bit in line.bits[at : cue.start])
    return False


def _is_last(line: Line, at: int) -> bool:
    """True if what a cue before item `at` reports must stand before it: a mark follows, and no clause after that."""
    bits = line.bits
    while at < len(line) and bits[at] & W.TIME:
        at += 1
    if at >= len(line):
        return True
    if not bits[at] & (W.COMMA | W.END | W.PREPOSITIONS | W.DASH):
        return False
    return not (bits[at] & W.COMMA and at + 1 < len(line) and bits[at + 1] & W.COMPLEMENTIZERS)


def _new_cue(line: Line, at: int) -> bool:
    """True if a finite cue without a subject of its own begins at `at`: "and added"."""
    bits, size = line.bits, len(line)
    while at < size and bits[at] & W.LIGHT and at not in line.cue_heads:
        at += 1
    return at in line.cue_heads and not line.cue_heads[at].weak


def _contrasts(line: Line, at: int) -> bool:
    """True if the contrast at item `at` is what somebody else says, subject first: "but a source denied it"."""
    if not line.verb_first or not line.bits[at] & W.CONTRASTS:
        return False
    for here in range(at + 1, min(len(line), at + 9)):
        if line.bits[here] & (W.COMMA | W.END | W.QUOTE | W.COMPLEMENTIZERS):
            return False
        if here in line.cue_heads:
            return True
    return False


def _denies(line: Line, at: int) -> bool:
    """True if somebody's bare denial begins at `at`: "and the company denies"."""
    for end in source_right(line, at)[:2]:
        cue = line.cue_heads.get(end)
        if cue is not None and cue.act == "deny" and "bare" in cue.takes and _is_last(line, cue.end):
            return True
    return False


def clause_left(line: Line, end: int) -> int:
    """The start of a clause that ends before item `end`."""
    if line.unspaced:
        return clause_starts(line, end)
    bits = line.bits
    at = end - 1
    while at >= 0:
        bit = bits[at]
        if bit & W.SEMICOLON or (bit & W.COLON and line.headline and at < end - 1):
            break
        if bit & W.COLON and line.noun_capitals and at < end - 1 and bits[at + 1] & W.CAPITAL:
            break
        if bit & W.DASH and at < end - 3 and not bits[at - 1] & (W.QUOTE | W.COMMA):
            break
        at -= 1
    start = at + 1
    passed = W.COMMA | W.END | W.DASH | W.COLON | (W.CONJUNCTIONS if line.verb_first else 0)
    while start < end and bits[start] & passed:
        start += 1
    return start


def is_clause(line: Line, start: int, end: int, *, sure: bool = False) -> bool:
    """True if items `start` to `end` begin like a clause and hold a verb, an auxiliary or a cue; if `sure`, a word that
    only ends like a verb does not count."""
    if line.unspaced:
        return line.ends[end - 1] - line.starts[start] > SHORTEST_CLAUSE
    first = line.bits[start]
    if first & W.PRONOUNS and end - start > 2 and not sure:
        return True
    if (
        first & (W.PREPOSITIONS | W.GENITIVES | W.CONJUNCTIONS | ACTION)
        and not first & (W.ARTICLES | W.TIME | W.CAPITAL)
        and not any(bit & W.NUMBER for bit in line.bits[start + 1 : min(end, start + 3)])
    ):
        return False
    verbs = W.QUOTE | (ACTION if sure else ACTION | W.ENDING_VERB)
    return any(line.bits[at] & verbs or at in line.cue_heads for at in range(start, end))


def is_closed(line: Line, at: int) -> bool:
    """True if what stands at item `at` (light words passed over) parts it from what stands before."""
    marks = W.COMMA | W.END | W.COLON | W.SEMICOLON | W.DASH | W.QUOTE | W.CLOSE | W.OPEN
    words = W.CONJUNCTIONS | W.CONTRASTS | W.PREPOSITIONS | W.SUBORDINATORS | W.ADDRESSEES | W.RELATIVES
    while at < len(line) and line.bits[at] & W.LIGHT:
        at += 1
    return at >= len(line) or bool(line.bits[at] & (marks | words))


def sets_off(line: Line, at: int) -> bool:
    """True if light words from item `at` on are parted from what follows by a comma ("però, …")."""
    here = at
    while here < len(line) and line.bits[here] & W.LIGHT:
        if line.bits[here] & W.COMMA:
            return True
        here += 1
    return False


def opens(line: Line, at: int) -> bool:
    """True if nothing but light words, conjunctions and commas stands before item `at`."""
    return all(bit & (W.LIGHT | W.CONJUNCTIONS | W.CONTRASTS | W.COMMA) for bit in line.bits[:at])
