"""Thousands of alike things: what bounds leave out is said, and what they do not touch stays as it was."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl

from cryptodrug_scraper.measures.accounts.account_links import ACCOUNT_LINK, account_links
from cryptodrug_scraper.measures.accounts.account_names import account_names
from cryptodrug_scraper.measures.accounts.migration import linked_accounts
from cryptodrug_scraper.measures.money.order_quantities import MOST_PARTS, untried_parts
from cryptodrug_scraper.measures.money.rates import MOST_COINS, exchange_rates
from cryptodrug_scraper.measures.places.attribution import sale_origins
from cryptodrug_scraper.measures.ratings.edit_pairs import MOST_MATES, candidates, one_to_one
from cryptodrug_scraper.measures.ratings.review_listing import MOST_LISTINGS
from tests.measures.account_pages import at as on_day
from tests.measures.account_pages import pages
from tests.measures.rating_rows import Site, at, rating

_MONEY: dict[str, Any] = {"amount": 58.0, "amount_currency": "USD", "amount_step": 1.0}


def test_each_of_hundreds_of_alike_ratings_is_one_that_was_edited() -> None:
    site = Site()
    for name, text, seen in (("a", "bon", 10), ("b", "mal", 40), ("c", "fin", 50)):
        site.page(name, [rating(seen, seen - 5, text=text, **_MONEY) for _ in range(700)])
    assert {("edited", 3): 700} == {
        (state, sightings): count
        for state, sightings, count in site.distinct().group_by("state", "sighting_count").len().iter_rows()
    }


def _edits(chance: random.Random, count: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows: list[list[dict[str, Any]]] = [[], []]
    for review in range(count):
        low = chance.randrange(60)
        side = chance.randrange(2)
        rows[side].append(
            {
                "review": review,
                "list": chance.randrange(2),
                "low": low,
                "high": low + chance.choice((1, 5, 40)),
                ("last_at", "first_at")[side]: datetime(2019, 1, chance.randrange(1, 28), tzinfo=UTC),
                "amount": chance.choice((None, 1.0, 2.0)),
            }
        )
    kinds = {"review": pl.UInt32, "list": pl.UInt32, "low": pl.Int64, "high": pl.Int64, "amount": pl.Float64}
    time = pl.Datetime("us", "UTC")
    return pl.DataFrame(rows[1], {**kinds, "first_at": time}), pl.DataFrame(rows[0], {**kinds, "last_at": time})


def test_pairs_are_those_of_all_with_all() -> None:
    fit = (pl.col("last_at") < pl.col("first_at")) & pl.when(pl.lit(value=True)).then(
        (pl.col("low") < pl.col("high_old")) & (pl.col("low_old") < pl.col("high"))
    )
    found = 0
    for seed in range(30):
        late, gone = _edits(random.Random(seed), 60)
        every = late.join(gone, on="list", suffix="_old").filter(fit)
        overlap = pl.min_horizontal("high", "high_old") - pl.max_horizontal("low", "low_old")
        shorter = pl.min_horizontal(pl.col("high") - pl.col("low"), pl.col("high_old") - pl.col("low_old"))
        ranked = every.select(
            "review",
            "review_old",
            same=(pl.col("amount") == pl.col("amount_old")).fill_null(value=False),
            wait=pl.col("first_at") - pl.col("last_at"),
            share=overlap / shorter,
        ).sort("same", "wait", "share", "review", "review_old", descending=[True, False, True, False, False])
        later: set[int] = set()
        before: set[int] = set()
        wanted = []
        for new, old in ranked.select("review", "review_old").iter_rows():
            if new not in later and old not in before:
                later.add(new)
                before.add(old)
                wanted.append((new, old))
        tried = candidates(late, gone, ("list",), fit, meets=True)
        assert (0, sorted(wanted)) == (tried.left_out, sorted(one_to_one(tried)))
        found += len(wanted)
    assert found > 200


def test_of_more_than_can_be_told_apart_the_most_alike_are_tried_and_the_others_counted() -> None:
    count = MOST_MATES + 44
    start = datetime(2019, 1, 1, tzinfo=UTC)
    late = pl.DataFrame(
        {"review": [9999], "list": [1], "low": [0], "high": [9000], "amount": [1.0], "first_at": [start]}
    )
    gone = pl.DataFrame(
        {"review": range(count), "list": [1] * count, "low": range(count), "high": range(9, count + 9), "amount": 1.0}
    )
    gone = gone.with_columns(last_at=start - pl.duration(hours=pl.col("review") + 1))
    tried = candidates(late, gone, ("list",), pl.col("low_old") >= 0, meets=True)
    assert (44, MOST_MATES, [(9999, 0)]) == (tried.left_out, tried.pairs.height, one_to_one(tried))


def _named(count: int, **more: Any) -> list[dict[str, Any]]:
    return [{"vendor": "ber.li.ner"[:3] + "." * number + "liner", **more} for number in range(count)]


def test_a_name_of_many_accounts_is_nobodys_and_that_of_a_few_links_each_with_each() -> None:
    few = account_links({"dream": pages(_named(12))})
    assert (66, {"medium"}) == (few.height, set(few["strength"]))
    many = account_links({"dream": pages(_named(13))})
    assert (12, {"weak"}, {"rejected"}) == (many.height, set(many["strength"]), set(many["decision"]))
    assert {"both names come down to berliner, and so do those of 13 accounts in all: nobody's name"} == set(
        many["detail"]
    )
    assert 1 == many.select("market_a", "vendor_a").n_unique()


def test_a_badge_under_a_name_of_many_accounts_tells_nobody() -> None:
    badge = [
        {"vendor": row["vendor"], "captured_at": on_day("02-01"), "external_market": "dream", "sales_count": 5}
        for row in _named(40)
    ]
    found = account_links({"dream": pages(_named(30)), "empire": pages(_named(40), external=badge)})
    badges = found.filter(evidence="verified_badge")
    assert (40, {"rejected"}) == (badges.height, set(badges["decision"]))
    assert {
        "a badge for sales on dream, where 30 accounts bear that name, and 40 have such a badge: it tells nobody"
    } == (set(badges["detail"]))


def test_names_that_share_a_listing_with_many_are_not_compared_and_say_so() -> None:
    def seen(names: range) -> pl.DataFrame:
        rows = [(f"v{i}", at(1 + 5 * (i >= len(names) // 2)), "77") for i in names]
        return pl.DataFrame(
            rows, {"vendor": pl.String, "captured_at": pl.Datetime("us", "UTC"), "listing_id": pl.String}, orient="row"
        )

    reviews = Site().reviews.drop("listing_title")
    vendors = pl.DataFrame(
        schema={"vendor": pl.String, "captured_at": pl.Datetime("us", "UTC"), "pgp_fingerprint": pl.String}
    )
    found = account_names(vendors, seen(range(26)), reviews)
    assert ({None}, {"not compared: 26 names have this listing"}) == (set(found["decision"]), set(found["evidence"]))
    assert {None} == set(account_names(vendors, seen(range(24)), reviews)["evidence"])


def test_a_rating_of_which_hundreds_of_listings_fit_is_of_an_unknown_one() -> None:
    for count, known in ((MOST_LISTINGS, MOST_LISTINGS), (MOST_LISTINGS + 1, None)):
        site = Site()
        named = [rating(10, 5, listing_id=f"{number:04}", buyer_mask=None) for number in range(count)]
        site.page("a", named, kind="listing_feedback")
        site.page("a", [rating(10, 5)], kind="vendor_feedback")
        found = site.distinct()
        matched = found.filter(pl.col("buyer_mask").is_not_null())
        assert (count, ["unknown"]) == (found.height, matched["listing_source"].to_list())
        assert [known] == matched["listing_ids"].list.len().to_list()


def test_sales_of_no_known_listing_are_shared_by_country_and_not_by_listing() -> None:
    count, first = 400, at(1)
    rows = pl.DataFrame(
        {
            "vendor": "v",
            "listing_id": [str(number) for number in range(count)],
            "first_at": first,
            "codes": [
                ["BE", "NL"] if number % 4 == 0 else (["DE"] if number % 4 == 1 else []) for number in range(count)
            ],
        },
        schema_overrides={"codes": pl.List(pl.String)},
    )
    sales = pl.DataFrame(
        {"transaction_id": [f"s{number}" for number in range(count)], "vendor": "v", "occurred_from": at(2)}
    ).with_columns(
        pl.lit(None, pl.String).alias("listing_id"),
        pl.lit(None, pl.List(pl.String)).alias("listing_ids"),
        occurred_to=pl.col("occurred_from") + timedelta(hours=1),
    )
    found = sale_origins(sales, rows)
    assert 4 * count == found.height
    one = found.filter(transaction_id="s7").select("code", "weight", "basis").rows()
    wanted = [("BE", 0.125), ("DE", 0.25), ("NL", 0.125), (None, 0.5)]
    assert wanted == [(code, round(weight, 12)) for code, weight, _ in one]
    assert {"candidates"} == {basis for *_, basis in one}


def test_a_long_chain_of_keys_is_not_closed() -> None:
    def chain(count: int) -> pl.DataFrame:
        rows = [
            {
                **dict.fromkeys(ACCOUNT_LINK),
                "market_a": "dream",
                "vendor_a": f"v{number // 2 * 2:04}",
                "market_b": "empire",
                "vendor_b": f"v{(number + 1) // 2 * 2 + (-1 if number % 2 == 0 else 1):04}",
                "decision": "same",
            }
            for number in range(count)
        ]
        return pl.DataFrame(rows, ACCOUNT_LINK)

    assert 2 * 6 * 6 > linked_accounts(chain(11)).height >= 2 * 11
    assert 2 * 200 == linked_accounts(chain(200)).height


def test_parts_of_prices_beyond_those_tried_are_counted() -> None:
    many = pl.DataFrame({"listing_id": ["77"] * (MOST_PARTS + 9) + ["78"]})
    assert (9, 18, 0) == (untried_parts(many), untried_parts(many, many), untried_parts(many.tail(3)))


def test_of_thousands_of_coins_those_printed_on_most_days_have_rates() -> None:
    days = [date(2019, 1, 1), date(2019, 1, 2)]
    shown = pl.DataFrame(
        {
            "rate_table_id": ["a", "b"],
            "captured_at": [datetime(2019, 1, 1, tzinfo=UTC), datetime(2019, 1, 2, tzinfo=UTC)],
        }
    )
    coins = [f"X{number:04}" for number in range(MOST_COINS + 50)]
    rates = pl.DataFrame(
        [("a", coin, "USD", 2.0) for coin in coins] + [("b", "X0249", "USD", 2.0)],
        schema=["rate_table_id", "base", "quote", "rate"],
        orient="row",
    )
    ecb = pl.DataFrame({"day": days, "currency": "USD", "per_eur": 1.25})
    found = exchange_rates(shown, rates, ecb, first_day=days[0], last_day=days[1])
    known = set(found["currency"]) - {"EUR", "USD", "CNH"}
    assert (MOST_COINS, True, False) == (len(known), "X0249" in known, "X0248" in known)
