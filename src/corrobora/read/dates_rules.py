"""The rules of dates.toml: the pattern of each, how texts begin that it may match, and what gives them away."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from corrobora.read.dates_table import DateTable, RuleTable
from corrobora.read.dates_words import GAP, KEY, Words, leading_figures, plain_forms, source_of
from corrobora.read.templates import Choice, Literal, Optional, Sequence, Slot, Space, expand, parse, pattern

MOST_KEYS = 40
"""A rule that may begin in more ways than this is found by fewer characters."""

MARKS = {",": ",?", "-": r"\s?[-–—~〜∼～]\s?", "_": r"\s?"}
"""Slots that stand for marks: a comma that may be there, a dash, a space that may be there."""

SHORT = 3
"""A word of no more letters gives a time away only after a figure ("3 y 20"); a longer one after any word."""

HEAVY = frozenset(
    {"month", "mon", "clear_month", "weekday", "wday", "unit", "season", "part", "decade", "half_day"}
    | {"year", "tens", "clock", "colon", "numeric", "short"}
)
"""A time expression holds at least one of these, or a word that its rule spells out."""

WRITTEN = re.compile(
    r"[0-9](?<![0-9][0-9])(?:(?<=1)\d{3}(?!\d)|(?<=2)[0-2]\d\d(?!\d)|\d?[:.h]\d\d(?!\d)|\d{0,3}([-./])\d{1,2}(?:\1\d{2,4}|(?!\d)))"
)
"""What is a trigger though no word of a pack is in it: years, clock times, dates in figures."""


class Rule:
    """One template of a rule, compiled when it is first tried."""

    def __init__(self, table: RuleTable, template: str, words_of: Words, order: int, *, spaces: bool = True):
        self.table = table
        self.order = order
        self.template = template
        self.sequence = parse(template.lower())
        self._words = words_of
        self._spaces = spaces
        self.slots = tuple(_slots(self.sequence))

    @cached_property
    def match(self) -> "re.Pattern[str]":
        """The pattern, which must match from a given position."""
        seen: dict[str, int] = defaultdict(int)

        def group(slot: Slot) -> str:
            if slot.name in MARKS:
                return MARKS[slot.name]
            seen[slot.name] += 1
            name = slot.name if seen[slot.name] == 1 else f"{slot.name}{seen[slot.name]}"
            source = self._words.pattern(slot.name).replace(r"\1", f"(?P={name}_mark)")
            return f"(?P<{name}>{source.replace('([-./])', f'(?P<{name}_mark>[-./])')})"

        source = pattern(self.sequence, group).replace(r"\s+", GAP)
        edge = r"(?!\w)" if self._spaces else ""
        fixed = _fixed if self._spaces else re.escape
        before = "|".join(f"(?<={fixed(form)})" for form in plain_forms(self.table.after, strip=False))
        after = "|".join(source_of(form) + edge * form[-1].isalnum() for form in plain_forms(self.table.before))
        particles = "|".join(re.escape(form) for form in self._words.table.particles)
        ends = rf"(?=(?:{particles}){{0,3}}(?!\w))" if particles else edge
        if self.table.means in ("ref", "day"):
            ends += r"(?!-\w)"  # "the now-cancelled deal"
        if self.table.means == "mod" and self._spaces:
            ends = r"(?:(?!\w)|(?<!\w))"
        led = f"(?:{before})" if before else ""
        followed = rf"(?=\s{{0,2}}(?:{after}|\Z))" if after else ""
        return re.compile(f"{led}(?:{source}){ends}{followed}")

    @property
    def heavy(self) -> bool:
        """True if every text that it matches holds a heavy slot."""
        return _is_heavy(self.sequence) and "tens" not in self.slots

    def triggers(self) -> Iterator[str]:
        """The words that give away a rule without heavy slots: the longest of each way of saying it."""
        for flat in expand(self.sequence):
            if any(isinstance(part, Slot) and part.name in HEAVY - {"tens"} for part in flat):
                continue
            spelt = ["".join(chunk) for chunk in _chunks(flat)]
            best = max(spelt, key=len, default="")
            if best.strip():
                yield best.lstrip() if len(best.strip()) > SHORT else best
            elif self.table.after:
                for form in plain_forms(self.table.after, strip=False):
                    gap = "" if form.endswith(("'", " ")) else " "
                    yield from (f"{form}{gap}{digit}" for digit in "0123456789")

    def beginnings(self) -> set[str]:
        """Under how many first characters it may begin, at most KEY of them."""
        return {key[:KEY].rstrip() for key in _prefixes(self.sequence, self._words)}


class Rules:
    """All rules of a language, found by how an expression begins."""

    def __init__(self, table: DateTable, *, spaces: bool = True):
        self.words = Words(table)
        self.by_key: dict[str, list[Rule]] = defaultdict(list)
        self.mods: dict[str, list[Rule]] = defaultdict(list)
        self.after_mods: list[Rule] = []
        triggers: set[str] = set()
        for order, rule_table in enumerate(table.rule):
            for template in rule_table.templates:
                rule = Rule(rule_table, template, self.words, order, spaces=spaces)
                if rule_table.means == "after_mod":
                    self.after_mods.append(rule)
                    continue
                into = self.mods if rule_table.means == "mod" else self.by_key
                for key in rule.beginnings():
                    into[key].append(rule)
                if rule_table.means not in ("mod", "nothing") and not rule.heavy:
                    triggers.update(rule.triggers())
        for slot in HEAVY:
            triggers.update(self.words.forms.get(slot, ()))
        self.beginnings = frozenset(key[:2] for key in (*self.by_key, *self.mods))
        self.triggers = sorted(trigger for trigger in triggers if trigger.strip())

    def check(self) -> int:
        """Compile every rule, and count them; raises TemplateError or PackError for one that cannot be."""
        found = {id(rule): rule for table in (self.by_key, self.mods) for rules in table.values() for rule in rules}
        every = [*found.values(), *self.after_mods]
        for rule in every:
            _ = rule.match
        return len(every)


def _fixed(form: str) -> str:
    glued = form.endswith(("'", "(", "/", "-", "–", "—", "~"))
    begins = r"(?<!\w)" if form[0].isalnum() else ""
    return begins + r"\s".join(re.escape(part) for part in form.split()) + ("" if glued else r"\s")


def _slots(sequence: Sequence) -> Iterator[str]:
    for part in sequence.parts:
        match part:
            case Slot(name):
                if name not in MARKS:
                    yield name
            case Optional(inner):
                yield from _slots(inner)
            case Choice(parts):
                for inner in parts:
                    yield from _slots(inner)


def _is_heavy(sequence: Sequence) -> bool:
    for part in sequence.parts:
        if isinstance(part, Slot) and part.name in HEAVY:
            return True
        if isinstance(part, Choice) and all(_is_heavy(inner) for inner in part.parts):
            return True
    return False


def _chunks(flat: Iterable[Literal | Space | Slot]) -> Iterator[list[str]]:
    chunk: list[str] = []
    for part in flat:
        if isinstance(part, Slot):
            if chunk:
                yield chunk
            chunk = ["0"] if part.name == "tens" else []
        else:
            chunk.append(part.text if isinstance(part, Literal) else " ")
    if chunk:
        yield chunk


def _prefixes(sequence: Sequence, words_of: Words) -> set[str]:
    """How a sequence may begin: strings of at least KEY characters, or shorter ones that say all that is sure."""
    open_ends, done = {""}, set[str]()
    for part in sequence.parts:
        ways: set[str]
        match part:
            case Literal(text):
                ways = {leading_figures(text)}
            case Space():
                ways = {" "}
            case Slot(name) if name in MARKS:
                if name == "-":
                    return done | open_ends
                ways = {"", ","} if name == "," else {"", " "}
            case Slot(name):
                ways = words_of.starts(name)
                if name == "year":  # written in the language's own digits: any four
                    done |= {before + digit for before in open_ends for digit in words_of.table.digits}
                if name in ("clock", "colon", "numeric", "short", "roman"):
                    return done | (open_ends - {""}) | (ways if "" in open_ends else set())
                if any(way[0] in "0'" for way in ways):  # figures are counted as one 0 only where a key begins
                    done |= open_ends - {""}
                    open_ends &= {""}
            case Optional(inner):
                ways = {"", *_prefixes(inner, words_of)}
            case Choice(parts):
                ways = {way for inner in parts for way in _prefixes(inner, words_of)}
        grown = {(before + way).replace("  ", " ").lstrip() for before in open_ends for way in ways}
        done |= {key[:KEY] for key in grown if len(key) >= KEY}
        open_ends = {key for key in grown if len(key) < KEY}
        if not open_ends or (len(open_ends) > MOST_KEYS and "" not in open_ends):
            break
    return done | open_ends
