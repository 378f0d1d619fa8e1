"""Read an article in a language that has no pack, for comparing it with others: sentences, figures, countries.

What all scripts share is enough for that: Unicode's marks at the ends of sentences, digits, and CLDR's names of
countries where it has them in the language (gazetteer/territories.json). A capitalised word is no mention, because
nobody knows of what kind; relate/bridges.py takes names from the text itself. No statement is found.
"""

import re
from functools import cache

import msgspec

from corrobora.errors import PackError
from corrobora.read.gazetteer import FOLDER
from corrobora.records import Article, Mention, Quantity, Reading, Span

VERSION = 1
"""Raised whenever the same article may give another reading."""

UNKNOWN = "und"
"""The tag of a language that nobody knows (BCP 47)."""

LONGEST_ENDING = 4
"""Letters that may follow a country's name as its ending, or in place of its last letter: "Polska", "Polsce"."""
SHORTEST_INFLECTED = 4
"""Letters that must be left of a name whose ending changes; a shorter one is found only as it stands."""

_SENTENCE_END = re.compile(r"[.!?…‽。！？｡．።؟۔।॥၊။។༎՜՞։]+[\"'”’»›）)\]」』】]*(?=\s|$|(?<=[。！？｡]))|\n")
_FIGURE = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,'’\u00a0\u202f ٬]\d{3})+(?!\d)(?:[.,٫]\d+)?|\d+(?:[.,٫]\d+)?")
_PARTED = re.compile(r"[.,'’\u00a0\u202f ٬](?=\d{3}(?!\d))")
_PERCENT = re.compile(r"[\u00a0\u202f ]?[%٪]")
MOST_DIGITS = 15
"""A figure of more digits is a number of a document or an account, and counts nothing."""


def read_without_pack(article: Article) -> Reading:
    """The article's sentences, figures and countries; its language is "und" if nobody knows it. Linear time."""
    if article.language is None:
        article = msgspec.structs.replace(article, language=UNKNOWN)
    text = article.text
    return Reading(
        article=article,
        mentions=countries(text, article.language or UNKNOWN),
        quantities=figures(text),
        sentences=sentences(text),
        made_by=f"read/without pack {VERSION}",
    )


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences, without surrounding white space, in order."""
    found: list[Span] = []
    begin = 0
    for end in (*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)):
        words = text[begin:end]
        start = begin + len(words) - len(words.lstrip())
        stop = begin + len(words.rstrip())
        if start < stop:
            found.append(Span(start, stop))
        begin = end
    return tuple(found)


def figures(text: str) -> tuple[Quantity, ...]:
    """Figures written in digits of any script; three digits behind a mark are thousands, as in most news."""
    found = []
    for match in _FIGURE.finditer(text):
        value = _value(match.group())
        if value is not None:
            percent = _PERCENT.match(text, match.end())
            end = percent.end() if percent else match.end()
            exact, unit = text[match.start() : end], "%" if percent else None
            found.append(Quantity(start=match.start(), end=end, exact=exact, low=value, high=value, unit=unit))
    return tuple(found)


def _value(written: str) -> float | None:
    plain = _PARTED.sub("", written)
    digits = "".join(str(int(c)) if c.isdecimal() else "." for c in plain)
    return float(digits) if len(digits) <= MOST_DIGITS else None


def countries(text: str, code: str) -> tuple[Mention, ...]:
    """The countries named, with their ids, if CLDR has them in this language; endings may differ."""
    names = _country_names(code)
    if names is None:
        return ()
    pattern, by_name = names
    found = []
    for match in pattern.finditer(text):
        identifier = by_name[_small(match.group(1))]
        found.append(
            Mention(
                start=match.start(),
                end=match.end(),
                exact=match.group(),
                kind="place",
                entity=f"country:{identifier}",
            )
        )
    return tuple(found)


@cache
def _country_names(code: str) -> tuple[re.Pattern[str], dict[str, str]] | None:
    """What finds a language's countries, and their codes by what is compared of their names."""
    table = _territories().get(code)
    if table is None:
        return None
    by_name: dict[str, str] = {}
    for identifier, name in table.items():
        stem = name[:-1] if len(name) > SHORTEST_INFLECTED else name
        by_name.setdefault(_small(stem), identifier)
    stems = sorted(by_name, key=lambda stem: (-len(stem), stem))
    return re.compile(
        rf"(?<!\w)({'|'.join(map(re.escape, stems))})\w{{0,{LONGEST_ENDING}}}(?!\w)", re.IGNORECASE
    ), by_name


def _small(name: str) -> str:
    """The name in small letters, each one letter still (not İ), ı as i, for which regular expressions take it."""
    return "".join(letter.lower()[:1] for letter in name).replace("ı", "i")


@cache
def _territories() -> dict[str, dict[str, str]]:
    path = FOLDER / "territories.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, str]])
    except (OSError, msgspec.MsgspecError) as error:
        raise PackError(f"{path}: {error}; run `python tools/bake_territories.py` again") from error
