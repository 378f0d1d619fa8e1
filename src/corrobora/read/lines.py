"""Lay a sentence out as a line of items, so that frames can be matched on it.

An item is a token with its class bits, or a whole quotation. A line holds parallel lists, because the matching walks
them often. Positions in a line are item numbers; `starts` and `ends` lead back to the text.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from corrobora.read.grammar import CueForm, Lexicon, WordClass
from corrobora.read.sentences import Quotation
from corrobora.read.tokens import Tokens
from corrobora.records import Act, Span

LIGHT = WordClass.ADVERBS | WordClass.CLITICS | WordClass.TIME | WordClass.NEGATIONS
OPENING = LIGHT | WordClass.CONJUNCTIONS | WordClass.CONTRASTS | WordClass.COMMA
"""What may stand before a verb that opens its sentence."""
FURTHEST_AUXILIARY = 7
FURTHEST_PARTICLE = 40
AUXILIARY = WordClass.PERFECT | WordClass.PASSIVE | WordClass.MODALS
QUOTE_WORD = "“”"
"""What stands in `Line.words` for a whole quotation."""
MOST_ITEMS = 400
"""A longer sentence (a table, a list without full stops) is cut at this many items."""


class _FirstLetters(dict[str, int]):
    """What the first letter of an item says of it; worked out once a letter."""

    def __missing__(self, letter: str) -> int:
        bit = WordClass.CAPITAL if letter.isupper() else WordClass.NUMBER if letter.isdigit() else 0
        self[letter] = bit
        return bit


_FIRST = _FirstLetters()


class CueAt(msgspec.Struct, frozen=True):
    """A cue as it stands in a line: items `start` to `end` (exclusive), auxiliaries included."""

    start: int
    end: int
    head: int
    kind: str
    act: Act
    takes: frozenset[str]
    weak: bool
    negated: bool
    inverted: int | None = None
    particle: int | None = None
    """Where the cue's second part stands, if it has one."""


@lru_cache(maxsize=4096)
def _first_words(choices: frozenset[tuple[str, ...]]) -> frozenset[str]:
    return frozenset(choice[0] for choice in choices if choice)


class Line(msgspec.Struct):
    """One sentence, or the inside of one quotation, as parallel lists of items."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    bits: list[int]
    cues: list[CueAt]
    cue_heads: dict[int, CueAt]
    headline: bool = False
    bare_nouns: bool = False
    """True for a language without articles: any noun phrase may be a source."""
    noun_capitals: bool = False
    """True for a language that writes all nouns with a capital: then it shows no name."""
    unspaced: bool = False
    """True for a language without spaces: phrases_unspaced.py finds its sources and clauses."""
    verb_first: bool = False
    """True for a language whose verb stands before its subject: nothing parts the subject from what follows."""
    article: str = ""
    """What a definite noun begins with, if the article is written onto it."""
    mention_ends: frozenset[int] = frozenset()
    """Where the article's names end, in the text; an office goes on in the name of who holds it."""
    quotation: Quotation | None = None
    previous: Span | None = None
    """The sentence before this one."""
    present: int = 0
    vocabulary: frozenset[str] = frozenset()
    """All its words."""
    ends_of: dict[int, list[int]] = msgspec.field(default_factory=dict)
    sources_before: dict[int, list[tuple[int, int]]] = msgspec.field(default_factory=dict)
    clause_ends: dict[int, int] = msgspec.field(default_factory=dict)
    """Kept by noun_phrases.py, noun_phrases_left.py and clauses.py, so that each is worked out once for all frames."""

    def __len__(self) -> int:
        return len(self.words)

    def span(self, start: int, end: int) -> Span:
        """The stretch of text from item `start` to item `end` (exclusive)."""
        return Span(self.starts[start], self.ends[end - 1])

    def matches(self, at: int, choices: frozenset[tuple[str, ...]]) -> int:
        """How many items the longest of `choices` that stands at item `at` covers; 0 if none does."""
        if not 0 <= at < len(self.words):
            return 0
        word = self.words[at]
        if word not in _first_words(choices):
            return 0
        best = 0
        for choice in choices:
            size = len(choice)
            if choice[0] == word and size > best and (size == 1 or tuple(self.words[at : at + size]) == choice):
                best = size
        return best

    def matches_back(self, end: int, choices: frozenset[tuple[str, ...]]) -> int:
        """The same for a choice whose last item is `end` - 1."""
        best = 0
        for choice in choices:
            size = len(choice)
            if size > best and end >= size and tuple(self.words[end - size : end]) == choice:
                best = size
        return best


