"""The parser versions that have read a database's pages, and the names by which a user chooses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

__all__ = ["LATEST", "PREVIOUS", "Versions", "choose_versions", "versions_by_market"]

LATEST = "latest"
PREVIOUS = "previous"
_FROM_THE_END = {LATEST: 1, PREVIOUS: 2}
_VERSIONS = text(
    """
    SELECT market, parser_version
    FROM (SELECT DISTINCT market, parser_version FROM parse_run) AS used JOIN parser_version USING (parser_version)
    ORDER BY release, first_loaded_at, parser_version
    """
)

Versions = dict[str | None, list[str]]
"""The versions that found pages of each market (None: of no market), the oldest first."""


def versions_by_market(connection: Connection) -> Versions:
    """The versions that found pages of each market (None: of no market), the oldest first."""
    versions: Versions = {}
    for market, version in connection.execute(_VERSIONS):
        versions.setdefault(market, []).append(version)
    return versions


def choose_versions(versions: Mapping[str | None, Sequence[str]], name: str) -> dict[str | None, str]:
    """
    Return the versions that a name means: at most one of each market.

    Args:
        versions: those that there are.
        name: ``latest``, ``previous`` (the one before the latest), or how a version begins, with its release or without
            it: ``0.2.0``, ``0.2.0+dream.1f``, ``dream.1f``.

    Raises:
        StoreError: the name means no version, or several of one market.
    """
    if name in _FROM_THE_END:
        place = _FROM_THE_END[name]
        chosen = {market: found[-place] for market, found in versions.items() if len(found) >= place}
        if not chosen:
            read = "by two versions" if place > 1 else "yet"
            msg = f"there is no {name} parser version: no pages were read {read}; replay them, with --reparse to renew"
            raise StoreError(msg)
        return chosen
    chosen = {}
    for market, found in versions.items():
        matching = [version for version in found if name and _begins(version, name)]
        if len(matching) > 1:
            msg = f"{name!r} means {len(matching)} parser versions: give more of one of {', '.join(matching)}"
            raise StoreError(msg)
        if matching:
            chosen[market] = matching[0]
    if not chosen:
        known = ", ".join(sorted({version for found in versions.values() for version in found})) or "none"
        msg = f"no page was read by a parser version {name!r}; there are: {known}"
        raise StoreError(msg)
    return chosen


def _begins(version: str, name: str) -> bool:
    return version.startswith(name) or version.partition("+")[2].startswith(name)
