"""Measure how near copies are found in a stream of news: recall by kind, false links, speed, growth of the cost.

Usage: python bench/near_copies.py FOLDER [--seed N] [--read N] [--window N]

FOLDER holds streams/reuters21578.en.jsonl.gz, one JSON object a line with "id", "title", "text", "date", as made from
Reuters-21578. Its first 20,000 items, in the order of their dates, are the stream. 2,000 copies are planted in it, 250
of each of eight kinds, made from items of 60 words or more (of a shorter one, a third is no more than a sentence),
each published up to 36 hours after its original. The host of an embedded copy is an item that is not in the stream.
A copy is found if the match names its original; of two merged, both must be named.

False links: the wire repeats, corrects and updates its own items, and an update shares its text with the first report.
Such a link is right. Those that a machine can tell are taken out: the same figures in the same words (`same_item`,
which uses no part of what it judges). The rest is counted as doubtful; --read N prints N of them, drawn at random, for
a person to read. A link is false if it joins reports of two events, or two issues of a periodical table or notice.

The cost of the window: documents made from the same items, the words of each exchanged by frequency so that they share
nothing, are added until the window holds 10,000 and then 200,000; the next 2,000 items are timed.
"""

import argparse
import contextlib
import difflib
import gzip
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from corrobora.records import Article, Passage, Reading, Stated
from corrobora.relate.matches import Match
from corrobora.relate.near_copies import NearCopies

KINDS = ("verbatim", "retitled", "cut", "merged", "changed", "reordered", "embedded", "credited")
ITEMS, COPIES, LEAST_WORDS = 20_000, 2_000, 60
WANTED = dict.fromkeys(KINDS[:3], 0.98) | dict.fromkeys(KINDS[3:], 0.90)


class Item(NamedTuple):
    """One document of the stream; `made_from` are the ids of the originals of a planted copy."""

    id: str
    title: str
    text: str
    at: datetime
    made_from: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        return f"{self.title}\n\n{self.text}"


def load(folder: Path) -> list[Item]:
    """The items of the wire, in the order of the file; one without a readable date has that of the one before."""
    file = folder / "streams" / "reuters21578.en.jsonl.gz"
    if not file.exists():
        sys.exit(f"{file}: not there; see docs/benchmarks.md for where the corpus comes from")
    items: list[Item] = []
    at = datetime(1987, 2, 26)
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            doc = json.loads(line)
            with contextlib.suppress(TypeError, ValueError):
                at = datetime.fromisoformat(doc["date"])
            items.append(Item(doc["id"], doc["title"] or "", doc["text"].replace("&\\t", "   "), at))
    return items


def paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\n(?= {3})", text) if part.strip()]


