"""Pages that show something in an article's place, or only its beginning; and articles that must not be taken for them.

The pages are in pages/gates, named after what must come of them; all are invented, in the shapes that publishers use.
"""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corrobora.errors import ReadError
from corrobora.read.boilerplate import GATES, BoilerplateReader, BoilerplateTable
from corrobora.read.clean import Given, clean
from corrobora.read.gates import REASONS
from corrobora.read.packs import installed, load_pack
from corrobora.read.templates import words
from corrobora.records import Article, Capture

PAGES = sorted((Path(__file__).parent / "pages" / "gates").glob("*.html"))
PACKS = [load_pack(code) for code in installed()]
READER = BoilerplateReader(PACKS)
WALLS = [path for path in PAGES if path.name.split(".")[0] in GATES]
ARTICLES = [path for path in PAGES if path not in WALLS]


def article(page: str | Path) -> Article:
    body = page.encode() if isinstance(page, str) else page.read_bytes()
    return clean(Capture.of(body, media_type="text/html"), given=Given(), packs=PACKS)


def test_every_kind_has_pages_in_several_languages():
    kinds = [path.name.split(".")[0] for path in WALLS]
    assert all(kinds.count(gate) >= 2 for gate in GATES)
    assert len({path.name.split(".")[1] for path in PAGES}) >= 12


@pytest.mark.parametrize("path", WALLS, ids=lambda path: path.name)
def test_a_wall_is_no_article(path):
    with pytest.raises(ReadError) as refused:
        article(path)
    assert str(refused.value) == f"the page {REASONS[path.name.split('.')[0]]}"


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_an_article_is_read_and_says_how_much_of_it_was_shown(path):
    read = article(path)
    assert read.access == path.name.split(".")[0].split("-")[0]
    source = path.read_text(encoding="utf-8")
    story = source[source.index("<h1>") :].split("</article>")[0]
    for paragraph in story.split("<p>")[1:]:
        sentence = paragraph.split("</p>")[0]
        told = any(READER.gate(part) for part in (sentence, *sentence.replace(". ", ".\n").split("\n")))
        if len(sentence) > 55 and not told:
            assert sentence in read.text


@pytest.mark.parametrize(
    "path", [path for path in ARTICLES if path.name.startswith("part")], ids=lambda path: path.name
)
def test_the_words_of_the_wall_are_no_part_of_the_story(path):
    read = article(path)
    shown = [one.span.of(read.text) for one in read.passages if one.kind in ("paragraph", "list", "heading")]
    assert shown and not [words for words in shown if READER.gate(words)]


def test_a_body_that_only_the_script_holds_is_read_behind_a_wall():
    body = "Nordmar denied the charge and said that about 1,200 containers were waiting on the quays. " * 3
    page = (
        f'<html><script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{body}"}}</script>'
        "<body><h1>Torvale port shut</h1><p>Subscribe to continue reading.</p></body></html>"
    )
    read = article(page)
    assert "1,200 containers" in read.text and read.access == "whole"


def test_the_offer_below_a_wall_is_no_part_of_the_story_but_a_paragraph_below_a_box_is():
    story = "<p>The minister said on Thursday that the port of Torvale would stay shut until Monday.</p>" * 3
    offer = "<h3>Subscribe to continue reading</h3><p>Four weeks for one euro, then nine a month.</p>"
    below = "<p>" + "The company denied the charge that it had hidden the state of all the cranes. " * 2 + "</p>"
    walled, boxed = (
        article(f"<html><body><h1>Port shut</h1>{story}{offer}{rest}</body></html>") for rest in ("", below)
    )
    shown = [one.span.of(walled.text) for one in walled.passages if one.kind in ("paragraph", "heading")]
    assert walled.access == "part" and not [words for words in shown if "euro" in words or "Subscribe" in words]
    assert boxed.access == "whole" and "denied the charge" in boxed.text


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.code)
def test_each_pack_knows_every_kind_and_its_phrases_find_themselves(pack):
    gate = pack.table("boilerplate", BoilerplateTable).gate
    reader = BoilerplateReader([pack])
    fillers = {"name": "torvale.example", "number": "12", "rest": "Nordmar"}
    total = 0
    for kind in GATES:
        templates = getattr(gate, kind)
        assert len(templates) >= 2, kind
        total += len(templates)
        for template in templates:
            for slot, filler in fillers.items():
                template = template.replace(f"<{slot}>", filler)
            for form in words(template)[:60]:
                assert reader.gate(form) == kind, form
    assert 10 <= total <= 45


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister said that the port would stay shut until Monday.",
        "Subscribers of the paper were asked on Thursday.",
        "Il ministro ha detto che la pagina sarà corretta lunedì.",
        "Die Seite des Ministeriums wurde am Donnerstag gesperrt.",
        "L'abonnement coûte dix euros par mois, selon la direction.",
        "The cookies were baked in Torvale.",
        "Le gouvernement a refusé jeudi l'accès aux documents.",
        "В четверг министр заявил, что порт закрыт.",
        "当局周四表示，港口将继续关闭。",
        "大臣は木曜日、港は閉鎖されたままだと述べた。",
        "장관은 목요일 항구가 폐쇄된 상태라고 말했다.",
        "قال الوزير يوم الخميس إن الميناء سيبقى مغلقا.",
    ],
)
def test_sentences_of_stories_speak_of_no_wall(sentence):
    assert READER.gate(sentence) is None


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=320))
def test_any_sentence(sentence):
    assert READER.gate(sentence) in (None, *GATES)


def test_cost_on_a_long_page_of_hostile_blocks():
    block = (
        "<p>Subscribe to continue to continue to continue reading this, and to read on, you have free articles. </p>"
    )
    began = time.process_time()
    with pytest.raises(ReadError):
        article(f"<html><head><title>Subscribe to read</title></head><body>{block * 3000}</body></html>")
    assert time.process_time() - began < 6
