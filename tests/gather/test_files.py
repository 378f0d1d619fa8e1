"""Files, folders and standard input as a stream of inputs."""

import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from corrobora.gather.files import Input, inputs
from corrobora.records import Capture, Failure


def read(*paths: object, given: bytes = b"") -> list[Input]:
    return list(inputs([str(path) for path in paths], io.BytesIO(given)))


def test_suffixes_say_what_a_file_is(tmp_path: Path) -> None:
    for name in ("a.html", "b.HTM", "c.txt", "d.bin"):
        (tmp_path / name).write_bytes(b"x")
    captures = [one.content for one in read(tmp_path)]
    assert all(isinstance(one, Capture) for one in captures)
    assert [one.media_type for one in captures if isinstance(one, Capture)] == [
        "text/html",
        "text/html",
        "text/plain",
        None,
    ]


def test_zipped_files(tmp_path: Path) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(b"<p>x"))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"id": "1", "text": "x"}\n'))
    (tmp_path / "c.txt.gz").write_bytes(b"this is not gzip")
    page, document, broken = read(tmp_path)
    assert isinstance(page.content, Capture)
    assert page.content.body == b"<p>x"
    assert page.content.media_type == "text/html"
    assert document == Input("1", {"id": "1", "text": "x"})
    assert isinstance(broken.content, Failure)


def test_lines_without_an_id_are_named_after_their_place() -> None:
    given = b'\xef\xbb\xbf{"text": "a"}\n\n{"id": 7, "text": "b"}\n{"id": "", "text": "c"}'
    assert [one.id for one in read("-", given=given)] == ["-:1", "7", "-:4"]


@pytest.mark.parametrize(
    "line", [b"{", b"[]", b"{} {}", b'{"a": "\xff"}', b'{"a": "\\ud800"}', b"7", b"[" * 100_000, b'{"a":' * 100_000]
)
def test_a_line_that_is_no_object_is_a_failure(tmp_path: Path, line: bytes) -> None:
    (tmp_path / "d.jsonl").write_bytes(line + b'\n{"id": "good"}\n')
    broken, good = read(tmp_path / "d.jsonl")
    assert isinstance(broken.content, Failure)
    assert broken.id == "d.jsonl:1"
    assert good.id == "good"


def test_standard_input_that_is_no_json_is_one_page() -> None:
    (page,) = read("-", given=b"<html>\n{not json}")
    assert isinstance(page.content, Capture)
    assert page.content.body == b"<html>\n{not json}"
    (empty,) = read("-")
    assert isinstance(empty.content, Capture)


def test_a_stream_is_read_line_by_line() -> None:
    class Endless(io.RawIOBase):
        """Gives one document after another, for ever."""

        def readline(self, size: int | None = -1, /) -> bytes:
            return b'{"id": "x", "text": "y"}\n'

    stream: Iterator[Input] = inputs(["-"], Endless())  # type: ignore[arg-type]
    assert [next(stream).id for _ in range(3)] == ["x", "x", "x"]


def test_what_cannot_be_opened_is_a_failure(tmp_path: Path) -> None:
    (missing,) = read(tmp_path / "no.txt")
    assert isinstance(missing.content, Failure)
    assert "No such file" in missing.content.error
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    (looping,) = read(loop)
    assert isinstance(looping.content, Failure)
