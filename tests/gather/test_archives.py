"""Web archives: which records are pages, packing and chunks, limits, and all ways to cut or break a file."""

import gzip
import io
import random
import time
import tracemalloc
import zlib
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrobora.errors import FetchError
from corrobora.gather.archives import MOST_BYTES, Archive
from corrobora.gather.files import inputs
from corrobora.gather.inputs import Input
from corrobora.gather.unpacking import PIECE, Members, Unpacking, unchunked
from corrobora.records import Capture, Failure

PAGE = b"<html><body><p>Il ministro Aldo Ferri ha detto che &egrave; finito.</p></body></html>"
URL = "https://eco.example/1"


def record(block: bytes, kind: str = "response", *more: str, url: str = URL, holds: str = "application/http") -> bytes:
    lines = (
        "WARC/1.0", f"WARC-Type: {kind}", f"WARC-Target-URI: {url}", "WARC-Record-ID: <urn:uuid:1>",
        "WARC-Date: 2026-11-02T12:00:00Z", f"Content-Type: {holds}", f"Content-Length: {len(block)}", *more,
    )  # fmt: skip
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def http(body: bytes = PAGE, *headers: str, status: str = "200 OK", length: bool = True) -> bytes:
    stated = [f"Content-Length: {len(body)}"] if length else []
    if not any(one.startswith("Content-Type") for one in headers):
        stated.append("Content-Type: text/html; charset=utf-8")
    return "\r\n".join([f"HTTP/1.1 {status}", *stated, *headers]).encode() + b"\r\n\r\n" + body


def page(number: int, body: bytes = PAGE) -> bytes:
    return record(http(body), url=f"https://eco.example/{number}")


def read(body: bytes) -> list[Input]:
    return list(Archive(io.BytesIO(body), "a.warc"))


def why(one: Input) -> str:
    assert isinstance(one.content, Failure), one
    return one.content.error


def body_of(one: Input) -> bytes:
    assert isinstance(one.content, Capture), one
    return one.content.body


PAGES = [page(number, PAGE + bytes([97 + number]) * 300) for number in range(4)]
ENDS = [sum(map(len, PAGES[: number + 1])) for number in range(4)]


def packed(parts: list[bytes]) -> list[bytes]:
    return [gzip.compress(part, mtime=0) for part in parts]


def test_a_page_with_all_that_is_known_of_it() -> None:
    (one,) = read(record(http(PAGE, "ETag: x", "Set-Cookie: a=b", "Last-Modified: Mon, 02 Nov 2026 11:00:00 GMT")))
    assert one.id == URL and one.given == {}
    assert isinstance(one.content, Capture)
    assert one.content.id == Capture.of(PAGE).id and one.content.body == PAGE
    assert (one.content.url, one.content.via) == (URL, "archive:a.warc")
    assert one.content.media_type == "text/html; charset=utf-8"
    assert one.content.fetched_at == datetime(2026, 11, 2, 12, tzinfo=UTC)
    assert one.content.headers == {
        "etag": "x", "last-modified": "Mon, 02 Nov 2026 11:00:00 GMT", "content-type": "text/html; charset=utf-8",
    }  # fmt: skip


def test_records_that_are_no_pages_are_counted() -> None:
    archive = Archive(
        io.BytesIO(
            record(b"software: x", "warcinfo", holds="application/warc-fields")
            + record(b"GET / HTTP/1.1\r\n\r\n", "request")
            + page(1)
            + record(http(status="404 Not Found"))
            + record(http(b"\x89PNG", "Content-Type: image/png"))
            + record(http(b"User-agent: *", "Content-Type: text/plain"), url="https://eco.example/robots.txt")
            + record(b"eco.example", "response", url="dns:eco.example", holds="text/dns")
            + record(http(), "revisit")
            + record(PAGE, "resource", url="https://eco.example/2", holds="text/html")
            + record(b"\x89PNG", "resource", url="https://eco.example/3", holds="image/png")
            + record(b"Aldo Ferri ha detto.", "conversion", url="https://eco.example/4", holds="text/plain")
            + record(http(PAGE, "Content-Type: application/xhtml+xml"), url="https://eco.example/5")
            + record(http(b"Aldo Ferri ha detto.", "content-type: TEXT/PLAIN;charset=x", "Content-Type: "), url="https://eco.example/6")
        ),
        "a.warc",
    )  # fmt: skip
    assert [one.id for one in archive] == [f"https://eco.example/{number}" for number in (1, 2, 4, 5, 6)]
    assert archive.skipped == {
        "of type warcinfo": 1, "of type request": 1, "of type revisit": 1, "answers without a page": 1,
        "of other media types": 3, "of another protocol": 1,
    }  # fmt: skip


