"""Cut a sentence of a cue-final language into words: by white space, or, where there is none, by rules over letters.

Without spaces a word is a run of other letters (Chinese characters, katakana, Latin, figures) with the run of tail
letters (hiragana) that follows it, where inflections and particles stand. A tail is cut again by the pack's own words:
behind particles, before nouns that clauses are bound to, and before cues that are themselves written in tail letters.
Every rule looks at a few letters to either side, so that a cue cut by itself is cut as it is in a text.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from corrobora.read.alternation import alternation
from corrobora.read.templates import words
from corrobora.records import Span

MARKS = "、。，．！？…：；・!?"
OPENING = "([<{（［【〈《"
CLOSING = ",.!?…:;·)]’”\"'、。，．！？：；）］】〉》」』〟"
LONGEST_ASIDE = 80
_SPACED = re.compile(r"\S+")
_BLANK = re.compile(r"\s")


class CuttingRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[cutting]` of attribution.toml, for a script without spaces. All but `tail` are templates or lists of them.

    `tail`: the first and the last of the letters that tails are written in. `whole`: words that are not cut inside.
    `always`: particles that end a word wherever they stand. `behind_names`: particles that do so only right behind
    another letter, and `not_before`, the letters before which even these are none. `opens`: words of tail letters that
    begin a word behind one of `closed_by`. `bound`: such words behind the end of a clause, whose last letters are
    `clause_ends`. `ties`: behind it a cue in tail letters begins, unless it follows one of `not_ties`. `led`: words
    that begin behind the particle `leads`.
    """

    tail: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    always: str = ""
    behind_names: str = ""
    not_before: str = ""
    opens: tuple[str, ...] = ()
    closed_by: str = ""
    bound: tuple[str, ...] = ()
    clause_ends: str = ""
    ties: str = ""
    not_ties: str = ""
    leads: str = ""
    led: tuple[str, ...] = ()


class Cutter:
    """Cuts the sentences of one language. `cues` are the cues' forms, of which those in tail letters matter; before
    other letters only those in `linking` are cut off, because the others may belong to the noun that follows."""

    def __init__(self, table: CuttingRow, cues: Collection[str] = (), linking: Iterable[str] = ()):
        self.spaced = not table.tail
        self._cut: re.Pattern[str] | None = None
        self._tail: re.Pattern[str] | None = None
        self._closed: re.Pattern[str] | None = None
        if table.tail:
            tail = f"[{table.tail[0]}-{table.tail[1]}]"
            self._tail = re.compile(f"{tail}*")
            spelled = [form for form in cues if self._tail.fullmatch(form)]
            linked = [form for form in linking if self._tail.fullmatch(form)]
            linked += [word for form in cues for word in self._beginnings(form, table.always)]
            self._cut = re.compile(_rules(table, tail, spelled, linked))
            self._closed = re.compile(rf"{tail}*(?:（[^（）\n]{{0,{LONGEST_ASIDE}}}）{tail}*)?[{re.escape(CLOSING)}]*")

    def _beginnings(self, form: str, always: str) -> Iterator[str]:
        """A form that begins with a word in tail letters and goes on in others (くぎを刺す, した上で), and that word if
        its particle closes it."""
        match = self._tail.match(form) if self._tail else None
        if match is not None and 1 < match.end() < len(form):
            yield form
            if always and form[match.end() - 1] in always:
                yield match.group()

    def split(self, form: str) -> tuple[str, ...]:
        """The words of a form out of the pack, cut as texts are cut, so that the two meet."""
        if self._cut is None:
            return tuple(form.split())
        return tuple(form[start:end] for start, end in self.pieces(form, 0, len(form)))

    def ends_in_tail(self, word: str) -> bool:
        """True if the word carries an ending or particle, as far as its letters tell."""
        return self._tail is not None and bool(word) and self._tail.fullmatch(word[-1]) is not None

    def pieces(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The words of a stretch that holds no quotation."""
        for part in _SPACED.finditer(text, start, end):
            begin, stop = part.span()
            if self._cut is not None:
                for cut in self._cut.finditer(text, begin, stop):
                    at = cut.start()
                    if at == cut.end() and begin < at:
                        yield begin, at
                        begin = at
            yield begin, stop

    def behind(self, text: str, start: int, end: int) -> int:
        """Where that ends which is written onto a quotation that ends at `start`."""
        if self._closed is None:
            return end
        match = self._closed.match(text, start, end)
        return match.end() if match else start


def masked(text: str, quotations: Sequence[Span]) -> str:
    """The text with every blank inside a quotation filled, so that white space cuts words only outside."""
    if not quotations:
        return text
    parts: list[str] = []
    at = 0
    for quotation in quotations:
        parts.append(text[at : quotation.start])
        parts.append(_BLANK.sub("_", text[quotation.start : quotation.end]))
        at = quotation.end
    parts.append(text[at:])
    return "".join(parts)


def _rules(table: CuttingRow, tail: str, cues: Sequence[str], linking: Sequence[str]) -> str:
    """As empty matches every place that is cut; then what is not cut inside."""
    no_tail = rf"[^{tail[1:-1]}\s{re.escape(MARKS + CLOSING + OPENING)}]"
    whole = alternation(form for template in table.whole for form in words(template))
    edge = rf"(?!{tail})"
    ways = [
        rf"(?<={tail})(?={no_tail})",
        rf"(?<=[{re.escape(MARKS[:-3])}!?])(?=[^\s{re.escape(MARKS + CLOSING)}])(?<!・)",
        rf"(?<=[）】］])(?={no_tail})",
    ]
    if table.always:
        ways.append(rf"(?<=[{table.always}])(?={tail})")
    if table.behind_names:
        ways.append(rf"(?<=[^\s{tail[1:-1]}][{table.behind_names}])(?={tail})(?![{table.not_before}])")
    if table.opens:
        opens = alternation(form for template in table.opens for form in words(template))
        ways.append(rf"(?<=[{table.closed_by}])(?={opens})")
    if table.bound:
        bound = alternation(form for template in table.bound for form in words(template))
        ways.append(rf"(?<=[{table.clause_ends}])(?={bound})")
    if table.ties and cues:
        ways.append(
            rf"(?<=[{tail[1:-1]}{re.escape(CLOSING)}]{table.ties})(?<![{table.not_ties}]{table.ties})"
            rf"(?={alternation(cues)}(?:(?!\w)|{table.ties})|{alternation(linking)}{edge})"
        )
    if table.led:
        led = alternation(form for template in table.led for form in words(template))
        ways.append(rf"(?<={table.leads})(?={led}{edge})")
    ways.append(rf"{whole}|（[^（）\n]{{0,{LONGEST_ASIDE}}}）")
    return "|".join(ways)
