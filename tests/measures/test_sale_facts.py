from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from cryptodrug_scraper.measures.sales.sale_facts import FACTS, shared_facts, stated_facts, with_facts

START = datetime(2019, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
LISTING = {
    "listing_id": pl.String(),
    "captured_at": pl.Datetime("us", "UTC"),
    "drug_class": pl.String(),
    "substance": pl.String(),
    "quantity_grams": pl.Float64(),
    "product_class": pl.String(),
}
SALE = {
    "transaction_id": pl.String(),
    "listing_id": pl.String(),
    "listing_ids": pl.List(pl.String()),
    "occurred_from": pl.Datetime("us", "UTC"),
    "occurred_to": pl.Datetime("us", "UTC"),
}
LISTINGS = pl.DataFrame(
    [
        ("a", START, "Ecstasy", "mdma", 1.0, "physical"),
        ("a", START + 5 * DAY, "Ecstasy", None, None, None),
        ("a", START + 10 * DAY, "Ecstasy", "mdma", 5.0, "digital"),
        ("b", START + 9 * DAY, "Ecstasy", "mda", 5.0, "physical"),
    ],
    schema=LISTING,
    orient="row",
)


def sales(*rows: tuple[str, str | None, list[str], float]) -> pl.DataFrame:
    full: list[tuple[Any, ...]] = [
        (sale, listing, listings, START + day * DAY, START + (day + 1) * DAY) for sale, listing, listings, day in rows
    ]
    return pl.DataFrame(full, schema=SALE, orient="row")


def facts(*rows: tuple[str, str | None, list[str], float]) -> list[tuple[Any, ...]]:
    found = sales(*rows)
    return with_facts(found, shared_facts(found, stated_facts(LISTINGS))).select(FACTS).rows()


def test_the_last_statement_before_counts_even_if_a_card_says_less() -> None:
    assert facts(("s", "a", ["a"], 7)) == [("Ecstasy", "mdma", 1.0, "physical")]
    assert facts(("s", "a", ["a"], 12)) == [("Ecstasy", "mdma", 5.0, "digital")]


def test_else_the_first_after() -> None:
    assert facts(("s", "b", ["b"], 2)) == [("Ecstasy", "mda", 5.0, "physical")]


def test_listings_that_differ_leave_the_fact_open() -> None:
    assert facts(("s", None, ["a", "b"], 2)) == [("Ecstasy", None, None, "physical")]
    found = shared_facts(sales(("s", None, ["a", "b"], 2)), stated_facts(LISTINGS))
    assert found["share"].to_list() == [0.5, 0.5]


def test_no_listing_is_no_fact() -> None:
    assert facts(("s", None, [], 2), ("r", "unseen", ["unseen"], 2)) == [(None,) * 4, (None,) * 4]
    assert facts() == []


def test_a_card_that_shows_only_that_it_is_a_drug_takes_no_class_away() -> None:
    card = pl.DataFrame([("a", START + 11 * DAY, "Other", None, None, None)], schema=LISTING, orient="row")
    found = sales(("s", "a", ["a"], 12))
    known = with_facts(found, shared_facts(found, stated_facts(pl.concat([LISTINGS, card]))))
    assert known["drug_class"].to_list() == ["Ecstasy"]
    alone = with_facts(found, shared_facts(found, stated_facts(card)))
    assert alone["drug_class"].to_list() == ["Other"]


def test_a_class_that_is_the_name_of_one_substance_tells_it_where_no_words_do() -> None:
    bare = pl.DataFrame(
        [
            ("x", START, "Ecstasy", None, None, None),
            ("y", START, "Ecstasy", "mda", None, None),
            ("z", START, "Opioids", None, None, None),
        ],
        schema=LISTING,
        orient="row",
    )
    found = sales(("s", "x", ["x"], 1), ("t", "y", ["y"], 1), ("u", "z", ["z"], 1), ("v", None, ["x", "y"], 1))
    known = with_facts(found, shared_facts(found, stated_facts(bare))).select("drug_class", "substance").rows()
    assert known == [("Ecstasy", "mdma"), ("Ecstasy", "mda"), ("Opioids", None), ("Ecstasy", None)]
