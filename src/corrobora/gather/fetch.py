"""Fetch one address, politely and safely: limits of size, time and redirects, nothing unpacked beyond the limit.

A page that has not changed since the last time costs one small answer (ETag, Last-Modified). What goes wrong is a
FetchError with the reason in words, never a traceback and never a wait without end.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import msgspec

from corrobora.errors import FetchError
from corrobora.gather.guard import GuardedTransport
from corrobora.gather.unpacking import Unpacking
from corrobora.records import Capture

MOST_BYTES = 8_000_000
"""Of a body, unpacked."""
MOST_SECONDS = 30
"""For one address, redirects and all."""
MOST_REDIRECTS = 5
STEP_SECONDS = 10
"""For connecting, or for the next bytes."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
USER_AGENT = "Corrobora/0.1 (+https://github.com/corrobora/corrobora; news research; {contact})"
KEPT_HEADERS = ("content-type", "etag", "last-modified", "date", "content-language", "location", "x-robots-tag")


class Known(msgspec.Struct, frozen=True):
    """What an earlier answer said, so that an unchanged page is not sent again."""

    etag: str | None = None
    last_modified: str | None = None


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """An answer. `capture` is None if nothing has changed; `url` is where the redirects led; `moved` if for good."""

    url: str
    status: int
    capture: Capture | None
    known: Known
    moved: bool = False
    retry_after: int | None = None


class Fetcher:
    """Fetches over one guarded transport. Use it as an asynchronous context."""

    def __init__(
        self,
        transport: GuardedTransport,
        *,
        contact: str = "no contact given",
        via: str | None = None,
        seconds: float = MOST_SECONDS,
    ):
        self._client = httpx.AsyncClient(
            transport=transport, trust_env=False, follow_redirects=False, timeout=httpx.Timeout(STEP_SECONDS),
            headers={"User-Agent": USER_AGENT.format(contact=contact), "Accept-Encoding": "gzip, deflate, br"},
        )  # fmt: skip
        self._via, self._seconds = via, seconds

    async def __aenter__(self) -> "Fetcher":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def fetch(self, url: str, *, known: Known | None = None, accept: str = "*/*") -> Fetched:
        """The answer of an address; raises FetchError with the reason if there is none that can be used."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._follow(url, known or Known(), accept)
        except TimeoutError as error:
            raise FetchError(f"{url}: not finished after {self._seconds:g} seconds") from error
        except httpx.TimeoutException as error:
            raise FetchError(f"{url}: no answer for {STEP_SECONDS} seconds") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise FetchError(f"{url}: {error or type(error).__name__}") from error
        except UnicodeError as error:
            raise FetchError(f"{url}: no address that can be asked for: {error}") from error

    async def _follow(self, url: str, known: Known, accept: str) -> Fetched:
        asked, moved = url, True
        for _ in range(MOST_REDIRECTS + 1):
            _refuse_scheme(asked)
            headers = {"Accept": accept}
            if known.etag:
                headers["If-None-Match"] = known.etag
            if known.last_modified:
                headers["If-Modified-Since"] = known.last_modified
            async with self._client.stream("GET", asked, headers=headers) as answer:
                target = answer.headers.get("location")
                if answer.status_code in REDIRECTS and target:
                    moved = moved and answer.status_code in (301, 308)
                    asked = str(answer.url.join(target))
                    continue
                return await self._answer(answer, asked, known, moved=moved and asked != url)
        raise FetchError(f"{url}: more than {MOST_REDIRECTS} redirects")

    async def _answer(self, answer: httpx.Response, url: str, known: Known, *, moved: bool) -> Fetched:
        retry_after = _seconds(answer.headers.get("retry-after"))
        if answer.status_code == 304:
            return Fetched(url=url, status=304, capture=None, known=known, moved=moved)
        if answer.status_code != 200:
            raise FetchError(f"{url}: the server says {answer.status_code} {answer.reason_phrase}",
                             status=answer.status_code, retry_after=retry_after)  # fmt: skip
        body = await _body(answer, url)
        if not body:
            raise FetchError(f"{url}: the answer is empty", status=200)
        capture = msgspec.structs.replace(
            Capture.of(body, media_type=answer.headers.get("content-type"), url=url, via=self._via),
            fetched_at=datetime.now(UTC),
            headers={name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers},
        )
        now_known = Known(answer.headers.get("etag"), answer.headers.get("last-modified"))
        return Fetched(url=url, status=200, capture=capture, known=now_known, moved=moved, retry_after=retry_after)


def _refuse_scheme(url: str) -> None:
    if not url.lower().startswith(("http://", "https://")):
        raise FetchError(f"{url[:200]}: only http and https are fetched")


def _seconds(stated: str | None) -> int | None:
    return min(int(stated), 7 * 86_400) if stated and stated.isdecimal() and len(stated) < 10 else None


async def _body(answer: httpx.Response, url: str) -> bytes:
    """The whole body, unpacked piece by piece; raises FetchError as soon as it is too long."""
    body = Unpacking(answer.headers.get("content-encoding"), url, most=MOST_BYTES)
    async for part in _raw(answer):
        body.add(part)
    return body.whole()


async def _raw(answer: httpx.Response) -> AsyncIterator[bytes]:
    async for part in answer.aiter_raw():
        yield part
