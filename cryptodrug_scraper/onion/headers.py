"""Request headers as Tor Browser sends them: the same for all its users, and in the same order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.http import Headers

from cryptodrug_scraper.onion.decoding import ACCEPT_ENCODING

if TYPE_CHECKING:
    from cryptodrug_scraper.onion.permitted import Target

__all__ = ["browser_headers"]

_ORDER = (
    b"Host",
    b"User-Agent",
    b"Accept",
    b"Accept-Language",
    b"Accept-Encoding",
    b"Content-Type",
    b"Origin",
    b"Connection",
    b"Referer",
    b"Cookie",
)
_OF_PROXIES = frozenset({b"Proxy-Authorization", b"Proxy-Connection"})


def browser_headers(headers: Headers, target: Target) -> Headers:
    """
    Put a request's headers in order.

    Host, Accept-Encoding and Connection are ours to say, whatever a request has for them: where it goes, what can be
    decoded, and that the connection is kept. Headers for a proxy are left out. Others come last.
    """
    given = {name: values for name, values in headers.items() if name not in _OF_PROXIES}
    given |= {
        b"Host": [target.authority.encode()],
        b"Accept-Encoding": [ACCEPT_ENCODING],
        b"Connection": [b"keep-alive"],
    }
    names = [name for name in _ORDER if name in given]
    names += [name for name in given if name not in _ORDER]
    return Headers([(name, given[name]) for name in names])
