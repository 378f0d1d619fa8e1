"""Relate documents one by one as they arrive, each to those before it, and write what comes of it as JSON Lines."""

import resource
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import msgspec

from corrobora.errors import SettingsError
from corrobora.pipeline import Outcome
from corrobora.records import Article, Derivation, Evidence, Failure
from corrobora.relate.families import Families
from corrobora.relate.lineage import Lineage
from corrobora.relate.near_copies import NearCopies
from corrobora.relate.translations import Translations

Row = TypeVar("Row", bound=msgspec.Struct)

DERIVATIONS, ARTICLES = "derivations.jsonl", "articles.jsonl"


class Step(msgspec.Struct, frozen=True):
    """One document: what became of it, and the derivations that are known since it arrived."""

    outcome: Outcome
    derivations: tuple[Derivation, ...] = ()


def lineage(window: int) -> Lineage:
    """The lineage of a stream, by all that finds shared text here; `window` earlier articles are remembered."""
    return Lineage([NearCopies(window), Translations(window)], window=window)


def related(outcomes: Iterable[Outcome], lineage: Lineage) -> Iterator[Step]:
    """Each outcome in order with what was learnt from it; a document that cannot be related is a failure of its own."""
    for outcome in outcomes:
        if outcome.reading is None:
            yield Step(outcome)
            continue
        try:
            yield Step(outcome, lineage.add(outcome.reading))
        except Exception as error:  # a defect of ours must not stop the stream
            why = f"{type(error).__name__}: {error}"
            failure = Failure(step="relate", input=outcome.id, error=why)
            yield Step(msgspec.structs.replace(outcome, failures=(*outcome.failures, failure)))


class Report:
    """What a replay has seen so far: counts, and the families that its articles fall into."""

    def __init__(self) -> None:
        self.documents = self.failed = 0
        self.kinds: Counter[str] = Counter()
        self.families = Families()
        self._begun = perf_counter()

    def count(self, step: Step) -> None:
        self.documents += 1
        self.failed += bool(step.outcome.failures)
        if step.outcome.reading:
            self.families.add(step.outcome.reading.article, step.derivations)
        self.kinds.update(one.kind for one in step.derivations)

    @property
    def speed(self) -> float:
        """Documents per second since the beginning."""
        return self.documents / max(perf_counter() - self._begun, 1e-9)


def peak_memory() -> float:
    """The most memory that this process has used, in MB."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1e6 if sys.platform == "darwin" else 1e3)


def write(steps: Iterable[Step], folder: Path) -> Iterator[Step]:
    """The same steps, while their articles and derivations are written to a folder, line by line.

    Raises SettingsError if that is not possible.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / DERIVATIONS).open("wb") as derivations, (folder / ARTICLES).open("wb") as articles:
            for step in steps:
                if step.outcome.reading:
                    articles.write(line(_shown(step.outcome.reading.article)))
                derivations.writelines(line(one) for one in step.derivations)
                yield step
    except OSError as error:
        raise SettingsError(f"--out {folder}: cannot be written: {error.strerror}") from error


def line(row: object) -> bytes:
    return msgspec.json.encode(row) + b"\n"


class ReplayedArticle(msgspec.Struct, frozen=True):
    """A line of articles.jsonl: what is needed to show an article by name."""

    id: str
    headline: str | None = None
    outlet: str | None = None
    language: str | None = None
    published: str | None = None


class DerivationRow(msgspec.Struct, frozen=True):
    """A line of derivations.jsonl."""

    derived: str
    origin: str
    kind: str
    score: float
    evidence: tuple[Evidence, ...] = ()


def _shown(article: Article) -> ReplayedArticle:
    return ReplayedArticle(
        id=article.id,
        headline=article.headline or next(iter(article.text.strip().split("\n")), "")[:120],
        outlet=article.outlet,
        language=article.language,
        published=article.published.value if article.published else None,
    )


def replayed(folder: Path) -> tuple[dict[str, ReplayedArticle], list[DerivationRow]]:
    """The articles and derivations that a replay has written. Raises SettingsError if they are not there or broken."""
    try:
        articles = _rows(folder / ARTICLES, ReplayedArticle)
        derivations = _rows(folder / DERIVATIONS, DerivationRow)
    except OSError as error:
        raise SettingsError(
            f"{folder}: there is no replay ({error.strerror}); `corrobora replay DOCS.jsonl --out {folder}` writes one"
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{folder}: not what `corrobora replay` writes: {error}") from error
    return {one.id: one for one in articles}, derivations


def _rows(path: Path, shape: type[Row]) -> list[Row]:
    return [msgspec.json.decode(row, type=shape) for row in path.read_bytes().splitlines() if row.strip()]