def test_an_archive_without_pages_is_not_passed_over_in_silence() -> None:
    (one,) = read(record(b"", "request") + record(b"", "request") + record(http(status="500 Sorry")))
    assert one.id == "a.warc" and "2 of type request, 1 answers without a page" in why(one)
    (one,) = read(b"")
    assert "no record at all" in why(one)


def chunked(body: bytes, size: int = 7) -> bytes:
    parts = (body[at : at + size] for at in range(0, len(body), size))
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\nX: y\r\n\r\n"


RAW = zlib.compressobj(wbits=-15)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE), ["Content-Encoding: gzip"]),
        (gzip.compress(PAGE), ["content-encoding: X-GZIP"]),
        (zlib.compress(PAGE), ["Content-Encoding: deflate"]),
        (RAW.compress(PAGE) + RAW.flush(), ["Content-Encoding: deflate"]),
        (brotli.compress(PAGE), ["Content-Encoding: br"]),
        (chunked(PAGE), ["Transfer-Encoding: chunked"]),
        (chunked(gzip.compress(PAGE)), ["Transfer-Encoding: chunked", "Content-Encoding: gzip"]),
        (PAGE, ["Content-Encoding: gzip"]),
        (PAGE, ["Content-Encoding: br", "Transfer-Encoding: chunked"]),
        (PAGE, ["Content-Encoding: identity"]),
    ],
)
def test_packed_and_chunked_pages(body: bytes, headers: list[str]) -> None:
    (one,) = read(record(http(body, *headers)))
    assert body_of(one) == PAGE


@pytest.mark.parametrize(
    ("block", "more", "reason"),
    [
        (http(gzip.compress(PAGE)[:-9], "Content-Encoding: gzip"), [], "in the middle of what was packed"),
        (http(b"\x1f\x8b" + b"x" * 50, "Content-Encoding: gzip"), [], "cannot be unpacked"),
        (http(b"\0" * 50, "Content-Encoding: zstd"), [], "zstd"),
        (http(chunked(PAGE)[:60], "Transfer-Encoding: chunked"), [], "last chunk"),
        (http()[:-9], [], "cut short"),
        (http(b" \n"), [], "empty"),
        (http(), ["WARC-Truncated: length"], "only a part of the page (length)"),
        (http(gzip.compress(b"x" * (MOST_BYTES + 1)), "Content-Encoding: gzip"), [], "more than 16,000,000 bytes"),
        (http(brotli.compress(b"x" * (MOST_BYTES + 1)), "Content-Encoding: br"), [], "more than 16,000,000 bytes"),
        (http(b"x" * (MOST_BYTES + 1)), [], "more than 16,000,000 bytes"),
        (b"no HTTP at all", [], "malformed"),
        (b"", [], "malformed"),
        (http(PAGE, "X: " + "y" * 100_000), [], "malformed"),
    ],
    ids=range(13),
)
def test_a_broken_record_fails_alone(block: bytes, more: list[str], reason: str) -> None:
    for pack in (bytes, gzip.compress):
        before, broken, after = map(pack, (page(0), record(block, "response", *more), page(2)))
        first, failed, last = read(before + broken + after)
        assert body_of(first) == body_of(last) == PAGE
        assert reason in why(failed) and f"a.warc, record at byte {len(before):,}:" in why(failed) and failed.id == URL


