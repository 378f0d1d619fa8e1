"""Our own articles, in wire style, against what a careful journalist marked in them before any output was looked at.

tests/articles/<language>-<subject>.txt is an article, the .json beside it says what is in it. tests/floors.json keeps
what was measured for each language; a floor is raised when a figure rises, and never lowered without a reason. To see
every difference of some articles: `.venv/bin/python tests/test_articles.py [part of a file name …]`.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
from scoring import Count, Marked, article_of, names, parts_marked, parts_of, statements, times

from corrobora.read.packs import installed, load_pack
from corrobora.read.reader import Reader
from corrobora.records import Reading

ARTICLES = sorted((Path(__file__).parent / "articles").glob("??-*.txt"))
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
KINDS = ("statements", "names", "times")
FEWEST = 5
LEAST = 0.85
"""F1 of statements that each article must reach."""


@cache
def reader(language: str) -> Reader:
    return Reader(load_pack(language))


@cache
def read(path: Path) -> tuple[Marked, Reading]:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    article = article_of(path.stem, path.read_text(encoding="utf-8"), expected)
    return expected, reader(expected["language"]).read(article)


def counts(path: Path) -> dict[str, Count]:
    expected, reading = read(path)
    text = reading.article.text
    marked = [parts_marked(text, one) for one in expected["statements"]]
    found = {"statements": statements(text, marked, [parts_of(one) for one in reading.statements])}
    if "mentions" in expected:
        found["names"] = names(reading, expected["mentions"])
    if "times" in expected:
        found["times"] = times(reading, expected["times"])
    return found


@cache
def of_language(language: str) -> dict[str, Count]:
    total: dict[str, Count] = defaultdict(Count)
    for path in ARTICLES:
        if path.stem.startswith(f"{language}-"):
            for kind, count in counts(path).items():
                total[kind].add(count)
    return total


@pytest.mark.parametrize("language", installed())
def test_each_language_has_articles(language: str) -> None:
    assert sum(path.stem.startswith(f"{language}-") for path in ARTICLES) >= FEWEST
    assert set(FLOORS["articles"][language]) == set(KINDS)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_statements_of_each_article(path: Path) -> None:
    assert counts(path)["statements"].f1 >= LEAST, "\n".join(differences(path))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", installed())
def test_figures_do_not_fall(language: str, kind: str) -> None:
    assert 100 * of_language(language)[kind].f1 >= FLOORS["articles"][language][kind]


def differences(path: Path) -> Iterator[str]:
    """Everything in which a reading differs from what is marked, a line each."""
    expected, reading = read(path)
    text = reading.article.text
    found = [parts_of(one) for one in reading.statements]
    taken: set[int] = set()
    for one in expected["statements"]:
        parts = parts_marked(text, one)
        at = next((at for at, other in enumerate(found) if statements(text, [parts], [other]).right), None)
        if at is None and parts.content:
            yield f"{path.stem} misses   {one.get('source', '–')} · {one.get('cue')} · {one.get('content')}"
        elif at is not None:
            taken.add(at)
            if reading.statements[at].act != one["act"]:
                yield f"{path.stem} act      {one['cue']}: {reading.statements[at].act}, not {one['act']}"
    for at, other in enumerate(found):
        if at not in taken and other.content:
            words = (" … ".join(span.of(text) for span in spans) for spans in (other.source, other.content))
            yield f"{path.stem} makes up {' · '.join(words)}"
    marked_names = {(one["exact"], one["kind"]) for one in expected.get("mentions", ())}
    marked_times = {(one["exact"], one["timex"]) for one in expected.get("times", ())}
    yield from _set_differences(path.stem, "name", marked_names, {(one.exact, one.kind) for one in reading.mentions})
    yield from _set_differences(path.stem, "time", marked_times, {(one.exact, one.timex) for one in reading.times})


def _set_differences(name: str, kind: str, wanted: set[tuple[str, str]], found: set[tuple[str, str]]) -> Iterator[str]:
    yield from (f"{name} misses   {kind} {one}" for one in sorted(wanted - found))
    yield from (f"{name} makes up {kind} {one}" for one in sorted(found - wanted))


if __name__ == "__main__":
    for chosen in ARTICLES:
        if len(sys.argv) == 1 or any(part in chosen.stem for part in sys.argv[1:]):
            print(chosen.stem, {kind: f"{100 * count.f1:.1f}" for kind, count in counts(chosen).items()})
            print(*(f"  {line}" for line in differences(chosen)), sep="\n")
