"""Independent origins: the party counts, not the channel; what is unknown never adds one."""

from collections.abc import Sequence

import pytest

from corrobora.relate.folding import Said
from corrobora.relate.origins import Origins, independent_origins
from tests.relate.streams import derivations, reading, said, stream, ten_papers


def counted(claim: Sequence[Said]) -> Origins:
    readings = tuple({one.article: one.reading for one in claim}.values())
    return independent_origins(claim, derivations(readings))


def claim(*statements: tuple[str, str, str, str]) -> list[Said]:
    """Statements as (language, outlet, text, words of the claim)."""
    return [
        said(reading(f"doc-{at}", text, language=code, outlet=outlet), words)
        for at, (code, outlet, text, words) in enumerate(statements)
    ]


CHAIN = {
    "chain-1": "북한이 러시아에 공병 약 6천명을 추가로 파견하기로 결정했다고",
    "chain-2": "la Corée du Nord avait décidé d'envoyer environ 6 000 soldats",
    "chain-3": "la Corea del Nord aveva deciso di inviare circa 6.000 soldati",
    "chain-4": "La Corea del Nord ha deciso di inviare circa 6.000 soldati",
}


def test_the_chain_has_one_origin() -> None:
    readings = {one.article.id: one for one in stream("chain")}
    found = counted([said(readings[id], words) for id, words in CHAIN.items()])
    [origin] = found.independent
    assert (origin.name, origin.article, origin.kind) == ("국가정보원", "chain-1", "party")
    assert origin.statements == (0, 1, 2, 3)
    assert found.unknown == ()


def test_every_hop_is_proved_by_words_that_stand_there() -> None:
    readings = {one.article.id: one for one in stream("chain")}
    [origin] = counted([said(readings[id], words) for id, words in CHAIN.items()]).independent
    assert {item.article for item in origin.evidence} >= {"chain-1", "chain-2"}
    for item in origin.evidence:
        assert item.span.of(readings[item.article].article.text) == item.exact


def test_who_denies_is_apart() -> None:
    readings = {one.article.id: one for one in stream("chain")}
    statements = [said(readings[id], words) for id, words in CHAIN.items()]
    denial = said(readings["chain-3"], "queste informazioni", "deny")
    found = counted([*statements, denial])
    assert len(found.independent) == 1
    assert [one.name for one in found.deniers] == ["Il ministero degli Esteri russo"]


def test_ten_papers_with_one_wire_are_one() -> None:
    found = counted([said(one, "erano conservati circa 18.000 volumi") for one in ten_papers()])
    [origin] = found.independent
    assert origin.article == "paper-0"
    assert len(origin.statements) == 10


def test_two_correspondents_with_their_own_witnesses_are_two() -> None:
    readings = {one.article.id: one for one in stream("correspondents")}
    words = {"two-1": "We have had no water for nine days", "two-2": "Seit neun Tagen kommt nichts aus der Leitung",
             "two-3": "Cela fait neuf jours que nous n'avons pas d'eau"}  # fmt: skip
    found = counted([said(readings[id], exact) for id, exact in words.items()])
    assert {one.article for one in found.independent} == {"two-1", "two-2"}


def test_a_reporter_and_the_witness_of_one_report_are_one() -> None:
    [first, *_] = stream("correspondents")
    found = counted([said(first, "Hundreds of people were queuing"), said(first, "We have had no water for nine days")])
    assert len(found.independent) == 1


MINISTRY = [
    ("it", "Il Molo", "Il ministero degli Esteri russo ha annunciato che la flotta lascerà il porto lunedì.",
     "la flotta lascerà il porto lunedì"),
    ("de", "Elbpost", "Die Flotte werde den Hafen am Montag verlassen, teilte das russische Außenministerium mit.",
     "Die Flotte werde den Hafen am Montag verlassen"),
    ("es", "El Vigía", "La flota dejará el puerto el lunes, anunció el Ministerio de Exteriores ruso.",
     "La flota dejará el puerto el lunes"),
]  # fmt: skip


