"""
What each output says, read as it gives it: the report's rows, findings, queries of the cookbook, explore's tables, and
tables of a package. A figure, query or table that nobody here knows is an error.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import polars as pl

from tests.support.all_figures import Figures, Scoped, rounding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from cryptodrug_scraper.report.study import Report

__all__ = ["UnknownOutputError", "add_cookbook", "add_explore", "add_findings", "add_package", "add_report"]

Row = dict[str, Any]


class UnknownOutputError(Exception):
    """An output has figures that no rule reads."""


def _known(rules: Mapping[str, Any], name: str, what: str) -> Any:
    if name not in rules:
        msg = f"nobody reads {what} {name}"
        raise UnknownOutputError(msg)
    return rules[name]


def _share(row: Row, value: str = "value", total: str = "total", prefix: str = "share_") -> Row:
    names = {"value": value, "total": total, "share": "share", "low": f"{prefix}low", "high": f"{prefix}high"}
    return {end: row.get(name) for end, name in names.items()} | {"vendors": row.get("vendor_count")}


_ALONE_IN_REPORT = {
    "concentrated-market": "of the whole market, by month: no other output measures concentration",
    "concentrated-country": "as before",
    "destinations-places": "of all markets together",
    "migration-arrivals": "curves",
    "origins-moves": "of all markets together",
    "origins-who": "a list of handles",
    "origins-moved": "a list of handles",
    "migration-who": "a list of handles",
    "times-sources": "pages",
    "times-looks": "pages",
    "reading-pages": "pages",
    "refused-all": "what is in no figure",
}


def add_report(figures: Figures, scope: Scoped, report: Report) -> None:
    """Add the figures of all tables of a report."""
    for section in report.sections:
        for figure in section.figures:
            name = figure.name
            if name in _ALONE_IN_REPORT or section.name in {"methods", "dictionary"}:
                continue
            rule = (
                _rated
                if name == "levels-rated"
                else _known(_REPORT, name.partition("-")[0], "the figure of the report")
            )
            for row in figure.frame.iter_rows(named=True):
                rule(figures, f"report {name}", scope, row)


def _levels(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    named = {"market": row["market"], "month": row["month"]}
    own = {"value": row["value"], "low": row["low"], "high": row["high"], "vendors": row["vendor_count"]}
    whole = {"value": row["whole"], "low": row["whole_low"], "high": row["whole_high"]}
    whole["vendors"] = row["whole_vendor_count"]
    figures.add(output, scope, f"level of {row['measure']}", ends=own, **named)
    figures.add(output, scope, f"whole {row['measure']}", ends=whole, is_of_market=True, **named)


def _rated(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    named = {"market": row["market"], "month": row["month"]}
    for measure, prefix in (("level of transactions", ""), ("whole transactions", "all_")):
        ends = {"value": row[f"{prefix}sales"], "low": row[f"{prefix}sales_low"], "high": row[f"{prefix}sales_high"]}
        figures.add(output, scope, measure, ends=ends, is_of_market=bool(prefix), **named)


def _shares(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    other = {name: row[name] for name in ("month", "definition", "attribution") if row.get(name) is not None}
    figures.add(output, scope, f"share of {row['measure']}", row["market"], _share(row), **other)


def _goods(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    ends = {name: row[name] for name in ("value", "share", "all_share", "quotient")}
    ends |= {"low": row["share_low"], "high": row["share_high"], "vendors": row["vendor_count"]}
    ends |= {"quotient low": row["quotient_low"], "quotient high": row["quotient_high"]}
    figures.add(output, scope, f"{row['level']} {row['goods']} of {row['measure']}", row["market"], ends)


def _origins(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    ends = {"value": row["vendor_count"], "total": row["total"], "share": row["share"]}
    ends |= {"low": row["low"], "high": row["high"]}
    figures.add(output, scope, f"origins {row['origins']} of accounts", row["market"], ends)
    if scope.audience == "all":
        output = f"{output} summed"
        both = {"simultaneous": row["simultaneous"], "sequential": row["sequential"]}
        figures.add(output, scope, f"origins {row['origins']} at once of accounts", row["market"], both)


def _reach(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    ends = {"value": row["vendor_count"], "total": row["total"], "share": row["share"]}
    ends |= {"low": row["low"], "high": row["high"]}
    figures.add(output, scope, f"reach {row['reach']} of accounts", row["market"], ends)


def _bands(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    until = row["band_to"] if output.endswith("-all") else "above"
    for measure, value in (("transaction", "transactions"), ("turnover", "turnover_eur")):
        ends = {"value": row[value], "share": row[f"{measure}_share"], "low": row[f"{measure}_share_low"]}
        ends |= {"high": row[f"{measure}_share_high"], "vendors": row["vendor_count"]}
        band = f"band {row['band_from']:g} to {until} of {value}"
        figures.add(output, scope, band, row["market"], ends)


def _migration(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    if output.endswith("growth"):
        ends = {name: row[name] for name in ("before", "after", "ratio", "low", "high", "days")}
        ends["vendors"] = row["vendor_count"]
        measure = f"after {row['event']} on {row['from_market']}, {row['measure']}"
        figures.add(output, scope, measure, row["to_market"], ends, is_of_market=True, window="around")
        return
    ends = {"value": row["migrant_count"], "total": row["account_count"], "share": row["share"]}
    ends |= {"low": row["share_low"], "high": row["share_high"], "ambiguous": row["ambiguous_count"]}
    measure = f"migrants after {row['event']} from {row['from_market']}"
    is_whole = output.endswith("all")
    figures.add(output, scope, measure, row["to_market"], ends, is_of_market=is_whole, window="around")


def _coverage(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    if output.endswith("population"):
        ends = {name: row[name] for name in ("value", "low", "high")}
        measure = f"population {row['of']} by {row['estimator']}"
    else:
        ends = {name: row[name] for name in ("capture_count", "listing_seen")}
        ends |= {name: row[name] for name in row if name.endswith("_completeness")}
        measure = "snapshot"
    at = row["first_at"].isoformat()
    figures.add(output, scope, measure, row["market"], ends, is_of_market=True, window=at)


def _findings(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    add_findings(figures, scope, [row], output)


_REPORT = {
    "levels": _levels,
    "shares": _shares,
    "goods": _goods,
    "origins": _origins,
    "destinations": _reach,
    "bands": _bands,
    "migration": _migration,
    "coverage": _coverage,
    "found": _findings,
}


def add_findings(
    figures: Figures, scope: Scoped, rows: Iterable[Row], output: str = "findings", measures: Iterable[str] = ()
) -> None:
    """Add findings: rows of the view, or of what was measured, with the claim from which each comes."""
    for name in measures:
        _known(_FINDINGS, name, "the finding")
    from cryptodrug_scraper.study.file import shipped_study

    study = shipped_study()
    for row in rows:
        claim = study.claim(row["claim_id"])
        assert claim is not None, row
        rule = _known(_FINDINGS, claim.measure, "the finding")
        own = Scoped(
            row["country"] or scope.country,
            row["first_day"],
            row["last_day"],
            row["definition"] or scope.definition,
            row["attribution"] or scope.attribution,
            scope.audience,
        )
        rule(figures, output, own, row, claim.values)


def _ends(row: Row, value: str = "value") -> Row:
    return {value: row["value"], "low": row["low"], "high": row["high"]}


def _of_share(figures: Figures, output: str, scope: Scoped, row: Row, of: Mapping[str, Any]) -> None:
    ends = _ends(row, "share") | {"vendors": row["vendor_count"]}
    if of["of"] == "vendors":
        ends["total"] = row["n"]
    figures.add(output, scope, f"share of {of['of']}", row["market"], ends)


def _of_goods(figures: Figures, output: str, scope: Scoped, row: Row, of: Mapping[str, Any]) -> None:
    ends = {"quotient": row["value"], "quotient low": row["low"], "quotient high": row["high"]}
    figures.add(output, scope, f"substance {of['goods']} of {of['of']}", row["market"], ends)


def _of_reach(figures: Figures, output: str, scope: Scoped, row: Row, _: Mapping[str, Any]) -> None:
    ends = _ends(row, "share") | {"total": row["n"]}
    figures.add(output, scope, "reach world_or_europe of accounts", row["market"], ends)


def _of_others(figures: Figures, output: str, scope: Scoped, row: Row, of: Mapping[str, Any]) -> None:
    places = "+".join(of["places"]) if "places" in of else "declared"
    figures.add(output, scope, f"with {places} of accounts", row["market"], _ends(row, "share") | {"total": row["n"]})


def _of_limit(kind: str) -> Callable[..., None]:
    def add(figures: Figures, output: str, scope: Scoped, row: Row, of: Mapping[str, Any]) -> None:
        limit = float(of["limit"])
        if kind == "sales_above":
            figures.add(output, scope, f"band {limit:g} to above of transactions", row["market"], _ends(row, "share"))
        elif kind == "sales_below":
            figures.add(output, scope, f"band 0 to {limit} of transactions", row["market"], _ends(row, "share"))
        elif row["value"] is not None:
            rest = {"share": 1 - row["value"]}
            rest |= {} if row["low"] is None else {"low": 1 - row["high"], "high": 1 - row["low"]}
            figures.add(output, scope, f"band 0 to {limit} of turnover_eur", row["market"], rest, step=1e-9)

    return add


def _of_struck(figures: Figures, output: str, scope: Scoped, row: Row, _: Mapping[str, Any]) -> None:
    is_share = row["unit"] == "share"
    ends = {"total": row["n"], "share" if is_share else "value": row["value"]}
    ends |= {"low": row["low"]} if is_share else {}  # high adds those of whom it is not sure
    measure = "migrants after closure_announced from dream"
    figures.add(output, scope, measure, row["market"], ends, is_of_market=True, window="around")


def _alone(*_: Any) -> None:
    """Means, slopes and quotients of looks, that no other output gives."""


_FINDINGS = {
    "share": _of_share,
    "location_quotient": _of_goods,
    "reach": _of_reach,
    "with_others": _of_others,
    **{kind: _of_limit(kind) for kind in ("sales_below", "sales_above", "turnover_from")},
    "migrants": _of_struck,
    "migrant_share": _of_struck,
    **dict.fromkeys(
        (
            *("trend", "moves_in", "moves_out", "mean_below", "order", "excluding"),
            *("looks_quotient", "days_quotient", "level", "share_of_goods"),
        ),
        _alone,
    ),
}


def add_explore(figures: Figures, scope: Scoped, kind: str, text: str) -> None:
    """Add a table of explore's pages of figures, as the CSV that it gives."""
    if kind in {"transaction", "listing_month", "country_part", "capture_time"}:
        return  # rows, and no figures
    rows: list[Row] = [{name: _read(value) for name, value in row.items()} for row in csv.DictReader(io.StringIO(text))]
    if kind == "finding":
        return  # rows of the view, which `add_findings` takes
    _known(_VIEWS, kind, "the page")(figures, f"explore {kind}", scope, rows)


