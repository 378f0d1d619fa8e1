"""Full text in both databases: put a text's terms in, take them out, and write a question as each of them wants it.

On SQLite an FTS5 table without content, on PostgreSQL a tsvector; both hold the terms of folding.py with their places.
"""

from collections import defaultdict

import msgspec
from sqlalchemy import Connection

from corrobora.save.folding import RUNS, folded, folded_pair, folded_word

MOST_POSITION = 16_383
MOST_PLACES = 255
"""PostgreSQL's limits: places after this one count as this one, and a term has at most so many."""


class Needed(msgspec.Struct, frozen=True):
    """Terms that must stand one after the other; of the last one the beginning is enough if it is `open`."""

    terms: tuple[str, ...]
    open: bool = False
    unwanted: bool = False


def index(connection: Connection, number: int, text: str) -> None:
    """Put the terms of the article with this number in."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO search_terms (rowid, terms) VALUES (?, ?)", (number, _joined(text)))
    else:
        connection.exec_driver_sql(
            "INSERT INTO search_terms (number, terms) VALUES (%s, %s::tsvector)"
            " ON CONFLICT (number) DO UPDATE SET terms = excluded.terms",
            (number, _vector(text)),
        )


def unindex(connection: Connection, number: int, text: str) -> None:
    """Take out the terms of an article; `text` must be what was put in."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "INSERT INTO search_terms (search_terms, rowid, terms) VALUES ('delete', ?, ?)", (number, _joined(text))
        )
    else:
        connection.exec_driver_sql("DELETE FROM search_terms WHERE number = %s", (number,))


def _joined(text: str) -> str:
    return " ".join(folded(text))


def _vector(text: str) -> str:
    places: dict[str, list[int]] = defaultdict(list)
    for place, term in enumerate(filter(None, folded(text)), 1):
        if len(places[term]) < MOST_PLACES:
            places[term].append(min(place, MOST_POSITION))
    return " ".join(f"{_quoted(word)}:{','.join(map(str, at))}" for word, at in places.items())


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def parse(question: str) -> tuple[Needed, ...]:
    """A question as people write it: words, "a phrase", a beginning*, -not. What has no letters asks for nothing."""
    needed: list[Needed] = []
    for at, part in enumerate(question.split('"')):
        pieces = [part] if at % 2 else part.split()
        for piece in pieces:
            unwanted = at % 2 == 0 and piece.startswith("-")
            found = tuple(_asked(piece))
            if found:
                needed.append(Needed(found, _is_open(piece, quoted=at % 2 == 1), unwanted))
    return tuple(needed)


def _asked(piece: str) -> list[str]:
    """The terms of a piece of a question: pairs only, except where a single character is all there is."""
    found: list[str] = []
    runs = list(RUNS.finditer(piece))
    for run in runs:
        if run["word"]:
            found.append(folded_word(run["word"]))
        elif len(run[0]) == 1:
            found.append(folded_pair(run[0]))
        else:
            found += [folded_pair(run[0][at : at + 2]) for at in range(len(run[0]) - 1)]
            if run is not runs[-1]:
                found.append(folded_pair(run[0][-1]))  # so it stands in the text before what follows
    return [term for term in found if term]


def _is_open(piece: str, *, quoted: bool) -> bool:
    """True for "beginn*", and for a single ideograph, which begins pairs."""
    runs = list(RUNS.finditer(piece))
    alone = len(runs) == 1 and bool(runs[0]["paired"]) and len(runs[0][0]) == 1
    return alone or (not quoted and piece.endswith("*"))


def as_fts5(needed: tuple[Needed, ...]) -> str:
    """The question in FTS5's syntax; empty if nothing is asked for."""
    wanted = [_fts5(one) for one in needed if not one.unwanted]
    unwanted = [_fts5(one) for one in needed if one.unwanted]
    if not wanted:
        return ""
    return " AND ".join(wanted) + "".join(f" NOT {one}" for one in unwanted)


def _fts5(one: Needed) -> str:
    return '"' + " ".join(one.terms).replace('"', '""') + '"' + (" *" if one.open else "")


def as_tsquery(needed: tuple[Needed, ...]) -> str:
    """The question as a PostgreSQL tsquery; empty if nothing is asked for."""
    if all(one.unwanted for one in needed):
        return ""
    return " & ".join(("!" if one.unwanted else "") + _tsquery(one) for one in needed)


def _tsquery(one: Needed) -> str:
    words = [_quoted(term) for term in one.terms]
    if one.open:
        words[-1] += ":*"
    return f"({' <-> '.join(words)})"
