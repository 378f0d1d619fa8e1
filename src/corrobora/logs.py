"""Set up structured logs: one event a line on standard error, for people or as JSON."""

import logging
from typing import TextIO


def start(level: str, form: str, stream: TextIO) -> None:
    """Send structlog's events of at least `level` to `stream`, as text ("console") or as JSON lines ("json")."""
    import structlog

    rank = logging.getLevelNamesMapping()[level.upper()]
    shown: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=stream.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            shown,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(rank),
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
    # Libraries that write to the standard logging module (trafilatura, htmldate) are only heard when asked for.
    logging.basicConfig(level=max(rank, logging.ERROR) if rank > logging.DEBUG else rank, stream=stream)
