"""Measure the cleaning of pages: F1 of the article's body by four-word shingles, and pages per second.

Usage: python bench/cleaning.py FOLDER [--worst N]

FOLDER holds ground-truth*.json, {page: {"articleBody": text}}, and html/PAGE.html.gz, as in Zyte's (Scrapinghub's)
article extraction benchmark. The figure is the one defined there: on each page the shingles of four words that the
body and the truth share (TP), that only our body has (FP) and that only the truth has (FN) are counted, repetitions
included, and divided by their sum, so that long pages weigh no more than short ones; F1 is made from the sums over all
pages.
"""

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path

from corrobora.read.clean import Given, clean
from corrobora.read.packs import installed, load_pack
from corrobora.records import Article, Capture

SHINGLE = 4
BODY = ("heading", "paragraph", "list")
"""The kinds of passages that the benchmark counts as body: no headline, standfirst or caption."""


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """All runs of four words, with their counts; a shorter text is one shingle."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)))


def shares(truth: str, ours: str) -> tuple[float, float, float]:
    """True positives, false positives and false negatives of one page, as shares of their sum."""
    wanted, got = shingles(truth), shingles(ours)
    counts = (wanted & got).total(), (got - wanted).total(), (wanted - got).total()
    total = sum(counts)
    return counts[0] / total, counts[1] / total, counts[2] / total


def body_of(article: Article) -> str:
    """The passages that tell the story."""
    return "\n".join(passage.span.of(article.text) for passage in article.passages if passage.kind in BODY)


def main() -> None:
    """Clean every page of the folder and print one table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument(
        "--worst", type=int, default=0, metavar="N", help="also list the N pages with the lowest share"
    )
    given = options.parse_args()
    files = sorted(given.folder.glob("ground-truth*.json"))
    if not files:
        sys.exit(f"{given.folder}: no ground-truth*.json; see docs/benchmarks.md for where the corpus comes from")
    truth = {page: entry for file in files for page, entry in json.loads(file.read_text(encoding="utf-8")).items()}
    packs = [load_pack(code) for code in installed()]
    pages = {page: gzip.decompress((given.folder / "html" / f"{page}.html.gz").read_bytes()) for page in truth}
    clean(Capture.of(next(iter(pages.values())), media_type="text/html"), given=Given(), packs=packs)  # warm up
    rows = []
    spent = 0.0
    for page, body in pages.items():
        began = time.perf_counter()
        article = clean(
            Capture.of(body, media_type="text/html", url=truth[page].get("url")), given=Given(), packs=packs
        )
        spent += time.perf_counter() - began
        rows.append((shares(truth[page]["articleBody"], body_of(article)), page))
    hits, extra, missed = (sum(row[0][column] for row in rows) for column in range(3))
    precision, recall = hits / (hits + extra), hits / (hits + missed)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{'pages':>8} {'F1':>8} {'P':>8} {'R':>8} {'pages/s':>8} {'ms/page':>8}")
    rate = len(rows) / spent
    print(f"{len(rows):>8} {f1:>8.4f} {precision:>8.4f} {recall:>8.4f} {rate:>8.1f} {1000 / rate:>8.1f}")
    for (hit, surplus, lost), page in sorted(rows)[: given.worst]:
        print(f"  {hit:.2f} shared, {surplus:.2f} surplus, {lost:.2f} lost: {page} {truth[page].get('url', '')}")


if __name__ == "__main__":
    main()
