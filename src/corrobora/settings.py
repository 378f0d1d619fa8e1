"""Read the settings: one TOML file, then the environment, checked as one record.

The file is the one that $CORROBORA_SETTINGS names, else `corrobora.toml` in the working directory, else none. A
variable CORROBORA_<NAME> beats the file; lists are separated by commas there. Options on the command line beat both.
"""

import tomllib
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Literal

import msgspec

from corrobora.errors import SettingsError

FILE = "corrobora.toml"
PREFIX = "CORROBORA_"
WHERE = PREFIX + "SETTINGS"


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that can be set; docs/tour.md explains each."""

    languages: tuple[str, ...] = ()
    """The language packs to use, by code; empty means all that are installed."""
    pack_folders: tuple[str, ...] = ()
    """Folders with further language packs; a pack there replaces the built-in one of the same code."""
    gazetteer_folders: tuple[str, ...] = ()
    """Folders with agencies, outlets, organisations and people beside the built-in ones, or in their place."""
    annotators: tuple[str, ...] = ()
    """Annotator plug-ins to run on each reading, in this order."""
    jobs: int = 1
    """Processes that read side by side."""
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    log_format: Literal["console", "json"] = "console"
    store: str = "corrobora.db"
    """The archive: a SQLite file, or postgresql://user@host/database."""
    contact: str = ""
    """An address or a page that the operators of watched sites can turn to; it is told to every server."""
    private_networks: tuple[str, ...] = ()
    """Networks that are not public and may be fetched from all the same, as 10.1.0.0/16; others are refused."""
    connections: int = 24
    """Hosts that a watch asks at the same time; each of them gets one request at a time."""
    seconds_between: float = 2.0
    """Seconds between two requests to one host; its robots.txt may ask for more."""
    obey_robots: bool = True
    """Leave alone what a site's robots.txt asks to be left alone."""
    days_back: int = 30
    """Pages that a feed says are older than this are not fetched."""
    keep_bodies_days: int = 0
    """Days after which a watch drops the pages as they arrived and keeps what was read of them; 0: never."""
    port: int = 8765
    """The loopback port of `corrobora serve` and `corrobora demo`."""


def load(environment: Mapping[str, str], folder: Path) -> Settings:
    """The settings of a working directory and an environment; raises SettingsError naming file or variable."""
    values = _from_file(environment, folder)
    for variable, text in environment.items():
        if variable.startswith(PREFIX) and variable != WHERE:
            name = variable.removeprefix(PREFIX).lower()
            values[name] = _from_text(variable, name, text)
    try:
        settings = msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise SettingsError(f"settings: {error}; docs/tour.md lists them all") from error
    if settings.jobs < 1:
        raise SettingsError(f"settings: jobs is {settings.jobs}; it must be 1 or more")
    if settings.keep_bodies_days < 0:
        raise SettingsError(f"settings: keep_bodies_days is {settings.keep_bodies_days}; it must be 0 or more")
    if settings.connections < 1 or settings.days_back < 1 or not 0 <= settings.seconds_between <= 3600:
        raise SettingsError("settings: connections and days_back must be 1 or more, seconds_between between 0 and 3600")
    for network in settings.private_networks:
        try:
            ip_network(network)
        except ValueError as error:
            raise SettingsError(f"settings: private_networks: {error}; expected as in 10.1.0.0/16") from error
    if not 0 <= settings.port <= 65535:
        raise SettingsError(f"settings: port is {settings.port}; it must be between 0 and 65535")
    return settings


def _from_file(environment: Mapping[str, str], folder: Path) -> dict[str, object]:
    named = environment.get(WHERE)
    path = folder / (named or FILE)
    if not path.is_file():
        if named:
            raise SettingsError(f"{WHERE} names {named}, and there is no such file")
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: not readable as TOML in UTF-8: {error}") from error


def _from_text(variable: str, name: str, text: str) -> object:
    """The value of one environment variable, split at commas if the setting is a list."""
    shapes = {field.name: field.type for field in msgspec.structs.fields(Settings)}
    if name not in shapes:
        known = ", ".join(PREFIX + known.upper() for known in shapes)
        raise SettingsError(f"{variable} is not a setting; known: {known}, {WHERE}")
    if shapes[name] == tuple[str, ...]:
        return [part.strip() for part in text.split(",") if part.strip()]
    return text
