"""Checks of the cookbook against the truth: snapshots, vendors, listings, origins, shares, links and migration."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from simulator.truth.live import live_listings
from simulator.truth.places import observable_moves
from simulator.truth.sellers import account_pairs, migrations
from simulator.truth.shares import country_shares
from simulator.truth.worth import euros
from tests.derive.cookbook_world import BELGIAN, CODES, WHOLE, Rows, World, by, counted, near

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CHECKS"]

_ENDED = datetime(2019, 3, 26, tzinfo=UTC)
"""Dream's announcement."""
_WINDOW = (date(2019, 1, 1), date(2019, 3, 31))
_NO_PAGE = {"unreached", "missing"}


def _snapshots(rows: Rows, world: World) -> None:
    found = by(rows, "market", "day")
    assert found.keys() == {(crawl["market"], date.fromisoformat(crawl["day"])) for crawl in world.crawls}
    on_show = counted(world.stated, "market", "day")
    for key, row in found.items():
        (crawl,) = (crawl for crawl in world.crawls if (crawl["market"], date.fromisoformat(crawl["day"])) == key)
        outcomes = Counter[str]()
        for said in crawl["outcomes"].values():
            outcomes.update(said)
        pages = sum(number for outcome, number in outcomes.items() if outcome not in _NO_PAGE)
        assert pages - outcomes["session_lost"] <= row["pages"] <= pages, key  # the login page, twice at one instant
        assert near(float(row["listings_pct"]), 100 * row["listings"] / on_show[key], least=5), key
        least = min(row[name] for name in ("listings_pct", "vendors_pct", "reviews_pct") if row[name] is not None)
        assert row["grade"] == ("complete" if least >= 95 else "usable" if least >= 80 else "partial"), key


def _months_without_snapshot(rows: Rows, world: World) -> None:
    last = {"dream": date(2019, 4, 30), "wallstreet": date(2019, 5, 10), "empire": date(2019, 11, 30)}
    seen = {(crawl["market"], date.fromisoformat(crawl["day"]).replace(day=1)) for crawl in world.crawls}
    months = [date(2018, 11, 1), date(2018, 12, 1), *(date(2019, month, 1) for month in range(1, 12))]
    open_in = {(market, month) for market, end in last.items() for month in months if month <= end}
    assert {(row["market"], row["month"]) for row in rows} == open_in - seen


def _missed_listings(rows: Rows, world: World) -> None:
    live = live_listings(world.frames, world.looks).filter(pl.col("market") == "wallstreet")
    true = counted(live.with_columns(pl.col("first_at").dt.date().alias("day")), "day")
    on_show = counted(world.stated.filter(pl.col("market") == "wallstreet"), "day")
    assert [row["jolly_seber"] is None for row in rows] == [True, False, False, False, False, True]
    for row in rows:
        assert near(row["seen"], on_show[row["day"],], part=0.03)
        assert row["seen"] <= on_show[row["day"],]
        if row["jolly_seber"] is not None:
            assert near(float(row["jolly_seber"]), true[row["day"],], part=0.03)
            assert row["low"] <= row["jolly_seber"] <= row["high"]


def _vendors_on_a_day(rows: Rows, world: World) -> None:
    found = by(rows, "market")
    assert list(found) == ["dream", "wallstreet"]
    for market, row in found.items():
        before, after = world.around(market)
        both = before.join(after.select("account_id").unique(), on="account_id", how="semi")
        assert row["vendors"] == both["account_id"].n_unique()
        assert row["of_country"] == both.filter(BELGIAN)["account_id"].n_unique()
        assert row["presence"] == "between"


def _vendors_of_a_country(rows: Rows, world: World) -> None:
    found = by(rows, "market", "vendor")
    belgian = world.stated.filter(BELGIAN).group_by("market", "vendor")
    true = {
        (market, vendor): (first, last)
        for market, vendor, first, last in belgian.agg(
            pl.col("day").min(), pl.col("day").max().alias("last")
        ).iter_rows()
    }
    assert {key: (row["first_seen"], row["last_seen"]) for key, row in found.items()} == true
    for (market, vendor), row in found.items():
        codes = _countries_of(world, market, vendor)
        assert set(row["elsewhere"] or ()) == codes - {"BE"}, vendor


