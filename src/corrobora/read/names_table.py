"""The shape of names.toml: what a language pack says about names, titles, roles, bodies and pronouns."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Literal

import msgspec

from corrobora.errors import TemplateError
from corrobora.read import templates

Gender = Literal["female", "male"]


class NameTableEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The common shape of all entries: no unknown keys, so that a typing error is found at once."""


class Inflection(NameTableEntry, frozen=True):
    """How a name with this ending is declined: `forms` replace the ending, case by case, the same cases everywhere.

    `also` are rarer forms that are recognised, too. `gender` is that of a surname with this ending, if it tells.
    """

    ending: str
    forms: str
    also: str = ""
    gender: Gender | None = None


class Role(NameTableEntry, frozen=True):
    """An office's head word. `id` is shared by all languages ("minister"); the words may come by gender.

    `naming`: a body may hold it, too ("its owner, Zarechny Rybflot"); the kind of id that an unknown holder gets.
    """

    id: str
    words: str = ""
    female: str = ""
    male: str = ""
    portfolio: str = ""
    plural: str = ""
    naming: str = ""


class Portfolio(NameTableEntry, frozen=True):
    """What an office or body is about ("degli Esteri"); `id` is shared by all languages ("foreign")."""

    id: str
    words: str


class Body(NameTableEntry, frozen=True):
    """An organisation word: "ministero", "tribunale", "University".

    `alone`: the word is a mention even without a name beside it ("il governo"). `naming` is the kind of id that a name
    after the word gets, when the word itself is no part of the mention ("l'agenzia Nordpress" → "agency").
    """

    id: str
    words: str
    portfolio: str = ""
    alone: bool = False
    naming: str = ""


class Pronoun(NameTableEntry, frozen=True):
    """Words that stand for somebody named before."""

    words: str
    gender: Gender | None = None
    plural: bool = False


class Given(NameTableEntry, frozen=True):
    """Given names, separated by white space; more of them are in gazetteer/given_names.toml."""

    female: str = ""
    male: str = ""


class Nouns(NameTableEntry, frozen=True):
    """What tells names from nouns in a language that writes every noun with a capital.

    `endings` are those of ordinary nouns, which no name holds; `adjectives` the endings of an adjective that opens a
    sentence before its noun ("Scharfe Kritik"). `bodies` close compounds that are bodies behind one of the `definite`
    articles ("der Alpenverein"). A noun behind one of the `naming` bodies (their ids) and a space or one of the `links`
    is that body's name: "Institut für Gebirgsforschung". `genitive` is written onto names: "Deiningers".
    """

    endings: str = ""
    adjectives: str = ""
    bodies: str = ""
    definite: str = ""
    naming: str = ""
    links: tuple[str, ...] = ()
    genitive: str = ""