class LineMaker:
    """Makes the lines of one text: what can be known of its tokens is found out once, then cut into lines."""

    def __init__(
        self,
        lexicon: Lexicon,
        tokens: Tokens,
        mentions: Sequence[Span],
        times: Sequence[Span],
        relays: Sequence[Span] = (),
        *,
        people: Sequence[Span] = (),
        ends: frozenset[int] = frozenset(),
    ):
        self._lexicon = lexicon
        self._mention_ends = ends
        self._tokens = tokens
        text = tokens.text
        known = lexicon.known
        self._bits = [
            known[word] | _FIRST[text[start]] for word, start in zip(tokens.words, tokens.starts, strict=True)
        ]
        if lexicon.has_actions:
            unsure, capital = WordClass.ENDING_ACTION | WordClass.ENDING_VERB, WordClass.CAPITAL
            self._bits = [bit & ~unsure if bit & capital else bit for bit in self._bits]
        for bit, spans in (
            (WordClass.MENTION, mentions),
            (WordClass.TIME, times),
            (WordClass.RELAY, relays),
            (WordClass.PERSON, people),
        ):
            self._overlay(spans, bit)
        if lexicon.verb_first:
            verbal, name = WordClass.INFINITIVE, WordClass.MENTION
            self._bits = [bit & ~verbal if bit & name else bit for bit in self._bits]
        self._mark_phrases()
        self._cue_starts = self._may_begin_cues()

    def _may_begin_cues(self) -> list[int]:
        """Where the tokens stand with which a cue may begin, as far as two words tell."""
        alone, followers = self._lexicon.alone, self._lexicon.followers
        words, starts = self._tokens.words, self._tokens.starts
        nothing: frozenset[str] = frozenset()
        return [
            start
            for start, word, following in zip(starts, words, [*words[1:], ""], strict=False)
            if word in alone or following in followers.get(word, nothing)
        ]

    def may_speak(self, span: Span) -> bool:
        """True if a word that begins a cue stands in `span`; if none does, its line need not be laid out."""
        at = bisect_left(self._cue_starts, span.start)
        return at < len(self._cue_starts) and self._cue_starts[at] < span.end

    def _overlay(self, spans: Sequence[Span], bit: int) -> None:
        starts = self._tokens.starts
        for span in spans:
            for at in range(bisect_left(starts, span.start), bisect_left(starts, span.end)):
                self._bits[at] |= bit

    def _mark_phrases(self) -> None:
        phrases, words = self._lexicon.phrases, self._tokens.words
        for at, word in enumerate(words):
            if word in phrases:
                following = words[at + 1] if at + 1 < len(words) else None
                for form, bit in phrases[word]:
                    if form[1] == following and tuple(words[at : at + len(form)]) == form:
                        for inside in range(at, at + len(form)):
                            self._bits[inside] |= bit
                        break

    def line(self, span: Span, atoms: Sequence[Quotation]) -> Line:
        """The line of `span`; each of `atoms` (quotations inside it, not overlapping) becomes one item."""
        tokens = self._tokens
        at = bisect_left(tokens.starts, span.start)
        stop = min(bisect_left(tokens.starts, span.end), at + MOST_ITEMS)
        line = Line(tokens.text, [], [], [], [], [], {}, bare_nouns=self._lexicon.bare_nouns)
        line.noun_capitals = self._lexicon.noun_capitals
        line.unspaced = self._lexicon.unspaced
        line.verb_first, line.mention_ends = self._lexicon.verb_first, self._mention_ends
        line.article = self._lexicon.article
        for atom in atoms:
            until = min(stop, bisect_left(tokens.starts, atom.start))
            self._copy(line, at, until)
            line.words.append(QUOTE_WORD)
            line.starts.append(max(atom.start, span.start))
            line.ends.append(min(atom.end, span.end))
            line.bits.append(WordClass.QUOTE)
            at = bisect_left(tokens.starts, atom.end)
        self._copy(line, at, stop)
        _mark_light(line)
        for bit in line.bits:
            line.present |= bit
        line.vocabulary = frozenset(line.words)
        self._find_cues(line)
        return line

    def _copy(self, line: Line, start: int, stop: int) -> None:
        if start < stop:
            line.words += self._tokens.words[start:stop]
            line.starts += self._tokens.starts[start:stop]
            line.ends += self._tokens.ends[start:stop]
            line.bits += self._bits[start:stop]

    def _find_cues(self, line: Line) -> None:
        cues, framed, words = self._lexicon.cues, self._lexicon.framed, line.words
        covered = -1
        for at, word in enumerate(words):
            if at < covered or word not in cues:
                continue
            size = 0
            following = words[at + 1] if at + 1 < len(words) else None
            for form in cues[word]:
                if size and len(form.words) < size:
                    break
                if len(form.words) > 1 and (
                    form.words[1] != following or tuple(words[at : at + len(form.words)]) != form.words
                ):
                    continue
                particle = _particle(line, at + len(form.words), form.particle) if form.particle else None
                if form.particle and particle is None:
                    continue
                size = len(form.words)
                cue = _cue_at(line, at, at + size, form, particle)
                if cue.kind in framed:
                    line.cues.append(cue)
                if cue.kind == "finite":
                    line.cue_heads[cue.start] = cue
            covered = at + size


