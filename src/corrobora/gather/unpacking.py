"""Unpack what arrives, piece by piece: gzip, deflate, Brotli, the chunks of HTTP/1.1, gzip files of many members.

A body that is broken, cut short or too long is a FetchError that names the address it came from.
"""

import re
import zlib
from collections import deque
from collections.abc import Iterator
from typing import IO, Protocol

import brotli

from corrobora.errors import FetchError

PIECE = 65_536
"""Bytes that are unpacked at a time."""
GZIP = b"\x1f\x8b"
CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")


class Decoder(Protocol):
    """Unpacks a body; no piece is much longer than PIECE, so that a bomb is noticed before it goes off."""

    @property
    def finished(self) -> bool: ...

    def pieces(self, part: bytes) -> Iterator[bytes]: ...


class Plain:
    """A body that is not packed."""

    finished = True

    def pieces(self, part: bytes) -> Iterator[bytes]:
        yield part


class Zlib:
    """gzip or deflate; some servers send deflate without its frame."""

    def __init__(self) -> None:
        self._unpack = zlib.decompressobj(47)
        self._begun = False
        self._held = b""

    @property
    def finished(self) -> bool:
        return self._unpack.eof

    def pieces(self, part: bytes) -> Iterator[bytes]:
        rest, self._held = self._held + part, b""
        if not self._begun and len(rest) < 2:  # two bytes tell whether there is a frame
            self._held = rest
            return
        more = bool(rest)
        while more:
            try:
                piece = self._unpack.decompress(rest, PIECE)
            except zlib.error:
                if self._begun:
                    raise
                self._unpack, self._begun = zlib.decompressobj(-15), True
                continue
            self._begun = True
            yield piece
            rest = self._unpack.unconsumed_tail
            more = bool(rest) or (len(piece) == PIECE and not self._unpack.eof)  # it may hold the end back


class Brotli:
    """Brotli."""

    def __init__(self) -> None:
        self._unpack = brotli.Decompressor()

    @property
    def finished(self) -> bool:
        return bool(self._unpack.is_finished())

    def pieces(self, part: bytes) -> Iterator[bytes]:
        piece = self._unpack.process(part, output_buffer_limit=PIECE)
        while (
            piece or not self._unpack.can_accept_more_data()
        ):  # it holds back what is beyond the limit, even at the end
            yield piece
            piece = self._unpack.process(b"", output_buffer_limit=PIECE)


class Unpacking:
    """A body on its way: add what arrives, then take the whole. `most` bytes of it are unpacked, and no more."""

    def __init__(self, coding: str | None, url: str, *, most: int):
        self._coding = (coding or "identity").strip().lower()
        self._url, self._most = url, most
        self._decoder = _decoder(self._coding, url)
        self._body = bytearray()

    def add(self, part: bytes) -> None:
        """Unpack the next part; raises FetchError as soon as the body is too long or cannot be unpacked."""
        try:
            for piece in self._decoder.pieces(part):
                self._body += piece
                if len(self._body) > self._most:
                    raise FetchError(f"{self._url}: more than {self._most:,} bytes")
        except (zlib.error, brotli.error) as error:
            raise FetchError(f"{self._url}: cannot be unpacked as {self._coding}: {error}") from error

    def whole(self) -> bytes:
        """The body, unpacked; raises FetchError if its end is missing."""
        if self._body and not self._decoder.finished:
            raise FetchError(f"{self._url}: ends in the middle of what was packed as {self._coding}")
        return bytes(self._body)


def _decoder(coding: str, url: str) -> Decoder:
    if coding in ("", "identity"):
        return Plain()
    if coding in ("gzip", "x-gzip", "deflate"):
        return Zlib()
    if coding == "br":
        return Brotli()
    raise FetchError(f"{url}: packed as {coding[:40]!r}, which was not asked for and cannot be unpacked")


def unchunked(body: bytes, url: str) -> bytes:
    """A body in the chunks of HTTP/1.1 as one (RFC 9112, section 7.1), without the trailer; raises FetchError if it
    ends before its last chunk. One that does not even begin like a chunk was put together before, and is left alone.
    """
    chunks: list[bytes] = []
    at = 0
    while found := CHUNK.match(body, at):
        length = int(found[1], 16)
        if length == 0:
            return b"".join(chunks)
        at = found.end() + length
        if at > len(body):
            break
        chunks.append(body[found.end() : at])
        at += 2 if body.startswith(b"\r\n", at) else 1
    if not chunks and not found:
        return body
    raise FetchError(f"{url}: ends before its last chunk, or has a broken one")


class Members:
    """The bytes of an archive. If it is packed with gzip, they are unpacked member by member.

    What stands before a fault is given, then they end, and `fault` says why.
    """

    def __init__(self, stream: IO[bytes]):
        self.fault: str | None = None
        self._stream = stream
        self._rest = stream.read(PIECE)
        self._read, self._given = len(self._rest), 0
        self._packed = self._rest.startswith(GZIP)
        self._unpack = zlib.decompressobj(31)
        self._inside = False
        self._begins = deque([(0, 0)])
        """Where members begin: unpacked, and in the file."""

    def tell(self) -> int:
        """Bytes given so far."""
        return self._given

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most PIECE of them; none at the end or a fault."""
        size = PIECE if size < 0 else min(size, PIECE)
        piece = b""
        while not piece and not self.fault and self._filled():
            piece = self._unpacked(size) if self._packed else self._rest[:size]
            if not self._packed:
                self._rest = self._rest[size:]
        self._given += len(piece)
        return piece

    def _filled(self) -> bool:
        """True if there is something to unpack."""
        if not self._rest:
            self._rest = self._stream.read(PIECE)
            self._read += len(self._rest)
            if not self._rest and self._inside:
                self.fault = "the file ends in the middle of what was packed"
        return bool(self._rest)

    def _unpacked(self, size: int) -> bytes:
        if not self._inside:
            self._rest = self._rest.lstrip(b"\0")  # some fill the end of a file up
            if not self._rest:
                return b""
            self._inside = True
            self._unpack = zlib.decompressobj(31)
            self._begins.append((self._given, self._read - len(self._rest)))
        try:
            piece = self._unpack.decompress(self._rest, size)
        except zlib.error as error:
            self.fault = f"what follows is damaged: {error}"
            return b""
        self._inside = not self._unpack.eof
        self._rest = self._unpack.unused_data if self._unpack.eof else self._unpack.unconsumed_tail
        return piece

    def place(self, at: int) -> int:
        """Where in the file the member begins that holds an unpacked byte; ask for them in order."""
        if not self._packed:
            return at
        while len(self._begins) > 1 and self._begins[1][0] <= at:
            self._begins.popleft()
        return self._begins[0][1]
