"""
Whether pages were simulated, by the addresses that their archives state.

The address of an onion service of version 3 holds a checksum of its key. The hosts of the simulated markets have the
form of such an address and a checksum that is wrong: no service can have it, so no such page was ever fetched from one.
Pages of a replica were fetched from loopback. Where an archive states no address, nothing can be told.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.onion.permitted import is_onion_host

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["cannot_exist", "simulated_captures"]

_VERSION_3 = re.compile(r"(?:[^.]+\.)*[a-z2-7]{56}\.onion")
_HOSTS = text(
    "SELECT substring(o.url FROM '^[a-z]+://([^/:?#]+)') AS host, count(DISTINCT o.capture_id) AS captures "
    "FROM capture_origin o GROUP BY 1"
)


def cannot_exist(host: str | None) -> bool:
    """Tell whether a host is none from which a market can have answered."""
    if host is None:
        return False
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return _VERSION_3.fullmatch(host.lower()) is not None and not is_onion_host(host.lower())


def simulated_captures(connection: Connection) -> tuple[int, int]:
    """Return how many captures of the database were simulated, and how many there are."""
    found = [(row.host, row.captures) for row in connection.execute(_HOSTS)]
    return sum(count for host, count in found if cannot_exist(host)), sum(count for _, count in found)
