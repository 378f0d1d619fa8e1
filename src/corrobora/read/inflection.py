"""Decline names by the tables of endings in a language pack, and undo it."""

from collections.abc import Sequence

from corrobora.read.names_table import Gender, Inflection

SHORTEST = 4
"""Letters of a name with an ending that any name takes, at least."""


class Declension:
    """All declension tables of one language; without tables, names have one form."""

    def __init__(self, inflections: Sequence[Inflection], genitive: str = ""):
        self._genitive = genitive
        self._rules = {
            rule.ending: (tuple(rule.forms.split()), tuple(rule.also.split()), rule.gender) for rule in inflections
        }
        self._lengths = sorted({len(ending) for ending in self._rules}, reverse=True)
        self._back: dict[str, list[str]] = {}
        for ending, (forms, also, _) in self._rules.items():
            for form in (*forms, *also):
                self._back.setdefault("" if form == "-" else form, []).append(ending)
        self._back_lengths = sorted({len(form) for form in self._back if form}, reverse=True)

    def __bool__(self) -> bool:
        return bool(self._rules)

    def forms(self, name: str) -> list[str]:
        """The name in all its forms, the given one first; the words of a longer name agree in case."""
        if not self._rules:
            return [name]
        if " " not in name:
            cases, also = self._cases(name)
            return list(dict.fromkeys((name, *cases, *also)))
        words = [self._cases(word)[0] for word in name.split(" ")]
        count = max(map(len, words))
        alike = [cases + cases[:1] * (count - len(cases)) for cases in words]
        return list(dict.fromkeys((name, *map(" ".join, zip(*alike, strict=True)))))

    def _rule(self, word: str) -> tuple[str, tuple[str, ...], tuple[str, ...], Gender | None] | None:
        """The rule of the longest ending that fits; none for acronyms and for words of another script."""
        if word.isascii() or (len(word) > 1 and word.isupper()):
            return None
        for length in self._lengths:
            if length < len(word):
                rule = self._rules.get(word[len(word) - length :])
                if rule is not None:
                    return word[len(word) - length :], *rule
        return None

    def _cases(self, word: str) -> tuple[list[str], list[str]]:
        rule = self._rule(word)
        if rule is None:
            return [word], []
        ending, forms, also, _ = rule
        stem = word[: len(word) - len(ending)]
        return _joined(stem, forms), _joined(stem, also)

    def lemmas(self, word: str) -> list[str]:
        """What `word` may be a form of, itself first, then by the longest ending taken off."""
        found = [word]
        for length in self._back_lengths:
            if length + 1 < len(word):
                stem = word[: len(word) - length]
                found.extend(stem + ending for ending in self._back.get(word[len(stem) :], ()))
        if self._genitive and word.endswith(self._genitive) and len(word) > SHORTEST:
            found.append(word.removesuffix(self._genitive))
        return list(dict.fromkeys(found))

    def gender(self, word: str) -> Gender | None:
        """The gender that a surname's ending tells."""
        rule = self._rule(word)
        return rule[3] if rule else None


def _joined(stem: str, endings: Sequence[str]) -> list[str]:
    return [stem if ending == "-" else stem + ending for ending in endings]
