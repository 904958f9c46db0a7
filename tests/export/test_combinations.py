"""What adding up and subtracting the cells of all public tables tells of single vendors, and what exact rows tell."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import polars as pl
import pytest

from tests.support.combining import given_away, of_sums

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator
    from pathlib import Path

    from tests.support.derived_windows import Opened

    Sums = dict[tuple[Hashable, ...], dict[tuple[Hashable, ...], float]]

SOLD = """
    SELECT DISTINCT market, month, vendor, coalesce(code, 'unknown'), coalesce(drug_class, 'unknown')
    FROM research.origin_month WHERE transactions > 0 OR turnover_eur > 0 ORDER BY market, month
"""
OFFERED = """
    SELECT DISTINCT market, month, vendor, ever_codes, coalesce(drug_class, 'unknown')
    FROM research.listing_month ORDER BY market, month
"""
MONTHS = """
    SELECT market, vendor, month, round(transactions::numeric, 6)::float8, round(turnover_eur::numeric, 6)::float8
    FROM research.vendor_month
"""


def sums_of_sales(shared: Opened) -> Iterator[Sums]:
    """Of each market's month, the sums that public tables may hold, and what each counts."""
    for _, rows in groupby(shared.rows(SOLD), lambda row: row[:2]):
        sums: Sums = {}
        for market, month, vendor, code, kind in rows:
            for key in (("sales", market, month), ("sales", market, month, code), ("sales", market, month, code, kind)):
                sums.setdefault(key, {})[vendor, code, kind] = 1.0
        yield sums


def sums_of_listings(shared: Opened) -> Iterator[Sums]:
    for _, rows in groupby(shared.rows(OFFERED), lambda row: row[:2]):
        sums: Sums = {}
        for market, month, vendor, codes, kind in rows:
            keys = [("offer", market, month), ("class", market, month, kind)]
            keys += [("home", market, month, code) for code in codes or ()]
            for key in keys:
                sums.setdefault(key, {})[vendor, tuple(codes or ()), kind] = 1.0
        yield sums


def published(package: Path) -> set[tuple[Hashable, ...]]:
    """The sums that the package shows."""
    tables = {
        name: pl.read_parquet(package / "data" / f"{name}.parquet").filter(~pl.col("is_suppressed"))
        for name in ("market_month", "country_month", "product_month", "origin_product_month")
    }
    found: set[tuple[Hashable, ...]] = set()
    for name, of_sales, of_listings in (("market_month", "sales", "offer"), ("country_month", "sales", "home")):
        country = ["country"] if name == "country_month" else []
        for measure, *key in tables[name].select("measure", "market", "month", *country).rows():
            if measure in {"transactions", "turnover_eur", "listings"}:
                found.add((of_listings if measure == "listings" else of_sales, *key))
    found.update(
        ("sales", *key)
        for key in tables["origin_product_month"].select("market", "month", "country", "drug_class").rows()
    )
    found.update(("class", *key) for key in tables["product_month"].select("market", "month", "drug_class").rows())
    return found


def told(
    systems: Iterable[Sums], is_shown: Callable[[tuple[Hashable, ...], int], bool], size: int
) -> set[frozenset[Hashable]]:
    """Of whom alone the sums tell that are shown, which may depend on the number of their vendors."""
    found: set[frozenset[Hashable]] = set()
    for sums in systems:
        parts = [part for key, part in sums.items() if is_shown(key, len({of[0] for of in part}))]
        found |= given_away(*of_sums(parts), size=size) if parts else set()
    return found


def test_no_combination_of_cells_tells_of_fewer_than_five_vendors(packages: dict[str, Path], shared: Opened) -> None:
    shown = published(packages["public"])
    known = [*sums_of_sales(shared), *sums_of_listings(shared)]
    assert len(shown & {key for sums in known for key in sums}) > 40
    assert told(known, lambda key, _count: key in shown, size=4) == set()
    # what the same tables would tell without suppression, and with that of small cells alone
    assert len(told(known, lambda _key, _count: True, size=1)) > 30
    assert told(known, lambda _key, count: count >= 5, size=4)


@pytest.mark.slow
def test_a_finding_tells_no_month_that_its_table_hides(packages: dict[str, Path], shared: Opened) -> None:
    data = packages["public"] / "data"
    found = pl.read_parquet(data / "finding.parquet").filter(~pl.col("is_suppressed"))
    months = pl.read_parquet(data / "country_month.parquet").filter(~pl.col("is_suppressed"))
    for country, market, measure in (
        found.filter(pl.col("finding").is_in(["F1", "F2"])).select("country", "market", "measure").rows()
    ):
        name = {"vendors_more_each_month": "vendors", "turnover_more_each_month": "turnover_eur"}.get(
            measure, measure.removeprefix("share_of_")
        )
        parts = shared.rows(
            "SELECT vendor, month FROM research.country_part(:country, 'D2', 'A1', '2018-11-01', '2019-11-30') "
            "WHERE market = :market AND measure = :name AND part > 0 AND grade <> 'partial'",
            country=country,
            market=market,
            name=name,
        )
        open_months = set(months.filter(country=country, market=market, measure=name)["month"])
        sums = [dict.fromkeys(parts, 1.0), *({of: 1.0 for of in parts if of[1] == month} for month in open_months)]
        assert given_away(*of_sums(sums)) == set(), (market, measure)
    assert "(" not in "".join(found["why"].drop_nulls())


@pytest.mark.slow
def test_exact_rows_lead_to_nearly_every_vendor_and_public_ones_to_none(
    packages: dict[str, Path], shared: Opened
) -> None:
    vault: dict[tuple[Hashable, ...], set[str]] = {}
    for market, vendor, *sums in shared.rows(MONTHS):
        vault.setdefault((market, *sums), set()).add(vendor)
    rows = pl.read_parquet(packages["analyst"] / "data" / "vendor_month.parquet")
    exact = rows.with_columns(pl.col("transactions", "turnover_eur").cast(pl.Float64).round(6))
    joined: dict[tuple[str, str], set[str]] = {}
    for market, pseudonym, *sums in exact.select("market", "vendor", "month", "transactions", "turnover_eur").rows():
        joined.setdefault((market, pseudonym), set()).update(
            handle for handle in vault.get((market, *sums), ()) if len(vault[market, *sums]) == 1
        )
    found = sum(len(handles) == 1 for handles in joined.values())
    assert found > 0.8 * len(joined)
    assert len(joined) > 30
    every = {value for series in public_numbers(packages["public"]) for value in series}
    assert not {sums[-1] for sums in vault if sums[-1]} & every


def public_numbers(package: Path) -> Iterator[list[float]]:
    for path in (package / "data").glob("*_month.parquet"):
        frame = pl.read_parquet(path)
        for name in {"value", "turnover_eur", "transactions"} & set(frame.columns):
            yield frame[name].drop_nulls().cast(pl.Float64).round(6).to_list()
