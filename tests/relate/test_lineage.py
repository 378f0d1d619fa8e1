"""Lineage: where each article of a stream comes from, and in which direction."""

from collections.abc import Sequence

import pytest

from corrobora.records import Derivation, Reading
from corrobora.relate.families import Families
from corrobora.relate.lineage import Lineage
from corrobora.relate.matches import Match
from tests.relate.streams import WIRE, derivations, reading, stream, ten_papers


def edges(found: Sequence[Derivation]) -> set[tuple[str, str, str]]:
    return {(one.derived, one.origin, one.kind) for one in found}


class Told:
    """Says of the articles what it was told: a stand-in for what finds shared text."""

    def __init__(self, *matches: Match):
        self._matches = matches

    def add(self, reading: Reading) -> tuple[Match, ...]:
        return tuple(one for one in self._matches if one.right == reading.article.id)


def match(left: str, right: str, *, shares: tuple[float, float] = (0.9, 0.95), translated: bool = False) -> Match:
    return Match(left=left, right=right, translated=translated, left_share=shares[0], right_share=shares[1], score=0.99)


def article(id: str, *, outlet: str, at: str = "", text: str = WIRE, language: str = "it") -> Reading:
    stated = {"published": at} if at else {}
    return reading(id, text, outlet=outlet, language=language, **stated)


def related(matches: Sequence[Match], *readings: Reading) -> list[Derivation]:
    lineage = Lineage([Told(*matches)])
    return [one for one_reading in readings for one in lineage.add(one_reading)]


def test_the_chain_from_the_wire_to_the_translation_of_a_translation() -> None:
    found = edges(derivations(stream("chain")))
    assert ("chain-2", "chain-1", "translation") in found
    assert ("chain-3", "chain-2", "translation") in found
    assert {origin for derived, origin, _ in found if derived == "chain-4"} <= {"chain-1", "chain-2", "chain-3"}
    assert any(derived == "chain-4" for derived, _, _ in found)


def test_every_piece_of_evidence_stands_in_its_article() -> None:
    readings = {one.article.id: one.article.text for one in (*stream("chain"), *ten_papers())}
    found = [*derivations(stream("chain")), *derivations(ten_papers())]
    assert all(one.evidence for one in found)
    for one in found:
        assert {item.article for item in one.evidence} <= {one.derived, one.origin}
        assert all(item.span.of(readings[item.article]) == item.exact for item in one.evidence)


def test_ten_papers_with_one_uncredited_wire_are_one_family() -> None:
    readings = ten_papers()
    families, found = Families(), derivations(readings)
    for one in readings:
        families.add(one.article, [edge for edge in found if edge.derived == one.article.id])
    [family] = families.largest()
    assert len(family.articles) == len(readings)
    assert family.roots == ("paper-0",)


def test_two_own_reports_are_not_derived_from_each_other() -> None:
    found = edges(derivations(stream("correspondents")))
    assert ("two-3", "two-1", "translation") in found
    assert not [edge for edge in found if edge[0] == "two-2" or edge[1] == "two-2"]


def test_the_same_outlet_again_is_a_revision() -> None:
    left = article("a", outlet="Il Molo", at="2025-11-04T08:00:00+01:00")
    right = article("b", outlet="Il Molo", at="2025-11-04T12:00:00+01:00")
    assert edges(related([match("a", "b")], left, right)) == {("b", "a", "revision")}


@pytest.mark.parametrize(("shares", "kind"), [((0.9, 0.95), "copy"), ((0.3, 0.95), "excerpt"), ((0.9, 0.3), "excerpt")])
def test_how_much_of_each_is_shared_tells_a_copy_from_an_excerpt(shares: tuple[float, float], kind: str) -> None:
    left = article("a", outlet="Il Molo", at="2025-11-04T08:00:00+01:00")
    right = article("b", outlet="La Lanterna", at="2025-11-04T09:00:00+01:00")
    assert edges(related([match("a", "b", shares=shares)], left, right)) == {("b", "a", kind)}


def test_what_was_published_first_is_the_origin_whatever_arrived_first() -> None:
    late = article("late", outlet="Il Molo", at="2025-11-04T12:00:00+01:00")
    early = article("early", outlet="La Lanterna", at="2025-11-04T08:00:00+01:00")
    assert edges(related([match("late", "early")], late, early)) == {("late", "early", "copy")}


def test_nothing_but_the_order_of_arrival_is_not_sure() -> None:
    [one] = related([match("a", "b")], article("a", outlet="Il Molo"), article("b", outlet="La Lanterna"))
    assert (one.derived, one.origin) == ("b", "a")
    assert one.score <= 0.5


def test_a_signature_beats_the_times() -> None:
    paper = article("paper", outlet="Il Molo", at="2025-11-04T08:00:00+01:00", text=WIRE + " (ANSA)")
    wire = article("wire", outlet="ANSA", at="2025-11-04T08:30:00+01:00")
    found = edges(related([match("paper", "wire")], paper, wire))
    assert ("paper", "wire", "syndication") in found
    assert not [edge for edge in found if edge[0] == "wire"]


def test_two_papers_that_sign_for_one_agency_both_come_from_it() -> None:
    first = article("first", outlet="Il Molo", at="2025-11-04T08:00:00+01:00", text=WIRE + " (ANSA)")
    second = article("second", outlet="La Lanterna", at="2025-11-04T09:00:00+01:00", text=WIRE + " (ANSA)")
    found = edges(related([match("first", "second")], first, second))
    assert found == {("first", "agency:ansa", "syndication"), ("second", "agency:ansa", "syndication")}


def test_a_relay_in_an_own_article_is_a_credit() -> None:
    text = "Il deposito della biblioteca è andato distrutto, riferisce l'agenzia Reuters."
    [one] = related([], article("own", outlet="Il Molo", text=text))
    assert (one.origin, one.kind) == ("agency:reuters", "credit")
    assert [item.exact for item in one.evidence] == ["Reuters"]


def test_a_template_filled_in_twice_is_no_rewriting() -> None:
    other = (
        WIRE.replace("18.000", "7.500")
        .replace("640.000", "91.000")
        .replace("Valmora", "Ortenga")
        .replace("Brasca", "Lodi")
    )
    other = other.replace("Ornella", "Piera").replace("2019", "2012").replace("Serravento", "Campolungo")
    left, right = article("a", outlet="Il Molo"), article("b", outlet="La Lanterna", text=other)
    assert related([match("a", "b", translated=True)], left, right) == []


def test_an_article_that_comes_again_says_nothing_new() -> None:
    left, right = article("a", outlet="Il Molo"), article("b", outlet="La Lanterna")
    assert len(related([match("a", "b")], left, right, right)) == 1


def test_what_left_the_window_is_forgotten() -> None:
    lineage = Lineage([Told(match("a", "c"))], window=1)
    for one in ("a", "b", "c"):
        found = lineage.add(article(one, outlet="Il Molo"))
    assert found == ()


def test_same_stream_same_derivations() -> None:
    assert derivations(ten_papers()) == derivations(ten_papers())
