"""
Logs as JSON, one object a line, for programs that collect the logs of many machines and crawls.

Where JSON is chosen, all that goes to standard error is such lines: those of the program and of its libraries through
`logging`, and whatever else is printed there. A line says no more than the text would.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, TextIO, get_args

from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FIELDS", "LOG_VARIABLE", "JsonLines", "LogForm", "about", "always", "begin_json", "chosen_form"]

LOG_VARIABLE = "CRYPTODRUG_LOG"
LogForm = Literal["text", "json"]

FIELDS = ("time", "level", "machine", "entry", "market", "crawl", "event", "message", "logger", "exception")
"""The fields of a line, all of them in each; null where there is nothing to say."""

_OWN = "cryptodrug_scraper"
_BEGINNING = '{"time": '
_always: dict[str, str] = {}
_now: ContextVar[dict[str, str]] = ContextVar("about")


def chosen_form(given: str | None = None) -> LogForm:
    """
    Return the form of logs: the one that is given, or else CRYPTODRUG_LOG's, or else text.

    Raises:
        ConfigurationError: there is no such form.
    """
    form = given or os.environ.get(LOG_VARIABLE) or "text"
    if form not in ("text", "json"):
        msg = f"{LOG_VARIABLE} is {form!r}: choose one of {', '.join(get_args(LogForm))}"
        raise ConfigurationError(msg)
    return "json" if form == "json" else "text"


def always(**facts: str | None) -> None:
    """Set fields of all lines of this process from now on: ``machine``, ``entry``, ``market``, ``crawl``."""
    _always.update({name: value for name, value in facts.items() if value is not None})


@contextmanager
def about(**facts: str | None) -> Iterator[None]:
    """Set fields of the lines that this thread logs within the context, as `always` does."""
    known = {name: value for name, value in facts.items() if value is not None}
    token = _now.set(_now.get({}) | known)
    try:
        yield
    finally:
        _now.reset(token)


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON. Its event is the record's attribute ``event``, or the library's name."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, in ASCII: what could steer a terminal is an escape in it."""
        library = record.name.partition(".")[0]
        event = getattr(record, "event", None) or ("other" if library == _OWN else library)
        exception = self.formatException(record.exc_info) if record.exc_info else record.exc_text
        return _line(record.created, record.levelname, event, record.getMessage(), record.name, exception)


def begin_json(level: int | str = logging.INFO, file: str | None = None) -> None:
    """
    Log as JSON from now on, and have all else that is printed on standard error be lines of JSON too.

    Args:
        level: the least level of what is logged.
        file: file to which to log; None for standard error.
    """
    sys.stderr = _Wrapped(sys.stderr)
    handler: logging.Handler = logging.StreamHandler(sys.stderr) if file is None else logging.FileHandler(file)
    handler.setFormatter(JsonLines())
    handler.setLevel(level)
    logging.root.addHandler(handler)


class _Wrapped:
    """Standard error: lines of JSON pass, and others become such."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._begun = ""
        self._lock = Lock()

    def write(self, text: str) -> int:
        with self._lock:
            self._begun += text
            if self._begun.endswith("\n"):
                said, self._begun = self._begun, ""
                self._pass_on(said)
        return len(text)

    def _pass_on(self, said: str) -> None:
        if not said.startswith(_BEGINNING):
            if not (said := said.strip("\n")):
                return
            level = "ERROR" if said.startswith("cryptodrug: ") else "INFO"
            said = _line(datetime.now(UTC).timestamp(), level, "printed", said, None, None) + "\n"
        self._stream.write(said)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # the rest is the stream's
        return getattr(self._stream, name)


def _line(created: float, level: str, event: str, message: str, logger: str | None, exception: str | None) -> str:
    about_it = {**_always, **_now.get({})}
    at = datetime.fromtimestamp(created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    facts = {"time": at, "level": level, "event": event, "message": message, "logger": logger, "exception": exception}
    return json.dumps({name: facts.get(name, about_it.get(name)) for name in FIELDS})
