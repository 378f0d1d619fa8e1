"""Compile attribution.toml of a cue-final language: what a word's ending makes of it, and the cues with their forms.

A cue-final language (`cue_last = true` in language.toml) puts the reporting verb behind its content, ties the content
to it with an ending ("…다고 밝혔다"), and marks the source with a particle ("국방부는"). So its pack tells endings,
not frames. Endings are matched letter by letter after decomposition, so that a lone final consonant ("ᆯ") is an ending,
too. In all word lists an entry with a leading hyphen is an ending ("-회견에서"), one without is the whole word.

`[words]`  the lists named in ListName below; an entry of several words is a phrase.
`[[particle]]`  `role` (topic, subject, object, target, genitive, ground), `forms`, and `after`: "closed" if it follows
           only syllables with a final consonant, "open" if only those without.
`[[ending]]`  `kind` of what a content ends in (clause, question, result, purpose, attributive, prospective, nominal,
           joint) and its `words`; a nominal one is an object, too, and stands without its particle.
`[quotation]`  what is written behind a closing quotation mark: `clause`, `joint`, `attributive` (templates).
`[outer]`  what a finite cue takes when its sentence is itself a content: `clause`, `joint`, `attributive` (templates).
`[inflections.NAME]`  forms of a stem by kind: `finite`, `negated`, `linking` ("and", "while", "although" follows),
           `switching` (another subject's clause follows), `adnominal` (its source, or a noun, follows), `bare` (the
           clipped form that ends a headline).
`[[cue]]`  `act`, `takes` (kinds of content, "object", "fact": an object out of the list `facts`, "target", "bare": may
           stand without content, `about` what was said before; "hearsay": names nobody; "addressee": a ground alone is
           its target, if the pack knows the word), `stem` + `inflection` or templates by kind.
`[[citing]]`  `act`, `after` (the particle role that the cited source carries), `forms`: "를 인용해", "의 말을 빌려".
`[according]`  `words` that end such a phrase ("따르면"); the word before carries the role "ground".
`[quarters]`  circles of people that speak in the locative: `words` ("일각"), and the `particles` ("에서는") that then
           count as a topic particle.
`[cutting]`  how a script without spaces is cut into words (final_cutting.py). A form or phrase is cut as texts are.
`finite_last`  true if finite forms are adnominal ones, too: finite only at the end of a sentence or content.
`known_sources`  true if a topic speaks only if it is known to, or if a quotation, day or circumstance follows it.
`tails`  marks that lead from a headline to its source ("…＝大統領").
`datelines`  what stands before the first sentence of a wire story and is no part of it; <name> is a word or a few.
`[[report]]`  nouns that belong to the cue, not to the source, in such phrases ("발표에 따르면"), with their act.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

import msgspec

from corrobora.errors import PackError, TemplateError
from corrobora.read.final_cutting import Cutter, CuttingRow
from corrobora.read.final_words import WordList, decomposed
from corrobora.read.packs import Pack
from corrobora.read.templates import Slot, parse, pattern
from corrobora.read.templates import words as forms_of
from corrobora.records import Act

Role = Literal["topic", "subject", "object", "target", "genitive", "ground"]
ContentKind = Literal["clause", "question", "result", "purpose", "attributive", "prospective", "nominal", "joint"]
ListName = Literal[
    "adverbs",  # manner of speaking: may stand right before a cue
    "openers",  # connectives and the like: may open a sentence, and follow a source
    "thus",  # "like this": the content is the quotation before or after the sentence
    "circumstances",  # end a phrase that tells where and how something was said
    "boundaries",  # end a phrase in front of the source that does not belong to it
    "adnominals",  # verb forms that look as if they ended in a particle
    "not_particles",  # other words that look so
    "not_sources",
    "source_nouns",
    "pronouns",
    "anaphors",  # "this" as an object
    "facts",
    "towards",  # after a target: "를 향해"
    "links",  # stand for a content before the owner of a nominal cue: "…다는 게 정부의 설명이다"
    "linkers",  # behind a finite cue: another clause follows
    "days",  # may be written onto a day that tells when something was said
    "sayings",  # nouns that make an adnominal cue a reported one: "말한 것으로 알려졌다"
]
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


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The common shape of the rows of this file: no unknown keys."""


class ParticleRow(Row, frozen=True):
    role: Role
    forms: str
    after: Literal["any", "open", "closed"] = "any"