def _read(value: str) -> Any:
    if value == "":
        return None
    try:
        return float(value)
    except ValueError:
        return value


def _market_month(figures: Figures, output: str, scope: Scoped, rows: Sequence[Row]) -> None:
    for row in rows:
        ends = {name: row[name] for name in ("value", "low", "high")} | {"vendors": row["vendor_count"]}
        figures.add(
            output, scope, f"whole {row['measure']}", row["market"], ends, is_of_market=True, month=row["month"]
        )


def _country_share(figures: Figures, output: str, scope: Scoped, rows: Sequence[Row]) -> None:
    for row in rows:
        country = Scoped(
            row.get("country") or scope.country, scope.first, scope.last, scope.definition, scope.attribution,
            scope.audience,
        )  # fmt: skip
        of = {"month": row["month"]} if "month" in row else {}
        figures.add(output, country, f"share of {row['measure']}", row["market"], _share(row), **of)
        if "value_low" in row:
            ends = {"value": row["value"], "low": row["value_low"], "high": row["value_high"]}
            figures.add(output, country, f"level of {row['measure']}", row["market"], ends, **of)


def _rated_sales(figures: Figures, output: str, scope: Scoped, rows: Sequence[Row]) -> None:
    for row in rows:
        _rated(figures, output, scope, row)


