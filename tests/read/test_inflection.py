"""Declension tables and the slugs of ids."""

import pytest

from corrobora.read.inflection import Declension
from corrobora.read.names_table import NamesTable
from corrobora.read.packs import load_pack
from corrobora.read.slugs import slug


@pytest.fixture(scope="module")
def russian() -> Declension:
    return Declension(load_pack("ru").table("names", NamesTable).inflections)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Лавров", {"Лаврова", "Лаврову", "Лавровым", "Лаврове"}),
        ("Захарова", {"Захаровой", "Захарову"}),
        ("Зеленский", {"Зеленского", "Зеленскому", "Зеленским", "Зеленском"}),
        ("Сергей Лавров", {"Сергея Лаврова", "Сергеем Лавровым"}),
        ("Мария Захарова", {"Марии Захаровой", "Марию Захарову"}),
        ("Москва", {"Москвы", "Москве", "Москву", "Москвой"}),
        ("Россия", {"России", "Россию", "Россией"}),
        ("Нижний Новгород", {"Нижнего Новгорода", "Нижнем Новгороде"}),
        ("Рим", {"Рима", "Риму", "Римом", "Риме"}),
    ],
)
def test_forms(russian: Declension, name: str, forms: set[str]) -> None:
    assert forms <= set(russian.forms(name))
    assert russian.forms(name)[0] == name


@pytest.mark.parametrize("name", ["США", "ООН", "Токио", "Samsung", "Ли"])
def test_names_that_stay_as_they_are(russian: Declension, name: str) -> None:
    assert russian.forms(name) == [name]


@pytest.mark.parametrize("name", ["Лавров", "Захарова", "Зеленский", "Соколов", "Макрон", "Писториус"])
def test_every_form_leads_back(russian: Declension, name: str) -> None:
    assert all(name in russian.lemmas(form) for form in russian.forms(name))


def test_without_tables_nothing_changes() -> None:
    plain = Declension(())
    assert plain.forms("Aldo Ferri") == ["Aldo Ferri"] and plain.lemmas("Ferri") == ["Ferri"] and not plain


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Aldo Ferri", "aldo-ferri"), ("Éloïse D'Arc", "eloise-darc"), ("Алексей Щукин", "aleksei-shchukin"),
     ("조태열", "jotaeyeol"), ("홍길동", "honggildong"), ("Søren Łuk", "soren-luk"), ("J. K. Rowling", "j-k-rowling"),
     ("李强", "李强"), ("", "")],
)  # fmt: skip
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected
