"""
Vendors, listings, transactions and turnover of one market by month (methods E14, design of the view ``market_month``).

Vendors and listings of a month are those live at any of its snapshots; a month without a snapshot has no row for them.
Where snapshots met few of them, `thin` says how many there were; where it cannot, the month has no row, and the view
``population`` tells why.
Transactions are those of `vendor_months` added up. They lie in the month in which they were made, and those of its end
are rated in the next one; so their interval is that of the estimates before any vendor's is raised to the ratings of
orders that were surely made in it. It joins what vendors do not share (rounding, chance, dates), the market's feedback
rate, which all share, and what a longer delay of ratings would change, which matters when a market grows or falls. A
month without a snapshot, or of which more than a few days lie before the first capture or after the last, is
``partial``: its value leaves out vendors that were gone before the first, and whatever was done after the last.

What sales of listings were worth of which no rating was met is told by those few of a vendor that were: that part of
turnover has Student's limits, of as many degrees as vendors of equal errors there would be (Satterthwaite 1946,
Biometrics Bulletin 2, 110-114).

What was sold in a month is known as far as its ratings can have been left by the last snapshot: with a mean delay of
*L* that is the mean of ``1 - exp(-x / L)`` over its days, each *x* before that snapshot, and 0 for those after it
(Lawless 1994, as in `rating_delays`). Where it is less than half, most of the month would be a guess: it has no value,
and a reason. Of a month in which the market ended only the days before that count.

Example: with *L* of 5 days a month of 30 is known to 83 % at its end, to 67 % five days before it, and to 50 % ten days
before it; with a last snapshot on its 15th day to 34 %.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import exp
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.estimators.cluster_share import LEAST_DEGREES
from cryptodrug_scraper.measures.estimators.intervals import LEVEL, Z, combine
from cryptodrug_scraper.measures.estimators.quantiles import normal_quantile, student_quantile
from cryptodrug_scraper.measures.looks.completeness import USABLE
from cryptodrug_scraper.measures.ratings.rating_delays import USUAL
from cryptodrug_scraper.measures.times.months import month_start
from cryptodrug_scraper.reason import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = [
    "EDGE_DAYS",
    "LEAST_KNOWN",
    "c13_months",
    "known_part",
    "live_months",
    "market_months",
    "month_grades",
]

EDGE_DAYS = 3
"""Days of a month that may lie before the first or after the last capture without making it partial: a tenth."""
LEAST_KNOWN = 0.5
"""Share of a month's orders that must be able to be rated by the last snapshot, for its sales to be told."""
_NONE_MISSED = pl.DataFrame(schema={"snapshot_id": pl.String, "unseen_high": pl.Float64, "passing_high": pl.Float64})
_NOT_THIN = pl.DataFrame(
    schema={"month": pl.Date, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "warning_code": pl.String}
)
_THIN = ("warning.too_few", "warning.hangs_on_unseen", "warning.hangs_on_shape", "warning.too_wide")
"""Why `thin` says nothing of a month of which little was met."""
_MET = "warning.nearly_all_met"
_GRADES = ["complete", "usable", "partial"]
_SCHEMA = {
    "market": pl.String,
    "month": pl.Date,
    "measure": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "vendor_count": pl.UInt32,
    "grade": pl.String,
    "reason_code": pl.String,
    "reason_values": pl.String,
}


def month_grades(snapshots: pl.DataFrame) -> pl.DataFrame:
    """
    The best grade of each month's snapshots, and what they missed.

    Args:
        snapshots: ``snapshot_id``, ``first_at``, ``grade``, ``listing_completeness``, ``vendor_completeness`` (null:
            unknown).

    Returns:
        ``month``, ``grade``, ``listing_completeness``, ``vendor_completeness`` (of the snapshot with most), in order of
        months.
    """
    rank = pl.col("grade").replace_strict(_GRADES, [0, 1, 2], default=2, return_dtype=pl.Int64)
    best = pl.col("rank").min().replace_strict([0, 1, 2], _GRADES, return_dtype=pl.String)
    return (
        snapshots.with_columns(month=month_start(pl.col("first_at")), rank=rank)
        .group_by("month")
        .agg(best.alias("grade"), pl.col("listing_completeness", "vendor_completeness").max())
        .sort("month")
    )


