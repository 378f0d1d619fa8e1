"""Measure derivations and origin counts on story bundles: folders with docs.jsonl and gold.json (docs/origins.md).

    python bench/origins.py tests/corpora/origins [--edges gold] [--show]

The flow reads and relates all documents in order of publication, as one stream. Origins are counted with the claims of
gold.json given: each gold statement is joined to the statement of ours that it overlaps most, and to none if there is
none. With `--edges gold` the derivations are given, too, so that counting is measured alone.
"""

import argparse
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from corrobora.gather.files import inputs
from corrobora.pipeline import Plan, read
from corrobora.records import Derivation, Reading, Span, Statement
from corrobora.relate.channels import Channels
from corrobora.relate.entities import Entities
from corrobora.relate.folding import Said
from corrobora.relate.lineage import Lineage
from corrobora.relate.origins import Origins, independent_origins
from corrobora.relate.traits import moment

Gold = dict[str, Any]
Edge = tuple[str, str]
TEXT_KINDS = {"copy", "excerpt", "syndication", "translation", "revision"}


def folders(places: Sequence[str]) -> list[Path]:
    """The bundles: folders with a gold.json, named or inside those named."""
    found = [path.parent for place in places for path in sorted(Path(place).rglob("gold.json"))]
    return list(dict.fromkeys(found))


def bundle(folder: Path) -> tuple[list[Reading], Gold]:
    outcomes = read(inputs([str(folder / "docs.jsonl")], io.BytesIO()), Plan(for_relating=True))
    gold = msgspec.json.decode((folder / "gold.json").read_bytes())
    return [outcome.reading for outcome in outcomes if outcome.reading], gold


def joined(places: Sequence[Path]) -> tuple[list[Reading], Gold]:
    """All bundles as one stream, in order of publication."""
    readings: list[Reading] = []
    gold: Gold = {"derivations": [], "claims": []}
    for place in places:
        some, truth = bundle(place)
        readings += some
        for key in gold:
            gold[key] += truth[key]
    return sorted(readings, key=_published), gold


def _published(reading: Reading) -> datetime:
    stated = reading.article.published
    return (moment(stated.value) if stated else None) or datetime.min.replace(tzinfo=UTC)


def normal(origin: str) -> str:
    if origin.startswith("official:"):
        return "official"
    if not origin.startswith("agency:"):
        return origin
    return "agency:" + "".join(char for char in origin[7:].casefold() if char.isalnum())


def edges_of(gold: Gold) -> list[tuple[str, set[str], set[str]]]:
    """Derived article, origins that are right (the first one first), kinds that are right."""
    return [
        (one["derived"], {normal(name) for name in (one["origin"], *one.get("accept", []))},
         {one["kind"], *one.get("accept_kinds", [])})
        for one in gold["derivations"] if not one["origin"].startswith("official:")
    ]  # fmt: skip


class Tally:
    """Counts over bundles. Links to an ancestor or to another copy of the same origin are neither right nor wrong."""

    def __init__(self) -> None:
        self.gold = self.found = self.found_kind = self.right = self.right_kind = self.wrong = self.neutral = 0
        self.hidden = self.hidden_found = 0
        self.claims = self.exact = self.over = self.under = 0
        self.missed: list[str] = []

    def edges(self, readings: list[Reading], gold: Gold, ours: Iterable[Derivation]) -> None:
        truth = edges_of(gold)
        parents: dict[str, set[str]] = defaultdict(set)
        shared: dict[str, set[str]] = defaultdict(set)
        for one in gold["derivations"]:
            if one["origin"].startswith("official:"):
                continue
            parents[one["derived"]] |= {normal(name) for name in (one["origin"], *one.get("accept", []))}
            if {one["kind"], *one.get("accept_kinds", [])} & TEXT_KINDS:
                shared[normal(one["origin"])].add(one["derived"])
        found = {(one.derived, normal(one.origin)): one.kind for one in ours}
        self.gold += len(truth)
        for derived, origins, kinds in truth:
            mine = [kind for (article, origin), kind in found.items() if article == derived and origin in origins]
            self.found += bool(mine)
            self.found_kind += bool(set(mine) & kinds)
            if not mine:
                self.missed.append(f"edge {derived} ← {sorted(origins)} {sorted(kinds)}")
            elif not set(mine) & kinds:
                self.missed.append(f"kind {derived} ← {sorted(origins)}: {mine} instead of {sorted(kinds)}")
            if self._hidden(readings, derived, origins, kinds):
                self.hidden += 1
                self.hidden_found += bool(mine)
        for (derived, origin), kind in found.items():
            fitting = [kinds for article, origins, kinds in truth if article == derived and origin in origins]
            siblings = {other for group in shared.values() if derived in group for other in group - {derived}}
            if fitting:
                self.right += 1
                self.right_kind += any(kind in kinds for kinds in fitting)
            elif origin in _above(derived, parents) or origin in siblings:
                self.neutral += 1
            else:
                self.wrong += 1
                self.missed.append(f"WRONG {derived} ← {origin} {kind}")

    def _hidden(self, readings: list[Reading], derived: str, origins: set[str], kinds: set[str]) -> bool:
        """True for a translation that no name in the derived text gives away."""
        if "revision" in kinds or not kinds & TEXT_KINDS:
            return False
        by_id = {one.article.id: one.article for one in readings}
        channels = Channels()
        text, names = by_id[derived].text, [by_id[one].outlet or "" for one in origins if one in by_id]
        agencies = {one for one in origins if one.startswith("agency:")}
        named = any(name and name in text for name in names) or any(
            normal(key) in agencies for line in text.split("\n") for key, _ in channels.named(line)
        )
        languages = {by_id[one].language for one in origins if one in by_id}
        return not named and by_id[derived].language not in languages and bool(languages)

    def origins(self, claim: Gold, counted: Origins) -> None:
        difference = len(counted.independent) - claim["independent_origins"]
        self.claims += 1
        self.exact += not difference
        self.over += max(0, difference)
        self.under += max(0, -difference)
        if difference:
            names = [f"{one.kind}:{one.name}@{one.article}" for one in counted.independent]
            self.missed.append(
                f"claim {claim['id']} {claim['gist']}: {len(names)} instead of {claim['independent_origins']}\n"
                f"      ours {names}\n      gold {[(one['name'], one['docs']) for one in claim['origins']]}"
            )

    def table(self) -> str:
        def part(number: int, of: int) -> float:
            return number / of if of else 1.0

        def score(right: int, found: int) -> str:
            precision, recall = part(right, self.right + self.wrong), part(found, self.gold)
            both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
            return f"P {precision:.2f}  R {recall:.2f}  F1 {both:.3f}"

        return (
            f"edges            {score(self.right, self.found)}"
            f"   ({self.gold} in gold, {self.wrong} wrong, {self.neutral} neutral)\n"
            f"edges with kind  {score(self.right_kind, self.found_kind)}\n"
            f"uncredited translations  R {part(self.hidden_found, self.hidden):.2f}  ({self.hidden})\n"
            f"origins          exact {part(self.exact, self.claims):.3f}  over {part(self.over, self.claims):.2f}"
            f"  under {part(self.under, self.claims):.2f}  ({self.claims} claims)"
        )