_VIEWS = {
    "market_month": _market_month,
    "country_share": _country_share,
    "country_window": _country_share,
    "rated_sales": _rated_sales,
}


def add_cookbook(figures: Figures, scope: Scoped, name: str, rows: Sequence[Row]) -> None:
    """Add what a query of the cookbook gives, asked with the country and days of a scope."""
    rule = _known(_COOKBOOK, name, "the query of the cookbook")
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
    names = {"value": "belgian", "total": "total", "vendors": "vendor_count", **_PCT}
    _add_rounded(figures, output, scope, f"share of {row['measure']}", row, names, month=row["month"])


def _share_of_vendors(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    names = {"value": "belgian", "total": "vendors", **_PCT}
    _add_rounded(figures, output, scope, "share of vendors", row, names, definition=row["definition"])


def _share_of_turnover(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    names = {"value": "belgian_eur", "total": "all_eur", "vendors": "vendors", **_PCT}
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
    names = {"value": "belgian_sales", "share": "belgian_pct", "all_share": "all_pct", "quotient": "quotient"}
    names |= {"vendors": "vendors", "quotient low": "quotient_low", "quotient high": "quotient_high"}
    names |= {"low": "belgian_pct_low", "high": "belgian_pct_high"}
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
    ruled = {"value": row["rule_places_out"], "total": row["belgian"]}
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
    "belgian-share-by-month": _shares_by_month,
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
            *("vendors-on-a-day", "belgian-vendors", "belgian-listings-on-a-day", "belgian-listings-named"),
            *("listings-gone", "moved-netherlands-to-belgium", "moves-between-countries"),  # of all days
            *("belgian-sales", "holding-prices", "three-totals", "price-per-gram", "wholesale-by-weight"),
            *("excluded-destinations", "ships-to-a-country"),  # by listing, or of a day
            *("reviews-told-apart", "reviews-of-unknown-listings", "accounts-of-one-seller", "belgian-migrants"),
            *("listings-without-duplicates", "figure-to-page", "what-made-it", "moved-pages"),
        ),
        None,
    ),
}


