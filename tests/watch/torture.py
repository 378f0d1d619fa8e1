"""Let a watcher read hundreds of feeds, some of them hostile, and kill it again and again; then count what it kept.

`python tests/watch/torture.py` does it with 300 feeds for two minutes with ten kills; tests/watch/test_watch.py with
fewer. Prints one line for each thing that must hold.
"""

import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).parent))
from newspapers import ADDRESS, BROKEN, Newspapers

from corrobora.gather.schedule import FIRST
from corrobora.save import schema
from corrobora.save.packing import moment
from corrobora.save.store import Store
from corrobora.save.upkeep import check
from corrobora.save.worklist import add_feed

WATCHER = Path(__file__).parent / "watcher.py"


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What was found after the torture."""

    kills: int
    expected: int
    missing: tuple[str, ...]
    twice: tuple[str, ...]
    unwanted: tuple[str, ...]
    without_reason: tuple[str, ...]
    left_the_guard: tuple[str, ...]
    damaged: tuple[str, ...]
    peak_memory: float
    second_polls: int
    not_modified: int
    reread: int

    @property
    def holds(self) -> bool:
        wrong = (self.missing, self.twice, self.unwanted, self.without_reason, self.left_the_guard, self.damaged)
        return not any(wrong)


def torture(folder: Path, store: str, *, healthy: int, seconds: float, kills: int) -> Result:
    """Watch, kill and count; `store` is a new one. Memory in MB."""
    log, peak, chance = folder / "forbidden.txt", 0.0, random.Random(7)
    log.touch()
    with Newspapers(healthy=healthy, first=2, more_every=seconds / 2) as papers:
        with Store(store) as archive, archive.writing() as connection:
            for url in papers.feeds():
                add_feed(connection, url, host=urlsplit(url).netloc, now=moment(datetime.now(UTC)), interval=FIRST)
        for _ in range(kills):
            process = _started(store, log)
            time.sleep(seconds / kills * chance.uniform(0.6, 1.4))
            peak = max(peak, _peak(process.pid))
            process.send_signal(signal.SIGKILL)
            process.wait()
        papers.freeze()
        peak = max(peak, _finished(store, log))
        asked, before = papers.asked.copy(), papers.not_modified.copy()
        peak = max(peak, _finished(store, log))
        again, unchanged = papers.asked - asked, papers.not_modified - before
        polls = sum(again[f"{paper}/feed"] for paper in papers.healthy)
        not_modified = sum(unchanged[paper] for paper in papers.healthy)
        reread = sum(times for path, times in again.items() if "/news/" in path)
        return _counted(papers, store, log, kills=kills, peak=peak, polls=polls,
                        not_modified=not_modified, reread=reread)  # fmt: skip


def _started(store: str, log: Path, *more: str) -> "subprocess.Popen[str]":
    command = [sys.executable, str(WATCHER), store, ADDRESS, str(log), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _finished(store: str, log: Path) -> float:
    """Let a watcher poll everything and bring it to its end; its peak memory."""
    process = _started(store, log, "--once")
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _peak(process.pid))
        time.sleep(0.2)
    assert process.returncode == 0, process.returncode
    return peak


def _peak(process: int) -> float:
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


def _counted(
    papers: Newspapers, store: str, log: Path, *, kills: int, peak: float, polls: int, not_modified: int, reread: int
) -> Result:
    expected = papers.articles()
    with Store(store) as archive, archive.reading() as connection:
        kept = list(connection.execute(select(schema.articles.c.url)).scalars())
        failed = {row.input for row in connection.execute(select(schema.failures)) if row.error}
        damaged = tuple(f"{one.kind} {one.where}: {one.what}" for one in check(connection))
    hostile = [f"http://{paper}.example:{papers.port}/feed" for paper in BROKEN]
    return Result(
        kills=kills, expected=len(expected), missing=tuple(sorted(expected - set(kept))),
        twice=tuple(sorted({url for url in kept if kept.count(url) > 1})),
        unwanted=tuple(sorted(set(kept) - expected)),
        without_reason=tuple(url for url in hostile if url not in failed),
        left_the_guard=tuple(log.read_text(encoding="utf-8").split()), damaged=damaged, peak_memory=peak,
        second_polls=polls, not_modified=not_modified, reread=reread,
    )  # fmt: skip


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        healthy = 300 - len(BROKEN) - 6
        result = torture(folder, str(folder / "store.db"), healthy=healthy, seconds=120, kills=10)
    for field in result.__struct_fields__:
        value = getattr(result, field)
        print(f"{field:16} {value if not isinstance(value, tuple) else f'{len(value)} {value[:5]}'}")
    return 0 if result.holds else 1


if __name__ == "__main__":
    sys.exit(main())