def _countries_of(world: World, market: str, vendor: str) -> set[str]:
    of_vendor = world.stated.filter((pl.col("market") == market) & (pl.col("vendor") == vendor))
    return {code for code in of_vendor.explode("origin_codes")["origin_codes"].drop_nulls() if len(code) == 2}


def _listings_of_a_country_on_a_day(rows: Rows, world: World) -> None:
    found = by(rows, "market")
    assert list(found) == ["dream", "wallstreet"]
    for market, row in found.items():
        live = world.live_on_the_day(market)
        assert (row["listings"], row["of_country"]) == (live.height, live.filter(BELGIAN).height)
        assert (row["before_snapshot_id"][-16:-8], row["after_snapshot_id"][-16:-8]) == ("20190218", "20190318")


def _listings_of_a_country_named(rows: Rows, world: World) -> None:
    listed = world.frames.table("listing").select("market", "listing_id", "title")
    true = pl.concat(world.live_on_the_day(market) for market in WHOLE).filter(BELGIAN)
    true = true.join(listed, on=("market", "listing_id"))
    assert sorted((row["market"], row["vendor"], row["title"]) for row in rows) == sorted(
        true.select("market", "vendor", "title").iter_rows()
    )
    assert all(row["origin_codes"] == ["BE"] for row in rows)
    prices = by(rows, "market", "vendor", "title")
    for market, vendor, title, dollars in (
        true.join(_dollars(world), on=("market", "listing_id"))
        .select("market", "vendor", "title", "dollars")
        .iter_rows()
    ):
        row = prices[market, vendor, title]
        assert row["currency"] == "USD"
        assert near(float(row["price"]), dollars, part=0.05), (row, dollars)  # Dream adds its part


def _dollars(world: World) -> pl.DataFrame:
    """What listings asked for on 18 February 2019, in the currency that pages were shown in."""
    day = date(2019, 2, 18)
    at = datetime(2019, 2, 18, 8, tzinfo=UTC)
    rates = euros(world.frames).filter(pl.col("day") == day).select("currency", "eur")
    dollar = rates.filter(pl.col("currency") == "USD")["eur"].item()
    euro = pl.DataFrame({"currency": ["EUR"], "eur": [1.0]})
    lasts = pl.col("until").is_null() | (pl.col("until") > at)
    prices = world.frames.table("price").filter((pl.col("since") <= at) & lasts)
    rates = pl.concat((rates.filter(pl.col("currency") != "EUR"), euro))
    priced = prices.join(rates, on="currency").with_columns(
        (pl.col("cents") / 100 * pl.col("eur") / dollar).alias("dollars")
    )
    return priced.select("market", "listing_id", "dollars")


def _listings_gone(rows: Rows, world: World) -> None:
    last = world.stated.group_by("market").agg(pl.col("day").max())
    looks = world.stated.select("market", "day").unique().join(last, on=("market", "day"), how="anti")
    assert by(rows, "market", "day").keys() == set(looks.iter_rows())
    for row in rows:
        of_market = world.stated.filter(pl.col("market") == row["market"])
        days = of_market["day"].unique().sort().to_list()
        there = {day: set(of_market.filter(pl.col("day") == day)["listing_id"]) for day in days}
        now, after = there[row["day"]], days[days.index(row["day"]) + 1 :]
        gone = len(now - set[int]().union(*(there[day] for day in after)))
        hidden = len(now - there[after[0]]) - gone
        if row["market"] in WHOLE:
            assert near(row["seen"], len(now), least=2)
            assert near(row["gone"], gone, least=1), row
            missed = len(there[after[0]]) - _seen_on(rows, row["market"], after[0])
            assert hidden <= row["hidden"] <= hidden + missed, row
        else:
            assert row["seen"] <= len(now)


def _seen_on(rows: Rows, market: str, day: date) -> int:
    return next((row["seen"] for row in rows if (row["market"], row["day"]) == (market, day)), 0)


