"""
Whether pages were simulated, by the addresses that their archives state.

The address of an onion service is made of its key, of version 3 with a checksum. The hosts of the simulated markets
end like such addresses, but are of no version, or their checksum is wrong: no service can have them, so no such page
was ever fetched from one. Pages of a replica were fetched from loopback. Where an archive states no address, nothing
can be told.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.onion.permitted import is_onion_host
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["cannot_exist", "simulated_captures"]

_VERSION_2 = re.compile(r"(?:[^.]+\.)*[a-z2-7]{16}\.onion")
"""Such an address is part of a digest: any is possible."""
_HOSTS = text(statement(__package__, "hosts"))


def cannot_exist(host: str | None) -> bool:
    """Tell whether no market can have answered from a host."""
    if host is None:
        return False
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        name = host.lower()
        return name.endswith(".onion") and _VERSION_2.fullmatch(name) is None and not is_onion_host(name)


def simulated_captures(connection: Connection) -> tuple[int, int]:
    """Return how many captures of the database were simulated, and how many there are."""
    found = [(row.host, row.captures) for row in connection.execute(_HOSTS)]
    return sum(count for host, count in found if cannot_exist(host)), sum(count for _, count in found)
