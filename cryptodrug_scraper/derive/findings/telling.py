"""
Which findings tell of fewer than five vendors, though they rest on more: they are not for publication.

Of seven vendors two may sell above EUR 1,000: the share of it is that of these two. Of a trend with a month of three
vendors, that month can be told from the others. A count of one to four is one itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.derive.findings.goods import IS
from cryptodrug_scraper.measures.verdicts import FEWEST_VENDORS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection

    from cryptodrug_scraper.derive.findings.asked import Asked

__all__ = ["Told", "reason_alone", "telling_of_few"]

Told = tuple[str, str]
"""The market and the measure of a finding."""

_AMOUNTS = """
SELECT s.market, count(DISTINCT s.vendor) FILTER (WHERE s.amount_eur < 200) AS small,
       count(DISTINCT s.vendor) FILTER (WHERE s.amount_eur >= 200) AS large,
       count(DISTINCT s.vendor) FILTER (WHERE s.amount_eur > 1000) AS huge
FROM research.attributed_sale({sales}) s WHERE s.weight > 0 AND s.amount_eur IS NOT NULL GROUP BY s.market
"""
_OF_AMOUNTS = {
    "transactions_below_200_eur": ("small", "large"),
    "transactions_above_1000_eur": ("huge",),
    "turnover_of_larger_transactions": ("small", "large"),
    "mean_of_transactions_below_200_eur": ("small",),
}
_SOLD = "WITH sold AS (SELECT * FROM research.country_goods({sales}))"
_KINDS = " UNION ALL ".join(
    f"""
SELECT '{name}' AS goods, g.market, g.measure, count(DISTINCT g.vendor) FILTER (WHERE g.part > 0) AS theirs,
       count(DISTINCT g.vendor) FILTER (WHERE g.whole > g.part) AS others
FROM sold g WHERE {rule} GROUP BY g.market, g.measure"""  # noqa: S608  # our own words
    for name, rule in IS.items()
)
_MONTHS = """
SELECT p.market, p.measure, min(p.vendors) AS fewest FROM (
  SELECT p.market, p.measure, p.month, count(*) AS vendors
  FROM research.country_part({sales}) p WHERE p.part > 0 GROUP BY 1, 2, 3
) p GROUP BY 1, 2
"""


def telling_of_few(connection: Connection, asked: Asked, rows: Iterable[Mapping[str, Any]]) -> set[Told]:
    """
    Return the findings that tell of one to four vendors.

    Args:
        connection: of the database.
        asked: what they are about.
        rows: ``market, measure, unit, value, low, high, n, vendor_count`` of each finding.
    """
    few = {(row["market"], row["measure"]) for row in rows if _is_small_count(row)}
    few.update(_of_amounts(_asked(connection, asked, _AMOUNTS)))
    few.update(_of_goods(_asked(connection, asked, f"{_SOLD}{_KINDS}")))
    for row in _asked(connection, asked, _MONTHS):
        if _is_few(row["fewest"]) and row["measure"] in {"vendors", "turnover_eur"}:
            few.add((row["market"], f"{row['measure'].removesuffix('_eur')}_more_each_month"))
    return few


def reason_alone(why: str) -> str:
    """Return why a verdict is as it is, without what else is known: single amounts, months and cases."""
    return why.partition(" (")[0]


def _asked(connection: Connection, asked: Asked, sql: str) -> list[Mapping[str, Any]]:
    filled = asked.fill(sql, "").replace("%", "%%")
    return [dict(row) for row in connection.exec_driver_sql(filled).mappings()]


def _is_few(number: float | None) -> bool:
    return number is not None and 0 < round(number) < FEWEST_VENDORS


def _is_small_count(row: Mapping[str, Any]) -> bool:
    """Whether it is a count of accounts, or a share of them, of which one to four are meant."""
    value, high, n, name = row["value"], row["high"], row["n"], str(row["measure"])
    if value is None or _is_few(row["vendor_count"]):
        return value is not None
    if name == "migrants":  # the upper end holds those of whom it is not sure
        return _is_few(value) or (high is not None and _is_few(high - value))
    counts = name.startswith(("multi_origin", "vendors_to", "vendors_not")) or name == "migrant_share"
    return counts and _is_few(value * n)


def _of_amounts(rows: Iterable[Mapping[str, Any]]) -> Iterator[Told]:
    for row in rows:
        for measure, parts in _OF_AMOUNTS.items():
            if any(_is_few(row[part]) for part in parts):
                yield row["market"], measure


def _of_goods(rows: Iterable[Mapping[str, Any]]) -> Iterator[Told]:
    few = {
        (row["goods"], row["market"], row["measure"])
        for row in rows
        if _is_few(row["theirs"]) or _is_few(row["others"])
    }
    for goods, market, measure in few:
        yield market, f"{goods}_quotient_by_{measure}"
        if measure == "transactions":
            for other in IS:
                yield market, f"{goods}_over_{other}"
                yield market, f"{other}_over_{goods}"
