"""Make the readable last part of an entity id from a name in any script."""

import unicodedata
from functools import lru_cache

from corrobora.read.gazetteer import writing

_HANGUL, _HANGUL_END, _MEDIALS, _FINALS = 0xAC00, 0xD7A3, 21, 28


_VOICED = ("\u3099", "\u309a")
"""The marks of voiced kana, which are other letters, and not accents."""


@lru_cache(maxsize=4096)
def slug(name: str) -> str:
    """Lower-case ASCII words joined by hyphens; letters of scripts without a table stay as they are.

    >>> slug("Aldo Ferri"), slug("Сергей Лавров"), slug("조태열"), slug("Volodymyr Zelens'kyj")
    ('aldo-ferri', 'sergei-lavrov', 'jotaeyeol', 'volodymyr-zelenskyj')
    """
    out: list[str] = []
    letters = writing().letters
    for char in name.lower():
        if char in letters:
            out.append(letters[char])
        elif _HANGUL <= ord(char) <= _HANGUL_END:
            out.append(_syllable(char))
        elif char in "'’ʼʹ":
            continue
        else:
            plain = unicodedata.normalize("NFKD", char)
            if plain[-1:] in _VOICED:
                plain = char
            out.append("".join(c if c.isalnum() else "" if unicodedata.combining(c) else " " for c in plain))
    return "-".join("".join(out).split())


def _syllable(char: str) -> str:
    table = writing()
    rest, final = divmod(ord(char) - _HANGUL, _FINALS)
    initial, medial = divmod(rest, _MEDIALS)
    parts = (table.initials.split()[initial], table.medials.split()[medial], table.finals.split()[final])
    return "".join(part for part in parts if part != "-")
