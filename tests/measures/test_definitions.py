from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from cryptodrug_scraper.measures.places.definitions import in_denominator, listing_months, membership, origin_rows
from tests.measures.origin_cases import snapshots_on, state_of

SNAPSHOTS = snapshots_on(
    datetime(2019, 1, 5, tzinfo=UTC), datetime(2019, 1, 25, tzinfo=UTC), datetime(2019, 2, 10, tzinfo=UTC)
)
STATE = state_of(
    {
        "A1": ["BE", None, "BE"],
        "A2": [None, "NL", "NL"],
        "A3": [None, "NL", "WORLD"],
        "B1": ["BE+NL", "BE+NL", "?"],
        "C1": ["-", "-", "-"],
    }
)


def members(rows: pl.DataFrame, definition: str, country: str = "BE") -> list[str]:
    found = membership(rows, country, definition)  # type: ignore[arg-type]  # the parameters are its values
    return found.filter("is_member")["vendor"].to_list()


@pytest.mark.parametrize(
    ("definition", "country", "expected"),
    [
        ("D2", "BE", ["A", "B"]),
        ("D2", "NL", ["A", "B"]),
        ("D3", "BE", ["B"]),
        ("D3", "NL", ["A", "B"]),  # equal in B
        ("D4", "BE", []),
        ("D2", "DE", []),
    ],
)
def test_definitions_over_the_whole_time(definition: str, country: str, expected: list[str]) -> None:
    assert members(origin_rows(STATE, SNAPSHOTS), definition, country) == expected


def test_the_main_country_by_turnover() -> None:
    paid = pl.DataFrame({"vendor": ["A", "A"], "code": ["BE", "NL"], "amount": [90.0, 10.0]})

    found = membership(origin_rows(STATE, SNAPSHOTS), "BE", "D3", amounts=paid)

    assert found.filter("is_member")["vendor"].to_list() == ["A", "B"]  # of B nothing is paid: its listings decide


def test_a_month_keeps_its_last_snapshot_apart() -> None:
    found = listing_months(origin_rows(STATE, SNAPSHOTS)).filter(pl.col("month") == date(2019, 1, 1))

    assert found.select("listing_id", "ever_codes", "last_codes", "is_last").rows() == [
        ("A1", ["BE"], None, False),
        ("A2", ["NL"], ["NL"], True),
        ("A3", ["NL"], ["NL"], True),
        ("B1", ["BE", "NL"], ["BE", "NL"], True),
        ("C1", [], [], True),
    ]


def test_a_partial_snapshot_is_not_the_last_one_where_another_is_whole() -> None:
    partial = SNAPSHOTS.with_columns(
        pl.when(pl.col("snapshot_id") == "S2").then(pl.lit("partial")).otherwise("grade").alias("grade")
    )

    found = listing_months(origin_rows(STATE, partial)).filter("is_last")

    assert found.filter(pl.col("month") == date(2019, 1, 1))["listing_id"].to_list() == ["A1", "B1", "C1"]
    assert found.filter(pl.col("month") == date(2019, 2, 1)).height == 5


def test_denominators() -> None:
    goods = pl.DataFrame(
        {
            "drug_class": ["Cannabis", "Digital Goods", "Misc", None, "Other"],
            "product_class": ["physical", None, None, "digital", None],
        },
        schema={"drug_class": pl.Utf8, "product_class": pl.Utf8},
    )

    chosen = {name: goods.select(in_denominator(name)).to_series().to_list() for name in ("drugs", "physical")}

    assert chosen == {"drugs": [True, False, False, False, True], "physical": [True, False, True, False, True]}
    assert goods.filter(in_denominator("all")).height == goods.filter(in_denominator("stated")).height == 5


def test_empty_and_shuffled_frames() -> None:
    rows = origin_rows(STATE, SNAPSHOTS)
    months = listing_months(rows)

    assert listing_months(rows.sample(fraction=1, shuffle=True, seed=6)).equals(months)
    assert origin_rows(STATE.reverse(), SNAPSHOTS.reverse()).equals(rows)
    assert listing_months(rows.clear()).schema == months.schema
    assert membership(rows.clear(), "BE", "D3", by=["month"]).height == 0
