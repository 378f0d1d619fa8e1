"""Newsletters as .eml and mailboxes: which part is read, what the headers give, faults, forwarded mails."""

import gzip
import io
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrobora.gather.files import inputs
from corrobora.gather.inputs import Input
from corrobora.gather.mail import LONGEST_HEADER, documents, in_mailbox
from corrobora.records import Capture, Failure

HTML = "<html><body><h1>Il ponte</h1><p>Il ministro Aldo Ferri ha detto che è finito.</p></body></html>"
TEXT = "Il ministro Aldo Ferri ha detto che è finito.\n"


def letter(subject: str = "Crolla il ponte", *, name: str = "L’Eco di Castelvento", number: int = 1) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["From"] = f'"{name}" <redazione@eco.example>'
    mail["To"] = "lettori@eco.example"
    mail["Date"] = "Mon, 02 Nov 2026 13:00:00 +0100"
    mail["Message-ID"] = f"<n{number}@eco.example>"
    return mail


def newsletter() -> EmailMessage:
    mail = letter()
    mail.set_content(TEXT, cte="quoted-printable")
    mail.add_alternative(HTML, subtype="html", cte="base64")
    mail.add_attachment("<p>an attachment</p>", subtype="html", filename="a.html")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="a.pdf")
    return mail


def read(body: bytes) -> list[Input]:
    return list(documents(body, "a.eml"))


def text_of(one: Input) -> str:
    assert isinstance(one.content, Capture), one
    return one.content.body.decode()


def why(one: Input) -> str:
    assert isinstance(one.content, Failure), one
    return one.content.error


def test_the_html_part_is_read_and_the_headers_are_given() -> None:
    (one,) = read(newsletter().as_bytes())
    assert text_of(one).strip() == HTML
    assert isinstance(one.content, Capture)
    assert (one.content.media_type, one.content.via) == ("text/html; charset=utf-8", "mail:a.eml")
    assert one.id == "n1@eco.example"
    assert one.given == {
        "id": "n1@eco.example", "headline": "Crolla il ponte", "outlet": "L’Eco di Castelvento",
        "published": "2026-11-02T13:00:00+01:00",
    }  # fmt: skip


def test_plain_text_if_there_is_no_html() -> None:
    mail = letter()
    mail.set_content(TEXT)
    mail.add_attachment("<p>an attachment</p>", subtype="html", filename="a.html")
    (one,) = read(mail.as_bytes())
    assert text_of(one) == TEXT
    empty = letter()
    empty.set_content(TEXT)
    empty.add_alternative(" \n", subtype="html")
    assert text_of(read(empty.as_bytes())[0]) == TEXT, "an HTML part of white space is none"


@pytest.mark.parametrize(
    ("stated", "given"),
    [
        (b"From: news@eco.example", {"outlet": "eco.example"}),
        (b"From: =?utf-8?b?0JLQtdGB0YLQuA==?= <a@b.example>", {"outlet": "Вести"}),
        (b"From: undisclosed-recipients:;", {}),
        (b"From: " + b"(" * 1990, {}),
        (b"Subject: =?koi8-r?q?=F2=C1=C4=C9=CF?=\n =?koi8-r?q?_=CE=CF=D7=CF=D3=D4=C9?=", {"headline": "Радио новости"}),
        (b"Subject: \xd0\x9c\xd0\xbe\xd1\x81\xd1\x82", {"headline": "Мост"}),
        (b"Subject: \xcc\xee\xf1\xf2", {"headline": "Мост"}),
        (b"Subject: =?x-none?q?abc?=", {"headline": "abc"}),
        (b"Subject:  \n", {}),
        (b"Date: Mon, 02 Nov 2026 12:00:00 -0000", {"published": "2026-11-02T12:00:00+00:00"}),
        (b"Date: Mon, 32 Foo 2026", {}),
        (b"Date: yesterday", {}),
        (b"Message-ID: n2 @eco.example", {"id": "n2@eco.example"}),
        (b"Message-ID: <" + b"[a" * 700, {"id": "[a" * 700}),
    ],
)
def test_headers_good_and_bad(stated: bytes, given: dict[str, str]) -> None:
    (one,) = read(b"To: x@eco.example\nContent-Type: text/plain; charset=windows-1251\n" + stated + b"\n\ntext")
    assert one.given == given
    assert one.id == given.get("id", "a.eml")


def test_a_subject_without_end_is_cut() -> None:
    (one,) = read(b"Subject: " + b"a " * 50_000 + b"\n\ntext")
    assert len(one.given["headline"]) < LONGEST_HEADER


def test_charsets_that_are_wrong_travel_with_the_bytes() -> None:
    (one,) = read(b'Subject: x\nContent-Type: text/html; charset="x-unknown"\n\n<p>\xcc\xee\xf1\xf2')
    assert isinstance(one.content, Capture) and one.content.body == b"<p>\xcc\xee\xf1\xf2"
    (one,) = read(b'Subject: x\nContent-Type: text/html; charset="utf-8\x00; q=\'"\n\n<p>x')
    assert isinstance(one.content, Capture) and one.content.media_type in ("text/html", "text/html; charset=utf-8")


def test_broken_base64_gives_what_can_be_had() -> None:
    (one,) = read(b"Subject: x\nContent-Transfer-Encoding: base64\n\naGFsbG8gd2VsdA=\n!!=")
    assert text_of(one).startswith("hallo welt")


