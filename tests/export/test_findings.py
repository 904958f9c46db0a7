"""The findings of the study come again from a public package alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from cryptodrug_scraper.export.package import without_note
from cryptodrug_scraper.export.selection import Selection, Tier
from tests.support.recomputing import recomputed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.derived_windows import Opened

NOT_IN_TABLES = {
    "vendors_after_over_before",
    "listings_after_over_before",
    "transactions_after_over_before",
    "migrant_share",
}
"""They rest on single snapshots and days; public tables have months. The findings themselves are in the package."""


def values(shared: Opened) -> dict[tuple[str, str], float]:
    rows = shared.rows("SELECT market, measure, value FROM research.finding WHERE value IS NOT NULL")
    return {(market, measure): value for market, measure, value in rows}


@pytest.mark.slow
def test_all_findings_of_tables_without_small_cells_come_again(
    shared: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The windows have few vendors: a package without suppression shows that the tables hold what is needed."""
    public = "cryptodrug_scraper.export.public"
    for withheld in ("sales_withheld", "listings_withheld"):
        monkeypatch.setattr(f"cryptodrug_scraper.disclosure.choice.{withheld}", lambda *_: {})
    monkeypatch.setattr(f"{public}.few", lambda column: pl.col(column) < 0)
    monkeypatch.setattr(f"{public}.rounded_to", lambda frame, *_: frame)
    without_note(tmp_path / "open", Selection(tier=Tier.PUBLIC), None, forms=("parquet",))
    stated, found = values(shared), recomputed(tmp_path / "open", "BE")
    missing = {(market, measure) for market, measure in stated if measure not in NOT_IN_TABLES} - found.keys()
    assert {measure for _, measure in missing} <= {"moves_in", "moves_out"}  # a market without a move has no row
    for name in stated.keys() & found.keys():
        assert found[name] == pytest.approx(stated[name], rel=1e-9), name
    assert len(stated.keys() & found.keys()) >= 50


OF_ROUNDED = ("share_of_vendors", "vendors_more_each_month", "multi_origin_with_partner", "moves_", "migrants")
"""Findings of accounts: rows of few are not there, and rounded numbers do not add up to a rounded sum."""


def test_what_a_public_package_allows_to_compute_is_what_its_findings_say(packages: dict[str, Path]) -> None:
    stated = pl.read_parquet(packages["public"] / "data" / "finding.parquet").drop_nulls("value")
    known = {(market, measure): value for market, measure, value in stated.select("market", "measure", "value").rows()}
    found = recomputed(packages["public"], "BE")
    names = {name for name in known.keys() & found.keys() if not name[1].startswith(OF_ROUNDED)}
    for name in names:
        assert found[name] == pytest.approx(known[name], rel=1e-9), name
