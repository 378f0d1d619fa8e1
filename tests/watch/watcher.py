"""A watcher as a process of its own, for tests that kill it: every name is on loopback, and nothing leaves the machine.

usage: watcher.py STORE ADDRESS LOG [--once]. Below the guard stands a connector that writes to LOG each address that is
asked for and is not ADDRESS, and refuses it. `inside.example` leads to a private address, as a hostile name may.
"""

import asyncio
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpcore

from corrobora.gather.fetch import Fetcher
from corrobora.gather.guard import GuardedBackend, GuardedTransport
from corrobora.pipeline import Plan
from corrobora.save.packing import moment
from corrobora.save.store import Store
from corrobora.save.worklist import poll_now
from corrobora.watching import Pace, Progress, Watch

SECONDS = 8.0
"""For one address: a hostile server is waited for no longer."""


class OnlyHere(httpcore.AnyIOBackend):
    """Stands below the guard: what it is asked for besides the newspapers is a hole in the guard."""

    def __init__(self, address: str, log: str):
        super().__init__()
        self._address, self._log = address, log

    async def connect_tcp(self, host: str, *args: Any, **named: Any) -> httpcore.AsyncNetworkStream:
        if host != self._address:
            with Path(self._log).open("a", encoding="utf-8") as log:
                log.write(f"{host}\n")
            raise httpcore.ConnectError("refused by the test")
        return await super().connect_tcp(host, *args, **named)


def network(address: str, log: str) -> GuardedTransport:
    async def resolve(host: str, port: int) -> list[str]:
        if host == "inside.example":
            return ["10.0.0.7"]
        if host.endswith(".example"):
            return [address]
        return [{"2130706433": "127.0.0.1"}.get(host, host)]

    backend = GuardedBackend((f"{address}/32",), connector=OnlyHere(address, log), resolve=resolve)
    return GuardedTransport(backend)


async def main(store: str, address: str, log: str, *, once: bool) -> None:
    with Store(store) as archive:
        with archive.writing() as connection:
            poll_now(connection, moment(datetime.now(UTC)))
        async with Fetcher(network(address, log), seconds=SECONDS) as fetcher:
            pace = Pace(connections=32, seconds_between=0.0)
            watch = Watch(archive, fetcher, Plan(languages=("it",), for_relating=True), pace, Progress())
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, watch.stop)
            print("watching", flush=True)
            await watch.run(once=once)
            print(dict(watch.progress.counts), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], once="--once" in sys.argv))
