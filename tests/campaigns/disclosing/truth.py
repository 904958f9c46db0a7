"""Who contributes to what, from the database that a package was made of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from datetime import UTC
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.study.current import current_asked

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cryptodrug_scraper.study.asked import Asked

__all__ = ["Parts", "Truth"]

Parts = dict[tuple[Any, ...], float]
"""How much is counted of each contribution, whose first part is its vendor."""

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
_WEIGHTS = "SELECT market, vendor, weight FROM research.vendor_weight({choice}) WHERE weight > 0"
_MONTHLY = """
SELECT l.market, l.month::text, l.vendor, l.listing_id, l.ever_codes, l.last_codes, l.is_last
FROM research.listing_month l WHERE l.month BETWEEN date_trunc('month', {first}::date) AND {last}::date
"""
_SOLD = """
SELECT t.market, t.vendor, t.transaction_id::text, t.occurred_from + (t.occurred_to - t.occurred_from) / 2,
       t.price_flag, t.amount_eur IS NULL, t.occurred_to >= date_trunc('month', {first}::date)
       AND t.occurred_from < date_trunc('month', {last}::date) + interval '1 month'
FROM research.transaction t
"""
_LOOKED = """
SELECT market, snapshot_first_at::text, vendor, listing_id, substr(snapshot_first_at::text, 1, 7) || '-01'
FROM research.listing_presence WHERE presence = 'seen'
"""
_MOVED = """
SELECT m.event, m.from_market, m.from_vendor, m.class, m.to_market, m.to_vendor, coalesce(w.weight, 0) > 0
FROM research.migration m
LEFT JOIN research.vendor_weight({country}, {definition}, 'A2', {days}) w
  ON w.market = m.from_market AND w.vendor = m.from_vendor
