"""What people decided of pairs of accounts, as a derivation takes it, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.decisions.subject import Account, Link
from cryptodrug_scraper.measures.accounts.decided_links import DECIDED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from cryptodrug_scraper.derive.outcome import Outcome

__all__ = ["DecidedPairs"]


class DecidedPairs:
    """
    The decisions on links whose accounts are known.

    Args:
        outcome: of the decisions; notes what is found, and what changes.
        names: for each market the account of each name.
    """

    def __init__(self, outcome: Outcome, names: Mapping[str, Mapping[str, str]]) -> None:
        self._outcome = outcome
        self._pairs: dict[UUID, tuple[Account, Account]] = {}
        for known, decision in outcome.decisions.items():
            subject = decision.subject
            if isinstance(subject, Link):
                ends = [_account(each, names) for each in (subject.first, subject.second)]
                found = sorted({each for each in ends if each is not None})
                if len(found) == len(ends):
                    self._pairs[known] = (found[0], found[1])

    def frame(self) -> pl.DataFrame:
        """The pairs as `decided_links` takes them; of two decisions on one pair under several names, the later."""
        decisions = self._outcome.decisions
        latest = sorted(self._pairs, key=lambda known: (decisions[known].decided_at, known))
        rows = [
            (
                one.market,
                one.vendor,
                other.market,
                other.vendor,
                decisions[known].verdict == "accepted",
                f"decision {known}",
            )
            for known in latest
            for one, other in (self._pairs[known],)
        ]
        pairs = pl.DataFrame(rows, schema=DECIDED, orient="row")
        return pairs.unique(DECIDED.names()[:4], keep="last", maintain_order=True)

    def note(self, links: tuple[pl.DataFrame, pl.DataFrame], moved: tuple[pl.DataFrame, pl.DataFrame]) -> None:
        """
        Note what is found, and what changes.

        Args:
            links: the ledger without decisions, and with them.
            moved: `measures.accounts.migration.migration` without them, and with them.
        """
        for known, pair in self._pairs.items():
            mine = [each.filter(_is_pair(pair)) for each in links]
            self._outcome.saw(known, {"evidence": set(mine[0]["evidence"])})
            self._outcome.changed(known, "account_link", _differing(mine[0], mine[1]))
            gone, come = (each.filter(_touches(pair)) for each in moved)
            self._outcome.changed(known, "migration", _differing(gone, come))


def _account(printed: Account, names: Mapping[str, Mapping[str, str]]) -> Account | None:
    found = names.get(printed.market, {}).get(printed.vendor)
    return None if found is None else Account(printed.market, found)


def _is_pair(pair: tuple[Account, Account]) -> pl.Expr:
    one, other = pair
    first = (pl.col("market_a") == one.market) & (pl.col("vendor_a") == one.vendor)
    return first & (pl.col("market_b") == other.market) & (pl.col("vendor_b") == other.vendor)


def _touches(pair: tuple[Account, Account]) -> pl.Expr:
    ends = [
        (pl.col(f"{end}_market") == each.market) & (pl.col(f"{end}_vendor") == each.vendor)
        for each in pair
        for end in ("from", "to")
    ]
    return pl.any_horizontal(ends)


def _differing(before: pl.DataFrame, after: pl.DataFrame) -> int:
    """Rows that are only there with decisions, or only without, whichever are more: a row may have another's place."""
    keys = before.columns
    one = before.join(after, on=keys, how="anti", nulls_equal=True).height
    return max(one, after.join(before, on=keys, how="anti", nulls_equal=True).height)
