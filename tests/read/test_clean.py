"""Pages and texts become articles: passages, their places in the input, credits; and bad input becomes ReadError."""

import json
import re
import time
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corrobora.errors import ReadError
from corrobora.read.clean import Given, clean, clean_document
from corrobora.read.packs import installed, load_pack
from corrobora.records import Article, Capture

PARAGRAPH = "<p>" + "The minister said on Thursday that the trains would run again. " * 3 + "</p>"
PACKS = [load_pack(code) for code in installed()]
PAGES = Path(__file__).parent / "pages"
NOW = datetime(2026, 1, 1, tzinfo=UTC)

# Invented, in the shape of an aggregator's text: outlet line, headline, dash, standfirst, story, heading, empty links.
TEXT = """NordFR Italian

Verdania: il porto di Torvale resta chiuso fino alla “verifica” delle gru, annuncia il ministero

-

Una decisione che arriva mentre migliaia di container aspettano sulle banchine in vista dell'inverno.

Il ministro dei Trasporti Aldo Ferri ha accusato giovedì la compagnia Nordmar di aver nascosto lo stato delle gru,
riferisce l'agenzia Nordpress.

“Nessuno ci ha avvertiti”

La portavoce dei portuali ha chiesto un'inchiesta indipendente sulle cause del fermo.

Related News :"""


def page(name: str) -> Article:
    return clean(Capture.of((PAGES / name).read_bytes(), media_type="text/html"), given=Given(now=NOW), packs=PACKS)


def text(content: str | bytes, **given: str) -> Article:
    body = content.encode() if isinstance(content, str) else content
    return clean(Capture.of(body), given=msgspec.convert(given, Given), packs=PACKS)


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(passage.kind, passage.span.of(article.text)) for passage in article.passages]


def beginnings(article: Article) -> list[tuple[str, str]]:
    return [(kind, words[:18]) for kind, words in kinds(article)]


