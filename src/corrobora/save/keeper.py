"""Write from many tasks in few transactions: what waits is kept together, and each learns when its part is kept.

A commit makes the disk write, which takes as long for fifty changes as for one.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Connection

from corrobora.save.store import Store

TOGETHER = 50
"""Changes in one transaction, at most."""
Result = TypeVar("Result")
Change = Callable[[Connection], Any]
Waiting = tuple[Change, asyncio.Future[Any]]


class Keeper:
    """Keeps changes in a store, in the order in which they come; an asynchronous context."""

    def __init__(self, store: Store):
        self._store = store
        self._waiting: asyncio.Queue[Waiting] = asyncio.Queue()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="keeper")
        self._writer: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Keeper":
        self._writer = asyncio.create_task(self._write())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._writer is not None
        self._writer.cancel()
        await asyncio.gather(self._writer, return_exceptions=True)
        self._thread.shutdown()

    async def keep(self, change: Callable[[Connection], Result]) -> Result:
        """Make a change; when this returns, it is on the disk. Raises what the change or the database raises."""
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        await self._waiting.put((change, done))
        return await done

    async def _write(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < TOGETHER and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            for (_, done), (result, error) in zip(
                batch, await loop.run_in_executor(self._thread, self._all, batch), strict=True
            ):
                if done.cancelled():
                    continue
                if error is None:
                    done.set_result(result)
                else:
                    done.set_exception(error)

    def _all(self, batch: list[Waiting]) -> list[tuple[Any, Exception | None]]:
        """The results of all; if one cannot be kept with the others, each is kept by itself."""
        try:
            with self._store.writing() as connection:
                return [(change(connection), None) for change, _ in batch]
        except Exception as error:
            if len(batch) == 1:
                return [(None, error)]
        return [one for waiting in batch for one in self._all([waiting])]
