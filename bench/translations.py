"""Are translated copies found? `python bench/translations.py DOCS.jsonl[.gz] [SEED]` prints pairs and languages.

DOCS: {id, lang, text, cluster}: documents of one cluster are versions of one another. They arrive in random order. A
document is found if it is linked, directly or through others, with its cluster; a link between clusters is false.
"""

import gzip
import json
import random
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from corrobora.gather.inputs import Input
from corrobora.pipeline import Plan, read
from corrobora.relate.translations import Translations

WINDOW = 200_000


def documents(path: Path, seed: int) -> list[dict[str, str]]:
    body = path.read_bytes()
    found = [json.loads(line) for line in (gzip.decompress(body) if path.suffix == ".gz" else body).splitlines()]
    random.Random(seed).shuffle(found)
    return found


class Groups:
    """Documents that are linked, directly or through others."""

    def __init__(self) -> None:
        self._up: dict[str, str] = {}

    def of(self, name: str) -> str:
        while (above := self._up.get(name, name)) != name:
            name = above
        return name

    def link(self, left: str, right: str) -> None:
        self._up[self.of(left)] = self.of(right)


def pairs(counts: Counter[object]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())


def main(path: Path, seed: int) -> None:
    docs = documents(path, seed)
    inputs = [Input(one["id"], {"id": one["id"], "text": one["text"], "language": one["lang"]}) for one in docs]
    readings = [one.reading for one in read(inputs, Plan(for_relating=True)) if one.reading]
    stream, groups, links, false = Translations(WINDOW), Groups(), 0, 0
    cluster = {one["id"]: one["cluster"] for one in docs}
    begun = time.perf_counter()
    for reading in readings:
        for match in stream.add(reading):
            links += 1
            false += cluster[match.left] != cluster[match.right]
            groups.link(match.left, match.right)
    seconds = time.perf_counter() - begun
    both: Counter[object] = Counter((one["cluster"], groups.of(one["id"])) for one in docs)
    right, ours, gold = (
        pairs(both),
        pairs(Counter(groups.of(one["id"]) for one in docs)),
        pairs(Counter(cluster.values())),
    )
    precision, recall = right / max(1, ours), right / max(1, gold)
    print(
        f"{path.name}: {len(docs)} documents, {links} links, {false} false, {len(readings) / seconds:.0f} documents/s"
    )
    both_ways = 2 * precision * recall / (precision + recall) if right else 0.0
    print(f"pairs: P {precision:.3f}  R {recall:.3f}  F1 {both_ways:.3f}")
    found: dict[str, list[bool]] = defaultdict(list)
    members = Counter(groups.of(name) for name in cluster)
    for one in docs:
        found[one["lang"]].append(members[groups.of(one["id"])] > 1)
    print("found  " + "  ".join(f"{code} {sum(some) / len(some):.3f}" for code, some in sorted(found.items())))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
