"""The economy of the scenario that has all difficulties: what its pages show, and what its truth says of that."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from simulator import truth
from simulator.economy import instant_of, snapshot_of
from simulator.economy.intervals import DAY
from simulator.products import PRODUCTS
from tests.simulator.economy_worlds import world_of

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from simulator.state import ReviewState

WORLD = world_of("hard", 0.02)
MARCH = instant_of(date(2019, 3, 15)) + 40_000
PLAIN_TABLES = 15


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    folder: Path = tmp_path_factory.mktemp("truth")
    return {path.stem: pq.read_table(path) for path in truth.write(WORLD, folder)}


def test_only_an_economy_that_is_hard_has_the_tables_for_it(tables: dict[str, pa.Table]) -> None:
    assert [table.name for table in truth.TABLES] == list(tables)
    assert PLAIN_TABLES == len(truth.digests(world_of("toy"))) < len(tables)
    assert all(len(table) for table in tables.values())


def test_some_changed_stars_are_not_those_of_the_counts(tables: dict[str, pa.Table]) -> None:
    snapshot, differ = snapshot_of(WORLD, "dream", MARCH), 0
    for handle in snapshot.handles():
        reviews = snapshot.vendor_reviews(handle)
        counts = snapshot.star_counts(handle, 0, MARCH + 1)
        assert len(reviews) == sum(counts)
        shown = Counter(review.stars for review in reviews)
        differ += sum(abs(shown[stars] - count) for stars, count in enumerate(counts, 1)) // 2
    edits = tables["edit"].to_pylist()
    reviews_of = {(row["market"], row["review_id"]): row for row in tables["review"].to_pylist()}
    stale = [
        row
        for row in edits
        if row["market"] == "dream" and row["at"].timestamp() <= MARCH and not row["counted"]
        and reviews_of["dream", row["review_id"]]["stars"] != reviews_of["dream", row["review_id"]]["edited_stars"]
    ]  # fmt: skip
    assert len(reviews_of) * 0.015 < len(edits)
    assert 0 < differ <= len(stale)
    assert (
        0.5
        < sum(row["counted"] for row in edits if row["market"] == "dream")
        / sum(row["market"] == "dream" for row in edits)
        < 0.8
    )


def test_some_changes_make_a_review_young_again(tables: dict[str, pa.Table]) -> None:
    renewed = [row for row in tables["edit"].to_pylist() if row["renewed"]]
    assert {"dream"} == {row["market"] for row in renewed}
    first = {row["review_id"]: row["at"] for row in tables["review"].to_pylist() if row["market"] == "dream"}
    snapshot, seen = snapshot_of(WORLD, "dream", MARCH), 0
    times: dict[int, int] = {}
    for handle in snapshot.handles():
        reviews = snapshot.vendor_reviews(handle)
        assert [review.at for review in reviews] == sorted((review.at for review in reviews), reverse=True)
        counts = snapshot.star_counts(handle, MARCH - 30 * DAY, MARCH + 1)
        assert sum(review.at >= MARCH - 30 * DAY for review in reviews) == sum(counts)
        times |= {review.review_id: review.at for review in reviews}
    for row in renewed:
        at = int(row["at"].timestamp())
        if row["review_id"] in times:
            seen += at <= MARCH
            assert times[row["review_id"]] == (at if at <= MARCH else int(first[row["review_id"]].timestamp()))
    assert seen > 10


@pytest.mark.slow
def test_a_renewed_review_is_young_on_its_listing_too() -> None:
    snapshot = snapshot_of(WORLD, "dream", MARCH)
    of_listing: dict[int, list[ReviewState]] = {number: [] for number in snapshot.listing_ids(PRODUCTS)}
    for handle in snapshot.handles():
        for review in snapshot.vendor_reviews(handle):
            of_listing.get(review.listing_id, []).append(review)
    assert of_listing == {number: list(snapshot.listing_reviews(number)) for number in of_listing}


def test_renamed_accounts_keep_all_but_their_name(tables: dict[str, pa.Table]) -> None:
    accounts = {row["account_id"]: row for row in tables["account"].to_pylist()}
    seen = 0
    assert 0.02 < len(tables["rename"]) / len(accounts) < 0.08
    for row in tables["rename"].to_pylist():
        account = accounts[row["account_id"]]
        assert (account["market"], account["handle"]) == (row["market"], row["handle_before"])
        assert not account["impersonates"]
        at = int(row["at"].timestamp())
        old, new = row["handle_before"], row["handle_after"]
        if account["market"] != "dream":
            continue
        before, after = (snapshot_of(WORLD, "dream", instant) for instant in (at - 1, at))
        assert (None, None) == (before.vendor(new), after.vendor(old))
        one, other = before.vendor(old), after.vendor(new)
        assert one is not None
        assert other is not None
        assert (one.account_id, one.pgp_fingerprint, one.joined) == (
            row["account_id"],
            other.pgp_fingerprint,
            other.joined,
        )
        assert before.vendor_listing_ids(old) == after.vendor_listing_ids(new)
        assert [review.review_id for review in before.vendor_reviews(old)] == [
            review.review_id for review in after.vendor_reviews(new)
        ]
        assert {new} >= {review.vendor for review in after.vendor_reviews(new)}
        seen += 1
    assert seen >= 2


def test_no_two_accounts_of_a_market_have_one_name_at_any_time(tables: dict[str, pa.Table]) -> None:
    names = [(row["market"], row["handle"].casefold()) for row in tables["account"].to_pylist()]
    names += [(row["market"], row["handle_after"].casefold()) for row in tables["rename"].to_pylist()]
    assert len(names) == len(set(names))


@pytest.mark.slow
def test_amounts_move_with_the_price_of_the_coin_they_were_paid_in(tables: dict[str, pa.Table]) -> None:
    """Divided by that price, and multiplied by the one of the sale, they are what was paid."""
    sales = {(row["market"], row["sale_id"]): row for row in tables["sale"].to_pylist()}
    sale_of = {row["review_id"]: sales["dream", row["sale_id"]] for row in tables["review"].to_pylist()
               if row["market"] == "dream"}  # fmt: skip
    postage = {(row["market"], row["sale_id"]): row["cents"] for row in tables["postage"].to_pylist()}
    micro = {(row["day"], row["currency"]): row["micro_usd"] for row in tables["rate"].to_pylist()}
    day, moved = date(2019, 3, 15), 0
    snapshot = snapshot_of(WORLD, "dream", MARCH)
    for handle in snapshot.handles():
        for review in snapshot.vendor_reviews(handle):
            sale = sale_of[review.review_id]
            assert sale["currency"] == review.amount.currency
            per_coin = [
                micro[when, "BTC"] / micro[when, sale["currency"]] for when in (sale["at"].date(), day)
            ]  # fmt: skip
            paid = sale["cents"] + postage["dream", sale["sale_id"]]
            assert review.amount.cents == pytest.approx(paid / per_coin[0] * per_coin[1], abs=0.6)
            moved += abs(review.amount.cents - paid) > 0.01 * paid
    assert moved > 500


@pytest.mark.slow
def test_postage_is_one_of_the_prices_that_the_listing_asks_for_it(tables: dict[str, pa.Table]) -> None:
    postage = {(row["market"], row["sale_id"]): row["cents"] for row in tables["postage"].to_pylist()}
    sales = {(row["market"], row["sale_id"]): row for row in tables["sale"].to_pylist()}
    assert postage.keys() == {key for key in sales if key[0] in {"dream", "empire"}}
    at = instant_of(date(2019, 10, 10))
    snapshot = snapshot_of(WORLD, "empire", at)
    sale_of = {row["review_id"]: sales["empire", row["sale_id"]] for row in tables["review"].to_pylist()
               if row["market"] == "empire"}  # fmt: skip
    found: Counter[bool] = Counter()
    for number in snapshot.listing_ids(PRODUCTS):
        listing = snapshot.listing(number)
        assert listing is not None
        for review in snapshot.listing_reviews(number):
            sale = sale_of[review.review_id]
            assert review.amount.cents == sale["cents"] + postage["empire", sale["sale_id"]]
            asked = {way.price.cents * (1 if way.per == "order" else review.quantity) for way in listing.shipping}
            found[review.amount.cents - sale["cents"] in (asked or {0})] += 1
    assert found[True] > 500
    assert found[False] < 0.05 * found[True], "a vendor who moved has other ways of delivery since"
