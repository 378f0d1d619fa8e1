"""A word with a capital and where it stands."""

from typing import NamedTuple


class Word(NamedTuple):
    """A capitalised word. `soft`: joined to the word before by a particle that only a person's name may hold."""

    start: int
    end: int
    text: str
    soft: bool = False