def test_forwarded_mails_are_documents_of_their_own() -> None:
    outer = letter("Fwd: zwei", name="Ann Osei", number=9)
    outer.set_content("Siehe unten.")
    outer.add_attachment(newsletter())
    inner = letter("Nord", name="Nordpress", number=2)
    inner.set_content("Nordpress meldet.")
    outer.add_attachment(inner)
    found = read(outer.as_bytes())
    assert [one.given["outlet"] for one in found] == ["Ann Osei", "L’Eco di Castelvento", "Nordpress"]
    assert [one.id for one in found] == ["n9@eco.example", "n1@eco.example", "n2@eco.example"]
    bare = letter(number=8)
    bare.add_attachment(inner)
    assert [one.id for one in read(bare.as_bytes())] == ["n2@eco.example"], "no note of the sender's, no document"


NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(20_000))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "no mail"),
        (b"Just a text.\n\nNo mail at all.", "no mail"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "no mail"),
        (b"Subject: x\n\n", "neither"),
        (b"Subject: x\nContent-Type: application/pdf\n\n%PDF", "neither"),
        (b"Subject: x\nContent-Type: text/html\nContent-Disposition: attachment\n\n<p>x", "neither"),
        (b"Subject: x\n\n" + b"x\n" * 500_001, "lines"),
        (b"Subject: x\n\n" + b"x" * 32_000_000, "bytes"),
        (NESTED, "boundaries"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000, "parts"),
        (b"Content-Type: message/rfc822\n\n" * 20_000 + b"x", "malformed"),
    ],
    ids=range(11),
)
def test_what_cannot_be_read_says_why(body: bytes, reason: str) -> None:
    began = time.process_time()
    (one,) = read(body)
    assert reason in why(one) and one.id == "a.eml"
    assert time.process_time() - began < 3


def test_a_mail_made_to_waste_time_costs_little() -> None:
    began = time.process_time()
    read(b"From: " + b"a," * 500_000 + b"\nSubject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nx")
    read(b"Content-Type: text/html; " + b"a*0*=x;" * 500_000 + b"\n\nx")
    read(b"Subject: a\n" + b" a\n" * 400_000 + b"\n\nx")
    read(b"Content-Type: " + b"(" * 500_000 + b"\n\nx")
    assert time.process_time() - began < 5


@given(st.binary(max_size=400), st.binary(max_size=60))
def test_any_bytes(body: bytes, header: bytes) -> None:
    head = b"Subject: " + header + b"\nFrom: " + header + b"\nDate: " + header + b"\nContent-Type: "
    for whole in (body, head + header + b"\n\n" + body, head + b"multipart/mixed; boundary=b\n\n--b\n" + body):
        for one in documents(whole, "a.eml"):
            assert isinstance(one.content, Capture | Failure)
            "".join(one.given.values()).encode()


POSTMARK = b"From redazione@eco.example Mon Nov  2 12:00:00 2026\n"


def mailbox(*mails: bytes) -> bytes:
    return b"".join(POSTMARK + mail.rstrip(b"\n") + b"\n\n" for mail in mails)


def test_a_mailbox_gives_its_mails_one_by_one() -> None:
    quoted = b"Subject: b\n\n>From the ministry: it is closed.\n>>From x\nFrom here it goes on.\n\nFrom now on, too.\n"
    found = list(in_mailbox(io.BytesIO(mailbox(newsletter().as_bytes(), quoted, b"To: c\n\n")), "m.mbox"))
    assert found[0].id == "n1@eco.example" and text_of(found[0]).strip() == HTML
    assert (
        text_of(found[1]) == "From the ministry: it is closed.\n>From x\nFrom here it goes on.\n\nFrom now on, too.\n"
    )
    assert [found[1].id, found[2].id] == ["m.mbox:2", "m.mbox:3"] and "neither" in why(found[2])


def test_a_mailbox_is_read_as_it_comes() -> None:
    class Endless(io.RawIOBase):
        """Gives one mail after another, for ever."""

        def __init__(self) -> None:
            self.lines: list[bytes] = []

        def readline(self, size: int | None = -1, /) -> bytes:
            self.lines = self.lines or mailbox(b"Subject: a\n\nx").splitlines(keepends=True)
            return self.lines.pop(0)

    stream = in_mailbox(Endless(), "m.mbox")  # type: ignore[arg-type]
    assert [next(stream).id for _ in range(3)] == ["m.mbox:1", "m.mbox:2", "m.mbox:3"]


def test_one_mail_that_is_too_long_fails_alone() -> None:
    big = b"Subject: big\n\n" + (b"x" * 999 + b"\n") * 33_000
    first, second = in_mailbox(io.BytesIO(mailbox(big, b"Subject: small\n\nx")), "m.mbox")
    assert "bytes" in why(first) and text_of(second) == "x\n"


@pytest.mark.parametrize("body", [b"", b"\n\n", b"Subject: x\n\nno mailbox", b"From here on\n\nno mailbox"])
def test_what_is_no_mailbox(body: bytes) -> None:
    (one,) = in_mailbox(io.BytesIO(body), "m.mbox")
    assert "mailbox" in why(one)


def test_files_by_their_suffix(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(newsletter().as_bytes())
    (tmp_path / "b.mbox.gz").write_bytes(gzip.compress(mailbox(newsletter().as_bytes())))
    (tmp_path / "c.mbox.gz").write_bytes(gzip.compress(mailbox(*[newsletter().as_bytes()] * 9))[:-20])
    found = list(inputs([str(tmp_path)], io.BytesIO()))
    assert [one.id for one in found[:2]] == ["n1@eco.example"] * 2
    assert isinstance(found[-1].content, Failure) and "cannot be opened" in why(found[-1])
