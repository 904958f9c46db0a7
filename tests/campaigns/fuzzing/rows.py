"""The last step of all targets that give pages: their rows, which the database must be able to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.parsed import ParsedPage
from cryptodrug_scraper.store.rows.page import rows_of
from cryptodrug_scraper.store.tables import COLUMNS
from tests.campaigns.fuzzing.columns import check_rows
from tests.campaigns.fuzzing.target import FaultError

if TYPE_CHECKING:
    from cryptodrug_scraper.capture import Capture

__all__ = ["check_capture", "check_page"]

_CODE = COLUMNS["parse_issue"].index("code")
_DETAIL = COLUMNS["parse_issue"].index("detail")
_FAULTS = frozenset({"reader_failed", "rows_failed"})
"""Issues that say that the program, and not the page, is at fault."""
_VERSION = "1.0+fuzz"


def check_page(capture: Capture, page: ParsedPage) -> None:
    """
    Make the rows of a page.

    Raises:
        FaultError: an issue says that reading it failed, or the database cannot hold a row.
    """
    rows = rows_of(capture, page, _VERSION)
    for issue in rows.get("parse_issue", ()):
        if issue[_CODE] in _FAULTS:
            msg = f"{issue[_CODE]}: {issue[_DETAIL]}"
            raise FaultError(msg)
    check_rows(rows)


def check_capture(capture: Capture) -> None:
    """
    Make the rows of a capture in whose body nothing is read.

    Raises:
        FaultError: the database cannot hold a row.
    """
    check_page(capture, ParsedPage(None, "unknown", None, complete=True))