def test_line_ends_of_unix_in_an_answer() -> None:
    (one,) = read(record(http().replace(b"\r\n", b"\n")))
    assert body_of(one) == PAGE


@pytest.mark.parametrize("as_one", [False, True])
def test_packed_as_members_or_as_a_whole(as_one: bool) -> None:
    whole = gzip.compress(b"".join(PAGES)) if as_one else b"".join(packed(PAGES))
    assert [one.id for one in read(whole)] == [f"https://eco.example/{number}" for number in range(4)]
    assert len(read(whole + b"\0" * 200)) == 4, "some fill the last block of a file"


def test_wherever_an_archive_is_cut_one_failure_says_so() -> None:
    whole = b"".join(PAGES)
    for cut in range(len(whole)):
        found = read(whole[:cut])
        complete = sum(end - 4 <= cut for end in ENDS)
        assert [body_of(one)[-1:] for one in found[:complete]] == [b"a", b"b", b"c", b"d"][:complete]
        between = any(end - 4 <= cut <= end for end in ENDS)
        assert len(found) == complete + (not between), cut
        if not between:
            assert found[-1].id == "a.warc" and "archive" in why(found[-1])
            begins = [0, *ENDS]
            known = [f"at byte {begins[place]:,}:" for place in (max(complete - 1, 0), complete)]
            none = ["no record that can be read", "no record at all"] if complete == 0 else []
            assert any(words in why(found[-1]) for words in known + none)


@pytest.mark.parametrize("as_one", [False, True])
def test_wherever_a_packed_archive_is_cut_one_failure_says_so(as_one: bool) -> None:
    members = [gzip.compress(b"".join(PAGES))] if as_one else packed(PAGES)
    whole, ends = b"".join(members), [sum(map(len, members[: number + 1])) for number in range(len(members))]
    for cut in range(len(whole)):
        found = read(whole[:cut])
        failed = [one for one in found if isinstance(one.content, Failure)]
        complete = sum(end <= cut for end in ends)
        if cut in ends:
            assert not failed and len(found) == complete, "nothing tells that more has followed"
        else:
            assert len(failed) == 1 and failed[0] is found[-1], cut
            assert as_one or len(found) == complete + 1 or len(found) == complete + 2


@pytest.mark.parametrize(
    "broken",
    [b"junk junk\r\n", b"<html>", b"WARC/1.0\r\nWARC-Type: response\r\n\r\n",
     b"WARC/1.0\r\nContent-Length: -5\r\n\r\nxxxxx", b"WARC/1.0\r\nContent-Length: 99999999999999999999999\r\n\r\nx",
     b"WARC/1.0\r\nX: " + b"y" * 100_000, record(http()).replace(b"Content-Length: ", b"Content-Length: 999999")],
)  # fmt: skip
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_what_stands_before_damage_is_read(broken: bytes, pack) -> None:
    found = read(pack(PAGES[0]) + pack(PAGES[1]) + pack(broken) + pack(PAGES[2]))
    assert [isinstance(one.content, Capture) for one in found] == [True, True, False]
    assert found[-1].id == "a.warc" and "cannot be read beyond its record at byte" in why(found[-1])


def test_a_record_cut_short_inside_an_archive() -> None:
    """It takes the next one for its rest; the failure names it."""
    found = read(PAGES[0] + PAGES[1][:-60] + PAGES[2] + PAGES[3])
    assert found[-1].id == "a.warc" and f"at byte {ENDS[0]:,}:" in why(found[-1]) and len(found) <= 3


def test_bits_that_flip_in_a_packed_archive_are_noticed() -> None:
    members = packed(PAGES)
    chance = random.Random(7)
    for _ in range(400):
        body = bytearray(members[2])
        at = chance.choice([*range(4), *range(10, len(body))])
        body[at] ^= 1 << chance.randrange(8)
        found = read(b"".join((*members[:2], bytes(body), members[3])))
        assert [body_of(one)[-1:] for one in found[:2]] == [b"a", b"b"]
        assert isinstance(found[2].content, Failure) and len(found) == 3, at


