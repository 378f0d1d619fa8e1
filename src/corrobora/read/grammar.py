"""Compile attribution.toml: word classes, cues with all their forms, and the lines of items that frames are matched on.

The file has five parts; the fifth, `[[frame]]`, is told at FrameRow and in frames.py.

`[words]`  named lists of words or short templates ("(da|per) parte (sua|loro)"). Any list may stand in a frame as
           `<name>`. Those named in WordClass have a meaning for the engine, for example `complementizers` (that),
           `genitives` (of), `adverbs` (may stand between any two parts), `perfect` and `passive` auxiliaries.
`[endings]` word endings that give a class: `adverbs = ["mente"]`, `verbs = ["ava", "arono"]`, `gerunds = ["ando"]`
           (they end a source), `actions` (as sure as a listed verb, where it is not capitalised), `infinitives` (they
           end a source, and `<content:infinitives>` begins with one), `nominatives`, `source_nouns` (compounds). Words
           of `plain_nouns` have no class by their ending.
`[beginnings]` the same for how words begin, where small words are written onto them: `prepositions`, `infinitives`.
`[inflections.NAME]`  forms of a stem, by kind: `finite = "(o|a|ano)"`, `participle`, `gerund`, `infinitive`.
`[[cue]]`  a way of saying something: `act`, `takes` (what may follow: names that frames ask for), and its words: either
           `stem` + `inflection` (both may be lists), or templates by kind: `finite = "(said|says)"`, `participle`,
           `gerund`, `infinitive`, `noun`, `according`, `colon`, `hearsay` (a mood
           or a word that marks what others tell: "aurait", "allegedly"). `weak`: only with a source known as one.
           `particle = "mit"`: a second part of the finite forms that stands further right, at the end of the clause
           ("teilte … mit", frames with `<particle>`); joined before them it is one word at a clause's end.
           A participle is read as `finite` after a `perfect` auxiliary and as `passive` after a passive one or alone;
           an infinitive is `finite` after one of `modals`. Several forms may be spelled alike; all are tried.
"""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from corrobora.errors import PackError
from corrobora.read.names_table import NamesTable
from corrobora.read.packs import Pack
from corrobora.read.templates import words as forms_of
from corrobora.records import Act

KINDS = ("finite", "participle", "gerund", "infinitive", "noun", "according", "colon", "hearsay", "mood")
MOST_KNOWN = 100_000
"""Words whose classes are kept in memory, at most."""


class WordClass:
    """The classes of items that the engine knows, as bits. Lists in `[words]` of these names (lower case) fill them."""

    ARTICLES = 1 << 0
    GENITIVES = 1 << 1
    PREPOSITIONS = 1 << 2
    CONJUNCTIONS = 1 << 3
    CONTRASTS = 1 << 4
    RELATIVES = 1 << 5
    SUBORDINATORS = 1 << 6
    COMPLEMENTIZERS = 1 << 7
    NEGATIONS = 1 << 8
    ADVERBS = 1 << 9
    PERFECT = 1 << 10
    PASSIVE = 1 << 11
    MODALS = 1 << 12
    PRONOUNS = 1 << 13
    INVERTED_PRONOUNS = 1 << 14
    CLITICS = 1 << 15
    VERBS = 1 << 16
    SOURCE_NOUNS = 1 << 17
    POSSESSIVES = 1 << 18
    NOT_SOURCES = 1 << 19
    RELAYS = 1 << 20
    NOUN_STARTS = 1 << 21
    FIRST_PERSONS = 1 << 23
    PLAIN_NOUNS = 1 << 24
    NOMINATIVES = 1 << 25
    ADDRESSEES = 1 << 26
    POINTERS = 1 << 28  # they point back at the whole clause before them: "a charge that he denies"
    PARTICIPLES = 1 << 27  # among the verbs, those that may also follow a noun: "sailors brought ashore said"
    GENITIVE_ARTICLES = 1 << 28  # articles that may also begin an owner: "der Sprecher der Regierung"
    OBLIQUES = 1 << 29  # what begins no subject: "den", "dem"
    CIRCUMSTANCES = 1 << 30  # where the verb stands first: a preposition and one of these is no part of the subject
    # what the line itself knows
    COMMA = 1 << 32
    SEMICOLON = 1 << 33
    COLON = 1 << 34
    DASH = 1 << 35
    OPEN = 1 << 36
    CLOSE = 1 << 37
    QUOTE = 1 << 38
    TIME = 1 << 39
    MENTION = 1 << 40
    CAPITAL = 1 << 41
    NUMBER = 1 << 42
    END = 1 << 43
    LIGHT = 1 << 44
    RELAY = 1 << 45
    ENDING_VERB = 1 << 46
    ENDING_GERUND = 1 << 47
    ENDING_ACTION = 1 << 48
    INFINITIVE = 1 << 49
    ENDING_PARTICIPLE = 1 << 50
    PERSON = 1 << 51


