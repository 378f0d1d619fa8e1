"""Translations are found across languages and scripts; independent reports of one event are none."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from corrobora.gather.files import inputs
from corrobora.gather.inputs import Input
from corrobora.pipeline import Plan, read
from corrobora.records import Reading
from corrobora.relate.translations import Translations

BUNDLES = Path(__file__).parents[1] / "corpora" / "origins"

EXPLOSION = {
    "it": """Esplosione in un silo di grano a Ravenna, tre feriti

Tre operai sono rimasti feriti mercoledì nell'esplosione di un silo di grano nel porto di Ravenna, ha annunciato la
prefettura. L'esplosione è avvenuta alle 7.40 mentre 26 persone erano al lavoro.

«Abbiamo sentito un boato e poi abbiamo visto il fumo», ha detto il portuale Dario Montanari. Il silo, costruito nel
1987, conteneva circa 4.200 tonnellate di grano arrivate dall'Ucraina.

La procura ha aperto un'inchiesta. La società Adriagrain, proprietaria dell'impianto, ha respinto le accuse del
sindacato sulla manutenzione. Due anni fa un incendio nello stesso porto aveva causato danni per 3,5
milioni di euro.""",
    "ru": """Взрыв на зерновом элеваторе в Равенне: трое раненых

Трое рабочих пострадали в среду при взрыве зернового элеватора в порту Равенны, сообщила префектура. Взрыв произошёл в
7:40, когда на объекте работали 26 человек.

«Мы услышали грохот, а потом увидели дым», — сказал докер Дарио Монтанари. В элеваторе, построенном в 1987 году,
находилось около 4200 тонн зерна, прибывшего с Украины.

Прокуратура начала расследование. Компания Adriagrain, которой принадлежит объект, отвергла обвинения профсоюза,
касающиеся технического обслуживания. Два года назад пожар в том же порту причинил ущерб на 3,5 миллиона евро.""",
    "ja": """ラベンナの穀物サイロで爆発、3人けが

イタリア・ラベンナの港で水曜日、穀物サイロが爆発し、作業員3人がけがをしたと県が発表した。爆発は午前7時40分に起き、当時26人が働いていた。

「ごう音がして、それから煙が見えた」と港湾労働者のダリオ・モンタナーリさんは話した。1987年に建てられたサイロには、ウクライナから届いた穀物およそ4200トンが入っていた。

検察は捜査を始めた。施設を所有するアドリアグレイン社は、整備をめぐる労働組合の非難を退けた。2年前にも同じ港の火災で350万ユーロの被害が出ていた。""",
}
OTHER_REPORT = """Ravenna harbour blast: what we know

Smoke was still hanging over the quay when we arrived. Cranes stood idle, and families of dockers waited behind a
fence for news from the Santa Maria hospital, where three men are being treated for burns.

"My brother called me and said he was alive," said Lucia Bassi, who lives across the canal. Fire crews from Forlì and
Bologna fought the flames for six hours. The mayor closed schools on the left bank.

The grain had come from Odesa last week. Unions had warned of dust in the conveyor belts, and plan a strike on
Friday."""


def readings(texts: Sequence[tuple[str, str, str]]) -> list[Reading]:
    documents = [Input(name, {"id": name, "text": text, "language": code}) for name, code, text in texts]
    found = [outcome.reading for outcome in read(documents, Plan(for_relating=True))]
    assert None not in found
    return [one for one in found if one]


def background() -> list[Reading]:
    """Other news, so that it is known which names and words are rare."""
    paths = [str(path) for path in sorted(BUNDLES.glob("s0[1-9]-*/docs.jsonl"))]
    return [one.reading for one in read(inputs(paths, io.BytesIO()), Plan(for_relating=True)) if one.reading]


def test_a_translation_is_found_and_another_report_is_not() -> None:
    stream = Translations(1_000)
    for reading in background():
        stream.add(reading)
    it, ru, ja, en = readings([(code, code, text) for code, text in EXPLOSION.items()] + [("own", "en", OTHER_REPORT)])
    assert stream.add(it) == ()
    (russian,) = stream.add(ru)
    assert (russian.left, russian.right, russian.translated) == ("it", "ru", True)
    assert russian.left_share > 0.5 and russian.right_share > 0.5
    for pair in russian.pairs:
        assert pair.left.of(it.article.text).strip() and pair.right.of(ru.article.text).strip()
    assert {match.left for match in stream.add(ja)} == {"it", "ru"}
    assert stream.add(en) == (), "the same event, told by somebody else"


def test_an_abridged_translation_is_found() -> None:
    stream = Translations(1_000)
    for reading in background():
        stream.add(reading)
    short = EXPLOSION["ru"].split("\n\n")
    it, ru = readings([("it", "it", EXPLOSION["it"]), ("short", "ru", "\n\n".join(short[:3]))])
    stream.add(it)
    (found,) = stream.add(ru)
    assert found.right_share > found.left_share


@pytest.mark.parametrize("window", [1, 2])
def test_what_has_left_the_window_is_forgotten(window: int) -> None:
    stream = Translations(window)
    it, other, ru = readings(
        [("it", "it", EXPLOSION["it"]), ("own", "en", OTHER_REPORT), ("ru", "ru", EXPLOSION["ru"])]
    )
    for reading in (it, other, other):
        stream.add(reading)
    assert stream.add(ru) == ()


def test_the_same_stream_gives_the_same_matches() -> None:
    texts = [(code, code, text) for code, text in EXPLOSION.items()]
    runs = []
    for _ in range(2):
        stream = Translations(100)
        runs.append([stream.add(reading) for reading in readings(texts)])
    assert runs[0] == runs[1]
