"""Parse the template language of the packs: "[optional] (a|b) <slot>".

All of its grammar: literal text, `[optional]`, `(a|b)` alternatives, `<slot>`, `<slot:qualifier>`. White space stands
for white space in the text; it vanishes together with an absent option. No space between a slot and a literal means
that the two touch ("<source>는"). A backslash takes the next character literally.

>>> sorted("".join(part for part in way) for way in words("(ha|hanno) [poi] detto"))
['ha detto', 'ha poi detto', 'hanno detto', 'hanno poi detto']
"""

import re
from collections.abc import Callable, Iterator

import msgspec

from corrobora.errors import TemplateError

MOST_WAYS = 20_000
"""A template that expands to more flat forms than this is refused."""


class Literal(msgspec.Struct, frozen=True):
    text: str


class Space(msgspec.Struct, frozen=True):
    pass


class Slot(msgspec.Struct, frozen=True):
    name: str
    qualifier: str | None = None


class Optional(msgspec.Struct, frozen=True):
    part: "Sequence"


class Choice(msgspec.Struct, frozen=True):
    parts: tuple["Sequence", ...]


class Sequence(msgspec.Struct, frozen=True):
    parts: tuple["Literal | Space | Slot | Optional | Choice", ...]


Flat = tuple[Literal | Space | Slot, ...]

_LEXEME = re.compile(
    r"\\(?P<escaped>.)|<(?P<slot>[^<>\s]+)>|(?P<mark>[\[\]()|<>])|(?P<space>\s+)|(?P<text>[^\\\[\]()|<>\s]+)"
)

_SPECIAL = re.compile(r"[\\\[\]()|<>]")


def parse(template: str) -> Sequence:
    """Parse one template; raises TemplateError with the place and what was expected."""
    lexemes = list(_LEXEME.finditer(template))
    sequence, at = _parse_choice(template, lexemes, 0)
    if at < len(lexemes):
        raise TemplateError(
            f"template {template!r}: unexpected {lexemes[at].group()!r} at column {lexemes[at].start() + 1}; "
            "close what you open, and open what you close"
        )
    if not sequence.parts:
        raise TemplateError(f"template {template!r} is empty; write at least one word or slot")
    return sequence


def _parse_choice(template: str, lexemes: list[re.Match[str]], at: int) -> tuple[Sequence, int]:
    ways: list[Sequence] = []
    parts: list[Literal | Space | Slot | Optional | Choice] = []
    while at < len(lexemes):
        lexeme = lexemes[at]
        mark = lexeme.group("mark")
        if mark in ("]", ")"):
            break
        at += 1
        if mark == "|":
            ways.append(_stripped(parts))
            parts = []
        elif mark in ("[", "("):
            inner, at = _parse_choice(template, lexemes, at)
            closing = "]" if mark == "[" else ")"
            if at >= len(lexemes) or lexemes[at].group() != closing:
                raise TemplateError(f"template {template!r}: {mark!r} at column {lexeme.start() + 1} is never closed")
            at += 1
            parts.append(Optional(inner) if mark == "[" else Choice((inner,)))
        elif mark:
            raise TemplateError(f"template {template!r}: {mark!r} at column {lexeme.start() + 1} is not part of a slot")
        elif lexeme.group("slot"):
            name, _, qualifier = lexeme.group("slot").partition(":")
            parts.append(Slot(name, qualifier or None))
        elif lexeme.group("space"):
            parts.append(Space())
        else:
            parts.append(Literal(lexeme.group("escaped") or lexeme.group("text")))
    ways.append(_stripped(parts))
    if len(ways) == 1:
        return ways[0], at
    return Sequence((Choice(tuple(ways)),)), at


def _stripped(parts: list[Literal | Space | Slot | Optional | Choice]) -> Sequence:
    while parts and isinstance(parts[0], Space):
        parts = parts[1:]
    while parts and isinstance(parts[-1], Space):
        parts = parts[:-1]
    return Sequence(tuple(parts))


def expand(sequence: Sequence) -> Iterator[Flat]:
    """Every flat way of filling the options and alternatives, without doubled or outer spaces."""
    for way in _ways(sequence.parts):
        flat: list[Literal | Space | Slot] = []
        for part in way:
            if isinstance(part, Space) and (not flat or isinstance(flat[-1], Space)):
                continue
            flat.append(part)
        if flat and isinstance(flat[-1], Space):
            flat.pop()
        if flat:
            yield tuple(flat)


def _ways(parts: tuple[Literal | Space | Slot | Optional | Choice, ...]) -> Iterator[Flat]:
    if not parts:
        yield ()
        return
    head, rest = parts[0], parts[1:]
    if isinstance(head, Optional):
        heads = [*_ways(head.part.parts), ()]
    elif isinstance(head, Choice):
        heads = [way for part in head.parts for way in _ways(part.parts)]
    else:
        heads = [(head,)]
    for before in heads:
        for after in _ways(rest):
            yield before + after


def words(template: str) -> list[str]:
    """All forms of a template without slots, as plain strings; raises TemplateError if it has a slot or too many."""
    if not _SPECIAL.search(template) and template.strip():
        return [" ".join(template.split())]
    forms = [" ".join(form.split()) for form in _forms(parse(template).parts, template)]
    return [form for form in dict.fromkeys(forms) if form]


def _forms(parts: tuple[Literal | Space | Slot | Optional | Choice, ...], template: str) -> list[str]:
    forms = [""]
    for part in parts:
        if isinstance(part, Literal):
            endings = [part.text]
        elif isinstance(part, Space):
            endings = [" "]
        elif isinstance(part, Optional):
            endings = [*_forms(part.part.parts, template), ""]
        elif isinstance(part, Choice):
            endings = [form for way in part.parts for form in _forms(way.parts, template)]
        else:
            raise TemplateError(f"template {template!r} may not hold a slot here; write words only")
        if len(forms) * len(endings) > MOST_WAYS:
            raise TemplateError(f"template {template!r} has more than {MOST_WAYS} forms; split it")
        forms = [form + ending for form in forms for ending in endings]
    return forms


def pattern(sequence: Sequence, slot: Callable[[Slot], str]) -> str:
    """The template as the source of a regular expression; `slot` says what each slot matches.

    A space is written `\\s+`, and belongs to the option beside it, so that both vanish together.
    """
    out: list[str] = []
    parts = list(sequence.parts)
    at = 0
    while at < len(parts):
        part = parts[at]
        follower = parts[at + 1] if at + 1 < len(parts) else None
        if isinstance(part, Space) and isinstance(follower, Optional) and out:
            out.append(rf"(?:\s+{pattern(follower.part, slot)})?")
            at += 2
            continue
        if isinstance(part, Optional) and isinstance(follower, Space):
            out.append(rf"(?:{pattern(part.part, slot)}\s+)?")
            at += 2
            continue
        out.append(_pattern_of(part, slot))
        at += 1
    return "".join(out)


def _pattern_of(part: Literal | Space | Slot | Optional | Choice, slot: Callable[[Slot], str]) -> str:
    match part:
        case Literal(text):
            return re.escape(text)
        case Space():
            return r"\s+"
        case Slot():
            return slot(part)
        case Optional(inner):
            return f"(?:{pattern(inner, slot)})?"
        case Choice(parts):
            return "(?:" + "|".join(pattern(inner, slot) for inner in parts) + ")"
