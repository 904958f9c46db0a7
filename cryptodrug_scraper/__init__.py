"""
Saved pages of cryptomarkets, turned into dated records that lead back to the bytes.

For notebooks and scripts: `query` gives a frame of what SQL asks for, `connect` an engine of SQLAlchemy. Both are
imported when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptodrug_scraper.store.research import connect, query

__all__ = ["__version__", "connect", "query"]

__version__ = "0.2.0"

_LATER = frozenset({"connect", "query"})


def __getattr__(name: str) -> object:
    if name not in _LATER:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from cryptodrug_scraper.store import research  # noqa: PLC0415  # an import of the package alone is quick

    return getattr(research, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATER})