class TestPlainText:
    def test_passages_of_an_aggregators_text(self):
        article = text(TEXT)
        assert article.text == TEXT
        assert beginnings(article) == [
            ("boilerplate", "NordFR Italian"),
            ("headline", "Verdania: il porto"),
            ("boilerplate", "-"),
            ("standfirst", "Una decisione che "),
            ("paragraph", "Il ministro dei Tr"),
            ("heading", "“Nessuno ci ha avv"),
            ("paragraph", "La portavoce dei p"),
            ("related_links", "Related News :"),
        ]
        assert article.headline is not None and article.headline.startswith("Verdania")
        assert article.outlet == "NordFR"

    def test_titles_below_related_links_belong_to_them(self):
        article = text(TEXT + "\n\nNordmar, storia di una compagnia\n\nI porti del Nord in cinque cifre")
        assert kinds(article)[-1] == (
            "related_links",
            "Related News :\n\nNordmar, storia di una compagnia\n\nI porti del Nord in cinque cifre",
        )

    def test_related_links_end_at_a_paragraph(self):
        after = "Il sindaco ha detto che il porto riaprirà lunedì, e che nessuno dovrà aspettare oltre."
        assert kinds(text(f"{TEXT}\n\nUn titolo senza punto\n\n{after}"))[-1] == ("paragraph", after)

    def test_a_text_without_structure_is_all_paragraphs(self):
        content = "The port is shut. Nobody knows for how long.\n\nThe minister blamed Nordmar.\n\nNordmar denied it."
        assert {kind for kind, _ in kinds(text(content))} == {"paragraph"}

    def test_a_quotation_in_a_line_of_its_own_is_no_heading(self):
        quoted = "“Who would have thought that they would close the port for a week?”"
        content = (
            f"The port is shut, the minister said.\n\n{quoted}\n\nNordmar denied that it had hidden anything at all."
        )
        assert ("paragraph", quoted) in kinds(text(content))

    def test_a_short_first_line_is_the_headline(self):
        article = text("Port of Torvale shut\n\nThe minister blamed Nordmar.\n\nNordmar denied it.")
        assert article.headline == "Port of Torvale shut"
        assert [kind for kind, _ in kinds(article)] == ["headline", "paragraph", "paragraph"]

    def test_hard_wrapped_lines_are_one_paragraph(self):
        content = (
            "The minister said that the port would stay shut until the last\n"
            "crane had been tested, one by one, at night, he added, or not."
        )
        assert kinds(text(content)) == [("paragraph", content)]

    def test_lines_of_their_own_length_are_paragraphs_of_their_own(self):
        content = "The port is shut.\nNordmar denied that it had hidden the state of its cranes from us.\nMore soon."
        assert [words for _, words in kinds(text(content))] == content.split("\n")

    def test_dialogue_is_no_list(self):
        spoken = "– Il porto è chiuso.\n– Chi lo dice?\n– Lo dice il ministro."
        listed = "Mancano:\n– due gru\n– un pontile\n– dodici operai"
        assert [kind for kind, _ in kinds(text(spoken))] == ["paragraph"] * 3
        assert [kind for kind, _ in kinds(text(listed))] == ["paragraph", "list"]

    def test_line_ends_are_kept(self):
        content = "Port of Torvale shut\r\n\r\nThe minister blamed Nordmar.\r\n\r\nNordmar denied it.\r\n"
        article = text(content)
        assert article.text == content
        assert [kind for kind, _ in kinds(article)] == ["headline", "paragraph", "paragraph"]

    @pytest.mark.parametrize(
        ("content", "credit"),
        [
            ("La Verdania chiude il porto. (ANSA)", "ANSA"),
            ("PARIS (AFP) - Le ministre a fermé le port.", "AFP"),
            ("Le ministre a fermé le port.\n\nAvec AFP", "AFP"),
            ("(서울=연합뉴스) 김하늘 기자 = 장관은 항구를 닫는다고 말했다.", "연합뉴스"),
            ("МОСКВА, 1 ноября — ТАСС. Министр закрыл порт.", "ТАСС"),
            ("MOSCOW, Nov 1 (Reuters) - The minister shut the port.", "Reuters"),
            ("Il ministro ha chiuso il porto.\n\nTraduzione automatica", "Traduzione automatica"),
            ("Министр закрыл порт.\n\nМашинный перевод", "Машинный перевод"),
        ],
    )
    def test_credits(self, content, credit):
        assert text(content).credits == (credit,)

    def test_an_agency_inside_a_sentence_is_mentioned_and_does_not_sign(self):
        content = (
            "The port is shut. " * 12 + "A reporter of the agency (Reuters) was there when it happened, he said to us."
        )
        assert text(content).credits == ()

    def test_dateline(self):
        assert text("TORVALE, Nov 1 (Reuters) - The minister shut the port.").dateline == "TORVALE"
        assert text("The minister said on Thursday (Reuters) - as always.").dateline is None

    def test_agencies_are_no_authors(self):
        author = "By ADA WINTERBOURNE, AP Science Writer"
        html = f'<meta name="author" content="{author}"><h1>Port of Torvale shut</h1>{PARAGRAPH}{PARAGRAPH}'
        article = clean(Capture.of(html.encode(), media_type="text/html"), given=Given(), packs=PACKS)
        assert (article.byline, article.credits) == ("ADA WINTERBOURNE", ("AP",))


class TestDocuments:
    def test_only_a_text(self):
        article = clean_document({"id": "a", "text": "  Il porto è chiuso.\n"}, PACKS)
        assert article.text == "  Il porto è chiuso.\n"
        assert article.id == "a"

    def test_a_headline_stands_before_the_text(self):
        article = clean_document({"id": "a", "text": "Il porto è chiuso.", "headline": "Porto chiuso"}, PACKS)
        assert article.text == "Porto chiuso\n\nIl porto è chiuso."
        assert kinds(article) == [("headline", "Porto chiuso"), ("paragraph", "Il porto è chiuso.")]

    def test_the_other_spellings(self):
        document = {
            "id": 7,
            "text": "Il porto è chiuso.",
            "title": "T",
            "lang": "it",
            "date": "2024-11-01",
            "source": "N",
        }
        article = clean_document(document, PACKS)
        assert (article.id, article.headline, article.language, article.outlet) == ("7", "T", "it", "N")
        assert article.published is not None and (article.published.value, article.published.how) == (
            "2024-11-01",
            "given",
        )

    def test_only_a_headline(self):
        article = clean_document({"text": "", "title": "Port shut"}, PACKS)
        assert kinds(article) == [("headline", "Port shut")]
        assert article.text == "Port shut\n\n"

    @pytest.mark.parametrize(
        ("date", "value"),
        [
            ("2024-11-01", "2024-11-01"),
            ("2024-11-01T10:00:00Z", "2024-11-01T10:00:00Z"),
            ("1987-02-26T15:01:01", "1987-02-26T15:01:01"),
            ("Fri, 01 Nov 2024 10:15:00 GMT", "2024-11-01T10:15:00+00:00"),
            ("2024-11-31", None),
            ("soon", None),
            ("", None),
        ],
    )
    def test_dates(self, date, value):
        published = clean_document({"text": "Uno.", "date": date}, PACKS).published
        assert (published.value if published else None) == value

    def test_language_with_a_region(self):
        assert clean_document({"text": "Uno.", "language": "it-IT"}, PACKS).language == "it"

    def test_the_same_text_without_id_has_the_same_id(self):
        assert clean_document({"text": "Uno."}, PACKS).id == clean_document({"text": "Uno."}, PACKS).id

    @pytest.mark.parametrize(
        "document",
        [
            {},
            {"text": None},
            {"text": 5},
            {"text": ""},
            {"text": " \n"},
            {"text": "a", "headline": ["b"]},
            {"text": "a\ud800"},
            {"text": "a", "headline": "\udc00"},
        ],
    )
    def test_what_cannot_be_read(self, document):
        with pytest.raises(ReadError):
            clean_document(document, PACKS)


