"""What a report withholds of figures that tell of the same; nothing of one that is identified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.disclosure.choice import chosen

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cryptodrug_scraper.disclosure.choice import Choice
    from cryptodrug_scraper.disclosure.findings import PublicFindings
    from cryptodrug_scraper.disclosure.sums import Key
    from cryptodrug_scraper.report.scope import Scope
    from cryptodrug_scraper.study.claims import Study as Claimed

__all__ = ["Hidden"]

_SOLD = frozenset({"transactions", "turnover_eur"})


@dataclass(frozen=True, slots=True)
class Hidden:
    """
    The sums that are withheld of a scope.

    Attributes:
        sales: as `Choice` has them.
        listings: as `Choice` does.
        findings: makes findings public; None in a report that is identified.
        chosen: what was chosen, for the ledger; None in one that is identified.
    """

    sales: frozenset[Key] = frozenset()
    listings: frozenset[Key] = frozenset()
    findings: PublicFindings | None = None
    chosen: Choice | None = None

    @classmethod
    def of(cls, connection: Connection, scope: Scope, claimed: Claimed) -> Hidden:
        """Return what a report of a scope withholds, in which the claims of a study are tested."""
        if scope.is_identified:
            return cls()
        choice = chosen(connection, scope.asked, study=claimed)
        return cls(choice.sales, choice.listings, choice.findings, choice)

    def month(self, kind: str, market: str, measure: str, *month: object) -> bool:
        """Whether a month of the country (``own``) or of the market, or a window (``window``), is withheld."""
        return (kind, market, *month) in self._of(measure)

    def choice(self, market: str, measure: str, definition: str, attribution: str) -> bool:
        """Whether the window by a choice is withheld; listings have no attribution."""
        of = (definition, attribution) if measure in _SOLD else (definition,)
        return ("window", market, *of) in self._of(measure)

    def whole(self, market: str, measure: str, definition: str) -> bool:
        """Whether all of the window, of which a choice is a part, is withheld."""
        return ("every", market, *(() if measure in _SOLD else (definition,))) in self._of(measure)

    def grown(self, kind: str, market: str, measure: str, event: str, source: str) -> bool:
        """Whether what was sold ``before`` or ``after`` the end of a market, or by who ``came``, is withheld."""
        return (kind, market, event, source) in self._of(measure)

    def goods(self, kind: str, market: str, measure: str, level: str, goods: str) -> bool:
        """Whether goods of the country (``theirs``) or of all (``anyones``) are withheld."""
        return (kind, market, level, goods) in self._of(measure)

    def _of(self, measure: str) -> frozenset[Key]:
        """Numbers of accounts are rounded, and never withheld for what they tell together."""
        return self.sales if measure in _SOLD else self.listings if measure == "listings" else frozenset()
