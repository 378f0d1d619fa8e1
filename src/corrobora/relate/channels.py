"""Say which outlet or agency publishes an article, or is meant by a name in one."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from corrobora.gazetteer import domains
from corrobora.gazetteer.publisher_names import letters_of, publisher_names
from corrobora.records import Article, Span

AGENCY, OUTLET = "agency:", "outlet:"
LONGEST_NAME = 6
"""Words of an outlet's name, at most."""
LONGEST_UNSPACED = 16
"""Letters of an outlet's name where no spaces part words, at most."""
SHORTEST_NAME, SHORTEST_PART = 4, 5
"""Letters of a name that is looked for in its own outlet's articles, and of a word with endings, at least."""
SPACELESS = 0x2E80
"""From this letter on words are not parted by spaces."""


class Channels:
    """The outlets and agencies of a stream: those of the gazetteer, and every other one that has published in it.

    Keys are the gazetteer's ids ("agency:ansa"), else "outlet:" and the letters of the name.
    """

    def __init__(self, folders: tuple[Path, ...] = ()):
        self._folders = folders
        self._named = publisher_names(folders)
        self._ids = frozenset(self._named.values())
        self._seen: dict[str, str] = {}
        self._of_outlet: dict[str, str] = {}

    @property
    def well_known(self) -> frozenset[str]:
        """The ids of the gazetteer's outlets and agencies."""
        return self._ids

    def publisher(self, article: Article) -> str | None:
        """Who publishes an article, by its outlet's name, else by its address. Remembers the name."""
        name = article.outlet or ""
        if name in self._of_outlet:
            return self._of_outlet[name]
        letters = letters_of(name)
        known = self._named.get(letters) or self._at(article.canonical_url or article.url)
        if not letters:
            return known
        key = known or f"{OUTLET}{letters.replace(' ', '-')}"
        self._of_outlet[name] = key
        for form in _forms(name):
            self._seen.setdefault(form, key)
        return key

    def named(self, words: str) -> Iterator[tuple[str, Span]]:
        """Each outlet and agency that a few words name, longest names first, with its place in them."""
        taken: list[Span] = []
        for span in _stretches(words):
            letters = letters_of(span.of(words))
            key = self._named.get(letters) or self._seen.get(letters)
            if key and span.of(words)[:1].islower() and not key.startswith(AGENCY):
                continue
            if key and not any(span.overlaps(one) for one in taken):
                taken.append(span)
                yield key, span

    def _at(self, url: str | None) -> str | None:
        try:
            host = (urlsplit(url or "").hostname or "").removeprefix("www.")
        except ValueError:
            return None
        known = domains.publishers(self._folders)
        while host:
            if host in known:
                return known[host].id
            host = host.partition(".")[2]
        return None


@lru_cache(maxsize=1024)
def own_name(outlet: str) -> re.Pattern[str] | None:
    """Finds the words by which an article speaks of its own outlet: the name, in any case of a declension, or its last
    word if that is long ("told the Courier"). None for names that are too short to tell."""
    words = letters_of(outlet).split()
    if sum(map(len, words)) < SHORTEST_NAME:
        return None
    ways = [words]
    if len(words) > 1 and len(words[-1]) > SHORTEST_PART and words[-1].isascii():
        ways.append(words[-1:])
    sources = (
        r"\W+".join(re.escape(word[:-2] if len(word) > SHORTEST_PART else word) + r"\w{0,3}" for word in way)
        for way in ways
    )
    return re.compile(r"(?<!\w)(?:" + "|".join(sources) + r")(?!\w)", re.IGNORECASE)


def _forms(name: str) -> Iterator[str]:
    """The name, and what is left of it without a short first word: "The Eastmere Courier", "Eastmere Courier"."""
    yield letters_of(name)
    first, _, rest = name.partition(" ")
    if len(first) <= 3 and len(rest) >= SHORTEST_PART:
        yield letters_of(rest)


def _stretches(words: str) -> Iterator[Span]:
    """All stretches of some words that may be a name, longest first."""
    bounds = [(start, end) for start, end in _words(words)]
    for length in range(min(LONGEST_NAME, len(bounds)), 0, -1):
        for at in range(len(bounds) - length + 1):
            yield Span(bounds[at][0], bounds[at + length - 1][1])
    if any(ord(char) >= SPACELESS for char in words):
        for length in range(min(LONGEST_UNSPACED, len(words)), 1, -1):
            for at in range(len(words) - length + 1):
                yield Span(at, at + length)


def _words(words: str) -> Iterator[tuple[int, int]]:
    """Runs of letters and figures, with the hyphens inside them; an apostrophe parts."""
    start = None
    for at, char in enumerate([*words, " "]):
        inside = char.isalnum() or (char in "-.&" and start is not None and words[at + 1 : at + 2].isalnum())
        if inside and start is None:
            start = at
        elif not inside and start is not None:
            yield start, at
            start = None
