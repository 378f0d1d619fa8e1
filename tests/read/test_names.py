"""Mentions, against tables of sentences (tests/read/names) and against properties that hold for any text."""

import re
import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corrobora.errors import PackError
from corrobora.read.names import NameReader
from corrobora.read.names_table import NamesTable, forms
from corrobora.read.packs import installed, load_pack
from corrobora.records import Mention, Span

TABLES = Path(__file__).with_name("names")
MARK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
CODES = [code for code in installed() if load_pack(code).has("names")]
KINDS = {"person": "person", "country": "place", "city": "place", "place": "place", "office": "office"}


@cache
def reader(code: str) -> NameReader:
    return NameReader(load_pack(code))


def sentences(code: str) -> list[str]:
    lines = (TABLES / f"{code}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def marked(text: str, mentions: tuple[Mention, ...]) -> str:
    parts, at = [], 0
    for mention in mentions:
        parts += [text[at : mention.start], f"[{mention.exact}]({mention.entity or mention.kind + '?'})"]
        at = mention.end
    return "".join(parts) + text[at:]


@pytest.mark.parametrize(("code", "line"), [(code, line) for code in CODES for line in sentences(code)])
def test_sentence(code: str, line: str) -> None:
    text = MARK.sub(r"\1", line)
    mentions = reader(code).find(text)
    assert marked(text, mentions) == line
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.exact
        if mention.entity:
            assert mention.kind == KINDS.get(mention.entity.partition(":")[0], "organisation")


@pytest.mark.parametrize("code", CODES)
def test_enough_sentences_with_and_without(code: str) -> None:
    lines = sentences(code)
    assert sum("](" in line for line in lines) >= 60
    assert sum("](" not in line for line in lines) >= 8


def test_a_surname_of_two_people_stays_open() -> None:
    found = reader("it").find("Aldo Ferri e Rosa Ferri hanno litigato. Poi Ferri è uscito.")
    assert [mention.entity for mention in found] == ["person:aldo-ferri", "person:rosa-ferri", None]


def test_one_person_in_all_scripts() -> None:
    names = {"it": "Sergei Lavrov", "fr": "Sergueï Lavrov", "en": "Sergey Lavrov", "ru": "Сергеем Лавровым"}
    names["ko"] = "세르게이 라브로프"
    assert {reader(code).find(name)[0].entity for code, name in names.items()} == {"person:sergei-lavrov"}


@pytest.mark.parametrize("word", ["России", "Россией", "Россию", "Россия"])
def test_cases_of_a_country(word: str) -> None:
    assert [mention.entity for mention in reader("ru").find(f"Речь о {word}.")] == ["country:ru"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gomery said it was late.", ["Gomery"]),
        ("Nurses said it was late.", []),
        ("PENCE: We will see. Mike Pence smiled.", ["PENCE", "Mike Pence"]),
        ("Mr. King left. Mrs. Clinton stayed.", ["King", "Clinton"]),
        ("Mr. Prime Minister, please.", []),
    ],
)
def test_surnames_that_look_like_something_else(text: str, found: list[str]) -> None:
    mentions = reader("en").find(text)
    assert [mention.exact for mention in mentions if mention.kind == "person"] == found


def test_blocked_spans_hold_no_mention() -> None:
    text = "Il vertice di Aldo Ferri a Roma"
    at = text.index("Roma")
    found = reader("it").find(text, blocked=[Span(at, at + 4)])
    assert [mention.exact for mention in found] == ["Aldo Ferri"]


def test_a_template_with_an_unknown_list_is_refused() -> None:
    with pytest.raises(PackError, match="no list of endings 'zz'"):
        list(forms("russ<zz>", {"o": "o a i e"}))


@pytest.mark.parametrize("code", CODES)
def test_every_slot_of_a_pack_has_its_list(code: str) -> None:
    table = load_pack(code).table("names", NamesTable)
    templates = [
        *(word for role in table.roles for word in (role.words, role.female, role.male, role.plural)),
        *(portfolio.words for portfolio in table.portfolios),
        *(body.words for body in table.bodies),
        *(entry.words for entry in (*table.titles, *table.pronouns)),
        *table.demonyms.values(), *table.places.values(), *table.organisations.values(),
    ]  # fmt: skip
    for template in templates:
        for word in forms(template, table.endings):
            assert word == word.strip() and "  " not in word


PIECES = st.sampled_from(
    [
        *("Aldo Ferri", "Il ministro", "«", "»", "“", "”", "U.S.", "L'", "dell'", "Jong-un", "Лавров", "МИД России"),
        *("북한이", "윤석열 대통령은", "\n", ". ", ", ", " ", "’s", "é", "e\u0301", "İ", "ẞ", "\u200b", "\u202e", "𝔸"),
        *("ﬁ", "-", "'", "A.", " of ", " di ", "The ", "Lunedì", "von der", "AFP", "НАТО", "президент", "Mr. ", "King"),
        *("Foreign Minister", "ministre des", "Russie", "WARNS RUSSIA OVER WAR", "PENCE:"),
    ]
)


