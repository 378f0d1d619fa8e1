"""The commands about the archive: put documents in, search them, check, copy and move the whole store."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corrobora.errors import SettingsError, StoreError

if TYPE_CHECKING:
    from rich.text import Text

    from corrobora.save.search import Hit
    from corrobora.save.store import Store

store = typer.Typer(help="The archive: put documents in, check it, copy it, move it.", no_args_is_help=True)

At = Annotated[str | None, typer.Option("--store", help="The archive; the settings name one if this does not.")]


@contextmanager
def opened(at: str | None, *, new: bool = True) -> "Iterator[Store]":
    """The store of an option or of the settings. Raises StoreError if it must be there and is not."""
    from corrobora import settings
    from corrobora.save.store import Store, url_of

    address = at or settings.load(os.environ, Path.cwd()).store
    url = url_of(address)
    if not new and url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise StoreError(f"there is no archive {address}; `corrobora store add FILES` begins one")
    with Store(address) as found:
        yield found


@store.command()
def add(
    paths: Annotated[
        list[str], typer.Argument(help="Texts, pages, JSON Lines, mails, web archives, folders of them, or -.")
    ],
    at: At = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes that read side by side.")] = None,
) -> None:
    """Read documents and keep them; one that is there already is left as it is."""
    from corrobora import settings as settings_of
    from corrobora.filling import Tally, fill, outcomes
    from corrobora.gather.files import inputs
    from corrobora.pipeline import Plan
    from corrobora.read.metadata import Given

    settings = settings_of.load(os.environ, Path.cwd())
    plan = Plan(languages=settings.languages, pack_folders=settings.pack_folders,
                gazetteer_folders=settings.gazetteer_folders, annotators=settings.annotators,
                given=Given(now=datetime.now(UTC)), for_relating=True)  # fmt: skip
    total = Tally()
    with opened(at) as archive, _counting() as told:
        for total in fill(archive, outcomes(inputs(paths, sys.stdin.buffer), plan, jobs=jobs or settings.jobs)):
            told(f"{total.kept:,} kept, {total.known:,} there already, {total.failed:,} failed …")
    typer.echo(f"{total.kept} kept, {total.known} there already, {total.failed} failed", err=True)
    raise typer.Exit(0 if not total.failed else 1 if total.kept + total.known else 3)


@contextmanager
def _counting() -> "Iterator[Callable[[str], None]]":
    """Shows a line that changes, if there is a terminal to show it on."""
    from rich.console import Console

    with Console(stderr=True).status("reading …") as status:
        yield status.update


@store.command()
def check(at: At = None) -> None:
    """Look for damage: the file, bodies, readings, offsets, orphans, revisions, the search index."""
    from corrobora.save.upkeep import check as damages

    with opened(at, new=False) as archive, archive.reading() as connection:
        found = 0
        for damage in damages(connection):
            found += 1
            typer.echo(f"✗ {damage.kind}: {damage.where}: {damage.what}")
    typer.echo(f"{found} damaged" if found else "✓ nothing is damaged")
    raise typer.Exit(1 if found else 0)


@store.command()
def backup(file: Annotated[Path, typer.Argument(help="The copy; it must not be there yet.")], at: At = None) -> None:
    """Copy a SQLite archive while others read and write it. The copy is an archive; to restore, use it as one."""
    from corrobora.save.upkeep import backup as copy

    with opened(at, new=False) as archive:
        copy(archive, file)
    typer.echo(f"{file}: {file.stat().st_size / 1e6:.1f} MB", err=True)


@store.command()
def migrate(at: At = None) -> None:
    """Bring an archive of an older Corrobora up to date; opening it does so, too."""
    from corrobora.save.migrating import version

    with opened(at, new=False) as archive:
        typer.echo(f"version {version(archive.engine)}")


@store.command()
def export(
    file: Annotated[str, typer.Argument(help="Where to write; - is standard output.")] = "-", at: At = None
) -> None:
    """Write the whole archive as JSON Lines, so that another one can take it in."""
    from corrobora.save.transfer import export as lines

    with opened(at, new=False) as archive, archive.reading() as connection:
        if file == "-":
            sys.stdout.buffer.writelines(lines(connection))
            return
        try:
            with Path(file).open("xb") as out:
                out.writelines(lines(connection))
        except OSError as error:
            raise SettingsError(f"{file}: cannot be written: {error.strerror}") from error


@store.command("import")
def take_in(file: Annotated[str, typer.Argument(help="An export; - is standard input.")], at: At = None) -> None:
    """Add what an export holds and is not there yet."""
    from corrobora.save.transfer import take_in as add_lines

    with opened(at) as archive, archive.writing() as connection:
        if file == "-":
            number = add_lines(connection, sys.stdin.buffer)
        else:
            try:
                with Path(file).open("rb") as lines:
                    number = add_lines(connection, lines)
            except OSError as error:
                raise SettingsError(f"{file}: cannot be read: {error.strerror}") from error
    typer.echo(f"{number} lines", err=True)


@store.command()
def forget(
    days: Annotated[int, typer.Option(min=1, help="Drop captured bodies that were last fetched so many days ago.")],
    at: At = None,
) -> None:
    """Drop old pages as they arrived, and keep what was read of them."""
    from corrobora.save.upkeep import drop_bodies

    with opened(at, new=False) as archive, archive.writing() as connection:
        dropped = drop_bodies(connection, older_than=datetime.now(UTC) - timedelta(days=days))
    typer.echo(f"{dropped} bodies dropped", err=True)


def search(
    words: Annotated[str, typer.Argument(help='Words, "a phrase", a beginning*, -not.')] = "",
    language: Annotated[str | None, typer.Option(help="The code of a language.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Who published.")] = None,
    since: Annotated[datetime | None, typer.Option(help="Published at this date or later (UTC).")] = None,
    until: Annotated[datetime | None, typer.Option(help="Published at this date or earlier (UTC).")] = None,
    speaker: Annotated[str | None, typer.Option(help="The entity that is quoted, as person:aldo-ferri.")] = None,
    act: Annotated[str | None, typer.Option(help="What it does: say, deny, accuse …")] = None,
    entity: Annotated[str | None, typer.Option(help="An entity that is named, as country:it.")] = None,
    revisions: Annotated[bool, typer.Option("--revisions", help="Older revisions of a page, too.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=200, help="Articles to show.")] = 20,
    at: At = None,
) -> None:
    """Search the archive, newest arrivals first, and show the words that matched."""
    from rich.console import Console

    from corrobora.save.search import Question
    from corrobora.save.search import search as find

    question = Question(words=words, language=language, outlet=outlet, since=since, until=until, speaker=speaker,
                        act=act, entity=entity, revisions=revisions, limit=limit)  # fmt: skip
    with opened(at, new=False) as archive, archive.reading() as connection:
        hits = find(connection, question)
    console = Console(highlight=False)
    for hit in hits:
        console.print(*_shown(hit), sep="\n", end="\n\n", soft_wrap=True)
    if not hits:
        console.print("Nothing found.")
    raise typer.Exit(0 if hits else 1)


def _shown(hit: "Hit") -> "tuple[Text, ...]":
    """A found article in three lines: headline; where and when; the words around the match."""
    from rich.text import Text

    from corrobora.serve.terminal import safe

    facts = (hit.outlet, (hit.published or "no date")[:10], hit.language, hit.url or hit.id)
    snippet = Text(safe(hit.snippet).replace("\n", " "))
    for span in hit.marks:
        snippet.stylize("bold reverse", span.start, span.end)
    return (
        Text(safe(hit.headline or "(no headline)"), "bold"),
        Text(" · ".join(safe(fact) for fact in facts if fact), "dim"),
        snippet,
    )
