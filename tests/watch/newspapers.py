"""Invented newspapers on loopback: healthy feeds with their articles, and feeds that try to break their readers."""

import asyncio
import threading
import time
import zlib
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256

ADDRESS = "127.77.0.1"
"""On loopback, and not 127.0.0.1: so a redirect to 127.0.0.1 is one that the guard must refuse."""
TOWNS = ("Montalto", "Vallerosa", "Borgofino", "Castelpiano", "Rocca Verde", "Pietrachiara", "Acquaviva", "Sassobruno")
SURNAMES = ("Ferri", "Lodi", "Marchesan", "Bellandi", "Corsini", "Trevi", "Galvani", "Rusconi", "Sartori", "Moretti")

ROBOTS = b""
"""The rules of every paper; empty: it has none."""
REDIRECTS = {
    "loopback": "http://127.0.0.1:{port}/", "metadata": "http://169.254.169.254/latest/", "six": "http://[::1]:{port}/",
    "decimal": "http://2130706433:{port}/", "mapped": "http://[::ffff:127.0.0.1]:{port}/",
    "named": "http://inside.example:{port}/", "file": "file:///etc/passwd", "loop": "http://loop.example:{port}/feed",
}  # fmt: skip
HOME = b"""<!doctype html><html lang="it"><head><title>Giornale</title>
<link rel="alternate" type="application/rss+xml" title="Tutte le notizie" href="/feed">
<link rel="alternate" type="application/rss+xml" title="Commenti" href="/comments/feed"></head><body></body></html>
"""
BROKEN = ("slowloris", "endless", "zipbomb", "entities", "html", "empty", *REDIRECTS)
"""Feeds of which nothing can be had: each must end as a Failure with a reason."""
ODD = ("charset", "hugetitle", "script", "future", "sameguid", "newguid")
"""Feeds that are wrong and can be read all the same: each of their articles must be kept once, and cleanly."""


