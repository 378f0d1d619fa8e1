"""Find time expressions: the rules of a language pack over a text, resolved against publication and each other."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ahocorasick_rs import AhoCorasick, MatchKind

from corrobora.read import timex
from corrobora.read.dates_context import Context, Found, Value
from corrobora.read.dates_meaning import meaning
from corrobora.read.dates_published import inferred, printed
from corrobora.read.dates_rules import WRITTEN, Rule, Rules
from corrobora.read.dates_table import DateTable
from corrobora.read.dates_words import DIGITS, GAP, KEY, plain_forms, source_of
from corrobora.read.packs import Pack
from corrobora.records import Stated, TimeExpression

REACH = 40
"""An expression begins at most so many characters before the word that gives it away."""

CUE_REACH = 70
"""So far from an expression a word may stand that says whether it lies ahead."""

MOST_BEGINNINGS = 50_000
"""How many beginnings of words a reader remembers the rules for."""

_START = re.compile(r"(?<!\w)(?<!\d[.,])(?:\w|['’‘](?=\d\d))")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_ANYWHERE = re.compile(r"\w")
_SENTENCE_END = re.compile(r"[.!?…。]\s|\n|[;:]\s")
_NO_YEAR_BEFORE = re.compile(r"(?:[$€£¥₩₽#№+×°]|\d[.,])\s?\Z")
_NO_YEAR_AFTER = re.compile(r"\s?(?:[%$€£¥₩₽×°]|[.,]\d)")


class DateReader:
    """Finds the time expressions of one language. Everything is compiled once, on the reader."""

    def __init__(self, pack: Pack):
        self.table = pack.table("dates", DateTable)
        self.spaces = pack.language.spaces
        self._rules = Rules(self.table)
        self._words = self._rules.words
        self._triggers = AhoCorasick(self._rules.triggers or ["\0"], matchkind=MatchKind.Standard)
        self._by_beginning: dict[str, tuple[tuple[Rule, ...], tuple[Rule, ...]]] = {}
        self._cues = _cue_pattern(self.table)
        self._articles = frozenset(self.table.articles)
        self._joins = frozenset(self.table.joins)
        self._range_joins = frozenset(self.table.range_joins)
        self._year_before = _ending(self.table.year_cues)
        self._glue = self._words.last_letters() if self.table.particles else frozenset()
        self._whole = frozenset((*self._words.forms["part"], *self._words.forms["season"]))
        self._ahead = _ending(self.table.future_before)
        self._year_after = _beginning(self.table.year_followers)
        self._not_year = _beginning(self.table.not_years)

    def find(self, text: str, *, published: str | None) -> tuple[TimeExpression, ...]:
        """All time expressions, sorted, not overlapping. `published` is an ISO date or date-time, or None: then what
        counts from publication keeps a value with X in it and has no interval."""
        low = self._low(text)
        found = self._joined(list(self._matches(text, low)), low)
        return tuple(self._resolved(text, low, found, published))

    def check(self) -> int:
        """Compile every rule of the pack, which is otherwise done when a rule is first tried, and count them. Raises
        TemplateError or PackError for a template that does not follow the grammar or names an unknown slot."""
        return self._rules.check()

    def _low(self, text: str) -> str:
        low = _lowered(text)
        for letter, plain in self.table.letters.items():
            low = low.replace(letter, plain)
        return low

    def infer_published(self, text: str, *, today: str | None = None) -> Stated | None:
        """When the article was published, as its own text tells: printed on a line of its own (how="text"), or the most
        recent day not later than `today` that its weekdays and dates allow (how="inferred", sure below 1).

        Without `today` (an ISO date) nothing is inferred. None if the text does not tell.
        """
        low = self._low(text)
        found = self._joined(list(self._matches(text, low)), low)
        stated = printed(text, self._resolved(text, low, found, None), self.table.published)
        last = timex.moment(today)
        if stated is not None or last is None:
            return stated
        return inferred(found, Context(self._words, None, lambda one: 0), today=last.date())

    # --- finding ----------------------------------------------------------------------------------------------

    def _matches(self, text: str, low: str) -> Iterator[Found]:
        starts = _START if self.spaces else _ANYWHERE
        beginnings = self._rules.beginnings
        done = 0
        for first, last in self._windows(low):
            for start in starts.finditer(low, max(first, done), last):
                at = start.start()
                if at < done:
                    continue
                begins = low[at : at + 2]
                if begins not in beginnings and begins[:1] not in beginnings and not begins[:1].isdigit():
                    continue
                best = self._best(text, low, at)
                if best is not None:
                    done = best.end
                    if best.rule.means != "nothing":
                        yield best

    def _windows(self, low: str) -> Iterator[tuple[int, int]]:
        """Where an expression may begin: near words that give it away, and near dates in figures."""
        hits = self._triggers.find_matches_as_indexes(low, overlapping=True)
        if not self.spaces:
            spots = [(start, end) for _, start, end in hits]
        elif self._glue:
            spots = [(start, end) for _, start, end in hits if self._stands_alone(low, start, end)]
        else:
            padded = low + " "
            spots = [
                (start, end)
                for _, start, end in hits
                if not (padded[start - 1].isalpha() or (padded[end].isalpha() and padded[end - 1].isalpha()))
            ]
        spots += [(match.start(), match.start() + 1) for match in WRITTEN.finditer(low)]
        spots.sort()
        first = last = 0
        for start, end in spots:
            if start - REACH > last:
                if last > first:
                    yield first, last
                first = start - REACH
            last = max(last, end)
        if last > first:
            yield max(0, first), last

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
            known = (_in_order(self._rules.by_key, ways), _in_order(self._rules.mods, ways))
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
            if "\n" in match.group() and low.find("\n\n", at, match.end()) >= 0:
                match = rule.match.match(low, at, low.find("\n\n", at))
                if match is None:
                    continue
            if (led and rule.slots == ("year",)) or self._fits(rule, match, text, low):
                slots = {name: said for name, said in match.groupdict().items() if said is not None}
                ways.append(Found(at, match.end(), rule.table, slots))
        if not ways:
            return None
        ways.sort(key=lambda found: (-found.end, not found.rule.after))
        ways[0].shorter = ways[1:]
        return ways[0]

    def _fits(self, rule: Rule, match: "re.Match[str]", text: str, low: str) -> bool:
        for slot in self.table.capitals:
            if slot in rule.slots and match.group(slot) and not text[match.start(slot)].isupper():
                return False
        if rule.slots == ("month",) and low[match.start()].isalpha() and low[: match.start()][-2:-1].isdigit():
            return False  # "32 marzo"
        if rule.table.capital and not text[match.start()].isupper():
            return False
        if rule.table.small and text[match.start()].isupper() and text[match.start() - 2 : match.start()][:1].isalnum():
            return False
        if rule.slots == ("year",) and match.end() - match.start() == 4 and rule.table.means == "date":
            return self._is_year(text, low, match.start(), match.end())
        return True

    def _is_year(self, text: str, low: str, start: int, end: int) -> bool:
        """Four figures are a year if a word before says so, or if what follows does not make them a count."""
        if _NO_YEAR_BEFORE.search(low, max(0, start - 3), start) or _NO_YEAR_AFTER.match(low, end):
            return False
        if self._not_year.match(low, end) or (low[start - 1 : start] == "-" and low[start - 2 : start - 1].isalpha()):
            return False
        follower = text[end : end + 2]
        counted = follower[:1].isspace() and follower[1:].islower() and not self._year_after.match(low, end)
        round_number = low[start + 2 : end] == "00"
        if _in_span(low, start, end):
            return True
        if self._year_before.search(low, max(0, start - 24), start):
            return not (counted and round_number)
        year = int(low[start:end])
        return 1900 <= year <= 2100 and not counted

    def _best(self, text: str, low: str, at: int) -> Found | None:
        rules, mods = self._candidates(_key(low, at))
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
            core = self._longest(text, low, then, self._candidates(_key(low, then))[0], led=True)
            counts = rule.table.mod in ("MORE_THAN", "LESS_THAN")
            if counts and core and core.rule.means not in ("duration", "shift"):
                continue
            if core and core.rule.means != "nothing" and (best is None or core.end > best.end):
                best = replace(core, start=at, mod=rule.table.mod)
        if best is not None:
            for rule in self._rules.after_mods:
                then = best.end + (low[best.end : best.end + 1] == " ")
                match = rule.match.match(low, then)
                if match is not None:
                    return replace(best, end=match.end(), mod=rule.table.mod)
        return best

    # --- joining ----------------------------------------------------------------------------------------------

    def _joined(self, found: list[Found], low: str) -> list[Found]:
        """A day with its time of day as one expression; the year of a range's end given to its beginning."""
        out: list[Found] = []
        for here in found:
            before = out[-1] if out else None
            if before is not None and here.start - before.end <= 16:
                gap = " ".join(low[before.end : here.start].split())
                if gap in self._joins:
                    joined = _join(before, here)
                    if joined is not None:
                        out[-1] = joined
                        continue
                if gap in self._range_joins and _lacks_year(before) and here.slots.get("year"):
                    before.year = here.slots["year"]
            out.append(here)
        return out

    # --- resolving --------------------------------------------------------------------------------------------

    def _resolved(self, text: str, low: str, found: list[Found], published: str | None) -> Iterator[TimeExpression]:
        context = Context(self._words, timex.moment(published), lambda one: self._direction(low, one))
        for longest in found:
            one = longest
            context.same_sentence = context.last_end >= 0 and not _SENTENCE_END.search(low, context.last_end, one.start)
            value = meaning(one, context)
            for way in longest.shorter:
                if value is None and way.rule.means != "nothing":
                    one, value = way, meaning(way, context)
            if value is None:
                continue
            start = self._with_article(low, one)
            yield _expression(text, start, one.end, value)
            if value.type in ("DATE", "TIME") and value.earliest is not None:
                context.last, context.last_end = _period(value), one.end

    def _with_article(self, low: str, found: Found) -> int:
        """The start, before an article that belongs to the expression."""
        at = found.start
        before = low[max(0, at - 8) : at]
        for article in self._articles:
            if before.endswith(article) and not before[: -len(article)][-1:].isalnum():
                return at - len(article)
        return at

    def _direction(self, low: str, found: Found) -> int:
        """1 if the words around say that it lies ahead, -1 if they say that it is past, 0 if they say nothing."""
        left = low[max(0, found.start - CUE_REACH) : found.start]
        ends = [match.end() for match in _SENTENCE_END.finditer(left)]
        left = left[ends[-1] :] if ends else left
        right = low[found.end : found.end + CUE_REACH]
        end = _SENTENCE_END.search(right)
        right = right[: end.start()] if end else right
        before = [match.lastgroup for match in self._cues.finditer(left)]
        after = self._cues.search(right)
        nearest = [before[-1] if before else None, after.lastgroup if after else None]
        if self.table.cues_follow:
            nearest.reverse()
        if self._ahead.search(low, max(0, found.start - 24), found.start):
            return 1
        cue = nearest[0] or nearest[1]
        return 1 if cue == "future" else -1 if cue == "past" else 0


