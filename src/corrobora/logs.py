"""Write structured logs: one event a line on standard error, for people or as JSON.

structlog is slow to import, and most runs have nothing to log: it is set up by the first event that is to be shown.
"""

import logging
import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import structlog

_shown_from = logging.WARNING
_form = "console"


def start(level: str, form: str) -> None:
    """Show events of at least `level` ("debug" … "error"), as text ("console") or as JSON lines ("json")."""
    global _shown_from, _form
    _shown_from = logging.getLevelNamesMapping()[level.upper()]
    _form = form
    # Libraries write to the standard logging module (trafilatura warns of every odd page): heard only in debugging.
    logging.basicConfig(level=logging.DEBUG if _shown_from == logging.DEBUG else logging.CRITICAL, stream=sys.stderr)


def event(level: str, what: str, **fields: object) -> None:
    """Log one event with its fields; `exc_info` may hold an exception, whose traceback is shown with it."""
    rank = logging.getLevelNamesMapping()[level.upper()]
    if rank >= _shown_from:
        _logger(_form).log(rank, what, **fields)


@cache
def _logger(form: str) -> "structlog.typing.FilteringBoundLogger":
    import structlog

    shown: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([structlog.processors.format_exc_info] if form == "json" else []),
            shown,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    return logger
