"""Open files of every kind, folders and standard input as a stream of inputs, one for each document.

Nothing is read before it is asked for, so that a file of any length streams document by document.
"""

import gzip
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, cast

import msgspec

from corrobora.gather.inputs import Input
from corrobora.records import Capture

__all__ = ["Input", "inputs"]

MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".md": "text/plain",
}
"""What a suffix says of a file; anything else is left to cleaning, which looks at the bytes."""

STANDARD_INPUT = "-"


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
                yield Input.failed(str(path), f"cannot be opened: {_reason(error)}")


def _files(path: Path) -> list[Path]:
    """The file itself, or all files of a folder and its folders in name order, hidden ones left out."""
    if not path.is_dir():
        return [path]
    inside = (child for child in path.rglob("*") if child.is_file())
    return sorted(child for child in inside if not _hidden(child.relative_to(path)))


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _of_file(path: Path) -> Iterator[Input]:
    """The documents of a file, by its suffix. With .gz it is unpacked first, but for archives, which know how."""
    zipped = path.suffix.lower() == ".gz"
    suffix = (path.with_suffix("") if zipped else path).suffix.lower()
    with cast(IO[bytes], gzip.open(path)) if zipped and suffix != ".warc" else path.open("rb") as stream:
        if opener := OPENERS.get(suffix):
            yield from opener(stream, path)
        else:
            yield _of_page(stream.read(), str(path), MEDIA_TYPES.get(suffix))


def _lines(stream: IO[bytes], path: Path) -> Iterator[Input]:
    return _of_lines(stream, path.name)


def _mail(stream: IO[bytes], path: Path) -> Iterator[Input]:
    from corrobora.gather.mail import documents

    return documents(stream.read(), str(path))


def _mailbox(stream: IO[bytes], path: Path) -> Iterator[Input]:
    from corrobora.gather.mail import in_mailbox

    return in_mailbox(stream, str(path))


def _archive(stream: IO[bytes], path: Path) -> Iterator[Input]:
    from corrobora.gather.archives import Archive

    return iter(Archive(stream, path.name))


OPENERS: dict[str, Callable[[IO[bytes], Path], Iterator[Input]]] = {
    ".jsonl": _lines,
    ".ndjson": _lines,
    ".eml": _mail,
    ".mbox": _mailbox,
    ".warc": _archive,
}
"""Files that hold documents in a form of their own, perhaps many; what is not here is one page or text."""


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
        return Input.failed(place, f"not a JSON object in UTF-8: {error}")
    stated = document.get("id")
    name = place if stated is None or stated == "" else str(stated)
    return Input(name, {**document, "id": name})


def _reason(error: OSError | EOFError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
