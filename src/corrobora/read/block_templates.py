"""Match whole blocks of a page, or whole sentences, against the templates of the packs, each of which has a kind."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

import msgspec
from ahocorasick_rs import AhoCorasick

from corrobora.errors import TemplateError
from corrobora.read.templates import Choice, Literal, Optional, Slot, Space, parse, pattern, words
from corrobora.read.templates import Sequence as TemplateParts

LONGEST_NAMED = 90
"""A block of more characters does not begin with a name or number and end with a phrase of boilerplate."""

Part = Literal | Space | Slot | Optional | Choice
Places = dict[str, tuple[int, int]]

_EDGE = re.compile(r"[^\w©#]+|_+")
_ASKING = "?!¿¡"
_COPYRIGHT = re.compile(r"\([cC]\)|ⓒ|Ⓒ")
_MARK = r"(?:\s*[:：=|｜/»>→▶☞►]{1,2}\s*|\s+[–—-]{1,2}\s+)"
_SLOTS = {
    "rest": r".{1,300}",
    "number": r"\d{1,9}(?:[.,]\d{1,3})?",
    "date": r"(?=\D{0,30}\d{1,4}\D.{0,30}\d).{1,40}",
    "mail": r"[\w.+-]{1,40}@[\w.-]{1,40}",
    "mark": _MARK,
    "gap": rf"(?:{_MARK}|\s+)",
    "name": r"[^\W\d_][\w.'·-]{0,30}(?:,? [\w.'·&-]{1,30}){0,5}?",
    "place": r"[^\W\d_][\w.'’-]{0,30}(?:[ /,]{1,2}[\w.'’()-]{1,30}){0,4}?",
}
_DAY = r"(?:(?=.{0,24}\d).{1,25}?)"
_LEADS = {slot: re.compile(source, re.DOTALL) for slot, source in _SLOTS.items()}


class Matched(msgspec.Struct, frozen=True):
    """A template that fits: its kind, the block without marks at its ends, and where the filled slots stand in that."""

    kind: str
    plain: str
    places: Places = {}


class BlockTemplates:
    """Many templates at once, those of several packs together.

    Templates without slots are one set of phrases. The others are found by their first two letters, or, if they begin
    with a slot, by the word after it, and compiled when that is first met: the cost does not grow with their number.
    `agencies` are what the slot `<agency>` takes.
    """

    def __init__(self, templates: Iterable[tuple[str, str]], agencies: Sequence[str] = ()):
        self._agencies = agencies
        self.agency = "|".join(map(re.escape, agencies)) or r"(?!)"
        self._agency_lower = lowered(self.agency)
        self._groups = count()
        self._whole: dict[str, str] = {}
        self._heads: dict[str, list[_Way]] = {}
        self._tails: dict[str, list[_Way]] = {}
        for kind, template in templates:
            self._add(kind, template)
        self._head_words = {
            start: tuple({word for way in ways for word in way.words}) for start, ways in self._heads.items()
        }
        self._short_block = _Words(self._tails)
        long = {word: [way for way in ways if way.lead in ("rest", "date")] for word, ways in self._tails.items()}
        self._long_block = _Words({word: ways for word, ways in long.items() if ways})

    def find(self, block: str) -> Iterator[Matched]:
        """The templates that fit a whole block; only one if one without slots does."""
        plain = plain_words(block)
        lower = lowered(plain)
        kind = self._whole.get(lower)
        if kind and not (
            " " not in lower and block.rstrip().endswith(".")
        ):  # a lone word with a full stop is a line's end
            yield Matched(kind, plain)
            return
        for way in self._ways_beginning(lower):
            if found := self._compiled(way).fullmatch(lower):
                yield Matched(way.kind, plain, filled(found))
        for way in self._ways_ending(lower):
            if made := self._ending(way, plain, lower):
                yield made

    def alternation(self, templates: Iterable[str]) -> str:
        """Templates as one regular expression for text in lower case; empty if there are none."""
        return "|".join(pattern(parse(lowered(line)), self._slot_lower) for line in templates)

    def alternation_of_beginnings(self, templates: Iterable[str], agencies: Sequence[str]) -> str:
        """The same for text as it stands, with these agencies only; `<date>` may be a single figure."""
        agency = "|".join(map(re.escape, agencies)) or r"(?!)"

        def source(slot: Slot) -> str:
            return _DAY if slot.name == "date" else self._slot_source(slot, agency)

        return "|".join(pattern(parse(line), source) for line in templates)

    def _ways_beginning(self, lower: str) -> list["_Way"]:
        """The templates that begin with a word, if the block begins with it."""
        return [
            way
            for start in (lower[:2], lower[:1])
            if start in self._heads and lower.startswith(self._head_words[start])
            for way in self._heads[start]
            if lower.startswith(way.words)
        ]

    def _ways_ending(self, lower: str) -> list["_Way"]:
        """The templates that begin with a slot, and whose next word is in the block."""
        return (self._short_block if len(lower) <= LONGEST_NAMED else self._long_block).ways(lower)

    def _ending(self, way: "_Way", plain: str, lower: str) -> Matched | None:
        """A template that begins with a slot, looked for from the word after the slot."""
        found = self._compiled(way).search(lower)
        if not found or not found.start():
            return None
        end = found.start() - (lower[found.start() - 1] == " ")
        if not _LEADS[way.lead].fullmatch(lower, 0, end):
            return None
        return Matched(way.kind, plain, {way.lead: (0, end), **filled(found)})

    def _add(self, kind: str, template: str) -> None:
        if "<" not in template:
            for form in words(template):
                self._whole.setdefault(lowered(plain_words(form)), kind)
            return
        parts = parse(lowered(template)).parts
        self._check_slots(parts)
        first = parts[0]
        lead = first.name if isinstance(first, Slot) and first.name != "agency" and len(parts) > 1 else ""
        way = _Way(kind, lead, parts[1:] if lead else parts)
        way.words = tuple(sorted(self._first_words(way.parts)))
        if not way.words:
            raise TemplateError(
                f"boilerplate.toml: template {template!r} needs a word at its beginning or after its first slot"
            )
        if lead:
            for word in way.words:
                self._tails.setdefault(word, []).append(way)
            return
        for start in sorted({word[:2] for word in way.words}):
            self._heads.setdefault(start, []).append(way)

    def _check_slots(self, parts: Sequence[Part]) -> None:
        """Raise TemplateError for a slot that there is not, now and not when the template is first met."""
        for part in parts:
            if isinstance(part, Slot):
                self._slot_lower(part)
            elif isinstance(part, Optional):
                self._check_slots(part.part.parts)
            elif isinstance(part, Choice):
                for way in part.parts:
                    self._check_slots(way.parts)

    def _first_words(self, parts: Sequence[Part]) -> set[str]:
        """The literal texts that a template can begin with; empty if it can begin with an open slot."""
        for at, part in enumerate(parts):
            if isinstance(part, Space):
                continue
            if isinstance(part, Literal):
                return {part.text}
            if isinstance(part, Choice):
                several = [self._first_words(way.parts) for way in part.parts]
                return set().union(*several) if all(several) else set()
            if isinstance(part, Optional):
                inner, after = self._first_words(part.part.parts), self._first_words(parts[at + 1 :])
                return inner | after if inner and after else set()
            return {lowered(name) for name in self._agencies} if part.name == "agency" else set()
        return set()

    def _compiled(self, way: "_Way") -> re.Pattern[str]:
        if way.compiled is None:
            source = pattern(TemplateParts(tuple(way.parts)), self._slot_lower)
            way.compiled = re.compile(rf"(?:{source})\Z" if way.lead else source, re.DOTALL)
        return way.compiled

    def _slot_lower(self, slot: Slot) -> str:
        return self._slot_source(slot, self._agency_lower)

    def _slot_source(self, slot: Slot, agency: str) -> str:
        source = agency if slot.name == "agency" else _SLOTS.get(slot.name)
        if source is None:
            known = ", ".join(sorted([*_SLOTS, "agency"]))
            raise TemplateError(f"boilerplate.toml: no slot <{slot.name}>; there are {known}")
        if slot.name in ("agency", "name", "place"):
            return f"(?P<{slot.name}_{next(self._groups)}>{source})"
        return f"(?:{source})"


class _Words:
    """The words after the slots that templates begin with, all looked for at once."""

    def __init__(self, ways: dict[str, list["_Way"]]):
        self._ways = list(ways.values())
        self._automaton = AhoCorasick(list(ways))

    def ways(self, lower: str) -> list["_Way"]:
        met = {index for index, _, _ in self._automaton.find_matches_as_indexes(lower, overlapping=True)}
        return list(dict.fromkeys(way for index in sorted(met) for way in self._ways[index])) if met else []


class _Way:
    """A template with slots: its words, the slot that it begins with, and its pattern once that was needed."""

    def __init__(self, kind: str, lead: str, parts: Sequence[Part]):
        self.kind = kind
        self.lead = lead
        self.parts = parts
        self.words: tuple[str, ...] = ()
        self.compiled: re.Pattern[str] | None = None


def plain_words(block: str) -> str:
    """White space single, the marks at both ends away, one sign for the mark of copyright."""
    for mark in _ASKING:
        if mark in block:
            block = block.replace(mark, "")
    plain = " ".join(block.split())
    if "(" in plain or "ⓒ" in plain:
        plain = _COPYRIGHT.sub("©", plain)
    end = len(plain)
    while end and not (plain[end - 1].isalnum() or plain[end - 1] == "©"):
        end -= 1
    edge = _EDGE.match(plain)
    return plain[edge.end() if edge else 0 : end]


def lowered(text: str) -> str:
    """In lower case, with straight apostrophes, and always as long as the text."""
    lower = text.lower()
    return (lower if len(lower) == len(text) else text).replace("’", "'").replace("ʼ", "'")


def filled(found: re.Match[str]) -> Places:
    """Where the first filled slot of each name stands."""
    spans: Places = {}
    for group, value in found.groupdict().items():
        if value:
            spans.setdefault(group.partition("_")[0], found.span(group))
    return spans