def _moved_from_one_country_to_another(rows: Rows, world: World) -> None:
    moves = observable_moves(world.frames, world.looks).filter(
        (pl.col("from_code") == "NL") & (pl.col("to_code") == "BE")
    )
    true = moves.join(world.vendors, on="account_id")
    assert true.height > 0
    found = by(rows, "market", "vendor")
    assert sorted(found) == sorted(true.select("market", "vendor").iter_rows())
    for market, vendor, at in true.select("market", "vendor", "at").iter_rows():
        row = found[market, vendor]
        assert row["not_before"] <= at.date() <= row["at_the_latest"]
        assert row["at_the_latest"] - row["not_before"] <= timedelta(days=31)
        of_vendor = world.stated.filter((pl.col("market") == market) & (pl.col("vendor") == vendor))
        stated = of_vendor.filter(CODES.list.contains("NL")), of_vendor.filter(BELGIAN)
        assert row["listings"] == stated[1].join(stated[0], on="listing_id", how="semi").height


def _moves_between_countries(rows: Rows, world: World) -> None:
    true = counted(observable_moves(world.frames, world.looks), "market", "from_code", "to_code")
    assert {(row["market"], row["from_country"], row["to_country"]): row["moves"] for row in rows} == true


def _several_origins(rows: Rows, world: World) -> None:
    true: dict[str, Counter[str]] = {}
    belgian = world.stated.filter(BELGIAN).select("market", "vendor").unique()
    for market, vendor in belgian.iter_rows():
        codes = _countries_of(world, market, vendor)
        if len(codes) > 1:
            counts = true.setdefault(market, Counter())
            of_vendor = world.stated.filter((pl.col("market") == market) & (pl.col("vendor") == vendor))
            at_once = of_vendor.explode("origin_codes").group_by("day").agg(CODES.n_unique())["origin_codes"].max()
            counts["several"] += 1
            counts["simultaneous"] += int(at_once > 1)  # type: ignore[operator]
            counts["with_other"] += "NL" in codes
    found = by(rows, "market")
    assert found.keys() == true.keys()
    for market, row in found.items():
        for name in ("several", "simultaneous", "with_other"):
            assert row[name] == true[market][name], (market, name)
        assert row["one_after_other"] == row["several"] - row["simultaneous"]
        assert row["share_low"] <= row["with_other"] / row["several"] <= row["share_high"]
        assert (row["share"] is None) == (row["remark"] == "too few to say") == (row["several"] < 10)


def _share_by_month(rows: Rows, world: World) -> None:
    true = country_shares(world.frames, world.looks, "BE").filter(
        pl.col("month").is_between(*_WINDOW) & pl.col("definition").is_in(["D2", "A1"])
    )
    found = by(rows, "market", "month", "measure")
    assert len(found) == 24
    for market, month, measure, value, total, share in true.select(
        "market", "month", "measure", "value", "total", "share"
    ).iter_rows():
        if market == "empire" or (market, month, measure) not in found:
            continue
        row = found[market, month, measure]
        if (market, month) == ("dream", date(2019, 3, 1)) and measure in {"transactions", "turnover_eur"}:
            assert row["of_country"] is row["total"] is row["pct_low"] is None, "its last days are not rated yet"
            assert "by the last snapshot" in row["remark"]
            continue
        if measure in {"vendors", "listings"}:
            assert (float(row["of_country"]), float(row["total"])) == (value, total), row
        assert row["pct_low"] - 1 <= 100 * share <= row["pct_high"] + 1, row
        assert row["is_few"] == (row["vendor_count"] < 5)