def live_months(
    market: str,
    states: pl.DataFrame,
    snapshots: pl.DataFrame,
    missed: Mapping[str, pl.DataFrame] | None = None,
    thin: Mapping[str, pl.DataFrame] | None = None,
) -> pl.DataFrame:
    """
    Rows of ``vendors`` and ``listings``.

    Args:
        market: its code.
        states: live listings of each snapshot: ``snapshot_id``, ``listing_id``, ``vendor``.
        snapshots: as for `month_grades`.
        missed: for ``vendors`` and ``listings``, those that no page of a snapshot showed, as from `unseen.unseen`, and
            those that came or went while it was made, as from `passing.passing` (null: not known).
        thin: for ``vendors`` and ``listings``, how many there were where few were met, as from `thin.thin_population`.

    Returns:
        the columns of `market_months`. Vendors are those with a live listing. ``low`` is what was seen; ``high`` adds
        what the snapshot with most missed, by the market's own totals and by ``missed``, and is null where neither is
        known. A month that has a figure in ``thin`` has that one, and its limits; one of which a small share was seen,
        by what was met again or by the market's own totals of listings, has no row without.
    """
    grades = month_grades(snapshots)
    months = snapshots.select("snapshot_id", month=month_start(pl.col("first_at")))
    seen = (
        states.join(months, on="snapshot_id")
        .group_by("month")
        .agg(
            pl.col("listing_id").drop_nulls().n_unique().alias("listings"),
            pl.col("vendor").drop_nulls().n_unique().alias("vendors"),
        )
    )
    counted = seen.join(grades, on="month").with_columns(vendor_count=pl.col("vendors"))
    parts = []
    for measure in ("vendors", "listings"):
        value = pl.col(measure).cast(pl.Float64)
        by_totals = value / pl.col(f"{measure[:-1]}_completeness").clip(1e-9, 1.0)
        hidden = months.join((missed or {}).get(measure, _NONE_MISSED), on="snapshot_id")
        most = pl.col("unseen_high") + pl.col("passing_high").fill_null(0.0)
        by_pages = hidden.group_by("month").agg(most.max().alias("missed"))
        few = (thin or {}).get(measure, _NOT_THIN).drop_nulls("month")
        code = pl.col("warning_code")
        is_small = code.is_in(_THIN) | ((pl.col("listing_completeness") < USABLE) & code.ne_missing(_MET))
        parts.append(
            counted.join(by_pages, on="month", how="left")
            .join(few.rename({"value": "met", "low": "met_low", "high": "met_high"}), on="month", how="left")
            .filter(pl.col("met").is_not_null() | ~is_small.fill_null(value=False))
            .select(
                "month",
                pl.lit(measure).alias("measure"),
                pl.max_horizontal("met", value).alias("value"),
                pl.max_horizontal("met_low", value).alias("low"),
                pl.when(pl.col("met").is_null())
                .then(pl.max_horizontal(by_totals, value + pl.col("missed")))
                .otherwise(pl.max_horizontal("met_high", value))
                .alias("high"),
                "vendor_count",
                "grade",
            )
        )
    return _rows(market, pl.concat(parts))


def c13_months(market: str, looks: pl.DataFrame, snapshots: pl.DataFrame) -> pl.DataFrame:
    """
    Rows of ``transactions_c13``: sales per month as Christin (2013) counts them, from feedback of 29 days.

    Args:
        market: its code.
        looks: as from `christin_29`; those of one month are averaged.
        snapshots: as for `month_grades`.

    Returns:
        the columns of `market_months`: sales per day times the days of the month; vendors are those of the look with
        most. A month without a snapshot has no row.
    """
    days = (pl.col("month").dt.offset_by("1mo") - pl.col("month")).dt.total_days()
    sums = (
        looks.join(snapshots.select("snapshot_id", month=month_start(pl.col("first_at"))), on="snapshot_id")
        .group_by("month")
        .agg(pl.col("sales_per_day", "low", "high").sort().mean(), pl.col("vendor_count").max())
        .drop_nulls("sales_per_day")
        .join(month_grades(snapshots), on="month")
    )
    return _rows(
        market,
        sums.with_columns(
            pl.lit("transactions_c13").alias("measure"),
            value=pl.col("sales_per_day") * days,
            low=pl.col("low") * days,
            high=pl.col("high") * days,
        ),
    )