@settings(max_examples=120, deadline=None)
@given(text=st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=80)), code=st.sampled_from(CODES))
def test_any_text_gives_exact_sorted_mentions(text: str, code: str) -> None:
    mentions = reader(code).find(text)
    end = 0
    for mention in mentions:
        assert mention.exact and text[mention.start : mention.end] == mention.exact
        assert mention.start >= end
        end = mention.end


def test_cost_is_linear() -> None:
    """Twenty thousand names in one paragraph are no trap; a quadratic reader would take minutes."""
    started = time.process_time()
    names, phrases = "Aldo Ferri " * 20_000, "ministro degli Esteri " * 20_000
    marks = ("A" * 200_000, "a-" * 100_000, "Ab'" * 60_000)
    for text in (names, phrases, *marks, "Zqw. Xyv. " * 20_000, "The Lunedì di " * 9_000):
        reader("it").find(text)
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    ("code", "text", "found"),
    [
        ("ru", "«Синий ветер» опроверг это. Компания «Синий ветер» ждёт ответа.", ["org:sinii-veter"] * 2),
        ("it", "Lo scrive l'agenzia sudcoreana Hanmaek. Poi Hanmaek ha corretto.", ["agency:hanmaek"] * 2),
        ("en", "South Korea's Hanmaek news agency said so. Hanmaek gave no source.", ["agency:hanmaek"] * 2),
        ("ko", "러시아 통신사 티호링크는 이같이 전했다.", ["agency:tihoringkeu"]),
        ("ko", "환경단체 '타이드워든'은 우려했다.", ["org:taideuwodeun"]),
        ("ru", "Как передаёт агентство «Ханмэк», всё тихо.", ["agency:khanmek"]),
    ],
)
def test_a_name_that_a_word_explains(code: str, text: str, found: list[str]) -> None:
    mentions = reader(code).find(text)
    assert [m.entity for m in mentions if m.entity and m.entity.split(":")[0] in ("agency", "org")] == found


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("it", "Un funzionario israeliano ha parlato con ricercatori francesi."),
        ("fr", "La compagnie sud-coréenne et des chercheurs français ont répondu."),
        ("en", "An Israeli official and a French scientist answered."),
        ("ru", "Израильский чиновник и французский эксперт ответили."),
    ],
)
def test_what_many_are_gets_no_id(code: str, text: str) -> None:
    mentions = reader(code).find(text)
    assert mentions and all(mention.entity is None for mention in mentions)


@pytest.mark.parametrize(
    ("code", "text"), [("it", "La nave “Capitan Rogo” è affondata."), ("ru", "Судно «Капитан Рогов» утонуло.")]
)
def test_a_ship_is_no_person(code: str, text: str) -> None:
    assert not [mention for mention in reader(code).find(text) if mention.kind == "person"]


@pytest.mark.parametrize(
    ("code", "text", "kind", "exact", "entity"),
    [
        ("en", "Do Hae-won said so.", "person", "Do Hae-won", "person:do-hae-won"),
        (
            "en",
            "According to Tidewarden, an environmental group, it leaked.",
            "organisation",
            "Tidewarden",
            "org:tidewarden",
        ),
        ("en", "It came from Port Zarechny.", "place", "Port Zarechny", "place:port-zarechny"),
        ("en", "It sank in the Sea of Okhotsk.", "place", "Sea of Okhotsk", "place:sea-of-okhotsk"),
        ("fr", "Selon l'association Tidewarden, il fuit.", "organisation", "Tidewarden", "org:tidewarden"),
        ("fr", "L'armateur, Zaretchny Rybflot, dément.", "organisation", "Zaretchny Rybflot", "org:zaretchny-rybflot"),
        ("it", "Affondò nel mar Nero.", "place", "mar Nero", "place:black-sea"),
        ("ru", "Судно затонуло в Охотском море.", "place", "Охотском море", "place:sea-of-okhotsk"),
        ("ko", "배가 흑해에서 가라앉았다.", "place", "흑해", "place:black-sea"),
        ("ko", "윤서진 국립과학원장은 떠났다.", "person", "윤서진", "person:yunseojin"),
        ("ko", "윤서진 국립과학원장이 떠났다. 국립과학원은 쉰다.", "organisation", "국립과학원", "org:gukripgwahakwon"),
        ("ko", "환자들은 삿포로에서 떠났다.", "place", "삿포로", "city:jp-sapporo"),
        ("ko", "천기웅 일등항해사는 떠났다.", "person", "천기웅", "person:cheongiung"),
    ],
)
def test_names_that_reading_the_sample_showed(code: str, text: str, kind: str, exact: str, entity: str) -> None:
    found = NameReader(load_pack(code)).find(text)
    assert (kind, exact, entity) in [(one.kind, one.exact, one.entity) for one in found]
