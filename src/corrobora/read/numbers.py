"""Read numbers in digits and words, "12.000" or "dodicimila" or "1만 2천", by the tables of a language pack."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec
from ahocorasick_rs import AhoCorasick, MatchKind

from corrobora.read.alternation import SPACE, alternation
from corrobora.read.numbers_table import NumbersTable
from corrobora.read.packs import Pack
from corrobora.read.templates import words

MOST_DIGITS = 9
"""More digits than this without separators are an identifier or a telephone number."""

MOST = 1e17
"""Larger numbers are no figures of the news; floats would not hold them exactly, either."""


Kind = Literal["plain", "small", "large", "half", "several"]


class NumberWord(msgspec.Struct, frozen=True):
    """A word of the number lexicon: its value, how it combines, and what it means as a number's first word."""

    value: float
    kind: Kind
    begins: Literal["no", "exact", "vague"] = "exact"
    rounded: bool = False


class Number(msgspec.Struct, frozen=True):
    """A number as it stands in a text. `scale` is its last scale word's value (1 if none), `coefficient` what it
    multiplies; `digits` tells digits from words, `grouped` that it has separators or decimals."""

    start: int
    end: int
    value: float
    scale: float = 1
    coefficient: float = 0
    vague: bool = False
    rounded: bool = False
    digits: bool = False
    grouped: bool = False


def forms(templates: Iterable[str]) -> list[str]:
    """All flat forms of many templates."""
    return [form for template in templates for form in words(template)]