"""
_ORIGINS = "SELECT market, vendor, origin_codes FROM research.multi_origin({country}, {days})"
BANDS = (0, 20, 50, 100, 200, 500, 1000)
_NO_DRUGS = ("Digital Goods", "Misc")


class Truth:
    """
    Contributions to the numbers of a public package.

    Args:
        connection: of the database.
        asked: country, window, definition and attribution; None: those of the findings.
    """

    def __init__(self, connection: Connection, asked: Asked | None = None) -> None:
        self._connection = connection
        known = {name: str(value) for name, value in asdict(asked or current_asked(connection)).items()}
        self.asked: dict[str, str] = known
        quoted = {name: f"'{value}'" for name, value in known.items()}
        days = f"{quoted['first_day']}, {quoted['last_day']}"
        self._fill = {
            "country": quoted["country"],
            "definition": quoted["definition"],
            "first": quoted["first_day"],
            "last": quoted["last_day"],
            "days": days,
            "vendors": f"{quoted['country']}, {quoted['definition']}, {days}",
            "sales": f"{quoted['country']}, {quoted['definition']}, {quoted['attribution']}, {days}",
        }

    def _rows(self, sql: str, **more: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._connection.exec_driver_sql(sql.format(**self._fill, **more))]

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

    @cached_property
    def _sold(self) -> dict[str, list[tuple[Any, ...]]]:
        return _by_market(self._rows(_SOLD))

    @cached_property
    def _monthly(self) -> dict[str, list[tuple[Any, ...]]]:
        return _by_market(self._rows(_MONTHLY))

    @cached_property
    def _looked(self) -> dict[str, list[tuple[Any, ...]]]:
        return _by_market(self._rows(_LOOKED))

    @cached_property
    def moved(self) -> list[tuple[Any, ...]]:
        """Event, market left, account, class, market and account found, and whether it is the country's."""
        return self._rows(_MOVED)

    def estimated_by(self, market: str, definition: str | None, attribution: str) -> Parts:
        """Estimated sales of the window, of the country by a choice; of all without a definition."""
        first, last = self.asked["first_day"][:7], self.asked["last_day"][:7]
        months = {row[0][:7] for row in self._monthly[market]}
        weights = self._weights_of(market, definition, attribution) if definition and attribution != "A1" else {}
        found: Parts = {}
        for at, vendor, code, goods, _ in self._estimated[market]:
            if first <= at[:7] <= last and at[:7] in months:
                is_all = definition is None or (attribution == "A1" and code == self.asked["country"])
                weight = 1.0 if is_all else 0.0 if attribution == "A1" else weights.get(vendor, 0.0)
                if weight > 0:
                    found[vendor, at, code, goods] = weight
        return found

    def _weights_of(self, market: str, definition: str, attribution: str) -> dict[str, float]:
        choice = f"'{self.asked['country']}', '{definition}', '{attribution}', {self._fill['days']}"
        return {vendor: weight for at, vendor, weight in self._rows(_WEIGHTS, choice=choice) if at == market}

    def listings_by(self, market: str, definition: str, *, is_theirs: bool, month: str | None = None) -> Parts:
        """Listings of each month of the window, of the country by a definition."""
        found: Parts = {}
        for at, vendor, listing, ever, last, is_last in self._monthly[market]:
            codes = (last if definition == "D1" else ever) or ()
            is_in = self.asked["country"] in codes and (definition != "D4" or len(codes) == 1)
            if (definition != "D1" or is_last) and month in (None, at) and (is_in or not is_theirs):
                found[vendor, listing, at] = 1.0
        return found

    def looked(self, market: str, at: str) -> Parts:
        """Listings that a look at a market saw, by the month in which it began."""
        return {(row[1], row[2], row[3]): 1.0 for row in self._looked[market] if row[0][:16] == at[:16]}

    def sold(self, market: str, *, flag: str | None = None) -> Parts:
        """Sales of the months of the window; by a flag of their price, or ``no_amount``."""
        found: Parts = {}
        for vendor, sale, _, price_flag, has_none, is_in in self._sold[market]:
            if is_in and (flag is None or flag == price_flag or (flag == "no_amount" and has_none)):
                found.update(self._split(market, vendor, sale))
        return found

    def sold_between(self, market: str, first: Any, last: Any, vendors: frozenset[str] | None = None) -> Parts:
        """Sales from a moment on until another one, of some vendors."""
        found: Parts = {}
        for vendor, sale, at, *_ in self._sold[market]:
            if first <= at < last and (vendors is None or vendor in vendors):
                found.update(self._split(market, vendor, sale))
        return found

    def _split(self, market: str, vendor: str, sale: str) -> Parts:
        return {(vendor, sale, part): 1.0 for part in self._shares[market].get(sale, (False,))}

    @cached_property
    def _shares(self) -> dict[str, dict[str, tuple[bool, ...]]]:
        """Of each sale the parts in which it is counted: the country's and the others'."""
        return {
            market: {
                row[1]: tuple(part for part in (True, False) if (row[2] > 0 if part else row[2] < 1)) for row in rows
            }
            for market, rows in self._rated.items()
        }

    def weights(self) -> dict[str, float]:
        """How much of each sale of the window is the country's."""
        return {row[1]: float(row[2]) for rows in self._rated.values() for row in rows}

    def named(self, market: str, level: str, plain: str) -> str:
        """The code of goods that is written so, but for signs and capitals."""
        known = {name for row in self._rated[market] for name in [row[5 if level == "drug_class" else 6]] if name}
        known |= {name for names in self._named.values() for name in [names[level != "drug_class"]] if name}
        return next((name for name in sorted(known) if "".join(filter(str.isalnum, name.lower())) == plain), plain)

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

    def estimated_own(self, market: str, month: str) -> Parts:
        """Estimated sales of a month that are the country's by the definition and attribution asked for."""
        if self.asked["attribution"] == "A1":
            return self.estimated(market, month, self.asked["country"])
        weights = self._weights_of(market, self.asked["definition"], self.asked["attribution"])
        return {of: weights[of[0]] for of in self.estimated(market, month, None) if weights.get(of[0], 0.0) > 0}

    def estimated_of_window(self, market: str) -> Parts:
        """Estimated sales of the country of the findings, of months that are not partial."""
        first, last = self.asked["first_day"][:7], self.asked["last_day"][:7]
        return {
            (vendor, at, code, goods): 1.0
            for at, vendor, code, goods, is_whole in self._estimated[market]
            if code == self.asked["country"] and is_whole and first <= at[:7] <= last
        }

    def rated(
        self,
        market: str,
        *,
        is_theirs: bool,
        band: str | None = None,
        goods: tuple[str, str] | None = None,
        above: float | None = None,
    ) -> Parts:
        """Sales of the window for which a rating stands."""
        found: Parts = {}
        for vendor, sale, weight, amount, _, kind, substance in self._rated[market]:
            if above is not None and (amount is None or amount <= above):
                continue
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

    def rated_in(self, market: str, month: str, *, is_theirs: bool) -> Parts:
        """Sales whose rating was left in a month; with ``is_theirs`` those of which a part is the country's."""
        return {
            (vendor, sale, part): 1.0
            for vendor, sale, at, *_ in self._sold[market]
            if f"{at.astimezone(UTC):%Y-%m}-01" == month
            for part in self._shares[market].get(sale, ())
            if part or not is_theirs
        }

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
        """Listings of the window that are known to be drugs: those of all its months, by D1 of its last look alone."""
        definition, country = self.asked["definition"], self.asked["country"]
        rows = self._monthly[market]
        if definition == "D1":
            until = max((at for at, *_, is_last in rows if is_last), default="")
            rows = [row for row in rows if row[0] == until and row[-1]]
        codes: dict[tuple[str, str], set[str]] = defaultdict(set)
        for _, vendor, listing, ever, last, _ in rows:
            codes[vendor, listing] |= set((last if definition == "D1" else ever) or ())
        found: Parts = {}
        for (vendor, listing), known in codes.items():
            kind, substance = self._named.get((market, listing), (None, None))
            is_drug = (kind is not None and kind not in _NO_DRUGS) or substance is not None
            is_so = goods[0] == "all" or goods[1] == (kind if goods[0] == "drug_class" else substance)
            is_in = country in known and (definition != "D4" or len(known) == 1)
            if is_drug and is_so and (is_in or not is_theirs):
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
