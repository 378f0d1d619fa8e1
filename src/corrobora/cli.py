"""The command line: read documents, look at language packs, show the demonstration.

Exit codes: 0 all read · 1 some documents failed (their lines say why) · 2 wrong usage or settings · 3 nothing could be
read. Whatever is slow to import is imported by the command that needs it.
"""

import gc
import io
import os
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corrobora.cli_languages import languages
from corrobora.cli_lexicon import lexicon
from corrobora.cli_names import names
from corrobora.cli_relate import replay, trace
from corrobora.cli_store import search, store
from corrobora.cli_watch import watch
from corrobora.errors import CorroboraError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corrobora.gather.inputs import Input
    from corrobora.pipeline import Outcome, Plan
    from corrobora.settings import Settings

USAGE = 2
SOME_FAILED = 1
NOTHING_READ = 3

SAMPLE = Path(__file__).parent / "sample"
"""Invented reports of one event in five languages, in files whose names begin with a number; its README lists them."""

app = typer.Typer(
    name="corrobora",
    help="Reads the news in many languages and shows who says what, and where exactly in the text.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(languages, name="languages")
app.command()(lexicon)
app.add_typer(names, name="names")
app.add_typer(store, name="store")
app.add_typer(watch, name="watch")
app.command()(search)
app.command()(replay)
app.command()(trace)


class Output(StrEnum):
    """Forms for programs; without one, the reading is shown for people."""

    jsonl = "jsonl"


GC_THRESHOLDS = (200_000, 20, 50)
"""Reading makes many small objects and no cycles: looking for these seldom saves a tenth of the time."""


def main() -> None:
    """The entry point: runs the command; what Corrobora raises on purpose becomes one line and exit code 2."""
    gc.set_threshold(*GC_THRESHOLDS)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a letter is no reason to stop
    try:
        app()
    except CorroboraError as error:
        print(f"corrobora: {error}", file=sys.stderr)
        sys.exit(USAGE)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"corrobora {version('corrobora')}")
        raise typer.Exit


