"""The commands about how articles hang together: replay a stream, trace where one article came from."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corrobora.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from corrobora.replay import Report

WINDOW = 200_000
SOME_FAILED, NOTHING_READ = 1, 3
FAMILIES_SHOWN = 12


def replay(
    paths: Annotated[list[str], typer.Argument(help="JSON Lines, texts, pages, folders of them, or -, in order.")],
    out: Annotated[Path, typer.Option(help="The folder to write to.")],
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes that read side by side.")] = None,
    window: Annotated[int, typer.Option(min=1, help="Earlier articles that are remembered.")] = WINDOW,
) -> None:
    """Take documents in order as if they arrived one by one, and write where each of them came from."""
    from rich.console import Console

    from corrobora import settings as settings_of
    from corrobora.gather.files import inputs
    from corrobora.pipeline import Plan, read
    from corrobora.read.metadata import Given
    from corrobora.replay import Report, lineage, related, write

    settings = settings_of.load(os.environ, Path.cwd())
    plan = Plan(languages=settings.languages, pack_folders=settings.pack_folders,
                gazetteer_folders=settings.gazetteer_folders, annotators=settings.annotators,
                given=Given(now=datetime.now(UTC)), for_relating=True)  # fmt: skip
    report = Report()
    outcomes = read(inputs(paths, sys.stdin.buffer), plan, jobs=jobs or settings.jobs)
    with _progress() as told:
        for step in write(related(outcomes, lineage(window)), out):
            report.count(step)
            told(report)
            for failure in step.outcome.failures:
                typer.echo(f"✗ {failure.input}: {failure.error}  ({failure.step})", err=True)
    _print(Console(highlight=False), report, out)
    read_some = report.documents > report.failed
    raise typer.Exit((SOME_FAILED if read_some else NOTHING_READ) if report.failed else 0)


@contextmanager
def _progress() -> "Iterator[Callable[[Report], None]]":
    """Shows how far a replay is, on a terminal only."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda report: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task("reading")

        def tell(report: "Report") -> None:
            derived = sum(report.kinds.values())
            shown.update(task, description=f"{report.documents} documents, {derived} derivations, {report.speed:.0f}/s")

        yield tell


def _print(console: "Console", report: "Report", out: Path) -> None:
    """The report: how many articles, how they were made, the largest families, speed and memory."""
    from rich.table import Table

    from corrobora.replay import DERIVATIONS, peak_memory
    from corrobora.serve.terminal import safe

    read = report.documents - report.failed
    alone = report.families.alone
    console.print(f"{read} articles, {alone} of them of an origin that no other one shares" if read else "Nothing read")
    if report.kinds:
        console.print(", ".join(f"{number} {kind}" for kind, number in report.kinds.most_common()))
        shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold underline")
        for heading in ("articles", "outlets", "languages", "come from"):
            shown.add_column(heading, justify="right" if heading in ("articles", "outlets") else "left")
        for family in report.families.largest(FAMILIES_SHOWN):
            roots = ", ".join(safe(root) for root in family.roots)
            shown.add_row(
                str(len(family.articles)), str(len(family.outlets)), " ".join(family.languages), roots or "one another"
            )
        console.print(shown)
    console.print(f"{report.speed:.0f} documents/s, {peak_memory():.0f} MB at most; {out / DERIVATIONS}", style="dim")


def trace(
    article: Annotated[str, typer.Argument(help="The id of an article.")],
    replayed: Annotated[Path, typer.Option(help="The folder that a replay was written to.")],
) -> None:
    """Draw where one article came from, step by step, with the words that say so."""
    from rich.console import Console

    from corrobora.replay import replayed as rows_of
    from corrobora.serve.ancestry import ancestry

    articles, derivations = rows_of(replayed)
    if article not in articles and not any(article in (one.derived, one.origin) for one in derivations):
        raise SettingsError(f"there is no article {article!r} in {replayed}")
    Console(highlight=False).print(ancestry(article, articles, derivations))
