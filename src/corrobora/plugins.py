"""Open the doors for plug-ins: entry points that run only if the settings name them, in the order they name them."""

from collections.abc import Sequence
from typing import Protocol, cast

from corrobora.errors import SettingsError
from corrobora.records import Reading

DOORS = {"annotators": "corrobora.annotators"}
"""Each door by the setting that names its plug-ins, with its entry-point group."""


class Annotator(Protocol):
    """Adds to what was read: takes a Reading, returns a new one over the same article text."""

    def __call__(self, reading: Reading) -> Reading: ...


def annotators(names: Sequence[str]) -> list[tuple[str, Annotator]]:
    """The annotators that the settings name, in that order; raises SettingsError if one is missing or broken."""
    return [(name, cast(Annotator, _open("annotators", name))) for name in names]


def _open(door: str, name: str) -> object:
    from importlib.metadata import entry_points  # slow to import, and seldom needed

    found = {point.name: point for point in entry_points(group=DOORS[door])}
    if name not in found:
        known = ", ".join(sorted(found)) or "none"
        raise SettingsError(f"no plug-in {name!r} for {door}; installed: {known}")
    try:
        part = found[name].load()
    except Exception as error:
        raise SettingsError(f"plug-in {name!r} for {door} cannot be loaded: {error}") from error
    if not callable(part):
        raise SettingsError(f"plug-in {name!r} for {door} is not callable")
    return part
