"""Read one cleaned article in its language: dates, quantities, names, attribution and speakers, in that order.

The order is the data flow: a figure never overlaps a date, a name never overlaps either, and a statement is built of
all three. A language can do what its pack has files for; a step without its file finds nothing.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from corrobora.errors import PackError, ReadError
from corrobora.read.access import AccessReader
from corrobora.read.attribution import AttributionReader
from corrobora.read.attribution_final import CueFinalReader
from corrobora.read.boilerplate import boilerplate_reader
from corrobora.read.concepts import ConceptReader
from corrobora.read.dates import DateReader
from corrobora.read.gazetteer import check_folders
from corrobora.read.names import NameReader
from corrobora.read.packs import Pack, installed, load_pack
from corrobora.read.quantities import QuantityReader
from corrobora.read.sentences import SentenceFinder
from corrobora.read.speakers import resolve_speakers
from corrobora.records import (
    AccessSign,
    Article,
    ConceptAt,
    Mention,
    Quantity,
    Reading,
    Span,
    Statement,
    TimeExpression,
)

VERSION = 1
"""Raised whenever the same article and pack may give another reading."""


class Reader:
    """All that one language's pack can find. Each step is compiled when it is first needed, and kept."""

    def __init__(self, pack: Pack):
        self.pack = pack
        self.made_by = f"read/{VERSION}+{pack.code}/{pack.language.version}"

    def prepare(self) -> None:
        """Read and compile all of the pack now; raises PackError if a file of it cannot be used."""
        boilerplate_reader((self.pack,))
        for _ in (self._dates, self._figures, self._names, self._attribution):
            pass

    def read(self, article: Article, *, today: str | None = None, for_relating: bool = False) -> Reading:
        """Everything that the article says; `for_relating`, its sentences, concepts and signs of access, too.

        If nothing states when it was published, that is inferred from the text's own dates; of several days that these
        allow, the last before `today` (ISO date). Without `today`, only a printed date is taken.
        """
        article = self._dated(article, today)
        text = article.text
        times = self.times(text, published=article.published.value if article.published else None)
        quantities = self.quantities(text, times)
        mentions = self.mentions(text, times)
        return Reading(
            article=article,
            mentions=mentions,
            times=times,
            quantities=quantities,
            statements=self.statements(article, mentions, times, quantities),
            sentences=self.sentences(text) if for_relating else (),
            concepts=self.concepts(text) if for_relating else (),
            access=self.access(text) if for_relating else (),
            made_by=self.made_by + (self._lexicon_version if for_relating else ""),
        )

    def sentences(self, text: str) -> tuple[Span, ...]:
        return tuple(self._sentences.sentences(text, self._sentences.quotations(text)))

    def concepts(self, text: str) -> tuple[ConceptAt, ...]:
        return self._concepts.find(text) if self._concepts else ()

    def access(self, text: str) -> tuple[AccessSign, ...]:
        return self._access.find(text, self._sentences.quotations(text)) if self._access else ()

    def times(self, text: str, *, published: str | None) -> tuple[TimeExpression, ...]:
        return self._dates.find(text, published=published) if self._dates else ()

    def quantities(self, text: str, times: tuple[TimeExpression, ...]) -> tuple[Quantity, ...]:
        return self._figures.find(text, times=times) if self._figures else ()

    def mentions(self, text: str, times: tuple[TimeExpression, ...]) -> tuple[Mention, ...]:
        return self._names.find(text, blocked=[time.span for time in times]) if self._names else ()

    def statements(
        self,
        article: Article,
        mentions: tuple[Mention, ...],
        times: tuple[TimeExpression, ...],
        quantities: tuple[Quantity, ...],
    ) -> tuple[Statement, ...]:
        if not self._attribution:
            return ()
        found = self._attribution.find(
            article.text, passages=article.passages, mentions=mentions, times=times, quantities=quantities
        )
        return resolve_speakers(article.text, found, mentions, self.pack) if self._names else found

    def _dated(self, article: Article, today: str | None) -> Article:
        if article.published or not self._dates:
            return article
        return msgspec.structs.replace(article, published=self._dates.infer_published(article.text, today=today))

    @cached_property
    def _sentences(self) -> SentenceFinder:
        return SentenceFinder(self.pack.language)

    @cached_property
    def _concepts(self) -> ConceptReader | None:
        return ConceptReader(self.pack) if self.pack.has("lexicon") else None

    @cached_property
    def _access(self) -> AccessReader | None:
        return AccessReader(self.pack) if self.pack.has("access") else None

    @property
    def _lexicon_version(self) -> str:
        return f"+lexicon/{self._concepts.version}" if self._concepts else "+no lexicon"

    @cached_property
    def _dates(self) -> DateReader | None:
        return DateReader(self.pack) if self.pack.has("dates") else None

    @cached_property
    def _figures(self) -> QuantityReader | None:
        return QuantityReader(self.pack) if self.pack.has("numbers") else None

    @cached_property
    def _names(self) -> NameReader | None:
        return NameReader(self.pack) if self.pack.has("names") else None

    @cached_property
    def _attribution(self) -> AttributionReader | CueFinalReader | None:
        if not self.pack.has("attribution"):
            return None
        return CueFinalReader(self.pack) if self.pack.language.cue_last else AttributionReader(self.pack)


class Readers:
    """The readers of several languages, each made when its first article comes."""

    def __init__(self, packs: Mapping[str, Pack]):
        self.packs = packs
        self._made: dict[str, Reader] = {}

    def of(self, code: str | None) -> Reader:
        """The reader of a language; raises ReadError if the language is unknown or has no pack."""
        known = ", ".join(self.packs) or "none"
        if code is None:
            raise ReadError(f"its language is not one of those with a pack ({known}); name it with --language")
        if code not in self.packs:
            raise ReadError(f"no pack for its language {code!r}; there are packs for: {known}")
        if code not in self._made:
            self._made[code] = Reader(self.packs[code])
        return self._made[code]


def packs_of(
    folders: Sequence[Path], codes: Sequence[str] = (), gazetteer_folders: tuple[Path, ...] = ()
) -> dict[str, Pack]:
    """The packs of some folders by code, a later folder's in place of an earlier one's; all, or only those in `codes`.

    Raises PackError if a folder is missing, or if no folder has one of `codes`.
    """
    check_folders(gazetteer_folders)
    places: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise PackError(f"there is no folder {folder} to take language packs from")
        places.update(dict.fromkeys(installed(folder), folder))
    missing = [code for code in codes if code not in places]
    if missing:
        raise PackError(f"no language pack {missing[0]!r}; installed: {', '.join(sorted(places)) or 'none'}")
    return {code: load_pack(code, places[code], gazetteer_folders) for code in sorted(codes or places)}
