"""Say what the robots.txt of a site lets us fetch (RFC 9309). Pure: it is given the file, and fetches nothing."""

import re
from collections.abc import Iterator

from protego import Protego

MOST_BYTES = 500 * 1024
"""What is read of the file (RFC 9309, section 2.5)."""
LONGEST_DELAY = 60.0
"""Seconds. A site that asks for more would be read once a day or never, by mistake as a rule."""
NO_ANSWER = 0
"""The status of a site that cannot be reached."""

_PRODUCT = re.compile(r"[A-Za-z_-]+")
_NAMES_ONE = re.compile(r"[ \t]*user[-\s]*agent\b[\s:]*(.*)", re.IGNORECASE)
_US, _OTHERS = "us", "others"


class Robots:
    """The rules of one site for one crawler. `for_now` is true if they could not be had: ask again within a day."""

    def __init__(self, rules: Protego | None, *, for_now: bool = False):
        self._rules = rules
        self.for_now = for_now

    @classmethod
    def of(cls, body: bytes | None, status: int, agent: str) -> "Robots":
        """The rules in the answer to a request for robots.txt, after redirects.

        `agent` is our User-Agent or its product name ("Corrobora"). 4xx and what cannot be read allow everything; 5xx
        and NO_ANSWER refuse everything for now, since the site may have rules that it cannot show.
        """
        if status == NO_ANSWER or status >= 500:
            return cls(None, for_now=True)
        product = _PRODUCT.match(agent)
        if not 200 <= status < 300 or not body or product is None:
            return cls(None)
        return cls(Protego.parse("\n".join(_ours(_lines(body), product[0].lower()))))

    def allows(self, url: str) -> bool:
        """True if the address may be fetched; robots.txt itself always may."""
        if self._rules is None:
            return not self.for_now
        try:
            return self._rules.can_fetch(url, _US)
        except ValueError:  # no address at all
            return False

    @property
    def crawl_delay(self) -> float | None:
        """Seconds between two requests, at most LONGEST_DELAY; None if the site does not say."""
        delay = self._rules.crawl_delay(_US) if self._rules else None
        return None if delay is None else min(delay, LONGEST_DELAY)


def _lines(body: bytes) -> list[str]:
    """The lines of the part that is read, without one that is cut off at its end."""
    read = body[:MOST_BYTES]
    if len(body) > MOST_BYTES:
        read = read[: max(read.rfind(b"\n"), read.rfind(b"\r")) + 1]
    return re.split(r"\r\n?|\n", read.decode("utf-8-sig", errors="replace"))


def _ours(lines: list[str], product: str) -> Iterator[str]:
    """The lines with the names of crawlers made three: us, everybody, the others.

    The library takes a name for ours that only begins like it or stands in the rest of our User-Agent ("news"), where
    the standard wants the whole product name; and it keeps every rule once for each name above it, so that a file of
    thousands of names takes gigabytes.
    """
    for line in lines:
        if found := _NAMES_ONE.match(line):
            name = found[1].partition("#")[0].strip().lower()
            named = _PRODUCT.match(name)
            ours = named is not None and named[0] == product
            yield f"User-agent: {_US if ours else '*' if name == '*' else _OTHERS}"
        else:
            yield line
