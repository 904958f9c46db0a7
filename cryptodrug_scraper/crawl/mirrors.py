"""
The mirrors of a market, and the choice between them.

Addresses are the user's: none is in the program, and none is looked for. They stand in a file, ``mirrors.toml`` in the
data home by default, as a list for each market::

    dream = ["http://….onion", "http://….onion"]
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.onion.permitted import RefusedError, loopback_target, onion_target

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Mirrors", "read_mirrors", "short_name"]

_FAILURES_BEFORE_NEXT = 3


class Mirrors:
    """
    Mirrors in the order in which they are tried. After three failures in a row the next one is used.

    Args:
        bases: scheme, host and port of each, as ``http://….onion``.
        replica: whether they are replicas on loopback.

    Raises:
        ConfigurationError: there is no mirror, or one of them is not permitted.
    """

    def __init__(self, bases: list[str], *, replica: bool = False) -> None:
        if not bases:
            msg = "no mirror is known: give --mirror, or list them in mirrors.toml"
            raise ConfigurationError(msg)
        for number, base in enumerate(bases, 1):
            try:
                (loopback_target if replica else onion_target)(base)
            except RefusedError as error:
                msg = f"mirror {number} of {len(bases)}: {error}"
                raise ConfigurationError(msg) from error
            parts = urlsplit(base)
            if base.rstrip("/").lower() != f"{parts.scheme}://{parts.netloc}".lower():
                msg = f"a mirror is a scheme and a host, without path: {short_name(base)}"
                raise ConfigurationError(msg)
        self._bases = [base.rstrip("/") for base in bases]
        self._failures = 0
        self._current = 0
        self._answering: set[str] = set()

    @property
    def base(self) -> str:
        """The mirror in use, as ``http://….onion``."""
        return self._bases[self._current]

    @property
    def host(self) -> str:
        """Host and port of the mirror in use."""
        return urlsplit(self.base).netloc

    @property
    def count(self) -> int:
        """The number of mirrors."""
        return len(self._bases)

    def succeeded(self, base: str) -> bool:
        """Note that a mirror answered. Tell whether it is its first answer, or the first since it failed."""
        if base == self.base:
            self._failures = 0
        is_news = base not in self._answering
        self._answering.add(base)
        return is_news

    def failed(self, base: str) -> bool:
        """Note that a mirror did not answer. Tell whether another mirror is used from now on."""
        self._answering.discard(base)
        if base != self.base:
            return False  # a request that was on its way when the mirror was left
        self._failures += 1
        if self._failures < _FAILURES_BEFORE_NEXT or len(self._bases) == 1:
            return False
        self._failures = 0
        self._current = (self._current + 1) % len(self._bases)
        return True


def read_mirrors(path: Path, market: str) -> list[str]:
    """
    Read the mirrors of a market from a file; none if there is no file or the market is not in it.

    Raises:
        ConfigurationError: the file is not of the form that is described above.
    """
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"{path} is no TOML file: {error}"
        raise ConfigurationError(msg) from error
    found = listed.get(market, [])
    if not isinstance(found, list) or not all(isinstance(base, str) for base in found):
        msg = f'{path}: {market} must be a list of addresses, as {market} = ["http://….onion"]'
        raise ConfigurationError(msg)
    return found


def short_name(base: str) -> str:
    """Return the name of a mirror for logs: enough to tell it from others, too little to find it."""
    host = urlsplit(base).netloc or base
    return f"{host[:8]}…" if host.endswith(".onion") or ".onion:" in host else host
