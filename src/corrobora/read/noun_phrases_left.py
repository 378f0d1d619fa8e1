"""Find where a source that stands before its cue begins: noun phrases, going left from where they end."""

from corrobora.read.grammar import WordClass as W
from corrobora.read.lines import AUXILIARY, Line
from corrobora.read.noun_phrases import ACTION, BREAKS, LONGEST_SOURCE, NOT_FIRST, verb_within
from corrobora.read.phrases_unspaced import sources_before


def source_left(line: Line, end: int) -> list[tuple[int, int]]:
    """Noun phrases that end before item `end`, as (start, end), best first; light words at its end are passed over."""
    found = line.sources_before.get(end)
    if found is None:
        before = sources_before if line.unspaced else _sources_before
        found = line.sources_before[end] = before(line, end)
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
    return line.bare_nouns or verb_within(line, start + 1, end - start)


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
            end = at - 1 if bits[at - 1] & W.COMMA else at if at == last else end
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
    """True if the word at `at` opens a relative clause inside a noun phrase, and is no "that" of an earlier cue."""
    if not at:
        return False
    if not line.bits[at] & W.COMPLEMENTIZERS:
        return saw_verb or verb_within(line, at + 1, last - at)
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
            return nouns and not verb_within(line, max(0, here - 8), 8)
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
