"""Measure how well names are recognised across twelve languages, on the hand-written table in tests/corpora/names.

Prints one table: for each half of the table (tuning, gate), with the gazetteer and by sound and name parts alone: the
share of pairs of forms of one entry that are judged the same (pair recall; "unsure" counts as missed), and of all pairs
judged the same the share that are of two entries (false merges). Run `python bench/names.py`; with `--missed` it prints
the pairs of the tuning half that it gets wrong (never those of the gate).
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import msgspec

from corrobora.gazetteer.called import Called, called
from corrobora.relate.name_keys import keys
from corrobora.relate.same_name import Kind, Name, Verdict, known_ids, same_name

TABLE = Path(__file__).parents[1] / "tests" / "corpora" / "names" / "names.toml"
LANGUAGES = ("it", "fr", "en", "es", "de", "pt", "ru", "uk", "ko", "ja", "zh", "ar")


class Row(msgspec.Struct, frozen=True):
    """One entry of names.toml."""

    id: str
    kind: Kind
    names: dict[str, str]

    def forms(self) -> Iterator[Name]:
        """One name for each language."""
        for language in LANGUAGES:
            yield Name(text=self.names.get(language) or self.names["Latin"], language=language, kind=self.kind)


class Result(NamedTuple):
    """Pairs of one entry, those judged the same of them, and pairs of two entries that are judged so."""

    pairs: int
    found: int
    false: int
    missed: tuple[tuple[Name, Name, Verdict], ...]
    wrong: tuple[tuple[Name, Name, Verdict], ...]
    by_kind: dict[str, tuple[int, int]]

    @property
    def recall(self) -> float:
        return self.found / self.pairs

    @property
    def false_merges(self) -> float:
        return self.false / max(1, self.false + self.found)


def halves(path: Path = TABLE) -> tuple[list[Row], list[Row]]:
    """The entries for tuning and those of the gate: two at a time, in turns."""
    rows = msgspec.toml.decode(path.read_bytes(), type=dict[str, list[Row]])["name"]
    return [row for at, row in enumerate(rows) if at // 2 % 2 == 0], [row for at, row in enumerate(rows) if at // 2 % 2]


def measure(rows: list[Row], names: Called) -> Result:
    """Judge all pairs of forms, of one entry and of two; pairs of two without a common key or id are not compared."""
    pairs, found, false = Counter[str](), Counter[str](), 0
    missed, wrong = [], []
    for row in rows:
        for left, right in combinations(row.forms(), 2):
            pairs[row.kind] += 1
            verdict = same_name(left, right, names)
            found[row.kind] += verdict.verdict == "same"
            if verdict.verdict != "same":
                missed.append((left, right, verdict))
    for left, right, weight in _near(rows, names):
        verdict = same_name(left, right, names)
        if verdict.verdict == "same":
            false += weight
            wrong.append((left, right, verdict))
    kinds = {kind: (found[kind], pairs[kind]) for kind in pairs}
    return Result(pairs.total(), found.total(), false, tuple(missed), tuple(wrong), kinds)


def _near(rows: list[Row], names: Called) -> Iterator[tuple[Name, Name, int]]:
    """Pairs of forms of two entries that may be taken for one; forms that are written alike stand for each other."""
    forms: dict[tuple[int, str], list[Name]] = {}
    for at, row in enumerate(rows):
        for name in row.forms():
            forms.setdefault((at, name.text), []).append(name)
    by_key: dict[str, list[tuple[int, str]]] = {}
    for place, alike in forms.items():
        first = alike[0]
        for key in (*keys(first.text, first.language), *known_ids(first, names)):
            by_key.setdefault(key, []).append(place)
    seen = set()
    for places in by_key.values():
        for left, right in combinations(places, 2):
            if left[0] != right[0] and (left, right) not in seen:
                seen.add((left, right))
                yield forms[left][0], forms[right][0], len(forms[left]) * len(forms[right])


def main() -> None:
    """Print the table."""
    tuning, gate = halves()
    print(f"{len(tuning)} entries for tuning, {len(gate)} in the gate, {len(LANGUAGES)} languages")
    print(f"{'half':8} {'with':24} {'recall':>7} {'false':>7}  person  place  organisation")
    for half, rows in (("tuning", tuning), ("gate", gate)):
        for how, names in (("the gazetteer", called()), ("sounds and parts alone", Called(built_in=False))):
            begun = time.perf_counter()
            result = measure(rows, names)
            kinds = "  ".join(f"{found / pairs:.3f}" for found, pairs in result.by_kind.values())
            seconds = time.perf_counter() - begun
            print(f"{half:8} {how:24} {result.recall:7.3f} {result.false_merges:7.4f}  {kinds}  ({seconds:.0f} s)")
            if "--missed" in sys.argv and half == "tuning":
                for left, right, verdict in (*result.missed, *result.wrong):
                    print(f"    {left.text} | {right.text} | {verdict.verdict}: {verdict.reason}")


if __name__ == "__main__":
    main()
