"""Open the pages of a web archive (WARC) as inputs, one for each record that holds a page or text.

A record that is broken is a Failure of its own. An archive that is cut short or corrupt is read up to there; then one
Failure says so, for the readers of such files end silently where the file does.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import IO, TYPE_CHECKING, cast

import msgspec

from corrobora.errors import FetchError
from corrobora.gather.inputs import Input
from corrobora.gather.unpacking import Members, Unpacking, unchunked
from corrobora.records import Capture, Failure

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

MOST_BYTES = 16_000_000
"""Of a page, packed or unpacked."""
READABLE = frozenset({"text/html", "application/xhtml+xml", "text/plain", ""})
"""Media types that are read; of one that is not stated, cleaning looks at the bytes."""
KEPT_HEADERS = ("content-type", "etag", "last-modified", "date", "content-language", "x-robots-tag")
WHOLE = frozenset({"resource", "conversion"})
"""Types of records that hold a document without what HTTP puts around it."""


class Archive:
    """The documents of one archive, in its order. `skipped` counts the records that are none, by why, as they go by."""

    def __init__(self, stream: IO[bytes], name: str):
        self.skipped: Counter[str] = Counter()
        self._stream, self._name = stream, name

    def __iter__(self) -> Iterator[Input]:
        members = Members(self._stream)
        seen, found = -1, 0
        try:
            for record in _records(members):
                seen = members.place(record.stream_pos)
                one = self._input(record, seen)
                if one is not None:
                    found += 1
                    yield one
            if members.fault:
                raise DamageError(members.fault)
        except DamageError as damage:
            where = "has no record that can be read"
            if seen >= 0:
                where = f"cannot be read beyond its record at byte {seen:,}"
            yield Input.failed(self._name, f"the archive {where}: {members.fault or damage}")
            return
        if not found:
            counts = ", ".join(f"{number} {why}" for why, number in self.skipped.most_common()) or "no record at all"
            yield Input.failed(self._name, f"there is no page or text in the archive: {counts}")

    def _input(self, record: "WarcRecord", place: int) -> Input | None:
        """The document of a record, a Failure if it should be one; None for other records, which are counted."""
        kind = str(record.record_type)
        url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
        name = url or record.record_id or f"{self._name}:{place}"
        one: Capture | Failure | str
        try:
            one = self._page(record, url) if kind == "response" else self._document(record, url, kind)
        except FetchError as error:
            one = Failure(step="gather", input=name, error=f"{self._name}, record at byte {place:,}: {error}")
        _to_the_end(record)
        if isinstance(one, str):
            self.skipped[one] += 1
            return None
        return Input(name, one)

    def _page(self, record: "WarcRecord", url: str) -> Capture | str:
        """The page in the answer of a server, or what the record is if that is none."""
        if not record.is_http:
            return "of another protocol"
        if not _has_http(record):
            raise FetchError("the answer of the server is malformed")
        headers = {name.lower(): value for name, value in record.http_headers.items()}
        if record.http_headers.status_code != 200:
            return "answers without a page"
        if _kind(headers.get("content-type", "")) not in READABLE or url.endswith("/robots.txt"):
            return "of other media types"
        return self._capture(record, url, _unpacked(_bytes(record), headers, url), headers)

    def _document(self, record: "WarcRecord", url: str, kind: str) -> Capture | str:
        """The document in a record that holds nothing else, or what the record is if that is none."""
        if kind not in WHOLE:
            return f"of type {kind}"
        media_type = record.headers.get("Content-Type") or ""
        if _kind(media_type) not in READABLE:
            return "of other media types"
        return self._capture(record, url, _bytes(record), {"content-type": media_type})

    def _capture(self, record: "WarcRecord", url: str, body: bytes, headers: Mapping[str, str]) -> Capture:
        if record.headers.get("WARC-Truncated"):
            raise FetchError(f"the archive holds only a part of the page ({record.headers['WARC-Truncated'][:40]})")
        if not body.strip():
            raise FetchError("the page is empty")
        capture = Capture.of(body, media_type=headers.get("content-type") or None, url=url or None,
                             via=f"archive:{self._name}")  # fmt: skip
        kept = {name: headers[name] for name in KEPT_HEADERS if headers.get(name)}
        return msgspec.structs.replace(capture, fetched_at=_date(record), headers=kept)


class DamageError(Exception):
    """The archive itself cannot be read on."""


def _records(members: Members) -> "Iterator[WarcRecord]":
    """The records; raises DamageError where the archive is corrupt."""
    from fastwarc.warc import ArchiveIterator

    records = iter(ArchiveIterator(cast(IO[bytes], members), parse_http=False))
    while True:
        try:
            record = next(records)
        except StopIteration:
            return
        except (OSError, ValueError) as error:
            raise DamageError(str(error)) from error
        if not (record.headers.get("Content-Length") or "").strip().isdecimal():
            raise DamageError("its head is cut off or has no length")
        yield record


def _has_http(record: "WarcRecord") -> bool:
    """Read the head of a server's answer; False if it has none. Line ends may be those of Unix."""
    try:
        record.parse_http(quirks_mode=True)
    except (OSError, ValueError):
        return False
    return record.http_headers.status_code is not None


def _bytes(record: "WarcRecord") -> bytes:
    """What the record holds; raises FetchError if that is too much."""
    body = record.reader.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise FetchError(f"more than {MOST_BYTES:,} bytes")
    return body


def _to_the_end(record: "WarcRecord") -> None:
    """Pass over the rest of a record; raises DamageError if there is less of it than it says."""
    record.reader.consume()
    if record.reader.tell() != record.content_length:
        raise DamageError("the file ends in the middle of it")


def _unpacked(body: bytes, headers: Mapping[str, str], url: str) -> bytes:
    """A page without chunks and packing. Some who make archives unpack it and leave the headers as they were."""
    stated = headers.get("content-length", "").strip()
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = unchunked(body, url)
    elif stated.isdecimal() and len(stated) < 20 and len(body) < int(stated):
        raise FetchError(f"{url}: {len(body):,} bytes of {int(stated):,}: the answer was cut short")
    try:
        unpacking = Unpacking(headers.get("content-encoding"), url, most=MOST_BYTES)
        unpacking.add(body)
        return unpacking.whole()
    except FetchError:
        if body.lstrip().startswith(b"<"):
            return body
        raise


def _kind(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _date(record: "WarcRecord") -> datetime | None:
    moment: datetime | None = record.record_date  # None if it is malformed, whatever the library's types say
    return moment
