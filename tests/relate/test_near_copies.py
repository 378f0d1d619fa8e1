"""Copies, excerpts and rewrites are found in every script; moulds, tables and background paragraphs are not."""

import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corrobora.records import Article, Passage, PassageKind, Reading, Stated
from corrobora.relate.fingerprints import Fingerprinter
from corrobora.relate.matches import Match
from corrobora.relate.near_copies import NearCopies

TEXTS = {
    code: {name: text.strip() for name, text in texts.items()}
    for code, texts in tomllib.loads(Path(__file__).with_name("wires.toml").read_text(encoding="utf-8")).items()
}
LANGUAGES = sorted(TEXTS)
WIRE, OTHER = TEXTS["en"]["wire"], TEXTS["en"]["other"]


def reading(name: str, text: str, *passages: tuple[str, PassageKind], published: str | None = None) -> Reading:
    """A reading of an article; `passages` are parts of its text with their kind."""
    found = tuple(
        Passage(start=text.index(part), end=text.index(part) + len(part), kind=kind) for part, kind in passages
    )
    stated = Stated(value=published, how="given") if published else None
    return Reading(article=Article(id=name, text=text, passages=found, published=stated))


def run(*texts: str) -> tuple[Match, ...]:
    """The matches of the last of the texts with those before it."""
    copies = NearCopies()
    for number, text in enumerate(texts[:-1]):
        copies.add(reading(str(number), text))
    return copies.add(reading("now", texts[-1]))


def changed(text: str, dice: random.Random) -> str:
    """A text with a quarter of its words (in Chinese and Japanese: pairs of characters) exchanged for made-up ones."""
    if " " not in text:
        pairs = [text[at : at + 2] for at in range(0, len(text), 2)]
        return "".join("谁何" if dice.random() < 0.25 and pair.isalpha() else pair for pair in pairs)
    return " ".join(
        "".join(dice.sample(word, len(word))) + "ox" if dice.random() < 0.25 else word for word in text.split(" ")
    )


@pytest.mark.parametrize("code", LANGUAGES)
class TestEveryScript:
    def test_a_copy_with_another_credit(self, code: str) -> None:
        wire = TEXTS[code]["wire"]
        (match,) = run(wire, f"(Nordpress) {wire}\n\nNordpress")
        assert match.left == "0"
        assert match.right == "now"
        assert not match.translated
        assert match.left_share == 1
        assert match.right_share > 0.9
        assert match.score > 0.9

    def test_an_excerpt_and_the_other_way_round(self, code: str) -> None:
        wire = TEXTS[code]["wire"]
        piece = "\n\n".join(wire.split("\n\n")[1:3])
        (match,) = run(wire, piece)
        assert match.right_share == 1
        assert 0.3 < match.left_share < 0.7
        (turned,) = run(piece, wire)
        assert (turned.left_share, turned.right_share) == (match.right_share, match.left_share)

    def test_paragraphs_in_another_order(self, code: str) -> None:
        paragraphs = TEXTS[code]["wire"].split("\n\n")
        (match,) = run(TEXTS[code]["wire"], "\n\n".join(reversed(paragraphs)))
        assert match.left_share > 0.95

    def test_two_pieces_merged_and_one_embedded(self, code: str) -> None:
        wire, other = TEXTS[code]["wire"], TEXTS[code]["other"]
        matches = run(wire, other, f"{other}\n\n{wire}")
        assert {match.left for match in matches} == {"0", "1"}
        assert all(match.left_share > 0.95 for match in matches)

    def test_a_light_rewrite(self, code: str) -> None:
        (match,) = run(TEXTS[code]["wire"], changed(TEXTS[code]["wire"], random.Random(3)))
        assert 0.5 < match.left_share < 0.95
        assert match.score < 0.9

    def test_two_events_are_two(self, code: str) -> None:
        assert run(TEXTS[code]["wire"], TEXTS[code]["other"]) == ()

    def test_spans_say_the_same_words(self, code: str) -> None:
        wire = TEXTS[code]["wire"]
        now = changed(wire, random.Random(5))
        (match,) = run(wire, now)
        assert 1 <= len(match.pairs) <= 8
        sizes = []
        for pair in match.pairs:
            ours, theirs = (
                Fingerprinter().of(reading("x", span.of(text))).words
                for span, text in ((pair.left, wire), (pair.right, now))
            )
            assert len(ours) >= 3
            assert ours.tolist() == theirs.tolist()
            sizes.append(len(ours))
        assert sizes == sorted(sizes, reverse=True)


EARNINGS = """{name} Corp said its net profit in the {quarter} quarter was {net} million crowns, against \
{before} million a year earlier. Revenue was {revenue} million crowns, against {earlier} million a year \
earlier. Earnings per share were {share} crowns. The board proposes a dividend of {dividend} crowns per \
share. The company, based in {town}, employs {people} people. Chief executive {chief} said the company \
expects the market to remain stable for the rest of the year."""

