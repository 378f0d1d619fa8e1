"""Who speaks: sources of every kind, in texts as agencies write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corrobora.read.names import NameReader
from corrobora.read.packs import load_pack
from corrobora.read.reader import Reader
from corrobora.read.speakers import resolve_speakers
from corrobora.records import Article, Span, Statement


def speakers(code: str, text: str, *pairs: tuple[str | None, str]) -> list[str | None]:
    """The speakers of statements given as (source or None, cue), each looked up after the one before."""
    pack = load_pack(code)
    mentions = NameReader(pack).find(text)
    statements, at = [], 0
    for number, (source, cue) in enumerate(pairs):
        spans: list[tuple[Span, ...]] = []
        for words in (source, cue):
            if words is None:
                spans.append(())
                continue
            start = text.index(words, at)
            spans.append((Span(start, start + len(words)),))
        at = min(span[0].start for span in spans if span) + 1
        statements.append(Statement(id=str(number), act="say", source=spans[0], cue=spans[1]))
    return [statement.speaker for statement in resolve_speakers(text, statements, mentions, pack)]


ONE = [
    ("it", "Pyongyang annuncia il piano.", "Pyongyang", "annuncia", "country:kp"),
    ("it", "La Corea del Nord annuncia il piano.", "La Corea del Nord", "annuncia", "country:kp"),
    ("it", "Mosca nega.", "Mosca", "nega", "country:ru"),
    ("it", "Kiev accusa i vicini.", "Kiev", "accusa", "country:ua"),
    ("it", "Pyongyang e Mosca negano.", "Pyongyang e Mosca", "negano", None),
    ("it", "Milano protesta.", "Milano", "protesta", "city:it-milan"),
    ("it", "Gli abitanti di Kiev dicono di no.", "Gli abitanti di Kiev", "dicono", None),
    ("it", "Il ministro Aldo Ferri ha detto di sì.", "Il ministro Aldo Ferri", "ha detto", "person:aldo-ferri"),
    ("it", "I parenti di Aldo Ferri hanno detto di sì.", "I parenti di Aldo Ferri", "hanno detto", None),
    ("it", "Il portavoce di Aldo Ferri ha detto di sì.", "Il portavoce di Aldo Ferri", "ha detto", None),
    ("it", "Aldo Ferri e Rosa Conti hanno detto di sì.", "Aldo Ferri e Rosa Conti", "hanno detto", None),
    ("it", "Aldo Ferri e il governo italiano dicono sì.", "Aldo Ferri e il governo italiano", "dicono", None),
    ("it", "Aldo Ferri ricevendo Rosa Conti ha detto di sì.", "Aldo Ferri ricevendo Rosa Conti", "ha detto",
     "person:aldo-ferri"),
    ("it", "Aldo Ferri, ministro e vicepremier, ha detto di sì.", "Aldo Ferri, ministro e vicepremier", "ha detto",
     "person:aldo-ferri"),
    ("it", "L'intelligence sudcoreana ha annunciato.", "L'intelligence sudcoreana", "ha annunciato",
     "org:kr-intelligence"),
    ("it", "riferisce l'agenzia di stampa Yonhap.", "l'agenzia di stampa Yonhap", "riferisce", "agency:yonhap"),
    ("it", "riferisce TF1Info.", "TF1Info", "riferisce", "outlet:tf1"),
    ("it", "Un ministro nordcoreano dice di no.", "Un ministro nordcoreano", "dice", "office:kp-minister"),
    ("it", "Un portavoce ha detto di no.", "Un portavoce", "ha detto", None),
    ("it", "I residenti dicono di no.", "I residenti", "dicono", None),
    ("it", "Il portavoce del ministero degli Esteri cinese Lin Jian ha detto di no.",
     "Il portavoce del ministero degli Esteri cinese Lin Jian", "ha detto", "person:lin-jian"),
    ("fr", "Moscou dément.", "Moscou", "dément", "country:ru"),
    ("fr", "La Corée du Nord dément.", "La Corée du Nord", "dément", "country:kp"),
    ("fr", "Selon l'AFP, rien n'a bougé.", "l'AFP", "Selon", "agency:afp"),
    ("fr", "La ministre du Travail, Odile Delmas, a répété cela.", "La ministre du Travail, Odile Delmas", "a répété",
     "person:odile-delmas"),
    ("fr", "Les proches d'Odile Delmas ont répété cela.", "Les proches d'Odile Delmas", "ont répété", None),
    ("fr", "Le ministère russe de la Défense dément.", "Le ministère russe de la Défense", "dément",
     "org:ru-defence-ministry"),
    ("en", "Moscow denies it.", "Moscow", "denies", "country:ru"),
    ("en", "The Kremlin denies it.", "The Kremlin", "denies", "org:ru-presidency"),
    ("en", "Residents of Kyiv said no.", "Residents of Kyiv", "said", None),
    ("en", "Helen Marlow, a nurse, said no.", "Helen Marlow, a nurse", "said", "person:helen-marlow"),
    ("en", "South Korea's intelligence agency said so.", "South Korea's intelligence agency", "said",
     "org:kr-intelligence"),
    ("en", "A North Korean minister said so.", "A North Korean minister", "said", "office:kp-minister"),
    ("en", "Helen Marlow's lawyers said no.", "Helen Marlow's lawyers", "said", None),
    ("en", "Helen Marlow supporters said no.", "Helen Marlow supporters", "said", None),
    ("en", "A narrator in the Helen Marlow ad said no.", "A narrator in the Helen Marlow ad", "said", None),
    ("en", "The former mayor, Helen Marlow, said no.", "The former mayor, Helen Marlow", "said", "person:helen-marlow"),
    ("ko", "북한은 부인했다.", "북한은", "부인했다", "country:kp"),
    ("ko", "평양은 부인했다.", "평양은", "부인했다", "country:kp"),
    ("ko", "린젠 중국 외교부 대변인은 말했다.", "린젠 중국 외교부 대변인은", "말했다", "person:lin-jian"),
    ("ko", "러시아 외무부는 부인했다.", "러시아 외무부는", "부인했다", "org:ru-foreign-ministry"),
    ("ko", "연합뉴스가 전했다.", "연합뉴스가", "전했다", "agency:yonhap"),
    ("ru", "Москва отрицает это.", "Москва", "отрицает", "country:ru"),
    ("ru", "В Пхеньяне отрицают это.", "Пхеньяне", "отрицают", "country:kp"),
    ("ru", "Глава МИД России Сергей Лавров сказал это.", "Глава МИД России Сергей Лавров", "сказал",
     "person:sergei-lavrov"),
    ("ru", "По словам Алексея Иванова, это так.", "Алексея Иванова", "По словам", "person:aleksei-ivanov"),
    ("ru", "МИД России опроверг это.", "МИД России", "опроверг", "org:ru-foreign-ministry"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "source", "cue", "speaker"), ONE)
def test_one_source(code: str, text: str, source: str, cue: str, speaker: str | None) -> None:
    assert speakers(code, text, (source, cue)) == [speaker]


def test_an_office_is_the_holder_that_the_text_names() -> None:
    text = "Il ministro degli Esteri russo ha elogiato l'accordo. Lo ha detto Sergei Lavrov ricevendo gli ospiti."
    assert speakers("it", text, ("Il ministro degli Esteri russo", "ha elogiato")) == ["person:sergei-lavrov"]
    alone = "Il ministro degli Esteri russo ha elogiato l'accordo."
    assert speakers("it", alone, ("Il ministro degli Esteri russo", "ha elogiato")) == ["office:ru-foreign-minister"]


def test_a_role_is_the_one_person_named_with_it() -> None:
    text = "Il ministro Aldo Ferri ha detto sì. Rosa Conti era con lui. Il ministro ha aggiunto che partirà."
    pairs = [("Il ministro Aldo Ferri", "ha detto"), ("Il ministro", "ha aggiunto")]
    assert speakers("it", text, *pairs) == ["person:aldo-ferri"] * 2
    two = "Il ministro Aldo Ferri ha visto il ministro Luca Neri. Il ministro ha aggiunto che partirà."
    assert speakers("it", two, ("Il ministro", "ha aggiunto")) == [None]


@pytest.mark.parametrize(
    ("code", "text", "pronoun", "cue", "speaker"),
    [
        ("it", "Elena Vardari è arrivata. Lei ha aggiunto che resta.", "Lei", "ha aggiunto", "person:elena-vardari"),
        ("it", "Elena Vardari ha visto Aldo Ferri. Lei ha aggiunto.", "Lei", "ha aggiunto", "person:elena-vardari"),
        ("it", "Elena Vardari ha visto Anna Conti. Lei ha aggiunto che resta.", "Lei", "ha aggiunto", None),
        ("it", "Aldo Ferri è arrivato. Lei ha aggiunto che resta.", "Lei", "ha aggiunto", None),
        ("it", "Aldo Ferri è arrivato. Loro hanno aggiunto che restano.", "Loro", "hanno aggiunto", None),
        ("fr", "Hélène Vasseur est économiste. Depuis, elle écrit cela.", "elle", "écrit", "person:helene-vasseur"),
        ("fr", "Hélène Vasseur est là. « Non », a-t-elle résumé.", "-t-elle", "résumé", "person:helene-vasseur"),
        ("fr", "Une source a parlé. « Non », a-t-elle résumé.", "elle", "résumé", None),
        ("en", "Helen Marlow met Aldo Ferri. She said no.", "She", "said", "person:helen-marlow"),
        ("en", "Anna Marlow met Aldo Ferri. He said no.", "He", "said", "person:aldo-ferri"),
        ("en", "It rained. He said no.", "He", "said", None),
        ("en", "Aldo Ferri left.\n\nDo Hae-won was there. He said no.", "He", "said", "person:do-hae-won"),
        ("en", "Aldo Ferri left.\n\nBut he met Do Hae-won. He said no.", "He", "said", None),
        ("en", "Aldo Ferri met Do Hae-won. He said no.", "He", "said", None),
        ("ru", "Елена Вардари приехала. Она сказала, что останется.", "Она", "сказала", "person:elena-vardari"),
        ("ko", "홍길동 의원이 왔다. 그는 아니라고 말했다.", "그는", "말했다", "person:honggildong"),
    ],
)
def test_pronouns(code: str, text: str, pronoun: str, cue: str, speaker: str | None) -> None:
    assert speakers(code, text, (pronoun, cue)) == [speaker]


def test_pronouns_do_not_reach_over_three_paragraphs() -> None:
    far = "Helen Marlow left.\n\nIt rained.\n\nIt snowed.\n\nIt cleared.\n\nShe said no."
    assert speakers("en", far, ("She", "said")) == [None]


def test_without_a_source_the_last_speaker_goes_on() -> None:
    text = "Aldo Ferri ha detto che piove. Ha aggiunto che smetterà."
    assert speakers("it", text, ("Aldo Ferri", "ha detto"), (None, "Ha aggiunto")) == ["person:aldo-ferri"] * 2
    other = "Aldo Ferri ha detto che piove. È arrivata Rosa Conti. Ha aggiunto che smetterà."
    assert speakers("it", other, ("Aldo Ferri", "ha detto"), (None, "Ha aggiunto"))[1] is None
    subject = "Il direttore dell'ospedale, Sandro Milesi, è arrivato. Ha spiegato che i feriti sono quattro."
    assert speakers("it", subject, (None, "Ha spiegato")) == ["person:sandro-milesi"]


def test_only_some_languages_drop_subjects() -> None:
    text = "Helen Marlow said it rained. It was reported that it stopped."
    assert speakers("en", text, ("Helen Marlow", "said"), (None, "was reported")) == ["person:helen-marlow", None]


def test_the_statements_keep_their_order() -> None:
    pack = load_pack("it")
    text = "Mosca nega. Kiev accusa."
    later, sooner = Span(12, 16), Span(0, 5)
    both = [Statement(id="b", act="accuse", source=(later,)), Statement(id="a", act="deny", source=(sooner,))]
    found = resolve_speakers(text, both, NameReader(pack).find(text), pack)
    assert [(one.id, one.speaker) for one in found] == [("b", "country:ua"), ("a", "country:ru")]


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60), spans=st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=6))
def test_any_spans_are_taken(text: str, spans: list[tuple[int, int]]) -> None:
    pack = load_pack("it")
    statements = [Statement(id=str(at), act="say", source=(Span(*span),)) for at, span in enumerate(spans)]
    found = resolve_speakers(text, statements, NameReader(pack).find(text), pack)
    assert [one.id for one in found] == [one.id for one in statements]


@pytest.mark.parametrize(
    ("text", "source", "speaker"),
    [
        ("Its owner, Zarechny Rybflot, said no.", "Its owner, Zarechny Rybflot", "org:zarechny-rybflot"),
        (
            "The owner of the ship, Zarechny Rybflot, said no.",
            "The owner of the ship, Zarechny Rybflot",
            "org:zarechny-rybflot",
        ),
        ("Its owner, Helen Marlow, said no.", "Its owner, Helen Marlow", "person:helen-marlow"),
    ],
)
def test_an_owner_may_be_a_company(text: str, source: str, speaker: str) -> None:
    assert speakers("en", text, (source, "said")) == [speaker]


@pytest.mark.parametrize(
    ("code", "text", "inner"),
    [
        ("en", "Ed Hale agreed. “I believe that the dam will hold,” said Mary Marsh.", "believe"),
        ("fr", "Paul Ferrand a confirmé. « J'ai cru que le pont tombait », a dit Odile Kerbrat.", "ai cru"),
        ("it", "Aldo Ferri ha confermato. «Ho creduto che il ponte cadesse», ha detto Rita Bellandi.", "Ho creduto"),
        ("it", "Aldo Ferri ha confermato. «Dicono che il ponte cada», ha detto Rita Bellandi.", None),
    ],
)
def test_in_a_quotation_the_first_person_is_who_is_quoted(code: str, text: str, inner: str | None) -> None:
    reader = Reader(load_pack(code))
    article = Article(id="one", text=text, language=code)
    said = reader.read(article).statements
    within = next(one for one in said if one.quoted == "indirect" and one.content)
    outer = next(one for one in said if one.quoted == "direct")
    assert outer.speaker is not None
    assert within.speaker == (outer.speaker if inner else None)
    assert inner is None or within.cue[0].of(text) == inner
