"""Location quotients and their intervals."""

from __future__ import annotations

import polars as pl
import pytest

from cryptodrug_scraper.measures.sales.location_quotients import location_quotients

NO_LISTINGS = pl.DataFrame(
    schema={
        "snapshot_id": pl.String, "listing_id": pl.String, "vendor": pl.String, "stated_page": pl.UInt32,
        "drug_class": pl.String, "substance": pl.String, "origin_codes": pl.List(pl.String),
    }
)  # fmt: skip


def sales(*cells: tuple[str, str | None, list[str] | None, int]) -> pl.DataFrame:
    """So many sales of 10 EUR of each vendor, class and origin."""
    rows = [(vendor, name, name, codes, 10.0, "ok") for vendor, name, codes, count in cells for _ in range(count)]
    names = ["vendor", "drug_class", "substance", "origin_codes", "amount_eur", "price_flag"]
    frame = pl.DataFrame(rows, schema=names, orient="row", schema_overrides={"origin_codes": pl.List(pl.String)})
    return frame.cast({"drug_class": pl.String, "substance": pl.String}).with_row_index("transaction_id")


WORKED = sales(
    *((f"België {number}", "Ecstasy", ["BE"], 3) for number in range(10)),
    *((f"België {number}", "Cannabis", ["BE"], 7) for number in range(10)),
    *((f"Ünbekannt {number}", "Ecstasy", None, 1) for number in range(90)),
    *((f"Ünbekannt {number}", "Cannabis", ["NL"], 9) for number in range(90)),
    ("Ünbekannt 1", None, ["BE"], 50),
    ("Ünbekannt 2", "Digital Goods", ["BE"], 70),
)


def test_a_class_of_which_a_country_sells_more_than_others() -> None:
    found = location_quotients(NO_LISTINGS, WORKED, "BE", market="dream")
    assert ["transactions"] * 2 + ["turnover_eur"] * 2 == found["basis"].to_list()
    row = found.row(1, named=True)
    assert ("Ecstasy", 30.0, 100.0, 120.0, 1000.0, 10) == (
        row["class"], row["value"], row["country_total"], row["all_value"], row["all_total"], row["vendor_count"],
    )  # fmt: skip
    assert row["quotient"] == pytest.approx(2.5)
    assert 1.8 < row["quotient_low"] < 2.5 < row["quotient_high"] < 3.6


def test_several_origins_are_shared_equally_or_count_wholly() -> None:
    both = sales(("x", "Ecstasy", ["BE", "NL", "NL"], 4), ("x", "Cannabis", ["BE"], 2), ("y", "Cannabis", ["DE"], 8))
    equal, whole = (
        location_quotients(NO_LISTINGS, both, "BE", market="m", origins=origins) for origins in ("equal", "whole")
    )
    assert equal.filter(basis="transactions")["value"].to_list() == [2.0, 2.0]
    assert whole.filter(basis="transactions")["value"].to_list() == [2.0, 4.0]
    assert len(equal) == equal["quotient_low"].null_count(), "one vendor alone has no interval"


def test_listings_and_vendors_have_quotients_too() -> None:
    listings = pl.DataFrame(
        [
            ("s", "1", "x", 1, "Ecstasy", "mdma", ["BE"]),
            ("s", "2", "x", 1, "Ecstasy", "mdma", ["BE"]),
            ("s", "3", "y", 1, "Cannabis", "cannabis_herb", ["NL"]),
            ("s", "4", "z", 1, "Ecstasy", "mdma", None),
        ],
        schema=NO_LISTINGS.schema,
        orient="row",
    )
    found = location_quotients(listings, WORKED.clear(), "BE", market="m", level="substance")
    rows = {(basis, name): (quotient, count) for basis, name, quotient, count in found.select(
        "basis", "class", "quotient", "vendor_count").iter_rows()}  # fmt: skip
    assert rows["listings", "mdma"] == pytest.approx((4 / 3, 1))
    assert rows["vendors", "mdma"] == pytest.approx((1.5, 1))
    assert rows["listings", "cannabis_herb"] == (0.0, 0)
    none = found.filter(pl.col("class") == "cannabis_herb")
    assert none["quotient_low"].null_count() == none["quotient_high"].null_count() == len(none) == 2


def test_more_vendors_make_it_surer() -> None:
    few, many = (
        location_quotients(
            NO_LISTINGS,
            sales(
                *((f"b{n}", "Ecstasy" if n % 3 else "Cannabis", ["BE"], 5 + n % 4) for n in range(size)),
                *((f"o{n}", "Ecstasy" if n % 2 else "Cannabis", ["NL"], 5 + n % 4) for n in range(size * 4)),
            ),
            "BE",
            market="m",
        ).filter(pl.col("class") == "Ecstasy", pl.col("basis") == "transactions")
        for size in (6, 60)
    )
    widths = [(frame["quotient_high"] - frame["quotient_low"]).item() for frame in (few, many)]
    assert widths[1] < widths[0] / 2


def test_neither_order_nor_run_changes_anything() -> None:
    first = location_quotients(NO_LISTINGS, WORKED, "BE", market="m")
    assert first.equals(
        location_quotients(NO_LISTINGS, WORKED.sample(fraction=1, shuffle=True, seed=3), "BE", market="m")
    )
    other = location_quotients(NO_LISTINGS, WORKED, "BE", market="n")
    assert not first["quotient_low"].equals(other["quotient_low"])
    assert first["quotient"].equals(other["quotient"])


def test_a_country_that_sells_nothing_has_no_row() -> None:
    assert location_quotients(NO_LISTINGS, WORKED, "FR", market="m").is_empty()
    assert location_quotients(NO_LISTINGS, WORKED.clear(), "BE", market="m").is_empty()