def _particle(line: Line, at: int, word: str) -> int | None:
    """Where a cue's second part stands: from item `at` on, at the end of its clause. Of two words ("worden sein") the
    place of the last."""
    closed = (
        WordClass.COMMA | WordClass.SEMICOLON | WordClass.COLON | WordClass.DASH | WordClass.CLOSE | WordClass.END
    ) | (WordClass.QUOTE | WordClass.CONJUNCTIONS | WordClass.CONTRASTS)
    *before, last = word.split()
    for here in range(at + len(before), min(len(line), at + FURTHEST_PARTICLE)):
        if line.words[here] != last or line.words[here - len(before) : here] != before:
            continue
        if here + 1 == len(line) or line.bits[here + 1] & closed:
            return here
    return None


def _cue_at(line: Line, start: int, end: int, form: CueForm, particle: int | None = None) -> CueAt:
    """What a cue's form is here, seen with the auxiliaries before it."""
    helpers = _auxiliaries(line, start)
    kind = _kind(line, start, form.kind, helpers)
    first = helpers.first if kind in ("finite", "passive") and (form.kind != "finite" or helpers.bits) else start
    if kind == "finite" and first == start and _is_noun(line, start):
        kind = "odd"
    between = line.bits[end:particle] if particle is not None else ()
    negated = helpers.negated or any(bit & WordClass.NEGATIONS for bit in between)
    inverted = helpers.inverted if kind == "finite" and first < start else None
    return CueAt(first, end, start, kind, form.act, form.takes, form.weak, negated, inverted, particle)


class Auxiliaries(msgspec.Struct, frozen=True):
    """What stands before a cue and belongs to it: auxiliaries from item `first` on, with their classes."""

    first: int
    bits: int
    negated: bool
    inverted: int | None


