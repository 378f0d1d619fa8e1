"""Open folders, pages, texts and JSON Lines files as a stream of inputs, one for each document.

Nothing is read before it is asked for, so that a file of any length streams line by line.
"""

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, cast

import msgspec

from corrobora.records import Capture, Failure

LINES = frozenset({".jsonl", ".ndjson"})
"""Files with one JSON document on each line."""

MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".md": "text/plain",
}
"""What a suffix says of a file; anything else is left to cleaning, which looks at the bytes."""

STANDARD_INPUT = "-"


class Input(msgspec.Struct, frozen=True):
    """One document before it is read: a page or text as bytes, a JSON document, or why there is neither."""

    id: str
    content: Capture | dict[str, object] | Failure


def inputs(paths: Sequence[str], standard_input: IO[bytes]) -> Iterator[Input]:
    """Every document in files, folders (all files in name order) and standard input ("-"), in the order given.

    A file that cannot be opened, and a line that is no JSON object, is an Input whose content is a Failure.
    """
    for name in paths:
        if name == STANDARD_INPUT:
            yield from _of_stream(standard_input)
            continue
        for path in _files(Path(name)):
            try:
                yield from _of_file(path)
            except (OSError, EOFError) as error:
                yield _failed(str(path), f"cannot be opened: {_reason(error)}")


def _files(path: Path) -> list[Path]:
    """The file itself, or all files of a folder and its folders in name order, hidden ones left out."""
    if not path.is_dir():
        return [path]
    inside = (child for child in path.rglob("*") if child.is_file())
    return sorted(child for child in inside if not _hidden(child.relative_to(path)))


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _of_file(path: Path) -> Iterator[Input]:
    zipped = path.suffix.lower() == ".gz"
    suffix = (path.with_suffix("") if zipped else path).suffix.lower()
    with cast(IO[bytes], gzip.open(path)) if zipped else path.open("rb") as stream:
        if suffix in LINES:
            yield from _of_lines(stream, path.name)
        else:
            yield _of_page(stream.read(), str(path), MEDIA_TYPES.get(suffix))


def _of_stream(stream: IO[bytes]) -> Iterator[Input]:
    """Standard input: JSON Lines if its first line opens an object, else one page or text."""
    first = stream.readline()
    if first.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        yield from _of_lines(stream, STANDARD_INPUT, first=first)
    else:
        yield _of_page(first + stream.read(), STANDARD_INPUT, None)


def _of_page(body: bytes, name: str, media_type: str | None) -> Input:
    return Input(name, Capture.of(body, media_type=media_type, via=f"file:{name}"))


def _of_lines(stream: IO[bytes], name: str, *, first: bytes = b"") -> Iterator[Input]:
    number = 0
    line = first or stream.readline()
    while line:
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.isspace():
            yield _of_line(line, f"{name}:{number}")
        line = stream.readline()


def _of_line(line: bytes, place: str) -> Input:
    """The document of one line; its place in the file is its id if it states none."""
    try:
        document = msgspec.json.decode(line, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _failed(place, f"not a JSON object in UTF-8: {error}")
    stated = document.get("id")
    name = place if stated is None or stated == "" else str(stated)
    return Input(name, {**document, "id": name})


def _failed(name: str, why: str) -> Input:
    return Input(name, Failure(step="gather", input=name, error=why))


def _reason(error: OSError | EOFError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
