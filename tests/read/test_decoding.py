"""Bytes become text in the encoding they are really in, whatever they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrobora.errors import ReadError
from corrobora.read.decoding import check_text, decode

TEXTS = {
    "ru": "Министр транспорта Вердании Алдо Ферри заявил в четверг, что переговоры завершены и порт откроют.",
    "ko": "베르다니아 교통부 장관은 목요일 노조와의 협상이 끝났으며 파업이 취소되었다고 밝혔다. 항구는 다시 열린다.",
    "fr": "Le ministre a déclaré jeudi que la grève était levée. « Le port rouvre dès demain », a-t-il ajouté.",
    "it": "Il ministro ha detto che l’accordo è più vicino: «Perché no?». La città è già pronta, e così sarà.",
    "en": "The minister said “the talks are over” on Thursday — and the port would not close. “It won’t,” he said.",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("ru", "cp1251"), ("ru", "koi8-r"), ("ru", "iso8859-5"), ("ru", "cp866"), ("ko", "euc-kr"), ("ko", "cp949"),
        ("fr", "cp1252"), ("it", "cp1252"), ("en", "cp1252"),
    ],
)  # fmt: skip
def test_undeclared(language, encoding):
    assert decode(TEXTS[language].encode(encoding)) == TEXTS[language]


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_with_and_without_mark(language, encoding):
    assert decode(TEXTS[language].encode(encoding)) == TEXTS[language]


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ("<meta http-equiv='Content-Type' content='text/html; charset=koi8-r'>", "koi8-r"),
        ('<?xml version="1.0" encoding="iso-8859-5"?>', "iso8859-5"),
    ],
)
def test_declared_in_the_page(declaration, encoding):
    page = f"{declaration}<p>Порт.</p>"
    assert decode(page.encode(encoding)) == page


def test_declared_in_the_media_type():
    assert decode("Порт закрыт".encode("cp1251"), "text/html; charset=windows-1251") == "Порт закрыт"


@pytest.mark.parametrize("label", ["utf-8", "hex", "zip", "idna", "no-such-thing", "undefined", "rot13"])
def test_a_wrong_declaration_does_not_hold(label):
    text = TEXTS["ru"]
    assert decode(text.encode("cp1251"), f"text/plain; charset={label}") == text


def test_latin_1_means_windows_1252_as_in_browsers():
    assert decode("“Oui”, è così".encode("cp1252"), "text/html; charset=iso-8859-1") == "“Oui”, è così"


def test_mixed_encoding():
    """A template in UTF-8 filled with a windows-1252 title."""
    body = TEXTS["fr"].encode() + " — l’été à Torvale".encode("cp1252") + TEXTS["it"].encode() * 3
    assert decode(body) == TEXTS["fr"] + " — l’été à Torvale" + TEXTS["it"] * 3


@pytest.mark.parametrize("text", ["", " \n", "a\ud800", "\udfffb"])
def test_refused_texts(text):
    with pytest.raises(ReadError):
        check_text(text)


@given(st.binary(max_size=400))
def test_any_bytes(body):
    try:
        text = decode(body)
    except ReadError:
        return
    text.encode()


@given(st.text(min_size=1, max_size=200).filter(lambda text: not text.isspace()))
def test_any_utf_8_is_itself_or_refused(text):
    try:
        assert decode(text.encode()).lstrip("\ufeff") == text.lstrip("\ufeff") or "\0" in text
    except ReadError:
        assert any(ord(char) < 32 or char in "\x7f\ufffd" or ord(char) < 0x80 for char in text)