CLASS_BITS = {
    name.lower(): bit
    for name, bit in vars(WordClass).items()
    if name.isupper() and isinstance(bit, int) and bit < 1 << 32
}
ENDINGS = (
    ("source_nouns", 6, WordClass.SOURCE_NOUNS),
    ("adverbs", 5, WordClass.ADVERBS),
    ("gerunds", 6, WordClass.ENDING_GERUND),
    ("infinitives", 4, WordClass.INFINITIVE | WordClass.ENDING_VERB),
    ("actions", 5, WordClass.ENDING_ACTION | WordClass.ENDING_VERB),
    ("verbs", 4, WordClass.ENDING_VERB),
    ("nominatives", 6, WordClass.NOMINATIVES),
    ("participles", 3, WordClass.ENDING_PARTICIPLE),
)
"""The names in `[endings]`, the shortest word that each is looked for in, and the class it gives; the first wins."""
BEGINNINGS = (
    ("prepositions", 5, WordClass.PREPOSITIONS),
    ("infinitives", 4, WordClass.INFINITIVE),
)
"""The names in `[beginnings]`, likewise: what is written onto a word and tells what it is ("by" + a verbal noun)."""
ENDING_BITS = {
    "infinitives": WordClass.INFINITIVE,
    "gerunds": WordClass.ENDING_GERUND,
    "participles": WordClass.ENDING_PARTICIPLE,
}
MARKS = {
    ",": WordClass.COMMA, "،": WordClass.COMMA, "，": WordClass.COMMA, "、": WordClass.COMMA, ";": WordClass.SEMICOLON,
    "；": WordClass.SEMICOLON, ":": WordClass.COLON, "：": WordClass.COLON, "–": WordClass.DASH, "—": WordClass.DASH,
    "-": WordClass.DASH, "―": WordClass.DASH, "(": WordClass.OPEN, "[": WordClass.OPEN, ")": WordClass.CLOSE,
    "]": WordClass.CLOSE, ".": WordClass.END, "!": WordClass.END, "?": WordClass.END, "…": WordClass.END,
    "...": WordClass.END, "。": WordClass.END,
}  # fmt: skip


class CueRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `[[cue]]` of attribution.toml."""

    act: Act
    takes: tuple[str, ...]
    stem: str | tuple[str, ...] = ()
    inflection: str | tuple[str, ...] = ()
    finite: str = ""
    participle: str = ""
    gerund: str = ""
    infinitive: str = ""
    noun: str = ""
    according: str = ""
    colon: str = ""
    hearsay: str = ""
    mood: str = ""
    particle: str = ""
    weak: bool = False


class FrameRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `[[frame]]` of attribution.toml: how source, cue and content stand to each other.

    `takes`: one of these must be among what the cue takes. `forms`: the cue kinds it is for. `about`: a bare denial
    (no content; it points at what stands before, and a `<content>` in its frame holds that). `shared`: the source is
    that of the statement before in the sentence, or the sentence's subject. `dropped`: no source is needed
    (pro-drop). `interrupts`: the reporter's words stand inside a quotation. `headline`: in headlines only. `strict`:
    the source must be known as one (a name, a listed noun, a third person). `clause`: the content must hold a verb
    and not begin with a preposition. `closed`: after the last part there must be a mark, a preposition, or the end.
    `opens`: only light words may stand before what it takes. `previous`: the content is the sentence before ("This
    was reported by X"). `continues`: a sentence of its own, by the source of the sentence before. `penalty`: taken
    off the score (one point a slot).
    """

    template: str
    takes: str | tuple[str, ...] = ()
    forms: tuple[str, ...] = ("finite",)
    about: bool = False
    shared: bool = False
    dropped: bool = False
    interrupts: bool = False
    previous: bool = False
    continues: bool = False
    headline: bool = False
    strict: bool = False
    clause: bool = False
    closed: bool = False
    opens: bool = False
    act: Act | None = None
    penalty: float = 0.0


class AttributionTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """attribution.toml."""

    version: int = 1
    words: dict[str, tuple[str, ...]] = {}
    endings: dict[str, tuple[str, ...]] = {}
    beginnings: dict[str, tuple[str, ...]] = {}
    inflections: dict[str, dict[str, str]] = {}
    cue: tuple[CueRow, ...] = ()
    frame: tuple[FrameRow, ...] = ()


class CueForm(msgspec.Struct, frozen=True):
    """One spelling of a cue, and what it is there."""

    words: tuple[str, ...]
    kind: str
    act: Act
    takes: frozenset[str]
    weak: bool
    particle: str = ""


def said(pack: Pack) -> Iterator[str]:
    """The finite forms of the pack's cues."""
    for row in pack.table("attribution", AttributionTable).cue:
        yield from forms_of(row.finite) if row.finite else ()


def offices(pack: Pack) -> Iterator[str]:
    """The words for offices and bodies in names.toml, which can speak."""
    names = pack.table("names", NamesTable)
    yield from (words for words in (*(row.words for row in names.roles), *(row.words for row in names.bodies)) if words)


def spelled(pack: Pack) -> Iterator[str]:
    """Every form of a word that the pack names: what a text without spaces is cut by."""
    table = pack.table("attribution", AttributionTable)
    for template in offices(pack):
        yield from forms_of(template)
    for entries in table.words.values():
        for entry in entries:
            yield from forms_of(entry)
    for row in table.cue:
        for kind in KINDS:
            if template := getattr(row, kind):
                yield from forms_of(template)


