"""Read the variants of a character as one: a language pack's list of characters that stand for another."""

from functools import cache, lru_cache


@cache
def _table(variants: str) -> dict[int, int]:
    """For str.translate: in each word of the list, all characters but the last stand for the last."""
    return {ord(letter): ord(word[-1]) for word in variants.split() for letter in word[:-1]}


@lru_cache(maxsize=8)
def folded(text: str, variants: str) -> str:
    """The text with every variant replaced, character for character as long as it was."""
    return text.translate(_table(variants)) if variants else text
