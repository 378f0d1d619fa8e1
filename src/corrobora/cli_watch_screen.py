"""What people see of the watch in a terminal: a table of its feeds, and a live picture of its work."""

import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from corrobora.save.health import Health
from corrobora.serve.terminal import safe
from corrobora.watching import Progress

DRIFT = 6.0
"""Hours by which the dates of a feed may differ from those of its pages before they are shown in red."""
COLUMNS = ("", "Feed", "Answered", "A day", "Waiting", "Failed", "Its dates", "Next")
"""Articles a day in the last week; pages that wait to be read; pages without an article."""
STEPS = ((timedelta(minutes=1), "s"), (timedelta(hours=1), "min"), (timedelta(days=2), "h"), (timedelta.max, "days"))
SIZES = {"s": 1, "min": 60, "h": 3600, "days": 86_400}
MARKS = {"read": ("+", "green"), "revised": ("~", "yellow"), "same": ("=", "dim"), "failed": ("✗", "red")}


def table(feeds: Sequence[Health], *, now: datetime) -> Table:
    """The feeds of the watch, the ill ones first."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for name in COLUMNS:
        right = name in ("A day", "Waiting", "Failed")
        shown.add_column(name, justify="right" if right else "left", overflow="ellipsis", no_wrap=True,
                         min_width=1 if name == "Feed" else max(len(name), 1))  # fmt: skip
    for feed in sorted(feeds, key=lambda one: (one.errors == 0 and one.due is not None, one.url)):
        ill = feed.errors > 0
        shown.add_row(
            Text("✗" if ill else "·" if feed.last_success is None else "✓", "red" if ill else "green"),
            Text(safe(feed.title or feed.url)[:48]),
            "not yet" if feed.last_success is None else f"{_apart(now, feed.last_success)} ago",
            f"{feed.per_day:.1f}", str(feed.waiting or ""), str(feed.refused or ""), _dates(feed),
            "never" if feed.due is None else "now" if feed.due <= now.isoformat() else f"in {_apart(now, feed.due)}",
        )  # fmt: skip
    return shown


def troubles(feeds: Sequence[Health], *, now: datetime) -> Iterator[Text]:
    """What went wrong with the feeds that are ill."""
    for feed in feeds:
        if feed.errors and feed.last_error and feed.last_error_at:
            often = f"{feed.errors} times, last " if feed.errors > 1 else ""
            yield Text.assemble(
                ("✗ ", "red"), safe(feed.last_error), (f"  {often}{_apart(now, feed.last_error_at)} ago", "dim")
            )


def _apart(now: datetime, moment: str) -> str:
    """The time between now and a moment in words: "12 min"."""
    apart = abs(now - datetime.fromisoformat(moment))
    unit = next(unit for limit, unit in STEPS if apart < limit)
    return f"{apart.total_seconds() / SIZES[unit]:.0f} {unit}"


def _dates(feed: Health) -> Text:
    """What the dates of a feed are worth."""
    if feed.undated is not None and feed.undated > 0.5:
        return Text("none", "red")
    if feed.drift is None:
        return Text("")
    if abs(feed.drift) < 0.5:
        return Text("as its pages")
    word = "later" if feed.drift > 0 else "earlier"
    return Text(f"{abs(feed.drift):.0f} h {word}", "red" if abs(feed.drift) >= DRIFT else "")


class Screen:
    """The live picture: what was done, how fast, what is being asked, and what happened last."""

    def __init__(self, progress: Progress):
        self._progress = progress
        self._begun = time.monotonic()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        counts = self._progress.counts
        minutes = max((time.monotonic() - self._begun) / 60, 1 / 60)
        yield Text.assemble(
            ("● ", "green"), (f"{counts['read']:,} read", "bold"), f"  {counts['read'] / minutes:,.0f} a minute",
            ("  ·  ", "dim"), f"{counts['revised']:,} revised", ("  ·  ", "dim"),
            (f"{counts['failed']:,} failed", "red" if counts["failed"] else ""), ("  ·  ", "dim"),
            f"{counts['polled'] + counts['unchanged']:,} polls, {counts['unchanged']:,} without news",
        )  # fmt: skip
        asked = sorted(self._progress.asked)
        more = f" and {len(asked) - 6} more" if len(asked) > 6 else ""
        yield Text(f"  asking {', '.join(asked[:6])}{more}" if asked else "  nothing is due", "dim", no_wrap=True)
        for event in self._progress.recent:
            mark, style = MARKS.get(event.kind, ("·", ""))
            line = Text.assemble((f"  {mark} ", style), safe(event.what)[:90] or "(no headline)", "  ")
            line.append(safe(event.where)[:80], "dim")
            line.no_wrap, line.overflow = True, "ellipsis"
            yield line