class Lexicon:
    """The words of one language, ready for looking up: single words by their class bits, longer ones by first word."""

    def __init__(self, pack: Pack, cut: Callable[[str], tuple[str, ...]]):
        table = pack.table("attribution", AttributionTable)
        self.table = table
        self.bits: dict[str, int] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        self.lists: dict[str, frozenset[tuple[str, ...]]] = {}
        self.cues: dict[str, list[CueForm]] = {}
        self.cut = cut
        self.inflections = {
            name: {kind: list(forms_of(endings)) for kind, endings in kinds.items()}
            for name, kinds in table.inflections.items()
        }
        for name, entries in table.words.items():
            self._add_words(name, entries)
        if not pack.language.spaces:
            self._add_words("source_nouns", offices(pack))
        for row in table.cue:
            self._add_cue(row)
        for phrases in self.phrases.values():
            phrases.sort(key=lambda entry: -len(entry[0]))
        for forms in self.cues.values():
            forms.sort(key=lambda form: -len(form.words))
        self.alone = frozenset(word for word, forms in self.cues.items() if len(forms[-1].words) == 1)
        self.followers = {
            word: frozenset(form.words[1] for form in forms if len(form.words) > 1)
            for word, forms in self.cues.items()
            if len(forms[0].words) > 1
        }
        endings = [
            (tuple(table.endings[name]), shortest, bit) for name, shortest, bit in ENDINGS if table.endings.get(name)
        ]
        beginnings = [
            (tuple(table.beginnings[name]), shortest, bit)
            for name, shortest, bit in BEGINNINGS
            if table.beginnings.get(name)
        ]
        self.known = KnownWords(self.bits, endings, beginnings)
        self.verb_first = pack.language.verb_first
        self.article = pack.language.article
        self.framed = {"gerund", "according", *(kind for row in table.frame for kind in row.forms)}
        self.bare_nouns = not table.words.get("articles")
        self.noun_capitals = pack.language.noun_capitals
        self.unspaced = not pack.language.spaces
        self.has_actions = bool(table.endings.get("actions"))

    @property
    def spelled(self) -> Iterable[tuple[str, ...]]:
        """Every word and phrase of the file, and every form of its cues."""
        yield from (form for forms in self.lists.values() for form in forms)
        yield from (form.words for forms in self.cues.values() for form in forms)

    def _add_words(self, name: str, entries: Iterable[str]) -> None:
        bit = CLASS_BITS.get(name, 0)
        spelled = {self.cut(form) for entry in entries for form in forms_of(entry)}
        self.lists[name] = frozenset(spelled)
        for form in spelled:
            if bit and len(form) == 1:
                self.bits[form[0]] = self.bits.get(form[0], 0) | bit
            elif bit and form:
                self.phrases.setdefault(form[0], []).append((form, bit))

    def _add_cue(self, row: CueRow) -> None:
        by_kind: dict[str, list[str]] = {}
        for kind in KINDS:
            template = getattr(row, kind)
            if template:
                by_kind.setdefault(kind, []).extend(forms_of(template))
        stems = (row.stem,) if isinstance(row.stem, str) else row.stem
        names = (row.inflection,) if isinstance(row.inflection, str) else row.inflection
        for stem in stems:
            for name in names:
                if name not in self.inflections:
                    raise PackError(f"cue {stem!r}: no [inflections.{name}]; write the table or correct the name")
                for kind, endings in self.inflections[name].items():
                    by_kind.setdefault(kind, []).extend(_join(stem, ending) for ending in endings)
        if not by_kind:
            raise PackError(f"cue with act {row.act!r} has no words; give stem and inflection, or a template by kind")
        for kind, forms in by_kind.items():
            for form in dict.fromkeys(forms):
                for spelling, particle in _with_particles(
                    form, forms_of(row.particle) if row.particle and kind in ("finite", "hearsay") else ()
                ):
                    cut = self.cut(spelling)
                    found = CueForm(cut, kind, row.act, frozenset(row.takes), row.weak, particle)
                    self.cues.setdefault(cut[0], []).append(found)


class KnownWords(dict[str, int]):
    """The class bits of words: from the lists or as a mark, else from its ending; each worked out once."""

    def __init__(
        self,
        listed: dict[str, int],
        endings: list[tuple[tuple[str, ...], int, int]],
        beginnings: list[tuple[tuple[str, ...], int, int]],
    ):
        super().__init__()
        self._listed = listed
        self._endings = endings
        self._beginnings = beginnings

    def __missing__(self, word: str) -> int:
        bit = self._listed.get(word, 0) | MARKS.get(word, 0)
        if not bit:
            size = len(word)
            bit = next((bit for ends, least, bit in self._endings if size >= least and word.endswith(ends)), 0)
        if not bit and self._beginnings:
            bit = next((bit for begins, least, bit in self._beginnings if size >= least and word.startswith(begins)), 0)
        if len(self) < MOST_KNOWN:
            self[word] = bit
        return bit


def _join(stem: str, ending: str) -> str:
    return stem if ending == "-" else stem + ending


def _with_particles(form: str, particles: Iterable[str]) -> list[tuple[str, str]]:
    """The spellings of a cue's form, each with the second part that it needs: "teilte" + "mit", "mitteilte"."""
    spelled = [spelling for one in particles for spelling in ((form, one), (one + form, ""))]
    return spelled or [(form, "")]
