"""
Whose readings the views show: of each market those of one parser version, which is chosen for the whole database.

A replay or a crawl chooses what is installed where it runs. It takes nothing from another machine that reads with
another parser: what one chose stays, until that one goes on to another version, code comes that the database has not
seen and that is of no earlier release, or somebody says that theirs is to be shown. So two machines never take turns.
"""

from __future__ import annotations

import getpass
import os
import re
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.store.locks import Lock, take

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

__all__ = ["Choice", "ShownParser", "choose", "forget_choices", "planned_choices", "release_of", "shown_parsers", "who"]

_SHOWN = text("SELECT market, parser_version, chosen_at, chosen_by FROM shown_parser ORDER BY market")
_KNOWN = text("SELECT parser_version FROM parser_version")
_CHOOSE = text(
    "INSERT INTO shown_parser VALUES (:market, :version, clock_timestamp(), :by) ON CONFLICT ON CONSTRAINT "
    "shown_parser_key DO UPDATE SET parser_version = excluded.parser_version, chosen_at = excluded.chosen_at, "
    "chosen_by = excluded.chosen_by"
)
_FORGET = text("DELETE FROM shown_parser WHERE market = ANY (:markets)")
_SHOW = text(statement(__package__, "show_chosen"))


@dataclass(frozen=True, slots=True)
class ShownParser:
    """
    The parser version of a market whose readings are shown.

    Attributes:
        market: its code; None for pages of no known market.
        version: the parser version.
        chosen_at: since when.
        chosen_by: who began to read with it, as ``user@host``; None where nobody is known.
    """

    market: str | None
    version: str
    chosen_at: datetime
    chosen_by: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """
    What an installed parser version means for what is shown.

    Attributes:
        market: its code; None for pages of no known market.
        version: the installed version.
        before: what is chosen now; None for nothing.
        is_taken: whether the installed version is to be chosen; else another machine's choice stays.
        is_known: whether the version has read pages of this database before.
    """

    market: str | None
    version: str
    before: ShownParser | None
    is_taken: bool
    is_known: bool


def who() -> str:
    """Return who runs this, as ``user@host``; a user without a name, as containers have them, by number."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = str(os.getuid())
    return f"{name}@{socket.gethostname()}"


def release_of(version: str) -> list[int]:
    """Return the numbers in a parser version before any + sign."""
    return [int(number) for number in re.findall(r"\d{1,18}", version.partition("+")[0])]


def shown_parsers(connection: Connection) -> dict[str | None, ShownParser]:
    """Return what is chosen for each market."""
    return {row.market: ShownParser(*row) for row in connection.execute(_SHOWN)}


def planned_choices(
    connection: Connection, installed: Iterable[tuple[str | None, str]], by: str, *, insist: bool = False
) -> list[Choice]:
    """
    Tell which installed parser versions are not those that are shown, and whether they are to be.

    Args:
        connection: the database.
        installed: each market, and None for pages of no market, with the installed version.
        by: who asks.
        insist: choose what is installed even where another machine chose something else.
    """
    shown = shown_parsers(connection)
    known = set(connection.execute(_KNOWN).scalars())
    choices = []
    for market, version in sorted(installed, key=lambda each: each[0] or ""):
        before = shown.get(market)
        if before is not None and before.version == version:
            continue
        is_upgrade = version not in known and before is not None and release_of(version) >= release_of(before.version)
        is_ours = before is None or before.chosen_by in {None, by}
        choices.append(Choice(market, version, before, is_upgrade or is_ours or insist, version in known))
    return choices


def choose(connection: Connection, choices: Iterable[Choice], by: str) -> None:
    """
    Have the readings of chosen versions shown from now on, in the transaction that is open.

    It takes as long as all pages that have several readings need, and other loaders wait for it.
    """
    taken = [choice for choice in choices if choice.is_taken]
    if not taken:
        return
    take(connection, Lock.SUPERSEDE)
    for choice in taken:
        connection.execute(_CHOOSE, {"market": choice.market, "version": choice.version, "by": by})
    connection.execute(_SHOW)


def forget_choices(connection: Connection, markets: Iterable[str]) -> None:
    """Let no parser of some markets be chosen any more, in the transaction that is open."""
    take(connection, Lock.SUPERSEDE)
    connection.execute(_FORGET, {"markets": list(markets)})
    connection.execute(_SHOW)
