"""Fetching over real sockets on loopback: limits, packing, redirects, and what the guard refuses."""

import asyncio
import gzip
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

import brotli
import httpcore
import pytest

from corrobora.errors import FetchError
from corrobora.gather.addresses import is_public
from corrobora.gather.fetch import Fetched, Fetcher, Known
from corrobora.gather.guard import GuardedBackend, GuardedTransport

LOOPBACK = ("127.0.0.0/8",)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "8.8.8.8"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "192.0.0.8", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::",
        "2001:db8::1", "::127.0.0.1", "2001:0:7f00:1::", "localhost", "", "1",
    ],
)  # fmt: skip
def test_addresses_that_lead_inside(address: str) -> None:
    assert not is_public(address)


class LoopbackOnly(httpcore.AnyIOBackend):
    """Stands below the guard: records every connection, and refuses all that would leave this machine."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    async def connect_tcp(self, host: str, *args: Any, **named: Any) -> httpcore.AsyncNetworkStream:
        self.asked.append(host)
        if not host.startswith("127."):
            raise httpcore.ConnectError("refused by the test")
        return await super().connect_tcp(host, *args, **named)


async def hosts(host: str, port: int) -> list[str]:
    known = {"a.example": ["127.0.0.1"], "inside.example": ["10.0.0.7"], "both.example": ["93.184.216.34", "127.0.0.1"],
             "mapped.example": ["::ffff:127.0.0.1"]}  # fmt: skip
    if host in known:
        return known[host]
    if host.replace(".", "").isdecimal():
        return [host]
    raise OSError("no such host")


Answer = Callable[[dict[str, str], asyncio.StreamWriter], Awaitable[None]]


def head(body: bytes = b"", *more: str, status: str = "200 OK", length: bool = True) -> bytes:
    lines = [f"HTTP/1.1 {status}", *more, *([f"Content-Length: {len(body)}"] if length else []), "Connection: close"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def fetched(
    answers: dict[str, bytes | Answer], path: str = "/", *, known: Known | None = None, host: str = "a.example",
    networks: tuple[str, ...] = LOOPBACK, seconds: float = 30,
) -> tuple[Fetched | FetchError, list[str], list[str]]:  # fmt: skip
    """What fetching gives, the requests the server saw, and the addresses that were connected to."""
    seen: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        asked = lines[0].split()[1]
        seen.append("\n".join(lines))
        headers = {line.split(": ", 1)[0].lower(): line.split(": ", 1)[1] for line in lines[1:] if ": " in line}
        answer = answers.get(asked, head(status="404 Not Found"))
        try:
            if callable(answer):
                await answer(headers, writer)
            else:
                writer.write(answer)
            await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def run() -> tuple[Fetched | FetchError, list[str]]:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        for name, answer in list(answers.items()):
            if isinstance(answer, bytes):
                answers[name] = answer.replace(b"PORT", str(port).encode())
        below = LoopbackOnly()
        transport = GuardedTransport(GuardedBackend(networks, connector=below, resolve=hosts))
        async with Fetcher(transport, contact="desk@a.example", seconds=seconds) as fetcher:
            try:
                return await fetcher.fetch(f"http://{host}:{port}{path}", known=known), below.asked
            except FetchError as error:
                return error, below.asked
            finally:
                server.close()

    result, asked = asyncio.run(run())
    return result, seen, asked


def body_of(result: Fetched | FetchError) -> bytes:
    assert isinstance(result, Fetched) and result.capture, result
    return result.capture.body


def test_a_page_with_its_headers_and_who_we_are() -> None:
    result, seen, _ = fetched({"/": head(b"<p>x</p>", 'ETag: "1"', "Content-Type: text/html")})
    assert body_of(result) == b"<p>x</p>"
    assert isinstance(result, Fetched) and result.capture
    assert (result.known.etag, result.capture.media_type) == ('"1"', "text/html")
    assert "desk@a.example" in seen[0] and "Cookie" not in seen[0]


def test_an_unchanged_page_is_not_sent_again() -> None:
    result, seen, _ = fetched(
        {"/": head(status="304 Not Modified")}, known=Known('"1"', "Mon, 02 Nov 2026 10:00:00 GMT")
    )
    assert isinstance(result, Fetched)
    assert (result.status, result.capture) == (304, None)
    assert 'if-none-match: "1"' in seen[0].lower()


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"news" * 1000)), ("deflate", zlib.compress(b"news" * 1000)),
        ("deflate", zlib.compress(b"news" * 1000)[2:-4]), ("br", brotli.compress(b"news" * 1000)),
        ("identity", b"news" * 1000),
    ],
)  # fmt: skip
def test_bodies_are_unpacked(coding: str, packed: bytes) -> None:
    result, *_ = fetched({"/": head(packed, f"Content-Encoding: {coding}")})
    assert body_of(result) == b"news" * 1000


@pytest.mark.parametrize(
    ("coding", "bomb"),
    [("gzip", gzip.compress(b"\0" * 40_000_000)), ("br", brotli.compress(b"\0" * 40_000_000, quality=1))],
)
def test_bombs_do_not_go_off(coding: str, bomb: bytes) -> None:
    result, *_ = fetched({"/": head(bomb, f"Content-Encoding: {coding}")})
    assert isinstance(result, FetchError) and "bytes" in str(result)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (head(b"xyz", "Content-Encoding: gzip"), ""),
        (head(gzip.compress(b"x" * 99)[:-9], "Content-Encoding: gzip"), "middle"),
        (head(b"x", "Content-Encoding: zstd"), "not asked for"),
        (head(b""), "empty"), (head(b"no", status="503 Busy"), "503"), (b"", "disconnected"),
        (b"HTTP/1.1 huh\r\n\r\n", ""),
        (head(b"", "Location: ftp://a.example/x", status="302 Found"), "only http"),
        (head(b"", "Location: http://[::1", status="302 Found"), ""),
        (head(b"", "Location: http://nowhere.example/", status="302 Found"), "not known"),
        (head(b"", "Location: /", status="302 Found"), "redirects"),
        (head(b"short", "X: y").replace(b"Length: 5", b"Length: 500"), ""),
    ],
)  # fmt: skip
def test_what_gives_nothing_says_why(answer: bytes, reason: str) -> None:
    result, *_ = fetched({"/": answer})
    assert isinstance(result, FetchError) and reason in str(result), result


@pytest.mark.parametrize(
    "target",
    [
        "http://inside.example:PORT/",
        "http://10.0.0.1:PORT/",
        "http://mapped.example:PORT/",
        "http://169.254.169.254:80/",
    ],
)
def test_redirects_that_lead_inside_are_refused(target: str) -> None:
    result, _, asked = fetched({"/": head(b"", f"Location: {target}", status="302 Found")})
    assert isinstance(result, FetchError) and "no public address" in str(result)
    assert asked == ["127.0.0.1"], "nothing was asked but the server of the test"


@pytest.mark.parametrize("host", ["a.example", "both.example", "127.0.0.1"])
def test_without_the_setting_no_private_address_is_asked(host: str) -> None:
    result, seen, asked = fetched({"/": head(b"x")}, host=host, networks=())
    assert isinstance(result, FetchError)
    assert (seen, asked) == ([], [])


def test_a_redirect_for_good_is_told() -> None:
    result, *_ = fetched({"/": head(b"", "Location: /new", status="301 Moved"), "/new": head(b"x")})
    assert isinstance(result, Fetched) and result.moved and result.url.endswith("/new")


async def drip(_: dict[str, str], writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    for _number in range(1000):
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.05)


async def endless(_: dict[str, str], writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b"x" * 1_000_000)
        await writer.drain()


def test_a_slow_body_is_given_up() -> None:
    result, *_ = fetched({"/": drip}, seconds=0.5)
    assert isinstance(result, FetchError) and "not finished" in str(result)


def test_an_endless_body_is_given_up() -> None:
    result, *_ = fetched({"/": endless})
    assert isinstance(result, FetchError) and "bytes" in str(result)
