"""Measure how right the readings are, per language and step, and write docs/accuracy.md.

    python bench/accuracy.py [FOLDER]

Always measured: our own examples and articles. With FOLDER (docs/benchmarks.md says what it holds) also the public
development sets: statements, dates, and how much of the lexicon survives translation. The weak points in plain words
stand in bench/weak-points.toml.
"""

import json
import sys
import tomllib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from lexicon import shares
from phrases import measured as phrases_measured
from scoring import Count, Parts, article_of, names, parts_marked, parts_of, statements, times

from corrobora.read.clean import clean_document
from corrobora.read.pack_examples import examples_of, run
from corrobora.read.packs import BUILT_IN, installed, load_pack
from corrobora.read.reader import Readers, packs_of
from corrobora.records import Reading, Span

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "accuracy.md"
OUTERMOST = ("polnear",)
"""Sets in which only the outermost of nested statements are marked."""

Row = Sequence[str]

HEAD = """# Accuracy

Written by `make bench` ({when}, {data}); do not edit it by hand. P, R and F1 in percent. A statement counts if its
content and its source each share at least half of their words with the marked ones; a name by its words and kind; a
time by its words and its TIMEX3 value. The public sets named here were looked at while the packs were written: expect
less on texts that nobody has seen.
"""
EXAMPLES = """## Our own examples

Every positive must be found in full, no negative may be taken; what we know we get wrong is kept as such.
"""
OWN = """## Our own articles

Invented, in wire style (`tests/articles`); marked before the output was looked at, then the packs were mended with
them: an upper bound.
"""
STATEMENTS = """## Statements on public development sets

The ud-silver sets are made by rule from trees: they mark only speech verbs with a clause and "according to", so that
many a right statement counts as wrong there. Hearsay, which no set marks, counts as wrong everywhere.
"""
DATES = """## Dates on public development sets

As in TempEval-3: time expressions that overlap, with the same TIMEX3 value.
"""
PHRASES = """## Single date phrases

From the specifications of duckling and Recognizers, which are written for chat: what is found and right, first of all
lines, then without the kinds that `bench/phrases.py` names and explains.
"""
LEXICON = """## The lexicon across translations

Of the concepts that an English news text names, the share that its human translation names again, and the same with the
translation of another text, which is chance.
"""


@cache
def readers() -> Readers:
    return Readers(packs_of([BUILT_IN]))


def main(folder: Path | None) -> None:
    parts = [head(folder), *own_examples(), *own_articles()]
    if folder:
        parts += [*public_statements(folder), *public_dates(folder), *phrase_files(folder), *lexicon_shares(folder)]
    parts += weak_points()
    PAGE.write_text("\n".join(parts) + "\n", encoding="utf-8")
    print("\n".join(parts))


def head(folder: Path | None) -> str:
    measured = f"{datetime.now(UTC):%d %B %Y}"
    data = "with the public development sets at hand" if folder else "without the public sets"
    return HEAD.format(when=measured, data=data)


def own_examples() -> Iterator[str]:
    yield EXAMPLES
    rows: list[Row] = []
    for code in installed():
        table = examples_of(load_pack(code))
        as_they_must = sum(result.passed for result in run(load_pack(code)))
        sizes = [len(one) for one in (table.positive, table.negative, table.known_failure)]
        known = 100 * sizes[2] / sum(sizes)
        rows.append(
            (code, str(sizes[0]), str(sizes[1]), f"{sizes[2]} ({known:.0f} %)", f"{as_they_must} of {sum(sizes)}")
        )
    yield table_of(("language", "positive", "negative", "known failures", "as they must be"), rows)


def own_articles() -> Iterator[str]:
    yield OWN
    rows: list[Row] = []
    for code in installed():
        total = {"statements": Count(), "names": Count(), "times": Count()}
        articles = sorted((ROOT / "tests" / "articles").glob(f"{code}-*.txt"))
        for path in articles:
            expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
            reading = readers().of(code).read(article_of(path.stem, path.read_text(encoding="utf-8"), expected))
            text = reading.article.text
            marked = [parts_marked(text, one) for one in expected["statements"]]
            total["statements"].add(statements(text, marked, [parts_of(one) for one in reading.statements]))
            if "mentions" in expected:
                total["names"].add(names(reading, expected["mentions"]))
            if "times" in expected:
                total["times"].add(times(reading, expected["times"]))
        rows.append((code, str(len(articles)), *(prf(count) for count in total.values())))
    yield table_of(("language", "articles", "statements P / R / F1", "names P / R / F1", "times P / R / F1"), rows)


