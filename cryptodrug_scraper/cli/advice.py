"""What to say where something is not there: what it may have been meant to be, and why there is nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.cli.place_advice import unknown_place
from cryptodrug_scraper.cookbook.meant import did_you_mean
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["meant_by", "names_of_research", "why_empty"]

_NAMES = text(statement(__package__, "names_of_research"))
_UNKNOWN = re.compile(r'(?:relation|function|column) "?(?:research\.)?([A-Za-z_0-9.]+)')
_MARKET = re.compile(r"\bmarket(?:_a|_b)?\s*(?:=|IN\s*\()\s*'([^']*)'", re.IGNORECASE)
_COLUMNS = text(
    "SELECT DISTINCT a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
    "WHERE c.relnamespace = to_regnamespace('research') AND a.attnum > 0 AND NOT a.attisdropped"
)
_LOADED = text("SELECT EXISTS (SELECT FROM research.capture_quality)")
_DERIVED = text("SELECT EXISTS (SELECT FROM research.derivation WHERE is_current)")
_MARKETS = text("SELECT DISTINCT market FROM research.market_life")
_FIRST_SENTENCE = re.compile(r"^(.*?[.:])(?:\s|$)")


def meant_by(connection: Connection, message: str) -> str:
    """Ask what was meant, where a database says that there is no such view, function or column."""
    unknown = _UNKNOWN.search(message)
    if unknown is None or "does not exist" not in message:
        return ""
    if message.startswith("column"):
        known = list(connection.execute(_COLUMNS).scalars())
    else:
        known = [name for name, _, _ in connection.execute(_NAMES)]
    return did_you_mean(unknown[1].rpartition(".")[2], known) or "; cryptodrug query --list says what there is"


def names_of_research(connection: Connection) -> list[tuple[str, str]]:
    """The views and functions of the schema research, each with what a row of it is."""
    found = []
    for name, arguments, grain in connection.execute(_NAMES):
        sentence = _FIRST_SENTENCE.match(grain.replace("\n", " "))
        shown = f"{name}({arguments})" if arguments else name
        found.append((shown, sentence[1].rstrip(".:") if sentence else grain))
    return found


def why_empty(connection: Connection, sql: str) -> str:
    """Return why a result may have no rows; empty where nothing is known of it."""
    if not connection.execute(_LOADED).scalar_one():
        return "the database holds no pages yet: run cryptodrug replay"
    markets = set(connection.execute(_MARKETS).scalars())
    unknown = [market for market in _MARKET.findall(sql) if market not in markets]
    if unknown:
        return f"there is no market {unknown[0]!r}{did_you_mean(unknown[0], markets)}"
    nowhere = unknown_place(sql)
    if not nowhere and not connection.execute(_DERIVED).scalar_one():
        return "nothing was derived yet, and views of what pages mean are empty until then: run cryptodrug derive"
    return nowhere
