"""Remember the latest articles of a stream: their traits, origins and texts, within bounds."""

import zlib
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator

from corrobora.records import Evidence, Reading, Span
from corrobora.relate.traits import Traits

TEXTS = 20_000
"""Articles whose texts are kept to show the words of both sides as evidence."""
RECENT = 64
"""Articles of one outlet among which one that is credited is looked for."""
DAYS_APART = 4
"""A credited article is at most so many days older or younger."""


class Remembered:
    """The last `window` articles. The cost of one article does not grow with their number."""

    def __init__(self, window: int, text_of: Callable[[str], str | None] | None = None):
        """`text_of` gives the text of an earlier article by its id; without it the last `TEXTS` texts are kept."""
        self._window = window
        self._kept: OrderedDict[str, Traits] = OrderedDict()
        self._origins: dict[str, tuple[str, ...]] = {}
        self._recent: dict[str, deque[str]] = {}
        self._texts: OrderedDict[str, bytes] = OrderedDict()
        self._text_of = text_of

    def __contains__(self, article: str) -> bool:
        return article in self._kept

    def get(self, article: str) -> Traits | None:
        return self._kept.get(article)

    def add(self, reading: Reading, traits: Traits) -> None:
        self._kept[traits.id] = traits
        if traits.outlet:
            self._recent.setdefault(traits.outlet, deque(maxlen=RECENT)).append(traits.id)
        if len(self._kept) > self._window:
            gone, dropped = self._kept.popitem(last=False)
            self._origins.pop(gone, None)
            if dropped.outlet and not any(one in self._kept for one in self._recent.get(dropped.outlet, ())):
                self._recent.pop(dropped.outlet, None)
        if self._text_of is None:
            self._texts[traits.id] = zlib.compress(reading.article.text.encode("utf-8", "surrogatepass"), 1)
            if len(self._texts) > TEXTS:
                self._texts.popitem(last=False)

    def came_from(self, article: str, origin: str) -> None:
        """Note an origin of an article."""
        self._origins[article] = (*self._origins.get(article, ()), origin)

    def origins(self, article: str) -> tuple[str, ...]:
        return self._origins.get(article, ())

    def above(self, article: str) -> list[str]:
        """All that an article comes from, through any number of steps, nearest first: articles, agencies, outlets."""
        found: list[str] = []
        waiting, seen = deque([article]), {article}
        while waiting:
            for origin in self._origins.get(waiting.popleft(), ()):
                if origin not in seen:
                    seen.add(origin)
                    found.append(origin)
                    waiting.append(origin)
        return found

    def outlets_above(self, article: str) -> set[str]:
        """The outlets and agencies that an article comes from."""
        kept = [(origin, self._kept.get(origin)) for origin in self.above(article)]
        return {(traits.outlet or origin) if traits else origin for origin, traits in kept}

    def likeliest(self, outlet: str, credited_by: Traits) -> tuple[str | None, float]:
        """The earlier article of an outlet that another one credits, and the part of their people and figures that both
        name: the one that shares most; none if none shares any."""
        best: tuple[str | None, float] = (None, 0.0)
        most = 0
        for other in self._latest(outlet, credited_by):
            shared = len(other.features & credited_by.features)
            if shared > most:
                most = shared
                best = (other.id, shared / min(len(other.features), len(credited_by.features)))
        return best

    def evidence(self, article: str, span: Span) -> list[Evidence]:
        """A stretch of an article as evidence; nothing if its text is not known any more."""
        text = self._text_of(article) if self._text_of else self._kept_text(article)
        return [Evidence(article=article, span=span, exact=span.of(text))] if text else []

    def _latest(self, outlet: str, credited_by: Traits) -> Iterator[Traits]:
        for id in self._recent.get(outlet, ()):
            other = self._kept.get(id)
            if other is not None and id != credited_by.id and not _far_apart(other, credited_by):
                yield other

    def _kept_text(self, article: str) -> str | None:
        kept = self._texts.get(article)
        return zlib.decompress(kept).decode("utf-8", "surrogatepass") if kept else None


def _far_apart(left: Traits, right: Traits) -> bool:
    if not (left.published and right.published):
        return False
    return abs((right.published - left.published).total_seconds()) > DAYS_APART * 86_400