def public_statements(folder: Path) -> Iterator[str]:
    yield STATEMENTS
    rows: list[Row] = []
    for path in sorted((folder / "statements").glob("*.dev.jsonl")) + sorted(
        (folder / "statements").glob("*-pud.*.jsonl")
    ):
        by_language: dict[str, list[dict[str, Any]]] = {}
        for document in lines(path):
            by_language.setdefault(document["lang"], []).append(document)
        for language, documents in sorted(by_language.items()):
            if language not in readers().packs:
                continue
            total = Count()
            for document in documents:
                marked = [Parts(spans(one["source"]), spans(one["content"])) for one in document["attributions"]]
                found = [parts_of(one) for one in read(document).statements]
                outermost = path.name.startswith(OUTERMOST)
                total.add(statements(document["text"], marked, found, outermost=outermost))
            name = path.name.removesuffix(".jsonl").removesuffix(".dev")
            rows.append((name, language, str(len(documents)), str(total.marked), prf(total)))
    yield table_of(("set", "language", "documents", "statements", "P / R / F1"), rows)


def public_dates(folder: Path) -> Iterator[str]:
    yield DATES
    rows: list[Row] = []
    for path in sorted((folder / "times").glob("timex*.jsonl")):
        documents = list(lines(path))
        if "timexspec" in path.name or documents[0]["lang"] not in readers().packs:
            continue
        total = Count()
        for document in documents:
            found = [(one.span, one.timex) for one in read(document).times]
            total.add(spanned(document, found) if "timexes" in document else projected(document, found))
        rows.append((path.name.removesuffix(".jsonl"), documents[0]["lang"], str(len(documents)), prf(total)))
    yield table_of(("set", "language", "documents", "values P / R / F1"), rows)


def spanned(document: dict[str, Any], found: list[tuple[Span, str]]) -> Count:
    """Pairs that overlap one to one, the same spans first, and how many of them have the same value."""
    marked = [(Span(one["s"], one["e"]), one["value"]) for one in document["timexes"]]
    pairs = sorted(
        ((span != other, at, where)
        for at, (span, _) in enumerate(marked)
        for where, (other, _) in enumerate(found)
        if span.overlaps(other))
    )  # fmt: skip
    taken: dict[int, int] = {}
    for _, at, where in pairs:
        if at not in taken and where not in taken.values():
            taken[at] = where
    right = sum(marked[at][1] == found[where][1] for at, where in taken.items())
    return Count(right, len(marked), len(found))


def projected(document: dict[str, Any], found: list[tuple[Span, str]]) -> Count:
    """Values by sentence, where the marked ones have no place."""
    total = Count()
    for sentence in document["sents"]:
        wanted = [one["value"] for one in sentence["values"]]
        there = [value for span, value in found if sentence["s"] <= span.start < sentence["e"]]
        right = sum(min(wanted.count(value), there.count(value)) for value in set(wanted))
        total.add(Count(right, len(wanted), len(there)))
    return total


def phrase_files(folder: Path) -> Iterator[str]:
    yield PHRASES
    yield table_of(
        ("file", "phrases", "found / right %", "of interest", "found / right %"),
        list(phrases_measured(folder / "times")),
    )


def lexicon_shares(folder: Path) -> Iterator[str]:
    path = folder / "copies" / "ntrex.dev.jsonl"
    if not path.is_file():
        return
    yield LEXICON
    rows = [(code, str(size), f"{again:.3f}", f"{chance:.3f}") for code, size, again, chance, *_ in shares(path)]
    yield table_of(("language", "documents", "found again", "by chance"), rows)


def weak_points() -> Iterator[str]:
    yield "## Weak points\n"
    notes = tomllib.loads((ROOT / "bench" / "weak-points.toml").read_text(encoding="utf-8"))
    for code, points in notes.items():
        name = "All languages" if code == "all" else load_pack(code).language.english_name
        yield "\n".join([f"**{name}.**", *(f"- {point}" for point in points)]) + "\n"


def read(document: dict[str, Any]) -> Reading:
    published = document.get("dct") or document.get("date")
    given = {"id": document["id"], "text": document["text"], "language": document["lang"], "published": published}
    packs = readers().packs
    return readers().of(document["lang"]).read(clean_document(given, list(packs.values())))


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def prf(count: Count) -> str:
    if not count.marked:
        return "–"
    return f"{100 * count.precision:.1f} / {100 * count.recall:.1f} / **{100 * count.f1:.1f}**"


def table_of(headings: Row, rows: Sequence[Row]) -> str:
    """A table of Markdown; columns of figures to the right."""
    marks = ["---" if at < 1 else "---:" for at in range(len(headings))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (headings, marks, *rows)) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
