"""What a report withholds of figures that tell of the same; nothing of one that is identified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.derive.findings.asked import Asked
from cryptodrug_scraper.derive.findings.linked import Linked

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cryptodrug_scraper.derive.findings.linked import Key
    from cryptodrug_scraper.report.scope import Scope

__all__ = ["Hidden"]

_NONE: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Hidden:
    """What `Linked` withholds of a scope; without it, none."""

    linked: Linked | None = None

    @classmethod
    def of(cls, connection: Connection, scope: Scope) -> Hidden:
        """Return what a report of a scope withholds."""
        if scope.is_identified:
            return cls()
        asked = Asked(scope.country, scope.first_day, scope.last_day, scope.definition, scope.attribution)
        return cls(Linked(connection, asked))

    @property
    def months(self) -> frozenset[Key]:
        """Sums by month and in the window."""
        return _NONE if self.linked is None else self.linked.months

    @property
    def goods(self) -> frozenset[Key]:
        """Sums by goods."""
        return _NONE if self.linked is None else self.linked.goods

    @property
    def bands(self) -> frozenset[Key]:
        """Sums by bands of value."""
        return _NONE if self.linked is None else self.linked.bands

    @property
    def reach(self) -> frozenset[Key]:
        """Accounts by how far they send."""
        return _NONE if self.linked is None else self.linked.reach
