"""The commands about the standing watch: say what to watch, see how it is doing, and let it run."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corrobora.cli_store import At, opened
from corrobora.errors import FetchError, SettingsError

if TYPE_CHECKING:
    from corrobora.gather.fetch import Fetcher
    from corrobora.gather.inputs import Input
    from corrobora.records import Feed
    from corrobora.save.store import Store
    from corrobora.settings import Settings
    from corrobora.watching import Progress

watch = typer.Typer(help="The standing watch: feeds that fill the archive by themselves.", no_args_is_help=True)

REFRESH = 4
"""Times a second that the progress is drawn anew in a terminal."""


def _settings() -> "Settings":
    from corrobora import settings

    return settings.load(os.environ, Path.cwd())


def fetcher(settings: "Settings", *, via: str | None = None) -> "Fetcher":
    """What fetches under these settings, through the guard."""
    from corrobora.gather.fetch import Fetcher
    from corrobora.gather.guard import GuardedBackend, GuardedTransport

    transport = GuardedTransport(GuardedBackend(settings.private_networks))
    return Fetcher(transport, contact=settings.contact or "no contact given", via=via)


def fetched(url: str, settings: "Settings") -> "Input":
    """The page at an address as a document, or why it cannot be had."""
    from corrobora.gather.inputs import Input
    from corrobora.gather.links import canonical

    async def answer() -> Input:
        try:
            async with fetcher(settings, via="read") as by:
                found = await by.fetch(canonical(url) or url)
        except FetchError as error:
            return Input.failed(url, str(error))
        assert found.capture is not None  # nothing was known before, so no server can say "unchanged"
        return Input(url, found.capture, {"url": found.url})

    return asyncio.run(answer())


@watch.command()
def add(
    what: Annotated[list[str], typer.Argument(help="Feeds, pages that name their feeds, or OPML files.")],
    at: At = None,
) -> None:
    """Watch feeds from now on. A home page is searched for the feeds that it names."""
    settings = _settings()
    added = failed = 0
    with opened(at) as archive:
        for place in what:
            try:
                feeds = _feeds(place, settings)
            except FetchError as error:
                typer.echo(f"✗ {error}", err=True)
                failed += 1
                continue
            for feed in feeds:
                new = _watched(archive, feed)
                added += new
                typer.echo(f"{'+' if new else '='} {feed.url}  {feed.title or ''}".rstrip())
    typer.echo(f"{added} added", err=True)
    raise typer.Exit(0 if not failed else 1 if added else 3)


def _feeds(place: str, settings: "Settings") -> "tuple[Feed, ...]":
    """The feeds of a file or an address; raises FetchError if there are none."""
    path = Path(place)
    if "://" not in place and path.is_file():
        from corrobora.gather.opml import feeds_of

        return feeds_of(path.read_bytes())

    async def found() -> "tuple[Feed, ...]":
        from corrobora.gather.discovery import feeds_at

        async with fetcher(settings) as by:
            return await feeds_at(by, place)

    return asyncio.run(found())


def _watched(archive: "Store", feed: "Feed") -> bool:
    from urllib.parse import urlsplit

    from corrobora.gather.outlets import outlet_of
    from corrobora.gather.schedule import FIRST
    from corrobora.save.packing import moment
    from corrobora.save.worklist import add_feed

    outlet = outlet_of(feed.url)
    with archive.writing() as connection:
        return add_feed(connection, feed.url, host=urlsplit(feed.url).netloc, now=moment(datetime.now(UTC)),
                        interval=FIRST, title=feed.title, outlet=outlet.name if outlet else None)  # fmt: skip


@watch.command()
def remove(url: Annotated[list[str], typer.Argument(help="Feeds to watch no more.")], at: At = None) -> None:
    """Watch feeds no more; what they brought is kept."""
    from corrobora.save.worklist import remove_feed

    with opened(at, new=False) as archive, archive.writing() as connection:
        unknown = [one for one in url if not remove_feed(connection, one)]
    for one in unknown:
        typer.echo(f"✗ {one}: is not watched", err=True)
    raise typer.Exit(1 if unknown else 0)


@watch.command("list")
def list_feeds(
    at: At = None,
    output: Annotated[str | None, typer.Option(help="jsonl: for programs, one line for each feed.")] = None,
) -> None:
    """How every feed is doing: when it last answered, what it brings, whether its dates can be believed."""
    import msgspec
    from rich.console import Console

    from corrobora.cli_watch_screen import table, troubles
    from corrobora.save.health import healths

    if output not in (None, "jsonl"):
        raise SettingsError(f"--output {output!r}: expected jsonl")
    now = datetime.now(UTC)
    with opened(at, new=False) as archive, archive.reading() as connection:
        found = healths(connection, now=now)
    if output:
        sys.stdout.buffer.writelines(msgspec.json.encode(one) + b"\n" for one in found)
    elif found:
        console = Console(highlight=False)
        console.print(table(found, now=now))
        for trouble in troubles(found, now=now):
            console.print(trouble, soft_wrap=True)
    else:
        typer.echo("Nothing is watched yet; `corrobora watch add URL` begins.")


@watch.command()
def export(at: At = None) -> None:
    """Write the feeds as OPML, for any other reader of feeds."""
    from corrobora.gather.opml import written
    from corrobora.records import Feed
    from corrobora.save.health import healths

    with opened(at, new=False) as archive, archive.reading() as connection:
        feeds = [Feed(url=one.url, title=one.title) for one in healths(connection, now=datetime.now(UTC))]
    sys.stdout.buffer.write(written(feeds, "Corrobora"))


@watch.command()
def run(at: At = None) -> None:
    """Watch until stopped (Ctrl-C once: what was begun is brought to an end)."""
    raise typer.Exit(_run(at, once=False))


@watch.command()
def once(
    at: At = None,
    all_feeds: Annotated[bool, typer.Option("--all", help="Ask every feed now, whether it is due or not.")] = False,
) -> None:
    """Ask the feeds that are due, read the pages they name, and stop."""
    raise typer.Exit(_run(at, once=True, all_feeds=all_feeds))


def _run(at: str | None, *, once: bool, all_feeds: bool = False) -> int:
    from corrobora.pipeline import Plan
    from corrobora.save.packing import moment
    from corrobora.save.worklist import poll_now
    from corrobora.watching import Pace, Progress, Watch

    settings = _settings()
    plan = Plan(languages=settings.languages, pack_folders=settings.pack_folders,
                gazetteer_folders=settings.gazetteer_folders, annotators=settings.annotators,
                for_relating=True)  # fmt: skip
    pace = Pace(
        connections=settings.connections, seconds_between=settings.seconds_between, obey_robots=settings.obey_robots,
        days_back=settings.days_back, keep_bodies_days=settings.keep_bodies_days,
    )  # fmt: skip
    progress = Progress()

    async def watched(archive: "Store") -> None:
        async with fetcher(settings, via="watch") as by:
            one = Watch(archive, by, plan, pace, progress)
            for name in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(name, one.stop)
            await one.run(once=once)

    with opened(at) as archive:
        if all_feeds:
            with archive.writing() as connection:
                poll_now(connection, moment(datetime.now(UTC)))
        with _shown(progress):
            asyncio.run(watched(archive))
    counts = progress.counts
    typer.echo(
        f"{counts['read']} read, {counts['revised']} revised, {counts['same']} as before, {counts['failed']} failed; "
        f"{counts['polled'] + counts['unchanged']} polls, {counts['unchanged']} of them brought nothing new",
        err=True,
    )
    return 0


@contextmanager
def _shown(progress: "Progress") -> Iterator[None]:
    """Show what the watch does while it does it: a live picture in a terminal, now and then a line elsewhere."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield
        return
    from rich.live import Live

    from corrobora.cli_watch_screen import Screen

    with Live(Screen(progress), console=console, refresh_per_second=REFRESH, transient=True):
        yield