def _above(article: str, parents: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [article]
    while waiting:
        for origin in parents.get(waiting.pop(), ()):
            if origin not in seen:
                seen.add(origin)
                waiting.append(origin)
    return seen


def given(gold: Gold) -> list[Derivation]:
    """The derivations of gold.json as ours."""
    return [
        Derivation(derived=one["derived"], origin=_as_ours(one["origin"]), kind=one["kind"], score=1.0)
        for one in gold["derivations"]
    ]


def _as_ours(origin: str) -> str:
    if not origin.startswith("agency:"):
        return origin
    return next((key for key, _ in Channels().named(origin[7:])), origin)


def said_of(claim: Gold, readings: dict[str, Reading]) -> list[Said]:
    """The statements of a gold claim as ours, in the order in which their articles arrived."""
    order = {article: at for at, article in enumerate(readings)}
    found = []
    for one in sorted(claim["statements"], key=lambda one: order[one["doc"]]):
        reading = readings[one["doc"]]
        span = _place(reading, one["exact"])
        stance = one["stance"]
        found.append(Said(reading=reading, span=span, statement=statement_at(reading, span, stance), stance=stance))
    return found


def _place(reading: Reading, exact: str) -> Span:
    """Where the words stand: below the headline if they stand there, too."""
    text = reading.article.text
    headline = max((one.end for one in reading.article.passages if one.kind == "headline"), default=0)
    at = text.find(exact, headline)
    if at < 0:
        at = text.find(exact)
    assert at >= 0, f"{reading.article.id}: {exact!r} is not in the text"
    return Span(at, at + len(exact))


def statement_at(reading: Reading, span: Span, stance: str) -> Statement | None:
    """The statement whose content (of a denial, what it is about) holds at least half of the words, and that is nearest
    to them in length; one whose source stands among the words comes first."""
    best: tuple[bool, float, int] | None = None
    found = None
    for one in reading.statements:
        said = one.content or one.about
        shared = sum(max(0, min(part.end, span.end) - max(part.start, span.start)) for part in said)
        length = sum(part.end - part.start for part in said)
        if not length or shared < 0.5 * min(length, span.end - span.start):
            continue
        inside = any(span.covers(source) for source in one.source)
        rank = (inside, shared / (length + span.end - span.start - shared), -length)
        if best is None or rank > best:
            best, found = rank, one
    return found


def matchers() -> Iterator[Any]:
    """Whatever finds shared text here."""
    from corrobora.relate.near_copies import NearCopies
    from corrobora.relate.translations import Translations

    yield NearCopies()
    yield Translations()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--edges", choices=("ours", "gold"), default="ours")
    parser.add_argument("--show", action="store_true", help="Print what came out wrong.")
    chosen = parser.parse_args()
    tally = Tally()
    readings, gold = joined(folders(chosen.folders))
    derivations = given(gold)
    if chosen.edges == "ours":
        lineage = Lineage(list(matchers()))
        derivations = [one for reading in readings for one in lineage.add(reading)]
    tally.edges(readings, gold, derivations)
    channels, entities = Channels(), Entities()
    for reading in readings:
        entities.add(reading, channels.publisher(reading.article))
    by_id = {reading.article.id: reading for reading in readings}
    for claim in gold["claims"]:
        tally.origins(
            claim, independent_origins(said_of(claim, by_id), derivations, channels=channels, parties=entities)
        )
    if chosen.show:
        print("\n".join(tally.missed))
    print(tally.table())


if __name__ == "__main__":
    main()