def _share_by_definition(rows: Rows, world: World) -> None:
    found = by(rows, "market", "definition")
    assert set(found) == {(market, rule) for market in WHOLE for rule in ("D1", "D2", "D3", "D4")}
    march = world.stated.filter(pl.col("day") == date(2019, 3, 18))
    for market in WHOLE:
        there = march.filter(pl.col("market") == market)
        number = there["account_id"].n_unique()
        stating = there.explode("origin_codes").group_by("account_id", "origin_codes").len()
        most = stating.drop_nulls().filter(pl.col("len") == pl.col("len").max().over("account_id"))
        only = stating.drop_nulls().filter(pl.len().over("account_id") == 1)
        is_it = pl.col("origin_codes") == "BE"
        true = {
            "D1": stating.filter(is_it).height,
            "D2": stating.filter(is_it).height,
            "D3": most.filter(is_it).height,
            "D4": only.filter(is_it).height,
        }
        for rule, belgian in true.items():
            row = found[market, rule]
            assert (row["of_country"], row["vendors"]) == (belgian, number), (market, rule)
            assert row["pct_low"] <= row["pct"] <= row["pct_high"]


def _share_by_attribution(rows: Rows, world: World) -> None:
    found = by(rows, "market", "attribution")
    assert len(found) == 6
    sold = world.sales.filter(pl.col("at").dt.date().is_between(*_WINDOW))
    origins = world.stated.filter(pl.col("day").is_between(*_WINDOW)).explode("origin_codes")
    own = origins.filter(CODES.str.len_chars() == 2).group_by("account_id").agg(CODES.unique().alias("own"))
    sold = sold.join(own, on="account_id", how="left")
    has = pl.col("own").list.contains("BE").fill_null(value=False)
    parts = {
        "A1": pl.when(BELGIAN).then(1 / CODES.list.len()).otherwise(0.0).fill_null(0.0),
        "A2": has.cast(pl.Float64),
        "A3": pl.when(has).then(1 / pl.col("own").list.len()).otherwise(0.0),
    }
    for way, part in parts.items():
        worth = sold.group_by("market").agg(
            (100 * (pl.col("amount_eur") * part).sum() / pl.col("amount_eur").sum()).alias("pct")
        )
        for market, pct in worth.iter_rows():
            if market != "empire":
                row = found[market, way]
                assert near(float(100 * row["country_eur"] / row["all_eur"]), pct, least=5), (market, way, pct)
                assert (row["pct"] is None) == (row["remark"] == "too few to say")
                assert row["pct_low"] <= 100 * row["country_eur"] / row["all_eur"] <= row["pct_high"], row
    for market in WHOLE:
        assert found[market, "A2"]["country_eur"] >= found[market, "A3"]["country_eur"]


def _countries_ranked(rows: Rows, world: World) -> None:
    march = world.stated.filter(pl.col("day") == date(2019, 3, 18))
    named = march.explode("origin_codes").filter(CODES.str.len_chars() == 2)
    true = counted(named.select("market", "origin_codes", "account_id").unique(), "market", "origin_codes")
    assert {(row["market"], row["code"]): row["vendors"] for row in rows} == true
    all_of, with_country = (
        {market: frame.filter(pl.col("market") == market)["account_id"].n_unique() for market in WHOLE}
        for frame in (march, named)
    )
    for row in rows:
        assert near(float(row["pct_of_all"]), 100 * row["vendors"] / all_of[row["market"]], least=0.06)
        part = 100 * row["vendors"] / with_country[row["market"]]
        assert near(float(row["pct_of_those_with_country"]), part, least=0.06)


def _accounts_of_one_seller(rows: Rows, world: World) -> None:
    accounts = world.frames.accounts.select("account_id", "market", "vendor")
    name = {number: (market, vendor) for number, market, vendor in accounts.iter_rows()}
    true = {frozenset((name[first], name[second])) for first, second in account_pairs(world.frames).iter_rows()}
    found = {
        decision: {_pair(row) for row in rows if row["decision"] == decision} for decision in ("same", "candidate")
    }
    assert found["same"] <= true
    assert 2 * len(found["same"]) >= len(true)
    assert true <= found["same"] | found["candidate"]


def _pair(row: dict[str, Any]) -> frozenset[tuple[str, str]]:
    return frozenset(((row["market_a"], row["vendor_a"]), (row["market_b"], row["vendor_b"])))


