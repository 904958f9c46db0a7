from __future__ import annotations

import dataclasses
import json
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from cryptodrug_scraper.capture import Capture, CaptureTime, Origin
from cryptodrug_scraper.cli.archive_diff import diff
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.page.parsed import ParsedPage
from cryptodrug_scraper.page.records import (
    Category,
    ExchangeRate,
    ExternalRating,
    FeedbackWindow,
    Issue,
    Listing,
    Money,
    PriceTier,
    Record,
    Review,
    Site,
    Vendor,
)
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.replay.difference import compare_versions
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.store.loading.load import load
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.readings.matching import COMPARED, NOT_COMPARED
from cryptodrug_scraper.store.tables import LOADED

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.replay.difference import Difference
    from cryptodrug_scraper.store.database import Database

    Rows = Callable[[str], list[tuple[Any, ...]]]

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
NOON = datetime(2019, 3, 1, 12, tzinfo=UTC)
OLD, NEW = "1.0+dream.aaaa", "1.0+dream.bbbb"
LONG = "word " * 100
PLANTED = """
import dataclasses
from msgspec import UNSET

def _planted(read):
    def planted(document):
        read(document)
        for record in document.records:
            if type(record).__name__ == "Vendor" and record.seen_on == "page":
                record.level = 7
                record.pgp_key = record.pgp_key and UNSET
                record.last_active = record.last_active and record.last_active.replace(year=1999)
    return planted

MARKET = dataclasses.replace(MARKET, readers={kind: _planted(read) for kind, read in MARKET.readers.items()})
"""

Read = tuple[list[Record], str, str | None, list[Issue]]


def listing(listing_id: str, seen_on: Any = "page", **fields: Any) -> Listing:
    known: dict[str, Any] = {"title": f"offer {listing_id}", "title_cut": False, "vendor": "grower"}
    return Listing(listing_id=listing_id, seen_on=seen_on, **known | fields)


def page(*records: Record, kind: str = "listing", market: str | None = "dream", issues: tuple[str, ...] = ()) -> Read:
    return [*records], kind, market, [Issue(code, "warning", code) for code in issues]


@pytest.fixture
def compare(database: Database) -> Callable[..., Difference]:
    """Load pages as two versions read them, and compare these."""

    def run(*pages: tuple[Read, Read], **options: Any) -> Difference:
        for side, version in enumerate((OLD, NEW)):
            parsed = []
            for number, readings in enumerate(pages):
                records, kind, market, issues = readings[side]
                capture = Capture(
                    f"<html>{number}</html>".encode(),
                    Origin("folder", f"{number}.html"),
                    url=f"http://abc.onion/{number}",
                    captured=CaptureTime.on(NOON.date()),
                    time_source="sidecar",
                )
                parsed.append(
                    (capture, ParsedPage(market, kind, "utf-8", complete=True, issues=issues, records=records))
                )
            with database.engine.connect() as connection:
                load(connection, [batch_of(parsed, version)])
        return compare_versions(database.engine, OLD, NEW, **options)

    return run


def differing(found: Difference) -> dict[tuple[str, str | None], tuple[int, int, int]]:
    """What appeared, vanished and changed, for each table and field where anything did."""
    return {
        (f.table, f.field): (f.count.appeared, f.count.vanished, f.count.changed)
        for f in found.fields
        if f.count.differs
    }


def test_every_table_that_pages_fill_is_compared_or_named_with_a_reason() -> None:
    assert set(LOADED) == COMPARED.keys() | NOT_COMPARED.keys()
    for table, key in COMPARED.items():
        assert set(key) <= set(Base.metadata.tables[table].columns.keys())


def test_equal_readings_do_not_differ_and_all_their_values_are_the_same(compare: Any) -> None:
    same = page(listing("1", description=LONG, price=Money(Decimal(5), "USD")), Site(server_time=NOON), issues=("odd",))

    found = compare((same, same))

    assert {} == differing(found)
    assert found.is_empty
    counts = {(f.table, f.field): f.count.same for f in found.fields}
    assert 1 == counts["listing_observation", "description_sha256"] == counts["parse_issue", None]
    assert ("listing_observation", "parser_version") not in counts


def test_what_appears_vanishes_and_changes_is_counted_and_nothing_else(compare: Any) -> None:
    found = compare(
        (page(listing("1", views=5)), page(listing("1", views=5, tags=["a"]))),
        (page(listing("2", views=5)), page(listing("2"))),
        (page(listing("3", views=5)), page(listing("3", views=6))),
    )

    assert {
        ("listing_observation", "tags"): (1, 0, 0),
        ("listing_observation", "view_count"): (0, 1, 1),
    } == differing(found)
    (views,) = [f.count.same for f in found.fields if f.field == "view_count"]
    assert 1 == views
    assert {
        ("tags", "appeared", None, "{a}"),
        ("view_count", "vanished", "5", None),
        ("view_count", "changed", "5", "6"),
    } == {(e.field, e.change, e.old, e.new) for e in found.examples["listing_observation"]}