class EndingRow(Row, frozen=True):
    kind: ContentKind
    words: tuple[str, ...]


class JoinedRow(Row, frozen=True):
    clause: str = ""
    joint: str = ""
    attributive: str = ""


class FinalCueRow(Row, frozen=True):
    act: Act
    takes: tuple[str, ...]
    stem: str | tuple[str, ...] = ()
    inflection: str = ""
    finite: str = ""
    negated: str = ""
    linking: str = ""
    switching: str = ""
    adnominal: str = ""
    bare: str = ""


class CitingRow(Row, frozen=True):
    act: Act
    after: Role
    forms: str


class AccordingRow(Row, frozen=True):
    words: tuple[str, ...] = ()
    act: Act = "claim"


class QuartersRow(Row, frozen=True):
    words: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()


class ReportRow(Row, frozen=True):
    act: Act
    nouns: tuple[str, ...]


class FinalTable(Row, frozen=True):
    """attribution.toml of a cue-final language."""

    version: int = 1
    words: dict[ListName, tuple[str, ...]] = {}
    particle: tuple[ParticleRow, ...] = ()
    ending: tuple[EndingRow, ...] = ()
    quotation: JoinedRow = JoinedRow()
    outer: JoinedRow = JoinedRow()
    inflections: dict[str, dict[str, str]] = {}
    cue: tuple[FinalCueRow, ...] = ()
    citing: tuple[CitingRow, ...] = ()
    according: AccordingRow = AccordingRow()
    report: tuple[ReportRow, ...] = ()
    quarters: QuartersRow = QuartersRow()
    cutting: CuttingRow = CuttingRow()
    finite_last: bool = False
    known_sources: bool = False
    tails: tuple[str, ...] = ()
    datelines: tuple[str, ...] = ()


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
        spelled = [(row, kind, form) for row in table.cue for kind in KINDS for form in self._spelled(row, kind)]
        linking = {form for _, kind, form in spelled if kind == "linking"}
        linking -= {form for _, kind, form in spelled if kind != "linking"}
        self.cutter = Cutter(table.cutting, {form for _, _, form in spelled}, sorted(linking))
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
        self._cues: dict[str, list[FinalCue]] = {}
        self._add_cues(spelled)
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

    def _add_cues(self, spelled: list[tuple[FinalCueRow, str, str]]) -> None:
        accepted: dict[int, tuple[frozenset[str], int]] = {}
        for row, kind, form in spelled:
            if id(row) not in accepted:
                accepts = sum(CONTENT_BITS[taken] for taken in row.takes if taken in CONTENT_BITS)
                accepts |= Bits.JOINT if accepts & Bits.CLAUSE else 0
                accepted[id(row)] = frozenset(row.takes), accepts
            split = self.cutter.split(form)
            self._cues.setdefault(split[0], []).append(FinalCue(split, kind, row.act, *accepted[id(row)]))
        for cite in self.table.citing:
            for form in forms_of(cite.forms):
                split = self.cutter.split(form)
                cue = FinalCue(split, "citing", cite.act, frozenset(), 0, after=ROLE_BITS[cite.after])
                self.citing.setdefault(split[0], []).append(cue)
        for forms in (*self._cues.values(), *self.citing.values()):
            if len(forms) > 1:
                forms.sort(key=lambda form: -len(form.words))

    def _spelled(self, row: FinalCueRow, kind: str) -> Iterable[str]:
        """The forms of one kind of a cue, each once."""
        if row.inflection and row.inflection not in self.table.inflections:
            raise PackError(f"cue {row.stem!r}: no [inflections.{row.inflection}]; write the table or correct the name")
        forms = forms_of(getattr(row, kind)) if getattr(row, kind) else []
        if row.inflection:
            stems = (row.stem,) if isinstance(row.stem, str) else row.stem
            stems = tuple(form for stem in stems for form in (forms_of(stem) if "(" in stem else (stem,)))
            forms += [_join(stem, ending) for stem in stems for ending in self._endings(row.inflection, kind)]
        return dict.fromkeys(forms)

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
        forms = list(self._cues.get(word, ()))
        for ending, outer in self._outer:
            if word.endswith(ending):
                forms += [
                    msgspec.structs.replace(form, outer=outer, outer_length=len(ending))
                    for form in self._cues.get(word[: -len(ending)], ())
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
