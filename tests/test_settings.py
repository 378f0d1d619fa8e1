"""Settings: file, environment, and what is refused."""

from pathlib import Path

import pytest

from corrobora.errors import SettingsError
from corrobora.settings import Settings, load


def test_defaults_without_a_file(tmp_path: Path) -> None:
    assert load({}, tmp_path) == Settings()


def test_the_environment_beats_the_file(tmp_path: Path) -> None:
    (tmp_path / "corrobora.toml").write_text(
        'jobs = 2\nlanguages = ["it", "fr"]\nlog_format = "json"\n', encoding="utf-8"
    )
    assert load({}, tmp_path) == Settings(jobs=2, languages=("it", "fr"), log_format="json")
    environment = {"CORROBORA_JOBS": "4", "CORROBORA_LANGUAGES": "ko, ru", "HOME": "/", "PATH": ""}
    assert load(environment, tmp_path) == Settings(jobs=4, languages=("ko", "ru"), log_format="json")


def test_a_named_file(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("port = 9000\n", encoding="utf-8")
    assert load({"CORROBORA_SETTINGS": "mine.toml"}, tmp_path).port == 9000
    assert load({"CORROBORA_SETTINGS": str(tmp_path / "mine.toml")}, Path("/")).port == 9000


@pytest.mark.parametrize(
    ("file", "environment", "named"),
    [
        ("colour = 1", {}, "colour"),
        ("jobs = 'x'", {}, "jobs"),
        ("jobs = 0", {}, "jobs"),
        ("port = 70000", {}, "port"),
        ("log_level = 'loud'", {}, "log_level"),
        ("languages = 'it'", {}, "languages"),
        ("= 3", {}, "corrobora.toml"),
        ("", {"CORROBORA_JOB": "3"}, "CORROBORA_JOB"),
        ("", {"CORROBORA_SETTINGS": "gone.toml"}, "gone.toml"),
    ],
)
def test_what_is_refused_is_named(tmp_path: Path, file: str, environment: dict[str, str], named: str) -> None:
    (tmp_path / "corrobora.toml").write_text(file, encoding="utf-8")
    with pytest.raises(SettingsError, match=named):
        load(environment, tmp_path)


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "corrobora.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="UTF-8"):
        load({}, tmp_path)
