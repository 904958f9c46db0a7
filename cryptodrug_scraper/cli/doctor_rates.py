"""What the doctor says of reference rates, and of pages whose time had not come when they were loaded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptodrug_scraper.cli.finding import Finding
from cryptodrug_scraper.cli.unvalued_words import FUTURE_ADVICE, RATES_ADVICE, future_words
from cryptodrug_scraper.errors import CryptodrugError
from cryptodrug_scraper.measures.money.rates import LONGEST_GAP_DAYS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Connection

    from cryptodrug_scraper.store.contents import Contents
    from cryptodrug_scraper.store.future import Future

__all__ = ["look_at_rates", "of_future", "of_rates"]


def look_at_rates(connection: Connection | None = None, contents: Contents | None = None) -> list[Finding]:
    """
    Look at the rates that a derivation would take, and at the pages that it would leave out.

    Args:
        connection: of a database of the newest revision; None where there is none: rates are the program's own.
        contents: what that holds.
    """
    from cryptodrug_scraper.derive.added_rates import known_rates
    from cryptodrug_scraper.derive.reference_rates import bundled_rates, span
    from cryptodrug_scraper.store.future import future_captures
    from cryptodrug_scraper.store.reference_rates import added_files

    files = [] if connection is None else added_files(connection)
    future = [] if connection is None else future_captures(connection)
    try:
        known = bundled_rates() if connection is None else known_rates(connection)
    except CryptodrugError as error:
        return [Finding("rates", "problem", "cannot be read", str(error)), *of_future(future)]
    newest = None if contents is None or contents.newest_at is None else contents.newest_at.date()
    _, last = span(known)
    return [of_rates(last, len(files), newest, datetime.now(UTC).date()), *of_future(future)]


def of_rates(last: date, added: int, newest: date | None, today: date) -> Finding:
    """
    Check how old the rates are, and whether there are pages of days without one.

    Args:
        last: the day of the last rates.
        added: how many files were added to those of the program.
        newest: the day of the newest page; None without any.
        today: the day.
    """
    files = f", files added: {added}" if added else ", as they come with the program"
    found = f"of the European Central Bank until {last} (age in days: {(today - last).days}){files}"
    if newest is not None and newest > last + timedelta(days=LONGEST_GAP_DAYS):
        return Finding("rates", "note", f"{found}; the newest page is of {newest}, which has none", RATES_ADVICE)
    return Finding("rates", "ok", found)


def of_future(future: Sequence[Future]) -> list[Finding]:
    """Name the pages that no derivation counts, market by market."""
    return [Finding("future", "note", line.rstrip("."), FUTURE_ADVICE) for line in future_words(future)]
