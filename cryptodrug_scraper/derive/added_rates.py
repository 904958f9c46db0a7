"""Add reference rates to those that come with the program: a file is looked at, compared, and kept in the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.derive.bank_files import read_bank_file
from cryptodrug_scraper.derive.reference_rates import differing, reference_rates, span
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.store.reference_rates import CONTENTS, alone, keep

if TYPE_CHECKING:
    from datetime import date

    import polars as pl
    from sqlalchemy import Connection

__all__ = ["Addition", "add_rates", "known_rates"]


@dataclass(frozen=True, slots=True)
class Addition:
    """
    What a file added.

    Attributes:
        first_day: the first day that it has a rate of.
        last_day: the last.
        rates: how many it has.
        new: those of a day and currency of which none was known; a file without any, and without other values, is not
            kept.
        replaced: those that count in place of another.
    """

    first_day: date
    last_day: date
    rates: int
    new: int
    replaced: int


def known_rates(connection: Connection) -> pl.DataFrame:
    """
    Return all reference rates that a derivation of this database takes, as `reference_rates.reference_rates`.

    Raises:
        ConfigurationError: a file cannot be read.
    """
    return reference_rates((row.name, bytes(row.content)) for row in connection.execute(text(CONTENTS)))


def add_rates(connection: Connection, name: str, content: bytes, today: date, *, replace: bool) -> Addition:
    """
    Add a file of the bank's rates to the database, for all who derive from it.

    Args:
        connection: one that has no transaction open.
        name: of the file, without its folder.
        content: its bytes.
        today: a day after the one after it is refused.
        replace: whether its rates count where others are known; else such a file is refused.

    Raises:
        ConfigurationError: it is no such file, or it has other rates than are known.
    """
    found = read_bank_file(name, content, today)
    with connection.begin():
        alone(connection)
        known = known_rates(connection)
        other = differing(known, found)
        if not other.is_empty() and not replace:
            day, currency, rate, stated = other.row(0)
            msg = (
                f"the file of rates {name} differs from what is known in {counted(other.height, 'rate')}: on {day} "
                f"it has {stated} {currency} for a euro, and not {rate}. Next: find out which is right; if the file "
                "is, add --replace; if one that was added before is wrong, cryptodrug rates remove takes it out"
            )
            raise ConfigurationError(msg)
        new = found.join(known, on=["day", "currency"], how="anti").height
        days = span(found)
        addition = Addition(*days, found.height, new, other.height)
        if new or other.height:
            keep(connection, name, content, days, found.height)
    return addition
