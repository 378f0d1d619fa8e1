"""The news lexicon: every concept in every language, inflected words found, and what is found stands where it says."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrobora.errors import PackError
from corrobora.read.concepts import ConceptReader, LexiconTable, as_shown, stemmer
from corrobora.read.packs import LanguageTable, Pack, installed, load_pack

CODES = [code for code in installed() if load_pack(code).has("lexicon")]
FEWEST = 1_500
MOST_SENSES = 2


def forms(code: str) -> dict[str, tuple[str, ...]]:
    return dict(load_pack(code).table("lexicon", LexiconTable).forms())


@pytest.fixture(scope="module")
def readers() -> dict[str, ConceptReader]:
    return {code: ConceptReader(load_pack(code)) for code in CODES}


def test_the_lexicon_is_large_enough() -> None:
    assert len(forms("en")) >= FEWEST


@pytest.mark.parametrize("code", CODES)
def test_every_concept_has_every_language(code: str) -> None:
    assert forms(code).keys() == forms("en").keys()
    assert all(form.strip(" -") and form == form.strip() for listed in forms(code).values() for form in listed)


@pytest.mark.parametrize("code", CODES)
def test_a_form_names_two_concepts_at_most(code: str) -> None:
    named = Counter(form for listed in forms(code).values() for form in {one.lower() for one in listed})
    assert not [form for form, times in named.items() if times > MOST_SENSES]


@pytest.mark.parametrize("code", CODES)
def test_no_concept_stands_in_two_topics(code: str) -> None:
    topics = load_pack(code).table("lexicon", LexiconTable).topics
    named = Counter(concept for concepts in topics.values() for concept in concepts)
    assert not [concept for concept, times in named.items() if times > 1]


@pytest.mark.parametrize("code", CODES)
def test_every_form_is_found_and_names_its_concept(code: str, readers: dict[str, ConceptReader]) -> None:
    lost = [
        (concept, form)
        for concept, listed in forms(code).items()
        for form in listed
        if concept not in readers[code].of(form.replace("-", "") if form.endswith("-") and " " not in form else form)
        and not any(part.endswith("-") for part in form.split())
    ]
    assert not lost


@pytest.mark.parametrize(
    ("code", "text", "concept"),
    [
        ("it", "Gli scioperi continuano.", "strike-labour"),
        ("ru", "Они пригрозили забастовкой.", "strike-labour"),
        ("uk", "Учасники страйку чекають.", "strike-labour"),
        ("de", "Die Streiks dauern an.", "strike-labour"),
        ("de", "Am Montag beginnt ein Lokführerstreik.", "strike-labour"),
        ("fr", "Les grévistes ont été reçus.", "strike-labour"),
        ("es", "Las huelgas siguen.", "strike-labour"),
        ("pt", "As greves continuam.", "strike-labour"),
        ("ko", "노조는 파업을 시작했다.", "strike-labour"),
        ("en", "Both sides agreed to a ceasefire.", "ceasefire"),
        ("it", "Le parti hanno accettato un cessate il fuoco.", "ceasefire"),
        ("ru", "Стороны договорились о прекращении огня.", "ceasefire"),
    ],
)
def test_inflected_words_meet(code: str, text: str, concept: str, readers: dict[str, ConceptReader]) -> None:
    assert concept in readers[code].of(text)


def test_forms_are_shown_without_their_marks() -> None:
    assert as_shown("=world record") == "world record"
    assert as_shown("припинен- вогню") == "припинен… вогню"
    assert as_shown("cease-fire") == "cease-fire"


def pack_of(tmp_path, lexicon: str, language: str = "") -> Pack:
    folder = tmp_path / "xx"
    folder.mkdir()
    (folder / "language.toml").write_text(f'code = "xx"\nname = "x"\nenglish_name = "X"\n{language}', encoding="utf-8")
    (folder / "lexicon.toml").write_text(f"[topics.t]\n{lexicon}", encoding="utf-8")
    return Pack(folder)


def test_the_longest_form_that_begins_first_wins(tmp_path) -> None:
    reader = ConceptReader(
        pack_of(tmp_path, 'one = "prime minister"\ntwo = "minister|prime"\nthree = "minister of war"')
    )
    assert [at.concepts for at in reader.find("prime minister of war")] == [("one",)]
    assert [at.concepts for at in reader.find("the minister of war")] == [("three",)]
    assert [at.concepts for at in reader.find("the minister of peace")] == [("two",)]


def test_a_compound_is_what_its_last_part_says(tmp_path) -> None:
    reader = ConceptReader(pack_of(tmp_path, 'one = "streik"', "compounds = true"))
    assert reader.of("Warnstreik") == ("one",)
    assert reader.of("Streikbrecherprämie") == ()


def test_letters_written_onto_the_front_are_no_part_of_the_word(tmp_path) -> None:
    reader = ConceptReader(pack_of(tmp_path, 'one = "صاروخ|صواريخ"', 'prefixes = ["وال", "ال", "و"]'))
    assert reader.of("والصواريخ") == ("one",)


def test_a_form_without_spaces_is_found_inside_a_word(tmp_path) -> None:
    reader = ConceptReader(pack_of(tmp_path, 'one = "罢工"\ntwo = "大罢工"', "spaces = false"))
    assert [at.concepts for at in reader.find("工人宣布大罢工，罢工持续")] == [("two",), ("one",)]
    assert [at.span.of("İ罢工") for at in reader.find("İ罢工")] == ["罢工"]


def test_an_unknown_stemmer_is_a_mistake_in_the_pack() -> None:
    with pytest.raises(PackError, match="klingon"):
        stemmer(LanguageTable(code="xx", name="x", english_name="X", stemmer="klingon"))


@pytest.mark.parametrize("code", CODES)
@given(st.data())
def test_found_stretches_lie_in_the_text_in_order(code: str, readers: dict[str, ConceptReader], data) -> None:
    words = data.draw(st.lists(st.sampled_from(sorted({form for listed in forms(code).values() for form in listed}))))
    text = data.draw(st.sampled_from([" ", "\n", "\u200b", ", ", ""])).join(words) + data.draw(st.text(max_size=20))
    end = 0
    for at in readers[code].find(text):
        assert end <= at.span.start < at.span.end <= len(text)
        assert at.concepts
        end = at.span.end
