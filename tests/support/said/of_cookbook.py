"""What the queries of the cookbook give, asked with the country and days of a scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.all_figures import Figures, Scoped, rounding
from tests.support.said.rows import Row, known

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["add_cookbook"]


def add_cookbook(figures: Figures, scope: Scoped, name: str, rows: Sequence[Row]) -> None:
    """Add what a query of the cookbook gives, asked with the country and days of a scope."""
    rule = known(_COOKBOOK, name, "the query of the cookbook")
    if rule is None:
        return
    for row in rows:
        rule(figures, f"cookbook {name}", scope, row)


def _add_rounded(
    figures: Figures, output: str, scope: Scoped, measure: str, row: Row, names: Mapping[str, str], **other: Any
) -> None:
    """Add columns of a row, of which those in per cent become parts of one."""
    ends, steps = {}, {}
    for end, name in names.items():
        value = row[name]
        if value is None:
            continue
        scale = (
            100 if name.endswith("pct") or "pct_" in name or (name in {"low", "high"} and "pct_of_sales" in row) else 1
        )
        ends[end], steps[end] = float(value) / scale, rounding(value) / scale
    figures.add(output, scope, measure, row.get("market") or other.pop("market"), ends, step=steps, **other)


_PCT = {"share": "pct", "low": "pct_low", "high": "pct_high"}


def _shares_by_month(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    names = {"value": "of_country", "total": "total", "vendors": "vendor_count", **_PCT}
    _add_rounded(figures, output, scope, f"share of {row['measure']}", row, names, month=row["month"])


def _share_of_vendors(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    names = {"value": "of_country", "total": "vendors", **_PCT}
    _add_rounded(figures, output, scope, "share of vendors", row, names, definition=row["definition"])


def _share_of_turnover(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    names = {"value": "country_eur", "total": "all_eur", "vendors": "vendors", **_PCT}
    _add_rounded(figures, output, scope, "share of turnover_eur", row, names, attribution=row["attribution"])


def _ranked(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    country = Scoped(row["code"], scope.first, scope.last)
    names = {"value": "vendors", "total": "of_all", "share": "pct_of_all"}
    names |= {"low": "pct_of_all_low", "high": "pct_of_all_high"}
    _add_rounded(figures, output, country, "share of vendors", row, names)


def _sales_by_month(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    for measure, name in (("transactions", "sales"), ("turnover_eur", "eur")):
        names = {"value": name, "low": f"{name}_low", "high": f"{name}_high"}
        _add_rounded(figures, output, scope, f"whole {measure}", row, names, month=row["month"], is_of_market=True)


def _mix(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    names = {"value": "country_sales", "share": "country_pct", "all_share": "all_pct", "quotient": "quotient"}
    names |= {"vendors": "vendors", "quotient low": "quotient_low", "quotient high": "quotient_high"}
    names |= {"low": "country_pct_low", "high": "country_pct_high"}
    _add_rounded(figures, output, scope, f"drug_class {row['drug_class']} of transactions", row, names)


def _value_bands(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    edge = f"band {row['band_from']:g} to {row['band_to']} of"
    sales = {"value": "sales", "share": "pct_of_sales", "low": "low", "high": "high", "vendors": "vendors"}
    _add_rounded(figures, output, scope, f"{edge} transactions", row, sales)
    worth = {"share": "pct_of_turnover", "low": "turnover_pct_low", "high": "turnover_pct_high"}
    _add_rounded(figures, output, scope, f"{edge} turnover_eur", row, worth)


def _with_partner(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    names = {"total": "several", "share": "share", "low": "share_low", "high": "share_high"}
    _add_rounded(figures, output, scope, "with NL of accounts", row, names)


def _sends(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    both = {"value": row["world"] + row["eu_only"], "total": row["state_a_destination"]}
    figures.add(output, scope, "reach world_or_europe of accounts", row["market"], both)
    world = {"value": row["world"], "total": row["state_a_destination"]}
    figures.add(output, scope, "reach world of accounts", row["market"], world)
    ruled = {"value": row["rule_places_out"], "total": row["vendors"]}
    figures.add(output, scope, "reach excludes_any of accounts", row["market"], ruled)


def _migrants(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    if row["class"] == "migrant":
        names = {"value": "accounts", "total": "of_accounts", **_PCT}
        measure = f"migrants after {row['event']} from {row['from_market']}"
        _add_rounded(figures, output, scope, measure, row, names, market="any", is_of_market=True, window="around")


def _grown(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    names = {name: name for name in ("before", "after", "low", "high", "vendors")} | {"ratio": "times"}
    measure = "after closure_announced on dream, transactions"
    _add_rounded(figures, output, scope, measure, row, names, is_of_market=True, window="around")


def _method_of_29_days(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    for measure, name in (("transactions_c13", "ratings_29_days"), ("transactions", "estimated_sales")):
        _add_rounded(
            figures, output, scope, f"whole {measure}", row, {"value": name}, month=row["month"], is_of_market=True
        )


_COOKBOOK: dict[str, Callable[..., None] | None] = {
    "share-by-month": _shares_by_month,
    "share-by-definition": _share_of_vendors,
    "share-by-attribution": _share_of_turnover,
    "countries-ranked": _ranked,
    "sales-by-month": _sales_by_month,
    "mix-of-goods": _mix,
    "value-bands": _value_bands,
    "several-origins": _with_partner,
    "reach": _sends,
    "migrants": _migrants,
    "growth-after-a-closure": _grown,
    "twenty-nine-days": _method_of_29_days,
    **dict.fromkeys(
        (
            *("snapshots", "months-without-snapshot", "missed-listings"),  # of a day, or one market
            *(
                "vendors-on-a-day",
                "vendors-of-a-country",
                "listings-of-a-country-on-a-day",
                "listings-of-a-country-named",
            ),
            *("listings-gone", "moved-from-one-country-to-another", "moves-between-countries"),  # of all days
            *("sales-of-a-country", "holding-prices", "three-totals", "price-per-gram", "wholesale-by-weight"),
            *("excluded-destinations", "ships-to-a-country"),  # by listing, or of a day
            *("reviews-told-apart", "reviews-of-unknown-listings", "accounts-of-one-seller", "migrants-of-a-country"),
            *("listings-without-duplicates", "figure-to-page", "what-made-it", "moved-pages"),
            "decided-sales",
        ),
        None,
    ),
}
