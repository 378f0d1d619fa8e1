"""Streams of invented articles for the tests of lineage and origins, and how they are read."""

import io
from functools import cache
from pathlib import Path

from corrobora.gather.files import inputs
from corrobora.pipeline import Pipe, Plan, read
from corrobora.records import Derivation, Reading, Span
from corrobora.relate.folding import Said
from corrobora.relate.lineage import Lineage
from corrobora.relate.near_copies import NearCopies
from corrobora.relate.translations import Translations

HERE = Path(__file__).parent

WIRE = (HERE / "wire.txt").read_text(encoding="utf-8").strip()
"""A wire on a fire in a library, which no outlet signs."""

PAPERS = (
    "Il Faro di Serravento", "Corriere di Valmora", "La Voce del Cordaio", "Gazzetta delle Colline", "Il Ponte Nuovo",
    "Notiziario Alto", "La Lanterna", "Eco della Pianura", "Il Molo", "Cronache di Brasca",
)  # fmt: skip


@cache
def stream(name: str) -> tuple[Reading, ...]:
    """The readings of a JSON Lines file beside this one."""
    outcomes = read(inputs([str(HERE / f"{name}.jsonl")], io.BytesIO()), Plan(for_relating=True))
    return tuple(outcome.reading for outcome in outcomes if outcome.reading)


@cache
def pipe() -> Pipe:
    return Pipe(Plan(for_relating=True))


def reading(id: str, text: str, **stated: str) -> Reading:
    """One invented article, read."""
    from corrobora.gather.files import Input

    outcome = pipe().read(Input(id, {"id": id, "text": text, **stated}))
    assert outcome.reading is not None, outcome.failures
    return outcome.reading


@cache
def ten_papers() -> tuple[Reading, ...]:
    """One wire that no paper names, in ten papers: as it is, retitled, with a paragraph cut, in another order."""
    parts = WIRE.split("\n\n")
    bodies = [
        parts,
        parts[:3],
        parts,
        [parts[0], parts[2], parts[1]],
        parts,
        parts[:2] + parts[3:],
        parts,
        parts[:3],
        parts,
        parts,
    ]
    return tuple(
        reading(
            f"paper-{at}",
            "\n\n".join(body),
            headline=f"{title}: in fumo la biblioteca di Valmora",
            language="it",
            outlet=title,
            published=f"2025-11-{4 + at // 8:02}T{7 + at % 8:02}:10:00+01:00",
        )
        for at, (title, body) in enumerate(zip(PAPERS, bodies, strict=True))
    )


def lineage() -> Lineage:
    return Lineage([NearCopies(), Translations()])


def derivations(readings: tuple[Reading, ...]) -> list[Derivation]:
    found = lineage()
    return [one for one_reading in readings for one in found.add(one_reading)]


def said(reading: Reading, words: str, stance: str = "support") -> Said:
    """The statement of a claim that some words of an article are: ours if one holds them, else the article's own."""
    at = reading.article.text.rindex(words)
    span = Span(at, at + len(words))
    holding = [
        one
        for one in reading.statements
        if any(part.start < span.end and span.start < part.end for part in one.content or one.about)
    ]
    inner = min(holding, key=lambda one: sum(part.end - part.start for part in one.content or one.about), default=None)
    return Said(reading=reading, span=span, statement=inner, stance=stance)  # type: ignore[arg-type]
