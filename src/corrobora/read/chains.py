"""Join neighbouring units into offices ("portavoce del ministero degli Esteri cinese") and organisations."""

from collections.abc import Sequence

from corrobora.read import gazetteer
from corrobora.read.lexicon import Lexicon, Unit
from corrobora.read.slugs import slug

LONGEST_CHAIN = 9
LONGEST_GAP = 30
"""Characters of an article and an adjective between a role and its body, at most."""
HEADS = frozenset("RB")
TOLD = ("agency:", "outlet:")
"""Whom a small word before them makes those who are told, not those whom an office belongs to."""


class ChainReader:
    """Joins units by the links and pairs that a pack allows. One for each language."""

    def __init__(self, lexicon: Lexicon):
        table = lexicon.table
        self._spaces = frozenset(table.spaces.split())
        self._links = frozenset(link.replace("’", "'") for link in table.links)
        conjunctions = frozenset(table.conjunctions.split())
        self._listing = frozenset(link for link in self._links if link.split()[0] in conjunctions)
        self._possessives = frozenset(mark.replace("’", "'") for mark in table.possessives)
        self._article = lexicon.language.article
        self._noun_capitals = lexicon.language.noun_capitals
        self._adjectives = tuple(table.nouns.adjectives.split())
        self._onto = frozenset(lexicon.language.proclitics)
        self._longest = max((len(gap) for gap in (*table.links, *table.possessives)), default=1)

    def chains(self, text: str, units: Sequence[Unit]) -> list[list[Unit]]:
        """All units, grouped; a unit that nothing joins is a group of its own."""
        groups: list[list[Unit]] = []
        group: list[Unit] = []
        for unit in units:
            if group and len(group) < LONGEST_CHAIN and self._joined(text, group, unit):
                group.append(unit)
                continue
            if group:
                groups.extend(_split(text, group))
            group = [unit]
        if group:
            groups.extend(_split(text, group))
        return groups

    def _joined(self, text: str, group: list[Unit], unit: Unit) -> bool:
        last = group[-1]
        if unit.start - last.end > self._longest:
            return self._described(text[last.end : unit.start], last, unit)
        gap = text[last.end : unit.start]
        left, right = last.sense.kind, unit.sense.kind
        if gap in (" ", "\u00a0", ""):
            if left == "D" and right in "XN" and group[0].sense.naming:
                return True
            if left == "N" and right == "B" and unit.sense.naming and not last.sense.id:
                left = "X"
            return left + right in self._spaces and not self._apart(text, last, unit)
        if gap[1:] in self._onto and unit.sense.id.startswith(TOLD):
            return False
        if self._described(gap, last, unit):
            return True
        gap = gap.replace("’", "'")
        if gap in self._possessives:
            return left in "COX" and right in "RBD"
        if gap in self._listing:
            return left == right == "P"
        if gap in self._links and left == "X":
            return right in "XC" and bool(group[0].sense.naming)
        if gap in self._links:
            return left in "RBPOD" and right in "BOCPXRNDS" and any(one.sense.kind in HEADS for one in group)
        return False

    def _described(self, gap: str, last: Unit, unit: Unit) -> bool:
        """True if an adjective stands between a role and its body: "Sprecher der städtischen Feuerwehr"."""
        if not self._adjectives or last.sense.kind != "R" or unit.sense.kind != "B" or not unit.sense.alone:
            return False
        link, _, adjective = gap[:LONGEST_GAP].strip().partition(" ")
        fits = adjective.isalpha() and adjective.islower() and adjective.endswith(self._adjectives)
        return fits and len(gap) < LONGEST_GAP and gap[-1] == " " and f" {link} " in self._links

    def _apart(self, text: str, last: Unit, unit: Unit) -> bool:
        """True if the head has the article, in a language where a head with an owner behind it has none: then "the
        president" and "Ukraine" side by side are two; so are a body and a country where every noun has a capital."""
        if self._noun_capitals and last.sense.kind == "B" and unit.sense.id.startswith("country:"):
            return True
        if not self._article or last.sense.kind not in "RB" or unit.sense.kind not in "COBPR":
            return False
        contracted = self._article[-1:] * 2
        return text.startswith(self._article, last.start) and not text.startswith(contracted, unit.start)


def _split(text: str, group: list[Unit]) -> list[list[Unit]]:
    """A group without a role or body word is no phrase: its units stand alone. A demonym behind a link begins something
    else ("officer of the South Korean research ship") and is left out with its link."""
    for at in range(1, len(group)):
        linked = bool(text[group[at - 1].end : group[at].start].strip())
        if linked and group[at].sense.kind == "D" and not any(unit.sense.kind in "RBO" for unit in group[at:]):
            group = group[:at]
            break
    if len(group) > 1 and not any(unit.sense.kind in HEADS for unit in group):
        return [[unit] for unit in group]
    return [group]


def office_id(text: str, group: Sequence[Unit]) -> str | None:
    """The id of an office or body that names its country, or belongs to a body with an id; else None."""
    country = ""
    owner = ""
    subjects: list[str] = []
    bodies: list[str] = []
    roles: list[str] = []
    for unit in group:
        sense = unit.sense
        if sense.kind in "CD" and sense.id and not country:
            scheme, _, name = sense.id.partition(":")
            country = name.partition("-")[0] if scheme == "city" else name if scheme == "country" else ""
        elif sense.kind == "O":
            own = sense.id.partition(":")[2]
            owner = owner or (own if own.isascii() else slug(own))
        elif sense.kind in "XNS":
            return None
        elif sense.kind == "P":
            subjects.append(sense.id)
        elif sense.kind in "BR":
            if sense.more:
                subjects.append(sense.more)
            (bodies if sense.kind == "B" else roles).append(sense.id)
    if not country and not owner:
        return None
    if country and owner.startswith(f"{country}-"):
        owner = owner[len(country) + 1 :]
    if not country and owner[2:3] == "-":
        country, owner = owner[:2], owner[3:]
    if len(roles) > 1 and group[0].sense.kind == "R":
        roles.reverse()
    named = "-".join(dict.fromkeys([*([owner] if owner else []), *subjects, *bodies, *roles]))
    table = gazetteer.offices()
    if not owner and len(bodies) + len(roles) == 1 and not subjects and {*bodies, *roles} & set(table.many):
        return None
    if any(unit.sense.plural for unit in group) or (not subjects and not owner and set(bodies) & set(table.many)):
        return None
    named = table.same.get(named, named)
    return f"{country}-{named}" if country else named
