"""What a report says: the rows of its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.said.of_findings import add_findings
from tests.support.said.rows import Row, known, share_of

if TYPE_CHECKING:
    from cryptodrug_scraper.report.study import Report
    from tests.support.all_figures import Figures, Scoped

__all__ = ["add_coverage", "add_rated", "add_report"]


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
                add_rated
                if name == "levels-rated"
                else known(_REPORT, name.partition("-")[0], "the figure of the report")
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


def add_rated(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    named = {"market": row["market"], "month": row["month"]}
    for measure, prefix in (("level of transactions", ""), ("whole transactions", "all_")):
        ends = {"value": row[f"{prefix}sales"], "low": row[f"{prefix}sales_low"], "high": row[f"{prefix}sales_high"]}
        figures.add(output, scope, measure, ends=ends, is_of_market=bool(prefix), **named)


def _shares(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
    other = {name: row[name] for name in ("month", "definition", "attribution") if row.get(name) is not None}
    figures.add(output, scope, f"share of {row['measure']}", row["market"], share_of(row), **other)


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
        if until == "above":
            ends["printed"] = row["printed_count"]
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


def add_coverage(figures: Figures, output: str, scope: Scoped, row: Row) -> None:
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
    "coverage": add_coverage,
    "found": _findings,
}
