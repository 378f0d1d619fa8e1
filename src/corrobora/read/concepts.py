"""Find the concepts that a text names, by the news lexicon: "scioperi", "забастовкой" and "Streiks" are one of them.

Each pack's lexicon.toml gives its own words for concept ids that all packs share. They are compiled once into an
automaton over words: a trie whose steps are stems, beginnings of words, or ends of compounds. Where words are not set
apart by spaces, or take others on, the forms are searched letter by letter with Aho-Corasick. Where forms overlap, the
longest that begins first wins. Stems are Snowball's (PyStemmer).
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import ahocorasick_rs
import msgspec
import Stemmer

from corrobora.errors import PackError
from corrobora.read.letters import Letters
from corrobora.read.packs import LanguageTable, Pack
from corrobora.read.tokens import Tokenizer
from corrobora.records import ConceptAt, Span

ANY_ENDING = "-"
"""Ends a word of a form that may have any ending: "забастовк-"."""
AS_IT_STANDS = "="
"""Begins a word of a form that is not stemmed, because its stem is another word's: "=justice" is not "just"."""
SHORTEST_END = 5
"""Letters of a form that may be the end of a compound ("Warnstreik"), and of what stands before it, at least 2."""
MOST_KNOWN = 50_000
"""Words whose steps are kept in memory, at most."""

Step = tuple[str, str]
"""One step of the automaton: what is compared ("word", "stem", "start", "end"), and with what."""


class LexiconTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """lexicon.toml: by topic, each concept's usual forms in this language, parted by "|"."""

    version: int = 1
    topics: dict[str, dict[str, str]] = {}

    def forms(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each concept with its forms."""
        for concepts in self.topics.values():
            for concept, forms in concepts.items():
                yield concept, tuple(forms.split("|"))


class ConceptReader:
    """The concepts of texts in one language. Raises PackError if a form of the pack cannot be used."""

    def __init__(self, pack: Pack):
        language = pack.language
        table = pack.table("lexicon", LexiconTable)
        self.version = table.version
        self._spaces = language.spaces and not language.word_parts
        self._tokenizer = Tokenizer(msgspec.structs.replace(language, proclitics=()))
        self._plain = pack.letters
        self._words = _Words(language, pack.letters)
        self._letters: ahocorasick_rs.AhoCorasick | None = None
        self._named: list[tuple[str, ...]] = []
        if self._spaces:
            for concept, forms in table.forms():
                for form in forms:
                    self._words.add(concept, self._tokenizer.words, form)
        else:
            by_form: dict[str, list[str]] = {}
            for concept, forms in table.forms():
                for form in forms:
                    by_form.setdefault(_plain(form), []).append(concept)
            self._named = [tuple(concepts) for concepts in by_form.values()]
            if by_form:
                kind = ahocorasick_rs.MatchKind.LeftmostLongest
                self._letters = ahocorasick_rs.AhoCorasick(list(by_form), matchkind=kind)

    def find(self, text: str) -> tuple[ConceptAt, ...]:
        """All concepts named, in the order of the text; forms do not overlap. Time linear in the text's length."""
        if self._spaces:
            return tuple(self._by_words(text))
        if self._letters is None:
            return ()
        lowered = text.lower()
        if len(lowered) != len(text):  # İ has two code points in small letters
            lowered = "".join(letter.lower()[:1] for letter in text)
        found = self._letters.find_matches_as_indexes(lowered)
        return tuple(ConceptAt(Span(start, end), self._named[which]) for which, start, end in found)

    def of(self, word: str) -> tuple[str, ...]:
        """The ids of the concepts that a word, or a few words, name as a whole or in part."""
        return tuple(dict.fromkeys(concept for one in self.find(word) for concept in one.concepts))

    def _by_words(self, text: str) -> Iterator[ConceptAt]:
        plain = self._plain.of(text)
        tokens = self._tokenizer.cut(plain.text)
        words, firsts = tokens.words, self._words.firsts
        at = 0
        while at < len(words):
            if firsts[words[at]] is NONE:
                at += 1
                continue
            size, concepts = self._words.longest(words, at)
            if size:
                yield ConceptAt(plain.written_span(Span(tokens.starts[at], tokens.ends[at + size - 1])), concepts)
            at += size or 1


def as_shown(form: str) -> str:
    """A form as people are shown it: "=justice" as "justice", "страйк-" as "страйк…"."""
    words = (word.removeprefix(AS_IT_STANDS) for word in form.split())
    return " ".join(f"{word[:-1]}…" if word.endswith(ANY_ENDING) else word for word in words)


def _plain(form: str) -> str:
    """A form without its marks, as it is searched letter by letter."""
    return form.replace(AS_IT_STANDS, "").replace(ANY_ENDING, "").lower()


class _Node:
    """A place in the automaton: the steps that lead on, and the concepts of the form that ends here."""

    __slots__ = ("concepts", "steps")

    def __init__(self) -> None:
        self.steps: dict[Step, _Node] = {}
        self.concepts: list[str] = []


class _Words:
    """The automaton over words of a language that sets its words apart."""

    def __init__(self, language: LanguageTable, letters: Letters):
        self._stem = stemmer(language)
        self._letters = letters
        self._compounds = language.compounds
        self._prefixes = tuple(sorted(language.prefixes, key=len, reverse=True))
        self._root = _Node()
        self._known: set[Step] = set()
        self.steps = _Known(self._steps_of)
        self.firsts = _Known(self._first)

    def add(self, concept: str, cut: Callable[[str], tuple[str, ...]], form: str) -> None:
        """Put in one form of a concept."""
        node = self._root
        steps = [step for part in self._letters.word(form).split() for step in self._form_steps(cut, part)]
        if not steps:
            raise PackError(f"lexicon.toml: {concept!r} has an empty form")
        if self._compounds and len(steps) == 1 and steps[0][0] == "stem" and len(form) >= SHORTEST_END:
            self._put(node, [("end", steps[0][1])], concept)
        self._put(node, steps, concept)

    def _form_steps(self, cut: Callable[[str], tuple[str, ...]], part: str) -> Iterator[Step]:
        words = cut(part.removeprefix(AS_IT_STANDS).removesuffix(ANY_ENDING))
        for at, word in enumerate(words, 1):
            if part.startswith(AS_IT_STANDS):
                yield "word", word
            elif part.endswith(ANY_ENDING) and at == len(words):
                yield "start", word
            else:
                yield "stem", self._stem(word)

    def _put(self, node: _Node, steps: Iterable[Step], concept: str) -> None:
        for step in steps:
            self._known.add(step)
            node = node.steps.setdefault(step, _Node())
        if concept not in node.concepts:
            node.concepts.append(concept)

    def longest(self, words: list[str], at: int) -> tuple[int, tuple[str, ...]]:
        """How many words the longest form that begins at `at` has, and its concepts; 0 if none begins there."""
        first = self.firsts[words[at]]
        best = (1, first.concepts) if first.concepts else (0, ())
        nodes = first.onward
        if not nodes:
            return best
        for size, word in enumerate(words[at + 1 :], 2):
            steps = self.steps[word]
            nodes = [node.steps[step] for node in nodes for step in steps if step in node.steps]
            ended = next((node.concepts for node in nodes if node.concepts), None)
            if ended:
                best = (size, tuple(ended))
            if not nodes:
                break
        return best

    def _first(self, word: str) -> "_First":
        """What a form may begin with this word."""
        nodes = [self._root.steps[step] for step in self.steps[word] if step in self._root.steps]
        ended = next((node.concepts for node in nodes if node.concepts), [])
        onward = [node for node in nodes if node.steps]
        return _First(tuple(ended), onward) if ended or onward else NONE

    def _steps_of(self, word: str) -> tuple[Step, ...]:
        """The steps of the automaton that a word may be: its stem, beginnings of it, the ends of a compound."""
        found = self._whole(word)
        if not found:
            shorter = (word[len(one) :] for one in self._prefixes if word.startswith(one) and len(word) > len(one) + 2)
            found = next(filter(None, map(self._whole, shorter)), [])
        if not found and self._compounds:
            stem = self._stem(word)
            ends = (("end", stem[at:]) for at in range(2, len(stem) - SHORTEST_END + 1))
            found = [step for step in ends if step in self._known][:1]
        return tuple(found)

    def _whole(self, word: str) -> list[Step]:
        """The steps that the whole word may be, the closest first: then a longer beginning before a shorter one."""
        starts = [("start", word[:size]) for size in range(len(word), 1, -1)]
        return [step for step in (("word", word), ("stem", self._stem(word)), *starts) if step in self._known]


class _First(msgspec.Struct, frozen=True):
    """What may begin with a word: the concepts of the word alone, and the places in the automaton that lead on."""

    concepts: tuple[str, ...]
    onward: list[_Node]


NONE = _First((), [])
"""Of a word that begins no form."""
Worked = TypeVar("Worked")


class _Known(dict[str, Worked]):
    """What is known of each word, worked out once."""

    def __init__(self, work_out: Callable[[str], Worked]):
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> Worked:
        found = self._work_out(word)
        if len(self) < MOST_KNOWN:
            self[word] = found
        return found


def stemmer(language: LanguageTable) -> Callable[[str], str]:
    """What gives a word's stem in a language; without a stemmer the word itself. Raises PackError if it is unknown."""
    if not language.stemmer:
        return str
    if language.stemmer not in Stemmer.algorithms():
        raise PackError(f"stemmer {language.stemmer!r}: Snowball has {', '.join(Stemmer.algorithms())}")
    snowball = Stemmer.Stemmer(language.stemmer)
    rewrites = language.stem_rewrites

    def stem(word: str) -> str:
        for ending, other in rewrites:
            if word.endswith(ending):
                return str(snowball.stemWord(word[: -len(ending)] + other))
        return str(snowball.stemWord(word))

    return stem
