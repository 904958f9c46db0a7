"""Checks of the cookbook against the truth: sales, prices, goods, destinations, reviews, and what figures rest on."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from math import inf
from statistics import median_low
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.derive.parameters import read_parameters
from simulator.truth.months import market_months
from simulator.truth.places import excluded_places
from simulator.truth.printed import numbered
from tests.derive.cookbook_world import BELGIAN, CODES, DAY, WHOLE, Rows, World, by, counted, near

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CHECKS"]

MARKETS = ["dream", "empire", "wallstreet"]
CLASSES = {
    "weed": "Cannabis",
    "hash": "Cannabis",
    "cocaine": "Stimulants",
    "speed": "Stimulants",
    "mdma": "Ecstasy",
    "xtc_pills": "Ecstasy",
    "heroin": "Opioids",
}


def _sales_by_month(rows: Rows, world: World) -> None:
    """All sales were made in the month, and their ratings left some days later: so some months may fall outside."""
    found = by(rows, "market", "month")
    months = market_months(world.frames, world.looks).filter("is_whole")
    inside: Counter[str] = Counter()
    wholes = 0
    for measure, name in (("transactions", "sales"), ("turnover_eur", "eur")):
        for market, month, value in (
            months.filter(pl.col("measure") == measure).select("market", "month", "value").rows()
        ):
            row = found[market, month]
            wholes += measure == "transactions"
            low, high = row[f"{name}_low"], row[f"{name}_high"]
            most = inf if high is None else high  # where the snapshots do not span the month
            assert low <= row[name] <= most
            inside[name] += low <= value <= most
            if name == "sales":
                assert near(float(row[name]), value, part=0.25, least=20), row
    assert wholes >= 15
    assert inside["sales"] >= 0.85 * wholes
    assert inside["eur"] >= 0.8 * wholes


def _sales_of_a_country(rows: Rows, world: World) -> None:
    found = by(rows, "market", "month")
    part = 1 / CODES.list.len()
    true = world.shown_since_november().filter(BELGIAN).group_by("market", "month")
    months = true.agg(part.sum().alias("sales"), (part * pl.col("amount_eur")).sum(), pl.col("account_id").n_unique())
    assert found.keys() == set(months.select("market", "month").iter_rows())
    for market, month, sales, eur, vendors in months.iter_rows():
        row = found[market, month]
        assert near(float(row["sales"]), sales, part=0.16, least=3), (row, sales)
        assert row["eur_low"] <= row["eur"] <= row["eur_high"]
        assert near(row["vendors"], vendors, least=1), row
        if market == "empire":  # it prints exact amounts
            assert near(float(row["eur"]), eur, part=0.2), (row, eur)


def _holding_prices(rows: Rows, world: World) -> None:
    prices = world.frames.table("price").filter("holding")
    seen = prices.join(
        world.stated.select("market", "listing_id", "first_at", "last_at", "day"), on=("market", "listing_id")
    )
    lasts = pl.col("until").is_null() | (pl.col("until") > pl.col("last_at"))
    seen = seen.filter((pl.col("since") <= pl.col("first_at")) & lasts)
    true = seen.select("market", "listing_id", "day")
    found = numbered(pl.DataFrame(rows, infer_schema_length=None).filter(pl.col("price_flag") == "holding"))
    assert true.height >= 5
    assert sorted(found.select("market", "listing_id", "first_seen").iter_rows()) == sorted(true.iter_rows())
    asked = by(found.to_dicts(), "market", "listing_id")
    for market, listing, cents, currency in seen.select("market", "listing_id", "cents", "currency").iter_rows():
        row = asked[market, listing]
        rate = {"EUR": 1.0, "USD": 0.88, "GBP": 1.14}[currency]
        assert near(float(row["asked_eur"]), cents / 100 * rate, part=0.05), (row, cents, currency)
        assert row["asked_eur"] > 5 * row["usual_eur"] > 0


def _three_totals(rows: Rows, world: World) -> None:
    found = by(rows, "market")
    true = world.shown.group_by("market").agg(pl.len(), pl.col("amount_eur").sum()).sort("market")
    assert list(found) == true["market"].to_list()
    for market, number, eur in true.iter_rows():
        row = found[market]
        assert near(row["sales"], number, part=0.03)
        # what sales of a market without printed amounts are worth is learned from a few vendors of another
        part = 0.1 if row["with_printed_amount"] else 0.2
        assert near(float(row["imputed_eur"]), eur, part=part), (market, eur)
        assert row["filtered_eur"] <= row["imputed_eur"] <= row["raw_eur"]
    assert found["wallstreet"]["with_printed_amount"] == 0
    assert found["wallstreet"]["raw_eur"] > 2 * found["wallstreet"]["imputed_eur"]  # a holding price of 99999


def _price_per_gram(rows: Rows, world: World) -> None:
    goods = world.frames.table("listing").filter(pl.col("product") == "weed")
    listed = world.stated.filter(pl.col("day").is_between(date(2019, 1, 1), date(2019, 3, 31)))
    listed = listed.join(goods.select("market", "listing_id", "amount"), on=("market", "listing_id"))
    prices = world.frames.table("price").filter(~pl.col("holding") & (pl.col("currency") == "EUR"))
    priced = listed.join(
        prices.select("market", "listing_id", "since", "until", "cents"),
        on=("market", "listing_id"),
        suffix="_of_price",
    )
    lasts = pl.col("until").is_null() | (pl.col("until") > pl.col("first_at"))
    priced = priced.filter((pl.col("since") <= pl.col("first_at")) & lasts)
    found = by(rows, "origin", "pack")
    assert {origin for origin, _ in found} == {"BE", "DE", "elsewhere"}
    assert {pack for origin, pack in found if origin == "BE"} == {"under 5 g", "5 to 28 g", "28 g or more"}
    checked = 0
    for code in ("BE", "NL", "DE"):
        for pack, least, most in (("under 5 g", 0, 5), ("5 to 28 g", 5, 28), ("28 g or more", 28, 1e9)):
            cell = priced.filter(
                CODES.list.contains(code) & (pl.col("amount") / 1000).is_between(least, most, closed="left")
            )
            if (code, pack) in found and cell["listing_id"].n_unique() == found[code, pack]["listings"]:
                of_vendors = cell.group_by("market", "vendor").agg(
                    (pl.col("cents") * 10 / pl.col("amount")).quantile(0.5, "lower").alias("eur_per_gram")
                )
                true = median_low(of_vendors["eur_per_gram"].to_list())
                row = found[code, pack]
                ends = sorted(of_vendors["eur_per_gram"].to_list())
                assert near(float(row["lowest"]), ends[0], part=0.25), (code, pack, ends)
                assert near(float(row["highest"]), ends[-1], part=0.25), (code, pack, ends)
                assert row["lowest"] <= row["highest"]
                assert (row["median_eur_per_gram"] is None) == (row["vendors"] < 6)  # their median has no interval
                if row["median_eur_per_gram"] is not None:
                    assert near(float(row["median_eur_per_gram"]), true, part=0.25), (code, pack, true)
                    assert row["low"] <= row["median_eur_per_gram"] <= row["high"]
                checked += 1
    assert checked >= 2
    small, large = (found["elsewhere", pack] for pack in ("under 5 g", "28 g or more"))
    assert large["lowest"] < small["lowest"]


def _mix_of_goods(rows: Rows, world: World) -> None:
    found = by(rows, "market", "drug_class")
    named = pl.col("product").replace_strict(CLASSES, default=None).alias("class")
    sold = world.shown_since_november().filter(BELGIAN).with_columns(named)
    checked = 0
    for (market, drug_class), number in counted(sold.drop_nulls("class"), "market", "class").items():
        of_market = sold.filter(pl.col("market") == market).height
        if number >= 12:
            row = found[market, drug_class]
            of_rows = sum(float(row["country_sales"]) for key, row in found.items() if key[0] == market)
            pct = 100 * float(row["country_sales"]) / of_rows
            assert near(pct, 100 * number / of_market, least=15), (row, number, of_market)
            assert near(float(row["country_sales"]), number, part=0.4), (row, number)  # halves of two countries, too
            checked += 1
    assert checked >= 3
    for market in MARKETS:
        of_market_rows = [row for key, row in found.items() if key[0] == market]
        assert of_market_rows
        for row in of_market_rows:
            assert row["vendors"] < 5  # so that hardly a share or a quotient can be told
            assert (row["quotient"] is None) == (row["remark"] == "too few to say")
            assert row["country_pct"] is None or row["country_pct_low"] <= row["country_pct"] <= row["country_pct_high"]
            assert row["quotient"] is None or row["quotient_low"] <= row["quotient"] <= row["quotient_high"]


def _value_bands(rows: Rows, world: World) -> None:
    found = by(rows, "market", "band_from")
    sold = world.shown_since_november().filter(BELGIAN)
    for market in MARKETS:
        paid = sold.filter(pl.col("market") == market)["paid_eur"].to_list()
        for least, most in ((0, 200), (200, 1000), (1000, 1e12)):
            row = found[market, least]
            part = sum(least <= amount < most for amount in paid) / len(paid)
            of_rows = sum(found[market, edge]["sales"] for edge in (0, 200, 1000))
            assert near(float(row["sales"] / of_rows), part, least=3 / len(paid) ** 0.5 / 2), (row, part)
            assert row["low"] <= 100 * part <= row["high"], (row, part)
            assert row["pct_of_sales"] is None or near(float(row["pct_of_sales"] / 100), part, least=0.2), (row, part)
            assert (row["pct_of_sales"] is not None) >= (row["remark"] is None)
        assert found[market, 1000]["sales"] == 0
        assert "at_most_pct" not in found[market, 1000]  # high is the one limit


def _wholesale_by_weight(rows: Rows, world: World) -> None:
    found = by(rows, "market", "drug_class")
    by_weight = ("weed", "hash", "cocaine", "speed", "mdma", "heroin")
    grams = pl.col("amount") * pl.col("quantity") / 1000
    sold = world.shown.filter(pl.col("product").is_in(by_weight))
    sold = sold.with_columns(pl.col("product").replace_strict(CLASSES).alias("class"))
    for market in ("dream", "empire"):
        for (drug_class,), number in counted(sold.filter(pl.col("market") == market), "class").items():
            heavy = sold.filter((pl.col("market") == market) & (pl.col("class") == drug_class) & (grams >= 100)).height
            row = found.get((market, drug_class))
            if row is not None:
                assert row["heavy"] <= heavy + 1, (row, heavy)
                assert row["weighed"] <= row["sales"] <= 1.1 * number + 70, (row, number)
        heavy = sold.filter((pl.col("market") == market) & (grams >= 100)).height
        heavy_found = sum(row["heavy"] for key, row in found.items() if key[0] == market)
        assert 0.2 * heavy <= heavy_found <= heavy  # many of Dream's ratings name no listing
        assert {key[1] for key in found if key[0] == market} >= {"Cannabis", "Stimulants", "Ecstasy", "Opioids"}


def _excluded_destinations(rows: Rows, world: World) -> None:
    belgian = world.stated.filter(BELGIAN).select("market", "listing_id", "vendor").unique()
    places = excluded_places(world.frames, world.looks).join(belgian, on=("market", "listing_id"))
    true = counted(places, "market", "place", "stated_in")
    found = {(row["market"], row["code"], row["why"]): row["listings"] for row in rows}
    assert found.keys() == true.keys()
    for key, number in found.items():
        assert number == true[key] if key[0] in WHOLE else near(number, true[key], part=0.15), key


def _ships_to_a_country(rows: Rows, world: World) -> None:
    places = world.frames.table("listing_destination").filter(pl.col("since") <= DAY)
    newest = places.filter(pl.col("since") == pl.col("since").max().over("market", "listing_id"))
    for market in WHOLE:
        live = world.live_on_the_day(market).select("listing_id")
        said = newest.filter(pl.col("market") == market).join(live, on="listing_id", how="semi")
        out = set(said.filter((pl.col("place") == "NL") & ~pl.col("included"))["listing_id"])
        covers = pl.col("place").is_in(["NL", "EU", "EUROPE", "WORLD"]) & pl.col("included")
        sent = set(said.filter(covers)["listing_id"]) - out
        named = set(said.filter("included")["listing_id"])
        found = Counter[str]()
        for row in rows:
            if row["market"] == market:
                found[row["ships"]] += row["listings"]
        ruled_out = sum(row["ruled_out"] for row in rows if row["market"] == market)
        unstated = found["unstated"]
        assert found.total() == live.height
        assert near(found["yes"], len(sent), least=unstated), (market, found, len(sent))
        assert near(found["no"], len((named | out) - sent), least=unstated), (market, found)
        assert len(out) - unstated <= ruled_out <= len(out)


def _reach(rows: Rows, world: World) -> None:
    found = by(rows, "market")
    belgian = world.stated.filter(BELGIAN).select("account_id").unique()
    accounts = world.frames.accounts.join(belgian, on="account_id")
    for market in MARKETS:
        said = Counter(accounts.filter(pl.col("market") == market)["sends_to"].to_list())
        row = found[market]
        assert row["vendors"] == said.total()
        assert row["world"] == said["WORLD"]
        assert row["nearer"] >= said["home"]
        assert row["nearer"] + row["eu_only"] == said["EU"] + said["EUROPE"] + said["home"]


def _reviews_told_apart(rows: Rows, world: World) -> None:
    found = by(rows, "market")
    assert list(found) == MARKETS
    for market, number in counted(world.shown, "market").items():
        row = found[market[0]]
        assert near(row["ratings"], number, part=0.03), (row, number)
        assert row["rows_on_pages"] > 2 * row["ratings"]  # as monthly looks show most ratings several times


def _reviews_of_unknown_listings(rows: Rows, world: World) -> None:
    found = by(rows, "market", "listing_source")
    for (market,), number in counted(world.shown, "market").items():
        ratings = sum(row["ratings"] for key, row in found.items() if key[0] == market)
        assert near(ratings, number, part=0.03)
    assert {source for market, source in found if market != "dream"} == {"page"}
    # a listing's own page shows its ratings: those of listings never on show cannot be matched
    on_show = world.stated.select("market", "listing_id").unique()
    matchable = (
        world.shown.filter(pl.col("market") == "dream").join(on_show, on=("market", "listing_id"), how="semi").height
    )
    known = found["dream", "matched"]["ratings"] + found["dream", "page"]["ratings"]
    assert 0.5 * matchable <= known <= matchable
    assert found["dream", "unknown"]["with_one_listing"] == 0


def _twenty_nine_days(rows: Rows, world: World) -> None:
    found = by(rows, "market", "month")
    reviews = world.frames.table("review")
    ratios = []
    for market, first_at in world.looks.select("market", "first_at").iter_rows():
        recent = reviews.filter(
            (pl.col("market") == market) & (pl.col("at") <= first_at) & (pl.col("at") > first_at - timedelta(days=29))
        )
        if market == "wallstreet":  # ratings go with their listing
            on_show = world.stated.filter((pl.col("market") == market) & (pl.col("first_at") == first_at))
            recent = recent.join(on_show, on="listing_id", how="semi")
        row = found[market, first_at.date().replace(day=1)]
        true = recent.height / 29 * 30
        assert near(float(row["ratings_29_days"]), true, part=0.15, least=4), (row, true)
        ratios.append(float(row["ratings_29_days"]) / true)
    assert near(sum(ratios) / len(ratios), 1, least=0.06)


def _listings_without_duplicates(rows: Rows, world: World) -> None:
    found = by(rows, "market")
    titles = world.frames.table("listing").select("market", "listing_id", pl.col("title").str.to_lowercase(), "product")
    march = world.stated.filter(pl.col("day") == date(2019, 3, 18)).join(titles, on=("market", "listing_id"))
    for market in WHOLE:
        there = march.filter(pl.col("market") == market)
        row = found[market]
        assert row["listings"] == there.height
        assert near(row["distinct_offers"], there.select("vendor", "title").n_unique(), least=1), row
        assert row["distinct_offers"] <= row["listings"]


def _figure_to_page(rows: Rows, world: World) -> None:
    begin, end = datetime(2019, 10, 1, tzinfo=UTC), datetime(2019, 11, 1, tzinfo=UTC)
    sold = world.shown.filter(
        (pl.col("market") == "empire") & BELGIAN & pl.col("at").is_between(begin, end, closed="left")
    )
    paid = (
        world.frames.table("sale").select("market", "sale_id", "cents", "currency").join(sold, on=("market", "sale_id"))
    )
    true = Counter(paid.select("vendor", pl.col("at").dt.truncate("1m")).iter_rows())
    found = Counter((row["vendor"], row["occurred_from"]) for row in rows)
    assert found.total() >= 0.9 * true.total()
    assert (found - true).total() <= 0.03 * found.total()  # an edit makes a rating young
    worth = dict(zip(paid.select("vendor", pl.col("at").dt.truncate("1m")).iter_rows(), paid["paid_eur"], strict=True))
    near_worth = [
        near(float(row["eur"]), worth[key], part=0.05)
        for row in rows
        if (key := (row["vendor"], row["occurred_from"])) in worth
    ]
    assert sum(near_worth) >= 0.9 * len(near_worth)
    assert all(row["captured_at"] >= row["occurred_from"] and row["price_source"] == "printed" for row in rows)


def _what_made_it(rows: Rows, _world: World) -> None:
    assert {row["group_of_parameters"] for row in rows} == set(json.loads(read_parameters().as_json()))
    assert len({row["derive_run"] for row in rows}) == 1


def _moved_pages(rows: Rows, world: World) -> None:
    whole, saved = Counter[str](), Counter[str]()
    for crawl in world.crawls:
        for outcomes in crawl["outcomes"].values():
            whole[crawl["market"]] += outcomes.get("page", 0)
            saved[crawl["market"]] += sum(count for outcome, count in outcomes.items() if outcome != "unreached")
    assert {row["market"] for row in rows} == set(saved)
    assert all(whole[row["market"]] <= row["pages"] <= saved[row["market"]] for row in rows)
    assert {(row["source"], row["older"], row["newer"], row["days_at_most"]) for row in rows} == {("warc", 0, 0, None)}


def _decided_sales(rows: Rows, _world: World) -> None:
    """Nobody decided anything there; tests/decisions shows what it counts where somebody did."""
    assert [row["market"] for row in rows] == MARKETS
    assert all((row["sales"] > 100, row["sales_decided"], row["eur_decided"]) == (True, 0, 0) for row in rows)


CHECKS: dict[str, Callable[[Rows, World], None]] = {
    "sales-by-month": _sales_by_month,
    "sales-of-a-country": _sales_of_a_country,
    "holding-prices": _holding_prices,
    "three-totals": _three_totals,
    "price-per-gram": _price_per_gram,
    "mix-of-goods": _mix_of_goods,
    "value-bands": _value_bands,
    "wholesale-by-weight": _wholesale_by_weight,
    "excluded-destinations": _excluded_destinations,
    "ships-to-a-country": _ships_to_a_country,
    "reach": _reach,
    "reviews-told-apart": _reviews_told_apart,
    "reviews-of-unknown-listings": _reviews_of_unknown_listings,
    "twenty-nine-days": _twenty_nine_days,
    "listings-without-duplicates": _listings_without_duplicates,
    "figure-to-page": _figure_to_page,
    "what-made-it": _what_made_it,
    "moved-pages": _moved_pages,
    "decided-sales": _decided_sales,
}
