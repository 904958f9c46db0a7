"""
Figures of a country that are sums of the same sales, and which of them are not for publication.

Months add up to the window, classes to all goods, bands to all orders, markets to all markets; definitions of a
country's vendors differ by a few of them. Of all these sums together `measures.disclosure` chooses what is not shown.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from cryptodrug_scraper.measures.disclosure import withheld

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from sqlalchemy import Connection

    from cryptodrug_scraper.derive.findings.asked import Asked


Key: TypeAlias = "tuple[Hashable, ...]"
Sums: TypeAlias = "dict[Key, dict[Key, float]]"
"""Of each sum, how much of each contribution it counts; a contribution's first part is its vendor."""

__all__ = ["CHOICES", "Key", "Linked", "withheld_sums"]

CHOICES = (("D1", "A2"), ("D2", "A2"), ("D3", "A2"), ("D4", "A2"), ("D2", "A1"), ("D2", "A3"))
"""The definitions and attributions that are compared."""
_MONTHS = """
SELECT p.market, p.measure, p.month, p.vendor, p.part, p.whole, p.grade
FROM research.country_part({sales}) p WHERE p.whole > 0
"""
_GOODS = """
SELECT g.market, g.measure, g.vendor, g.drug_class, g.substance, g.part, g.whole
FROM research.country_goods({sales}) g WHERE g.whole > 0
"""
_SALES = """
SELECT s.market, s.vendor, CASE WHEN s.amount_eur > 1000 THEN 1001 ELSE c.band_from END AS band_from,
       s.amount_eur > 200 AS is_larger
FROM research.attributed_sale({sales}) s
CROSS JOIN LATERAL (
  SELECT max(e) AS band_from FROM unnest(ARRAY[0, 20, 50, 100, 200, 500, 1000]) AS e WHERE e <= s.amount_eur) AS c
WHERE s.weight > 0 AND s.amount_eur IS NOT NULL GROUP BY 1, 2, 3, 4
"""
_REACH = """
SELECT r.market, r.vendor, r.is_world, r.is_europe, r.is_world OR r.is_europe AS is_world_or_europe,
       coalesce(r.named = ARRAY[{country}], false) AS is_home_only, r.excluded IS NOT NULL AS is_excludes_any,
       NOT r.is_stated AS is_unstated, true AS is_total
FROM research.country_reach({vendors}) r
"""
_LARGER, _HUGE = 200, 1000
_OF_ALL = 3
"""Length of the key of all goods of a market."""
_ABOVE: dict[object, tuple[str, ...]] = {
    _LARGER: ("_below_200_eur", "_of_larger_transactions"),
    _HUGE: ("_above_1000_eur",),
}
"""Ends of names of findings that tell the same as what is above a value."""
_REACHES = ("world", "europe", "world_or_europe", "home_only", "excludes_any", "unstated", "total")
_TRENDS = {"vendors": "vendors_more_each_month", "turnover_eur": "turnover_more_each_month"}
_SOLD = frozenset({"transactions", "turnover_eur"})
_WANTED = {
    **dict.fromkeys(("market", "total", "all"), 4),
    **dict.fromkeys(("own", "finding", "above"), 3),
    **dict.fromkeys(("month", "goods", "band", "reach"), 2),
    "window": 1,
}
"""Of two sums the one with the lower number is hidden: other choices than the report's own go first."""