def _migrants(rows: Rows, world: World) -> None:
    """Who has another account is known from the truth; accounts that nothing links are lost to the query."""
    true = migrations(world.frames, world.looks)
    for market, event in (("dream", "closure_announced"), ("wallstreet", "exit_scam")):
        found = {row["class"]: row for row in rows if row["from_market"] == market}
        classes = true.filter(pl.col("from_market") == market).group_by("from_account").agg(pl.col("class"))
        moved = sum("migrant" in said for said in classes["class"])
        lost = sum("lost" in said for said in classes["class"])
        accounts = sum(row["accounts"] for row in found.values())
        assert accounts == classes.height or near(accounts, classes.height, part=0.2)
        assert {row["event"] for row in found.values()} == {event}
        assert all(row["of_accounts"] == accounts for row in found.values())
        certain, unsure = found["migrant"]["accounts"], found.get("ambiguous", {"accounts": 0})["accounts"]
        assert moved - 2 <= certain + unsure <= moved
        assert found["lost"]["accounts"] >= lost - 1
        for row in found.values():
            assert row["pct_low"] <= row["pct"] <= row["pct_high"]


def _migrants_of_a_country(rows: Rows, world: World) -> None:
    belgian = world.stated.filter(BELGIAN & pl.col("market").is_in(WHOLE)).select("market", "vendor").unique()
    assert {(row["from_market"], row["from_vendor"]) for row in rows} == set(belgian.iter_rows())
    accounts = world.frames.accounts
    person = {(row["market"], row["vendor"]): row for row in accounts.iter_rows(named=True)}
    moved = [row for row in rows if row["to_vendor"] is not None]
    assert moved
    for row in moved:
        before, after = person[row["from_market"], row["from_vendor"]], person[row["to_market"], row["to_vendor"]]
        assert before["person_id"] == after["person_id"]
        assert row["began_from"] <= after["joined"].date() <= row["began_to"]


def _growth_after_a_closure(rows: Rows, world: World) -> None:
    """The ratings that pages could show, by when they were left; of Empire too little was seen to tell."""
    found = by(rows, "market")
    assert found.keys() == {"wallstreet", "empire"}
    for market, row in found.items():
        days, shown = row["days"], world.shown.filter(pl.col("market") == market)
        last: datetime = max(world.looks.filter(pl.col("market") == market)["last_at"].to_list())
        assert days == min(28, (last - _ENDED).days)
        length = timedelta(days=days)
        true = [
            shown.filter((pl.col("at") >= since) & (pl.col("at") < since + length)).height
            for since in (_ENDED - length, _ENDED)
        ]
        assert near(row["before"], true[0], part=0.2, least=3), (row, true)
        assert near(row["after"], true[1], part=0.2, least=4), (row, true)
        if row["times"] is not None:
            assert row["low"] < row["times"] < row["high"]
            assert row["low"] < true[1] / true[0] < row["high"]
            assert near(float(row["times"]), row["after"] / row["before"], part=0.2)  # of orders, not of ratings
        assert (row["times"] is None) == (row["remark"] == "too few to say")


CHECKS: dict[str, Callable[[Rows, World], None]] = {
    "snapshots": _snapshots,
    "months-without-snapshot": _months_without_snapshot,
    "missed-listings": _missed_listings,
    "vendors-on-a-day": _vendors_on_a_day,
    "vendors-of-a-country": _vendors_of_a_country,
    "listings-of-a-country-on-a-day": _listings_of_a_country_on_a_day,
    "listings-of-a-country-named": _listings_of_a_country_named,
    "listings-gone": _listings_gone,
    "moved-from-one-country-to-another": _moved_from_one_country_to_another,
    "moves-between-countries": _moves_between_countries,
    "several-origins": _several_origins,
    "share-by-month": _share_by_month,
    "share-by-definition": _share_by_definition,
    "share-by-attribution": _share_by_attribution,
    "countries-ranked": _countries_ranked,
    "accounts-of-one-seller": _accounts_of_one_seller,
    "migrants": _migrants,
    "migrants-of-a-country": _migrants_of_a_country,
    "growth-after-a-closure": _growth_after_a_closure,
}
