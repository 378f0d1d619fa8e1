"""Fill an archive from documents: the next ones are read while the last ones are written."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

import msgspec

from corrobora.gather.inputs import Input
from corrobora.pipeline import Outcome, Plan, read
from corrobora.records import Capture
from corrobora.save.store import Store
from corrobora.save.writer import save_outcome, save_page

TOGETHER = 50
"""Documents that are kept in one transaction; what was kept stays kept if the rest is broken off."""


class Tally(msgspec.Struct, frozen=True):
    """What became of documents: kept as new, there already, failed."""

    kept: int = 0
    known: int = 0
    failed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.kept + other.kept, self.known + other.known, self.failed + other.failed)


def outcomes(documents: Iterable[Input], plan: Plan, *, jobs: int = 1) -> Iterator[tuple[Outcome, Capture | None]]:
    """What became of each document, in order, with what arrived of it if that was a page."""
    arrived: deque[Capture | None] = deque()
    for outcome in read(_noted(documents, arrived), plan, jobs=jobs):
        yield outcome, arrived.popleft()


def fill(store: Store, found: Iterable[tuple[Outcome, Capture | None]]) -> Iterator[Tally]:
    """Keep readings, and pages as they arrived; the tally of all so far, whenever some more are kept."""
    stream, total = iter(found), Tally()
    with ThreadPoolExecutor(1, thread_name_prefix="writer") as writer:
        writing: Future[Tally] | None = None
        while batch := list(islice(stream, TOGETHER)):
            if writing:
                total += writing.result()
                yield total
            writing = writer.submit(_keep, store, batch)
        if writing:
            yield total + writing.result()


def _noted(documents: Iterable[Input], arrived: "deque[Capture | None]") -> Iterator[Input]:
    """The documents as they go by to be read; `arrived` notes each one's capture."""
    for one in documents:
        arrived.append(one.content if isinstance(one.content, Capture) else None)
        yield one


def _keep(store: Store, batch: Sequence[tuple[Outcome, Capture | None]]) -> Tally:
    total = Tally()
    with store.writing() as connection:
        for outcome, capture in batch:
            found = outcome.reading, outcome.failures
            new = save_page(connection, capture, *found) if capture else save_outcome(connection, *found)
            total += Tally(new, not new and not outcome.failures, bool(outcome.failures))
    return total
