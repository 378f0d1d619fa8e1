"""Find where rules match: look near the words that give a time away, take the longest reading there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ahocorasick_rs import AhoCorasick, MatchKind

from corrobora.read.dates_context import Found
from corrobora.read.dates_cues import Cues
from corrobora.read.dates_rules import WRITTEN, Rule, Rules
from corrobora.read.dates_table import DateTable
from corrobora.read.dates_words import DIGITS, KEY
from corrobora.read.packs import LanguageTable

REACH = 40
"""An expression begins at most so many characters before the word that gives it away."""

NEAR_REACH = 12
"""The same where no spaces part the words."""

MOST_BEGINNINGS = 50_000
"""How many beginnings of words a reader remembers the rules for."""

_START = re.compile(r"(?<!\w)(?<!\d[.,])(?:\w|['’‘](?=\d\d))")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_ANYWHERE = re.compile(r"[^\W\d]|(?<!\d)(?<!\d[.,])\d")


class Finder:
    """Finds the rules of one language in a text."""

    def __init__(self, table: DateTable, cues: Cues, *, language: LanguageTable):
        spaces, onto = language.spaces, language.proclitics
        self.rules = Rules(table, spaces=spaces)
        self._table = table
        self._capitals = tuple(table.capitals)
        self._cues = cues
        self._starts = _starts(onto) if spaces else _ANYWHERE
        self._onto = frozenset(onto)
        self._spaces = spaces
        self._reach = REACH if spaces else NEAR_REACH
        words = self.rules.words
        self._triggers = AhoCorasick(self.rules.triggers or ["\0"], matchkind=MatchKind.Standard)
        self._by_beginning: dict[str, tuple[tuple[Rule, ...], tuple[Rule, ...]]] = {}
        self._glue = words.last_letters() if table.particles else frozenset()
        self._whole = frozenset((*words.forms["part"], *words.forms["season"]))

    def low(self, text: str) -> str:
        """The text as the rules see it, character for character as long as it is."""
        low = _lowered(text)
        for letter, plain in self._table.letters.items():
            low = low.replace(letter, plain)
        return low

    def matches(self, text: str, low: str) -> Iterator[Found]:
        """What is found, from left to right, none overlapping; what a rule says is no time is left out."""
        starts = self._starts
        beginnings = self.rules.beginnings
        done = 0
        for first, last in self._windows(low):
            for start in starts.finditer(low, max(first, done), last):
                at = start.start()
                if at < done:
                    continue
                begins = low[at : at + 2]
                if begins not in beginnings and begins[:1] not in beginnings and not begins[:1].isdigit():
                    continue
                rules, mods = ways = self._candidates(_key(low, at))
                best = self._best(text, low, at, ways) if rules or mods else None
                if best is not None:
                    done = best.end
                    if best.rule.means != "nothing":
                        yield best

    def _windows(self, low: str) -> Iterator[tuple[int, int]]:
        """Where an expression may begin: near words that give it away, and near dates in figures."""
        hits = self._triggers.find_matches_as_indexes(low, overlapping=True)
        if not self._spaces:
            spots = [(start, end) for _, start, end in hits]
        elif self._glue:
            spots = [(start, end) for _, start, end in hits if self._stands_alone(low, start, end)]
        else:
            padded = low + " "
            spots = [
                (start, end)
                for _, start, end in hits
                if not (self._inside(padded, start) or (padded[end].isalpha() and padded[end - 1].isalpha()))
            ]
        spots += [(match.start(), match.start() + 1) for match in WRITTEN.finditer(low)]
        spots.sort()
        first = last = 0
        for start, end in spots:
            if start - self._reach > last:
                if last > first:
                    yield first, last
                first = start - self._reach
            last = max(last, end)
        if last > first:
            yield max(0, first), last

    def _inside(self, padded: str, start: int) -> bool:
        """True if a place is inside a word; behind a small word that is written onto it, it is not."""
        if not padded[start - 1].isalpha():
            return False
        return padded[start - 1] not in self._onto or padded[start - 2].isalpha()

    def _stands_alone(self, low: str, start: int, end: int) -> bool:
        """Where particles are written onto words: a word begins here, or a number stands before. A single letter gives
        something away only after a number."""
        before = low[max(0, start - 2) : start]
        if before[-1:].isdigit() or before[-1:] in self._glue:
            return True
        if end - start == 1 and low[start:end] not in self._whole:
            return before[-1:] == " " and (before[:1].isdigit() or before[:1] in self._glue)
        return not before[-1:].isalpha()

    def _candidates(self, key: str) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
        """The rules that may begin with these characters, and the words before a time ("the end of") that may."""
        known = self._by_beginning.get(key)
        if known is None:
            ways = [key[:length] for length in range(1, len(key) + 1)]
            known = (_in_order(self.rules.by_key, ways), _in_order(self.rules.mods, ways))
            if len(self._by_beginning) < MOST_BEGINNINGS:
                self._by_beginning[key] = known
        return known

    def _longest(self, text: str, low: str, at: int, rules: tuple[Rule, ...], *, led: bool = False) -> Found | None:
        """The longest reading at a position, with the shorter ones behind it in case it means nothing."""
        ways: list[Found] = []
        for rule in rules:
            match = rule.match.match(low, at)
            if match is None:
                continue
            if low.find("\n\n", at, match.end()) >= 0:
                match = rule.match.match(low, at, low.find("\n\n", at))
                if match is None:
                    continue
            if (led and rule.slots == ("year",)) or self._fits(rule, match, text, low):
                slots = {name: said for name, said in match.groupdict().items() if said is not None}
                ways.append(Found(at, match.end(), rule.table, slots))
        if not ways:
            return None
        if len(ways) > 1:
            ways.sort(key=lambda found: (-found.end, not (found.rule.after or found.rule.means == "nothing")))
        ways[0].shorter = ways[1:]
        return ways[0]

    def _fits(self, rule: Rule, match: "re.Match[str]", text: str, low: str) -> bool:
        slots = rule.slots
        for slot in self._capitals:
            if slot in slots and match.group(slot) and not text[match.start(slot)].isupper():
                return False
        if (
            slots == ("month",)
            and low[match.start()].isalpha()
            and low[max(0, match.start() - 2) : match.start()][-2:-1].isdigit()
        ):
            return False  # "32 marzo"
        if rule.table.capital and not text[match.start()].isupper():
            return False
        if rule.table.small and text[match.start()].isupper() and text[match.start() - 2 : match.start()][:1].isalnum():
            return False
        if slots == ("year",) and match.end() - match.start() == 4 and rule.table.means == "date":
            return self._cues.is_year(text, low, match.start(), match.end())
        return True

    def _best(self, text: str, low: str, at: int, ways: tuple[tuple[Rule, ...], tuple[Rule, ...]]) -> Found | None:
        rules, mods = ways
        best = self._longest(text, low, at, rules) if rules else None
        for rule in mods:
            match = rule.match.match(low, at)
            if match is None:
                continue
            then = match.end()
            while then < len(low) and low[then] in " -\n" and then < match.end() + 2:
                then += 1
            if then >= len(low):
                continue
            core = self._longest(
                text, low, then, self._candidates(_key(low, then))[0], led=rule.table.mod in ("START", "MID", "END")
            )
            if (
                rule.table.mod in ("MORE_THAN", "LESS_THAN") and core and core.rule.means != "nothing"
            ):  # "less than two hours", no clock
                counts = (one for one in (core, *core.shorter) if one.rule.means in ("duration", "shift"))
                core = next(counts, None)
            if core and core.rule.means != "nothing" and (best is None or core.end > best.end):
                best = replace(core, start=at, mod=rule.table.mod)
        if best is not None:
            for rule in self.rules.after_mods:
                then = best.end + (low[best.end : best.end + 1] == " ")
                match = rule.match.match(low, then)
                if match is not None:
                    return replace(best, end=match.end(), mod=rule.table.mod)
        return best


def _starts(onto: Sequence[str]) -> "re.Pattern[str]":
    """Where an expression may begin: at a word, also behind a small word that is written onto it."""
    behind = "".join(rf"|(?<=(?<!\w){re.escape(word)})(?=\w)" for word in onto)
    return re.compile(f"{_START.pattern}{behind}") if onto else _START


def _lowered(text: str) -> str:
    """The text in small letters, with plain spaces and apostrophes, character for character as long as it was."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(small if len(small := char.lower()) == 1 else char for char in text)
    return low.replace("’", "'").replace("ʼ", "'").replace("\u00a0", " ").replace("\u202f", " ")


def _in_order(table: dict[str, list[Rule]], keys: list[str]) -> tuple[Rule, ...]:
    return tuple(sorted((rule for key in keys for rule in table.get(key, ())), key=lambda rule: rule.order))


def _key(low: str, at: int) -> str:
    """How the text begins at a position, as rules are found: a run of digits is one 0."""
    if low[at].isdigit() or low[at] == "'":
        return _DIGITS.sub(DIGITS, low[at : at + KEY + 8], count=1)[:KEY]
    return low[at : at + KEY]
