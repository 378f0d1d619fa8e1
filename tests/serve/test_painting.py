"""Pieces of text with their roles: nested, overlapping and discontinuous statements, over several passages."""

from time import process_time

from corrobora.records import Article, Passage, Quantity, Reading, Span, Statement
from corrobora.serve.painting import Piece, Role, painted

TEXT = "A says that B said c 12 d. E nega."


def span(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words))


def reading(*statements: Statement, passages: tuple[Passage, ...] = ()) -> Reading:
    return Reading(article=Article(id="a", text=TEXT, passages=passages), statements=statements)


OUTER = Statement(id="0", act="say", source=(span("A"),), cue=(span("says"),), content=(span("that B said c 12 d"),))
INNER = Statement(id="1", act="say", source=(span("B"),), cue=(span("said"),), content=(span("c 12 d"),))


def roles_at(pieces: list[Piece], words: str) -> list[Role]:
    (piece,) = (piece for piece in pieces if piece.span.of(TEXT) == words)
    return piece.roles


def test_nested_statements_show_the_inner_cue_and_keep_both_numbers() -> None:
    ((passage, pieces),) = painted(reading(OUTER, INNER))
    assert passage.kind == "paragraph"
    assert roles_at(pieces, "said") == ["cue", "content"]
    assert roles_at(pieces, "that ") == ["content"]
    (inner,) = (piece for piece in pieces if piece.span.of(TEXT) == "c 12 d")
    assert inner.numbers == [1, 2]
    assert [piece.closes for piece in pieces if piece.closes] == [(1,), (2,)]


def test_figures_are_painted_over_statements() -> None:
    figure = Quantity(start=span("12").start, end=span("12").end, exact="12", low=12, high=12)
    ((_, pieces),) = painted(Reading(article=Article(id="a", text=TEXT), statements=(INNER,), quantities=(figure,)))
    assert roles_at(pieces, "12") == ["content", "quantity"]


def test_a_cue_in_two_parts_closes_once_for_each_and_pieces_cover_all_passages() -> None:
    parts = Statement(id="0", act="say", cue=(span("says"), span("nega")), content=(span("c"),))
    first, second = Passage(start=0, end=26, kind="paragraph"), Passage(start=27, end=len(TEXT), kind="caption")
    pages = list(painted(reading(parts, passages=(second, first))))
    assert [passage.kind for passage, _ in pages] == ["paragraph", "caption"]
    assert ["".join(piece.span.of(TEXT) for piece in pieces) for _, pieces in pages] == [TEXT[:26], TEXT[27:]]
    assert roles_at(pages[1][1], "nega") == ["cue"]


def test_a_content_over_two_passages_is_painted_in_both() -> None:
    whole = Statement(id="0", act="say", cue=(span("says"),), content=(Span(7, len(TEXT)),))
    passages = (Passage(start=0, end=26, kind="paragraph"), Passage(start=27, end=len(TEXT), kind="paragraph"))
    pages = list(painted(reading(whole, passages=passages)))
    assert pages[1][1][0].roles == ["content"]
    assert pages[1][1][0].span == Span(27, len(TEXT))


def test_a_content_over_everything_costs_no_more_for_each_passage() -> None:
    parts = 4000
    text = "a b. " * parts
    passages = tuple(Passage(start=5 * at, end=5 * at + 4, kind="paragraph") for at in range(parts))
    inside = tuple(
        Statement(id=str(at), act="say", cue=(Span(5 * at, 5 * at + 1),), content=(Span(5 * at + 2, 5 * at + 3),))
        for at in range(parts)
    )
    whole = Statement(id="all", act="say", content=(Span(0, len(text)),))
    article = Article(id="a", text=text, passages=passages)
    begun = process_time()
    pages = list(painted(Reading(article=article, statements=(whole, *inside))))
    assert process_time() - begun < 2
    assert all(len(pieces) == 4 for _, pieces in pages)
