"""
Make what a small home observed as many rows as of a large market, for derivations: of the same months, by more vendors.

Each copy has accounts, titles and pages of its own, and says nothing of keys, profiles and descriptions, by which all
copies of a vendor would be one owner. Pages may show each listing several times, as so many listings of its vendor. It
is a load, and no market: its figures mean nothing.

    python -m benchmarks.crowd HOME --accounts 27 --listings 5    # changes it, and takes away what was derived
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Uuid

from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.tables import LOADED

if TYPE_CHECKING:
    from sqlalchemy import Column, Connection

_IN_COMMON = frozenset({"text", "page_structure", "category_count", "exchange_rate", "text_repair", "parse_issue"})
"""Loaded tables of which all copies share the rows, or need none."""
_KEPT = frozenset({"menu_id", "rate_table_id", "structure_id", "crawl_id"})
_UNSAID = frozenset({"profile_sha256", "description_sha256", "pgp_key_sha256", "pgp_fingerprint"})
_LISTED = frozenset({"listing_observation", "listing_price", "price_tier", "shipping_option", "listing_exclusion"})
"""Tables of which a page has as many times more rows as it shows each listing."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_OTHERS = "SELECT g, n FROM {} WHERE g > 0 OR n > 0"
_FARTHER = 10_000
"""What is added to the place of a listing on its page for each time that it is shown again."""


def crowd(connection: Connection, accounts: int, listings: int) -> None:
    """
    Copy what was observed, and count the rows of its tables for the planner.

    Args:
        connection: one that has no transaction open.
        accounts: how many times as many accounts there are to be.
        listings: how many times each listing is to be on its page.
    """
    connection.execution_options(isolation_level="AUTOCOMMIT")
    connection.exec_driver_sql("SET synchronous_commit = off")
    for name in LOADED:
        if name not in _IN_COMMON:
            table, again = Base.metadata.tables[name], listings if name in _LISTED else 1
            values = ", ".join(map(_value, table.columns))
            copies = f"generate_series(0, {accounts - 1}) g CROSS JOIN generate_series(0, {again - 1}) n"
            connection.exec_driver_sql(
                f"INSERT INTO {name} ({', '.join(table.columns.keys())}) SELECT {values} "  # noqa: S608  # names
                f"FROM {name} CROSS JOIN ({_OTHERS.format(copies)}) copy ON CONFLICT DO NOTHING"
            )
    connection.exec_driver_sql(f"UPDATE parse_run SET listing_count = listing_count * {listings}")  # noqa: S608  # a number
    connection.exec_driver_sql("VACUUM ANALYZE")


def _value(column: Column[object]) -> str:
    """What a copy has in a column, as SQL; `g` is 0 for the original, and `n` where a listing stands first."""
    name, kind = column.name, column.type
    if name in _KEPT:
        return name
    if name in _UNSAID:
        return f"CASE WHEN g = 0 AND n = 0 THEN {name} END"
    if isinstance(kind, Uuid):  # its last bytes tell a record's place on its page, and stay
        first = f"('x' || left({name}::text, 8))::bit(32)::integer # (CASE WHEN g = 0 THEN 0 ELSE hashint4(g) END)"
        return f"(lpad(to_hex({first}), 8, '0') || substr({name}::text, 9))::uuid"
    if name in {"ordinal", "listing_ordinal"} and column.table.name in _LISTED:
        is_place = name == "listing_ordinal" or column.table.name == "listing_observation"
        return f"{name} + n * {_FARTHER}" if is_place else name
    texts = {
        "vendor": f"CASE WHEN g = 0 THEN {name} ELSE left(md5({name} || g), 12) END",
        "listing_id": f"{name} || CASE WHEN g > 0 THEN '.' || g ELSE '' END"
        + (" || CASE WHEN n > 0 THEN '_' || n ELSE '' END" if column.table.name in _LISTED else ""),
        "title": f"translate({name}, '{_LETTERS}', substr('{_LETTERS * 2}', 1 + (g + n) %% 26, 26))",
        "url_key": f"CASE WHEN g > 0 THEN g || '/' ELSE '' END || {name}",
        "sha256": f"CASE WHEN g = 0 THEN {name} ELSE sha256({name} || int4send(g)) END",
    }
    return texts.get(name, name)


def main() -> None:
    """Copy, and say how many rows there are."""
    from benchmarks.derive import forget
    from cryptodrug_scraper.store.database import URL_VARIABLE, open_database

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("home", type=Path)
    options.add_argument("--accounts", type=int, required=True, help="how many times as many accounts there are to be")
    options.add_argument("--listings", type=int, default=1, help="how many times as many listings each has to have")
    chosen = options.parse_args()
    os.environ.pop(URL_VARIABLE, None)
    os.environ[HOME_VARIABLE] = str(chosen.home)
    forget()
    with open_database() as database, database.engine.connect() as connection:
        crowd(connection, chosen.accounts, chosen.listings)
        for name in ("parse_run", "listing_observation", "vendor_observation", "review_observation"):
            print(f"{connection.exec_driver_sql(f'SELECT count(*) FROM {name}').scalar_one():12,} {name}")  # noqa: S608


if __name__ == "__main__":
    main()
