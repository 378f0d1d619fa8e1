"""Decline names by the tables of endings in a language pack, and undo it."""

from collections.abc import Sequence

from corrobora.read.names_table import Gender, Inflection


class Declension:
    """All declension tables of one language; without tables, names have one form."""

    def __init__(self, inflections: Sequence[Inflection]):
        self._rules = sorted(
            ((rule.ending, tuple(rule.forms.split()), tuple(rule.also.split()), rule.gender) for rule in inflections),
            key=lambda rule: -len(rule[0]),
        )
        self._back: list[tuple[str, str, Gender | None]] = sorted(
            {
                ("" if form == "-" else form, ending, gender)
                for ending, forms, also, gender in self._rules
                for form in (*forms, *also)
            },
            key=lambda back: (-len(back[0]), back[1], back[2] or ""),
        )

    def __bool__(self) -> bool:
        return bool(self._rules)

    def forms(self, name: str) -> list[str]:
        """The name in all its forms, the given one first; the words of a longer name agree in case."""
        if not self._rules:
            return [name]
        words = [self._cases(word) for word in name.split(" ")]
        count = max(len(cases) for cases, _ in words)
        found = [name]
        for case in range(count):
            found.append(" ".join(cases[case] if case < len(cases) else cases[0] for cases, _ in words))
        if len(words) == 1:
            found.extend(words[0][1])
        return list(dict.fromkeys(found))

    def _cases(self, word: str) -> tuple[list[str], list[str]]:
        for ending, forms, also, _ in self._rules:
            if word.endswith(ending) and len(word) > len(ending) + 1:
                stem = word[: len(word) - len(ending)]
                return _joined(stem, forms), _joined(stem, also)
        return [word], []

    def lemmas(self, word: str) -> list[str]:
        """What `word` may be a form of, itself first, then by the longest ending taken off."""
        found = [word]
        for form, ending, _ in self._back:
            if form and word.endswith(form) and len(word) > len(form) + 1:
                found.append(word[: len(word) - len(form)] + ending)
        return list(dict.fromkeys(found))

    def gender(self, word: str) -> Gender | None:
        """The gender that a surname's ending tells."""
        for ending, _, _, gender in self._rules:
            if word.endswith(ending) and len(word) > len(ending) + 1:
                return gender
        return None


def _joined(stem: str, endings: Sequence[str]) -> list[str]:
    return [stem if ending == "-" else stem + ending for ending in endings]