class TestPages:
    def test_french_broadcaster(self):
        assert beginnings(page("broadcaster.fr.html")) == [
            ("headline", "Verdanie\xa0: le port"),
            ("boilerplate", "Nous utilisons des"),
            ("standfirst", "Les grues sont à l"),
            ("boilerplate", "Par Camille Arnoux"),
            ("caption", "Le port de Torvale"),
            ("paragraph", "Le ministre verdan"),
            ("paragraph", "« Personne ne nous"),
            ("boilerplate", "Inscrivez-vous à n"),
            ("related_links", "Lire aussi : À Tor"),
            ("heading", "Une enquête ouvert"),
            ("paragraph", "La compagnie Nordm"),
            ("boilerplate", "Avec AFP"),
            ("related_links", "Sur le même sujet\n"),
        ]

    def test_inline_elements_and_references_leave_no_seam(self):
        text = page("broadcaster.fr.html").text
        assert "Le port de Torvale est fermé depuis." in text
        assert "une enquête indépendante\xa0& rapide" in text

    def test_korean_agency(self):
        article = page("agency.ko.html")
        assert [kind for kind, _ in kinds(article)] == [
            "headline",
            "boilerplate",
            "paragraph",
            "paragraph",
            "paragraph",
            "boilerplate",
            "boilerplate",
            "related_links",
        ]
        assert kinds(article)[-1][1] == "관련기사\n토르발레항 파업 사흘째\n노르드마르는 어떤 회사"
        assert article.credits == ("연합뉴스",)

    def test_of_two_articles_the_one_of_the_headline(self):
        """A second article below, as with infinite scrolling; and an html lang that is wrong."""
        article = page("two_articles.en.html")
        assert article.headline == "Torvale port shut after minister's charge"
        assert "Nordmar denied the charge" in article.text
        assert "flour" not in article.text and "Bread" not in article.text

    def test_of_two_first_level_headings_the_one_of_the_page(self):
        first, second = PARAGRAPH * 2, PARAGRAPH.replace("trains", "ferries") * 8
        html = f"<title>Trains run again - Daily</title><div><h1>Trains run again</h1>{first}</div>"
        article = clean(
            Capture.of(f"<html><body>{html}<div><h1>Ferries stay in port</h1>{second}</div>".encode()),
            given=Given(), packs=PACKS,
        )  # fmt: skip
        assert "trains" in article.text and "ferries" not in article.text

    def test_an_undated_page_with_an_empty_heading_of_links(self):
        article = page("undated.it.html")
        assert ("related_links", "Leggi anche:") in kinds(article)
        assert article.credits == ("ANSA", "Tradotto dal coreano con traduzione automatica")

    @pytest.mark.parametrize("name", sorted(path.name for path in PAGES.glob("*.html")))
    def test_each_passage_begins_at_its_origin(self, name):
        source, article = (PAGES / name).read_text(encoding="utf-8"), page(name)
        assert [(edit.start, edit.end) for edit in article.offsets] == [
            (one.start, one.end) for one in article.passages
        ]
        for edit in article.offsets:
            there = unescape(re.sub(r"<[^>]*>?", " ", source[edit.origin : edit.origin + 60]))
            assert article.text[edit.start : edit.end].split()[0].startswith(there.split()[0][:6])
            assert source[edit.origin] not in "<> \n"

    def test_a_body_that_only_the_script_holds(self):
        body = "Nordmar denied the charge and said about 1,200 containers were waiting on the quays. " * 3
        stated = json.dumps({"@type": "Article", "headline": "Port shut", "articleBody": body})
        html = f'<html><head><script type="application/ld+json">{stated}'
        article = clean(
            Capture.of(f"{html}</script></head><body><div id=app></div></body></html>".encode()),
            given=Given(),
            packs=PACKS,
        )
        assert ("paragraph", " ".join(body.split())) in kinds(article)

    def test_a_given_headline_is_believed(self):
        capture = Capture.of((PAGES / "undated.it.html").read_bytes(), media_type="text/html")
        assert clean(capture, given=Given(headline="Un altro titolo"), packs=PACKS).headline == "Un altro titolo"

    def test_leftovers_of_forms_below_the_story_are_no_headings_of_it(self):
        story = "<p>" + "The minister said on Thursday that the port would stay shut until Monday. " * 4 + "</p>"
        html = f"<html><body><h1>The port stays shut</h1>{story}<h3>Cranes fail again</h3><h3>Ships wait</h3>"
        article = clean(Capture.of(html.encode()), given=Given(), packs=PACKS)
        assert "heading" not in [kind for kind, _ in kinds(article)]

    def test_a_paragraph_that_stands_twice_is_kept_once(self):
        html = f"<html><body><h1>Trains run again</h1><div>{PARAGRAPH}</div><div class=mobile>{PARAGRAPH}</div>"
        other = PARAGRAPH.replace("trains", "ferries") * 2
        article = clean(Capture.of(f"{html}<p>{other}".encode()), given=Given(), packs=PACKS)
        assert article.text.count("the trains would run again") == 3

    def test_paragraphs_parted_by_line_breaks_alone(self):
        first, second = (
            "페리 장관은 항구를 닫는다고 말했다. " * 4,
            "페리 장관은 다음 주에 결과를 내놓겠다고 약속했다. " * 3,
        )
        html = f"<html><body><h1>항구 폐쇄</h1><div>{first}<br>{second}<br/> <br>{second}짧다.<br><br>{first}끝.</div>"
        article = clean(Capture.of(html.encode()), given=Given(), packs=PACKS)
        assert [kind for kind, _ in kinds(article)] == ["headline", "paragraph", "paragraph", "paragraph"]
        origins = [html.index("항구 폐쇄"), html.index(first), html.rindex(second), html.rindex(first)]
        assert [edit.origin for edit in article.offsets] == origins

    def test_a_page_laid_out_in_a_table(self):
        html = f"<tr><td><h2>Trains run again</h2>{PARAGRAPH}{PARAGRAPH.replace('trains', 'ferries')}</td></tr>"
        article = clean(Capture.of(f"<html><body><table>{html}".encode()), given=Given(), packs=PACKS)
        assert [kind for kind, _ in kinds(article)] == ["headline", "paragraph", "paragraph"]

    def test_nul_in_a_page(self):
        story = "<p>" + "The minister said on Thursday\0 that the port would stay shut. " * 4 + "</p>"
        article = clean(Capture.of(f"<html><body>{story}".encode()), given=Given(), packs=PACKS)
        assert "Thursday\ufffd that" in article.text


