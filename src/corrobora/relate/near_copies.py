"""Find the earlier articles that a new one shares its text with: copies, excerpts, light rewrites, merged pieces.

Each article is cut into runs of four words, and a sample of them is kept in an index of fixed size
(fingerprints.py, postings.py). The runs of a new article name the earlier ones that may share its text; the few that
share most are laid side by side (alignment.py) and judged (comparison.py). All of it is within one language; nothing
depends on which one.

What keeps unrelated articles apart: a run that stands in several unrelated articles of the window (a background
paragraph, a stock phrase, the frame of a weather report) loses its weight, and with it everything around it. Copies of
an article do not count as unrelated: a wire that a hundred papers print keeps its full weight, because a copy adds none
of the runs that it has from an earlier article. When such articles leave the window the run becomes rare again.
"""

from datetime import UTC, datetime

import msgspec
import numpy as np
from numpy.typing import NDArray

from corrobora.records import Article, Reading
from corrobora.relate.comparison import Comparison, Weights, compare, own_size
from corrobora.relate.fingerprints import Fingerprint, Fingerprinter, Numbers, shingles
from corrobora.relate.frequencies import Frequencies
from corrobora.relate.matches import Match, Pair
from corrobora.relate.postings import Postings

WINDOW = 200_000
SHINGLE = 4
"""Words of a run. If three words of ten are changed, one run in four survives (.7 ** 4); of runs of five one in six.
Runs of three are so often idioms that each text would have hundreds of candidates."""
SAMPLES = 128
"""Words up to which an article keeps every run. A longer one keeps every second, from twice that on every fourth."""
SPARSEST = 4
"""Every fourth run: of an excerpt of 40 words, nine remain on average, and none with a probability of one in 40,000."""
WEIGHTS = np.array([1.0, 1.0, 0.7, 0.3, 0.0], dtype=np.float32)
"""Weight of a run by the number of unrelated articles that have it (0 to 4 or more). With the article at hand these are
up to two without loss, because the first copy of anything is one of them."""
LEAST_SIZE = 10.0
"""Words below which an article is not compared: a stock phrase is as long."""
LEAST_FOUND = 0.1
"""Part of the shorter article's runs that must be found before the two are laid side by side; of a text in which three
words of ten were changed a quarter is expected."""
MOST_TRIED = 8
"""Articles that are laid beside a new one, at most, besides relatives of those that match."""
MOST_KIN = 16
"""Copies of one article that are remembered as its relatives: the first four and the last twelve."""
FIRST_KIN = 4
LEAST_SCORE = 0.57
"""Score from which on there is a match: nine of ten texts with three words of ten changed lie above it."""
LEAST_SCORE_LATER = 0.93
"""The same for an article of another week: news is copied while it is new, but moulds are filled again every week."""
FRESH_DAYS, STALE_DAYS = 1.5, 4.0
"""Days between two articles up to which `LEAST_SCORE` holds, and from which on `LEAST_SCORE_LATER`; rising between."""
LEAST_TABLE = 0.97
"""Exactness from which on two tables (of prices, of results) match: most rows of a table are in the next one, too."""
KIN_SCORE = 0.85
"""Score from which on two articles are relatives. Less would be wrong: if two fillings of one mould were taken for
relatives, the mould would never be noticed as one."""
MOST_PAIRS = 8


class Kept(msgspec.Struct):
    """An article of the window. `kin` is one list for all relatives, of their numbers."""

    id: str
    fingerprint: bytes
    count: int
    headline: tuple[int, int]
    day: float | None
    posted: int
    kin: list[int]


class Keyed(msgspec.Struct, frozen=True):
    """The runs of the article at hand: where each begins, its hash, in how many unrelated articles it stands."""

    where: NDArray[np.int64]
    keys: Numbers
    common: NDArray[np.int64]


