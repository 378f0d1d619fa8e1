"""Give the people of one text their entity ids: a bare surname is the one full name that fits."""

from collections.abc import Iterator, Sequence

from corrobora.read.lexicon import Lexicon, Unit
from corrobora.read.names_table import Gender
from corrobora.read.slugs import slug
from corrobora.records import MentionKind


class Identities:
    """Who is who in one text. `bodies`: the ids of organisations by the name that some phrase of the text explains."""

    def __init__(self, lexicon: Lexicon, text: str, units: Sequence[Unit]):
        self._lexicon = lexicon
        self._text = text
        self._ids: dict[str, str] = {}
        self._by_word: dict[str, set[str]] = {}
        self.bodies: dict[str, str] = {}
        for unit in units:
            if unit.sense.kind == "N":
                self._note(text[unit.start : unit.end], unit.sense.id)

    def _note(self, exact: str, identifier: str) -> None:
        words = exact.split()
        if len(words) < 2 and lone_script(self._lexicon, exact):
            if exact not in self._ids and len(exact) > 1 + self._lexicon.language.spaces:
                self._ids[exact] = identifier or f"person:{slug(exact)}"
                surname = exact.rpartition("·")[2] if "·" in exact else exact[0]
                self._by_word.setdefault(surname, set()).add(self._ids[exact])
            return
        if len(words) < 2:
            return
        entity = self._ids.get(exact) or identifier or f"person:{slug(' '.join(self._nominative(words)))}"
        self._ids[exact] = entity
        surnames = [words[-1]]
        if words[0] not in self._lexicon.given:
            surnames.append(words[0])
        for surname in surnames:
            for key in self._keys(surname):
                self._by_word.setdefault(key, set()).add(entity)

    def _keys(self, word: str) -> list[str]:
        return [lemma.lower() for lemma in self._lexicon.declension.lemmas(word)]

    def _nominative(self, words: list[str]) -> Iterator[str]:
        """A full name in its basic form, as far as the given name's case and gender tell."""
        lexicon = self._lexicon
        given = lexicon.lemmas.get(words[0])
        if not lexicon.declension or given is None or given == words[0]:
            yield from words
            return
        gender = lexicon.given.get(words[0])
        yield given
        for word in words[1:]:
            yield self._basic(word, gender)

    def _basic(self, word: str, gender: Gender | None) -> str:
        declension = self._lexicon.declension
        fitting = [lemma for lemma in declension.lemmas(word)[1:] if word in declension.forms(lemma)]
        for wanted in (gender, None):
            for lemma in fitting:
                if declension.gender(lemma) == wanted:
                    return lemma
        return word

    def is_surname(self, exact: str) -> bool:
        """True if the word is the surname of just one person in this text."""
        return any(len(self._by_word.get(key, ())) == 1 for key in self._keys(exact))

    def of(self, unit: Unit) -> tuple[MentionKind, str | None]:
        """The kind and entity of a unit of kind N, S or X."""
        exact = self._text[unit.start : unit.end]
        sense = unit.sense
        if sense.id and sense.kind != "C":
            return "person", sense.id
        if exact in self.bodies:
            return "organisation", self.bodies[exact]
        if exact in self._ids:
            return "person", self._ids[exact]
        words = exact.split()
        if len(words) == 1:
            fitting: set[str] = set()
            for key in self._keys(exact):
                fitting = self._by_word.get(key, set())
                if fitting:
                    break
            if len(fitting) == 1:
                return "person", next(iter(fitting))
            if fitting or sense.kind == "N":
                return "person", None
            return self._unknown(unit, exact)
        if sense.kind == "X":
            return "organisation", f"org:{slug(exact)}"
        return "person", f"person:{slug(exact)}"

    def _unknown(self, unit: Unit, exact: str) -> tuple[MentionKind, str | None]:
        """A single word with a capital that nothing explains: an acronym or a made-up word is a body's name."""
        labelled = exact.isupper() and len(exact) > 4 and self._text[unit.end : unit.end + 1] == ":"
        if exact in self._lexicon.given or labelled:
            return "person", None
        plain = exact[1:].islower() or any(mark in exact for mark in "-'’")
        shaped = not plain or any(c.isdigit() for c in exact)
        before = self._text[max(0, unit.start - 12) : unit.start].lower().replace("’", "'")
        article = before.endswith(self._lexicon.before_names)
        if shaped:
            return "organisation", f"org:{slug(exact)}"
        return ("organisation" if article else "person"), None


def lone_script(lexicon: Lexicon, exact: str) -> bool:
    """True if a whole name is written as one word, surname first."""
    return not lexicon.language.capitals and not lexicon.table.titles_first and " " not in exact
