"""From a position in an article back to its input."""

from pathlib import Path

from corrobora.read.clean import Given, clean, clean_document
from corrobora.read.offsets import origin
from corrobora.read.packs import installed, load_pack
from corrobora.records import Capture

PACKS = [load_pack(code) for code in installed()]
PAGES = Path(__file__).parent / "pages"

TEXT = (
    "Il porto di Torvale resta chiuso.\n\nIl ministro dei Trasporti ha accusato la compagnia, e la compagnia nega.\n\n"
    "«Nessuno ci ha avvertiti», ha detto la portavoce - che chiede un'inchiesta, subito, & indipendente."
)


class TestOrigin:
    def test_plain_text_is_exact(self):
        article = clean_document({"text": TEXT}, PACKS)
        assert [origin(article, at) for at in range(len(TEXT))] == list(range(len(TEXT)))
        assert origin(article, len(TEXT)) is None

    def test_below_a_given_headline(self):
        article = clean_document({"text": TEXT, "headline": "Porto chiuso"}, PACKS)
        assert origin(article, 3) is None
        at = article.text.index("ministro")
        assert origin(article, at) == TEXT.index("ministro")

    def test_a_page_passage_by_passage(self):
        source = (PAGES / "broadcaster.fr.html").read_text(encoding="utf-8")
        article = clean(Capture.of(source.encode(), media_type="text/html"), given=Given(), packs=PACKS)
        place = origin(article, article.text.index("dissimulation"))
        assert place is not None and source[place:].startswith("La compagnie Nordmar nie")
