"""One seller across markets: accounts that are linked, of any country, with no links, and with very many listings."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from cryptodrug_scraper.explore.looking import Looking
from cryptodrug_scraper.explore.sources import Sources
from cryptodrug_scraper.store.database import open_for_reader
from tests.derive.small_world import SmallWorld, day
from tests.explore.conftest import OWN, ROOT, let_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from cryptodrug_scraper.store.database import Database

MANY = 10_000
LISTED = text(
    "INSERT INTO search_text (text_digest, form) VALUES (sha256(convert_to('WideShop', 'UTF8')), ' wideshop ')"
)
ENTRIES = text(
    "INSERT INTO search_entry (kind, market, name, field, text_digest) "
    "SELECT 'listing', 'dream', 'l' || g, 'vendor', sha256(convert_to('WideShop', 'UTF8')) "
    "FROM generate_series(1, :many) g"
)


@pytest.fixture
def client(database: Database) -> Iterator[FlaskClient]:
    """A client of a database with a seller on three markets, who moved, and one of another country with one account."""
    with database.engine.begin() as connection:
        world = SmallWorld(connection)
        for market in ("dream", "empire", "wallstreet"):
            for month in (1, 2, 3):
                world.snapshot(market, day(month, 5), grade="usable" if month == 2 else "complete")
        world.listing("dream", "North Pier/9", "l-1", ["PL", None, "CZ"])
        world.listing("empire", "north_pier9", "l-2", [None, None, "CZ"])
        world.listing("wallstreet", "NorthPier", "l-3", ["SK", "SK", "SK"])
        world.listing("wallstreet", "Loner", "l-4", ["JP", "JP", "JP"])
        for market, vendor, start, codes in (
            ("dream", "North Pier/9", 1, ["PL"]),
            ("dream", "North Pier/9", 3, ["CZ"]),
            ("wallstreet", "Loner", 1, ["JP"]),
        ):
            spell = {"from_latest": day(start, 5), "to_earliest": day(start + 1, 5), "origin_codes": codes}
            world.add("origin_spell", market=market, vendor=vendor, **spell)
        move = {
            "moved_to": day(3, 5),
            "moved_from": day(1, 5),
            "from_codes": ["PL"],
            "to_codes": ["CZ"],
            "kept_codes": [],
        }
        world.add(
            "origin_move", market="dream", vendor="North Pier/9", number=1, evidence="restated", listing_count=1, **move
        )
        first = {"market_a": "dream", "vendor_a": "North Pier/9", "market_b": "empire", "vendor_b": "north_pier9"}
        world.add(
            "account_link", **first, evidence="pgp_key", strength="very_strong", decision="same", detail="one key"
        )
        second = {"market_a": "empire", "vendor_a": "north_pier9", "market_b": "wallstreet", "vendor_b": "NorthPier"}
        world.add("account_link", **second, evidence="handle", strength="medium", decision="same", detail="alike")
        third = {"market_a": "dream", "vendor_a": "North Pier/9", "market_b": "wallstreet", "vendor_b": "Pier9"}
        world.add("account_link", **third, evidence="handle", strength="weak", decision="candidate", detail="a part")
        world.write()
        connection.execute(LISTED)
        connection.execute(ENTRIES, {"many": MANY})
    with open_for_reader() as views:
        yield let_in(Sources(views.engine, database.engine, [], Looking(5)))


def seller(client: FlaskClient, market: str, name: str, query: str = "") -> str:
    answer = client.get(f"{ROOT}/market/{market}/vendor/{name}{query}", base_url=OWN)
    assert 200 == answer.status_code
    return answer.text


def test_a_seller_is_shown_across_markets(client: FlaskClient) -> None:
    shown = seller(client, "dream", "North%20Pier/9")
    assert "<h1>North Pier/9, Dream Market</h1>" in shown
    assert "3 accounts on 3 markets" in shown
    linked = shown[shown.index("Taken for the same") : shown.index("<figure>")]
    same, _, candidates = linked.partition("May be the same")
    assert "north_pier9, Empire Market" in same
    assert "NorthPier, Wall Street Market" in same, "it is linked through another account"
    assert "Pier9" in candidates
    assert "Pier9" not in same.replace("NorthPier", "").replace("north_pier9", "")
    for said in ("one key", "very_strong", "a part", "restated", "PL: 5 Jan 2019 to 5 Feb 2019"):
        assert said in unescape(shown)
    assert {"PL", "CZ"} <= set(re.findall(r'class="pic-said"[^>]*>([A-Z]{2})<', shown))


def test_what_a_snapshot_missed_is_told_apart_from_what_it_saw(client: FlaskClient) -> None:
    shown = seller(client, "dream", "North%20Pier/9")
    told = re.findall(r'aria-label="(5 [^"]*2019: [^"]*)"', shown)
    assert ["5 Jan 2019: seen, 1 listing (snapshot complete)", "5 Feb 2019: not seen (snapshot usable)"] == told[:2]
    assert 9 == len(told), "three accounts, each with the three snapshots of its market"


def test_an_account_without_links_is_shown_alone(client: FlaskClient) -> None:
    shown = seller(client, "wallstreet", "Loner")
    assert "No other account was found" in shown
    assert "1 account on 1 market" in shown
    assert "sending from JP" in shown


def test_a_seller_of_very_many_listings_is_bounded_and_says_so(client: FlaskClient) -> None:
    shown = seller(client, "dream", "WideShop")
    assert "more than 500 listings" in shown
    assert "The first 500 rows; the CSV has all." in shown
    assert MANY == len(seller(client, "dream", "WideShop", "?csv=listings").splitlines()) - 1


def test_links_of_accounts_lead_to_each_of_them(client: FlaskClient) -> None:
    shown = seller(client, "empire", "north_pier9")
    for address in ("/market/dream/vendor/North%20Pier%2F9", "/market/wallstreet/vendor/NorthPier"):
        assert f'href="{ROOT}{address}"' in shown
    assert "North Pier/9, Dream Market" in seller(client, "dream", "North%20Pier%2F9")
