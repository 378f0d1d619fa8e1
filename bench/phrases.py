"""Measure how single time phrases are resolved: per file found and right, and the same without kinds that news lacks.

    python bench/phrases.py FOLDER [SHOW]

FOLDER holds `timexspec.NAME_CODE.jsonl` files, one phrase a line with its reference moment: lines with `timexes` ask
for a span and a TIMEX3 value, the others ({dct, text, when, grain}) that one time found covers `when`. A phrase is
right under the same rules as elsewhere in the project's evaluation. The kinds are told by the file's own answer or by
the form of the phrase, never by what is read; each says why news does not need it or means it otherwise. Beside each
kind stands how much of it is right all the same, and how much of it is placed on the right days whatever its value.
SHOW (a language code) prints what is left and wrong there. docs/benchmarks.md says where such files come from.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from corrobora.read.dates import DateReader
from corrobora.read.dates_rules import Rules
from corrobora.read.packs import installed, load_pack
from corrobora.records import TimeExpression

UNITS = {"Year": 4, "Month": 7, "Quarter": 7}
"""How much of a date counts at a grain; at any other, the day."""


class Phrase(NamedTuple):
    """One phrase of a file with its answer (`value`, the resolved ways of `ways`), and the words of its language."""

    text: str
    value: str
    ways: list[dict[str, str]]
    type: str
    dct: str | None
    answer_is_span: bool
    words: "Forms"


class Forms:
    """What the forms of phrases are told by: the words of the pack."""

    def __init__(self, code: str):
        rules = Rules(DateReader(load_pack(code)).table)
        words = rules.words
        self.capitals = rules.words.table.capitals
        names = [form for slot in ("mon", "wday") for form in words.forms[slot] if form[0].isalpha()]
        units = sorted(words.forms["unit"], key=len, reverse=True)
        periods = [form for form in units if words.forms["unit"][form] in ("W", "M", "Q", "Y", "DE")]
        number = f"(?:{words.pattern('number')})"
        self.vague = re.compile(rf"(?:^|\s)(?:{words.pattern('vague')})(?:\s|$)")
        self.name = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
        self.counted = re.compile(rf"(?<!\w){number}\s?(?:{'|'.join(map(re.escape, periods)) or '(?!)'})(?!\w)")
        pointing = "|".join(re.escape(one) for one in words.forms["which"])
        self.pointing = re.compile(rf"(?<!\w)(?:{pointing})(?!\w)")
        seasons = "|".join(map(re.escape, (*names, *words.forms["season"])))
        self.named = re.compile(rf"(?<!\w)(?:{seasons})(?!\w)")
        article = rf"(?:(?!(?:{pointing})\b)[^\W\d]{{1,3}}(?:\s|'))"
        self.unit = re.compile(rf"{article}{{0,2}}(?:{'|'.join(map(re.escape, units))})")


@cache
def forms(code: str) -> Forms:
    return Forms(code)


def no_moment(one: Phrase) -> bool:
    """The line gives no reference moment, and the answer has a year that the phrase does not say."""
    year = re.match(r"\d\d(\d\d)", one.value.lstrip("("))
    return one.dct is None and year is not None and re.search(rf"(?<!\d)(\d\d)?{year[1]}(?!\d)", one.text) is None


def interval(one: Phrase) -> bool:
    return one.value.startswith("(")


def time_of_day(one: Phrase) -> bool:
    return bool(re.match(r"T|[^P(].*T[\dX]", one.value))


def repeated(one: Phrase) -> bool:
    return one.type == "SET"


def unresolved(one: Phrase) -> bool:
    """Nothing but X, or explicitly nothing, where a date is asked for."""
    values = [way["value"] for way in one.ways if "value" in way]
    open_ended = one.value.startswith(("XX", "FY", "SY", "SU", "WI", "SP", "FA")) or not one.value
    return one.answer_is_span and ("not resolved" in values or (open_ended and not values))


def counted_to_the_day(one: Phrase) -> bool:
    low = one.text.lower()
    day = re.fullmatch(r"\d{4}-\d\d-\d\d", one.value) is not None
    return day and bool(one.words.counted.search(low)) and not one.words.name.search(low)


def vague(one: Phrase) -> bool:
    return one.type == "DURATION" and bool(one.words.vague.search(one.text.lower()))


def coming(one: Phrase) -> bool:
    """A month, weekday or season without a year or a word like "next", answered with a day still to come."""
    low = one.text.lower()
    named = one.words.named.search(low) is not None and one.words.pointing.search(low) is None
    later = not one.answer_is_span and one.value[:10] > (one.dct or "")[:10]
    return named and later and re.search(r"\d{4}|\d[./]\d+[./]\d", low) is None


def unit_alone(one: Phrase) -> bool:
    return one.type != "DURATION" and one.words.unit.fullmatch(one.text.lower().strip()) is not None


def of_programs(one: Phrase) -> bool:
    runs = r"\d[-/.]?[^\W\d]{3,}[-/.]?\d|[^\W\d]{3,}[-/]\d|\d[-/][^\W\d]{3,}|\b\d{8}\b|\b\d{1,4} \d{1,2} \d{2,4}\b"
    return re.search(runs, one.text) is not None


def small_names(one: Phrase) -> bool:
    """A month or weekday without the capital that its language, and any edited text in it, gives it."""
    known = one.words.name.search(one.text.lower())
    return bool(one.words.capitals) and known is not None and one.text[known.start()].islower()


KINDS: list[tuple[str, Callable[[Phrase], bool], str]] = [
    ("no reference moment", no_moment, "the line has none, yet is answered with a year that the phrase does not say"),
    ("interval tuple", interval, "(start,end,length): no TIMEX3 value; from-to is two expressions, a span a duration"),
    ("time of day", time_of_day, "T16 or TMO without its day, or finer than a day: we give the day, and T16:00"),
    ("set", repeated, "calendar repetitions for reminders; news says them as habits, without a date to check"),
    ("unresolved", unresolved, "the answer names no date: a year left open, a bare season, the 30th of February"),
    ("to the day", counted_to_the_day, "'two months ago' as one day: news, and TIMEX3, mean the month, week or year"),
    ("the coming one", coming, "a bare weekday, month or season: without a cue ahead, news means the past one"),
    ("vague number", vague, "'several weeks' as three; TIMEX3, and we, say X"),
    ("unit alone", unit_alone, "'the week', 'partner of the month' as this week, this month"),
    ("dates of programs", of_programs, "2020/23/Sep, 20160903, '18 8 78': edited text does not write them"),
    ("small letters", small_names, "'april', 'sat' in a language that writes April: 'march' and 'may' are words"),
]  # fmt: skip
"""What is left out, in the order in which it is told: name, rule, reason."""


class Result(NamedTuple):
    """How one phrase came out: its kind ("" if it stays), found, right, and placed on the right days."""

    kind: str
    found: bool
    right: bool
    placed: bool
    shown: str


def measured(folder: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """A row for each file: name, phrases, found / right %, those that stay without the kinds, found / right %."""
    for path, _, results in every(folder):
        kept = [one for one in results if not one.kind]
        found, right = (
            [share(getattr(one, mark) for one in some) for some in (results, kept)] for mark in ("found", "right")
        )
        yield (
            path.stem.removeprefix("timexspec."), str(len(results)), f"{found[0]:.0f} / {right[0]:.0f}",
            str(len(kept)), f"{found[1]:.0f} / {right[1]:.0f}",
        )  # fmt: skip


def every(folder: Path) -> Iterator[tuple[Path, str, list[Result]]]:
    """The files whose language has a pack, with its code and what comes out."""
    for path in sorted(folder.glob("timexspec.*.jsonl")):
        code = path.stem.rsplit("_", 1)[-1]
        if code in installed():
            yield path, code, read(path, code)


def main(folder: Path, show: str = "") -> None:
    for path, code, results in every(folder):
        kept = [one for one in results if not one.kind]
        print(f"{path.stem[10:]:<16} all: {figures(results)}   without the kinds: {figures(kept)}")
        for name, count in Counter(one.kind for one in results if one.kind).most_common():
            its = [one for one in results if one.kind == name]
            right, on_days = share(one.right for one in its), share(one.placed for one in its)
            of_all = 100 * count / len(results)
            print(f"    {name:<20} {count:>4} {of_all:5.1f} %   right {right:5.1f}, placed {on_days:5.1f}")
        if code == show:
            print(*(one.shown for one in kept if not one.right), sep="\n")
    print("\nKinds left out:")
    for name, _, reason in KINDS:
        print(f"    {name:<20} {reason}")


def figures(results: list[Result]) -> str:
    found, right = share(one.found for one in results), share(one.right for one in results)
    return f"{len(results):>4} phrases, found {found:5.1f}, right {right:5.1f}"


def share(marks: Iterable[bool]) -> float:
    told = list(marks)
    return 100 * sum(told) / max(1, len(told))


def read(path: Path, code: str) -> list[Result]:
    reader = DateReader(load_pack(code))
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    out: list[Result] = []
    for line in lines:
        times = reader.find(line["text"], published=line["dct"])
        if "timexes" in line:
            out += [span_result(line, answer, times, code) for answer in line["timexes"]]
        elif line.get("when") and isinstance(line["when"][0], list):
            out.append(moment_result(line, times, code))
    return out


def span_result(line: dict[str, Any], answer: dict[str, Any], times: tuple[TimeExpression, ...], code: str) -> Result:
    text = line["text"][answer["s"] : answer["e"]]
    ways = answer.get("resolved", [])
    phrase = Phrase(text, answer["value"] or "", ways, answer["type"], line["dct"], True, forms(code))
    hits = [one for one in times if one.start < answer["e"] and answer["s"] < one.end]
    right = any(one.timex in (answer["value"], *(way.get("value") for way in ways)) for one in hits)
    got = [(one.exact, one.timex) for one in times]
    shown = f"    {line['dct']} {line['text'][:90]!r}: {text!r} {answer['value']} <> {got}"
    return Result(kind_of(phrase), bool(hits), right, right or placed(ways, hits), shown)


def moment_result(line: dict[str, Any], times: tuple[TimeExpression, ...], code: str) -> Result:
    parts = [*line["when"][0], 1, 1][:3] if len(line["when"][0]) < 3 else line["when"][0]
    wanted = f"{parts[0]:04d}-{parts[1]:02d}-{parts[2]:02d}"
    unit = UNITS.get(line.get("grain", ""), 10)
    right = any((one.earliest or "")[:10][:unit] == wanted[:unit] for one in times)
    grain = {"Hour": "TXX", "Minute": "TXX:XX", "Second": "TXX:XX"}.get(line.get("grain", ""), "")
    phrase = Phrase(line["text"], wanted + grain, [], "DATE", line["dct"], False, forms(code))
    shown = f"    {line['dct']} {line['text']!r}: {wanted} {line.get('grain')} <> {[(t.exact, t.timex) for t in times]}"
    return Result(kind_of(phrase), bool(times), right, right, shown)


def kind_of(phrase: Phrase) -> str:
    return next((name for name, rule, _ in KINDS if rule(phrase)), "")


def placed(ways: list[dict[str, str]], hits: list[TimeExpression]) -> bool:
    """True if what was found lies on the days of the answer, or around its day."""
    first = min((one.earliest[:10] for one in hits if one.earliest), default="")
    last = max((one.latest[:10] for one in hits if one.latest), default="")
    for way in ways:
        value = way.get("value", "")[:10]
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value) and first and first <= value <= last:
            return True
        start, end = way.get("start", "")[:10], way.get("end", "")[:10]
        if first and first == start and end and last in (end, day_before(end)):
            return True
    return False


def day_before(stamp: str) -> str:
    try:
        return (date.fromisoformat(stamp) - timedelta(days=1)).isoformat()
    except ValueError:
        return ""


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
