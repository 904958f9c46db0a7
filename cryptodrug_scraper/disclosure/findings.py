"""
Findings as they are published: with what else is published, and judged by what is published alone.

A finding is withheld, verdict and reason with it, where a sum that it is made of is. One that counts accounts is made
of rounded numbers (`counts`), and of fewer than five, none included, nothing is said: that there are some moves, or
that there are none, is said of whoever could have moved. A verdict is that of the published figure, and the reason too:
they tell nothing beyond it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from statistics import fmean
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from cryptodrug_scraper.disclosure.cohorts import struck
from cryptodrug_scraper.disclosure.counts import BASE, rounded_count, rounded_part, wilson
from cryptodrug_scraper.disclosure.threshold import FEWEST, is_few
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.measures.verdicts import Figure, judge
from cryptodrug_scraper.reason import Reason
from cryptodrug_scraper.study.file import shipped_study, sql_of
from cryptodrug_scraper.words.reasons import sentence
from cryptodrug_scraper.words.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from cryptodrug_scraper.disclosure.sums import Key
    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.claims import Measure, Study

__all__ = ["WITHHELD", "PublicFindings"]

WITHHELD = "withheld"
"""The verdict of a finding that is not published."""
_WHY = Reason("why.withheld", {"fewest": FEWEST})

_SOLD = ("transactions", "turnover_eur")
_COUNTS = ("vendors_to_", "vendors_not_to_", "multi_origin_", "migrant_share", "migrants", "moves_")
"""What the names of findings begin with that count accounts."""
_OF_STRUCK = frozenset({"migrants", "migrant_share"})
"""Findings whose ``n`` are the accounts that an end struck."""
_SUMS = ("transactions_", "turnover_of", "mean_of")
"""What the names of those begin with that are made of sums of sales."""
_OF_TIMES = frozenset(
    {"vendors_more_each_month", "turnover_more_each_month", "vendors_after_over_before", "listings_after_over_before"}
)
"""Findings whose ``n`` are months or snapshots."""
_LOOKS = "vendors_after_over_before"
_AMOUNTS: Mapping[str, tuple[Key, ...]] = {
    "transactions_below_200_eur": (("band", None), ("small",)),
    "turnover_of_larger_transactions": (("band", None), ("small",)),
    "mean_of_transactions_below_200_eur": (("small",),),
    "transactions_above_1000_eur": (("band", None), ("above", 1000), ("printed",)),
}
_MONTHS = text(
    "SELECT p.month, sum(p.part) AS part, sum(p.whole) AS whole "
    "FROM research.country_part(:country, :definition, :attribution, :first_day, :last_day) p "
    "WHERE p.market = :market AND p.measure = 'vendors' AND p.grade <> 'partial' GROUP BY 1 ORDER BY 1"
)
_TREND = text(
    "SELECT (t).slope, (t).low, (t).high FROM research.trend(CAST(:at AS float8[]), CAST(:values AS float8[])) t"
)


@dataclass(frozen=True, slots=True)
class PublicFindings:
    """
    Makes findings public.

    Attributes:
        connection: to the database.
        asked: what they are about.
        sales: sums of sales that are not published.
        listings: numbers of listings that are not.
        study: of what.
    """

    connection: Connection
    asked: Asked
    sales: frozenset[Key]
    listings: frozenset[Key]
    study: Study = field(default_factory=shipped_study)

    def published(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """
        Return what is published of a finding.

        Args:
            row: ``market, measure, value, low, high, n, vendor_count, grade``, and what else there is.

        Returns:
            The same, without figures and with the verdict `WITHHELD` if it is not published; the reason is that of the
            verdict, and what else is known of the figure is not told.
        """
        market, name = row["market"], str(row["measure"])
        if self._is_hidden(row):
            gone = dict.fromkeys(("value", "low", "high", "n", "vendor_count"))
            return {**row, **gone, "verdict": WITHHELD, **_told(_WHY)}
        value, low, high, n = row["value"], row["low"], row["high"], row["n"]
        if value is not None and name in {"share_of_vendors", "vendors_more_each_month"}:
            value, low, high = self._of_months(market, name, low, high)
        elif value is not None and name == _LOOKS:
            value, low, high = self._of_looks(market, low, high)
        elif value is not None and name in {"migrants", "moves_in", "moves_out"}:
            value, low, high = (None if end is None else float(rounded_count(end)) for end in (value, low, high))
        elif value is not None and name.startswith(_COUNTS):
            count = rounded_count(value * n)
            of = struck(self.connection)[self._struck] if name in _OF_STRUCK else rounded_count(n)
            value, low, most = wilson(min(count, of), of)
            high = max(most, high) if name == "migrant_share" else most
        if name not in _OF_TIMES and not name.startswith(_SUMS) and "_over_" not in name and "_quotient_" not in name:
            n = struck(self.connection)[self._struck] if name in _OF_STRUCK else rounded_count(n)
        vendors = rounded_count(row["vendor_count"])
        measure = self._measure(market, name)
        judged = judge(Figure(value, low, high, n, vendors, row["grade"]), measure.claimed, measure.unit)
        found = {"value": value, "low": low, "high": high, "n": n, "vendor_count": vendors}
        return {**row, **found, "verdict": judged.verdict, **_told(judged.why)}

    @property
    def _struck(self) -> tuple[str, str]:
        return self.study.closure.event, self.study.closure.market

    def _is_hidden(self, row: Mapping[str, Any]) -> bool:
        market, name, grade = row["market"], str(row["measure"]), row["grade"]
        value, n = row["value"], row["n"]
        if is_few(row["vendor_count"]):
            return True
        if any(key in hidden for hidden, key in self._parts(market, name)):
            return True
        if name in _OF_STRUCK and self._struck not in struck(self.connection):
            return True
        if name == _LOOKS and any(is_few(count) for _, count in self._by_look(market)):
            return True
        if name.startswith(_COUNTS) and (grade is not None or value is not None):
            count = 0.0 if value is None else value if name in {"migrants", "moves_in", "moves_out"} else value * n
            if round(count) < FEWEST or is_few(n):
                return True
        return name == "vendors_more_each_month" and any(is_few(part) for _, part, _ in self._by_month(market, name))

    def _parts(self, market: str, name: str) -> Iterator[tuple[frozenset[Key], Key]]:
        """The sums of which a finding is made, each with those that are withheld."""
        if name in {f"share_of_{sold}" for sold in _SOLD}:
            yield self.sales, ("share", market)
        if name == "share_of_listings":
            yield self.listings, ("share", market)
        if name == "turnover_more_each_month":
            yield self.sales, ("trend", market)
        if name == "transactions_after_over_before":
            yield self.sales, ("days_before", market)
            yield self.sales, ("days_after", market)
        for kind, *of in _AMOUNTS.get(name, ()):
            yield self.sales, (kind, market, *of)
        if "_quotient_by_" in name:
            goods, _, measure = name.partition("_quotient_by_")
            hidden = self.listings if measure == "listings" else self.sales
            for kind in ("theirs", "anyones"):
                yield hidden, (kind, market, "all", "all")
                yield hidden, (kind, market, *_level(goods))
        elif "_over_" in name and not name.endswith("_before"):
            for goods in name.split("_over_"):
                yield self.sales, ("theirs", market, *_level(goods))

    def _by_month(self, market: str, name: str) -> list[tuple[Any, float, float]]:
        measure = self._measure(market, name)
        asked = self.asked if measure.days is None else self.asked.within(*measure.days)
        return [tuple(row) for row in self.connection.execute(_MONTHS, {**asdict(asked), "market": market})]

    def _by_look(self, market: str) -> list[tuple[bool, int]]:
        filled = sql_of(self.study, "looks", self.asked, market).replace("%", "%%")
        return [(row[0], row[1]) for row in self.connection.exec_driver_sql(filled)]

    def _of_looks(self, market: str, low: float | None, high: float | None) -> tuple[float, float | None, float | None]:
        """The quotient of means of rounded numbers of accounts that looks saw, and its interval on their scale."""
        known = self._by_look(market)
        after, before = (
            [rounded_count(count) for is_after, count in known if is_after is which] for which in (True, False)
        )
        least = fmean(count for is_after, count in known if not is_after)
        low, high = (None if end is None else rounded_count(end * least) / fmean(before) for end in (low, high))
        return fmean(after) / fmean(before), low, high

    def _of_months(
        self, market: str, name: str, low: float | None, high: float | None
    ) -> tuple[float, float | None, float | None]:
        """A share or a slope of rounded numbers of accounts of a month."""
        known = self._by_month(market, name)
        if name == "share_of_vendors":
            whole = sum(each for *_, each in known)
            share = rounded_count(sum(part for _, part, _ in known)) / rounded_count(whole)
            moved = (BASE // 2) / rounded_count(whole)
            low = None if low is None else max(0.0, rounded_part(low, whole) - moved)
            high = None if high is None else min(1.0, rounded_part(high, whole) + moved)
            return share, low, high
        at = [float(month.year * 12 + month.month) for month, *_ in known]
        given = {"at": at, "values": [float(rounded_count(part)) for _, part, _ in known]}
        slope, least, most = self.connection.execute(_TREND, given).one()
        return slope, least, most

    def _measure(self, market: str, name: str) -> Measure:
        measure = self.study.measure(name, market)
        if measure is None:
            msg = f"the study says nothing of {name} on {market}: run cryptodrug derive, and publish its findings"
            raise StoreError(msg)
        return measure


def _told(why: Reason) -> dict[str, Any]:
    return {
        "why": sentence(Words("en"), why),
        "why_code": why.code,
        "why_values": why.kept(),
        **dict.fromkeys(("details_code", "details_values", "cases")),
    }


def _level(goods: str) -> tuple[str, str]:
    return ("both", goods) if goods == "cannabis" else ("substance", goods)