@app.callback()
def _start(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    from corrobora import logs

    chosen = _settings()
    logs.start(chosen.log_level, chosen.log_format)


def _settings() -> "Settings":
    from corrobora import settings

    return settings.load(os.environ, Path.cwd())


@app.command()
def read(
    paths: Annotated[
        list[str], typer.Argument(help="Files, folders of them, addresses of pages, or - for standard input.")
    ],
    output: Annotated[
        Output | None, typer.Option(help="Write readings for programs, one line for each document.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write one self-contained web page instead.")] = None,
    published: Annotated[
        str | None, typer.Option(help="When it was published (ISO 8601), if the document does not say.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="The code of its language, if it need not be guessed.")] = None,
    headline: Annotated[str | None, typer.Option(help="Its headline, if the document does not say.")] = None,
    url: Annotated[str | None, typer.Option(help="The address of the page, to link to its words.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes that read side by side.")] = None,
) -> None:
    """Read documents and show who says what in them."""
    from corrobora.pipeline import read as read_all

    settings = _settings()
    plan = _plan(settings, published=published, language=language, headline=headline, url=url)
    outcomes = read_all(_inputs(paths, settings), plan, jobs=jobs or settings.jobs)
    if html:
        raise typer.Exit(_write_page(outcomes, html))
    raise typer.Exit(_write_lines(outcomes) if output else _print(outcomes))


def _inputs(paths: list[str], settings: "Settings") -> "Iterator[Input]":
    """The documents of files and addresses, in the order given."""
    from corrobora.gather.files import inputs

    for path in paths:
        if path.lower().startswith(("http://", "https://")):
            from corrobora.cli_watch import fetched

            yield fetched(path, settings)
        else:
            yield from inputs([path], sys.stdin.buffer)


def _plan(
    settings: "Settings",
    *,
    published: str | None = None,
    language: str | None = None,
    headline: str | None = None,
    url: str | None = None,
) -> "Plan":
    """How to read, from settings and options; raises SettingsError or PackError before anything is read."""
    from corrobora.pipeline import Plan
    from corrobora.read.metadata import Given

    if published:
        try:
            datetime.fromisoformat(published)
        except ValueError as error:
            raise SettingsError(f"--published {published!r} is not a date in ISO 8601, such as 2024-11-01") from error
    plan = Plan(
        languages=settings.languages,
        pack_folders=settings.pack_folders,
        gazetteer_folders=settings.gazetteer_folders,
        annotators=settings.annotators,
        given=Given(published=published, language=language, headline=headline, url=url, now=datetime.now(UTC)),
    )
    if language and language not in plan.packs:
        raise SettingsError(f"--language {language!r} has no pack; there are packs for: {', '.join(plan.packs)}")
    return plan


class Tally:
    """Counts what became of the documents, and says with which code to exit."""

    def __init__(self) -> None:
        self.read = 0
        self.failed = 0

    def count(self, outcome: "Outcome") -> None:
        if outcome.failures:
            self.failed += 1
        else:
            self.read += 1

    @property
    def exit_code(self) -> int:
        if not self.failed:
            return 0
        return SOME_FAILED if self.read else NOTHING_READ


def _write_lines(outcomes: "Iterable[Outcome]") -> int:
    from corrobora.serve.reading_json import as_line

    tally = Tally()
    for outcome in outcomes:
        tally.count(outcome)
        sys.stdout.buffer.write(as_line(outcome.id, outcome.reading, outcome.failures))
        sys.stdout.buffer.flush()
    return tally.exit_code


def _print(outcomes: "Iterable[Outcome]") -> int:
    from rich.console import Console

    from corrobora.serve.terminal import show

    console = Console(highlight=False)
    tally = Tally()
    for outcome in outcomes:
        tally.count(outcome)
        show(console, outcome.id, outcome.reading, outcome.failures)
    return tally.exit_code


def _write_page(outcomes: "Iterable[Outcome]", path: Path) -> int:
    tally = Tally()
    content = _page(outcomes, tally)
    try:
        path.write_text(content, encoding="utf-8", errors="replace")
    except OSError as error:
        raise SettingsError(f"--html {path}: cannot be written: {error.strerror}") from error
    typer.echo(f"{path}: {tally.read} read, {tally.failed} failed", err=True)
    return tally.exit_code


def _page(outcomes: "Iterable[Outcome]", tally: Tally) -> str:
    from corrobora.serve.reading_page import page

    documents = []
    for outcome in outcomes:
        tally.count(outcome)
        documents.append((outcome.id, outcome.reading, outcome.failures))
    return page(documents)


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="Print the readings and stop, without serving them.")] = False,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="The loopback port; 0 takes any free one.")] = None,
) -> None:
    """Read the bundled sample, one event in five languages, and serve it to a browser on this machine."""
    outcomes = list(_outcomes(_sample()))
    code = _print(outcomes)
    if not once:
        _serve(outcomes, port)
    raise typer.Exit(code)


@app.command()
def serve(
    paths: Annotated[
        list[str] | None, typer.Argument(help="What to read; the bundled sample if nothing is named.")
    ] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="The loopback port; 0 takes any free one.")] = None,
) -> None:
    """Read documents and show them to a browser on this machine."""
    _serve(_outcomes(paths or _sample()), port)


def _sample() -> list[str]:
    return [str(path) for path in sorted(SAMPLE.glob("[0-9]*"))]


def _outcomes(paths: list[str]) -> "Iterable[Outcome]":
    from corrobora.pipeline import read as read_all

    settings = _settings()
    return read_all(_inputs(paths, settings), _plan(settings), jobs=settings.jobs)


def _serve(outcomes: "Iterable[Outcome]", port: int | None) -> None:
    from corrobora.serve.loopback import ADDRESS, server

    page = _page(outcomes, Tally())
    with server(page, _settings().port if port is None else port) as running:
        typer.echo(f"http://{ADDRESS}:{running.server_port}/  (stop with Ctrl+C)")
        running.serve_forever()
