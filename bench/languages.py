"""Measure every language for itself: how fast it reads, against cleaning and against the others; loading; memory.

    python bench/languages.py

Reads our own articles (tests/articles) ten times on one core and takes the quickest pass. For cleaning, each article is
put into an invented page of PAGE_SIZE characters, which is less than most papers' pages have. Ratios within one run are
what counts.
"""

import gc
import html
import resource
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time

from corrobora.cli import GC_THRESHOLDS
from corrobora.errors import ReadError
from corrobora.read.clean import clean
from corrobora.read.concepts import ConceptReader, LexiconTable
from corrobora.read.metadata import Given
from corrobora.read.pack_examples import ExampleTable
from corrobora.read.packs import BUILT_IN, FILES, Pack, installed
from corrobora.read.reader import Reader, Readers, packs_of
from corrobora.records import Article, Capture, Passage

ARTICLES = Path(__file__).parents[1] / "tests" / "articles"
PAGE_SIZE = 40_000
TIMES = 10
NAVIGATION = '<li class="item"><a href="/section/{0}">Section {0}</a><span class="count">{0}</span></li>'


def main() -> None:
    gc.set_threshold(*GC_THRESHOLDS)
    print(f"{'language':8} {'files ms':>8} {'ready ms':>8} {'characters/s':>12} {'slower than the fastest':>23} "
          f"{'reading/cleaning':>16}")  # fmt: skip
    readers = Readers(packs_of([BUILT_IN]))
    texts = {code: [*articles(code)] for code in installed() if [*articles(code)]}
    warm = readers.of(next(iter(texts)))
    warm.prepare()
    rates = {code: rate(readers.of(code), texts[code]) for code in texts}
    fastest = max(rates.values())
    for code, speed in rates.items():
        files, ready = loading(code)
        ratio = reading_against_cleaning(readers, texts[code], code)
        print(f"{code:8} {files:8.0f} {ready:8.0f} {speed:12,.0f} {fastest / speed:23.1f} {ratio:16.2f}")
    for code in texts:
        ConceptReader(readers.packs[code])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory with all {len(texts)} languages and their lexicons loaded: {memory:.0f} MB")


def articles(code: str) -> Iterator[str]:
    for path in sorted(ARTICLES.glob(f"{code}-*.txt")):
        yield path.read_text(encoding="utf-8")


def rate(reader: Reader, texts: list[str]) -> float:
    """Characters a second of processor time, in the quickest of several passes, the first of which makes it ready."""
    made = [article(text) for text in texts]

    def seconds() -> float:
        begun = process_time()
        for one in made:
            reader.read(one)
        return process_time() - begun

    return sum(map(len, texts)) / min(seconds() for _ in range(TIMES))


def article(text: str) -> Article:
    return Article(id="bench", text=text, passages=(Passage(start=0, end=len(text), kind="paragraph"),))


def loading(code: str) -> tuple[float, float]:
    """Milliseconds to read and check all files of a pack, and to make a reader of it ready (the shorter of three)."""
    files, ready = [], []
    for _ in range(3):
        pack = Pack(BUILT_IN / code)
        begun = perf_counter()
        load(pack)
        loaded = perf_counter()
        Reader(pack).prepare()
        files.append(loaded - begun)
        ready.append(perf_counter() - loaded)
    return 1000 * min(files), 1000 * min(ready)


def load(pack: Pack) -> None:
    """Read and check every file of a pack."""
    from corrobora.read.access import AccessTable
    from corrobora.read.boilerplate import BoilerplateTable
    from corrobora.read.dates_table import DateTable
    from corrobora.read.final_table import FinalTable
    from corrobora.read.grammar import AttributionTable
    from corrobora.read.names_table import NamesTable
    from corrobora.read.numbers_table import NumbersTable

    shapes = {
        "attribution": FinalTable if pack.language.cue_last else AttributionTable, "boilerplate": BoilerplateTable,
        "dates": DateTable, "examples": ExampleTable, "lexicon": LexiconTable, "names": NamesTable,
        "numbers": NumbersTable, "access": AccessTable,
    }  # fmt: skip
    assert shapes.keys() | {"language"} == set(FILES)
    for stem, shape in shapes.items():
        pack.table(stem, shape)


def reading_against_cleaning(readers: Readers, texts: list[str], code: str) -> float:
    packs = list(readers.packs.values())
    pages = [page(text, code) for text in texts]
    clean(pages[0], given=Given(), packs=packs)
    begun = perf_counter()
    cleaned = []
    for one in pages:
        try:
            cleaned.append(clean(one, given=Given(), packs=packs))
        except ReadError:
            continue
    cleaning = perf_counter() - begun
    begun = perf_counter()
    for made in cleaned:
        readers.of(code).read(made)
    return (perf_counter() - begun) / cleaning


def page(text: str, code: str) -> Capture:
    """An invented page around a text: menus before it, lists of other articles behind it."""
    headline, *paragraphs = text.split("\n\n")
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    around = "".join(NAVIGATION.format(number) for number in range((PAGE_SIZE - len(text)) // len(NAVIGATION)))
    half = len(around) // 2 // len(NAVIGATION) * len(NAVIGATION)
    content = (
        f'<!doctype html><html lang="{code}"><head><meta charset="utf-8"><title>{html.escape(headline)}</title></head>'
        f"<body><nav><ul>{around[:half]}</ul></nav><article><h1>{html.escape(headline)}</h1>{body}</article>"
        f"<aside><ul>{around[half:]}</ul></aside></body></html>"
    )
    return Capture(id="bench", url=None, body=content.encode(), media_type="text/html")


if __name__ == "__main__":
    main()
