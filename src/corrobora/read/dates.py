"""Read the time expressions of a text: found by the rules of a pack, resolved against publication and each other."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from corrobora.read import timex
from corrobora.read.dates_context import Context, Found, Value
from corrobora.read.dates_cues import SENTENCE_END, Cues
from corrobora.read.dates_finding import Finder
from corrobora.read.dates_joining import Joins, joined
from corrobora.read.dates_meaning import meaning
from corrobora.read.dates_published import inferred, printed
from corrobora.read.dates_table import DateTable
from corrobora.read.packs import Pack
from corrobora.records import Stated, TimeExpression

LONGEST_SENTENCE = 1_000
"""A time of day that stands farther than this from a date is not of its sentence."""

LONGEST_ARTICLE = 8


class DateReader:
    """Reads the time expressions of one language. Everything is compiled once, and kept on the reader."""

    def __init__(self, pack: Pack):
        self.table = pack.table("dates", DateTable)
        self._letters = pack.letters
        self._cues = Cues(self.table, spaces=pack.language.spaces)
        self._finder = Finder(self.table, self._cues, language=pack.language)
        self._words = self._finder.rules.words
        self._articles = tuple(self.table.articles)
        self._joins = Joins(self.table, self._words)
        self._last: tuple[str, str, list[Found]] | None = None

    def find(self, text: str, *, published: str | None) -> tuple[TimeExpression, ...]:
        """All time expressions, sorted, not overlapping. `published` is an ISO date or date-time, or None: then what
        counts from publication keeps a value with X in it and has no interval."""
        plain = self._letters.of(text)
        low, found = self._found(plain.text)
        return plain.back(self._resolved(plain.text, low, found, published))

    def infer_published(self, text: str, *, today: str | None = None) -> Stated | None:
        """When the article was published, as its own text tells: printed on a line of its own (how="text"), or the most
        recent day not later than `today` that its weekdays and dates allow (how="inferred", sure below 1).

        Without `today` (an ISO date) nothing is inferred. None if the text does not tell.
        """
        text = self._letters.of(text).text
        low, found = self._found(text)
        stated = printed(text, self._resolved(text, low, found, None), self.table.published)
        last = timex.moment(today)
        if stated is not None or last is None:
            return stated
        return inferred(found, Context(self._words, None, lambda one: 0), today=last.date())

    def check(self) -> int:
        """Compile every rule of the pack, which is otherwise done when a rule is first tried, and count them. Raises
        TemplateError or PackError for a template that does not follow the grammar or names an unknown slot."""
        return self._finder.rules.check()

    def _found(self, text: str) -> tuple[str, list[Found]]:
        """The text as rules see it and what they find in it; kept, since an undated article is looked at twice."""
        if self._last is None or self._last[0] is not text:
            low = self._finder.low(text)
            self._last = (text, low, joined(list(self._finder.matches(text, low)), low, self._joins))
        return self._last[1:]

    def _resolved(self, text: str, low: str, found: list[Found], published: str | None) -> Iterator[TimeExpression]:
        context = Context(self._words, timex.moment(published), lambda one: self._cues.direction(low, one))
        end = 0
        for one in found:
            context.same_sentence = _same_sentence(low, context.last_end, one.start)
            value = meaning(one, context)
            for way in one.shorter:
                if value is None and way.rule.means != "nothing":
                    one, value = way, meaning(way, context)
            if value is None:
                continue
            start = max(end, self._with_article(low, one.start))
            end = one.end
            yield TimeExpression(
                start=start, end=end, exact=text[start:end], timex=value.timex, type=value.type,
                earliest=value.earliest, latest=value.latest, precision=value.precision, anchor=value.anchor,
                mod=value.mod,
            )  # fmt: skip
            if value.type in ("DATE", "TIME") and value.earliest is not None:
                context.last, context.last_end = _period(value), end

    def _with_article(self, low: str, start: int) -> int:
        """The start, before an article that belongs to the expression."""
        before = low[max(0, start - LONGEST_ARTICLE) : start]
        for article in self._articles:
            if before.endswith(article) and not before[: -len(article)][-1:].isalnum():
                return start - len(article)
        return start


def _same_sentence(low: str, last_end: int, start: int) -> bool:
    near = last_end >= 0 and start - last_end < LONGEST_SENTENCE
    return near and SENTENCE_END.search(low, last_end, start) is None


def _period(value: Value) -> timex.Period:
    precision = "day" if value.type == "TIME" else value.precision or "day"
    name = value.timex[:10] if value.type == "TIME" else value.timex
    return timex.Period(name, _day(value.earliest), _day(value.latest), precision)


@lru_cache(maxsize=4096)
def _day(stamp: str | None) -> date | None:
    when = timex.moment(stamp)
    return when.date() if when else None
