"""Measure how fast Corrobora reads: cleaning against reading on pages, documents a second, memory, start-up.

    python bench/reading.py FOLDER

FOLDER holds `pages/html/*.html.gz` (real pages) and `statements/polnear.dev.jsonl` (documents); a part that is not
there is left out. docs/benchmarks.md says where such files come from. All on one core, in one run.
"""

import gc
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

from corrobora.cli import GC_THRESHOLDS, SAMPLE
from corrobora.errors import ReadError
from corrobora.gather.files import Input, inputs
from corrobora.pipeline import Pipe, Plan
from corrobora.read.clean import clean
from corrobora.read.language_id import identify
from corrobora.read.metadata import Given
from corrobora.read.reader import Readers
from corrobora.records import Article, Capture

Value = TypeVar("Value")
START_UPS = 5
TEXT = next(SAMPLE.glob("*.txt"))


def main(folder: Path) -> None:
    gc.set_threshold(*GC_THRESHOLDS)
    rows = [("figure", "value", "unit")]
    pages = sorted((folder / "pages" / "html").glob("*.html*"))
    if pages:
        rows += cleaning_against_reading([*inputs([str(page) for page in pages], sys.stdin.buffer)])
    documents = folder / "statements" / "polnear.dev.jsonl"
    if documents.is_file():
        rows += documents_a_second(documents)
    rows.append(("peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}", "MB"))
    rows.append(("`corrobora read` on one text, from start to end", f"{start_up(TEXT):.2f}", "s, aim: 1 or less"))
    for name, value, unit in rows:
        print(f"{name:<58} {value:>10}  {unit}")


def cleaning_against_reading(pages: list[Input]) -> list[tuple[str, str, str]]:
    """Seconds to clean all pages and seconds to read all of the articles; the first page is done once before."""
    plan = Plan()
    packs = plan.packs
    readers = Readers(packs)

    def cleaned(page: Input) -> Article | None:
        assert isinstance(page.content, Capture)
        try:
            return clean(page.content, given=Given(), packs=list(packs.values()))
        except ReadError:
            return None

    cleaned(pages[0])
    cleaning, articles = timed(lambda: [cleaned(page) for page in pages])
    named = [(one, identify(one.text, list(packs))[0]) for one in articles if one]
    readable = [(one, code) for one, code in named if code]
    for code in {code for _, code in readable}:
        next(readers.of(code).read(one) for one, its in readable if its == code)
    reading, _ = timed(lambda: [readers.of(code).read(one) for one, code in readable])
    return [
        ("pages cleaned", str(len(pages)), "pages"),
        ("  of which in a language with a pack, and read", str(len(readable)), "articles"),
        ("cleaning", f"{cleaning:.2f}", "s"),
        ("reading", f"{reading:.2f}", "s"),
        ("reading / cleaning", f"{reading / cleaning:.2f}", "aim: 1 or less"),
    ]


def documents_a_second(path: Path) -> list[tuple[str, str, str]]:
    """The whole pipe over a file of documents, on one core, after one document has made it ready."""
    documents = [*inputs([str(path)], sys.stdin.buffer)]
    pipe = Pipe(Plan())
    pipe.read(documents[0])
    seconds, outcomes = timed(lambda: [pipe.read(one) for one in documents])
    letters = sum(len(one.reading.article.text) for one in outcomes if one.reading)
    return [
        ("documents read", str(len(documents)), f"documents, {letters / len(documents):.0f} characters each"),
        ("documents a second, one core", f"{len(documents) / seconds:.0f}", "aim: 150"),
        ("milliseconds for 5,000 characters", f"{1000 * seconds * 5000 / letters:.1f}", "ms"),
    ]


def start_up(text: Path) -> float:
    """Seconds from calling `corrobora read` to its end: the median of several runs, the first left out."""
    command = [sys.executable, "-m", "corrobora", "read", str(text)]
    runs = [timed(lambda: subprocess.run(command, check=True, capture_output=True))[0] for _ in range(START_UPS + 1)]
    return median(runs[1:])


def timed(work: Callable[[], Value]) -> tuple[float, Value]:
    """How many seconds some work takes, and its result."""
    begun = perf_counter()
    result = work()
    return perf_counter() - begun, result


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