class NearCopies:
    """The articles of a window (the newest among them), in the order of their arrival, and what a new one shares with
    them.

    The outcome depends on nothing but the articles and their order. Memory is bounded by the window: 6 bytes for a word
    and about 20 for a run that is kept.
    """

    def __init__(self, window: int = WINDOW) -> None:
        self._window = max(1, window)
        self._fingerprinter = Fingerprinter()
        self._postings = Postings()
        self._frequencies = Frequencies(self._window)
        self._kept: dict[int, Kept] = {}
        self._latest = 0
        self._posted = 0

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def nbytes(self) -> int:
        """The memory that the window takes, in bytes, about."""
        kept = sum(len(one.fingerprint) + len(one.id) + 400 for one in self._kept.values())
        return kept + self._postings.nbytes + self._frequencies.nbytes

    def add(self, reading: Reading) -> tuple[Match, ...]:
        """The matches of an article with earlier ones, best first; the article is kept for later ones."""
        article = reading.article
        right = self._fingerprinter.of(reading)
        self._latest += 1
        self._forget(self._latest - self._window)
        where, keys = shingles(right.words, SHINGLE)
        rows, texts = self._postings.find(keys, self._eldest)
        keyed = Keyed(where, keys, np.bincount(rows, minlength=len(keys)))
        found: list[tuple[int, Comparison]] = []
        if own_size(right) >= LEAST_SIZE:
            tried = self._candidates(texts, WEIGHTS[np.minimum(keyed.common[rows], len(WEIGHTS) - 1)], len(right))
            found = self._matching(right, keyed, tried, day_of(article))
        copied = np.zeros(len(right), dtype=bool)
        for number, one in found:
            if one.score >= KIN_SCORE and number > self._latest - self._window // 2:
                for _, at, length in one.stretches:
                    copied[at : at + length] = True
        self._keep(article, right, keyed, copied, self._kin(found))
        return tuple(self._match(number, article.id, right, one) for number, one in found)

    @property
    def _eldest(self) -> int:
        return max(1, self._latest - self._window + 1)

    def _candidates(self, texts: NDArray[np.uint32], votes: Weights, count: int) -> list[int]:
        """The earlier articles that seem to share most, by the weights of the runs that they have."""
        numbers, of = np.unique(texts, return_inverse=True)
        totals = np.bincount(of, weights=votes, minlength=len(numbers))
        tried = []
        for place in np.argsort(-totals, kind="stable")[:MOST_TRIED].tolist():
            kept = self._kept.get(int(numbers[place]))
            if kept and totals[place] * every(kept.count) >= max(2.0, LEAST_FOUND * min(count, kept.count)):
                tried.append(int(numbers[place]))
        return tried

    def _matching(
        self, right: Fingerprint, keyed: Keyed, waiting: list[int], day: float | None
    ) -> list[tuple[int, Comparison]]:
        """The candidates that match, and those of their relatives that do, best first."""
        weights = word_weights(len(right), keyed)
        found = []
        seen = set(waiting)
        while waiting:
            number = waiting.pop(0)
            kept = self._kept[number]
            left = unpacked(kept)
            if own_size(left) < LEAST_SIZE:
                continue
            one = compare(left, right, (self._weights_of(left), weights), self._frequencies)
            if matches(one, _days_between(kept.day, day)):
                found.append((number, one))
                if len(seen) < 2 * MOST_KIN:
                    kin = [relative for relative in kept.kin if relative not in seen and relative in self._kept]
                    waiting += kin
                    seen.update(kin)
        return sorted(found, key=lambda one: (-one[1].score, one[0]))

    def _weights_of(self, left: Fingerprint) -> Weights:
        """What the words of an earlier article weigh today, itself not counted."""
        where, keys = shingles(left.words, SHINGLE)
        chosen = is_witness(keys)
        where, keys = where[chosen], keys[chosen]
        rows, _ = self._postings.find(keys, self._eldest)
        common = np.maximum(np.bincount(rows, minlength=len(keys)) - 1, 0)
        return word_weights(len(left), Keyed(where, keys, common))

    def _kin(self, found: list[tuple[int, Comparison]]) -> list[int]:
        """The list of relatives that the article at hand joins: those of its best match, or a new one."""
        if found and found[0][1].score >= KIN_SCORE:
            return self._kept[found[0][0]].kin
        return []

    def _match(self, number: int, right_id: str, right: Fingerprint, one: Comparison) -> Match:
        kept = self._kept[number]
        left = unpacked(kept)
        return Match(
            left=kept.id,
            right=right_id,
            translated=False,
            left_share=one.left_share,
            right_share=one.right_share,
            score=one.score,
            pairs=tuple(
                Pair(left.span(start, start + length), right.span(at, at + length))
                for start, at, length in one.stretches[:MOST_PAIRS]
            ),
        )

    def _keep(
        self, article: Article, words: Fingerprint, keyed: Keyed, copied: NDArray[np.bool_], kin: list[int]
    ) -> None:
        chosen = keyed.keys & np.uint64(every(len(words)) - 1) == 0
        chosen &= ~(copied[keyed.where] & (keyed.common > 0))
        keys = np.unique(keyed.keys[chosen])
        self._posted += len(keys)
        self._postings.make_room(self._posted)
        self._postings.post(keys, self._latest, self._eldest)
        self._frequencies.add(words.words)
        kin.append(self._latest)
        if len(kin) > MOST_KIN:
            del kin[FIRST_KIN]
        self._kept[self._latest] = Kept(
            article.id, packed(words), len(words), words.headline, day_of(article), len(keys), kin
        )

    def _forget(self, number: int) -> None:
        gone = self._kept.pop(number, None)
        if gone:
            self._posted -= gone.posted


