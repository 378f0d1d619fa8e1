"""Telling a language by its telltales: sure or silent, and never for a neighbour without a pack."""

import subprocess
import sys

import pytest

from corrobora.read.packs import installed
from corrobora.read.telltales import _told, language_of

CODES = installed()
ITALIAN = "Il ministro ha detto che la strada è chiusa e che i lavori nella galleria sono finiti, dopo gli incidenti."
NEIGHBOURS = {
    "Spanish": "El ministro dijo que la carretera está cerrada y que las obras del túnel han terminado.",
    "Portuguese": "O ministro disse que a estrada está fechada e que as obras do túnel terminaram.",
    "Catalan": "El ministre va dir que la carretera és tancada i que les obres del túnel han acabat.",
    "Ukrainian": "Міністр сказав, що дорога закрита і що роботи в тунелі завершено.",
    "Bulgarian": "Министърът каза, че пътят е затворен и че работата в тунела е завършена.",
    "Dutch": "De minister zei dat de weg dicht is en dat het werk in de tunnel klaar is.",
    "Japanese": "大臣は道路が閉鎖されたと述べ、トンネルの工事は終わったと会社の発表で明らかにした。",
}


def test_a_text_with_telltales_is_told() -> None:
    assert _told(ITALIAN.lower() * 2, CODES) == "it"


@pytest.mark.parametrize("text", NEIGHBOURS.values(), ids=NEIGHBOURS.keys())
def test_a_neighbour_is_not_told_for_a_language_with_a_pack(text: str) -> None:
    assert _told((text * 4).lower(), CODES) is None
    assert language_of(text * 4, CODES) is None


def test_a_mixture_and_a_short_text_are_left_to_the_model() -> None:
    english = "The minister said that the road was closed and that the work in the tunnel had ended."
    assert _told((ITALIAN + english).lower() * 3, CODES) is None
    assert _told("che è".lower(), CODES) is None
    assert _told("", CODES) is None
    assert _told(ITALIAN.lower() * 2, []) is None


def test_only_codes_that_are_asked_for_are_told() -> None:
    assert language_of(ITALIAN * 2, [code for code in CODES if code != "it"]) is None


def test_the_model_is_not_loaded_for_a_text_that_is_told() -> None:
    code = (
        "import sys; from corrobora.read.telltales import language_of\n"
        f"assert language_of({ITALIAN * 2!r}, ['it', 'fr']) == 'it'\n"
        "print('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "False\n"
