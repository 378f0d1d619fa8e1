"""The command about the news lexicon: what a word names, and what the same is called in the other languages."""

import difflib
from typing import TYPE_CHECKING, Annotated

import typer

from corrobora.cli_languages import Folder, packs_with
from corrobora.errors import PackError

if TYPE_CHECKING:
    from rich.console import Console

    from corrobora.read.packs import Pack

NEAR = 5
"""Forms that are offered where a word names nothing."""


def lexicon(
    word: Annotated[
        str | None, typer.Argument(help="A word, a few words, or a concept's id; without one, what the lexicon covers.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="Read the word in this language only.")] = None,
    folder: Folder = None,
) -> None:
    """Show what a word names, and what that is called in every language."""
    from rich.console import Console

    packs = {code: pack for code, pack in packs_with(folder).items() if pack.has("lexicon")}
    if language and language not in packs:
        raise PackError(f"no lexicon for {language!r}; there are lexicons for: {', '.join(packs) or 'none'}")
    console = Console(highlight=False)
    if word is None:
        _show_topics(console, packs)
        return
    meant = _meant(word, {language: packs[language]} if language else packs)
    if not meant:
        near = difflib.get_close_matches(word.lower(), _forms(packs), NEAR)
        console.print(f"Nothing in the lexicon is called {word!r}." + (f" Near: {', '.join(near)}" if near else ""))
        raise typer.Exit(1)
    for concept, codes in meant.items():
        _show_concept(console, packs, concept, codes)


def _meant(word: str, packs: "dict[str, Pack]") -> dict[str, list[str]]:
    """The concepts that a word names, each with the languages in which it does; the id of one names it, too."""
    from corrobora.read.concepts import ConceptReader, LexiconTable

    meant: dict[str, list[str]] = {}
    for code, pack in packs.items():
        if any(word == concept for concept, _ in pack.table("lexicon", LexiconTable).forms()):
            meant.setdefault(word, [])
        for at in ConceptReader(pack).find(word):
            if at.span.start == 0 and at.span.end == len(word):
                for concept in at.concepts:
                    meant.setdefault(concept, []).append(code)
    return meant


def _forms(packs: "dict[str, Pack]") -> list[str]:
    from corrobora.read.concepts import LexiconTable, as_shown

    tables = (pack.table("lexicon", LexiconTable) for pack in packs.values())
    return [as_shown(form) for table in tables for _, forms in table.forms() for form in forms]


def _show_concept(console: "Console", packs: "dict[str, Pack]", concept: str, codes: list[str]) -> None:
    from rich.table import Table

    from corrobora.read.concepts import LexiconTable, as_shown

    shown = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    shown.add_column(no_wrap=True)
    shown.add_column(overflow="fold")
    topics: dict[str, None] = {}
    for code, pack in packs.items():
        for topic, concepts in pack.table("lexicon", LexiconTable).topics.items():
            if concept in concepts:
                topics.setdefault(topic)
                forms = ", ".join(map(as_shown, concepts[concept].split("|")))
                shown.add_row(pack.language.english_name, f"[bold]{forms}[/bold]" if code in codes else forms)
    console.print(f"[bold]{concept}[/bold] [dim]{', '.join(topics)}[/dim]")
    console.print(shown)
    console.print()


def _show_topics(console: "Console", packs: "dict[str, Pack]") -> None:
    from rich.table import Table

    from corrobora.read.concepts import LexiconTable

    counts: dict[str, set[str]] = {}
    for pack in packs.values():
        for topic, concepts in pack.table("lexicon", LexiconTable).topics.items():
            counts.setdefault(topic, set()).update(concepts)
    shown = Table(box=None, pad_edge=False, header_style="bold underline", padding=(0, 2, 0, 0))
    shown.add_column("topic", no_wrap=True)
    shown.add_column("concepts", justify="right")
    for topic, named in counts.items():
        shown.add_row(topic, str(len(named)))
    console.print(shown)
    total = len(set().union(*counts.values()))
    console.print(f"{total} concepts in {len(packs)} languages: {', '.join(packs)}", style="dim")
