"""Compile dates.toml: the words of each slot, the pattern of each rule, and where a text is worth looking at."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from corrobora.errors import PackError
from corrobora.read.dates_table import DateTable, RuleTable
from corrobora.read.templates import Choice, Literal, Optional, Sequence, Slot, Space, expand, parse, pattern, words

GAP = r"\s{1,3}"
DIGITS = "0"
"""Stands for a run of digits in the keys of rules."""

KEY = 6
"""Rules are found by so many characters of how they begin."""

MOST_KEYS = 40
"""A rule that may begin in more ways than this is found by fewer characters."""

MARKS = {",": ",?", "-": r"\s?[-–—~〜∼～]\s?", "_": r"\s?"}
"""Slots that stand for marks: a comma that may be there, a dash, a space that may be there."""

NUMERIC = {
    "year": (r"(?:1[0-9]|2[0-2])\d\d", int),
    "tens": (r"['’‘]?\d0", lambda text: int(text.strip("'’‘"))),
    "hour": (r"(?:[01]?\d|2[0-4])", int),
    "minute": (r"[0-5]?\d", int),
    "roman": (r"[ivx]{1,5}", str),
}
"""Slots that need no words: their patterns, and how to read them."""

HEAVY = {"month", "mon", "clear_month", "weekday", "wday", "unit", "season", "part", "decade", "zone", "half_day", "year", "tens", "clock",
         "numeric", "short"}  # fmt: skip
"""A time expression holds at least one of these, or a word that its rule spells out."""

WRITTEN = re.compile(
    r"[0-9](?<![0-9][0-9])(?:(?<=1)\d{3}(?!\d)|(?<=2)[0-2]\d\d(?!\d)|\d?[:.h]\d\d(?!\d)|\d{0,3}([-./])\d{1,2}(?:\1\d{2,4}|(?!\d)))"
)
"""What is a trigger though no word of a pack is in it: years, clock times, dates in figures."""


_FIGURES = re.compile(r"\d+")


class Words:
    """What each slot of a language matches, and the value of what it matched."""

    def __init__(self, table: DateTable):
        self.table = table
        numbers = {**_forms(table.number), **_compounds(table, table.number)}
        ordinals = {**_forms(table.ordinal), **_compounds(table, table.ordinal)}
        self._compound_forms = _compounds(table, table.number).keys() | _compounds(table, table.ordinal).keys()
        self._compounds = (
            {"number": _compound_source(table, table.number), "ordinal": _compound_source(table, table.ordinal)}
            if table.tens
            else {}
        )
        self.forms: dict[str, dict[str, str]] = {
            "number": numbers,
            "ordinal": ordinals,
            "month": _forms(table.month),
            "mon": {**_forms(table.month_short), **_forms(table.month)},
            "clear_month": {form: value for form, value in _forms(table.month).items() if value not in table.doubtful_months},
            "weekday": _forms(table.weekday),
            "wday": {**_forms(table.weekday_short), **_forms(table.weekday)},
            "season": _forms(table.season),
            "part": _forms(table.part),
            "unit": _forms(table.unit),
            "which": _forms(table.which),
            "half_day": _forms(table.half_day),
            "decade": _forms(table.decade),
            "zone": {**{"utc": "Z", "gmt": "Z"}, **_forms(table.zone)},
            "vague": dict.fromkeys(_plain(table.vague), "X"),
        }
        day_words = {"ordinal": ordinals, "number": numbers, "both": {**numbers, **ordinals}, "none": {}}
        self.forms["day"] = day_words[table.day_words]
        self.forms["nth"] = ordinals
        self.forms["hour"] = {form: value for form, value in numbers.items() if value.isdigit() and int(value) <= 24}
        self.forms["minute"] = numbers
        self._patterns: dict[str, str] = {}

    def pattern(self, slot: str) -> str:
        """The source of a regular expression for a slot; raises PackError for a slot that is not one."""
        if slot not in self._patterns:
            self._patterns[slot] = self._make(slot)
        return self._patterns[slot]

    def _make(self, slot: str) -> str:
        marks = "".join(f"|{re.escape(mark.lower())}" for mark in self.table.ordinal_marks)
        clock = "".join(re.escape(mark) for mark in self.table.clock_marks)
        ways: list[str] = []
        match slot:
            case "number":
                ways = [r"\d{1,3}(?:[.,]\d{3}){1,2}(?!\d)", r"(?!(?:19|20)\d\d(?!\d))\d{1,4}(?:[.,]\d{1,2})?(?!\d)"]
            case "day":
                ways = [rf"(?:3[01]|[12]\d|0?[1-9])(?!\d)(?:{marks.lstrip('|')})?" if marks else r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"]
            case "nth":
                ways = [rf"\d{{1,2}}(?:{marks.lstrip('|')})"] if marks else [r"\d{1,2}"]
            case "numeric":
                return r"\d{1,4}([-./])\d{1,2}\1\d{1,4}(?![\d])"
            case "short":
                return r"\d{1,2}[./]\d{1,2}(?![\d/])"
            case "zone":
                ways = [r"(?:utc|gmt) ?[-+−] ?\d{1,2}"]
            case "clock":
                return rf"(?:[01]?\d|2[0-4])[{clock}][0-5]\d(?::[0-5]\d)?(?!\d)"
            case _ if slot in NUMERIC:
                ways = [NUMERIC[slot][0] + (r"(?!\d)" if slot != "roman" else "")]
        compounds = self._compounds if slot in ("number", "minute", "hour", "ordinal", "nth", "day") else {}
        tables = {"day": self.table.day_words, "ordinal": "ordinal", "nth": "ordinal"}
        if compounds and self.forms[slot]:
            ways += [compounds[name] for name in ("number", "ordinal") if tables.get(slot, "number") in (name, "both")]
        plain = self.forms.get(slot, {}).keys() - (self._compound_forms if compounds else set())
        ways += [_source(form) for form in sorted(plain, key=len, reverse=True)]
        if not ways:
            if slot in self.forms:
                return r"(?!)"
            raise PackError(f"dates.toml: no slot <{slot}>; slots are {', '.join(sorted({*self.forms, *NUMERIC}))}")
        return "|".join(ways)

    def starts(self, slot: str) -> set[str]:
        """How text that this slot matches may begin, with every run of digits written as one 0."""
        keys = {_FIGURES.sub(DIGITS, form)[:KEY] for form in self.forms.get(slot, ())}
        if slot in ("number", "day", "numeric", "short", "clock", "year", "hour", "minute", "tens"):
            keys.add(DIGITS)
        if slot in ("day", "nth"):
            keys.update(f"{DIGITS}{mark.lower()}" for mark in self.table.ordinal_marks or ("",))
        if slot == "tens":
            keys.add(f"'{DIGITS}")
        if slot == "roman":
            keys.update("ivx")
        return keys

    def value(self, slot: str, text: str) -> str:
        """The value of what a slot matched, as the pack writes it; figures stand for themselves."""
        slot = slot.rstrip("23")
        plain = " ".join(text.split())
        known = self.forms.get(slot, {}).get(plain)
        if known is not None:
            return known
        if slot in ("day", "nth"):
            return re.match(r"\d+", plain).group() if plain[:1].isdigit() else ""  # type: ignore[union-attr]
        if slot == "number":
            grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", plain)
            return re.sub(r"[.,]", "", plain) if grouped else plain.replace(",", ".")
        return plain


class Rule:
    """One template of a rule, compiled when it is first tried."""

    def __init__(self, table: RuleTable, template: str, words_of: Words, order: int):
        self.table = table
        self.order = order
        self.template = template
        self.sequence = parse(template.lower())
        self._words = words_of
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
        before = "|".join(f"(?<={_fixed(form)})" for form in _plain(self.table.after, strip=False))
        after = "|".join(_source(form) + r"(?!\w)" * form[-1].isalnum() for form in _plain(self.table.before))
        particles = "|".join(re.escape(form) for form in self._words.table.particles)
        ends = rf"(?=(?:{particles}){{0,3}}(?!\w))" if particles else r"(?!\w)"
        if self.table.means in ("ref", "day"):
            ends += r"(?!-\w)"  # "the now-cancelled deal"
        if self.table.means in ("mod",):
            ends = ""
        return re.compile(
            (f"(?:{before})" if before else "") + f"(?:{source})" + ends + (rf"(?=\s{{0,2}}(?:{after}|\Z))" if after else "")
        )

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
                yield best
            elif self.table.after:
                for form in _plain(self.table.after, strip=False):
                    gap = "" if form.endswith(("'", " ")) else " "
                    yield from (f"{form}{gap}{digit}" for digit in "0123456789")

    def keys(self) -> set[str]:
        """Under how many first characters it may begin, at most KEY of them."""
        return {key[:KEY] for key in _prefixes(self.sequence, self._words)}


class Rules:
    """All rules of a language, found by how an expression begins."""

    def __init__(self, table: DateTable):
        self.words = Words(table)
        self.by_key: dict[str, list[Rule]] = defaultdict(list)
        self.mods: dict[str, list[Rule]] = defaultdict(list)
        self.after_mods: list[Rule] = []
        triggers: set[str] = set()
        for order, rule_table in enumerate(table.rule):
            for template in rule_table.templates:
                rule = Rule(rule_table, template, self.words, order)
                if rule_table.means == "after_mod":
                    self.after_mods.append(rule)
                    continue
                into = self.mods if rule_table.means == "mod" else self.by_key
                for key in rule.keys():
                    into[key].append(rule)
                if rule_table.means != "mod" and not rule.heavy:
                    triggers.update(rule.triggers())
        for slot in HEAVY:
            triggers.update(self.words.forms.get(slot, ()))
        self.beginnings = frozenset(key[:2] for key in (*self.by_key, *self.mods))
        self.triggers = sorted(trigger for trigger in triggers if trigger.strip())


def _forms(table: dict[str, str]) -> dict[str, str]:
    return {form: value for value, template in table.items() for form in _plain(template)}


def _plain(template: str, *, strip: bool = True) -> list[str]:
    if not template:
        return []
    return [form.strip() if strip else form for form in words(template.lower())]


def _compounds(table: DateTable, ones: dict[str, str]) -> dict[str, str]:
    """ "twenty-one" and its like, from the tens and the ones."""
    return {
        f"{first}{join}{second}": str(int(ten) + int(one))
        for ten, template in table.tens.items()
        for first in _plain(template)
        for join in table.tens_joins
        for one, says in _ones(ones)
        for second in says
    }


def _compound_source(table: DateTable, ones: dict[str, str]) -> str:
    tens = "|".join(_source(form) for template in table.tens.values() for form in _plain(template))
    joins = "|".join(re.escape(join).replace("\\ ", GAP) for join in table.tens_joins)
    last = "|".join(_source(form) for _, says in _ones(ones) for form in says)
    return f"(?:{tens})(?:{joins})(?:{last or '(?!)'})(?!\\w)"


def _ones(table: dict[str, str]) -> list[tuple[str, list[str]]]:
    return [(one, _plain(says)) for one, says in table.items() if one.isdigit() and 1 <= int(one) <= 9]


def _source(form: str) -> str:
    return GAP.join(re.escape(part) for part in form.split())


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
                ways = {_FIGURES.sub(DIGITS, text)}
            case Space():
                ways = {" "}
            case Slot(name) if name in MARKS:
                if name == "-":
                    return done | open_ends
                ways = {"", ","} if name == "," else {"", " "}
            case Slot(name):
                ways = words_of.starts(name)
                if name in ("clock", "numeric", "short", "roman"):
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
        if not open_ends or len(open_ends) > MOST_KEYS and "" not in open_ends:
            break
    return done | open_ends
