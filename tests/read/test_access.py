"""First-hand access: an outlet's own people and those who spoke to it, in every language, and what only looks so."""

import pytest

from corrobora.read.access import AccessReader
from corrobora.read.packs import installed, load_pack
from corrobora.read.sentences import SentenceFinder

OWN = {
    "ar": "كان المئات ينتظرون أمام المضخة، كما شاهدت مراسلتنا.",
    "de": "Hunderte standen vor der Pumpe, wie unsere Korrespondentin beobachtete.",
    "en": "Hundreds stood at the pump, our correspondent saw.",
    "es": "Cientos de personas esperaban ante la fuente, según comprobó nuestra corresponsal.",
    "fr": "Des centaines de personnes attendaient, a constaté notre envoyée spéciale.",
    "it": "Centinaia di persone erano in coda, ha visto il nostro inviato.",
    "ja": "ポンプの前に数百人が並んでいるのを本紙記者が確認した。",
    "ko": "펌프 앞에는 수백 명이 줄을 서 있었다고 본지 특파원이 전했다.",
    "nl": "Honderden mensen stonden bij de pomp, zag onze verslaggever.",
    "pt": "Centenas de pessoas esperavam diante da bomba, viu o nosso enviado especial.",
    "ru": "Сотни людей стояли у колонки, видел наш корреспондент.",
    "uk": "Сотні людей стояли біля колонки, бачив наш кореспондент.",
    "zh": "本报记者在现场看到，数百人在水泵前排队。",
}
TOLD = {
    "ar": "قال الخباز لهذه الصحيفة إن الماء مقطوع منذ تسعة أيام.",
    "de": "Seit neun Tagen gebe es kein Wasser, sagte der Bäcker dieser Zeitung.",
    "en": "There had been no water for nine days, the baker told this newspaper.",
    "es": "No hay agua desde hace nueve días, dijo el panadero a este diario.",
    "fr": "Il n'y a pas d'eau depuis neuf jours, a confié le boulanger à notre journal.",
    "it": "L'acqua manca da nove giorni, ha detto il fornaio a questo giornale.",
    "ja": "パン職人は本紙の取材に、九日間水が出ていないと話した。",
    "ko": "빵집 주인은 본지에 말했다. 아흐레째 물이 나오지 않는다고.",
    "nl": "Al negen dagen is er geen water, zei de bakker tegen deze krant.",
    "pt": "Não há água há nove dias, disse o padeiro a este jornal.",
    "ru": "Воды нет девять дней, рассказал пекарь нашему изданию.",
    "uk": "Води немає дев'ять днів, розповів пекар нашому виданню.",
    "zh": "面包师告诉本报，已经九天没有水了。",
}
NOT = {
    "de": "„Sie haben es unserer Zeitung gesagt“, klagte der Bäcker. Ein Reporter stand daneben.",
    "en": "“They told us Monday,” the baker said. A reporter for another paper laughed. He told usurers nothing.",
    "fr": "« Ils nous ont dit lundi », a déclaré le boulanger. Un journaliste a été blessé.",
    "it": "«Ci ha detto lunedì», ha spiegato il fornaio. Un giornalista è stato ferito.",
    "ja": "記者会見で市長は謝罪した。「本紙が確認した」という見出しもあった。",
    "ko": "시장은 기자회견에서 사과했다.",
    "ru": "«Он сказал нам: в понедельник», — пожаловался пекарь. Журналист ранен.",
    "zh": "市长在记者会上道歉。",
}


def kinds(code: str, text: str) -> list[str]:
    pack = load_pack(code)
    signs = AccessReader(pack).find(text, SentenceFinder(pack.language).quotations(text))
    assert all(sign.span.of(text).strip() for sign in signs)
    return [sign.kind for sign in signs]


def test_every_language_is_tried() -> None:
    assert set(OWN) == set(TOLD) == set(installed())


@pytest.mark.parametrize("code", OWN)
def test_an_outlets_own_people_are_seen(code: str) -> None:
    assert "own_reporter" in kinds(code, OWN[code])


@pytest.mark.parametrize("code", TOLD)
def test_who_spoke_to_the_outlet_is_seen(code: str) -> None:
    assert "told_us" in kinds(code, TOLD[code])


@pytest.mark.parametrize("code", NOT)
def test_words_of_others_and_other_peoples_reporters_are_no_sign(code: str) -> None:
    assert kinds(code, NOT[code]) == []


def test_places_are_those_of_the_text_as_it_is_written() -> None:
    pack = load_pack("ar")
    text = "قالَ الخبّازُ لهذه الصحيفةِ إن الماء مقطوع."
    [sign] = AccessReader(pack).find(text, [])
    assert sign.span.of(text).startswith("لهذه الصحيفة")
