"""What a public package tells, read from its files as anybody has them, with what each number is the sum of."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.campaigns.disclosing.truth import Parts, Truth

__all__ = ["Cell", "additive", "counts", "read"]

Row = dict[str, str]
SOLD = ("transactions", "turnover_eur")


@dataclass(frozen=True)
class Cell:
    """
    A number that a table has, or had to hide.

    Attributes:
        family: numbers of one family can be added up: what is counted, on which market.
        name: table and key.
        column: of the table.
        number: as published; None if it is withheld.
        parts: how much it counts of each contribution, whose first part is the vendor.
    """

    family: tuple[str, ...]
    name: tuple[str, ...]
    column: str
    number: float | None
    parts: Parts

    @property
    def vendors(self) -> frozenset[str]:
        """Who contributes."""
        return frozenset(of[0] for of in self.parts)


def read(package: Path, table: str) -> list[Row]:
    r"""The rows of a table; what is ``\N`` is left out of them."""
    with (package / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [{name: value for name, value in row.items() if value != "\\N"} for row in csv.DictReader(file)]


def additive(package: Path, truth: Truth) -> Iterator[Cell]:
    """Numbers that are sums: estimated sales, sales for which a rating stands, listings."""
    for row in read(package, "market_month"):
        if row["measure"] in (*SOLD, "listings"):
            yield from _month(row, truth, "market_month", None, "value", row["measure"])
    for row in read(package, "country_month"):
        if row["measure"] in (*SOLD, "listings"):
            yield from _month(row, truth, "country_month", row["country"], "value", row["measure"])
            yield from _month(row, truth, "country_month", None, "total", row["measure"])
            if "value" not in row and {"share", "total"} <= row.keys():
                known = dict(row, value=str(float(row["share"]) * float(row["total"])))
                yield from _month(known, truth, "country_month", row["country"], "value", row["measure"])
    for row in read(package, "origin_product_month"):
        for measure in SOLD:
            yield _cell(
                row, measure, ("estimated", row["market"], measure), ("origin_product_month",),
                truth.estimated(row["market"], row["month"], row["country"], row["drug_class"]),
            )  # fmt: skip
    for row in read(package, "product_month"):
        yield _cell(
            row, "listings", ("listings", row["market"], row["month"]), ("product_month",),
            truth.listings(row["market"], row["month"], kind=row["drug_class"]),
        )  # fmt: skip
    for row in read(package, "snapshot"):
        parts = truth.looked(row["market"], row["first_at"].replace("T", " "))
        family = ("listings", row["market"], row["first_at"][:7] + "-01")
        yield _cell(row, "listing_seen", family, ("snapshot", row["snapshot_id"]), {of[:2]: 1.0 for of in parts})
    yield from _window(package, truth)


def _month(row: Row, truth: Truth, table: str, country: str | None, column: str, measure: str) -> Iterator[Cell]:
    market, month = row["market"], row["month"]
    if measure == "listings":
        yield _cell(row, column, ("listings", market, month), (table,), truth.listings(market, month, country))
    else:
        yield _cell(row, column, ("estimated", market, measure), (table,), truth.estimated(market, month, country))


def _window(package: Path, truth: Truth) -> Iterator[Cell]:
    for row in read(package, "country_band"):
        for measure in SOLD:
            yield _cell(
                row, measure, ("rated", row["market"], measure), ("country_band",),
                truth.rated(row["market"], is_theirs=True, band=row["band"]),
            )  # fmt: skip
    for row in read(package, "country_goods"):
        for column, is_theirs in (("value", True), ("all_value", False)):
            goods = (row["level"], row["goods"])
            if row["measure"] == "listings":
                for month in truth.months(row["market"]):
                    family = ("listings", row["market"], month)
                    parts = truth.listings_of_window(row["market"], month, is_theirs=is_theirs, goods=goods)
                    yield _cell(row, column, family, ("country_goods",), parts)
            else:
                family = ("rated", row["market"], row["measure"])
                parts = truth.rated(row["market"], is_theirs=is_theirs, goods=goods)
                yield _cell(row, column, family, ("country_goods",), parts)
    for row in read(package, "finding"):
        market, measure = row["market"], row["measure"]
        if measure in {f"share_of_{sold}" for sold in SOLD}:
            sold = measure.removeprefix("share_of_")
            parts = truth.estimated_of_window(market)
            yield _cell(row, "value", ("estimated", market, sold), ("finding",), parts)
        for which in (
            "transactions_below_200_eur",
            "transactions_above_1000_eur",
            "mean_of_transactions_below_200_eur",
        ):
            if measure == which and "n" in row and _is_exact(row["n"], parts := truth.sales_of_finding(market, which)):
                yield _cell(row, "n", ("rated", market, "transactions"), ("finding",), parts)


def _is_exact(number: str, parts: Parts) -> bool:
    """Whether a number of sales is the exact one."""
    return abs(float(number) - sum(parts.values())) < 0.01


def _cell(row: Row, column: str, family: tuple[str, ...], table: tuple[str, ...], parts: Parts) -> Cell:
    keys = ("market", "month", "country", "measure", "level", "goods", "band", "drug_class")
    name = (*table, *(row[key] for key in keys if key in row))
    return Cell(family, name, column, float(row[column]) if column in row else None, parts)


def counts(package: Path, truth: Truth) -> Iterator[tuple[tuple[str, ...], float, frozenset[str]]]:
    """Numbers of accounts that are published: of which table and key, how many, and who they are."""
    for table in ("market_month", "country_month"):
        for row in read(package, table):
            country = row.get("country")
            if row["measure"] == "transactions_c13":
                continue
            who = truth.vendors_of_month(row["market"], row["month"], row["measure"], country)
            for column in ("vendor_count", *(["value"] if row["measure"] == "vendors" else [])):
                if column in row:
                    yield (table, row["market"], row["month"], row["measure"], country or "*"), float(row[column]), who
            if "total" in row and row["measure"] == "vendors":
                who = truth.vendors_of_month(row["market"], row["month"], row["measure"], None)
                yield (table, row["market"], row["month"], "vendors", "*"), float(row["total"]), who
    for row in read(package, "origin_product_month"):
        if "vendor_count" in row:
            who = frozenset(
                of[0] for of in truth.estimated(row["market"], row["month"], row["country"], row["drug_class"])
            )
            name = ("origin_product_month", row["market"], row["month"], "transactions", row["country"])
            yield (*name, row["drug_class"]), float(row["vendor_count"]), who
    for table, column in (("country_reach", "reach"), ("country_origins", "origins")):
        for row in read(package, table):
            if "vendor_count" in row:
                who = truth.accounts(table, row["market"], row[column])
                yield (table, row["market"], row[column]), float(row["vendor_count"]), who
    for row in read(package, "country_band"):
        if "vendor_count" in row:
            who = frozenset(of[0] for of in truth.rated(row["market"], is_theirs=True, band=row["band"]))
            yield ("country_band", row["market"], row["band"]), float(row["vendor_count"]), who
    for row in read(package, "country_goods"):
        if "vendor_count" in row and row["measure"] == "transactions":
            goods = (row["level"], row["goods"])
            who = frozenset(of[0] for of in truth.rated(row["market"], is_theirs=True, goods=goods))
            yield ("country_goods", row["market"], "all", *goods), float(row["vendor_count"]), who
