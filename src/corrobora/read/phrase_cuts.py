"""Find where a noun phrase may end although nothing parts it from the one that follows."""

from collections.abc import Iterator

from corrobora.read.frames import Part, Words
from corrobora.read.grammar import WordClass as W
from corrobora.read.lines import Line


def cuts(line: Line, start: int, end: int, follower: Words | Part) -> Iterator[int]:
    """Where a noun phrase may end because what follows it may begin there: at one of the words that it must begin with,
    or, if it may begin with anything, at the end of a name."""
    choices = follower.choices if isinstance(follower, Words) else follower.begins
    if choices is not None:
        yield from (at for at in range(start + 1, end + 1) if line.matches(at, choices) and not _in_name(line, at))
    elif isinstance(follower, Part) and follower.name in ("content", "target") and not follower.bits:
        named = [at for at in range(start + 1, end) if line.ends[at - 1] in line.mention_ends]
        yield from named
        if follower.name == "target":
            somebody = (at for at in range(end - 1, start, -1) if line.bits[at] & W.SOURCE_NOUNS)
            yield from (at for at in somebody if _begins_another(line, at))


def _begins_another(line: Line, at: int) -> bool:
    """True if what begins at item `at` does not belong to the noun before it: that one is definite, or no part of the
    name that begins here."""
    if _in_name(line, at):
        return False
    named = bool(line.bits[at] & W.MENTION) and not line.bits[at - 1] & W.MENTION
    return named or line.words[at - 1].startswith(line.article)


def _in_name(line: Line, at: int) -> bool:
    """True if a name goes on from the item before `at`."""
    if at >= len(line) or not line.bits[at] & line.bits[at - 1] & W.MENTION:
        return False
    return line.ends[at - 1] not in line.mention_ends
