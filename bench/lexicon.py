"""Do translations name the same concepts? `python bench/lexicon.py DOCS.jsonl` prints one line per language.

DOCS: {id, lang, text, cluster, kind}; documents of one cluster are human translations of one original. For each
language the share of the concept ids of the English text that are found again in the translation, averaged over
documents; what the same share is with the translation of another document, which is what chance would give; and how
many concepts an English text and its translation have.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

from corrobora.read.concepts import ConceptReader
from corrobora.read.packs import installed, load_pack


def share(original: set[str], translation: set[str]) -> float:
    return len(original & translation) / len(original)


def main(path: Path) -> None:
    readers = {code: ConceptReader(load_pack(code)) for code in installed() if load_pack(code).has("lexicon")}
    clusters: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        if document["lang"] in readers:
            found = readers[document["lang"]].find(document["text"])
            clusters[document["cluster"]][document["lang"]] = {one for at in found for one in at.concepts}
    clusters = {key: by for key, by in clusters.items() if by.get("en")}
    print(
        f"{'language':8} {'documents':>9} {'found again':>11} {'by chance':>9} {'concepts en':>11} {'translated':>10}"
    )
    for code in sorted(readers):
        pairs = [(by["en"], by[code]) for by in clusters.values() if code in by]
        if code == "en" or not pairs:
            continue
        others = [translation for _, translation in pairs[1:] + pairs[:1]]
        shares = [share(*pair) for pair in pairs]
        chance = [share(original, other) for (original, _), other in zip(pairs, others, strict=True)]
        mean = len(pairs)
        sizes = sum(len(one) for one, _ in pairs) / mean, sum(len(two) for _, two in pairs) / mean
        print(
            f"{code:8} {mean:9} {sum(shares) / mean:11.3f} {sum(chance) / mean:9.3f} {sizes[0]:11.0f} {sizes[1]:10.0f}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
