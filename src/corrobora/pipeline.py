"""The whole flow as one readable pipe; it calls the rooms and holds no logic of its own.

    inputs | clean | read in its language | annotators of the settings

Errors travel as Failure records: one bad page never stops the stream, and none is silent.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from pathlib import Path

import msgspec

from corrobora import logs
from corrobora.errors import PackError, ReadError
from corrobora.gather.files import Input
from corrobora.plugins import annotators
from corrobora.read.clean import clean, clean_document
from corrobora.read.language_id import identify
from corrobora.read.metadata import Given
from corrobora.read.packs import BUILT_IN, Pack
from corrobora.read.reader import Readers, packs_of
from corrobora.read.without_pack import read_without_pack
from corrobora.records import Article, Capture, Failure, Reading

BATCH = 8
"""Documents that travel to a process together."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one input: a reading, or failures that say why not, or both if only part of it could be read."""

    id: str
    reading: Reading | None = None
    failures: tuple[Failure, ...] = ()


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How to read: which packs, which plug-ins, and what the caller states of every document. Travels to processes.

    The clock is stated, too (`given.now`): it bounds what may be inferred of an undated article; nobody reads it here.
    """

    languages: tuple[str, ...] = ()
    pack_folders: tuple[str, ...] = ()
    gazetteer_folders: tuple[str, ...] = ()
    annotators: tuple[str, ...] = ()
    given: Given = Given()
    for_relating: bool = False
    """True: readings have sentences and concepts, too, so that articles can be compared, and an article in a language
    without a pack is read as far as all languages share it (read/without_pack.py)."""

    @property
    def packs(self) -> dict[str, Pack]:
        """The packs by code; raises PackError if one is missing."""
        folders = (BUILT_IN, *map(Path, self.pack_folders))
        return packs_of(folders, self.languages, tuple(map(Path, self.gazetteer_folders)))


class Pipe:
    """The pipe, opened: one for each process."""

    def __init__(self, plan: Plan):
        self._given = plan.given
        self._for_relating = plan.for_relating
        self._today = plan.given.now.date().isoformat() if plan.given.now else None
        stated = msgspec.structs.replace(plan.given, now=None)
        self._stated = {name: value for name, value in msgspec.structs.asdict(stated).items() if value is not None}
        self._packs = plan.packs
        self._readers = Readers(self._packs)
        self._annotators = annotators(plan.annotators)

    def read(self, one: Input) -> Outcome:
        """One input through all steps; what goes wrong with it is in the outcome's failures.

        Raises only what would go wrong with every input: PackError, if the pack of its language cannot be used.
        """
        step, reading = "clean", None
        try:
            if isinstance(one.content, Failure):
                return _failed(one.id, one.content)
            article = self._cleaned(one)
            step = "language"
            article = self._identified(article)
            reading = Reading(article=article)
            if self._for_relating and article.language not in self._packs:
                reading = read_without_pack(article)
            else:
                reader = self._readers.of(article.language)
                step = "read"
                reading = reader.read(article, today=self._today, for_relating=self._for_relating)
            for name, annotate in self._annotators:
                step = name
                reading = annotate(reading)
        except PackError:
            raise
        except ReadError as error:
            return _failed(one.id, Failure(step=step, input=one.id, error=str(error)), reading)
        except Exception as error:
            # A defect of ours, of a library or of a plug-in: this document fails, and the stream goes on.
            logs.event("debug", "defect", step=step, input=one.id, exc_info=error)
            why = f"{type(error).__name__}: {error}"
            return _failed(one.id, Failure(step=step, input=one.id, error=why), reading)
        return Outcome(id=one.id, reading=reading)

    def _cleaned(self, one: Input) -> Article:
        packs = list(self._packs.values())
        if isinstance(one.content, Capture):
            return clean(one.content, given=with_given(self._given, one.given), packs=packs)
        assert not isinstance(one.content, Failure)
        return clean_document({**one.content, **self._stated}, packs)

    def _identified(self, article: Article) -> Article:
        if article.language:
            return article
        return msgspec.structs.replace(article, language=identify(article.text, list(self._packs))[0])


def with_given(given: Given, more: Mapping[str, str]) -> Given:
    """What the user gives of all documents, and where that says nothing what came with one of them (`Input.given`)."""
    missing = {name: value for name, value in more.items() if getattr(given, name) is None}
    return msgspec.structs.replace(given, **missing) if missing else given


def _failed(name: str, failure: Failure, reading: Reading | None = None) -> Outcome:
    logs.event("info", "failed", step=failure.step, input=failure.input, error=failure.error)
    return Outcome(id=name, reading=reading, failures=(failure,))


def read(stream: Iterable[Input], plan: Plan, *, jobs: int = 1) -> Iterator[Outcome]:
    """The outcome of each input, in order, as soon as it is there; `jobs` processes read side by side."""
    pipe = Pipe(plan)  # raises here, before any process is started, if the plan cannot be followed
    if jobs == 1:
        yield from map(pipe.read, stream)
    else:
        yield from _side_by_side(stream, plan, jobs)


def _side_by_side(stream: Iterable[Input], plan: Plan, jobs: int) -> Iterator[Outcome]:
    """As many batches under way as keep all processes busy, and no more: memory stays flat on any stream."""
    under_way: deque[tuple[list[Input], Future[list[Outcome]]]] = deque()
    waiting = iter(stream)
    processes = _processes(plan, jobs)
    try:
        while True:
            while len(under_way) < 2 * jobs and (batch := list(islice(waiting, BATCH))):
                try:
                    under_way.append((batch, processes.submit(_read_batch, batch)))
                except BrokenProcessPool:
                    processes = _processes(plan, jobs)
                    under_way.append((batch, processes.submit(_read_batch, batch)))
            if not under_way:
                processes.shutdown()  # waits: a program that ends while they do may print Python's own traceback
                return
            batch, future = under_way.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:  # one document killed the process of all: read each in a process of its own
                yield from (_alone(one, plan) for one in batch)
    finally:
        processes.shutdown(wait=False, cancel_futures=True)


def _alone(one: Input, plan: Plan) -> Outcome:
    with _processes(plan, 1) as process:
        try:
            return process.submit(_read_batch, [one]).result()[0]
        except BrokenProcessPool:
            why = "the process that read it was killed, perhaps for want of memory"
            return _failed(one.id, Failure(step="read", input=one.id, error=why))


def _processes(plan: Plan, jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, initializer=_open, initargs=(plan,))


_pipe: Pipe | None = None  # of this process, if it is one of several that read side by side


def _open(plan: Plan) -> None:
    global _pipe
    _pipe = Pipe(plan)


def _read_batch(batch: Sequence[Input]) -> list[Outcome]:
    assert _pipe is not None
    return [_pipe.read(one) for one in batch]
