"""Compile attribution.toml of a cue-final language (final_table.py) for looking words up."""

import re
import unicodedata
from collections.abc import Iterator

import msgspec

from corrobora.errors import PackError, TemplateError
from corrobora.read.final_cutting import Cutter, CuttingRow
from corrobora.read.final_table import FinalCueRow, FinalTable, JoinedRow, ListName
from corrobora.read.final_words import WordList, decomposed
from corrobora.read.packs import Pack
from corrobora.read.templates import Slot, parse, pattern
from corrobora.read.templates import words as forms_of
from corrobora.records import Act

KINDS = ("finite", "negated", "linking", "switching", "adnominal", "bare")


class Bits:
    """What a word can be, as bits."""

    TOPIC, SUBJECT, OBJECT, TARGET, GENITIVE, GROUND = (1 << n for n in range(6))
    CLAUSE, QUESTION, RESULT, ATTRIBUTIVE, PROSPECTIVE, NOMINAL, JOINT = (1 << n for n in range(6, 13))
    ADVERB, OPENER, THUS, CIRCUMSTANCE, BOUNDARY, ADNOMINAL, ANAPHOR, TOWARDS = (1 << n for n in range(13, 21))
    ACCORDING, QUOTE, DAY, COMMA, COLON, SAYING, LINK, PURPOSE = (1 << n for n in range(21, 29))
    MARKED = TOPIC | SUBJECT
    LIGHT = OPENER | THUS | DAY
    SPOKEN = CLAUSE | ATTRIBUTIVE | JOINT
    """Endings that hardly anything but a content has; a phrase is not looked for across them."""


ROLE_BITS: dict[str, int] = {
    "topic": Bits.TOPIC, "subject": Bits.SUBJECT, "object": Bits.OBJECT, "target": Bits.TARGET,
    "genitive": Bits.GENITIVE, "ground": Bits.GROUND,
}  # fmt: skip
CONTENT_BITS: dict[str, int] = {
    "clause": Bits.CLAUSE, "question": Bits.QUESTION, "result": Bits.RESULT, "attributive": Bits.ATTRIBUTIVE,
    "prospective": Bits.PROSPECTIVE, "nominal": Bits.NOMINAL, "joint": Bits.JOINT,
    "purpose": Bits.PURPOSE,
}  # fmt: skip
LIST_BITS = {
    "adverbs": Bits.ADVERB, "openers": Bits.OPENER, "thus": Bits.THUS, "circumstances": Bits.CIRCUMSTANCE,
    "boundaries": Bits.BOUNDARY, "adnominals": Bits.ADNOMINAL, "anaphors": Bits.ANAPHOR, "towards": Bits.TOWARDS,
    "sayings": Bits.SAYING, "links": Bits.LINK,
}  # fmt: skip
LONGEST_DATELINE = 120
_NAME = r"[^\W\d_][\w.·/]{0,19}(?: [\w.·/]{1,20}){0,2}?"
LONG_QUOTATION = 10
"""Characters, with its marks, from which a quotation without spaces is more than a name or term."""
MOST_KEPT = 100_000
"""Words whose bits are remembered, at most."""


class FinalCue(msgspec.Struct, frozen=True):
    """One spelling of a cue. `outer`: the content bit that its own ending makes of its sentence (0: none);
    `outer_length`: that ending's length in characters."""

    words: tuple[str, ...]
    kind: str
    act: Act
    takes: frozenset[str]
    accepts: int
    outer: int = 0
    outer_length: int = 0
    after: int = 0


class CueSeed(msgspec.Struct, frozen=True):
    """A cue that is not spelled out yet: one form of some kind, or a stem with its inflection."""

    act: Act
    takes: frozenset[str]
    accepts: int
    form: str
    kind: str = ""
    inflection: str = ""


class Known(msgspec.Struct, frozen=True):
    """What is known of a word by its spelling: its bits, the length of its particle, and the cues that it begins."""

    bits: int
    particle: int
    cues: tuple[FinalCue, ...]


