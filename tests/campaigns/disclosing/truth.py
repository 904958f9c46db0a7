"""Who contributes to what, from the database that a package was made of."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Parts", "Truth"]

Parts = dict[tuple[Any, ...], float]
"""How much is counted of each contribution, whose first part is its vendor."""

_ASKED = "SELECT parameters -> 'findings' FROM research.derivation WHERE is_current"
_ESTIMATED = """
SELECT market, month::text, vendor, coalesce(code, 'unknown'), coalesce(drug_class, 'unknown'), grade <> 'partial'
FROM research.origin_month o LEFT JOIN LATERAL (
  SELECT min(array_position(ARRAY['complete', 'usable', 'partial'], s.grade)) AS best FROM research.snapshot s
  WHERE s.market = o.market AND date_trunc('month', s.first_at AT TIME ZONE 'UTC') = o.month
) s ON true CROSS JOIN LATERAL (SELECT (ARRAY['complete', 'usable', 'partial'])[s.best] AS grade) g
WHERE transactions > 0 OR turnover_eur > 0
"""
_RATED = """
SELECT s.market, s.vendor, s.transaction_id::text, s.weight, s.amount_eur, s.price_source, s.drug_class, s.substance
FROM research.attributed_sale({sales}) s
"""
_LISTED = """
SELECT market, month::text, vendor, listing_id, ever_codes, coalesce(drug_class, 'unknown') FROM research.listing_month
"""
_NAMED = """
SELECT DISTINCT ON (market, listing_id) market, listing_id, drug_class, substance FROM research.listing_presence
ORDER BY market, listing_id, substance IS NULL, drug_class IS NULL, snapshot_last_at DESC
"""
_REACH = """
SELECT market, vendor, is_stated, is_world, is_europe, named, excluded FROM research.country_reach({vendors})
"""
_ORIGINS = "SELECT market, vendor, origin_codes FROM research.multi_origin({country}, {days})"
BANDS = (0, 20, 50, 100, 200, 500, 1000)
_NO_DRUGS = ("Digital Goods", "Misc")


class Truth:
    """
    Contributions to the numbers of a public package.

    Args:
        connection: of the database.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        known = connection.exec_driver_sql(_ASKED).scalar_one()
        self.asked: dict[str, str] = known
        quoted = {name: f"'{value}'" for name, value in known.items()}
        days = f"{quoted['first_day']}, {quoted['last_day']}"
        self._fill = {
            "country": quoted["country"],
            "days": days,
            "vendors": f"{quoted['country']}, {quoted['definition']}, {days}",
            "sales": f"{quoted['country']}, {quoted['definition']}, {quoted['attribution']}, {days}",
        }

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._connection.exec_driver_sql(sql.format(**self._fill))]

    @cached_property
    def _estimated(self) -> dict[str, list[tuple[Any, ...]]]:
        return _by_market(self._rows(_ESTIMATED))

    @cached_property
    def _rated(self) -> dict[str, list[tuple[Any, ...]]]:
        return _by_market(self._rows(_RATED))

    @cached_property
    def _listed(self) -> dict[str, list[tuple[Any, ...]]]:
        return _by_market(self._rows(_LISTED))

    @cached_property
    def _named(self) -> dict[tuple[str, str], tuple[str | None, str | None]]:
        return {(market, listing): (kind, substance) for market, listing, kind, substance in self._rows(_NAMED)}

    def months(self, market: str) -> list[str]:
        """Months in which listings of a market were seen."""
        return sorted({row[0] for row in self._listed[market]})

    def estimated(self, market: str, month: str, country: str | None, kind: str | None = None) -> Parts:
        """Estimated sales of a month."""
        return {
            (vendor, at, code, goods): 1.0
            for at, vendor, code, goods, _ in self._estimated[market]
            if at == month and country in (None, code) and kind in (None, goods)
        }

    def estimated_of_window(self, market: str) -> Parts:
        """Estimated sales of the country of the findings, of months that are not partial."""
        first, last = self.asked["first_day"][:7], self.asked["last_day"][:7]
        return {
            (vendor, at, code, goods): 1.0
            for at, vendor, code, goods, is_whole in self._estimated[market]
            if code == self.asked["country"] and is_whole and first <= at[:7] <= last
        }

    def rated(
        self, market: str, *, is_theirs: bool, band: str | None = None, goods: tuple[str, str] | None = None
    ) -> Parts:
        """Sales of the window for which a rating stands."""
        found: Parts = {}
        for vendor, sale, weight, amount, _, kind, substance in self._rated[market]:
            if band is not None and (amount is None or band not in ("all", str(max(e for e in BANDS if e <= amount)))):
                continue
            is_drug = kind is not None and kind not in _NO_DRUGS
            if goods is not None and not (
                (is_drug or substance is not None)
                and (goods[0] == "all" or goods[1] == (kind if goods[0] == "drug_class" else substance))
            ):
                continue
            if is_theirs and weight > 0:
                found[vendor, sale, True] = 1.0
            elif not is_theirs:
                found.update(
                    {(vendor, sale, part): 1.0 for part in (True, False) if (weight > 0 if part else weight < 1)}
                )
        return found

    def sales_of_finding(self, market: str, name: str) -> Parts:
        """Sales that a finding counts."""
        found: Parts = {}
        for vendor, sale, weight, amount, source, *_ in self._rated[market]:
            if weight > 0 and amount is not None:
                is_in = source == "printed" if "above" in name else amount < 200 if "mean" in name else True
                if is_in:
                    found[vendor, sale, True] = 1.0
        return found

    def listings(self, market: str, month: str, country: str | None = None, kind: str | None = None) -> Parts:
        """Listings of a month."""
        return {
            (vendor, listing): 1.0
            for at, vendor, listing, codes, goods in self._listed[market]
            if at == month and (country is None or country in (codes or ())) and kind in (None, goods)
        }

    def listings_of_window(self, market: str, _month: str, *, is_theirs: bool, goods: tuple[str, str]) -> Parts:
        """Listings of the window that are known to be drugs."""
        first, last = self.asked["first_day"][:7], self.asked["last_day"][:7]
        found: Parts = {}
        for at, vendor, listing, codes, _ in self._listed[market]:
            kind, substance = self._named.get((market, listing), (None, None))
            is_drug = (kind is not None and kind not in _NO_DRUGS) or substance is not None
            is_so = goods[0] == "all" or goods[1] == (kind if goods[0] == "drug_class" else substance)
            is_in = not is_theirs or self.asked["country"] in (codes or ())
            if first <= at[:7] <= last and is_drug and is_so and is_in:
                found[vendor, listing] = 1.0
        return found

    def vendors_of_month(self, market: str, month: str, measure: str, country: str | None) -> frozenset[str]:
        """Accounts of a month of a table."""
        if measure in {"transactions", "turnover_eur"}:
            return frozenset(of[0] for of in self.estimated(market, month, country))
        return frozenset(of[0] for of in self.listings(market, month, country))

    def accounts(self, table: str, market: str, what: str) -> frozenset[str]:
        """Accounts of a row of the country of the findings."""
        return self._accounts[table, market].get(what, frozenset())

    @cached_property
    def _accounts(self) -> dict[tuple[str, str], dict[str, frozenset[str]]]:
        found: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for market, vendor, is_stated, is_world, is_europe, _, excluded in self._rows(_REACH):
            kinds = {"all": True, "stated": is_stated, "world": is_world, "eu_or_world": is_world or is_europe}
            kinds |= {f"not_{code}": code in (excluded or ()) for code in ("US", "AU", "GB", "CA", "NZ", "NL")}
            for reach, is_so in kinds.items():
                if is_so:
                    found["country_reach", market][reach].add(vendor)
        for market, vendor, codes in self._rows(_ORIGINS):
            found["country_origins", market]["+".join(codes)].add(vendor)
        return defaultdict(
            dict, {key: {name: frozenset(who) for name, who in sets.items()} for key, sets in found.items()}
        )


def _by_market(rows: list[tuple[Any, ...]]) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for market, *rest in rows:
        found[market].append(tuple(rest))
    return found
