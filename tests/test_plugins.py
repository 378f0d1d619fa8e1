"""The door for annotators, with a real installed distribution: run if named, in order, and their failures told."""

import sys
from pathlib import Path

import msgspec
import pytest

from corrobora.errors import SettingsError
from corrobora.gather.inputs import Input
from corrobora.pipeline import Pipe, Plan
from corrobora.plugins import annotators

TEXT = "Il ministro Aldo Ferri ha detto che il ponte riaprirà lunedì e che i lavori sono finiti."

MODULE = """
import msgspec

def first(reading):
    return msgspec.structs.replace(reading, made_by=reading.made_by + " first")

def second(reading):
    return msgspec.structs.replace(reading, made_by=reading.made_by + " second")

def broken(reading):
    raise RuntimeError("no model here")

not_callable = 3
"""
ENTRIES = "[corrobora.annotators]\n" + "\n".join(
    f"{name} = corrobora_test_plugin:{name}" for name in ("first", "second", "broken", "not_callable", "absent")
)


@pytest.fixture
def _installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corrobora_test_plugin.py").write_text(MODULE, encoding="utf-8")
    info = tmp_path / "corrobora_test_plugin-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: corrobora-test-plugin\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(ENTRIES, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "corrobora_test_plugin", raising=False)


DOCUMENT = Input("d", {"id": "d", "text": TEXT, "language": "it"})


@pytest.mark.usefixtures("_installed")
def test_only_named_plug_ins_run_and_in_the_order_named() -> None:
    for names in ((), ("second",), ("second", "first"), ("first", "second")):
        reading = Pipe(Plan(annotators=names)).read(DOCUMENT).reading
        assert reading
        assert reading.made_by.split()[1:] == list(names)


@pytest.mark.usefixtures("_installed")
def test_a_plug_in_that_raises_costs_its_document_only_its_own_work() -> None:
    outcome = Pipe(Plan(annotators=("first", "broken", "second"))).read(DOCUMENT)
    (failure,) = outcome.failures
    assert failure.step == "broken"
    assert "no model here" in failure.error
    assert outcome.reading
    assert outcome.reading.made_by.endswith(" first")
    assert outcome.reading.statements


@pytest.mark.usefixtures("_installed")
@pytest.mark.parametrize(
    ("name", "said"), [("nobody", "first"), ("not_callable", "callable"), ("absent", "cannot be loaded")]
)
def test_what_cannot_be_run_is_a_settings_error(name: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        annotators((name,))


def test_records_are_frozen_so_that_a_plug_in_cannot_change_what_it_is_given() -> None:
    reading = Pipe(Plan()).read(DOCUMENT).reading
    assert reading
    with pytest.raises(AttributeError):
        reading.made_by = "me"  # type: ignore[misc]
    assert isinstance(reading, msgspec.Struct)
