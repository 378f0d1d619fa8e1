"""The commands about language packs: what each can do, try a sentence, check the examples, begin a new one."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corrobora.errors import PackError, SettingsError

if TYPE_CHECKING:
    from corrobora.read.packs import Pack

languages = typer.Typer(help="What each language pack can do; try, check and begin packs.", invoke_without_command=True)

Folder = Annotated[Path | None, typer.Option(help="A folder with further language packs, such as one under work.")]

ABILITIES = (
    ("dates", "dates"),
    ("numbers", "figures"),
    ("names", "names"),
    ("attribution", "statements"),
    ("boilerplate", "cleaning"),
    ("lexicon", "lexicon"),
)
"""The files of a pack, and what each lets the language do."""


@languages.callback()
def table(context: typer.Context, folder: Folder = None) -> None:
    """What each language pack can do."""
    if context.invoked_subcommand:
        return
    from rich.console import Console
    from rich.table import Table

    shown = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold underline")
    for heading in ("code", "language", *(ability for _, ability in ABILITIES)):
        shown.add_column(heading, no_wrap=True)
    for heading in ("cues", "examples"):
        shown.add_column(heading, justify="right", no_wrap=True)
    for pack in packs_with(folder).values():
        shown.add_row(*_abilities(pack))
    console = Console(highlight=False)
    console.print(shown)
    console.print("examples: what must be found / what must not / known failures", style="dim")


def _abilities(pack: "Pack") -> list[str]:
    """One row: what the pack has files for, and how much is in them."""
    from corrobora.read.pack_examples import examples_of

    examples = examples_of(pack)
    return [
        pack.code,
        pack.language.english_name,
        *("yes" if pack.has(stem) else "–" for stem, _ in ABILITIES),
        str(_cues(pack)),
        "/".join(str(len(one)) for one in (examples.positive, examples.negative, examples.known_failure)),
    ]


def _cues(pack: "Pack") -> int:
    from corrobora.read.final_table import FinalTable
    from corrobora.read.grammar import AttributionTable

    if pack.language.cue_last:
        return len(pack.table("attribution", FinalTable).cue)
    return len(pack.table("attribution", AttributionTable).cue)


@languages.command("try")
def try_sentence(
    code: Annotated[str, typer.Argument(help="The language's code.")],
    sentence: Annotated[str, typer.Argument(help="What to read.")],
    published: Annotated[str | None, typer.Option(help="When it was published (ISO 8601), for its dates.")] = None,
    folder: Folder = None,
) -> None:
    """Read one sentence and show what is found in it."""
    from rich.console import Console

    from corrobora.read.clean import clean_document
    from corrobora.read.reader import Readers
    from corrobora.serve.terminal import show

    packs = packs_with(folder)
    if code not in packs:
        raise PackError(f"no language pack {code!r}; installed: {', '.join(packs)}")
    text = " ".join(sentence.split())  # a line that a terminal or a page broke is still one sentence
    document = {"id": "sentence", "text": text, "language": code, "published": published}
    article = clean_document(document, [packs[code]])
    show(Console(highlight=False), "sentence", Readers(packs).of(code).read(article), ())


@languages.command()
def check(
    code: Annotated[str | None, typer.Argument(help="The language's code; all that are installed without one.")] = None,
    folder: Folder = None,
) -> None:
    """Check packs: every file fits its keys, every example comes out as it must."""
    packs = packs_with(folder)
    if code and code not in packs:
        raise PackError(f"no language pack {code!r}; installed: {', '.join(packs)}")
    wrong = sum(_check(pack) for pack in ([packs[code]] if code else packs.values()))
    raise typer.Exit(1 if wrong else 0)


def _check(pack: "Pack") -> int:
    """Print how a pack's examples came out; returns how many came out wrong, a broken file counting as one."""
    from corrobora.read.pack_examples import run

    try:
        results = list(run(pack))
    except PackError as error:
        typer.echo(f"✗ {pack.code}: {error}")
        return 1
    wrong = [result for result in results if not result.passed]
    for result in wrong:
        typer.echo(f"✗ {pack.code} {result.list} {result.number} ({result.example.why})\n    {result.example.text}")
        for miss in result.misses or ("now comes out right: move it to [[positive]] or [[negative]]",):
            typer.echo(f"    - {miss}")
    typer.echo(
        f"{'✗' if wrong else '✓'} {pack.code}: {len(results) - len(wrong)} of {len(results)} examples as they must be"
    )
    return len(wrong)


@languages.command()
def new(
    code: Annotated[str, typer.Argument(help="The code of the language: two or three small letters (ISO 639).")],
    folder: Annotated[Path, typer.Option(help="Where to write the pack's folder.")] = Path("languages"),
) -> None:
    """Begin a language pack: write a commented skeleton to fill in."""
    if not (code.isascii() and code.isalpha() and code.islower() and len(code) in (2, 3)):
        raise SettingsError(f"{code!r} is not a language code of two or three small letters, such as pt")
    place = folder / code
    if place.exists():
        raise SettingsError(f"{place} is there already; nothing is overwritten")
    try:
        place.mkdir(parents=True)
        for template in sorted((Path(__file__).parent / "read" / "skeleton").glob("*.toml")):
            (place / template.name).write_text(
                template.read_text(encoding="utf-8").replace("xx", code), encoding="utf-8"
            )
    except OSError as error:
        raise SettingsError(f"{place}: cannot be written: {error.strerror}") from error
    typer.echo(f"{place}: fill it in, then: corrobora languages check {code} --folder {folder}", file=sys.stdout)


def packs_with(folder: Path | None) -> "dict[str, Pack]":
    """The packs of the settings, with those of one more folder."""
    import os

    from corrobora import settings
    from corrobora.read.packs import BUILT_IN
    from corrobora.read.reader import packs_of

    chosen = settings.load(os.environ, Path.cwd())
    folders = [BUILT_IN, *map(Path, chosen.pack_folders), *([folder] if folder else [])]
    return packs_of(folders, gazetteer_folders=tuple(map(Path, chosen.gazetteer_folders)))