WEATHER = """Tomorrow it will be {sky} in {town} with highs of {high} and lows of {low} degrees. Winds will \
be {wind} from the {side} at {speed} kilometres an hour. In the evening there may be {what} in places. The \
sun rises at {rise} and sets at {down}. Water temperature at {beach} beach is {water} degrees. Pollen levels \
are {pollen}."""

RELEASE = """{name}, a leading provider of {thing}, today announced that it has opened a new branch in \
{town}. The branch will create {jobs} jobs and serve customers throughout the region of {region}. "We are \
delighted to be part of this community," said {chief}, managing director of {name}. The opening ceremony was \
attended by Mayor {mayor} and {guests} guests. For more information, please contact our press office or \
visit our website."""

MOULDS = [
    (
        EARNINGS,
        {"name": "Aldermark", "quarter": "second", "net": "41.2", "before": "37.9", "revenue": "512", "earlier": "488",
         "share": "3.14", "dividend": "1.20", "town": "Tarnes", "people": "2,310", "chief": "Petra Lindholm"},
        {"name": "Vestfold", "quarter": "third", "net": "8.7", "before": "11.3", "revenue": "97", "earlier": "104",
         "share": "0.66", "dividend": "0.25", "town": "Kalvik", "people": "640", "chief": "Jonas Ekeberg"},
    ),
    (
        WEATHER,
        {"sky": "cloudy", "town": "Tarnes", "high": "14", "low": "6", "wind": "light", "side": "west", "speed": "12",
         "what": "drizzle", "rise": "6:41", "down": "18:22", "beach": "Hulder", "water": "11", "pollen": "low"},
        {"sky": "sunny", "town": "Bresanto", "high": "27", "low": "19", "wind": "high", "side": "east", "speed": "45",
         "what": "thunder", "rise": "5:12", "down": "20:55", "beach": "Lido", "water": "22", "pollen": "high"},
    ),
    (
        RELEASE,
        {"name": "Aldermark", "thing": "heating systems", "town": "Tarnes", "jobs": "45", "region": "Nordmark",
         "chief": "Petra Lindholm", "mayor": "Odd Haug", "guests": "120"},
        {"name": "Bellavoce", "thing": "hearing aids", "town": "Bresanto", "jobs": "12", "region": "Valdora",
         "chief": "Luca Ferrante", "mayor": "Celia Dorn", "guests": "60"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("mould", "first", "second"), MOULDS, ids=["earnings", "weather", "release"])
def test_a_mould_filled_twice_is_no_copy(mould: str, first: dict[str, str], second: dict[str, str]) -> None:
    assert run(mould.format(**first), mould.format(**second)) == ()


@pytest.mark.parametrize(("mould", "first", "second"), MOULDS, ids=["earnings", "weather", "release"])
def test_a_copy_of_a_filled_mould_is_a_copy(mould: str, first: dict[str, str], second: dict[str, str]) -> None:
    (match,) = run(mould.format(**second), mould.format(**first), mould.format(**first))
    assert match.left == "1"
    assert match.score > 0.8


def test_a_correction_of_one_figure_is_found() -> None:
    (match,) = run(WIRE, WIRE.replace("214", "241"))
    assert match.score > 0.6


BACKGROUND = """Verdania and Costalba have disputed the waters around the Selva islands since 1974, when \
fishermen from both sides clashed there. Talks in Lindau broke down in 2011, and since then both navies have \
held exercises in the area each spring, which the other side calls a provocation."""

NEWS = [
    "Verdania's parliament voted on Monday to raise the pension age to 66, after a debate of nine hours in which the "
    "opposition left the hall twice and the finance minister lost his voice.",
    "A court in Costalba sentenced the former head of the national lottery to six years in prison for selling winning "
    "tickets to his brother-in-law, a dealer in used tractors.",
    "Costalba's rowing team won three gold medals at the regatta in Tarnes, and its coach promised to shave his beard "
    "if the women's eight repeats the feat next summer.",
    "The price of salted cod rose by a third in Verdania within a week because storms kept the boats in port, and "
    "several restaurants took the national dish off their menus.",
    "Archaeologists found a mosaic of a sea monster under a bakery in the old town of Lindau, and the baker now sells "
    "loaves in its shape to the queue of visitors.",
    "Verdania's railway will let dogs travel free on Sundays from June on, the operator said, answering a petition by "
    "eighty thousand owners.",
]


def test_a_shared_background_paragraph_is_no_copy() -> None:
    articles = [f"{news} {' '.join(reversed(news.split()))}\n\n{BACKGROUND}" for news in NEWS]
    copies = NearCopies()
    assert [copies.add(reading(str(number), text)) for number, text in enumerate(articles)] == [()] * len(articles)


def test_what_stands_in_many_unrelated_articles_loses_its_weight() -> None:
    copies = NearCopies()
    for number, news in enumerate(NEWS):
        copies.add(reading(str(number), f"{news} {' '.join(reversed(news.split()))}\n\n{BACKGROUND}"))
    assert copies.add(reading("short", f"Ships met off the Selva islands again.\n\n{BACKGROUND}")) == ()
    fresh = NearCopies()
    fresh.add(reading("0", f"{NEWS[0]} {' '.join(reversed(NEWS[0].split()))}\n\n{BACKGROUND}"))
    assert fresh.add(reading("short", f"Ships met off the Selva islands again.\n\n{BACKGROUND}"))


def test_a_wire_keeps_its_weight_however_many_print_it() -> None:
    copies = NearCopies()
    for number in range(30):
        matches = copies.add(reading(str(number), WIRE))
        assert bool(matches) == (number > 0)
    assert matches[0].score > 0.9
    assert "0" in {match.left for match in matches}
    assert len(matches) <= 32


def test_what_came_with_the_page_does_not_count() -> None:
    links = "\n\nRead also: " + BACKGROUND
    texts = [NEWS[0] + links, NEWS[1] + links]
    copies = NearCopies()
    copies.add(reading("0", texts[0], (links, "related_links")))
    assert copies.add(reading("1", texts[1], (links, "boilerplate"))) == ()
    assert run(*texts)  # the same words as the article's own would be shared text


def test_a_stretch_does_not_run_across_what_is_left_out() -> None:
    caption = "\n\nPhoto: the ship in calmer days\n\n"
    first, *rest = WIRE.split("\n\n")
    now = first + caption + "\n\n".join(rest)
    copies = NearCopies()
    copies.add(reading("0", WIRE))
    (match,) = copies.add(reading("1", now, (caption, "caption")))
    assert match.left_share == match.right_share == 1
    assert all("Photo" not in pair.right.of(now) for pair in match.pairs)


def test_a_headline_counts_a_little() -> None:
    headline = "Ferry aground off Kalvik with 214 people on board, all passengers safe"
    copies = NearCopies()
    copies.add(reading("0", f"{headline}\n\n{NEWS[0]}", (headline, "headline")))
    assert copies.add(reading("1", f"{headline}\n\n{NEWS[1]}", (headline, "headline"))) == ()


@pytest.mark.parametrize(
    "text", ["", "Breaking news.", "?!", "More follows, says the agency of Tarnes.", "\ud800 \x00"]
)
def test_short_texts_match_nothing(text: str) -> None:
    assert run(text, WIRE, text) == ()


def test_the_window_moves_on() -> None:
    copies = NearCopies(window=4)
    copies.add(reading("0", WIRE))
    for number, news in enumerate(NEWS[:2]):
        copies.add(reading(f"between {number}", news))
    assert [match.left for match in copies.add(reading("1", WIRE))] == ["0"]
    for number, news in enumerate(NEWS[2:5]):
        copies.add(reading(f"later {number}", news))
    assert copies.add(reading("2", WIRE)) == ()
    assert len(copies) == 4


def test_a_rewrite_of_last_month_is_more_doubtful_than_one_of_today() -> None:
    now = changed(WIRE, random.Random(3))
    for published, found in (("2024-05-02", 1), ("2024-06-02", 0), ("soon", 1)):
        copies = NearCopies()
        copies.add(reading("0", WIRE, published="2024-05-01T22:10:00+02:00"))
        assert len(copies.add(reading("1", now, published=published))) == found


FORMS = ["qua", "kelu", "mor", "tis", "17", "orla", "2,5", "ziem", "haku", "中", "文", "ひ", "ก", "Ñandú"]
ENOUGH = "sixteen other words that follow on so that nothing is too short to be compared"
WORDS = st.lists(st.sampled_from(FORMS), max_size=120)


@settings(max_examples=40, deadline=None)
@given(WORDS)
def test_a_copy_of_any_text_matches_if_it_is_long_enough(words: list[str]) -> None:
    text = " ".join([*words, ENOUGH])
    (match,) = run(text, text.upper())
    assert match.left_share == match.right_share == 1


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(len(NEWS))), st.integers(0, len(NEWS)))
def test_the_order_of_unrelated_articles_changes_nothing(order: list[int], place: int) -> None:
    texts = [NEWS[number] for number in order]
    texts.insert(place, WIRE)
    (match,) = run(*texts, WIRE.replace("Tuesday", "Wednesday"))
    (alone,) = run(WIRE, WIRE.replace("Tuesday", "Wednesday"))
    assert (match.left_share, match.right_share, match.pairs) == (alone.left_share, alone.right_share, alone.pairs)
    assert match.left == str(place)