def lowered(text: str) -> str:
    """`text` in lower case with every code point in its place, unlike str.lower, which may lengthen it."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := character.lower()) == 1 else character for character in text)


def plain(form: str) -> str:
    """A form as the lexicon keeps it: simple spaces, straight apostrophes."""
    return form.translate(_PLAIN)


def whole(value: float) -> float:
    """The value as an int if it is one, so that it is written without ".0"."""
    rounded = float(f"{value:.12g}")
    return int(rounded) if rounded == int(rounded) else rounded


class _Sum:
    """A number under construction: sections of small scales inside large scales, as all five languages count."""

    def __init__(self) -> None:
        self.total = self.section = 0.0
        self.current: float | None = None
        self.room = self.section_room = self.large_room = float("inf")
        self.scale = 1.0
        self.coefficient = 0.0
        self.start = self.end = -1
        self.vague = self.rounded = self.digits = self.grouped = self.several = False

    def take_value(self, value: float, *, digits: bool) -> bool:
        if value >= self.room or (digits and self.current is not None) or self.several:
            return False
        self.current = (self.current or 0) + value
        self.room = 0 if digits else _magnitude(value)
        return True

    def take(self, word: NumberWord) -> bool:
        """Add one word; False if the number was complete before it."""
        empty = self.start < 0
        if word.kind == "several":
            self.several = self.vague = empty
            return empty
        if word.kind == "half":
            return self._take_half(empty)
        if word.kind == "plain":
            return self.take_value(word.value, digits=False)
        if empty:
            if word.begins == "no":
                return False
            self.vague = word.begins == "vague"
        self.rounded = self.rounded or word.rounded
        self.coefficient = (self.current or 0) + self.section or 1
        taken = self._take_small(word.value) if word.kind == "small" else self._take_large(word.value)
        self.several = self.several and not taken
        return taken

    def _take_half(self, empty: bool) -> bool:
        if empty or self.several:
            return False
        if self.current is not None:
            self.current += 0.5
        else:
            self.total += self.scale / 2
        return True

    def _take_small(self, scale: float) -> bool:
        if scale >= self.section_room or (self.current is None and self.section):
            return False
        self.section += (1 if self.current is None else self.current) * scale
        self.current, self.room, self.section_room, self.scale = None, scale, scale, scale
        return True

    def _take_large(self, scale: float) -> bool:
        below = self.section + (self.current or 0)
        if scale < self.large_room:
            if not below and self.total:
                return False
            self.total += (below or 1) * scale
        else:
            self.total = (self.total + below) * scale
        self.section, self.current, self.section_room = 0.0, None, float("inf")
        self.room = self.large_room = self.scale = scale
        return True

    @property
    def value(self) -> float:
        return self.total + self.section + (self.current or 0)


def _magnitude(value: float) -> float:
    power = 1
    while value and value % (power * 10) == 0:
        power *= 10
    return power


class NumberReader:
    """Finds and values the numbers of one language; compiled once from its pack."""

    def __init__(self, pack: Pack):
        table = pack.table("numbers", NumbersTable)
        language = pack.language
        self.decimal = language.decimal_mark
        self.thousands = "".join(dict.fromkeys((*language.thousands_marks, "\u00a0", "\u202f")))
        self.lexicon = _lexicon(table)
        digits = _digits_source(self.thousands, self.decimal)
        edge = "" if table.compounds or table.glued else r"(?!\w)"
        self._onto = frozenset(language.proclitics)
        self._token = re.compile(rf"(?P<digits>{digits})|(?P<word>{alternation(self.lexicon)}){edge}")
        onto = language.proclitics
        self._run = re.compile(_run_source(table, self.lexicon, digits, blanks=language.spaces, onto=onto))
        self._spaced = language.spaces
        self._openings = AhoCorasick(sorted(_openings(table, self.lexicon)), matchkind=MatchKind.Standard)

    def find(self, low: str) -> Iterator[Number]:
        """Every number in a lower-cased text, in order; ordinals, names and the like are not yet told apart."""
        hits = self._openings.find_matches_as_indexes(low, overlapping=True)
        done = 0
        for start in sorted({start for _, start, _ in hits if not start or self._may_begin(low[start - 1])}):
            if start >= done and (run := self._run.match(low, start)):
                done = run.end()
                yield from self._compose(low, start, done)

    def _may_begin(self, before: str) -> bool:
        """True if a number may begin behind this character; without spaces, words stand right before numbers."""
        return not before.isalnum() or before in self._onto or (not self._spaced and not before.isascii())

    def parse_number(self, text: str) -> float | None:
        """The value of a text that is one number and nothing else ("12.000", "dodicimila"); None if it is not."""
        low = lowered(text.strip())
        word = self.lexicon.get(low)
        if word is not None and word.kind == "plain":
            return whole(word.value)
        run = self._run.match(low)
        if run is None or run.end() != len(low):
            return None
        numbers = list(self._compose(low, 0, len(low)))
        if len(numbers) != 1 or numbers[0].end != len(low) or numbers[0].vague:
            return None
        return numbers[0].value

    def value(self, digits: str) -> float | None:
        """The value of a number in digits by the language's marks; None for dates, versions, codes."""
        if digits.isdigit():
            if len(digits) > MOST_DIGITS:
                return None
            return int(digits) if digits[0] != "0" or len(digits) == 1 else None
        integer, mark, fraction = digits.partition(self.decimal)
        if mark and not fraction.isdigit():
            return None
        groups = re.split(f"[{re.escape(self.thousands)}]", integer)
        if len(groups) > 1 and (len(groups[0]) > 3 or any(len(group) != 3 for group in groups[1:])):
            return None
        if (groups[0][0] == "0" and (len(groups[0]) > 1 or len(groups) > 1)) or not all(map(str.isdigit, groups)):
            return None
        return whole(float("".join(groups) + "." + (fraction or "0")))

    def _compose(self, low: str, start: int, end: int) -> Iterator[Number]:
        tokens = [(token.start(), token.end(), token.lastgroup) for token in self._token.finditer(low, start, end)]
        if len(tokens) == 1 and tokens[0][2] == "digits":
            yield from self._single(low, start, tokens[0][1])
            return
        sum_ = _Sum()
        for at, to, group in tokens:
            if not self._add(sum_, low[at:to], group):
                yield from _number(sum_)
                sum_ = _Sum()
                if not self._add(sum_, low[at:to], group):
                    continue
            sum_.start = at if sum_.start < 0 else sum_.start
            sum_.end = to
        yield from _number(sum_)

    def _single(self, low: str, start: int, end: int) -> Iterator[Number]:
        value = self._decimal(low[start:end])
        if value is not None and value < MOST:
            grouped = not low[start:end].isdigit()
            yield Number(start, end, whole(value), coefficient=value, digits=True, grouped=grouped)

    def _decimal(self, digits: str) -> float | None:
        """The value by the language's marks, or, failing that, by the other convention for decimals ("3.5" for 3,5)."""
        value = self.value(digits)
        if value is None and re.fullmatch(r"(?:0|[1-9][0-9]*)[.,][0-9]{1,2}", digits):
            return float(digits.replace(",", "."))
        return value

    def _add(self, sum_: _Sum, token: str, group: str | None) -> bool:
        if group == "word":
            return sum_.take(self.lexicon[plain(token)])
        value = self._decimal(token)
        if value is None or not sum_.take_value(value, digits=True):
            return False
        sum_.digits = True
        sum_.grouped = sum_.grouped or not token.isdigit()
        return True


