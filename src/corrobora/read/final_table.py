"""The shape of attribution.toml of a cue-final language: what a word's ending makes of it, and the forms of its cues.

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

from typing import Literal

import msgspec

from corrobora.read.final_cutting import CuttingRow
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