class Linked:
    """
    What is withheld of figures that tell of the same.

    Args:
        connection: of the database.
        asked: the country, the window, and how to count.
    """

    def __init__(self, connection: Connection, asked: Asked) -> None:
        self._connection, self._asked = connection, asked

    @cached_property
    def months(self) -> frozenset[Key]:
        """
        Of sums by month and in the window: ``("month", market, measure, month)`` of the country, ``("market", …)`` of
        all, ``("own", market, measure)`` in the window by the report's choice, ``("window", market, measure,
        definition, attribution)`` by each, ``("total", market, measure)`` of all, and ``("finding", market, name)`` of
        a share or a trend of them.
        """
        own = (self._asked.definition, self._asked.attribution)
        systems: dict[Key, Sums] = {}
        for definition, attribution in dict.fromkeys((own, *CHOICES)):
            asked = replace(self._asked, definition=definition, attribution=attribution)
            for market, measure, month, vendor, part, whole, grade in self._rows(_MONTHS, asked):
                sums, of, share = systems.setdefault((market, measure), {}), (vendor, month), part / whole
                if (definition, attribution) == own:
                    _count(sums, ("market", market, measure, month), of, 1.0)
                    _count(sums, ("total", market, measure), of, 1.0)
                    _count(sums, ("own", market, measure), of, share)
                    _count(sums, ("month", market, measure, month), of, share)
                    if grade != "partial":
                        _count(sums, ("finding", market, f"share_of_{measure}"), of, share)
                elif _is_choice(measure, definition, attribution, self._asked):
                    _count(sums, ("window", market, measure, definition, attribution), of, share)
        hidden = withheld_sums(systems.values())
        hidden |= {
            ("window", *key[1:], self._asked.definition, attribution)
            for key in hidden
            if key[0] == "own"
            for attribution in ((self._asked.attribution,) if key[2] in _SOLD else ("A2",))
        }
        bent = {(key[1], _TRENDS[key[2]]) for key in hidden if key[0] == "month" and key[2] in _TRENDS}
        return hidden | {("finding", *name) for name in bent}  # a slope over months would tell the one that is hidden

    @cached_property
    def goods(self) -> frozenset[Key]:
        """Of goods: ``("goods", market, measure, level, goods)`` of the country, ``("all", …)`` of the market."""
        systems: dict[Key, Sums] = {}
        for market, measure, vendor, drug_class, substance, part, whole in self._rows(_GOODS, self._asked):
            sums = systems.setdefault((market, measure), {})
            levels = [("drug_class", drug_class)]
            if measure != "turnover_eur":
                levels.append(("substance", substance))
            for is_theirs, amount in ((True, part), (False, whole - part)):
                of = (vendor, drug_class, substance, is_theirs)
                kinds = ("goods", "all") if is_theirs else ("all",)
                for kind in kinds if amount > 0 else ():
                    _count(sums, (kind, market, measure), of, 1.0)
                    for level, name in levels:
                        if name is not None:
                            _count(sums, (kind, market, measure, level, name), of, 1.0)
        return withheld_sums(systems.values())

    @cached_property
    def bands(self) -> frozenset[Key]:
        """Of orders: ``("band", market, least EUR)``, ``("above", market, EUR)``."""
        systems: dict[Key, Sums] = {}
        for market, vendor, least, is_larger in self._rows(_SALES, self._asked):
            sums, of = systems.setdefault((market,), {}), (vendor, least, is_larger)
            _count(sums, ("all", market), of, 1.0)
            if is_larger:
                _count(sums, ("above", market, _LARGER), of, 1.0)
            if least > _HUGE:
                _count(sums, ("above", market, _HUGE), of, 1.0)
            _count(sums, ("band", market, min(least, _HUGE)), of, 1.0)
        return withheld_sums(systems.values())

    @cached_property
    def reach(self) -> frozenset[Key]:
        """
        Of accounts by how far they send: ``("reach", market, reach)``, and ``("reach", "all", reach)``; any reach is
        ``total``.
        """
        systems: dict[Key, Sums] = {}
        for market, vendor, *kinds in self._rows(_REACH, self._asked):
            for reach, is_so in zip(_REACHES, kinds, strict=True):
                for where in (market, "all") if is_so else ():
                    _count(systems.setdefault((reach,), {}), ("reach", where, reach), (f"{market} {vendor}",), 1.0)
        return withheld_sums(systems.values())

    def told(self, measures: Iterable[str]) -> set[tuple[str, str]]:
        """
        Return market and measure of the findings that tell what is withheld elsewhere.

        Args:
            measures: of the findings.
        """
        names = list(measures)
        found = {(str(key[1]), str(key[2])) for key in self.months if key[0] == "finding"}
        for key in self.goods:
            if key[0] == "goods" and len(key) > _OF_ALL:
                found |= {(str(key[1]), name) for name in names if str(key[4]).lower() in name.split("_")}
        for key in self.bands:
            if key[0] == "above":
                found |= {(str(key[1]), name) for name in names if name.endswith(_ABOVE[key[2]])}
        return found

    def _rows(self, sql: str, asked: Asked) -> list[tuple[Any, ...]]:
        filled = asked.fill(sql, "").replace("%", "%%")
        return [tuple(row) for row in self._connection.exec_driver_sql(filled)]


def _is_choice(measure: str, definition: str, attribution: str, asked: Asked) -> bool:
    """Whether it is another choice than the report's: that of vendors and listings is of the definition alone."""
    return measure in _SOLD or (attribution == "A2" and definition != asked.definition)


def _count(sums: Sums, key: Key, of: Key, amount: float) -> None:
    if amount:
        sums.setdefault(key, {})[of] = amount


def withheld_sums(systems: Iterable[Sums]) -> frozenset[Key]:
    """Return the sums that are not published, of systems that have no contribution in common."""
    found: set[Key] = set()
    for sums in systems:
        columns = {of: place for place, of in enumerate(dict.fromkeys(of for part in sums.values() for of in part))}
        cells = np.zeros((len(sums), len(columns)))
        for row, part in enumerate(sums.values()):
            for of, amount in part.items():
                cells[row, columns[of]] = amount
        names = {of[0]: place for place, of in enumerate(columns)}
        hidden = withheld(cells, [names[of[0]] for of in columns], wanted=[_WANTED[str(key[0])] for key in sums])
        found.update(key for key, is_hidden in zip(sums, hidden, strict=True) if is_hidden)
    return frozenset(found)