IDEOGRAPH_AHEAD = r"(?![\u4e00-\u9fff])"
"""Behind a number in words and its counter: they are no part of a longer word or name (六本木)."""
_SPACES = (" ", "\t", "\u00a0", "\u202f")
_GAPS = ("", *_SPACES, "-", "‐", "‑")
_PLAIN = str.maketrans({"\t": " ", "\u00a0": " ", "\u202f": " ", "’": "'", "ʼ": "'"})


def _number(sum_: _Sum) -> Iterator[Number]:
    if sum_.start >= 0 and not sum_.several and sum_.value < MOST:
        value, told = sum_.value, (sum_.vague, sum_.rounded, sum_.digits, sum_.grouped)
        yield Number(sum_.start, sum_.end, whole(value), sum_.scale, sum_.coefficient or value, *told)


def _lexicon(table: NumbersTable) -> dict[str, NumberWord]:
    """Every number word with its meaning; later lists refine earlier ones."""
    found: dict[str, NumberWord] = {}
    bare = set(forms(table.bare))

    def add(value: float, form: str, kind: Kind, *, rounded: bool = False) -> None:
        begins: Literal["no", "exact"] = "exact" if kind == "plain" or form in bare else "no"
        found[form.replace("’", "'")] = NumberWord(value, kind, begins, rounded)

    for kind, rows in (("plain", table.words), ("small", table.small), ("large", table.large)):
        for value, template in rows:
            for form in words(template):
                add(value, form, kind)  # type: ignore[arg-type]
    for value, template in table.rounded:
        for form in words(template):
            add(value, form, "large" if value >= 1000 else "small", rounded=True)
    for value, template in table.vague:
        for form in words(template):
            kind_: Kind = found[form].kind if form in found else "large" if value >= 1000 else "small"
            found[form] = NumberWord(value, kind_, "vague", found[form].rounded if form in found else False)
    for form in forms((*table.one, *table.article)):
        found[form] = NumberWord(1, "plain", "exact")
    found |= {form: NumberWord(value, "plain", "no") for value, row in table.before_scale for form in words(row)}
    found |= {form: NumberWord(0, "several", "vague") for form in forms(table.several)}
    found |= {form: NumberWord(0.5, "half", "no") for form in forms(table.halves)}
    return found


def _digits_source(thousands: str, decimal: str) -> str:
    mark = f"[{re.escape(thousands)}]"
    return (
        rf"(?:[0-9]{{1,3}}(?:{mark}[0-9]{{3}})++(?![0-9])(?:{re.escape(decimal)}[0-9]++)?+"
        rf"|[0-9]++(?:[.,][0-9]++)*+)(?![:/][0-9])"
    )


