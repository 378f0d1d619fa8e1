"""Open e-mail newsletters and mailboxes as inputs, one for each mail and each mail forwarded in it.

The HTML part is read if there is one, else the plain text; attachments are left alone. The subject is the headline, the
sender's name the outlet, the date the date of publication, and the Message-ID the id.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import Message
from typing import IO, TypeAlias

from corrobora.errors import FetchError
from corrobora.gather.inputs import Input
from corrobora.records import Capture

MOST_BYTES = 32_000_000
"""Of one mail with its attachments."""
MOST_LINES = 500_000
MOST_BOUNDARIES = 50
MOST_PARTS = 5_000
"""Each level of a mail looks at every line below it, and each part costs time: these bound a mail made to waste it."""
MOST_FORWARDS = 5
"""Mails in mails in mails that are still opened."""
LONGEST_HEADER = 2_000
LONGEST_LINE = 1 << 20

BLANK = (b"\n", b"\r\n")
_POSTMARK = re.compile(rb"From [^\n]{0,500}?\d\d:\d\d[^\n]{0,50}\d{4}[ \t\r]*$", re.MULTILINE)
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_SIGNS = frozenset({"from", "subject", "date", "message-id", "received", "mime-version", "content-type", "to"})
_CHARSET = re.compile(r"[A-Za-z0-9_:.\-]{2,40}")

Part: TypeAlias = "Message[str, str]"


class _ShortHeaders(policy.Compat32):
    """Python's older, simpler policy, with headers cut off: it takes their parts apart in quadratic time."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


def documents(body: bytes, place: str) -> Iterator[Input]:
    """The mail in the bytes of an .eml file and the mails forwarded in it; a Failure if there is nothing to read."""
    try:
        yield from _in_mail(_parsed(body), place, 0)
    except FetchError as error:
        yield Input.failed(place, str(error))
    except (RecursionError, LookupError, ValueError, TypeError, AttributeError) as error:
        # what Python's parser raises for mails that no mail program writes
        yield Input.failed(place, f"the mail is malformed: {type(error).__name__}: {error}")


def in_mailbox(stream: IO[bytes], place: str) -> Iterator[Input]:
    """The mails of an mbox file, one after another; one that is too long is a Failure, and so is a file of none."""
    number = 0
    try:
        for number, mail in enumerate(_cut(stream), 1):
            if mail is None:
                yield Input.failed(f"{place}:{number}", f"the mail has more than {MOST_BYTES:,} bytes")
            else:
                yield from documents(mail, f"{place}:{number}")
    except FetchError as error:
        yield Input.failed(place, str(error))
        return
    if not number:
        yield Input.failed(place, "the mailbox is empty")


def _cut(stream: IO[bytes]) -> Iterator[bytes | None]:
    """The mails between the "From " lines of an mbox; None for one that is too long."""
    lines: list[bytes] | None = None
    size, blank = 0, True
    while line := stream.readline(LONGEST_LINE):
        if blank and _POSTMARK.match(line):
            if lines is not None:
                yield _unquoted(lines, size)
            lines, size = [], 0
        elif lines is not None:
            size += len(line)
            if size <= MOST_BYTES:
                lines.append(line)
        elif not line.isspace():
            raise FetchError('no mailbox: it does not begin with a "From " line')
        blank = line in BLANK
    if lines is not None:
        yield _unquoted(lines, size)


def _unquoted(lines: list[bytes], size: int) -> bytes | None:
    """The mail as it was sent: without the blank line behind it, and the marks before its own "From " lines."""
    if size > MOST_BYTES:
        return None
    if len(lines) > 1 and lines[-1] in BLANK:
        lines.pop()
    return _QUOTED.sub(rb"\1", b"".join(lines))