def market_months(
    market: str,
    months: pl.DataFrame,
    snapshots: pl.DataFrame,
    rate: tuple[float, float, float] | None,
    *,
    delay_days: float = USUAL.days,
    ended_at: datetime | None = None,
    edge_days: int = EDGE_DAYS,
    assumed_error: float | None = None,
    level: float = LEVEL,
) -> pl.DataFrame:
    """
    Rows of ``transactions``, and of ``turnover_eur`` where the vendors' months tell it.

    Args:
        market: its code.
        months: as from `vendor_months`; with ``turnover_eur``, ``turnover_eur_low``, ``turnover_eur_high``,
            and what else `turnover.with_turnover` adds, also turnover.
        snapshots: as for `month_grades`, with ``last_at``.
        rate: the market's feedback rate with its limits, as from `feedback_rate`.
        delay_days: mean delay of ratings, as from `rating_delays.rating_delay`.
        ended_at: when the market ended; None: it goes on, or nobody knows.
        edge_days: days of a month that may be outside the time from the first to the last snapshot.
        assumed_error: relative standard error, shared by all sales, of amounts that no page prints, as from
            `order_doubt`; None: nothing tells it, and turnover that rests on such amounts has no upper limit.
        level: share of such intervals that hold the true value.

    Returns:
        ``market``, ``month`` (Date), ``measure``, ``value``, ``low``, ``high`` (Float64), ``vendor_count`` (UInt32),
        ``grade``, ``reason_code``, ``reason_values`` (JSON), in order of month and measure. A month that is known to
        less than `LEAST_KNOWN` has a reason (`warning.not_yet_rated`), and neither value nor limits. ``low`` is never
        below the ratings of orders that were surely made in the month; that of turnover never below what was
        shown of such orders, without delivery. ``high`` is null in months that the snapshots do not span, and in those
        whose own are all partial: who had gone before the first, what came after the last, and whom the others missed,
        nobody can say. A month in which some vendor's sales are unknown has no row; likewise turnover, where some
        vendor's is unknown. Turnover of a month of which some sales have no rate is ``partial``.
    """
    relative = (rate[2] - rate[1]) / (2 * Z) / rate[0] if rate else 0.0
    has_turnover = "turnover_eur" in months.columns
    is_known = pl.col("transactions").is_not_null()
    if "counter_flag" in months.columns:  # one vendor's odd counter takes no month from all others
        is_known |= pl.col("counter_flag").eq("implausible").fill_null(value=False)
    of_unmet = pl.col("turnover_unlike") ** 2
    of_few = of_unmet.sort().sum() ** 2 / (of_unmet**2).sort().sum()
    sums = (
        months.filter(is_known.all().over("month"), pl.col("transactions") > 0)
        .group_by("month")
        .agg(
            pl.col("transactions").sort().sum(),
            pl.col("transactions_made").sort().sum().alias("made"),
            pl.col("transactions_sure").sum().cast(pl.Float64),
            pl.col("transactions_error").pow(2).sort().sum().sqrt().alias("own"),
            (pl.col("transactions_rated").sort().sum() * relative).alias("shared"),
            (pl.col("transactions_made") - pl.col("transactions_otherwise")).sort().sum().abs().alias("dating"),
            pl.col("vendor").n_unique().cast(pl.UInt32).alias("vendor_count"),
            *(
                pl.when(pl.col("turnover_eur").is_not_null().all()).then(pl.col(name).sort().sum()).alias(name)
                for name in ("turnover_eur", "turnover_printed", "turnover_assumed")
                if has_turnover
            ),
            *((pl.col("unrated") > 0).any().alias("lacks_rates") for name in ("unrated",) if name in months.columns),
            *(pl.col(name).pow(2).sort().sum().sqrt() for name in ("turnover_error", "turnover_open") if has_turnover),
            *(each for each in (of_unmet.sort().sum().sqrt().alias("unlike"), of_few.alias("degrees")) if has_turnover),
        )
        .join(month_grades(snapshots).select("month", "grade"), on="month", how="left")
        .with_columns(is_spanned=_is_spanned(snapshots, edge_days) & pl.col("grade").ne_missing(pl.lit("partial")))
        .with_columns(pl.when("is_spanned").then("grade").fill_null("partial").alias("grade"))
        .sort("month")
    )
    rows: list[Mapping[str, object]] = []
    last = snapshots["last_at"].max()
    for row in sums.iter_rows(named=True):
        if isinstance(last, datetime) and (known := known_part(row["month"], last, delay_days, ended_at)) < LEAST_KNOWN:
            rows += _not_yet(row, known, last)
            continue
        errors = [row["own"], row["shared"], row["dating"]]
        low, high = combine(row["made"], errors, floor=row["transactions_sure"], level=level)
        low, high = min(low, row["transactions"]), max(high, row["transactions"])
        common = {"month": row["month"], "vendor_count": row["vendor_count"], "grade": row["grade"]}
        sold = {"measure": "transactions", "value": row["transactions"], "low": low}
        rows.append(common | sold | {"high": high if row["is_spanned"] else None})
        if row.get("turnover_eur") is not None:
            mean = row["turnover_eur"] / row["transactions"]
            assumed = (assumed_error or 0.0) * row["turnover_assumed"]
            degrees = max(LEAST_DEGREES, row["degrees"] or 0.0)
            unlike = row["unlike"] * student_quantile((1 + level) / 2, degrees) / normal_quantile((1 + level) / 2)
            errors = [unlike, row["turnover_error"], row["turnover_open"], row["shared"] * mean, row["dating"] * mean]
            low, high = combine(row["turnover_eur"], [*errors, assumed], level=level)
            low = max(low, row["turnover_printed"])
            paid = {"measure": "turnover_eur", "value": row["turnover_eur"], "low": low}
            if row.get("lacks_rates"):
                paid["grade"] = "partial"
            is_bounded = row["is_spanned"] and (assumed_error is not None or not row["turnover_assumed"])
            rows.append(common | paid | {"high": high if is_bounded else None})
    kinds = {name: kind for name, kind in _SCHEMA.items() if name != "market"}
    return _rows(market, pl.DataFrame(rows, schema=kinds))


