"""What the words around an expression say: whether it lies ahead, and whether four figures are a year."""

import re

from corrobora.read.dates_context import Found
from corrobora.read.dates_table import DateTable
from corrobora.read.dates_words import GAP, plain_forms, source_of

CUE_REACH = 70
"""So far from an expression a word may stand that says whether it lies ahead."""

JUST_BEFORE = 24
"""So far before an expression a preposition may begin that says so."""

SENTENCE_END = re.compile(r"[.!?…]\s|[。！？]|\n|[;:]\s")
CLAUSE_END = re.compile(r"[,.!?。！？;；:：\n]")
"""Where clauses end, for a language without spaces: its verbs and times stand in the same clause."""
_NO_YEAR_BEFORE = re.compile(r"(?:[$€£¥₩₽#№+×°]|\d[.,])\s?\Z")
_NO_YEAR_AFTER = re.compile(r"\s?(?:[%$€£¥₩₽×°]|[.,]\d)")


class Cues:
    """The cues of one language, compiled."""

    def __init__(self, table: DateTable, *, spaces: bool = True):
        self._verb_last = table.cues_follow
        self._stop = SENTENCE_END if spaces else CLAUSE_END
        self._cues = _cue_pattern(table, spaces=spaces)
        self._ahead = _ending(table.future_before, spaces=spaces)
        self._year_before = _ending(table.year_cues)
        self._year_after = _beginning(table.year_followers)
        self._not_year = _beginning(table.not_years)

    def direction(self, low: str, found: Found) -> int:
        """1 if the words around say that it lies ahead, -1 if they say that it is past, 0 if they say nothing."""
        left = low[max(0, found.start - CUE_REACH) : found.start]
        ends = [match.end() for match in self._stop.finditer(left)]
        left = left[ends[-1] :] if ends else left
        right = low[found.end : found.end + CUE_REACH]
        end = self._stop.search(right)
        right = right[: end.start()] if end else right
        before = [match.lastgroup for match in self._cues.finditer(left)]
        after = self._cues.search(right)
        nearest = [before[-1] if before else None, after.lastgroup if after else None]
        if self._verb_last:
            nearest.reverse()
        if self._ahead.search(low, max(0, found.start - JUST_BEFORE), found.start):
            return 1
        cue = nearest[0] or nearest[1]
        return 1 if cue == "future" else -1 if cue == "past" else 0

    def is_year(self, text: str, low: str, start: int, end: int) -> bool:
        """Four figures are a year if a word before says so, or if what follows does not make them a count."""
        if _NO_YEAR_BEFORE.search(low, max(0, start - 3), start) or _NO_YEAR_AFTER.match(low, end):
            return False
        if self._not_year.match(low, end) or (low[start - 1 : start] == "-" and low[start - 2 : start - 1].isalpha()):
            return False
        follower = text[end : end + 2]
        counted = follower[:1].isspace() and follower[1:].islower() and not self._year_after.match(low, end)
        round_number = low[start + 2 : end] == "00"
        if _in_span(low, start, end):
            return True
        if self._year_before.search(low, max(0, start - JUST_BEFORE), start):
            return not (counted and round_number)
        year = int(low[start:end])
        return 1900 <= year <= 2100 and not counted


def _in_span(low: str, start: int, end: int) -> bool:
    """True for the years of "(1822-1862)" and "1910–1914"."""
    before, after = low[max(0, start - 5) : start], low[end : end + 5]
    opens = before[-1:] == "(" and after[:1] in ("-", "–", "—", ")")
    follows = before[-1:] in ("-", "–", "—") and before[:4].isdigit()
    leads = after[:1] in ("-", "–", "—") and after[1:].isdigit() and len(after) == 5
    return opens or follows or leads


def _words_ending(endings: tuple[str, ...]) -> list[str]:
    """Words with one of these endings, tried only once at each word."""
    behind = "|".join(f"(?<={re.escape(ending)})" for ending in endings)
    return [rf"(?>\w{{2,25}})(?:{behind})(?!\w)"] if endings else []


def _cue_pattern(table: DateTable, *, spaces: bool) -> "re.Pattern[str]":
    future = [source_of(form) for form in plain_forms(table.future)]
    past = [source_of(form) for form in plain_forms(table.past)]
    future += _words_ending(table.future_endings)
    past += _words_ending(table.past_endings)
    ends = "" if table.cues_follow or not spaces else r"(?!\w)"
    begins = r"(?<!\w)" if spaces else ""
    return re.compile(
        rf"{begins}(?:(?P<future>{'|'.join(future) or '(?!)'})|(?P<past>{'|'.join(past) or '(?!)'})){ends}"
    )


def _ending(template: str, *, spaces: bool = True) -> "re.Pattern[str]":
    forms = [source_of(form) for form in plain_forms(template)]
    begins = r"(?<!\w)" if spaces else ""
    return re.compile(rf"{begins}(?:{'|'.join(forms) or '(?!)'}){GAP.replace('1', '0', 1)}\Z")


def _beginning(template: str) -> "re.Pattern[str]":
    forms = [source_of(form) for form in plain_forms(template)]
    return re.compile(rf"{GAP.replace('1', '0', 1)}(?:{'|'.join(forms) or '(?!)'})(?!\w)")
