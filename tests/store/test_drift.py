from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import text

from cryptodrug_scraper.measures.looks.drift import Change, Fill, changes
from cryptodrug_scraper.page.records import Vendor
from cryptodrug_scraper.page.structure import Structure
from cryptodrug_scraper.schedule.alerts import Alert, alerts_of
from cryptodrug_scraper.schedule.ledger import Run
from cryptodrug_scraper.store.fill import fill_rates

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

START = datetime(2019, 3, 1, tzinfo=UTC)
OLD = '<html><div class="listing" id="item_{n}"><table class="details"></table></div>{optional}</html>'
_CRAWL = (
    "INSERT INTO crawl (crawl_id, market, started_at, ended_at, scope, status) "
    "VALUES (:crawl_id, 'dream', :at, :at, 'all', 'complete')"
)
NEW = '<html><div class="listing"><dl class="facts"></dl></div>{optional}</html>'


def with_body(page: Any, body: str) -> Any:
    capture, parsed = page
    return (
        dataclasses.replace(capture, body=body.encode()),
        dataclasses.replace(parsed, structure=Structure(body.encode())),
    )


@pytest.fixture
def load_days(make_page: Any, make_listing: Any, load_pages: Any) -> Any:
    """Load twelve listing pages a day; ``template`` gives the markup for each day and page."""

    def load(days: int, template: Any, kind: str = "listing") -> None:
        pages = []
        for day in range(days):
            for number in range(12):
                at = START + timedelta(days=day, hours=number)
                optional = '<p class="vacation"></p>' if number % 3 == 0 else ""
                body = template(day, number).format(n=number, optional=optional) + f"<!-- {day} {number} {kind} -->"
                page = make_page(make_listing(str(number)), at=at, name=f"{kind}-{day}-{number}", kind=kind)
                pages.append(with_body(page, body))
        load_pages(pages)

    return load


def template_changes(database: Database) -> list[dict[str, Any]]:
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM research.template_change ORDER BY day")).mappings()
        return [dict(row) for row in rows]


def test_a_template_that_stays_is_no_change(database: Database, load_days: Any) -> None:
    load_days(6, lambda _day, _number: OLD)

    assert [] == template_changes(database)


def test_a_new_template_is_reported_with_its_day_and_first_capture(database: Database, load_days: Any) -> None:
    load_days(6, lambda day, _number: OLD if day < 3 else NEW)
    (change,) = template_changes(database)

    assert date(2019, 3, 4) == change["day"]
    assert date(2019, 3, 3) == change["previous_day"]
    assert START + timedelta(days=3) == change["first_captured_at"]
    assert [".facts"] == change["appeared"]
    assert ["#item_0", ".details"] == change["vanished"]


def test_a_change_in_the_middle_of_a_day_is_dated_to_that_day(database: Database, load_days: Any) -> None:
    load_days(6, lambda day, number: OLD if (day, number) < (3, 5) else NEW)
    (change,) = template_changes(database)

    assert date(2019, 3, 4) == change["day"]
    assert START + timedelta(days=3, hours=5) == change["first_captured_at"]


def test_a_template_that_comes_back_is_two_changes(database: Database, load_days: Any) -> None:
    load_days(6, lambda day, _number: NEW if day == 3 else OLD)

    assert [date(2019, 3, 4), date(2019, 3, 5)] == [change["day"] for change in template_changes(database)]


def test_another_kind_of_page_has_a_template_of_its_own(database: Database, load_days: Any) -> None:
    load_days(4, lambda _day, _number: OLD)
    load_days(4, lambda day, _number: OLD if day < 2 else NEW, kind="vendor_profile")

    assert ["vendor_profile"] == [change["kind"] for change in template_changes(database)]


def test_a_page_that_two_versions_read_counts_once(
    database: Database, load_days: Any, load_pages: Any, make_page: Any
) -> None:
    load_days(2, lambda _day, _number: OLD)
    again = with_body(make_page(at=START, name="listing-0-0"), OLD.format(n=0, optional="") + "<!-- again -->")
    load_pages([again], "1.0+a")
    load_pages([again], "1.1+b")
    with database.engine.connect() as connection:
        counts = text("SELECT DISTINCT day, page_count FROM research.template_mark ORDER BY day")

        assert [13, 12] == [row.page_count for row in connection.execute(counts)]


@pytest.mark.parametrize(
    ("view", "grain"), [("template_mark", "market, kind, day, mark"), ("template_change", "market, kind, day")]
)
def test_no_view_has_two_rows_of_its_grain(database: Database, load_days: Any, view: str, grain: str) -> None:
    load_days(4, lambda day, _number: OLD if day < 2 else NEW)
    with database.engine.connect() as connection:
        repeated = text(f"SELECT {grain} FROM research.{view} GROUP BY {grain} HAVING count(*) > 1")

        assert [] == connection.execute(repeated).all()
        assert connection.execute(text(f"SELECT FROM research.{view} LIMIT 1")).all()