def test_a_record_that_comes_or_goes_moves_no_other(compare: Any) -> None:
    cards = [listing(str(number), "card") for number in range(5)]

    found = compare((page(*cards), page(cards[4], *cards[1:4], kind="category_list")))

    assert (0, 1, 0) == differing(found)["listing_observation", None]
    assert (0, 1, 0) == differing(found)["listing_observation", "title"]
    assert {("parse_run", "kind"), ("parse_run", "listing_count")} <= differing(found).keys()


def test_records_that_share_a_key_are_told_apart_by_their_order(compare: Any) -> None:
    twice = [listing("1", "card", title="a"), listing("1", "card", title="b")]

    found = compare((page(*twice), page(twice[0], listing("1", "card", title="c"))))

    assert {("listing_observation", "title"): (0, 0, 1)} == differing(found)
    (example,) = found.examples["listing_observation"]
    assert (["1", "card", "#2"], "b", "c") == (example.key, example.old, example.new)


def test_parts_are_matched_within_their_records_whatever_their_place(compare: Any) -> None:
    usd = Money(Decimal(9), "USD")
    first, second = PriceTier(Decimal(10), None, usd, unit="g"), PriceTier(Decimal("20.0"), None, usd, unit="g")
    changed = PriceTier(Decimal(20), Decimal(50), usd, unit="g")
    vendor = Vendor(vendor="grower", seen_on="page", feedback=[FeedbackWindow("1m", 1, 2, 3)])
    more = Vendor(vendor="grower", seen_on="page", feedback=[FeedbackWindow("1m", 1, 2, 4)])
    rated = Vendor(vendor="other", seen_on="card", external_ratings=[ExternalRating("Hansa", scale=5)])

    found = compare(
        (page(listing("1", price_tiers=[first, second])), page(listing("1", price_tiers=[changed, first]))),
        (page(vendor, rated), page(Vendor(vendor="other", seen_on="card"), more)),
    )

    assert {
        ("price_tier", "max_quantity"): (1, 0, 0),
        ("vendor_counter", "value"): (0, 0, 1),
        ("external_rating", None): (0, 1, 0),
        ("external_rating", "rating_scale"): (0, 1, 0),
    } == differing(found)
    assert ["grower", "page", "feedback_negative", "1m"] == found.examples["vendor_counter"][0].key


def test_numbers_that_are_equal_are_the_same_and_texts_are_shown_at_their_difference(compare: Any) -> None:
    old = listing("1", price=Money(Decimal("1.50"), "USD"), description=LONG + "old" + LONG)
    new = listing("1", price=Money(Decimal("1.5"), "USD"), description=LONG + "new" + LONG)

    found = compare((page(old), page(new)))

    assert {("listing_observation", "description_sha256"): (0, 0, 1)} == differing(found)
    (example,) = found.examples["listing_observation"]
    assert "old" in (example.old or "")
    assert "new" in (example.new or "")
    assert 82 >= len(example.old or "")


def test_pages_that_change_their_kind_or_market_and_issues_are_counted(compare: Any) -> None:
    found = compare(
        (page(issues=("odd", "odd")), page(kind="unknown", market=None, issues=("odd", "strange"))),
        (page(listing("1")), page(listing("1"))),
    )

    (move,) = found.moves
    assert ("dream", "listing", None, "unknown", 1) == dataclasses.astuple(move)
    assert [("odd", 0, 1, 1), ("strange", 1, 0, 0)] == [dataclasses.astuple(issue)[2:] for issue in found.issues]
    assert {(None, "unknown"): 1, ("dream", "listing"): 1} == found.captures


def test_the_time_that_a_page_clock_gives_is_compared_once(compare: Any) -> None:
    found = compare((page(listing("1")), page(listing("1"), Site(server_time=NOON))))

    assert (0, 0, 1) == differing(found)["parse_run", "captured_at"]
    assert {"parse_run", "site_observation"} == {table for table, _ in differing(found)}


def test_other_records_are_matched_by_position_and_name(compare: Any) -> None:
    def read(stars: int, count: int | None) -> Read:
        reviews = [Review(vendor="grower", position=n, stars=Decimal(stars + n)) for n in (1, 2)]
        return page(*reviews, Category(category_id="104", category_path=["Drugs"], listing_count=count))

    found = compare((read(1, 7), read(2, None)))

    assert {
        ("review_observation", "stars"): (0, 0, 2),
        ("category_count", "listing_count"): (0, 1, 0),
    } == differing(found)


