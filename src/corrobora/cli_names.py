"""The commands about names: whether two are names of one, and names that others publish."""

import os
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from corrobora.records import MentionKind

names = typer.Typer(help="Names across languages and scripts.", no_args_is_help=True)


class Form(StrEnum):
    """Forms of dumps."""

    ftm = "ftm"
    wikidata = "wikidata"
    jrc = "jrc"


class Kind(StrEnum):
    """What a name may be a name of."""

    person = "person"
    organisation = "organisation"
    place = "place"


SHOWN_BROKEN = 3


@names.command("same")
def same(
    left: Annotated[str, typer.Argument(help="A name, in any script.")],
    right: Annotated[str, typer.Argument(help="Another one.")],
    kind: Annotated[Kind | None, typer.Option(help="What both are names of, if it is known.")] = None,
    left_language: Annotated[str | None, typer.Option(help="The code of the first name's language.")] = None,
    right_language: Annotated[str | None, typer.Option(help="The code of the second name's language.")] = None,
) -> None:
    """Say whether two names are names of one, and why. Exit code 1 if they are not, or if it is not sure."""
    from corrobora.relate.entities import Entities, Name

    entities = Entities(folders=_folders())
    meant: MentionKind | None = kind.value if kind else None
    verdict = entities.same(
        Name(text=left, language=left_language, kind=meant),
        Name(text=right, language=right_language, kind=meant),
    )
    typer.echo(f"{verdict.verdict}: {verdict.reason}")
    raise typer.Exit(0 if verdict.verdict == "same" else 1)


@names.command("import")
def import_names(
    file: Annotated[Path, typer.Argument(help="A dump: .json, .jsonl, .txt, any of them with .gz.")],
    out: Annotated[Path, typer.Option(help="The folder to write, for the setting gazetteer_folders.")],
    form: Annotated[Form | None, typer.Option(help="What the dump is, if it need not be guessed.")] = None,
    least: Annotated[int, typer.Option(min=1, help="Languages or scripts that an entity is named in, at least.")] = 2,
) -> None:
    """Import people and organisations from OpenSanctions, Wikidata or JRC-Names into a gazetteer folder."""
    from corrobora.gazetteer.called import called
    from corrobora.relate.name_dumps import Dump
    from corrobora.relate.name_folder import write_folder

    dump = Dump(file, form.value if form else None)
    written = write_folder(dump, out, called(), today=datetime.now(UTC).date(), least=least)
    typer.echo(f"{out}: {written['person']} people, {written['organisation']} organisations; {dump.skipped} others")
    for line in dump.broken[:SHOWN_BROKEN]:
        typer.echo(line, err=True)
    if len(dump.broken) > SHOWN_BROKEN:
        typer.echo(f"… and {len(dump.broken) - SHOWN_BROKEN} more broken lines", err=True)
    raise typer.Exit(1 if dump.broken else 0)


def _folders() -> tuple[Path, ...]:
    from corrobora import settings

    return tuple(Path(folder) for folder in settings.load(os.environ, Path.cwd()).gazetteer_folders)