def every(count: int) -> int:
    """One in how many runs an article of `count` words keeps."""
    return 1 if count <= SAMPLES else 2 if count <= 2 * SAMPLES else SPARSEST


def is_witness(keys: Numbers) -> NDArray[np.bool_]:
    """True for the runs that every article keeps, however long it is: how common they are is known."""
    witness: NDArray[np.bool_] = keys & np.uint64(SPARSEST - 1) == 0
    return witness


def word_weights(count: int, keyed: Keyed) -> Weights:
    """What each of `count` words weighs: as much as the nearest run of which we know how common it is."""
    chosen = is_witness(keyed.keys)
    at = keyed.where[chosen] + SHINGLE // 2
    if not len(at):
        return np.ones(count, dtype=np.float32)
    nearest = np.searchsorted((at[1:] + at[:-1]) / 2, np.arange(count))
    return WEIGHTS[np.minimum(keyed.common[chosen], len(WEIGHTS) - 1)][nearest]


def matches(one: Comparison, days: float) -> bool:
    """Whether what two articles have in common makes a match, if so many days lie between them."""
    late = min(1.0, max(0.0, (days - FRESH_DAYS) / (STALE_DAYS - FRESH_DAYS)))
    least = LEAST_SCORE + (LEAST_SCORE_LATER - LEAST_SCORE) * late
    return one.score >= least and (not one.is_table or one.exactness >= LEAST_TABLE)


def day_of(article: Article) -> float | None:
    """When an article was published, in days since 1970; None if it is not known."""
    if article.published is None:
        return None
    try:
        at = datetime.fromisoformat(article.published.value)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() / 86_400


def _days_between(left: float | None, right: float | None) -> float:
    return abs(left - right) if left is not None and right is not None else 0.0


def packed(words: Fingerprint) -> bytes:
    """A fingerprint in 6 bytes a word: its hash, its length with its kind, how far behind the last one it begins."""
    pitches = np.diff(words.starts, prepend=np.uint32(0)).astype(np.uint32)
    narrow = pitches.astype(np.min_scalar_type(int(pitches.max(initial=0))))
    return words.words.tobytes() + (words.lengths | words.kinds << 6).tobytes() + narrow.tobytes()


def unpacked(kept: Kept) -> Fingerprint:
    """The fingerprint that was packed."""
    count, packing = kept.count, kept.fingerprint
    width = len(packing) // count - 5 if count else 1
    lengths = np.frombuffer(packing, dtype=np.uint8, count=count, offset=4 * count)
    pitches = np.frombuffer(packing, dtype=f"u{width}", count=count, offset=5 * count)
    words = np.frombuffer(packing, dtype=np.uint32, count=count)
    sizes, kinds = (lengths & 63).astype(np.uint8), (lengths >> 6).astype(np.uint8)
    return Fingerprint(words, np.cumsum(pitches, dtype=np.uint32), sizes, kinds, kept.headline)
