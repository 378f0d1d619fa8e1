"""Time expressions: what is found in real-style sentences of each language, and that any text is read safely."""

import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corrobora.read.dates import DateReader
from corrobora.read.packs import installed, load_pack
from corrobora.records import TimeExpression

PUBLISHED = "2024-11-01"  # a Friday
CASES = Path(__file__).parent / "dates"
LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pt", "ru", "uk", "zh")


@cache
def reader(code: str) -> DateReader:
    return DateReader(load_pack(code))


def cases() -> list[tuple[str, str, list[str]]]:
    """The sentences of tests/read/dates/*.txt; below each, indented: words | value | type | mod | interval."""
    out: list[tuple[str, str, list[str]]] = []
    for path in sorted(CASES.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("    "):
                out[-1][2].append(line.strip())
            elif line:
                out.append((path.stem, line, []))
    return out


def row(time: TimeExpression) -> str:
    interval = time.earliest or "-"
    if time.earliest != time.latest:
        interval = f"{time.earliest}..{time.latest}"
    return " | ".join([time.exact, time.timex, time.type, time.mod or "-", interval])


@pytest.mark.parametrize(("code", "text", "expected"), cases(), ids=lambda value: str(value)[:50])
def test_sentences(code: str, text: str, expected: list[str]) -> None:
    assert [row(time) for time in reader(code).find(text, published=PUBLISHED)] == expected


def test_each_language_has_a_hundred_sentences() -> None:
    for code in LANGUAGES:
        assert sum(1 for case in cases() if case[0] == code) >= 100


def found(code: str, text: str, published: str | None = PUBLISHED) -> list[tuple[str, str]]:
    return [(time.exact, time.timex) for time in reader(code).find(text, published=published)]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        (
            "it",
            "Giovedì il voto, il 1° novembre la festa, in ottobre la crisi.",
            ["XXXX-WXX-4", "XXXX-11-01", "XXXX-10"],
        ),
        ("it", "L'anno scorso, la settimana scorsa, ieri.", ["XXXX", "XXXX-WXX", "XXXX-XX-XX"]),
        ("fr", "Jeudi, hier et le 3 mars.", ["XXXX-WXX-4", "XXXX-XX-XX", "XXXX-03-03"]),
        ("en", "On Thursday, last month, March 3.", ["XXXX-WXX-4", "XXXX-XX", "XXXX-03-03"]),
        ("ko", "지난달 목요일 3월 3일", ["XXXX-XX", "XXXX-WXX-4", "XXXX-03-03"]),
        ("ru", "В четверг, в прошлом году, 3 марта", ["XXXX-WXX-4", "XXXX", "XXXX-03-03"]),
    ],
)
def test_without_publication_values_keep_x_and_have_no_interval(code: str, text: str, expected: list[str]) -> None:
    times = reader(code).find(text, published=None)
    assert [time.timex for time in times] == expected
    assert all(time.earliest is None and time.latest is None for time in times)


def test_absolute_dates_need_no_publication() -> None:
    (day,) = reader("it").find("L'accordo del 3 marzo 2023.", published=None)
    assert (day.timex, day.earliest, day.latest, day.anchor, day.precision) == (
        "2023-03-03", "2023-03-03", "2023-03-03", "absolute", "day",
    )  # fmt: skip


def test_a_weekday_is_the_nearest_one_before_or_on_publication_unless_a_cue_points_ahead() -> None:
    assert found("it", "Giovedì ha parlato.", "2024-11-01") == [("Giovedì", "2024-10-31")]
    assert found("it", "Venerdì ha parlato.", "2024-11-01") == [("Venerdì", "2024-11-01")]
    assert found("it", "Il voto è previsto per giovedì.", "2024-11-01") == [("giovedì", "2024-11-07")]
    assert found("en", "The court will rule on Thursday.", "2024-11-01") == [("Thursday", "2024-11-07")]
    assert found("en", "He said Thursday that he will resign.", "2024-11-01") == [("Thursday", "2024-10-31")]


def test_a_day_without_year_is_the_nearest() -> None:
    assert found("en", "on December 30", "2025-01-02") == [("December 30", "2024-12-30")]
    assert found("en", "on January 3", "2024-12-28") == [("January 3", "2025-01-03")]
    assert found("en", "on June 3", "2024-12-28") == [("June 3", "2024-06-03")]
    assert found("fr", "le 29 février", "2023-05-01") == [("le 29 février", "2020-02-29")]