def test_fields_are_counted_per_crawl_with_the_parts_of_records(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any, belgium: Any
) -> None:
    day = datetime(2019, 3, 1, 12, tzinfo=UTC)
    load_pages(
        [
            make_page(make_listing("1", title="5g, no US", ships_from=belgium, description="text"), at=day, name="a"),
            make_page(make_listing("2"), Vendor(vendor="v", seen_on="listing"), at=day, name="b"),
            make_page(make_listing("3", "card"), at=day + timedelta(days=1), name="c", kind="category_list"),
            make_page(make_listing("4"), name="timeless"),
        ]
    )
    with database.engine.connect() as connection:
        found = {(fill.kind, fill.crawl, fill.field): fill for fill in fill_rates(connection)}

    assert (2, 1) == counts(found["listing/page", "2019-03-01", "listing_exclusion"])
    assert (2, 1) == counts(found["listing/page", "2019-03-01", "description_sha256"])
    assert (2, 2) == counts(found["listing/page", "2019-03-01", "title"])
    assert (1, 0) == counts(found["category_list/card", "2019-03-02", "listing_exclusion"])
    assert (1, 1) == counts(found["listing/listing", "2019-03-01", "vendor"])


def test_a_crawl_is_told_of_its_new_template_and_of_the_fields_that_it_fills_less_often_and_others_are_not(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any, belgium: Any
) -> None:
    crawls = [UUID(int=number) for number in (1, 2, 3)]
    pages = []
    for week, crawl in enumerate(crawls):
        began = START + timedelta(days=7 * week)
        for number in range(40):
            place = {} if week == 2 else {"ships_from": belgium}
            record = make_listing(str(number), **place)
            page = make_page(record, at=began + timedelta(minutes=number), name=f"{week}-{number}")
            capture, parsed = with_body(page, (NEW if week == 2 else OLD).format(n=number, optional=f"<!--{week}-->"))
            pages.append((dataclasses.replace(capture, crawl_id=crawl), parsed))
    load_pages(pages)
    with database.engine.begin() as connection:
        for week, crawl in enumerate(crawls):
            row: dict[str, Any] = {"crawl_id": crawl, "at": START + timedelta(days=7 * week)}
            connection.execute(text(_CRAWL), row)
            connection.execute(text("INSERT INTO crawl_count VALUES (:crawl_id, 'listing', 40, 40, 40, 0, 0, 0)"), row)
    runs = [Run("weekly", "dream", START, "complete", crawl_id=crawl) for crawl in crawls]
    with database.engine.connect() as connection:
        first, second, third = ([*alerts_of(connection, run)] for run in runs)

    assert [] == first == second
    template, fill = third
    assert Alert("template_changed", "pages of kind listing have another template since 2019-03-15") == template
    assert "fill_changed" == fill.kind
    assert "ships_from_raw on listing/page from 100% to 0%" in fill.reason


def counts(fill: Fill) -> tuple[int, int]:
    return fill.record_count, fill.filled_count


def fill_of(day: int, records: int, filled: int, crawl: str | None = None) -> Fill:
    on = date(2019, 3, day)
    return Fill("dream", "listing/page", "listing_observation", "ships_from_raw", crawl or str(on), on, records, filled)


def test_a_field_that_falls_out_is_notable_and_one_that_stays_is_not() -> None:
    found = list(changes([fill_of(1, 500, 490), fill_of(2, 500, 488), fill_of(3, 500, 20)]))

    assert [False, True] == [change.is_notable for change in found]
    assert (0.04, 0.978) == (found[1].share, found[1].earlier_share)


def test_the_z_of_two_shares_is_that_of_the_textbook() -> None:
    # 60 of 100 against 40 of 100: pooled 0.5, standard error sqrt(0.5 * 0.5 * 2 / 100) = 0.0707
    assert Change(fill_of(2, 100, 60), 100, 40).z == pytest.approx(2.8284, abs=1e-4)


def test_few_records_are_no_evidence() -> None:
    (change,) = changes([fill_of(1, 4, 4), fill_of(2, 4, 1)])

    assert not change.is_notable


def test_the_order_in_which_crawls_come_does_not_matter() -> None:
    fills = [fill_of(1, 500, 490), fill_of(2, 500, 488), fill_of(3, 500, 20), fill_of(3, 50, 2, "another")]

    assert set(changes(fills)) == set(changes(reversed(fills)))