def _auxiliaries(line: Line, start: int) -> Auxiliaries:
    bits = line.bits
    at, first, classes = start - 1, start, 0
    negated = False
    inverted: int | None = None
    while at >= 0 and start - at <= FURTHEST_AUXILIARY:
        bit = bits[at]
        if bit & AUXILIARY and not bit & WordClass.QUOTE:
            classes |= bit & AUXILIARY
            first = at
        elif bit & WordClass.NEGATIONS:
            negated = True
        elif bit & WordClass.INVERTED_PRONOUNS and inverted is None and not classes:
            inverted = at
        elif not bit & LIGHT or bit & WordClass.COMMA:
            break
        at -= 1
    return Auxiliaries(first, classes, negated, inverted)


def _kind(line: Line, start: int, kind: str, helpers: Auxiliaries) -> str:
    """How a form stands with its auxiliaries: "has said" is finite, "was said" passive, "is saying" finite."""
    passive, perfect, modal = (helpers.bits & one for one in (WordClass.PASSIVE, WordClass.PERFECT, WordClass.MODALS))
    if kind == "participle":
        alone_perfect = perfect and line.bits[helpers.first] & WordClass.PERFECT and helpers.first == start - 1
        return "finite" if helpers.bits and (not passive or alone_perfect) else "passive"
    if kind == "gerund":
        return "finite" if passive or modal else _gerund_kind(line, start)
    if kind == "infinitive":
        return "finite" if modal else kind
    if kind == "finite" and passive:
        return "odd"
    return kind


def _gerund_kind(line: Line, at: int) -> str:
    """A gerund after a preposition ("after saying") or a noun is no cue of its own."""
    before = line.bits[at - 1] if at else WordClass.COMMA
    free = WordClass.COMMA | WordClass.QUOTE | WordClass.LIGHT | WordClass.CONJUNCTIONS | WordClass.DASH
    return "gerund" if before & free else "odd"


def _is_noun(line: Line, at: int) -> bool:
    """True if the word at `at` is spelled like a finite cue but stands as a noun, or inside a name."""
    bits = line.bits
    if line.unspaced and at + 1 < len(bits) and bits[at + 1] & (WordClass.GENITIVES | WordClass.RELATIVES):
        return True  # 所说的, 指责时
    if not at or bits[at] & WordClass.POINTERS:
        return bool(at)
    if line.verb_first and bits[at] & WordClass.PREPOSITIONS:
        return not all(bit & OPENING for bit in bits[:at])
    before = bits[at - 1]
    nominal = (
        WordClass.ARTICLES
        | WordClass.POSSESSIVES
        | WordClass.GENITIVES
        | WordClass.NOUN_STARTS
        | WordClass.PREPOSITIONS
    )
    if before & nominal and not before & (WordClass.PRONOUNS | WordClass.CLITICS | WordClass.MENTION):
        return True
    if bits[at] & WordClass.CAPITAL and not line.headline and not before & (WordClass.QUOTE | WordClass.END):
        return True
    return bool(before & WordClass.ENDING_VERB) and not before & WordClass.MENTION


def _mark_light(line: Line) -> None:
    """Mark items that may stand between any two parts of a frame: adverbs, times with their prepositions, asides."""
    bits = line.bits
    for at in range(len(bits) - 1, -1, -1):
        bit = bits[at]
        if bit & LIGHT and not bit & WordClass.QUOTE:
            bits[at] = bit | WordClass.LIGHT
        elif (
            bit & (WordClass.PREPOSITIONS | WordClass.GENITIVES | WordClass.ARTICLES)
            and at + 1 < len(bits)
            and bits[at + 1] & WordClass.TIME
        ):
            bits[at] = bit | WordClass.TIME | WordClass.LIGHT
    at = 0
    while at < len(bits):
        if bits[at] & WordClass.COMMA:
            stop = at + 1
            while stop < len(bits) and stop - at < 6 and bits[stop] & (WordClass.LIGHT | WordClass.PRONOUNS):
                stop += 1
            if stop > at + 1 and stop < len(bits) and bits[stop] & WordClass.COMMA:
                for inside in range(at, stop + 1):
                    bits[inside] |= WordClass.LIGHT
                at = stop
        at += 1
