"""
The one place where code that reads a page is run, a market's own above all: what goes wrong in it becomes an issue of
the page, and the next page is read as if nothing had been.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from cryptodrug_scraper.errors import ParseError
from cryptodrug_scraper.page.records import Issue, Link, Record

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from cryptodrug_scraper.page.document import Document

__all__ = ["ReaderFailedError", "check_found", "run"]

A = TypeVar("A")
T = TypeVar("T")

_CODE = "reader_failed"
_PANIC = "PanicException"
"""A fault in a library written in Rust, such as the one that reads keys; it is no `Exception`."""
_FOUND = msgspec.json.Decoder(tuple[list[Record], list[Link], list[Issue], dict[str, str]])


class ReaderFailedError(Exception):
    """
    Code that reads a page failed on it, or gave what no reader may give.

    Attributes:
        issue: what the page is to say of it.
    """

    def __init__(self, what: str, reason: str) -> None:
        detail = f"{what}: {reason}"
        super().__init__(detail)
        self.issue = Issue(_CODE, "error", detail)


def run(what: str, function: Callable[[A], T], argument: A, sources: tuple[str, ...]) -> T:
    """
    Call a function that reads.

    Args:
        what: what the function is, for the issue.
        function: the function.
        argument: what it is given.
        sources: the modules and packages of its author, to tell where it failed.

    Raises:
        ParseError: it says that the page is not shaped as it should be.
        ReaderFailedError: it raised anything else.
        MemoryError: this machine has too little; that says nothing of the page.
    """
    try:
        return function(argument)
    except (ParseError, MemoryError):
        raise
    except BaseException as error:  # its author may err in any way, and the other pages must be read
        if not isinstance(error, Exception) and type(error).__name__ != _PANIC:
            raise
        where = _place(error.__traceback__, sources)
        raise ReaderFailedError(what, f"{type(error).__name__} at {where}") from error


def check_found(what: str, document: Document) -> None:
    """
    Check that what a reader left in a document are records, links and issues with values of the types that they have.

    Raises:
        ReaderFailedError: they are not; the database could not hold them.
    """
    found = document.records, document.links, document.issues, document.repairs
    try:
        _FOUND.decode(msgspec.json.encode(found))
    except (msgspec.MsgspecError, TypeError, ValueError, RecursionError) as error:
        raise ReaderFailedError(what, f"it gave what is no record, link or issue ({error})"[:200]) from error


def _place(trace: TracebackType | None, sources: tuple[str, ...]) -> str:
    """
    File and line of the innermost frame in the sources, else of the innermost one of all.

    Files are named from the package on, so that the same fault has the same words on any machine.
    """
    innermost = mine = ""
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", "?"))
        file = trace.tb_frame.f_code.co_filename.replace("\\", "/").rpartition("/")[2]
        folder = module if file == "__init__.py" else module.rpartition(".")[0]
        innermost = f"{folder.replace('.', '/')}/{file}:{trace.tb_lineno}".lstrip("/")
        if any(module == source or module.startswith(f"{source}.") for source in sources):
            mine = innermost
        trace = trace.tb_next
    return mine or innermost