class Planter:
    """Makes copies of the items of a stream, of each kind in turn."""

    def __init__(self, stream: list[Item], hosts: list[Item], dice: random.Random):
        self._dice = dice
        self._stream = stream
        self._hosts = [host for host in hosts if len(host.text.split()) >= LEAST_WORDS]
        good = [item for item in stream if len(item.text.split()) >= LEAST_WORDS]
        dice.shuffle(good)
        self._originals = iter(good)
        words = [word for item in dice.sample(stream, 2000) for word in item.text.split()]
        self._figures = [word for word in words if word[0].isdigit()]
        self._words = [word for word in words if not word[0].isdigit()]

    def copy(self, number: int, kind: str) -> Item:
        """A copy of an item that has not been copied yet."""
        original = next(self._originals)
        while kind == "reordered" and len(paragraphs(original.text)) < 3:
            original = next(self._originals)
        title, text, at = original.title, original.text, original.at
        sources: tuple[str, ...] = (original.id,)
        if kind == "retitled":
            title = self._dice.choice(self._stream).title
        elif kind == "cut":
            ends = [match.end() for match in re.finditer(r"\S+", text)]
            text = text[: ends[len(ends) // 3]]
        elif kind == "merged":
            other = next(self._originals)
            text, sources, at = f"{text}\n   {other.text}", (original.id, other.id), max(at, other.at)
        elif kind == "changed":
            text = self._changed(text)
        elif kind == "reordered":
            text = self._reordered(text)
        elif kind == "embedded":
            title, text = self._embedded(text)
        elif kind == "credited":
            text = "(Nordpress) - " + re.sub(r"\s*reuter\s*$", "", text, flags=re.I) + "\n   NORDPRESS"
        later = timedelta(seconds=self._dice.randint(60, 36 * 3600))
        return Item(f"copy-{number}-{kind}", title, text, at + later, sources)

    def _changed(self, text: str) -> str:
        """Three words of ten exchanged for other words of the wire, and figures for other figures."""
        parts = re.split(r"(\s+)", text)
        words = [place for place, part in enumerate(parts) if part.strip()]
        for place in self._dice.sample(words, round(0.3 * len(words))):
            parts[place] = self._dice.choice(self._figures if parts[place][0].isdigit() else self._words)
        return "".join(parts)

    def _reordered(self, text: str) -> str:
        parts = paragraphs(text)
        moved = parts[:]
        while moved == parts:
            self._dice.shuffle(moved)
        return "\n".join(moved)

    def _embedded(self, text: str) -> tuple[str, str]:
        host = self._dice.choice(self._hosts)
        parts = paragraphs(host.text)
        middle = max(1, len(parts) // 2)
        return host.title, "\n".join([*parts[:middle], text, *parts[middle:]])


def reading_of(item: Item) -> Reading:
    headline = Passage(start=0, end=len(item.title), kind="headline")
    published = Stated(value=item.at.isoformat(), how="given")
    return Reading(article=Article(id=item.id, text=item.whole, passages=(headline,), published=published))


def same_item(left: Item, right: Item) -> bool:
    """True if the shorter item stands in the longer: four fifths of its words in long enough runs, and all but one in
    ten of its figures, but the figures are not most of it."""
    short, long = sorted((left.text.lower().split(), right.text.lower().split()), key=len)
    figures = Counter(word for word in short if word[0].isdigit())
    theirs = Counter(word for word in long if word[0].isdigit())
    if figures.total() > 0.4 * len(short) or (figures - theirs).total() > 0.1 * figures.total():
        return False
    blocks = difflib.SequenceMatcher(None, short, long, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= 3) >= 0.8 * len(short)


def measure(stream: list[Item]) -> tuple[list[Match], float, float]:
    """All matches in a stream, seconds spent, bytes that the window takes for one document."""
    copies = NearCopies()
    readings = [reading_of(item) for item in stream]
    found: list[Match] = []
    began = time.process_time()
    for reading in readings:
        found += copies.add(reading)
    return found, time.process_time() - began, copies.nbytes / len(stream)


def others(items: list[Item], dice: random.Random) -> Iterator[Item]:
    """Documents without end that share nothing: in each round every word stands for another of like frequency."""
    ranked = [word for word, _ in Counter(word for item in items for word in item.whole.split()).most_common()]
    for turn in range(1_000_000):
        mapping: dict[str, str] = {}
        for first in range(0, len(ranked), 64):
            block = ranked[first : first + 64]
            mapping.update(zip(block, dice.sample(block, len(block)), strict=True))
        for item in items:
            text = " ".join(mapping.get(word, word) for word in item.text.split())
            yield Item(f"{turn}-{item.id}", item.title, text, item.at)


def growth(items: list[Item], seed: int, sizes: tuple[int, ...]) -> list[tuple[int, float, float, float]]:
    """For each size of the window: median, 95th percentile and mean of the milliseconds that one document takes."""
    copies = NearCopies(window=max(sizes))
    source = others(items, random.Random(seed))
    rows = []
    for size in sizes:
        while len(copies) < size - 2000:
            copies.add(reading_of(next(source)))
        spent = []
        for _ in range(2000):
            reading = reading_of(next(source))
            began = time.process_time()
            copies.add(reading)
            spent.append((time.process_time() - began) * 1000)
        spent.sort()
        rows.append((size, spent[len(spent) // 2], spent[int(len(spent) * 0.95)], sum(spent) / len(spent)))
    return rows


def main() -> None:
    """Plant the copies, add the stream, print one table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--read", type=int, default=0, metavar="N", help="print N doubtful links to read")
    options.add_argument("--window", type=int, default=200_000, help="the largest window; 0 leaves the growth out")
    given = options.parse_args()
    items = load(given.folder)
    dice = random.Random(given.seed)
    planter = Planter(items[:ITEMS], items[ITEMS:], dice)
    copies = [planter.copy(number, KINDS[number % len(KINDS)]) for number in range(COPIES)]
    stream = sorted([*items[:ITEMS], *copies], key=lambda item: item.at)
    found, seconds, memory = measure(stream)
    links = {frozenset((match.left, match.right)): match for match in found}
    print(f"{'kind':<12}{'copies':>8}{'recall':>8}{'aim':>6}")
    for kind in KINDS:
        of_kind = [copy for copy in copies if copy.id.endswith(kind)]
        hits = sum(all(frozenset((copy.id, source)) in links for source in copy.made_from) for copy in of_kind)
        print(f"{kind:<12}{len(of_kind):>8}{hits / len(of_kind):>8.3f}{WANTED[kind]:>6.2f}")
    report_links(links, {item.id: item for item in stream}, given.read, dice)
    print(f"documents/s  {len(stream) / seconds:>8.0f}   (aim 500; one core, from readings)")
    print(f"bytes/document {memory:>6.0f}")
    if given.window:
        print(f"{'window':>8}{'median ms':>11}{'95% ms':>8}{'mean ms':>9}")
        rows = growth(items, given.seed, (10_000, given.window))
        for size, median, most, mean in rows:
            print(f"{size:>8}{median:>11.3f}{most:>8.3f}{mean:>9.3f}")
        print(
            f"growth {rows[1][1] / rows[0][1]:.2f} of the median, {rows[1][3] / rows[0][3]:.2f} of the mean (aim < 1.5)"
        )


def report_links(links: dict[frozenset[str], Match], items: dict[str, Item], read: int, dice: random.Random) -> None:
    """Count the links between items of the wire, and print some of the doubtful ones."""
    own = [match for match in links.values() if not items[match.left].made_from and not items[match.right].made_from]
    doubtful = [match for match in own if not same_item(items[match.left], items[match.right])]
    print(f"links between items of the wire {len(own)}, of them not plainly one item {len(doubtful)} (read a sample)")
    for number, match in enumerate(dice.sample(doubtful, min(read, len(doubtful)))):
        left, right = items[match.left], items[match.right]
        print(f"\n{number + 1}. {match.score:.2f} {match.left_share:.2f} {match.right_share:.2f} {left.at} {right.at}")
        print(" ".join(left.whole.split())[:350], "", " ".join(right.whole.split())[:350], sep="\n")


if __name__ == "__main__":
    main()