class TestBadInput:
    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            (b"", "empty"),
            (b" \n\t", "empty"),
            (b"\xef\xbb\xbf", "empty"),
            (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG"),
            (b"PK\x03\x04" + bytes(range(256)), "ZIP"),
            (b"%PDF-1.7\n1 0 obj", "PDF"),
            (bytes(range(256)) * 20, "text"),
            (b"\0" * 500, "binary"),
            (b"x" * 50_000_000, "bytes"),
            (b"word\n" * 200_000, "lines"),
            (b"<html><body><script>var a = 1</script></body></html>", "no article text"),
            (b"<html></html>", "no"),
            (b"<html><body>" + b"<div>" * 100_000 + PARAGRAPH.encode() + b"</div>" * 100_000, "deep"),
            (b"\xff\xfea\0b\0\x00\xd8", "UTF-16"),
        ],
    )
    def test_a_clear_error(self, body, reason):
        began = time.monotonic()
        with pytest.raises(ReadError, match=reason):
            clean(Capture.of(body), given=Given(), packs=PACKS)
        assert time.monotonic() - began < 10

    @pytest.mark.parametrize(
        "tail", ["<div>" * 100_000, "<!--" * 50_000, "<script>" * 50_000, "<" * 50_000, '<a href="' * 50_000]
    )
    def test_a_page_with_a_ruined_end_is_read_up_to_there(self, tail):
        body = f"<html><body>{PARAGRAPH}{PARAGRAPH.replace('Thursday', 'Friday')}{tail}".encode()
        article = clean(Capture.of(body, media_type="text/html"), given=Given(), packs=PACKS)
        assert "Friday that the trains" in article.text

    def test_odd_characters_are_kept(self):
        content = "Il \u202bporto\u202c di Tor\u200bvale\u00ad è chiuso\0, ha detto \ufeffil ministro."
        assert text(content).text == content

    def test_a_lone_surrogate_is_refused(self):
        with pytest.raises(ReadError, match="surrogate"):
            clean_document({"text": "Il porto \ud83d è chiuso."}, PACKS)

    @settings(max_examples=150, deadline=None)
    @given(st.binary(max_size=300))
    def test_any_bytes(self, body):
        self.never_anything_else(body, None)

    @settings(max_examples=150, deadline=None)
    @given(
        st.lists(
            st.sampled_from(
                [
                    "<p>",
                    "</p>",
                    "<div>",
                    "<html>",
                    "<body>",
                    "<article>",
                    "<h1>",
                    "</h1>",
                    "<br>",
                    "<li>",
                    "<table><tr><td>",
                    "<!--",
                    "-->",
                    "<script>",
                    "<script type='application/ld+json'>",
                    '{"@type":"Article","headline":',
                    "]",
                    "</script>",
                    "&amp;",
                    "&#0;",
                    "&lt",
                    "<a href='",
                    "'>",
                    "\0",
                    "\x0b",
                    "Leggi anche:",
                    "(ANSA)",
                    "<time datetime='2031-01-01'>",
                    "<meta property='og:title' content='",
                    "La Verdania ha chiuso il porto di Torvale, ha detto il ministro giovedì. " * 3,
                    "«",
                    "\u202e",
                    "한국",
                    "<title>",
                    "<svg>",
                ]
            ),
            max_size=25,
        )
    )
    def test_any_heap_of_tags(self, pieces):
        self.never_anything_else("".join(pieces).encode(), "text/html")

    @settings(max_examples=150, deadline=None)
    @given(
        st.lists(
            st.sampled_from(
                [
                    "\n",
                    "\n\n",
                    "\r\n\r\n",
                    "-",
                    "Related News :",
                    "Leggi anche:",
                    "(AFP)",
                    "Un titolo",
                    "“",
                    "Il porto è chiuso. ",
                    "\u2028",
                    "\x0c",
                    "• uno",
                    "1. due",
                    "Di Mario Rossi",
                    "무단전재 금지",
                    " ",
                    "\t",
                    "e\u0301",
                    "👩‍🚒",
                    "?",
                    "DayFR Italian",
                    "16+",
                    "\x85",
                    "\u00a0",
                ]
            ),
            max_size=30,
        ),
        st.none() | st.text(max_size=30),
    )
    def test_any_text(self, pieces, headline):
        try:
            article = clean_document({"text": "".join(pieces), "headline": headline}, PACKS)
        except ReadError:
            return
        assert article.text.endswith("".join(pieces))
        self.passages_are_sound(article)

    def never_anything_else(self, body, media_type):
        try:
            article = clean(Capture.of(body, media_type=media_type), given=Given(now=NOW), packs=PACKS)
        except ReadError:
            return
        self.passages_are_sound(article)

    def passages_are_sound(self, article):
        end = 0
        for passage in article.passages:
            assert end <= passage.start < passage.end <= len(article.text)
            words = passage.span.of(article.text)
            assert words and not words.isspace()
            assert any(edit.start <= passage.start and passage.end <= edit.end for edit in article.offsets) or (
                article.headline and passage.kind == "headline"
            )
            end = passage.end
        outside = list(article.text)
        for passage in article.passages:
            outside[passage.start : passage.end] = " " * (passage.end - passage.start)
        assert (
            "".join(outside).strip("\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029\u200b \t\r\n\u00a0\u3000\u2003") == ""
            or not article.passages
        )


def test_reading_twice_gives_the_same_article():
    assert page("broadcaster.fr.html") == page("broadcaster.fr.html")


def test_heavy_parts_load_late():
    """Importing the cleaner must not import trafilatura, lxml, htmldate or py3langid."""
    import subprocess
    import sys

    code = (
        "import sys, corrobora.read.clean, corrobora.read.language_id, corrobora.read.offsets; "
        "heavy = ('trafilatura', 'lxml', 'htmldate', 'py3langid', 'numpy', 'charset_normalizer'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