def test_order_of_figures_is_the_language_s() -> None:
    assert found("en", "on 3/4/2024") == [("3/4/2024", "2024-03-04")]
    assert found("it", "il 3/4/2024") == [("il 3/4/2024", "2024-04-03")]
    assert found("ru", "дата 1.11.2024") == [("1.11.2024", "2024-11-01")]
    assert found("ko", "2024.11.01 입력") == [("2024.11.01", "2024-11-01")]
    assert found("en", "on 25/12/2024") == [("25/12/2024", "2024-12-25")]
    assert found("en", "on 2024-11-01") == [("2024-11-01", "2024-11-01")]


def test_an_expression_counts_from_another_one_in_the_text() -> None:
    later = reader("en").find(
        "It sailed on October 20; two days later it sank. The same day help came.", published=None
    )
    assert [(time.timex, time.anchor) for time in later] == [
        ("XXXX-10-20", None),
        ("XXXX-XX-XX", None),
        ("XXXX-XX-XX", None),
    ]
    later = reader("en").find(
        "It sailed on October 20; two days later it sank. The same day help came.", published=PUBLISHED
    )
    assert [(time.timex, time.anchor) for time in later] == [
        ("2024-10-20", "published"), ("2024-10-22", "text"), ("2024-10-22", "text"),
    ]  # fmt: skip


def test_a_time_of_day_belongs_to_the_day_of_its_sentence() -> None:
    assert found("en", "It landed on Tuesday in Porto Alvo at 18:00 UTC.")[1] == ("18:00 UTC", "2024-10-29T18:00Z")
    assert found("en", "It landed on Tuesday. At 18:00 UTC the doors opened.")[1] == ("18:00 UTC", "2024-11-01T18:00Z")


def test_absurd_dates_are_not_dates() -> None:
    for code, text in (
        ("it", "il 32 marzo e il 31 febbraio 2024"), ("it", "99/99/9999"), ("en", "February 30, 2024"),
        ("fr", "le 31/02/2024"), ("ru", "32 марта 45/45/2024"), ("en", "0/0/0000 00.00.0000"),
    ):  # fmt: skip
        assert not [value for _, value in found(code, text) if len(value) == 10], text
    assert found("en", "by the year 2203") == [("the year 2203", "2203")]


def test_shift_hours_from_a_moment() -> None:
    (ago,) = reader("en").find("three hours ago", published="2024-11-01T02:30:00")
    assert (ago.timex, ago.type, ago.earliest) == ("2024-10-31T23:30", "TIME", "2024-10-31T23:30")


def test_publication_is_inferred_from_weekday_and_date() -> None:
    text = "Questo venerdì la delegazione è partita.\n\nIl ministro l'ha accolta il 1° novembre. In ottobre era malato."
    for today, value in (("2026-11-24", "2024-11-01"), ("2024-10-31", "2019-11-01"), ("2024-11-01", "2024-11-01")):
        stated = reader("it").infer_published(text, today=today)
        assert stated is not None
        assert (stated.value, stated.how) == (value, "inferred")
        assert 0 < stated.sure < 1
    assert reader("it").infer_published(text) is None
    assert reader("it").infer_published("Il voto è stato rinviato ieri.", today="2026-11-24") is None


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("it", "Titolo\n\n1 novembre 2024\n\nIl decreto del 3 marzo 2023 è scaduto.", "2024-11-01"),
        ("it", "Pubblicato il 01/11/2024, ore 10:30\n\nTesto.", "2024-11-01T10:30"),
        ("fr", "Publié le 1er novembre 2024 à 10h30\n\nTexte.", "2024-11-01T10:30"),
        ("en", "Published November 1, 2024\n\nText.", "2024-11-01"),
        ("ko", "입력 2024.11.01 10:30\n\n본문", "2024-11-01T10:30"),
        ("ru", "1 ноября 2024\n\nТекст.", "2024-11-01"),
    ],
)
def test_a_printed_date_of_publication(code: str, text: str, value: str) -> None:
    stated = reader(code).infer_published(text, today="2026-11-24")
    assert stated is not None
    assert (stated.value, stated.how) == (value, "text")


def test_a_date_within_a_sentence_is_not_printed() -> None:
    assert reader("it").infer_published("Il 1° novembre 2024 il decreto è scaduto.", today="2026-11-24") is None


