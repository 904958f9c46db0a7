"""No cell that anybody may see speaks of fewer than five vendors, or can be told from those beside it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cryptodrug_scraper.disclosure.threshold import FEWEST
from cryptodrug_scraper.export.log import LOG, note, public_before
from cryptodrug_scraper.export.package import without_note
from cryptodrug_scraper.export.public import suppressed
from cryptodrug_scraper.export.selection import Selection, Tier
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.reason import Reason
from cryptodrug_scraper.words.reasons import sentence
from cryptodrug_scraper.words.wording import Words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.derived_windows import Opened

TABLES = (
    *("market_month", "country_month", "product_month", "origin_product_month", "migration_class", "finding"),
    *("country_band", "country_goods", "country_reach", "country_origins", "origin_moves"),
)


def cells(*counts: int, market: str = "dream") -> pl.DataFrame:
    return pl.DataFrame(
        {
            "market": [market] * len(counts),
            "value": [float(count) * 10 for count in counts],
            "vendor_count": list(counts),
        }
    )


def test_small_cells_lose_their_numbers_none_stays_none_and_others_are_rounded() -> None:
    found = suppressed(cells(4, 5, 0, 1, 9), ("value",))
    assert found["value"].to_list() == [None, 50.0, 0.0, None, 90.0]
    assert found["vendor_count"].to_list() == [None, 5, 0, None, 10]
    assert found["is_suppressed"].to_list() == [True, False, False, True, False]
    marked = suppressed(cells(4, 9), ("value",), pl.Series([False, True]))
    assert marked["value"].to_list() == [None, None]


def test_no_cells_are_none() -> None:
    assert suppressed(cells(5).clear(), ("value",)).columns == [*cells(5).columns, "is_suppressed"]


def test_no_cell_of_a_package_speaks_of_few(packages: dict[str, Path]) -> None:
    some = 0
    for name in TABLES:
        frame = pl.read_parquet(packages["public"] / "data" / f"{name}.parquet")
        counts = frame["vendor_count"].drop_nulls()
        assert (counts % FEWEST == 0).all()  # nobody, or five and more, rounded
        assert frame.filter(pl.col("is_suppressed"))["vendor_count"].null_count() == frame["is_suppressed"].sum()
        for column in (
            "value",
            "low",
            "high",
            "share",
            "listings",
            "transactions",
            "turnover_eur",
            "n",
            "all_value",
        ):
            if column in frame.columns:
                assert frame.filter(pl.col("is_suppressed"))[column].drop_nulls().is_empty()
        some += frame.height - int(frame["is_suppressed"].sum())
    assert some > 100


def test_counts_of_pages_are_rounded_as_numbers_of_vendors_are(packages: dict[str, Path], shared: Opened) -> None:
    pages = pl.read_parquet(packages["public"] / "data" / "capture_quality.parquet")
    exact = shared.rows(
        "SELECT market, day, kind, page_count, wall_count FROM research.capture_quality WHERE page_count > 4"
    )
    shown = {row[:3]: row[3:] for row in pages.select("market", "day", "kind", "page_count", "wall_count").rows()}
    assert any(count % FEWEST for *_, count, _ in exact)
    for market, day, kind, count, walls in exact:
        assert shown[market, day, kind][0] % FEWEST == 0
        assert abs(shown[market, day, kind][0] - count) <= FEWEST // 2
        assert shown[market, day, kind][1] == walls
    said = json.loads((packages["public"] / "datapackage.json").read_text(encoding="utf-8"))
    (described,) = (table["schema"]["fields"] for table in said["resources"] if table["name"] == "capture_quality")
    for column in (name for name, kind in pages.schema.items() if kind.is_integer() and name != "wall_count"):
        assert (pages[column].drop_nulls() % FEWEST == 0).all(), column
        (treatment,) = (field["treatment"] for field in described if field["name"] == column)
        assert treatment.startswith("rounded to the nearest five"), column


def test_what_is_shown_is_what_the_database_says(packages: dict[str, Path], shared: Opened) -> None:
    frame = pl.read_parquet(packages["public"] / "data" / "country_month.parquet")
    stated = {
        (market, month, measure): (value, share)
        for market, month, measure, value, share in shared.rows(
            "SELECT market, month, measure, value, share "
            "FROM research.country_share('US', 'D2', 'A1', '2018-01-01', '2020-12-31')"
        )
    }
    shown = frame.filter((pl.col("country") == "US") & ~pl.col("is_suppressed"))
    assert shown.height > 10
    for market, month, measure, value, share in shown.select(
        "market", "month", "measure", "value", "share"
    ).iter_rows():
        if measure == "vendors":
            assert abs(value - stated[market, month, measure][0]) <= 2
            assert value % 5 == 0
        elif share is not None:
            assert stated[market, month, measure] == (value, share)


def test_no_row_is_of_one_vendor_or_listing(packages: dict[str, Path]) -> None:
    for path in (packages["public"] / "data").glob("*.parquet"):
        names = set(pl.read_parquet_schema(path))
        assert not names & {"vendor", "listing_id", "review_id", "transaction_id", "buyer_mask", "crawl_id"}


def test_a_total_that_a_market_hides_is_in_no_table(packages: dict[str, Path]) -> None:
    data = packages["public"] / "data"
    hidden = pl.read_parquet(data / "market_month.parquet").filter(pl.col("is_suppressed"))
    totals = pl.read_parquet(data / "country_month.parquet").drop_nulls("total")
    assert totals.join(hidden, on=["market", "month", "measure"], how="semi").is_empty()
    told = totals.filter(pl.col("share").is_not_null() & pl.col("value").is_null())
    assert told.is_empty()


def test_moves_and_sets_of_few_have_no_row_and_withheld_findings_no_verdict(packages: dict[str, Path]) -> None:
    data = packages["public"] / "data"
    for name in ("origin_moves", "country_origins", "migration_class"):
        assert not pl.read_parquet(data / f"{name}.parquet")["is_suppressed"].any()
    found = pl.read_parquet(data / "finding.parquet").filter(pl.col("is_suppressed"))
    assert found.height > 3
    assert set(found["verdict"]) == {"withheld"}
    assert found["why"].n_unique() == 1


def test_values_of_a_reason_are_those_of_what_is_published_and_none_where_that_is_withheld(
    packages: dict[str, Path],
) -> None:
    data, words = packages["public"] / "data", Words("en")
    found = pl.read_parquet(data / "finding.parquet")
    assert not {"details_code", "details_values", "cases"} & set(found.columns)
    for why, code, values, is_hidden in found.select("why", "why_code", "why_values", "is_suppressed").rows():
        reason = Reason.of(code, values)
        assert reason is not None
        assert why == sentence(words, reason)
        assert (code == "why.withheld") == is_hidden
        assert not is_hidden or reason.values == {"fewest": FEWEST}
    looks = pl.read_parquet(data / "snapshot.parquet")
    assert looks["reason_values"].drop_nulls().is_empty()
    assert not looks["reason"].str.contains("[0-9]").any()
    exact = pl.read_parquet(packages["analyst"] / "data" / "snapshot.parquet")
    assert exact["reason_code"].to_list() == looks["reason_code"].to_list()
    assert exact["reason"].str.contains("[0-9]").any()


def test_a_package_says_what_is_not_covered(packages: dict[str, Path]) -> None:
    described = json.loads((packages["public"] / "datapackage.json").read_text())["cryptodrug"]
    assert len(described["limits"]) == 2
    assert "Those of another database" in " ".join((packages["public"] / "README.md").read_text().split())
    assert "limits" not in json.loads((packages["analyst"] / "datapackage.json").read_text())["cryptodrug"]


def test_public_packages_of_versions_without_a_ledger_are_known_by_their_notes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    assert public_before() == []
    (tmp_path / LOG).write_text(
        '{"tier": "public", "package": "/old"}\n{"tier": "analyst", "package": "/rows"}\n', encoding="ascii"
    )
    note(tmp_path / "new", Selection(tier=Tier.PUBLIC), "CC-BY-4.0", None)
    assert public_before() == ["/old"]


@pytest.mark.slow
def test_what_is_withheld_of_a_month_does_not_depend_on_the_window(shared: Opened, tmp_path: Path) -> None:
    assert shared.one("SELECT count(*) FROM derived.sale") > 0
    part_of_it = Selection(Tier.PUBLIC, date(2019, 3, 1), date(2019, 4, 30))
    without_note(tmp_path / "part", part_of_it, None, forms=("parquet",))
    without_note(tmp_path / "whole", Selection(Tier.PUBLIC), None, forms=("parquet",))
    for name in ("market_month", "country_month", "product_month", "origin_product_month"):
        part, whole = (pl.read_parquet(tmp_path / kind / "data" / f"{name}.parquet") for kind in ("part", "whole"))
        assert part.height > 0
        assert_frame_equal(part, whole.filter(pl.col("month").is_between(date(2019, 3, 1), date(2019, 4, 1))))
