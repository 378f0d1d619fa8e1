"""Count the independent origins of a claim: the parties with their own first-hand access, each once.

Whatever is copied, excerpted, syndicated, translated, revised or credited folds into what it came from. What is unknown
never adds an origin. The rules are those of docs/origins.md.
"""

from collections.abc import Sequence
from typing import Literal

from corrobora.records import Derivation, Evidence
from corrobora.records.documents import Record
from corrobora.relate.channels import Channels
from corrobora.relate.folding import Folds, Said
from corrobora.relate.parting import two_parties
from corrobora.relate.voices import AsTheyAre, Parties, Voice, VoiceReader

OriginKind = Literal["party", "own", "unnamed", "channel", "context"]


class Origin(Record, frozen=True):
    """One party behind a claim, under the words of the article that stands for it.

    `kind`: a `party`, an outlet's `own` reporting with its witnesses, somebody `unnamed`, a `channel` that does not say
    where it has it from, or the `context` of an assertion that names nobody: who speaks before it, else its outlet.
    `statements` are places in the list that was given.
    """

    name: str
    kind: OriginKind
    article: str
    statements: tuple[int, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Origins(Record, frozen=True):
    """Who stands behind a claim: independent origins, statements of unknown origin (places in the list that was given),
    and those who deny it."""

    independent: tuple[Origin, ...] = ()
    unknown: tuple[int, ...] = ()
    deniers: tuple[Origin, ...] = ()


def independent_origins(
    said: Sequence[Said],
    derivations: Sequence[Derivation],
    *,
    channels: Channels | None = None,
    parties: Parties | None = None,
) -> Origins:
    """The origins of one claim: `said` are its statements in the order in which their articles arrived, `derivations`
    those among these and other articles. Only statements that support it are origins; queries are neither."""
    known = channels or Channels()
    for one in said:
        known.publisher(one.reading.article)
    readers = {one.article: VoiceReader(one.reading, known, parties or AsTheyAre()) for one in said}
    independent, unknown = _Counting(said, derivations, readers, "support").origins()
    deniers, _ = _Counting(said, derivations, readers, "deny").origins()
    return Origins(independent=independent, unknown=unknown, deniers=deniers)


class _Cluster:
    """Voices that are taken for one party, and the statements that are theirs or fold into them."""

    def __init__(self, kind: OriginKind):
        self.kind = kind
        self.voices: list[Voice] = []
        self.statements: list[int] = []
        self.evidence: list[Evidence] = []


class _Counting:
    """The statements of one stance, sorted into parties."""

    def __init__(
        self, said: Sequence[Said], derivations: Sequence[Derivation], readers: dict[str, VoiceReader], stance: str
    ):
        self._said = said
        self._readers = readers
        places = [at for at, one in enumerate(said) if one.stance == stance and not one.in_headline]
        self._voices = {at: readers[said[at].article].of(said[at].statement, said[at].span) for at in places}
        self._folds = Folds(said, self._voices, derivations, readers)
        self._clusters: list[_Cluster] = []
        self._home: dict[int, _Cluster] = {}

    def origins(self) -> tuple[tuple[Origin, ...], tuple[int, ...]]:
        roots = [(at, voice) for at, voices in self._voices.items() if at not in self._folds for voice in voices]
        for kind in ("party", "own", "private"):
            for at, voice in roots:
                if voice.kind == kind and (voice.told or not voice.vague):
                    self._place(at, voice)
        for at, voice in roots:
            if voice.kind == "party" and voice.vague and not voice.told:
                self._place_vague(at, voice)
        for at, voice in roots:
            if voice.kind == "unnamed":
                self._place_unnamed(at, voice)
        self._place_last(roots)
        self._place_folded()
        unknown = tuple(at for at in self._voices if at not in self._home)
        return tuple(map(self._origin, self._clusters)), unknown

    def _place(self, at: int, voice: Voice) -> None:
        """Into every cluster that it may be one party with; these become one."""
        fitting = [one for one in self._clusters if not all(two_parties(voice, other) for other in one.voices)]
        if not fitting:
            self._into(self._new("own" if voice.kind in ("own", "private") else "party"), at, voice)
            return
        for other in fitting[1:]:
            self._join(fitting[0], other)
        self._into(fitting[0], at, voice)

    def _place_vague(self, at: int, voice: Voice) -> None:
        """Words that fit many parties ("Seoul", "the authorities") are one of those that are there, if they can be."""
        parties = [
            one for one in self._clusters if one.kind == "party" or any(voice.ids & other.ids for other in one.voices)
        ]
        fitting = [one for one in parties if not all(two_parties(voice, other) for other in one.voices)]
        self._into(fitting[0] if fitting else self._new("party"), at, voice)

    def _place_unnamed(self, at: int, voice: Voice) -> None:
        """Somebody unnamed counts once if alone; beside others only if it cannot be one of them."""
        fitting = [one for one in self._clusters if self._fits(one, voice) or one.kind == "unnamed"]
        if not fitting or (voice.countries and not any(self._fits(one, voice) for one in self._clusters)):
            self._into(self._new("unnamed"), at, voice)
        else:
            self._home[at] = fitting[0]
            fitting[0].statements.append(at)

    def _fits(self, cluster: _Cluster, voice: Voice) -> bool:
        countries = {country for one in cluster.voices for country in one.countries}
        return not (countries and voice.countries) or bool(countries & voice.countries)

    def _place_last(self, roots: list[tuple[int, Voice]]) -> None:
        """What only a channel or nobody says is an origin only if there is none yet, and then one for all."""
        for kind in ("channel", "nobody", "crowd"):
            for at, voice in roots:
                if voice.kind != kind:
                    continue
                if voice.kind == "channel" and not self._clusters:
                    self._into(self._new("channel"), at, voice)
                elif not self._clusters:
                    around = self._readers[voice.article].around(self._said[at].span) if kind == "nobody" else None
                    self._into(self._new("unnamed" if kind == "crowd" else "context"), at, around or voice)

    def _place_folded(self) -> None:
        for at, (parent, evidence) in self._folds.items():
            home = self._home.get(parent)
            if home is None:
                continue
            self._home[at] = home
            home.statements.append(at)
            home.evidence += evidence

    def _new(self, kind: OriginKind) -> _Cluster:
        self._clusters.append(_Cluster(kind))
        return self._clusters[-1]

    def _into(self, cluster: _Cluster, at: int, voice: Voice) -> None:
        cluster.voices.append(voice)
        cluster.statements.append(at)
        self._home.setdefault(at, cluster)

    def _join(self, kept: _Cluster, other: _Cluster) -> None:
        self._clusters.remove(other)
        kept.voices += other.voices
        kept.statements += other.statements
        for at, home in self._home.items():
            if home is other:
                self._home[at] = kept

    def _origin(self, cluster: _Cluster) -> Origin:
        order = {one.article: at for at, one in reversed(list(enumerate(self._said)))}
        first = min(cluster.voices, key=lambda voice: order[voice.article])
        evidence = [self._words(voice) for voice in cluster.voices if voice.span]
        return Origin(
            name=self._name(first, cluster),
            kind=cluster.kind,
            article=first.article,
            statements=tuple(sorted(set(cluster.statements))),
            evidence=tuple(dict.fromkeys([*evidence, *cluster.evidence])),
        )

    def _name(self, voice: Voice, cluster: _Cluster) -> str:
        article = self._readers[voice.article].reading.article
        if voice.kind == "own" or voice.span is None:
            return article.outlet or article.id
        return " ".join(voice.span.of(article.text).split())

    def _words(self, voice: Voice) -> Evidence:
        assert voice.span is not None
        text = self._readers[voice.article].reading.article.text
        return Evidence(article=voice.article, span=voice.span, exact=voice.span.of(text))