def _parsed(body: bytes) -> Part:
    """The mail; raises FetchError if it is none, or would take too long."""
    if len(body) > MOST_BYTES or body.count(b"\n") > MOST_LINES:
        raise FetchError(f"the mail has more than {MOST_BYTES:,} bytes or {MOST_LINES:,} lines")
    if len(re.findall(rb"boundary", body, re.IGNORECASE)) > MOST_BOUNDARIES or body.count(b"\n--") > MOST_PARTS:
        raise FetchError(f"the mail has more than {MOST_BOUNDARIES} boundaries or {MOST_PARTS:,} parts")
    mail = message_from_bytes(body.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"), policy=_ShortHeaders())
    if not any(name.lower() in _SIGNS for name in mail.keys()):  # noqa: SIM118  a mail is no dict
        raise FetchError("no mail: it has none of a mail's headers")
    return mail


def _in_mail(mail: Part, place: str, depth: int) -> Iterator[Input]:
    forwarded = list(_forwarded(mail)) if depth < MOST_FORWARDS else []
    found = _body(mail)
    if found is not None:
        body, media_type, charset = found
        given = _given(mail, charset)
        yield Input(given.get("id", place), Capture.of(body, media_type=media_type, via=f"mail:{place}"), given)
    elif not forwarded:
        raise FetchError("the mail has neither a plain text nor an HTML part with something in it")
    for number, inner in enumerate(forwarded, 1):
        inside = f"{place}/{number}"
        try:
            yield from _in_mail(inner, inside, depth + 1)
        except FetchError as error:
            yield Input.failed(inside, str(error))


def _parts(mail: Part) -> Iterator[Part]:
    """The parts of a mail that are no containers, in order; a forwarded mail is one part."""
    content = mail.get_payload()
    if mail.get_content_maintype() == "multipart" and isinstance(content, list):
        for part in content:
            if isinstance(part, Message):
                yield from _parts(part)
    else:
        yield mail


def _forwarded(mail: Part) -> Iterator[Part]:
    for part in _parts(mail):
        content = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(content, list):
            yield from (one for one in content if isinstance(one, Message) and one.keys())


def _body(mail: Part) -> tuple[bytes, str, str] | None:
    """The part to read, its media type and its charset: the first HTML part, else the first plain one."""
    first: tuple[bytes, str, str] | None = None
    for part in _parts(mail):
        kind = part.get_content_type()
        if kind not in ("text/html", "text/plain") or part.get_content_disposition() == "attachment":
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content.strip():
            continue
        stated = _CHARSET.fullmatch(part.get_content_charset() or "")
        charset = stated[0] if stated else ""
        found = content, f"{kind}; charset={charset}" if charset else kind, charset
        if kind == "text/html":
            return found
        first = first or found
    return first


def _given(mail: Part, charset: str) -> dict[str, str]:
    """What the headers say, under the names of JSON documents; what they do not say, or say wrongly, is left out."""
    name = _line(_header(mail, "message-id", charset)).strip("<> ").replace(" ", "")
    given = {
        "id": name,
        "headline": _line(_parsed_header("subject", _header(mail, "subject", charset))),
        "outlet": _sender(_parsed_header("from", _header(mail, "from", charset))),
        "published": _moment(_parsed_header("date", _header(mail, "date", charset))),
    }
    return {name: value for name, value in given.items() if value}


def _header(mail: Part, name: str, charset: str) -> str:
    """A header as it stands, its lines joined; bytes that should not be there are read as UTF-8, or as the text is."""
    stated = next((str(value) for key, value in mail.raw_items() if key.lower() == name), "")
    written = "".join(stated.splitlines()).encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", charset):
        try:
            return written.decode(encoding)
        except (UnicodeError, LookupError, ValueError):
            continue
    return written.decode("cp1252", "replace")


def _parsed_header(name: str, stated: str) -> object:
    """A header as Python's newer policy reads it; the text itself if that fails."""
    try:
        return policy.default.header_factory(name, stated)
    except Exception:  # it raises half a dozen kinds of errors for headers that are malformed
        return stated


def _line(stated: object) -> str:
    return " ".join(str(stated).encode("utf-8", "replace").decode().split())


def _sender(stated: object) -> str:
    """The name of the sender; the domain of the address if it has no name."""
    for address in getattr(stated, "addresses", ()):
        if name := _line(address.display_name) or _line(address.domain):
            return name
    return ""


def _moment(stated: object) -> str:
    """The date as ISO 8601; one without a zone is UTC (RFC 5322, section 3.3)."""
    moment = getattr(stated, "datetime", None)
    if not isinstance(moment, datetime):
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