def add_package(figures: Figures, scope: Scoped, folder: Path) -> None:
    """Add the tables of a package."""
    for path in sorted((folder / "data").glob("*.parquet")):
        rule, name = _known(_PACKAGE, path.stem, "the table of a package"), path.stem
        if rule is not None:
            rule(figures, f"export {name}", scope, pl.read_parquet(path).to_dicts())


def _goods_of_package(figures: Figures, output: str, scope: Scoped, rows: Sequence[Row]) -> None:
    totals = {(row["market"], row["measure"]): row for row in rows if row["level"] == "all"}
    for row in rows:
        total = totals[row["market"], row["measure"]]
        ends = {"value": row["value"], "vendors": row["vendor_count"]}
        if row["value"] is not None and total["value"]:
            ends["share"] = row["value"] / total["value"]
        measure = f"{row['level']} {row['goods']} of {row['measure']}"
        figures.add(output, scope, measure, row["market"], ends)


def _origins_of_package(figures: Figures, output: str, scope: Scoped, rows: Sequence[Row]) -> None:
    for row in rows:
        measure = f"origins {row['origins'].replace('+', ' + ')} of accounts"
        figures.add(output, scope, measure, row["market"], {"value": row["vendor_count"]})


def _reach_of_package(figures: Figures, output: str, scope: Scoped, rows: Sequence[Row]) -> None:
    names = {"world": "world", "eu_or_world": "world_or_europe"}
    totals = {row["market"]: row["vendor_count"] for row in rows if row["reach"] == "stated"}
    for row in rows:
        if row["reach"] in names:
            ends = {"value": row["vendor_count"], "total": totals[row["market"]]}
            figures.add(output, scope, f"reach {names[row['reach']]} of accounts", row["market"], ends)


def _findings_of_package(figures: Figures, output: str, scope: Scoped, rows: Sequence[Row]) -> None:
    add_findings(figures, scope, rows, output)


def _snapshots_of_package(figures: Figures, output: str, scope: Scoped, rows: Sequence[Row]) -> None:
    for row in rows:
        _coverage(figures, output, scope, row)


_PACKAGE: dict[str, Callable[..., None] | None] = {
    "market_month": _market_month,
    "country_month": _country_share,
    "country_window": _country_share,
    "country_goods": _goods_of_package,
    "country_origins": _origins_of_package,
    "country_reach": _reach_of_package,
    "finding": _findings_of_package,
    "snapshot": _snapshots_of_package,
    **dict.fromkeys(
        (
            *("product_month", "origin_product_month", "migration_class", "country_band", "origin_moves"),
            *("market_event", "market_life", "fx_rate", "region_country", "derivation", "capture_quality"),
        ),
        None,
    ),
}
