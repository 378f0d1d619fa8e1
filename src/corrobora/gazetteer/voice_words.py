"""Say what the concepts of a source tell of who speaks: a crowd, somebody unnamed, which institution."""

from functools import cache
from pathlib import Path

import msgspec

from corrobora.errors import PackError

FILE = Path(__file__).parent / "voices.toml"


class VoiceWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """voices.toml: ids of concepts of the news lexicon. `generic` ones fit any institution, and those of one of the
    `families` do not tell two apart."""

    crowd: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()
    generic: frozenset[str] = frozenset()
    institutions: frozenset[str] = frozenset()
    occupations: frozenset[str] = frozenset()
    families: tuple[tuple[str, ...], ...] = ()

    @property
    def first_of_family(self) -> dict[str, str]:
        """Each word of a family with its first one."""
        return {word: family[0] for family in self.families for word in family}


@cache
def voice_words() -> VoiceWords:
    """The table; raises PackError if it does not fit."""
    try:
        return msgspec.toml.decode(FILE.read_bytes(), type=VoiceWords)
    except (OSError, ValueError) as error:
        raise PackError(f"{FILE}: {error}") from error