def test_menus_and_rates_that_pages_share_are_compared_for_each_page(compare: Any) -> None:
    def read(count: int, *rates: Decimal | None) -> Read:
        menu = [Category(category_id=str(n), category_path=["Drugs"], listing_count=count) for n in (1, 2)]
        return page(*menu, *(ExchangeRate(base="BTC", quote="USD", rate=rate) for rate in rates))

    old, other = read(7, Decimal(3), Decimal(4)), read(8, Decimal(3), None)
    found = compare((old, old), (old, other), (old, other), (old, page()))

    assert {
        ("category_count", None): (0, 2, 0),
        ("category_count", "category_path"): (0, 2, 0),
        ("category_count", "listing_count"): (0, 2, 4),
        ("exchange_rate", None): (0, 2, 0),
        ("exchange_rate", "rate"): (0, 4, 0),
    } == {name: count for name, count in differing(found).items() if name[0] != "parse_run"}
    same = {(f.table, f.field): f.count.same for f in found.fields}
    assert (6, 2, 4) == (
        same["category_count", None],
        same["category_count", "listing_count"],
        same["exchange_rate", "rate"],
    )
    examples = [example for example in found.examples["exchange_rate"] if example.field == "rate"]
    assert {("4", None), ("3", None)} == {(example.old, example.new) for example in examples}


@pytest.mark.parametrize(
    ("options", "captures"), [({"market": "dream"}, 2), ({"kind": "home"}, 1), ({"market": "empire"}, 1), ({}, 3)]
)
@pytest.mark.slow
def test_only_pages_of_a_market_or_kind_are_compared_if_wanted(
    compare: Any, options: dict[str, str], captures: int
) -> None:
    pages = [page(kind="home"), page(), page(market="empire")]

    found = compare(*((read, read) for read in pages), **options)

    assert captures == sum(found.captures.values())


def test_no_more_examples_are_shown_than_wanted(compare: Any) -> None:
    pages = [(page(listing(str(n))), page(listing(str(n), views=n))) for n in range(1, 6)]

    assert 2 == len(compare(*pages, examples=2).examples["listing_observation"])


def test_captures_that_one_version_did_not_read_play_no_part(database: Database, compare: Any) -> None:
    compare((page(listing("1")), page(listing("1"))))
    with database.engine.connect() as connection:
        alone = Capture(b"<html></html>", Origin("folder", "alone"), captured=CaptureTime.on(date(2019, 3, 2)))
        read = ParsedPage("dream", "listing", "utf-8", complete=True, records=[listing("9")])
        load(connection, [batch_of([(alone, read)], NEW)])

    found = compare_versions(database.engine, "previous", "latest")

    assert ([OLD], [NEW], 1, True) == (found.old, found.new, sum(found.captures.values()), found.is_empty)


@pytest.mark.slow
def test_a_changed_parser_shows_exactly_what_was_changed_in_it(
    database: Database, rows: Rows, replay_with: Any
) -> None:
    replay(database.engine, [FIXTURES / "dream", FIXTURES / "none"], workers=1)
    ((pages, keys, active),) = rows(
        "SELECT count(*), count(pgp_key_sha256), count(last_active_on) FROM vendor_observation WHERE seen_on = 'page'"
    )
    replay_with({"dream": PLANTED}, FIXTURES, "--reparse", workers=2)

    ran = CliRunner().invoke(diff, ["previous", "latest", "--json"])

    found = json.loads(ran.stdout)
    counted: dict[tuple[str, str | None], Counter[str]] = {}
    for field in found["fields"]:
        numbers = {change: field[change] for change in ("appeared", "vanished", "changed") if field[change]}
        counted.setdefault((field["table"], field["field"]), Counter()).update(numbers)
    assert min(pages, keys, active) > 0
    assert {
        ("vendor_observation", "level"): {"appeared": pages},
        ("vendor_observation", "pgp_key_sha256"): {"vanished": keys},
        ("vendor_observation", "last_active_on"): {"changed": active},
    } == {name: dict(count) for name, count in counted.items() if count}
    assert [] == found["moves"]
    assert len(counted) > 100  # all other fields that the pages have are the same


@pytest.mark.slow
def test_the_command_prints_tables_and_its_exit_code_can_tell_of_differences(compare: Any) -> None:
    compare((page(listing("1")), page(listing("1", views=7), issues=("odd",))))
    runner = CliRunner()

    plain = runner.invoke(diff, ["previous", "latest"])
    assert 0 == plain.exit_code
    assert "view_count" in plain.stdout
    assert 1 == runner.invoke(diff, ["previous", "latest", "--exit-code"]).exit_code
    assert 0 == runner.invoke(diff, ["latest", "latest", "--exit-code"]).exit_code
    assert "nothing to compare" in runner.invoke(diff, ["latest", "latest"]).stdout
    assert isinstance(runner.invoke(diff, ["0.9", "latest"]).exception, StoreError)