def test_three_papers_that_quote_one_ministry_are_one() -> None:
    assert len(counted(claim(*MINISTRY)).independent) == 1


def test_a_ministry_and_another_state_are_two() -> None:
    other = (
        "fr",
        "Le Fanal",
        "La flotte quittera le port lundi, a annoncé le ministère français de la Défense.",
        "La flotte quittera le port lundi",
    )
    assert len(counted(claim(*MINISTRY, other)).independent) == 2


def test_police_and_hospital_are_two() -> None:
    found = counted(claim(
        ("en", "The Quay", "Eleven people were hurt by the blast, police said.", "Eleven people were hurt"),
        ("en", "The Mole", "Eleven people were hurt, the hospital said on Tuesday.", "Eleven people were hurt"),
    ))  # fmt: skip
    assert len(found.independent) == 2


def test_two_states_that_speak_together_are_two() -> None:
    text = "La Corea del Nord ha consegnato missili alla Russia, secondo la Corea del Sud e gli Stati Uniti."
    found = counted(claim(("it", "Il Molo", text, "La Corea del Nord ha consegnato missili alla Russia")))
    assert len(found.independent) == 2


def test_a_country_by_name_may_be_its_ministry() -> None:
    moscow = (
        "it",
        "La Lanterna",
        "La flotta lascerà il porto lunedì, ha annunciato Mosca.",
        "La flotta lascerà il porto lunedì",
    )
    assert len(counted(claim(*MINISTRY, moscow)).independent) == 1


def test_a_headline_that_no_text_backs_has_no_origin() -> None:
    one = reading("x", "L'operatore sta rivedendo le sue procedure dopo l'incidente di domenica.",
                  headline="Aerolinea ferma tutta la flotta", language="it", outlet="Il Molo")  # fmt: skip
    found = counted([said(one, "Aerolinea ferma tutta la flotta")])
    assert found.independent == ()
    assert found.unknown == ()


UNNAMED = (
    "en",
    "The Quay",
    "The two firms are in talks, sources familiar with the matter said.",
    "The two firms are in talks",
)


def test_somebody_unnamed_counts_if_alone() -> None:
    [origin] = counted(claim(UNNAMED)).independent
    assert origin.kind == "unnamed"


def test_somebody_unnamed_may_be_one_of_those_who_are_named() -> None:
    named = ("en", "The Mole", "The two firms are in talks, the finance ministry said.", "The two firms are in talks")
    found = counted(claim(UNNAMED, named))
    assert [one.kind for one in found.independent] == ["party"]


def test_survivors_add_nothing() -> None:
    survivors = ("en", "The Quay", "The roof fell at noon, survivors said.", "The roof fell at noon")
    police = ("en", "The Mole", "The roof fell at noon, police said.", "The roof fell at noon")
    assert len(counted(claim(survivors, police)).independent) == 1


def test_an_agency_that_passes_on_is_no_origin_beside_who_spoke() -> None:
    relay = ("en", "The Quay", "The roof fell at noon, Reuters reported.", "The roof fell at noon")
    police = ("en", "The Mole", "The roof fell at noon, police said.", "The roof fell at noon")
    [origin] = counted(claim(relay, police)).independent
    assert origin.name == "police"


def test_a_query_supports_nothing() -> None:
    one = reading("x", "The roof fell at noon, police said.", language="en", outlet="The Quay")
    assert counted([said(one, "The roof fell at noon", "query")]) == Origins()


def test_nothing_said_has_no_origins() -> None:
    assert independent_origins([], []) == Origins()


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_derivations_may_come_in_any_order(order: tuple[int, ...]) -> None:
    readings = {one.article.id: one for one in stream("chain")}
    statements = [said(readings[id], words) for id, words in CHAIN.items()]
    known = derivations(stream("chain"))
    shuffled = [known[at] for at in order if at < len(known)] + known[4:]
    assert len(independent_origins(statements, shuffled).independent) == 1