def known_part(month: date, last_at: datetime, days: float, ended_at: datetime | None = None) -> float:
    """
    Return which share of a month's orders can have been rated by the last look at a market.

    Args:
        month: its first day.
        last_at: of the last snapshot.
        days: mean delay of ratings.
        ended_at: when the market ended; nothing is ordered after it.
    """
    starts = datetime(month.year, month.month, 1, tzinfo=UTC)
    ends = (starts + timedelta(days=31)).replace(day=1)
    ends = ends if ended_at is None or not starts < ended_at < ends else ended_at
    until = min(ends, last_at)
    if until <= starts:
        return 0.0
    length, newest, oldest = (
        each / timedelta(days=1) / days for each in (until - starts, last_at - until, last_at - starts)
    )
    return (length - exp(-newest) + exp(-oldest)) * days * timedelta(days=1) / (ends - starts)


def _not_yet(row: Mapping[str, object], known: float, last: datetime) -> list[Mapping[str, object]]:
    """A month of which it cannot be known yet what was sold."""
    why = Reason("warning.not_yet_rated", {"share": known, "looked": last.date().isoformat()})
    common = {"month": row["month"], "vendor_count": row["vendor_count"], "grade": "partial"}
    told = {"reason_code": why.code, "reason_values": why.as_json()}
    measures = ("transactions",) if row.get("turnover_eur") is None else ("transactions", "turnover_eur")
    return [common | {"measure": measure} | told for measure in measures]


def _is_spanned(snapshots: pl.DataFrame, edge_days: int) -> pl.Expr:
    """Whether ``month`` lies between the first and the last snapshot, but for some days."""
    edge = pl.duration(days=edge_days)
    start = pl.col("month").cast(pl.Datetime("us", "UTC"))
    first, last = pl.lit(snapshots["first_at"].min()), pl.lit(snapshots["last_at"].max())
    return ((start + edge >= first) & (start.dt.offset_by("1mo") - edge <= last)).fill_null(value=False)


def _rows(market: str, rows: pl.DataFrame) -> pl.DataFrame:
    lacking = [pl.lit(None).alias(name) for name in ("reason_code", "reason_values") if name not in rows.columns]
    return (
        rows.with_columns(lacking)
        .select(
            pl.lit(market).alias("market"),
            *(pl.col(name).cast(kind) for name, kind in _SCHEMA.items() if name != "market"),
        )
        .sort("month", "measure")
    )
