"""Turn the bytes of a capture into text: marked, declared, detected or mixed encodings; binary files are refused."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE, lookup

from corrobora.errors import ReadError

MOST_BYTES = 16 * 2**20
"""A larger body is refused: no article is that long, and reading takes time in proportion to length."""

_SAMPLE = 1 << 14
"""How much is looked at to tell an undeclared encoding, and text from noise."""

_MARKS = (
    (BOM_UTF8, "utf-8"), (BOM_UTF32_LE, "utf-32-le"), (BOM_UTF32_BE, "utf-32-be"),
    (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"), (b"%PDF-", "a PDF file"), (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"PK\x05\x06", "an empty ZIP archive"), (b"\x1f\x8b\x08", "a gzip archive"), (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"), (b"(\xb5/\xfd", "a Zstandard archive"), (b"7z\xbc\xaf'\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"), (b"\x7fELF", "a program"), (b"MZ\x90\x00", "a program"),
    (b"OggS\x00", "an Ogg recording"), (b"ID3\x03", "an MP3 recording"), (b"ID3\x04", "an MP3 recording"),
    (b"fLaC\x00", "a FLAC recording"), (b"SQLite format 3\x00", "an SQLite database"), (b"wOFF", "a font"),
    (b"wOF2", "a font"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"II*\x00", "a TIFF image"), (b"MM\x00*", "a TIFF image"), (b"\x00\x00\x01\x00", "an icon"),
    (b"\x00asm", "a WebAssembly program"), (b"\xca\xfe\xba\xbe", "a program"),
)  # fmt: skip
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
_LABELS = {
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252",
    "us-ascii": "cp1252", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "korean": "cp949", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "iso-8859-9": "cp1254",
    "big5": "big5hkscs", "x-mac-cyrillic": "mac_cyrillic", "unicode": "utf-16",
}  # fmt: skip
"""What browsers take these labels to mean, in Python's names: the larger code page that pages really use."""

_DETECTABLE = (
    "cp1251", "koi8_r", "cp866", "iso8859_5", "cp949", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp1250", "cp1252",
    "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
)  # fmt: skip
_ACCENTED = ("cp1250", "cp1254", "cp1257")
_WESTERN = re.compile("[\\x00-\\x7fàèéìòùâêîôûçäöüßñíóúáïëœÀÈÉÌÒÙÂÊÎÔÛÇÄÖÜÑÍÓÚÁ«»“”‘’„‚–—…€°º\\xa0]*")
"""Text of western languages; read as windows-1252, other code pages show signs that are not among these."""
_NOT_OF_PAGES = ("idna", "punycode", "undefined", "unicode_escape", "raw-unicode-escape")
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_ESCAPED = re.compile("[\udc80-\udcff]")
_WELL_FORMED = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")


def decode(body: bytes, media_type: str | None = None) -> str:
    """The text of a body, without a byte order mark and otherwise letter for letter.

    Tried in this order: byte order mark, UTF-16 by its zero bytes, UTF-8, UTF-8 with a few stray bytes of windows-1252
    (mixed), the charset of the media type, that of the page's own declaration, detection among the code pages in use.
    Raises ReadError if the body is empty, too large, binary, or in no encoding that can be told.
    """
    if len(body) > MOST_BYTES:
        raise ReadError(
            f"the input has {len(body):,} bytes, more than the {MOST_BYTES:,} that one article may have; "
            "split it into articles, for example as JSON Lines"
        )
    _refuse_binary(body)
    text = _marked(body)
    if text is None:
        text = _utf8(body)
    if text is None:
        text = _mixed(body) or _declared(body, media_type) or _detected(body)
    if text is None:
        raise ReadError("the input is in no text encoding that can be told; save it as UTF-8")
    return _readable(text)


def check_text(text: str) -> str:
    """The text itself, if it can be read; raises ReadError for emptiness, lone surrogates or binary noise."""
    if len(text) > MOST_BYTES:
        raise ReadError(f"the text has {len(text):,} characters; one article may have {MOST_BYTES:,}")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ReadError(
            f"the text has a lone surrogate (U+{ord(text[error.start]):04X}) at position {error.start}; "
            "it was cut or decoded wrongly: decode the original again as UTF-8 or UTF-16"
        ) from error
    return _readable(text)


