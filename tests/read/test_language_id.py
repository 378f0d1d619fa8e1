"""Texts and headlines in languages with a pack, without one, and in none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corrobora.read.language_id import identify

CODES = ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pt", "ru", "uk", "zh")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "اتهم الوزير الشركة الخميس بإخفاء حالة الرافعات."),
        ("ar", "إضراب في مرفأ تورفال لليوم الثالث على التوالي"),
        ("it", "Il ministro ha accusato giovedì la compagnia di aver nascosto lo stato delle gru."),
        ("it", "Sciopero dei treni, trattativa a oltranza"),
        ("it", "Terremoto in Giappone, oltre 30 morti"),
        ("fr", "Le ministre a accusé jeudi la compagnie d’avoir caché l’état des grues."),
        ("fr", "Grève des trains : l’accord est trouvé"),
        ("en", "The minister accused the company on Thursday of hiding the state of its cranes."),
        ("en", "Torvale port shut after minister's charge"),
        ("es", "El ministro acusó el jueves a la compañía de ocultar el estado de las grúas."),
        ("es", "El presidente visita el puerto de Torvale"),
        ("ko", "장관은 회사가 크레인의 상태를 숨겼다고 비판했다."),
        ("ko", "토르발레항 파업 사흘째"),
        ("ja", "大臣は木曜日、会社がクレーンの状態を隠したと非難した。"),
        ("ja", "トルヴァル港のスト3日目に"),
        ("ru", "Министр обвинил компанию в том, что она скрыла состояние кранов."),
        ("ru", "Землетрясение в Японии: 30 погибших"),
        ("pt", "Terramoto no Japão faz mais de 30 mortos"),
        ("uk", "Землетрус у Японії: 30 загиблих"),
        ("de", "Erdbeben in Japan: Mehr als 30 Tote"),
        ("zh", "部长周四指责该公司隐瞒起重机的状况。"),
        ("zh", "日本發生強震 逾30人死亡"),
        ("de", "Der Minister warf dem Unternehmen am Donnerstag vor, den Zustand der Kräne zu verbergen."),
        ("nl", "De minister beschuldigde het bedrijf donderdag ervan de staat van de kranen te verbergen."),
        ("nl", "Zware aardbeving in Japan: zeker 30 doden en veel gewonden"),
        ("nl", "Staking op het spoor: geen treinen tot vrijdag"),
        ("it", "IL MINISTRO HA ACCUSATO LA COMPAGNIA DI AVER NASCOSTO LO STATO DELLE GRU"),
    ],
)
def test_languages_with_a_pack(language, text):
    found, probability = identify(text, CODES)
    assert found == language
    assert 0.2 <= probability <= 1


@pytest.mark.parametrize(
    "text",
    [
        "Die minister het die maatskappy Donderdag daarvan beskuldig dat hulle die toestand van die hyskrane verberg.",
        "Minister oskarżył w czwartek spółkę o ukrywanie stanu dźwigów.",
        "Міністр абвінаваціў кампанію ў тым, што яна схавала стан кранаў.",
        "Министърът обвини компанията, че е скрила състоянието на крановете.",
        "Ο υπουργός κατηγόρησε την εταιρεία ότι έκρυψε την κατάσταση των γερανών.",
        "وزیر شرکت را متهم کرد که وضعیت جرثقیل‌ها را پنهان کرده است.",
        "asdf qwer zxcv lkjh poiu mnbv",
        "12.11.2024 15:30 — 1.234,56",
        "!!! ??? …",
        "https://news.example/the-minister-accused-the-company",
        "a",
        "",
        "   ",
    ],
)
def test_other_languages_and_none_are_unknown(text):
    assert identify(text, CODES)[0] is None


NEIGHBOURS = {
    "Catalan": "El ministre va dir que la carretera és tancada i que les obres del túnel han acabat. ",
    "Belarusian": "Міністр сказаў, што дарога закрыта і што работы ў тунэлі завершаны. ",
    "Bulgarian": "Министърът каза, че пътят е затворен и че работата в тунела е завършена. ",
    "Afrikaans": "Die minister het gesê dat die pad gesluit is en dat die werk in die tonnel nie klaar is nie. ",
}


@pytest.mark.parametrize("text", NEIGHBOURS.values(), ids=NEIGHBOURS.keys())
def test_running_text_of_a_neighbour_is_not_taken_for_a_language_with_a_pack(text):
    assert identify(text * 5, CODES)[0] is None


def test_only_what_is_installed_is_an_answer():
    text = "Il ministro ha accusato giovedì la compagnia di aver nascosto lo stato delle gru."
    assert identify(text, ("fr", "en"))[0] is None
    assert identify(text, ())[0] is None


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_anything(text):
    found, probability = identify(text, CODES)
    assert found is None or found in CODES
    assert 0 <= probability <= 1.0001


def test_cost_does_not_grow_with_the_text():
    import time

    identify("warm up the model", CODES)
    began = time.process_time()
    identify("Il ministro ha detto che il porto resta chiuso. " * 200_000, CODES)
    assert time.process_time() - began < 0.5


def test_running_text_does_not_load_the_model():
    import subprocess
    import sys

    text = (
        "Il ministro dei Trasporti ha accusato giovedì la compagnia di aver nascosto lo stato delle gru, e ha detto "
        "che il porto resta chiuso fino a lunedì. La portavoce dei portuali ha chiesto che sia aperta un'inchiesta "
        "sulle cause del fermo, mentre la compagnia nega e parla di una decisione che non le era stata comunicata."
    )
    code = (
        "import sys; from corrobora.read.language_id import identify; "
        f"print(identify({text!r}, ['it'])[0], 'numpy' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "it False"