def test_what_is_no_archive() -> None:
    for body in (b"<html>" * 100, gzip.compress(b"news " * 100), bytes(range(256)) * 9, b"\x1f\x8b", b"\0" * 100_000):
        (one,) = read(body)
        assert "no record that can be read" in why(one)


def test_memory_stays_flat_and_a_bomb_costs_little() -> None:
    film = record(http(b"\0" * 200_000_000, "Content-Type: video/mp4"), url="https://eco.example/film")
    bomb = gzip.compress(film, 1) + gzip.compress(page(1))
    huge = gzip.compress(record(http(b"\0" * 200_000_000)), 1) + gzip.compress(page(2))
    del film
    tracemalloc.start()
    began = time.process_time()
    (one,) = read(bomb)
    failed, two = read(huge)
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()
    assert time.process_time() - began < 8
    assert (one.id, two.id) == ("https://eco.example/1", "https://eco.example/2") and "16,000,000" in why(failed)


@given(st.binary(max_size=300), st.sampled_from(["response", "resource", "request", "x"]), st.booleans())
def test_any_bytes(body: bytes, kind: str, pack: bool) -> None:
    for whole in (
        body,
        record(body, kind, holds="text/html"),
        record(http(body, body.decode("latin-1")), kind),
        page(1) + body,
    ):
        for one in read(gzip.compress(whole) if pack else whole):
            assert isinstance(one.content, Capture | Failure)


@given(st.binary(max_size=200), st.integers(1, 30), st.integers(0, 300))
def test_chunks_together_are_the_body(body: bytes, size: int, cut: int) -> None:
    whole = chunked(body, size)
    assert unchunked(whole, URL) == body
    end = len(whole) - len(b"0\r\nX: y\r\n\r\n") + 3
    if 0 < cut < end and body:
        try:
            assert unchunked(whole[:cut], URL) == whole[:cut] and b"\n" not in whole[:cut]
        except FetchError as error:
            assert URL in str(error)


@given(st.lists(st.binary(max_size=300), max_size=5), st.integers(1, 50))
def test_members_are_one_stream(parts: list[bytes], size: int) -> None:
    members = [gzip.compress(part) for part in parts]
    stream = Members(io.BytesIO(b"".join(members)))
    pieces = list(iter(lambda: stream.read(size), b""))
    assert b"".join(pieces) == b"".join(parts) and max(map(len, pieces), default=0) <= size
    assert stream.fault is None and stream.tell() == sum(map(len, parts))
    for number, part in enumerate(parts):
        if part:
            at, file_at = sum(map(len, parts[:number])), sum(map(len, members[:number]))
            assert stream.place(at) == file_at


@pytest.mark.parametrize("coding", ["deflate", "gzip", "br"])
@pytest.mark.parametrize("length", [PIECE - 1, PIECE, PIECE + 1, PIECE + 200, 2 * PIECE, 1_000_000])
def test_the_end_of_a_body_is_not_held_back(coding: str, length: int) -> None:
    bare = zlib.compressobj(wbits=-15)
    body = b"a" * length
    pack = {"deflate": lambda: bare.compress(body) + bare.flush(), "gzip": lambda: gzip.compress(body)}
    sent = pack.get(coding, lambda: brotli.compress(body))()
    for step in (len(sent), 1):
        unpacking = Unpacking(coding, URL, most=length)
        for at in range(0, len(sent), step):
            unpacking.add(sent[at : at + step])
        assert unpacking.whole() == body


def test_archives_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(PAGES[0])
    (tmp_path / "b.WARC.GZ").write_bytes(b"".join(packed(PAGES[1:3])) + b"junk")
    (tmp_path / "c.warc.gz").write_bytes(PAGES[3])
    found = list(inputs([str(tmp_path)], io.BytesIO()))
    assert [one.id for one in found if isinstance(one.content, Capture)] == [
        f"https://eco.example/{n}" for n in range(4)
    ]
    (failed,) = [one for one in found if isinstance(one.content, Failure)]
    assert failed.id == "b.WARC.GZ"