def _readable(text: str) -> str:
    if not text or text.isspace():
        raise ReadError("the input is empty; expected the text or page of an article")
    sample = text[:_SAMPLE]
    noise = len(_CONTROLS.findall(sample)) + sample.count("\0") + 3 * sample.count("\ufffd")
    if noise > max(8, len(sample) // 10):
        raise ReadError("the input is binary, not text; expected the text or page of an article")
    return text


def _refuse_binary(body: bytes) -> None:
    for signature, what in _SIGNATURES:
        if body.startswith(signature):
            raise ReadError(f"the input is {what}, not text; expected an article as text, HTML or JSON Lines")
    if (body[8:12] in (b"WEBP", b"WAVE", b"AVI ") and body.startswith(b"RIFF")) or body[4:8] == b"ftyp":
        raise ReadError("the input is an image, sound or film; expected an article as text, HTML or JSON Lines")


def _marked(body: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            text = _strictly(body[len(mark) :], encoding)
            return _unreadable(encoding) if text is None else text
    return _unmarked_utf16(body)


def _unmarked_utf16(body: bytes) -> str | None:
    """UTF-16 without a mark: in any script, spaces and line ends have a zero byte, always on the same side."""
    sample = body[:4096]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    even, odd, half = sample[::2].count(0), sample[1::2].count(0), len(sample) // 2
    for encoding, here, there in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if here > 0.03 * half and there < 0.1 * here and (text := _strictly(body, encoding)) is not None:
            return text if len(_CONTROLS.findall(text[:_SAMPLE])) * 10 < len(text[:_SAMPLE]) else None
    return None


def _unreadable(encoding: str) -> str:
    raise ReadError(f"the input begins like {encoding.upper()} but does not go on so; it was cut or is not text")


def _utf8(body: bytes) -> str | None:
    return _strictly(body, "utf-8")


def _strictly(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _declared(body: bytes, media_type: str | None) -> str | None:
    head = body[:4096]
    labels = []
    if media_type and (named := _HEADER_CHARSET.search(media_type)):
        labels.append(named.group(1))
    found_labels = (_META_CHARSET.search(head), _XML_ENCODING.search(head))
    labels += [found.group(1).decode("ascii") for found in found_labels if found]
    for label in labels:
        encoding = _LABELS.get(label.lower(), label.lower())
        if _is_text_encoding(encoding) and (text := _strictly(body, encoding)) is not None:
            return text
    return None


def _is_text_encoding(encoding: str) -> bool:
    """False for what Python knows but no page means: "hex", "zip", "rot13", "idna", "undefined" …"""
    try:
        found = lookup(encoding)
    except (LookupError, ValueError):
        return False
    return getattr(found, "_is_text_encoding", True) and found.name not in _NOT_OF_PAGES


def _mixed(body: bytes) -> str | None:
    """UTF-8 with a few stray bytes, as when a template in one encoding is filled from another: those bytes are read as
    windows-1252. None if there are not clearly fewer of them than of well-formed characters."""
    text = body.decode("utf-8", errors="surrogateescape")
    stray = len(_ESCAPED.findall(text))
    wide = len(_WELL_FORMED.findall(text))
    if stray > wide // 4:
        return None
    return _ESCAPED.sub(lambda found: _western(ord(found.group()) - 0xDC00), text)


def _western(byte: int) -> str:
    return bytes([byte]).decode("cp1252", errors="replace")


def _detected(body: bytes) -> str | None:
    from charset_normalizer import from_bytes  # comes with trafilatura; slow to import, and seldom needed

    sample = body[:_SAMPLE]
    best = from_bytes(sample, cp_isolation=list(_DETECTABLE)).best()
    if best is None:
        return None
    encoding = best.encoding
    if encoding in _ACCENTED and _WESTERN.fullmatch(sample.decode("cp1252", errors="replace")):
        encoding = "cp1252"
    return _strictly(body, encoding) or body.decode(encoding, errors="replace")
