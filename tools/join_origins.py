"""Join a folder of story bundles into one benchmark: docs.jsonl in order of publication, with its gold.json.

Usage: python tools/join_origins.py tests/corpora/origins OUT
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def bundles(folder: Path) -> list[tuple[str, list[Json], Json]]:
    """Every bundle below a folder: its name, its articles and its gold, sorted by name."""
    found = []
    for docs in sorted(folder.glob("*/docs.jsonl")):
        lines = docs.read_text(encoding="utf-8").splitlines()
        gold = json.loads((docs.parent / "gold.json").read_text(encoding="utf-8"))
        found.append((docs.parent.name, [json.loads(line) for line in lines if line.strip()], gold))
    return found


def joined(folder: Path) -> tuple[list[Json], Json]:
    """All articles, earliest first, with the gold of all bundles in one."""
    docs: list[Json] = []
    gold: Json = {"derivations": [], "claims": [], "related": []}
    for _, of_bundle, of_gold in bundles(folder):
        docs += of_bundle
        for key in gold:
            gold[key] += of_gold[key]
    docs.sort(key=lambda doc: (datetime.fromisoformat(doc["published"]), doc["id"]))
    return docs, gold


def main(folder: str, out: str) -> None:
    """Write the joined benchmark into the folder `out`, which is made if it is missing."""
    docs, gold = joined(Path(folder))
    target = Path(out)
    target.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(doc, ensure_ascii=False) + "\n" for doc in docs)
    (target / "docs.jsonl").write_text(lines, encoding="utf-8")
    (target / "gold.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: join_origins.py FOLDER OUT")
    main(sys.argv[1], sys.argv[2])
