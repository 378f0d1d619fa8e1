"""The words of dates.toml: what each slot of a rule matches, and the value of what it matched."""

import re

from corrobora.errors import PackError
from corrobora.read.dates_table import DateTable
from corrobora.read.templates import words

GAP = r"\s{1,3}"
"""The space between two words of an expression."""

DIGITS = "0"
"""Stands for a run of digits in the keys of rules."""

KEY = 6
"""Rules are found by so many characters of how they begin."""

NUMERIC = {
    "year": r"(?:1[0-9]|2[0-2])\d\d(?!\d)",
    "tens": r"['’‘]?\d0(?!\d)",
    "two": r"(?:['’‘]\d\d|(?:3[2-9]|[4-9]\d))(?!\d|[.,]\d)",
    "hour": r"(?:[01]?\d|2[0-4])(?!\d)",
    "minute": r"[0-5]?\d(?!\d)",
    "roman": r"[ivx]{1,5}",
    "colon": r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?!\d)",
}
"""Slots that need no words, and their patterns."""

ZONES = {"utc": "Z", "gmt": "Z", "cet": "+01:00", "cest": "+02:00", "eet": "+02:00", "msk": "+03:00", "jst": "+09:00",
         "kst": "+09:00", "edt": "-04:00", "cdt": "-05:00", "pdt": "-07:00", "pst": "-08:00"}  # fmt: skip
"""Abbreviations of time zones that all languages use; "EST" and "IST" are words in some."""

DAYS = frozenset(str(day) for day in range(1, 32))

_FRACTIONS = str.maketrans({",": ".", "½": ".5", "¼": ".25", "¾": ".75"})

_FIGURES = re.compile(r"\d+")