class FinalLexicon:
    """The endings and cues of one language, ready for looking words up."""

    def __init__(self, pack: Pack):
        table = pack.table("attribution", FinalTable)
        self.table = table
        self._expanded: dict[tuple[str, str], list[str]] = {}
        self._pending: dict[str, list[CueSeed]] = {}
        self._cues: dict[str, list[FinalCue]] = {}
        for row in table.cue:
            self._sow(row)
        self.cutter = self._cutter(table.cutting)
        self.lists = {name: WordList(entries, self.cutter) for name, entries in table.words.items()}
        self.phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for name, listed in self.lists.items():
            for phrase in listed.phrases if name in LIST_BITS else ():
                self.phrases.setdefault(phrase[0], []).append((phrase, LIST_BITS[name]))
        self._particles = sorted(
            (
                (decomposed(form), len(form), ROLE_BITS[row.role], row.after)
                for row in table.particle
                for form in forms_of(row.forms)
            ),
            key=lambda particle: -particle[1],
        )
        self._contents = [(WordList(row.words, self.cutter), CONTENT_BITS[row.kind]) for row in table.ending]
        self.after_quotation = _joined(table.quotation)
        self._outer = sorted(_joined(table.outer).items(), key=lambda entry: -len(entry[0]))
        self._according = frozenset(table.according.words)
        self.reports: dict[str, Act] = {noun: row.act for row in table.report for noun in row.nouns}
        self.citing: dict[str, list[FinalCue]] = {}
        self._add_citing()
        self.addressed = any("addressee" in row.takes for row in table.cue)
        self._known: dict[str, Known] = {}
        self.quarters = {
            word + particle: len(particle) for word in table.quarters.words for particle in table.quarters.particles
        }
        datelines = "|".join(pattern(parse(line), _dateline_slot) for line in table.datelines)
        self._dateline = re.compile(datelines) if datelines else None

    def is_long(self, quoted: str) -> bool:
        """True if a quotation is of several words, and no mere name or term."""
        return " " in quoted if self.cutter.spaced else len(quoted) >= LONG_QUOTATION or "。" in quoted

    def story_start(self, text: str, start: int) -> int:
        """Where a passage's first sentence begins: behind its dateline, if it has one."""
        opening = self._dateline.match(text, start, start + LONGEST_DATELINE) if self._dateline else None
        return opening.end() if opening else start

    def _sow(self, row: FinalCueRow) -> None:
        """Note a cue under the letters that its forms begin with; they are spelled out when a text has such a word."""
        if row.inflection and row.inflection not in self.table.inflections:
            raise PackError(f"cue {row.stem!r}: no [inflections.{row.inflection}]; write the table or correct the name")
        accepts = sum(CONTENT_BITS[taken] for taken in row.takes if taken in CONTENT_BITS)
        accepts |= Bits.JOINT if accepts & Bits.CLAUSE else 0
        told = (row.act, frozenset(row.takes), accepts)
        listed = (row.stem,) if isinstance(row.stem, str) else row.stem
        stems = [form for stem in listed for form in (forms_of(stem) if "(" in stem else (stem,))]
        for kind in KINDS:
            whole = forms_of(getattr(row, kind)) if getattr(row, kind) else []
            if row.inflection and "" in stems:
                whole += self._endings(row.inflection, kind)
            for form in whole:
                self._pending.setdefault(form[0], []).append(CueSeed(*told, form, kind))
        for stem in filter(None, stems) if row.inflection else ():
            self._pending.setdefault(stem[0], []).append(CueSeed(*told, stem, inflection=row.inflection))

    def _spelled(self, seed: CueSeed) -> Iterator[tuple[str, str]]:
        """The forms of a cue, each with its kind."""
        if not seed.inflection:
            yield seed.form, seed.kind
            return
        for kind in KINDS:
            for ending in self._endings(seed.inflection, kind):
                yield _join(seed.form, ending), kind

    def _cutter(self, table: CuttingRow) -> Cutter:
        """The cutter, with those cues that are written in nothing but tail letters, or begin with many of them."""
        if not table.tail:
            return Cutter(table)
        first, last = table.tail
        seeds = [seed for letter, seeds in self._pending.items() if first <= letter <= last for seed in seeds]
        spelled = [pair for seed in seeds for pair in self._spelled(seed)]
        linking = {form for form, kind in spelled if kind == "linking"}
        linking -= {form for form, kind in spelled if kind != "linking"}
        return Cutter(table, {form for form, _ in spelled}, sorted(linking))

    def _beginning(self, word: str) -> list[FinalCue]:
        """The cues that begin with this word, spelled out when the first word with its first letter comes."""
        seeds = self._pending.pop(word[0], None)
        if seeds is not None:
            grown: dict[str, list[FinalCue]] = {}
            for seed in seeds:
                for form, kind in dict.fromkeys(self._spelled(seed)):
                    split = self.cutter.split(form)
                    grown.setdefault(split[0], []).append(FinalCue(split, kind, seed.act, seed.takes, seed.accepts))
            for forms in grown.values():
                forms.sort(key=lambda form: -len(form.words))
            self._cues |= grown
        return self._cues.get(word, [])

    def _add_citing(self) -> None:
        for cite in self.table.citing:
            for form in forms_of(cite.forms):
                split = self.cutter.split(form)
                cue = FinalCue(split, "citing", cite.act, frozenset(), 0, after=ROLE_BITS[cite.after])
                self.citing.setdefault(split[0], []).append(cue)
        for forms in self.citing.values():
            forms.sort(key=lambda form: -len(form.words))

    def _endings(self, name: str, kind: str) -> list[str]:
        endings = self._expanded.get((name, kind))
        if endings is None:
            template = self.table.inflections[name].get(kind, "")
            endings = self._expanded[name, kind] = forms_of(template) if template else []
        return endings

    def known(self, word: str) -> Known:
        """Bits, particle and cues of a word that holds no quotation."""
        found = self._known.get(word)
        if found is None:
            found = self._look_up(word)
            if len(self._known) < MOST_KEPT:
                self._known[word] = found
        return found

    def _look_up(self, word: str) -> Known:
        letters = decomposed(word)
        bits = 0
        for name, bit in LIST_BITS.items():
            if name in self.lists and self.lists[name].holds(word, letters):
                bits |= bit
        for endings, bit in self._contents:
            if endings.holds(word, letters):
                bits |= bit
        if word in self._according:
            bits |= Bits.ACCORDING
        cues = tuple(self._cue_forms(word))
        for form in cues:
            bits |= form.outer
        length = 0
        if not bits & (Bits.ADNOMINAL | Bits.ADVERB | Bits.OPENER) and not self.in_list("not_particles", word):
            role, length = self.particle_of(word)
            if role == Bits.OBJECT:
                bits &= ~Bits.PROSPECTIVE
            if bits & Bits.ATTRIBUTIVE:
                role, length = 0, 0
            bits |= role
        if word in self.quarters:
            bits, length = bits | Bits.TOPIC, self.quarters[word]
        return Known(bits, length, cues)

    def particle_of(self, word: str) -> tuple[int, int]:
        """The role bits of the particle that the word ends in, and its length in characters; (0, 0) if in none."""
        letters = decomposed(word)
        for form, length, bit, after in self._particles:
            if len(word) > length and letters.endswith(form) and _fits(word[-length - 1], after):
                return bit, length
        return 0, 0

    def in_list(self, name: ListName, word: str) -> bool:
        return name in self.lists and self.lists[name].holds(word, decomposed(word))

    def _cue_forms(self, word: str) -> list[FinalCue]:
        forms = list(self._beginning(word))
        for ending, outer in self._outer:
            if word.endswith(ending) and len(word) > len(ending):
                forms += [
                    msgspec.structs.replace(form, outer=outer, outer_length=len(ending))
                    for form in self._beginning(word[: -len(ending)])
                    if len(form.words) == 1 and form.kind in ("finite", "negated")
                ]
        return forms

    def matching(self, form: FinalCue, words: list[str]) -> FinalCue | None:
        """The form of several words, if these words spell it; the last one may carry an outer ending."""
        if words[1:2] != [form.words[1]] and (len(words) > 2 or not words[1].startswith(form.words[1])):
            return None
        if tuple(words) == form.words:
            return form
        if tuple(words[:-1]) != form.words[:-1] or form.kind not in ("finite", "negated"):
            return None
        for ending, outer in self._outer:
            if words[-1] == form.words[-1] + ending:
                return msgspec.structs.replace(form, outer=outer, outer_length=len(ending))
        return None


def _dateline_slot(slot: Slot) -> str:
    if slot.name != "name":
        raise TemplateError(f"attribution.toml: datelines have no slot <{slot.name}>; there is <name>")
    return _NAME


def _joined(row: JoinedRow) -> dict[str, int]:
    return {
        form: CONTENT_BITS[kind]
        for kind in ("clause", "joint", "attributive")
        if getattr(row, kind)
        for form in forms_of(getattr(row, kind))
    }


def _fits(syllable: str, after: str) -> bool:
    """True if a particle that follows only open or closed syllables may follow this one; other scripts never object."""
    if after == "any":
        return True
    letters = len(unicodedata.normalize("NFD", syllable))
    return letters == 1 or (letters == 3) == (after == "closed")


def _join(stem: str, ending: str) -> str:
    return stem if ending == "-" else stem + ending