WORDS = (
    "giovedì 1° novembre 2024 alle 18:30 1 1 1 l' ' ’90 anni fa dell'anno scorso Questo venerdì il y a deux ans le "
    "3 mars 11월 1일(금) 오전 지난달에는 3~5일 매주 в четверг 10–12 мая 1990-х в конце прошлого года мск on Friday "
    "March 3, 2023 24/7 99/99/9999 12.000 1.5 $2008 №2005 İstanbul ß ﬁ \u200b \u202e \u0301 「 “ ” « » - – — ( ) "
    ". , ; : / 5 years"
)
PIECES = st.sampled_from([*WORDS.split(), "\n", "\n\n", "\u00a0"])


@settings(max_examples=300, deadline=None)
@given(
    code=st.sampled_from(LANGUAGES),
    pieces=st.lists(PIECES | st.text(max_size=6), max_size=40),
    glue=st.sampled_from([" ", "", "\n"]),
)
def test_any_text_is_read_with_exact_sorted_separate_spans(code: str, pieces: list[str], glue: str) -> None:
    text = glue.join(pieces)
    for published in (PUBLISHED, None, "2024-11-01T23:59:59+09:00", "0001-01-01", "9999-12-31", "nonsense"):
        times = reader(code).find(text, published=published)
        end = 0
        for one in times:
            assert text[one.start : one.end] == one.exact
            assert one.exact.strip() == one.exact
            assert end <= one.start < one.end
            end = one.end
            if one.earliest is not None and one.latest is not None:
                assert one.earliest[:10] <= one.latest[:10]
            assert (one.earliest is None) == (one.latest is None)
    reader(code).infer_published(text, today="2026-11-24")


UNITS = (
    *(
        "1 ",
        "1",
        "11/",
        "1:",
        "1-",
        "2024 ",
        "2024-",
        " \n",
        "'9",
        "x",
        "di ",
        "il ",
        "the ",
        "der 1",
        "1월 ",
        "1일",
        "в ",
    ),
    *(
        "1. ",
        "один ",
        "two ",
        "deux ",
        "la fine di ",
        "the end of ",
        "en ",
        "fin ",
        "mi-",
        "early ",
        "monday ",
        "lunedì, ",
    ),
    *("지난", "прошлый "),
)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_cost_is_linear_in_the_length_of_the_text(code: str, unit: str) -> None:
    """Ten times the text takes about ten times as long, never a hundred times."""

    def seconds(times: int) -> float:
        text = unit * times
        best = 1e9
        for _ in range(2):
            began = time.process_time()
            reader(code).find(text, published=PUBLISHED)
            best = min(best, time.process_time() - began)
        return best

    reader(code).find(unit * 100, published=PUBLISHED)
    small, large = seconds(500), seconds(5_000)
    assert large < 40 * max(small, 0.002)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_long_adversarial_text_is_read_in_time(code: str) -> None:
    for text in ("1 " * 100_000, "1" * 200_000, " " * 200_000, "2024-" * 40_000, "a" * 300_000):
        began = time.process_time()
        reader(code).find(text, published=PUBLISHED)
        assert time.process_time() - began < 4


@pytest.mark.parametrize("code", installed())
def test_every_rule_of_every_pack_compiles(code: str) -> None:
    pack = load_pack(code)
    if pack.has("dates"):
        assert DateReader(pack).check() > 0


def test_a_typical_article_is_read_within_milliseconds() -> None:
    text = "\n".join(case[1] for case in cases() if case[0] == "it" and case[2])[:5_000]
    reader("it").find(text, published=PUBLISHED)
    began = time.process_time()
    for _ in range(5):
        reader("it").find(text, published=PUBLISHED)
    assert (time.process_time() - began) / 5 < 0.05  # a time in every sentence: many times denser than news


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Veit is calling for a second vote."),
        ("en", "Temperatures were in the low-50s."),
        ("en", "It is a day of memory for Verdana."),
        ("it", "Vince con un set di vantaggio."),
        ("it", "È un contratto a tempo determinato, un tempo determinato."),
        ("it", "Il Real Estate Council ha risposto."),
        ("it", "Un secondo incontro è possibile, secondo la ministra."),
        ("fr", "Il y avait près de 1000 personnes."),
        ("fr", "La seconde partie a été annulée."),
        ("ko", "수주 실적과 이주 정책에 오해가 없게 이해를 구했다."),
        ("ru", "Прежде чем уйти, он закрыл окно, в то время как все молчали."),
    ],
)
def test_words_that_only_look_like_times(code: str, text: str) -> None:
    assert found(code, text) == []