class Words:
    """What each slot of a language matches, and the value of what it matched."""

    def __init__(self, table: DateTable):
        self.table = table
        numbers = {**forms_of(table.number), **_compounds(table, table.number)}
        ordinals = {**forms_of(table.ordinal), **_compounds(table, table.ordinal)}
        self._compound_forms = _compounds(table, table.number).keys() | _compounds(table, table.ordinal).keys()
        self._compounds = (
            {"number": _compound_source(table, table.number), "ordinal": _compound_source(table, table.ordinal)}
            if table.tens
            else {}
        )
        self.forms: dict[str, dict[str, str]] = {
            "number": numbers,
            "ordinal": ordinals,
            "month": forms_of(table.month),
            "mon": {**forms_of(table.month_short), **forms_of(table.month)},
            "clear_month": {
                form: value for form, value in forms_of(table.month).items() if value not in table.doubtful_months
            },
            "weekday": forms_of(table.weekday),
            "wday": {**forms_of(table.weekday_short), **forms_of(table.weekday)},
            "season": forms_of(table.season),
            "part": forms_of(table.part),
            "unit": forms_of(table.unit),
            "which": forms_of(table.which),
            "half_day": forms_of(table.half_day),
            "decade": forms_of(table.decade),
            "zone": {**ZONES, **forms_of(table.zone)},
            "vague": dict.fromkeys(plain_forms(table.vague), "X"),
        }
        numerals = {
            form: value for form, value in numbers.items() if value != "1" or table.digits
        }  # "un set" is no first of September
        day_words = {"ordinal": ordinals, "number": numerals, "both": {**numerals, **ordinals}, "none": {}}
        self.forms["day"] = {form: value for form, value in day_words[table.day_words].items() if value in DAYS}
        self.forms["nth"] = ordinals
        self.forms["hour"] = {form: value for form, value in numbers.items() if value.isdigit() and int(value) <= 24}
        self.forms["minute"] = numbers
        self._patterns: dict[str, str] = {}

    def pattern(self, slot: str) -> str:
        """The source of a regular expression for a slot; raises PackError for a slot that is not one."""
        if slot not in self._patterns:
            self._patterns[slot] = self._make(slot)
        return self._patterns[slot]

    def _make(self, slot: str) -> str:
        marks = "|".join(re.escape(mark.lower()) for mark in self.table.ordinal_marks)
        clock = "".join(re.escape(mark) for mark in self.table.clock_marks)
        ways: list[str] = []
        match slot:
            case "number":
                ways = [
                    r"\d{1,3}(?:[.,]\d{3}){1,2}(?!\d)",
                    r"(?!(?:19|20)\d\d(?!\d))(?:\d{1,4}(?:[.,]\d{1,2})?(?![\d½¼¾])|\d{0,2}[½¼¾])",
                ]
            case "year" if self.table.digits:
                ways = [NUMERIC[slot], f"[{re.escape(self.table.digits)}]{{4}}"]
            case "day":
                ways = [r"(?:3[01]|[12]\d|0?[1-9])(?!\d)" + (f"(?:{marks})?" if marks else "")]
            case "nth":
                ways = [rf"\d{{1,2}}(?:{marks})"] if marks else [r"\d{1,2}"]
            case "numeric":
                return r"\d{1,4}([-./])\d{1,2}\1\d{1,4}(?![\d])"
            case "short":
                return r"\d{1,2}[./]\d{1,2}(?![\d/])"
            case "zone":
                ways = [r"(?:utc|gmt) ?[-+−] ?\d{1,2}"]
            case "clock":
                return rf"(?:[01]?\d|2[0-4])[{clock}][0-5]\d(?::[0-5]\d)?(?!\d)"
            case _ if slot in NUMERIC:
                ways = [NUMERIC[slot]]
        compounds = self._compounds if slot in ("number", "minute", "hour", "ordinal", "nth", "day") else {}
        tables = {"day": self.table.day_words, "ordinal": "ordinal", "nth": "ordinal"}
        if compounds and self.forms[slot]:
            ways += [compounds[name] for name in ("number", "ordinal") if tables.get(slot, "number") in (name, "both")]
        plain = self.forms.get(slot, {}).keys() - (self._compound_forms if compounds else set())
        ways += [source_of(form) for form in sorted(plain, key=len, reverse=True)]
        if not ways:
            if slot in self.forms:
                return r"(?!)"
            raise PackError(f"dates.toml: no slot <{slot}>; slots are {', '.join(sorted({*self.forms, *NUMERIC}))}")
        return "|".join(ways)

    def starts(self, slot: str) -> set[str]:
        """How text that this slot matches may begin, with every run of digits written as one 0."""
        keys = {leading_figures(form)[:KEY] for form in self.forms.get(slot, ())}
        if slot in ("number", "day", "numeric", "short", "clock", "colon", "year", "hour", "minute", "tens", "two"):
            keys.add(DIGITS)
        if slot == "number":
            keys.update(f"{figures}{part}" for figures in ("", DIGITS) for part in "½¼¾")
        if slot in ("day", "nth"):
            keys.update(f"{DIGITS}{mark.lower()}" for mark in self.table.ordinal_marks or ("",))
        if slot in ("tens", "two"):
            keys.add(f"'{DIGITS}")
        if slot == "roman":
            keys.update("ivx")
        return keys

    def last_letters(self) -> frozenset[str]:
        """The letters after which another word of an expression may follow without a space."""
        return frozenset(form[-1] for slot in ("number", "vague", "half_day", "which") for form in self.forms[slot])

    def figures(self, text: str) -> str:
        """A year with the language's own digits as figures."""
        return text.translate(str.maketrans(self.table.digits, "0123456789")) if self.table.digits else text

    def value(self, slot: str, text: str) -> str:
        """The value of what a slot matched, as the pack writes it; figures stand for themselves."""
        slot = slot.rstrip("23")
        plain = " ".join(text.split())
        known = self.forms.get(slot, {}).get(plain)
        if known is not None:
            return known
        if slot in ("day", "nth"):
            return re.match(r"\d+", plain).group() if plain[:1].isdigit() else ""  # type: ignore[union-attr]
        if slot == "number":
            grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", plain)
            return re.sub(r"[.,]", "", plain) if grouped else plain.translate(_FRACTIONS)
        return plain


def leading_figures(text: str) -> str:
    """The text with the figures that it begins with as one 0."""
    return _FIGURES.sub(DIGITS, text, count=1) if text[:1].isdigit() else text


def forms_of(table: dict[str, str]) -> dict[str, str]:
    return {form: value for value, template in table.items() for form in plain_forms(template)}


def plain_forms(template: str, *, strip: bool = True) -> list[str]:
    if not template:
        return []
    return [form.strip() if strip else form for form in words(template.lower())]


def _compounds(table: DateTable, ones: dict[str, str]) -> dict[str, str]:
    """ "twenty-one" and its like, from the tens and the ones."""
    return {
        f"{first}{join}{second}": str(int(ten) + int(one))
        for ten, template in table.tens.items()
        for first in plain_forms(template)
        for join in table.tens_joins
        for one, says in _ones(ones)
        for second in says
    }


def _compound_source(table: DateTable, ones: dict[str, str]) -> str:
    tens = "|".join(source_of(form) for template in table.tens.values() for form in plain_forms(template))
    joins = "|".join(re.escape(join).replace("\\ ", GAP) for join in table.tens_joins)
    last = "|".join(source_of(form) for _, says in _ones(ones) for form in says)
    return f"(?:{tens})(?:{joins})(?:{last or '(?!)'})(?!\\w)"


def _ones(table: dict[str, str]) -> list[tuple[str, list[str]]]:
    return [(one, plain_forms(says)) for one, says in table.items() if one.isdigit() and 1 <= int(one) <= 9]


def source_of(form: str) -> str:
    return GAP.join(re.escape(part) for part in form.split())