def article(paper: str, number: int) -> str:
    """The page of an article; no two have the same text."""
    seed = int.from_bytes(sha256(f"{paper}/{number}".encode()).digest()[:8], "big")
    town, name = TOWNS[seed % len(TOWNS)], SURNAMES[seed // 8 % len(SURNAMES)]
    count = 100 + seed // 97 % 9_000
    mark = f"{paper}-{number}"
    return f"""<!doctype html><html lang="it"><head><title>{town}, la giunta vota il bilancio {mark}</title>
<meta property="og:type" content="article"></head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>{town}, la giunta vota il bilancio {mark}</h1>
<p>Il sindaco di {town}, Aldo {name}, ha annunciato giovedì che il comune spenderà {count} mila euro per le scuole del
quartiere {mark}, dopo mesi di protesta dei genitori e degli insegnanti.</p>
<p>«Non abbiamo alternative», ha detto {name} ai giornalisti. L'opposizione nega che ci siano i fondi e chiede un
nuovo voto entro la fine del mese, come previsto dal regolamento approvato nella seduta numero {count + 7}.</p>
<p>Secondo la prefettura, i lavori cominceranno tra {seed % 50 + 3} giorni e dureranno almeno {seed % 9 + 2} mesi.</p>
</article><footer>Tutti i diritti riservati</footer></body></html>"""


class Newspapers:
    """A server on a thread of its own; each paper is a host. `asked` counts the requests by host and path."""

    def __init__(self, *, healthy: int, first: int, more_every: float):
        self.healthy = [f"paper{number:03}" for number in range(healthy)]
        self.asked: Counter[str] = Counter()
        self.not_modified: Counter[str] = Counter()
        self._first, self._more_every = first, more_every
        self._begun = time.monotonic()
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self.port = 0

    def __enter__(self) -> "Newspapers":
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def feeds(self) -> list[str]:
        return [f"http://{paper}.example:{self.port}/feed" for paper in (*self.healthy, *ODD, *BROKEN)]

    def articles(self) -> set[str]:
        """The addresses of all articles that healthy and odd feeds list at this moment."""
        return {self._url(paper, number) for paper in (*self.healthy, *ODD) for number in range(self._listed())}

    def freeze(self) -> None:
        """No further article appears."""
        self._first, self._more_every = self._listed(), 0.0

    def _listed(self) -> int:
        grown = int((time.monotonic() - self._begun) / self._more_every) if self._more_every else 0
        return self._first + grown

    def _url(self, paper: str, number: int) -> str:
        host = ADDRESS if paper == ADDRESS.split(".")[0] else f"{paper}.example"
        return f"http://{host}:{self.port}/news/{number}"

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._answer, ADDRESS, 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
            path, paper = lines[0].split()[1], headers.get("host", "").split(".")[0]
            self.asked[f"{paper}{path}"] += 1
            async for part in self._parts(paper, path, headers):
                writer.write(part)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _parts(self, paper: str, path: str, headers: dict[str, str]) -> AsyncIterator[bytes]:
        if path == "/robots.txt":
            yield _whole(ROBOTS, status="200 OK" if ROBOTS else "404 Not Found")
        elif path.startswith("/news/"):
            yield _whole(article(paper, int(path.removeprefix("/news/"))).encode(), kind="text/html; charset=utf-8")
        elif path.startswith("/short/"):
            yield _whole(b"", f"Location: {path.replace('short', 'news')}", status="301 Moved Permanently")
        elif path == "/":
            yield _whole(HOME, kind="text/html; charset=utf-8")
        elif path != "/feed":
            yield _whole(b"", status="404 Not Found")
        elif paper in REDIRECTS:
            target = REDIRECTS[paper].format(port=self.port)
            yield _whole(b"", f"Location: {target}", status="302 Found")
        elif paper in BROKEN:
            async for part in _broken(paper):
                yield part
        else:
            body = self._feed(paper)
            etag = f'"{sha256(body).hexdigest()[:16]}"'
            if headers.get("if-none-match") == etag:
                self.not_modified[paper] += 1
                yield _whole(b"", f"ETag: {etag}", status="304 Not Modified")
            else:
                yield _whole(body, f"ETag: {etag}", kind="application/rss+xml")

    def _feed(self, paper: str) -> bytes:
        items = "".join(self._item(paper, number) for number in range(self._listed()))
        text = f"<rss version='2.0'><channel><title>Giornale {paper} – città</title>{items}</channel></rss>"
        if paper == "charset":  # says UTF-8 and is not
            return f'<?xml version="1.0" encoding="utf-8"?>{text}'.encode("cp1252")
        return f'<?xml version="1.0" encoding="utf-8"?>{text}'.encode()

    def _item(self, paper: str, number: int) -> str:
        published = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=number)
        if paper == "future":
            published = published.replace(year=2203)
        guid = "always the same" if paper == "sameguid" else f"{paper}-{number}"
        if paper == "newguid":
            guid = f"{guid}-{self.asked['newguid/feed']}"
        title = f"Notizia {number}"
        if paper == "hugetitle":
            title = "Lungo " * 50_000
        if paper == "script":
            title = "&lt;script&gt;alert(1)&lt;/script&gt;Notizia \x07 \u202e"
        return (
            f"<item><title>{title}</title><link>{self._url(paper, number)}?utm_source=rss</link>"
            f"<guid isPermaLink='false'>{guid}</guid><pubDate>{format_datetime(published)}</pubDate></item>"
        )


def _whole(body: bytes, *more: str, status: str = "200 OK", kind: str = "text/plain") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close", *more]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def _broken(paper: str) -> AsyncIterator[bytes]:
    start = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
    if paper == "slowloris":
        for letter in start * 20:
            yield bytes([letter])
            await asyncio.sleep(1)
    elif paper == "endless":
        yield start + b"\r\n<rss version='2.0'><channel>"
        while True:
            yield b"<item><title>ancora</title></item>" * 2_000
            await asyncio.sleep(0)
    elif paper == "zipbomb":
        yield start + b"Content-Encoding: gzip\r\n\r\n"
        yield _bomb()
    elif paper == "entities":
        levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        yield _whole(f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a0 "ha">{levels}]><rss>&a11;</rss>'.encode())
    elif paper == "html":
        yield _whole(b"<!doctype html><html><title>Benvenuti</title><p>Accetta i cookie", kind="application/rss+xml")
    elif paper == "empty":
        yield _whole(b"", kind="application/rss+xml")


def _bomb() -> bytes:
    """200 MB of nothing, packed."""
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(pack.compress(bytes(1_000_000)) for _ in range(200)) + pack.flush()
