"""
Findings as they are published: with what else is published, and judged by what is published alone.

A finding is withheld, verdict and reason with it, where a sum that it is made of is. One that counts accounts is made
of rounded numbers (`counts`), and of fewer than five, none included, nothing is said: that there are some moves, or
that there are none, is said of whoever could have moved. A verdict is that of the published figure, and the reason too:
they tell nothing beyond it. Its interval holds all that rounding may hide.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from statistics import fmean
from typing import TYPE_CHECKING, Any

import polars as pl
from sqlalchemy import text

from cryptodrug_scraper.disclosure.cohorts import published_share, struck
from cryptodrug_scraper.disclosure.counts import MOVED_BY, here_of, least_share, rounded_count, rounded_ends, rounded_to
from cryptodrug_scraper.disclosure.goods import level_of
from cryptodrug_scraper.disclosure.sales import trend_days
from cryptodrug_scraper.disclosure.threshold import FEWEST, is_few
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.measures.estimators.quantiles import student_quantile
from cryptodrug_scraper.measures.verdicts import Exists, Figure, NoneAbove, judge, untold_of
from cryptodrug_scraper.reason import Reason
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.study.filling import sql_of
from cryptodrug_scraper.study.finding import JUDGED, NO_CLAIM
from cryptodrug_scraper.study.installed import study_named
from cryptodrug_scraper.words.reasons import sentence
from cryptodrug_scraper.words.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from cryptodrug_scraper.disclosure.sums import Key
    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.claims import Claim, Study

__all__ = ["WITHHELD", "PublicFindings", "counts_accounts", "trend_of", "withheld_for"]

WITHHELD = "withheld"
"""The verdict of a finding that is not published."""
_WHY = Reason("why.withheld", {"fewest": FEWEST})

_UNMEASURED = frozenset(
    {"why.closure_outside", "why.no_look_beside", "why.no_look_after", "why.few_days_beside", "why.months_unknown"}
)
"""Reasons of what was not measured, which follow from the days asked for and those of snapshots."""
_SOLD = frozenset({"transactions", "turnover_eur"})
_NUMBERS = frozenset({"moves_in", "moves_out", "migrants"})
"""Measures that are a number of accounts, or of what so many did."""
_PARTS = frozenset({"with_others", "reach", "excluding", "migrant_share"})
"""Measures that are a share of accounts."""
_OF_STRUCK = frozenset({"migrants", "migrant_share"})
"""Measures whose ``n`` are the accounts that an end struck."""
_OF_ACCOUNTS = _NUMBERS | _PARTS | {"share"}
"""Measures whose ``n`` are accounts."""
_AMOUNTS: Mapping[tuple[str, float], tuple[Key, ...]] = {
    ("sales_below", 200): (("band", None), ("small",)),
    ("turnover_from", 200): (("band", None), ("small",)),
    ("mean_below", 200): (("small",),),
    ("sales_above", 1000): (("band", None), ("above", 1000), ("printed",)),
}
"""By measure and limit, of which sums it is made; one of another limit is made of sums that nobody looks at."""
_UNKNOWN: Key = ("unknown",)
"""A sum that nobody looks at: what is made of it is not published."""
_LIFE = text(statement(__package__, "life"))
_LATER = text(
    "SELECT EXISTS (SELECT FROM research.snapshot s "
    "WHERE s.market = :market AND s.first_at >= (CAST(:last_day AS date) + 1)::timestamp AT TIME ZONE 'UTC')"
)
_VENDORS = text(
    "SELECT w.market, w.value, w.total, w.reached "
    "FROM research.country_window(:country, :definition, :attribution, :first_day, :last_day) w "
    "WHERE w.measure = 'vendors'"
)
_PLACES = text("SELECT p.reached FROM research.place_reach(:first_day, :last_day) p WHERE p.market = :market")
_MONTHS = text(
    "SELECT p.market, p.month, sum(p.part) AS part, sum(p.whole) AS whole "
    "FROM research.country_part(:country, :definition, :attribution, :first_day, :last_day) p "
    "WHERE p.measure = 'vendors' AND p.grade <> 'partial' GROUP BY 1, 2 ORDER BY 1, 2"
)
_TREND = text(
    "SELECT t.slope, t.low, t.high FROM research.trend("
    "CAST(:at AS float8[]), CAST(:values AS float8[]), CAST(:chances AS float8[])) t"
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
    study: Study = field(default_factory=study_named)
    _lives: dict[str, tuple[date, date]] = field(default_factory=dict, init=False, compare=False)
    _reached: dict[str, float | None] = field(default_factory=dict, init=False, compare=False)
    _counts: dict[str, list[tuple[Any, float, float]]] = field(default_factory=dict, init=False, compare=False)
    _windows: dict[str, dict[str, Any]] = field(default_factory=dict, init=False, compare=False)

    def published(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """
        Return what is published of a finding.

        Args:
            row: ``market, claim_id, first_day, last_day, value, low, high, n, vendor_count, grade, verdict``, and what
                else there is.

        Returns:
            The same, without figures and with the verdict `WITHHELD` if it is not published; the reason is that of the
            verdict, and what else is known of the figure is not told.
        """
        claim, market = self._claim(row), row["market"]
        if row["why_code"] in _UNMEASURED:
            unmeasured = Reason.of(row["why_code"], row["why_values"]) or _WHY
            return {**withheld_for(row, unmeasured), "verdict": row["verdict"]}
        why = self._hidden(row, claim)
        if why is not None:
            return withheld_for(row, why)
        value, low, high, n = row["value"], row["low"], row["high"], row["n"]
        name, of = claim.measure, claim.values.get("of")
        if value is not None and (name, of) == ("share", "vendors"):
            value, low, high = self._of_window(market)
        elif value is not None and (name, of) == ("trend", "vendors"):
            value, low, high = self._of_months(market)
        elif value is not None and (name, of) == ("looks_quotient", "vendors"):
            value, low, high = self._of_looks(market, low, high)
        elif value is not None and (name in _NUMBERS or (name, of) == ("level", "vendors")):
            value = float(rounded_count(value))
            low, high = (None, None) if low is None or high is None else rounded_ends(low, high)
        elif value is not None and name == "migrant_share":
            value, low, high = published_share(value, high, n, struck(self.connection)[self._struck])
        elif value is not None and name in _PARTS:
            value, low, high = self._of_places(market, rounded_count(value * n), rounded_count(n))
        if name in _OF_ACCOUNTS:
            n = struck(self.connection)[self._struck].accounts if name in _OF_STRUCK else rounded_count(n)
        vendors = rounded_count(row["vendor_count"])
        found = {"value": value, "low": low, "high": high, "n": n, "vendor_count": vendors}
        least = self._least(row, claim, low) if value is not None and counts_accounts(claim) else None
        figure = Figure(value, low, high, n, vendors, row["grade"], least=least)
        unit = claim.measured.unit_of(claim.values)
        if isinstance(claim.claimed, NoneAbove):  # its figures are published as they are
            return {**row, **found, **_told(Reason.of(row["why_code"], row["why_values"]) or Reason("why.no_claim"))}
        if row["verdict"] in JUDGED:
            judged = judge(figure, claim.claimed, unit)
            return {**row, **found, "verdict": judged.verdict, **_told(judged.why)}
        known = Reason.of(row["why_code"], row["why_values"])
        is_untold = row["verdict"] == NO_CLAIM and not (isinstance(claim.claimed, Exists) and not value)
        lacking = untold_of(figure, claim.claimed, unit) if is_untold else known
        return {**row, **found, **_told(lacking or Reason("why.no_claim"))}

    def _least(self, row: Mapping[str, Any], claim: Claim, low: float | None) -> float | None:
        """The least that a figure of rounded numbers can have been; of what is no share, the end of its interval."""
        if claim.measure in _PARTS - {"migrant_share"}:
            return least_share(rounded_count(row["value"] * row["n"]), rounded_count(row["n"]))
        if claim.measure == "share":
            window = self._windows[row["market"]]
            return least_share(rounded_count(window["value"]), rounded_count(window["total"]))
        return low

    @property
    def _struck(self) -> tuple[str, str]:
        closure = self.study.closure
        return ("", "") if closure is None else (closure.event, closure.market)

    def _hidden(self, row: Mapping[str, Any], claim: Claim) -> Reason | None:
        """Why a finding is not published; None where it is."""
        if self._tells_of_few(row, claim):
            return _WHY
        return None if self._is_of_window(row, claim) else Reason("why.withheld_window")

    def _tells_of_few(self, row: Mapping[str, Any], claim: Claim) -> bool:
        market, name, grade = row["market"], claim.measure, row["grade"]
        value, n, of = row["value"], row["n"], claim.values.get("of")
        if is_few(row["vendor_count"]):
            return True
        if any(key is _UNKNOWN or key in hidden for hidden, key in self._parts(row, claim)):
            return True
        if name in _OF_STRUCK and self._struck not in struck(self.connection):
            return True
        if (name, of) == ("looks_quotient", "vendors") and any(is_few(count) for _, count in self._by_look(market)):
            return True
        if name in _NUMBERS | _PARTS and (grade is not None or value is not None):
            count = 0.0 if value is None else value if name in _NUMBERS else value * n
            if round(count) < FEWEST or is_few(n):
                return True
        return (name, of) == ("trend", "vendors") and any(is_few(part) for _, part, _ in self._by_month(market))

    def _is_of_window(self, row: Mapping[str, Any], claim: Claim) -> bool:
        """
        Whether a finding is of the days of the output: figures of two windows, subtracted, tell of the days between.

        Windows are the same where they hold the same months in which anything is known of the market. Months of a level
        are published one by one; of a trend of turnover, those of the claim are looked at.
        """
        if claim.measure in _OF_STRUCK and self._has_later(row):
            return False
        if claim.measure == "level":
            return bool(self.asked.first_day <= row["first_day"] and row["last_day"] <= self.asked.last_day)
        if (claim.measure, claim.values.get("of")) == ("trend", "turnover_eur"):
            return (row["first_day"], row["last_day"]) == trend_days(self.study, self.asked, row["market"])
        market = row["market"]
        if market not in self._lives:
            first, last = self.connection.execute(_LIFE, {"market": market}).one()
            self._lives[market] = (first or date.max, last or date.min)
        first, last = self._lives[market]
        windows = {
            (max(since.replace(day=1), first), min(until.replace(day=1), last))
            for since, until in ((row["first_day"], row["last_day"]), (self.asked.first_day, self.asked.last_day))
        }
        return len(windows) == 1

    def _has_later(self, row: Mapping[str, Any]) -> bool:
        """Whether accounts that came after the window were looked for: they are in what is published of an end."""
        values = {"market": row["market"], "last_day": row["last_day"]}
        return bool(self.connection.execute(_LATER, values).scalar_one())

    def _parts(self, row: Mapping[str, Any], claim: Claim) -> Iterator[tuple[frozenset[Key], Key]]:
        """The sums of which a finding is made, each with those that are withheld."""
        market, name, of = row["market"], claim.measure, claim.values.get("of")
        sums = self.sales if of in _SOLD else self.listings
        if name == "share" and of != "vendors":
            choice = (self.asked.definition, self.asked.attribution) if of in _SOLD else (self.asked.definition,)
            yield sums, ("window", market, *choice)
        elif name == "trend" and of != "vendors":
            yield sums, ("trend", market) if of == "turnover_eur" else _UNKNOWN
        elif name == "level" and of != "vendors":
            yield from ((sums, ("market", market, month)) for month in _months(row["first_day"], row["last_day"]))
        elif name == "days_quotient":
            yield self.sales, ("days_before", market)
            yield self.sales, ("days_after", market)
        elif "limit" in claim.values:
            for kind, *rest in _AMOUNTS.get((name, float(str(claim.values["limit"]))), (_UNKNOWN,)):
                yield self.sales, _UNKNOWN if (kind, *rest) == _UNKNOWN else (kind, market, *rest)
        elif name == "location_quotient":
            for kind in ("theirs", "anyones"):
                yield sums, (kind, market, "all", "all")
                yield sums, (kind, market, *level_of(str(claim.values["goods"])))
        elif name == "order":
            for goods in (claim.values["more"], claim.values["less"]):
                yield self.sales, ("theirs", market, *level_of(str(goods)))
        elif name == "share_of_goods":
            yield self.listings, ("anyones", market, "all", "all")
            yield self.listings, _goods_key(market, claim.values["goods"])

    def _by_month(self, market: str) -> list[tuple[Any, float, float]]:
        if market not in self._counts:  # of all markets at once, which takes no longer
            for each, *row in self.connection.execute(_MONTHS, asdict(self.asked)):
                self._counts.setdefault(each, []).append((row[0], row[1], row[2]))
        return self._counts.setdefault(market, [])

    def _by_look(self, market: str) -> list[tuple[bool, int]]:
        filled = sql_of(self.study, "looks", self.asked, market).replace("%", "%%")
        return [(row[0], row[1]) for row in self.connection.exec_driver_sql(filled)]

    def _of_looks(self, market: str, low: float | None, high: float | None) -> tuple[float, float | None, float | None]:
        """The quotient of means of rounded numbers of accounts that looks saw, and its interval on their scale."""
        known = self._by_look(market)
        after, before = (
            [rounded_count(count) for is_after, count in known if is_after is which] for which in (True, False)
        )
        least, told = fmean(count for is_after, count in known if not is_after), fmean(before)
        if low is not None:
            low = max(0, rounded_count(low * least) - MOVED_BY) / (told + MOVED_BY)
        if high is not None:
            high = (rounded_count(math.ceil(high * least)) + MOVED_BY) / (told - MOVED_BY)
        return fmean(after) / told, low, high

    def _of_window(self, market: str) -> tuple[float, float, float]:
        """The share of rounded numbers of accounts of the window."""
        if market not in self._windows:  # of all markets at once, which takes no longer
            rows = self.connection.execute(_VENDORS, asdict(self.asked))
            self._windows.update(
                {each: dict(zip(("value", "total", "reached"), row, strict=True)) for each, *row in rows}
            )
        ends = ("share", "low", "high")
        counted = pl.DataFrame([self._windows[market]])
        share, low, high = here_of(rounded_to(counted, "value", "total"), "value", "total", "reached", ends)[ends].row(
            0
        )
        return share, low, high

    def _of_places(self, market: str, count: int, whole: int) -> tuple[float, float, float]:
        """A share of rounded numbers of accounts, by what was read of what their listings state of places."""
        if market not in self._reached:
            values = {"market": market, "first_day": self.asked.first_day, "last_day": self.asked.last_day}
            self._reached[market] = self.connection.execute(_PLACES, values).scalar()
        frame = pl.DataFrame({"value": [count], "total": [whole], "reached": [self._reached[market]]})
        ends = ("share", "low", "high")
        share, low, high = here_of(frame.cast({"reached": pl.Float64}), "value", "total", "reached", ends)[ends].row(0)
        return share, low, high

    def _of_months(self, market: str) -> tuple[float, float | None, float | None]:
        """A slope of rounded numbers of accounts of a month."""
        known = self._by_month(market)
        at = [float(month.year * 12 + month.month) for month, *_ in known]
        return trend_of(self.connection, at, [part for _, part, _ in known])

    def _claim(self, row: Mapping[str, Any]) -> Claim:
        claim = self.study.claim(row["claim_id"])
        if claim is None:
            msg = (
                f"study {self.study.id} has no claim {row['claim_id']}: run cryptodrug derive, and publish its findings"
            )
            raise StoreError(msg)
        return claim


def counts_accounts(claim: Claim) -> bool:
    """Return whether what a claim is judged by is made of numbers of accounts alone, which are published rounded."""
    return claim.measure in _NUMBERS | _PARTS or claim.values.get("of") == "vendors"


def withheld_for(row: Mapping[str, Any], why: Reason) -> dict[str, Any]:
    """Return a finding that is not published, for a reason: without figures, and with the verdict `WITHHELD`."""
    gone = dict.fromkeys(("value", "low", "high", "n", "vendor_count"))
    return {**row, **gone, "verdict": WITHHELD, **_told(why)}


def trend_of(
    connection: Connection, at: Sequence[float], counts: Sequence[float]
) -> tuple[float, float | None, float | None]:
    """
    Return the slope of rounded numbers of accounts, with an interval that holds that of the numbers as they were.

    Rounding moves a slope by no more than if every number before the middle was moved one way, and every later one the
    other way; and the root of the sum of squares of what is left of the line by no more than that of what was moved.
    Chance in each number is taken to be that of the most that it may have been.

    Args:
        connection: to the database.
        at: when each number was.
        counts: the numbers, not rounded.
    """
    values = [float(rounded_count(count)) for count in counts]
    most = [value + MOVED_BY for value in values]
    slope, low, high = connection.execute(_TREND, {"at": list(at), "values": values, "chances": most}).one()
    if low is None or high is None:
        return slope, low, high
    middle, n = fmean(at), len(at)
    spread = sum((each - middle) ** 2 for each in at)
    turned = MOVED_BY * sum(abs(each - middle) for each in at) / spread
    left = student_quantile(0.975, n - 2) * MOVED_BY * math.sqrt(n / (n - 2) / spread)
    return slope, low - turned - left, high + turned + left


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def _told(why: Reason) -> dict[str, Any]:
    return {
        "why": sentence(Words("en"), why),
        "why_code": why.code,
        "why_values": why.kept(),
        **dict.fromkeys(("details_code", "details_values", "cases")),
    }


def _goods_key(market: str, goods: object) -> Key:
    """The sum of listings of goods; of several nobody looks at it."""
    one = str(goods[0]) if isinstance(goods, tuple) and len(goods) == 1 else None
    return _UNKNOWN if one is None else ("anyones", market, *level_of(one))
