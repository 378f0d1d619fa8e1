"""Credits: whose text an article prints, whose word it passes on, and who is only mentioned."""

import pytest

from corrobora.relate.channels import Channels, own_name
from corrobora.relate.credited import credits_of, spoke_to_own
from tests.relate.streams import reading

SIGNED = [
    (
        "fr",
        "Le pont de Lirac a été fermé mardi après la découverte d'une fissure longue de deux mètres. (AFP)",
        "agency:afp",
    ),
    (
        "it",
        "Il ponte di Lirac è stato chiuso martedì dopo la scoperta di una crepa lunga due metri. (ANSA)",
        "agency:ansa",
    ),
    (
        "ja",
        "リラック橋は4日、長さ2メートルの亀裂が見つかり閉鎖された。住民は不安を訴えている。（共同）",
        "agency:kyodo",
    ),
    (
        "ko",
        "(서울=연합뉴스) 리라크 다리가 4일 2m 길이의 균열이 발견돼 폐쇄됐다. 주민들은 불안해하고 있다.",
        "agency:yonhap",
    ),
]
RELAYED = [
    ("it", "Il ponte di Lirac resterà chiuso fino a marzo, riferisce l'agenzia Reuters.", "agency:reuters"),
    ("fr", "Le pont restera fermé jusqu'en mars, a déclaré le maire à l'AFP.", "agency:afp"),
    ("en", "The bridge will stay shut until March, Reuters reported on Tuesday.", "agency:reuters"),
    ("de", "Die Brücke bleibe bis März gesperrt, meldet die Agentur dpa.", "agency:dpa"),
    ("ru", "Мост останется закрытым до марта, сообщает агентство ТАСС.", "agency:tass"),
]


@pytest.mark.parametrize(("code", "text", "agency"), SIGNED)
def test_a_signature_says_whose_the_text_is(code: str, text: str, agency: str) -> None:
    one = reading("x", text, language=code, outlet="Il Molo")
    credits = credits_of(one, Channels())
    assert (agency, "signed") in {(credit.to, credit.how) for credit in credits}
    assert all(credit.span.of(one.article.text).strip() for credit in credits)


@pytest.mark.parametrize(("code", "text", "agency"), RELAYED)
def test_a_relay_is_that_of_its_statement(code: str, text: str, agency: str) -> None:
    one = reading("x", text, language=code, outlet="Il Molo")
    [credit] = {(credit.to, credit.how) for credit in credits_of(one, Channels())}
    assert credit == (agency, "relayed")


def test_who_is_only_mentioned_is_not_credited() -> None:
    text = "The minister said that Reuters had grown faster than any other company in the city."
    assert credits_of(reading("x", text, language="en", outlet="Il Molo"), Channels()) == ()


def test_an_agency_does_not_credit_itself() -> None:
    text = "OLBIA (ANSA) - Il porto resta chiuso, ha detto il sindaco all'ANSA."
    assert credits_of(reading("x", text, language="it", outlet="ANSA"), Channels()) == ()


def test_an_outlet_of_the_stream_is_known_by_its_name() -> None:
    channels = Channels()
    channels.publisher(
        reading("x", "The gate is open and the road is dry again.", outlet="The Eastmere Courier").article
    )
    text = "Des centaines de personnes attendaient, rapporte l'Eastmere Courier."
    [credit] = credits_of(reading("y", text, language="fr", outlet="Le Fanal"), channels)
    assert credit.to == "outlet:the-eastmere-courier"


@pytest.mark.parametrize("words", ["in a statement", "Dr. Askamp", "na sala", "the ap is new"])
def test_short_names_count_as_they_are_written(words: str) -> None:
    assert list(Channels().named(words)) == []


def test_who_spoke_to_the_outlet_itself() -> None:
    text = "«Вода ушла», — рассказал корреспонденту «Набережной» рыбак Егор Латышев."
    one = reading("x", text, language="ru", outlet="Набережная")
    place = spoke_to_own(one, one.statements[0])
    assert place is not None
    assert place.of(text) == "Набережной"


def test_a_name_of_two_letters_is_no_sign_of_an_outlet() -> None:
    assert own_name("RT") is None