def _openings(table: NumbersTable, lexicon: dict[str, NumberWord]) -> set[str]:
    """What every run begins with: a figure, the first two words of a form up to an apostrophe, an article and scale."""
    found = set("0123456789")
    articles = set(forms(table.article))
    scales = {form.partition("'")[0].split(" ")[0] for form, word in lexicon.items() if word.kind in ("small", "large")}
    for form in lexicon:
        first, _, second = (form.partition("'")[0] or "'").partition(" ")
        if second:
            found.update(f"{first}{space}{second.split(' ')[0]}" for space in _SPACES)
        elif form in articles and first == form:
            found.update(f"{form}{gap}{scale}" for gap in _GAPS for scale in scales)
        else:
            found.add(first)
    return found


def _run_source(
    table: NumbersTable, lexicon: dict[str, NumberWord], digits: str, *, blanks: bool, onto: Sequence[str] = ()
) -> str:
    """The source of a run of number words and digits; _compose decides what they add up to. `onto`: what, as joiners
    then, may be written onto a number."""
    edge = "" if table.glued else r"(?!\w)"
    ones, articles = set(forms(table.one)), set(forms(table.article))
    leads = ones | articles | set(forms(table.several)) | set(forms(row for _, row in table.before_scale))
    scales = [form for form, word in lexicon.items() if word.kind in ("small", "large")]
    begin = [
        form for form, word in lexicon.items() if form not in leads and word.kind != "half" and word.begins != "no"
    ]
    inner = [form for form in lexicon if form not in articles and lexicon[form].kind != "several"]
    more = rf"{alternation(inner)}{{0,9}}+" if table.compounds or table.glued else ""
    gap = rf"(?:{SPACE}|[-‐‑])?"
    lead = rf"{alternation(leads)}{gap}(?={alternation(scales)}{edge})"
    joiners = alternation(forms(table.joiners))
    joined = rf"(?:{joiners}{SPACE}{'?' if onto else ''})?" if table.joiners else ""
    linked = [form for form, word in lexicon.items() if word.begins == "vague" and word.kind != "several"]
    counted = spaced = ""
    if table.glued:
        within = "" if blanks or not table.noun_before else IDEOGRAPH_AHEAD
        counters = [*forms(table.counters), *(form for _, template in table.units for form in words(template))]
        counted = rf"(?={SPACE}?{alternation(forms(table.about_after))}?{SPACE}?{alternation(counters)}{within})"
        ones_ = alternation(form for form in begin if lexicon[form].kind == "plain")
        spaced = rf"{ones_}{{1,2}}(?={SPACE if blanks else ''}{alternation(counters)}{within})|"
        leads |= set() if blanks else {form for form in begin if lexicon[form].kind == "plain"}
        lead = rf"{alternation(leads)}{gap}(?={alternation(scales)}{edge})"
        begin = [form for form in begin if lexicon[form].kind != "plain"]
    begin_word = rf"(?:{spaced}{alternation(begin)}{more}{edge}|{lead}{alternation(scales)}{more}{edge})"
    step = rf"{gap}{joined}{alternation(inner)}{more}{edge}|{SPACE}{'?' if table.glued else ''}{digits}"
    if onto and table.joiners:
        step += rf"|{SPACE}{joiners}{SPACE}?{digits}"
    if linked and table.links:
        step += rf"|{SPACE}{alternation(forms(table.links))}{SPACE}?{alternation(linked)}{edge}"
    run = rf"(?:{begin_word}(?:{step})*+{counted}|{digits}(?:{step})*+)"
    before = r"\w" if blanks else "0-9A-Za-z"
    free = rf"(?<![{before}/№§#+@^_])"
    places = "|".join([free, *(rf"(?<={free}{re.escape(word)})" for word in onto)])
    return rf"(?:{places})(?<![0-9][.,:]){run}"
