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


def shares(path: Path) -> list[tuple[str, int, float, float, float, float]]:
    """For each language: documents, share found again, the same by chance, concepts in English and translated."""
    readers = {code: ConceptReader(load_pack(code)) for code in installed() if load_pack(code).has("lexicon")}
    clusters: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        if document["lang"] in readers:
            found = readers[document["lang"]].find(document["text"])
            clusters[document["cluster"]][document["lang"]] = {one for at in found for one in at.concepts}
    clusters = {key: by for key, by in clusters.items() if by.get("en")}
    rows = []
    for code in sorted(readers):
        pairs = [(by["en"], by[code]) for by in clusters.values() if code in by]
        if code == "en" or not pairs:
            continue
        size = len(pairs)
        others = [translation for _, translation in pairs[1:] + pairs[:1]]
        again = sum(share(*pair) for pair in pairs) / size
        chance = sum(share(original, other) for (original, _), other in zip(pairs, others, strict=True)) / size
        english, translated = (sum(len(pair[side]) for pair in pairs) / size for side in (0, 1))
        rows.append((code, size, again, chance, english, translated))
    return rows


def main(path: Path) -> None:
    print(
        f"{'language':8} {'documents':>9} {'found again':>11} {'by chance':>9} {'concepts en':>11} {'translated':>10}"
    )
    for code, size, again, chance, english, translated in shares(path):
        print(f"{code:8} {size:9} {again:11.3f} {chance:9.3f} {english:11.0f} {translated:10.0f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