class NamesTable(NameTableEntry, frozen=True):
    """names.toml. Word lists are strings of words separated by white space, or templates where the comment says so.

    `starters`: words that open sentences and are no names. `never`: words that are no names although they are written
    with a capital. `particles` join parts of a name; `soft_particles` do so only after a given name. `title_headlines`:
    headlines have capitals on most words. `after_names`: verbs; an unknown word that opens a sentence before one of
    them is a name, unless it has one of the `plural_endings`. `elided`: short
    words that lose their vowel before an apostrophe. `links`: what may stand between the parts of an office or a
    body. `spaces`: pairs of parts that a bare space may join (R role, P portfolio, B body, D demonym, C place,
    O organisation, X unknown name), in the order of the text. `possessives` bind an owner to what it owns.
    `place_signs` stand before places; `country_signs` before countries when the name has one of `country_endings`.
    `adjective_endings`: a lone unknown word with one of them, before a small letter, is no name.
    `apposition`: what may stand between an office and its holder. `articles` are skipped when a source is compared.
    `conjunctions` part two who speak together.
    `drops_subjects`: a verb without a subject goes on with the one before. `first_person`: "I", and in a language that
    drops subjects the verbs of the first person: inside a quotation, who is quoted speaks.
    One of the `determiners` stands before a role that is a noun ("l'inviato", not "ha inviato"); without the list, no
    role needs one.
    `place_heads` open the name of a place: "Port", "Lake"; `city_words` close the gazetteer's
    names of cities and are left out in texts. `surnames`: those that open sentences as other words do
    ("Do Hae-won"); in scripts without capitals, all of them. `name_length`, `postpositions` serve such scripts.
    `titles_first`: in a script without capitals titles stand before the name, and `honorifics` between the two; then
    `adjective_endings` are those of surnames with the article, and a word with one of the `plural_endings` is none.
    `shortest_city`: letters of a city of the gazetteer, at least; shorter ones are too often words there.
    Otherwise `honorifics` follow a name there; a word with one of the `body_endings` is somebody's employer;
    `joined_roles` are roles that are written onto the body. Without spaces, `postpositions` and `after_names` are what
    may follow a name (only behind the latter, verbs, is a name without a role one), `starters` what stands before a
    body's own name; `foreign_letters` write foreign names, `never_inside` stand in no name, `doubtful_surnames` are
    also words; `own_letters`: foreign names have letters that hardly anything else has; `titles_follow`: every title
    stands behind its name. `place_endings` and `country_endings` end unknown places' names; `common_prefixes` before a
    body's word are no name ("ferry company"), and none holds one of `body_stops`; `courtesies` may follow a bare
    surname. In scripts without capitals but with spaces, `doubtful_roles` are words of other senses, too, and stand
    beside a name or open a sentence as its subject; a word before one of the `nameless_roles` is where they work;
    `person_signs` stand before a name and are no office; the `club_words` end a club's name, a word of their own;
    a letter of `ending_stops` before a place's ending of one letter makes another word of it. `short_body_endings`
    end an employer's name of three letters, too; `masked_names` follow the surname of somebody who is not named in
    full, and `former` stands between a name and a title.
    """

    version: int = 1
    alphabet: str = ""
    starters: str = ""
    never: str = ""
    particles: str = ""
    soft_particles: str = ""
    elided: str = ""
    after_names: str = ""
    plural_endings: str = ""
    title_headlines: bool = False
    articles: str = ""
    conjunctions: str = ""
    determiners: str = ""
    links: tuple[str, ...] = ()
    spaces: str = ""
    possessives: tuple[str, ...] = ()
    apposition: tuple[str, ...] = (" ", ", ")
    place_signs: str = ""
    country_signs: str = ""
    place_heads: str = ""
    city_words: str = ""
    country_endings: str = ""
    adjective_endings: str = ""
    titles: tuple[Pronoun, ...] = ()
    roles: tuple[Role, ...] = ()
    portfolios: tuple[Portfolio, ...] = ()
    bodies: tuple[Body, ...] = ()
    pronouns: tuple[Pronoun, ...] = ()
    drops_subjects: bool = False
    first_person: str = ""
    demonyms: dict[str, str] = {}
    places: dict[str, str] = {}
    organisations: dict[str, str] = {}
    ambiguous_places: str = ""
    given: Given = Given()
    nouns: Nouns = Nouns()
    endings: dict[str, str] = {}
    inflections: tuple[Inflection, ...] = ()
    surnames: str = ""
    postpositions: str = ""
    honorifics: str = ""
    body_endings: str = ""
    joined_roles: str = ""
    name_length: int = 3
    foreign_letters: str = ""
    place_endings: str = ""
    common_prefixes: str = ""
    body_stops: str = ""
    courtesies: str = ""
    doubtful_roles: str = ""
    nameless_roles: str = ""
    person_signs: str = ""
    club_words: str = ""
    ending_stops: str = ""
    short_body_endings: str = ""
    masked_names: str = ""
    former: str = ""
    never_inside: str = ""
    doubtful_surnames: str = ""
    titles_first: bool = False
    shortest_city: int = 3
    own_letters: bool = False
    titles_follow: bool = False


def forms(template: str, endings: Mapping[str, str]) -> Iterator[str]:
    """All words of a template whose slots name a list of endings: "russ<o>" with endings {"o": "o a i e"}.

    An ending written "-" is the empty one. Raises TemplateError if a slot names no list.
    """
    if not template:
        return
    if not set("[](|)<>\\") & set(template):
        yield template
        return
    for flat in templates.expand(templates.parse(template)):
        yield from _filled(flat, template, endings)


def _filled(flat: Sequence[object], template: str, endings: Mapping[str, str]) -> Iterator[str]:
    ways: list[tuple[str, ...]] = []
    for part in flat:
        if isinstance(part, templates.Literal):
            ways.append((part.text,))
        elif isinstance(part, templates.Slot):
            if part.name not in endings:
                known = ", ".join(sorted(endings)) or "none"
                raise TemplateError(f"template {template!r}: no list of endings {part.name!r}; known: {known}")
            ways.append(tuple("" if ending == "-" else ending for ending in endings[part.name].split()))
        else:
            ways.append((" ",))
    for way in product(*ways):
        yield "".join(way)