def _in_span(low: str, start: int, end: int) -> bool:
    """True for the years of "(1822-1862)" and "1910–1914"."""
    before, after = low[max(0, start - 5) : start], low[end : end + 5]
    opens = before[-1:] == "(" and after[:1] in ("-", "–", "—", ")")
    follows = before[-1:] in ("-", "–", "—") and before[:4].isdigit()
    leads = after[:1] in ("-", "–", "—") and after[1:].isdigit() and len(after) == 5
    return opens or follows or leads


def _lowered(text: str) -> str:
    """The text in small letters, with plain spaces and apostrophes, character for character as long as it was."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(small if len(small := char.lower()) == 1 else char for char in text)
    return low.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")


def _in_order(table: dict[str, list[Rule]], keys: list[str]) -> tuple[Rule, ...]:
    return tuple(sorted((rule for key in keys for rule in table.get(key, ())), key=lambda rule: rule.order))


def _key(low: str, at: int) -> str:
    """How the text begins at a position, as rules are found: a run of digits is one 0."""
    if low[at].isdigit() or low[at] == "'":
        return _DIGITS.sub(DIGITS, low[at : at + KEY + 8], count=1)[:KEY]
    return low[at : at + KEY]


def _join(left: Found, right: Found) -> Found | None:
    """A date and a time of day as one; None if they are not that."""
    times = ("clock", "part")
    if _is_day(left) and right.rule.means in times and left.time is None:
        return replace(left, end=right.end, time=right)
    if left.rule.means in times and _is_day(right) and right.time is None:
        return replace(right, start=left.start, time=left)
    if left.rule.means == "part" and left.rule.offset is not None and right.rule.means == "clock" and left.time is None:
        return replace(left, end=right.end, time=_in_part(right, left))
    part = left.time
    if _is_day(left) and part is not None and part.rule.means == "part" and right.rule.means == "clock":
        return replace(left, end=right.end, time=_in_part(right, part))
    return None


def _in_part(clock: Found, part: Found) -> Found:
    """A time of day that a part of the day beside it makes clear: nine, in the evening."""
    return replace(clock, slots={**clock.slots, "part": part.slots["part"]}) if "part" in part.slots else clock


def _is_day(found: Found) -> bool:
    """True if it names one day, so that a time of day may be joined to it."""
    if found.rule.means in ("day", "festival"):
        return True
    return found.rule.means in ("date", "relative", "nth") and any(
        slot in found.slots for slot in ("day", "weekday", "wday", "numeric", "short")
    )


def _lacks_year(found: Found) -> bool:
    return (
        found.rule.means == "date"
        and not found.slots.get("year")
        and bool(found.slots.get("month") or found.slots.get("mon"))
    )


def _period(value: Value) -> timex.Period:
    first, last = timex.moment(value.earliest), timex.moment(value.latest)
    precision = "day" if value.type == "TIME" else value.precision or "day"
    name = value.timex[:10] if value.type == "TIME" else value.timex
    return timex.Period(name, first.date() if first else None, last.date() if last else None, precision)


def _expression(text: str, start: int, end: int, value: Value) -> TimeExpression:
    return TimeExpression(
        start=start, end=end, exact=text[start:end], timex=value.timex, type=value.type, earliest=value.earliest,
        latest=value.latest, precision=value.precision, anchor=value.anchor, mod=value.mod,
    )  # fmt: skip


def _cue_pattern(table: DateTable) -> "re.Pattern[str]":
    future = [source_of(form) for form in plain_forms(table.future)]
    past = [source_of(form) for form in plain_forms(table.past)]
    future += [rf"\w{{1,20}}{re.escape(ending)}" for ending in table.future_endings]
    past += [rf"\w{{1,20}}{re.escape(ending)}" for ending in table.past_endings]
    ends = "" if table.cues_follow else r"(?!\w)"
    return re.compile(
        rf"(?<!\w)(?:(?P<future>{'|'.join(future) or '(?!)'})|(?P<past>{'|'.join(past) or '(?!)'})){ends}"
    )


def _ending(template: str) -> "re.Pattern[str]":
    forms = [source_of(form) for form in plain_forms(template)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms) or '(?!)'}){GAP.replace('1', '0', 1)}\Z")


def _beginning(template: str) -> "re.Pattern[str]":
    forms = [source_of(form) for form in plain_forms(template)]
    return re.compile(rf"{GAP.replace('1', '0', 1)}(?:{'|'.join(forms) or '(?!)'})(?!\w)")
