"""Write what recognising names across languages needs from the language packs and from rigour, as JSON.

baked/called.json: for each language, what its pack calls places and bodies, in all forms. baked/name_parts.json: for
each word of our own names that rigour knows (its name parts come from Wikidata), the numbers of the names that it is a
form of: Vladimir, Volodymyr, Владимир and 弗拉基米尔 share one. baked/people_keys.json: the keys (relate/name_keys.py) of
the names of people.toml, so that a spelling which the gazetteer does not have finds them. rigour's first call costs seconds and 450 MB, so it is
asked here, once (`uv sync --group tables`). Run `python tools/bake_names.py`; with `--check` nothing is written, and the
exit code is 1 if a file on disk differs.
"""

import sys
from collections.abc import Iterator

import msgspec
from rigour.names import NameTypeTag, analyze_names

from corrobora.gazetteer.called import CALLED, KEYS, PARTS
from corrobora.read import gazetteer
from corrobora.read.names_table import NamesTable, forms
from corrobora.read.packs import installed, load_pack
from corrobora.relate.name_keys import keys
from corrobora.relate.name_sounds import words_of

MOST_FORMS = 40
"""Forms of one name that are kept; beyond, a template says more than anybody writes."""
MOST_GROUPS = 6
MOST_PEOPLE = 12
"""People with one key; a key that more have finds too many."""
SCRIPTS = ("Latin", "Cyrillic", "Hangul", "Arabic", "Japanese", "Han")


def called() -> str:
    """One language a line group, one id a line."""
    parts = []
    for code in installed():
        pack = load_pack(code)
        table = pack.table("names", NamesTable)
        rows = [
            msgspec.json.encode({identifier: "|".join(list(forms(template, table.endings))[:MOST_FORMS])}).decode()[
                1:-1
            ]
            for named in (table.places, table.organisations)
            for identifier, template in named.items()
        ]
        parts.append(f'"{code}":{{\n' + ",\n".join(rows) + "\n}")
    return "{" + ",\n".join(parts) + "}\n"


def vocabulary() -> Iterator[str]:
    """Every word of our given names and of our people's names, in all scripts."""
    for script in SCRIPTS:
        for names in gazetteer.given_names(script):
            yield from words_of_all(f"{names.female} {names.male}".split())
    for person in gazetteer.people():
        for written in person.names.values():
            yield from words_of_all(written.split("|"))


def words_of_all(names: list[str]) -> Iterator[str]:
    for name in names:
        yield from words_of(name)


def groups(words: list[str]) -> dict[str, list[str]]:
    """rigour's ids of the names that each word is a form of."""
    found: dict[str, list[str]] = {}
    for word in words:
        for name in analyze_names(NameTypeTag.PER, [word]):
            ids = sorted({str(symbol.id) for symbol in name.symbols if str(symbol.id).startswith("Q")})
            if ids:
                found[word] = ids
    return found


def name_parts() -> str:
    """One word a line, with numbers in place of rigour's ids; a name that one word alone is a form of tells nothing."""
    found = groups(sorted({word for word in vocabulary() if len(word) > 1}))
    words: dict[str, list[str]] = {}
    for word, ids in found.items():
        for one in ids:
            words.setdefault(one, []).append(word)
    shared = sorted((one for one, members in words.items() if len(members) > 1), key=lambda one: int(one[1:]))
    numbers = {one: at for at, one in enumerate(shared)}
    rows = []
    for word, ids in found.items():
        kept = sorted((one for one in ids if one in numbers), key=lambda one: -len(words[one]))[:MOST_GROUPS]
        if kept:
            rows.append(f"{msgspec.json.encode(word).decode()}:{sorted(numbers[one] for one in kept)}".replace(" ", ""))
    return "{\n" + ",\n".join(rows) + "\n}\n"


def people_keys() -> str:
    """One key a line, with the people (by the last part of their ids) who have a name with it."""
    found: dict[str, dict[str, None]] = {}
    for person in gazetteer.people():
        for code, written in person.names.items():
            for name in written.split("|"):
                for key in keys(name, code if code.islower() else None):
                    found.setdefault(key, {})[person.id.partition(":")[2]] = None
    rows = [
        msgspec.json.encode({key: " ".join(people)}).decode()[1:-1]
        for key, people in sorted(found.items())
        if len(people) <= MOST_PEOPLE
    ]
    return "{\n" + ",\n".join(rows) + "\n}\n"


def main(check: bool) -> int:
    """Write or check the files; returns the exit code."""
    differing = 0
    for path, text in ((CALLED, called()), (PARTS, name_parts()), (KEYS, people_keys())):
        if check:
            differing += not path.is_file() or path.read_text(encoding="utf-8") != text
        else:
            path.write_text(text, encoding="utf-8")
            print(f"{path}: {len(text.encode()):,} bytes")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
