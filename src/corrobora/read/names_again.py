"""Find later mentions of the people and bodies of a text, where neither capitals nor word boundaries show them."""

import re
from collections.abc import Iterator, Mapping, Sequence

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from corrobora.read.lexicon import Sense, Unit


def again(text: str, names: Mapping[str, Sense]) -> Iterator[Unit]:
    """Everywhere that one of the names stands, the longest first."""
    if not names:
        return
    listed = sorted(names)
    automaton = AhoCorasick(listed, matchkind=MATCHKIND_LEFTMOST_LONGEST)
    for which, start, end in automaton.find_matches_as_indexes(text):
        yield Unit(start, end, names[listed[which]])


def spoken_of(text: str, units: Sequence[Unit], stranger: Sense, dots: str) -> dict[str, Sense]:
    """What those found may be called later on: people by the whole name or its last part, bodies by the whole name.
    `dots` part the names of foreigners."""
    names: dict[str, Sense] = {}
    for unit in units:
        exact = text[unit.start : unit.end]
        if unit.sense.kind == "N":
            last = re.split(f"[{dots}]", exact)[-1]
            names.update((name, stranger) for name in (exact, last) if len(name) >= 2 and name not in names)
        elif unit.sense.kind == "O" and unit.sense.id.endswith(f":{exact}"):
            names.setdefault(exact, unit.sense)
    return names
