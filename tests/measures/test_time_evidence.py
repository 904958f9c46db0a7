"""Lists that lack ratings, counters behind their pace and public rates, as evidence of when pages were made."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.measures.time_site import CRAWLS, DAY, Site


def rated(site: Site, page: int, days: list[float], listing: str = "9") -> None:
    """Show ratings on a page that print when they were left."""
    for day in days:
        left = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)
        site.reviews.append(
            {
                "page": page,
                "vendor": "anna",
                "listing_id": listing,
                "stars": 5.0,
                "comment": f"genau {day}".encode(),
                "is_default_comment": False,
                "occurred_from": left,
                "occurred_to": left + timedelta(minutes=1),
            }
        )


def dated_lists(lacking: list[float]) -> tuple[Site, int]:
    """A listing whose ratings print their times on two pages of each crawl, of which one lacks some."""
    site = Site()
    site.left["9"] = []
    all_days = [80.0, 105.0, 112.0, 135.0, 140.0, 152.0, 158.0, 175.0, 205.0]
    odd = 0
    for crawl in CRAWLS:
        for copy in range(2):
            page = site.page("9", crawl + 0.5, crawl)
            shown = [day for day in all_days if day < crawl + 0.5]
            if crawl == 160 and copy:
                odd, shown = page, [day for day in shown if day not in lacking]
            rated(site, page, shown)
    return site, odd


def test_a_list_that_lacks_the_newest_ratings_is_of_before_they_were_left() -> None:
    site, odd = dated_lists([152.0, 158.0])
    site.newest = [{"page": odd, "newest": 140 * DAY + 60_000_000}]
    found = site.found()
    assert (found[odd]["verdict"], found[odd]["ratings"], found[odd]["ratings_for"]) == ("older", 2, 0)
    assert found[odd]["low"] == 140 * DAY + 60_000_000
    assert found[odd]["high"] == 152 * DAY + 60_000_000
    assert not {row["verdict"] for page, row in found.items() if page != odd} & {"older", "newer"}


def test_one_rating_that_is_not_shown_may_be_hidden_and_one_among_older_ones_is() -> None:
    for lacking, pieces in (([158.0], 1), ([140.0], 0), ([140.0, 152.0], 0)):
        site, odd = dated_lists(lacking)
        found = site.found()[odd]
        assert (found["verdict"], found["ratings"]) == ("unsure", pieces)


def test_later_pages_of_a_list_lack_its_newest_ratings_and_are_of_their_day() -> None:
    site, odd = dated_lists([152.0, 158.0])
    site.later = [odd]
    assert site.found()[odd]["ratings"] == 0


def test_a_market_that_shows_ratings_days_after_the_time_that_they_print_accuses_nobody() -> None:
    site = Site()
    for listing in ("7", "8", "9"):
        site.left[listing] = []
        days = sorted(site.random.uniform(60, 220) for _ in range(60))
        for crawl in CRAWLS:
            rated(site, site.page(listing, crawl + 0.5, crawl), [day for day in days if day < crawl - 6], listing)
    assert {row["verdict"] for row in site.found().values()} == {"unsure"}


def viewed(site: Site, pace: float) -> dict[int, float]:
    """
    Two pages of each of some listings in each crawl, hours apart, with views that come by chance; on one day in four
    twice as many.
    """
    made: dict[int, float] = {}
    for listing in range(20):
        name = f"viewed {listing}"
        site.left[name] = []
        busy = [site.random.random() < 0.25 for _ in range(240)]
        comes = [pace * (2 if is_busy else 1) for is_busy in busy]
        views = [sum(site.random.random() < rate / 24 for _ in range(24)) for rate in comes]
        for crawl in CRAWLS:
            for hours in (0, site.random.uniform(1, 20)):
                at = crawl + hours / 24
                page = site.page(name, at, crawl)
                count = sum(views[:crawl]) + round(views[crawl] * hours / 24)
                site.counters.append(
                    {"page": page, "counter": "views", "series": listing, "value": float(count), "is_exact": True}
                )
                made[page] = at
    return made


def test_a_page_that_counts_what_others_of_its_day_counted_weeks_ago_is_older() -> None:
    site = Site()
    viewed(site, 12)
    old = next(
        row for row in site.counters if row["series"] == 3 and 160 * DAY == site.pages[row["page"]]["stated_from"]
    )
    old["value"] -= 14 * 12
    found = site.found()
    assert found[old["page"]]["verdict"] == "older"
    assert found[old["page"]]["low"] <= 146 * DAY <= found[old["page"]]["high"] < 158 * DAY
    assert not {row["verdict"] for page, row in found.items() if page != old["page"]} & {"older", "newer"}


@pytest.mark.parametrize("pace", [0.2, 3, 20])
def test_views_that_come_by_chance_accuse_nobody(pace: float) -> None:
    site = Site()
    viewed(site, pace)
    assert not {row["verdict"] for row in site.found().values()} & {"older", "newer"}


def test_counters_that_are_not_printed_to_the_last_tell_no_pace() -> None:
    site = Site()
    viewed(site, 12)
    for row in site.counters:
        row["is_exact"] = False
    site.counters[60]["value"] -= 100
    assert not {row["verdict"] for row in site.found().values()} & {"older", "newer"}


def quoting(pair: str, weight: float, swing: float) -> tuple[Site, int]:
    """
    Two pages a crawl that print a rate above a public series, which swings; and one that prints that of 12 days before.
    """
    site = Site()
    site.left["1"] = []
    rate = [100 * (1 + swing) ** site.random.uniform(-1, 1) for _ in range(240)]
    site.public = [
        {"pair": pair, "day": date(1970, 1, 1) + timedelta(days=day), "rate": rate[day]} for day in range(240)
    ]
    rate[178] = rate[190] * (1 + swing)
    site.public[178]["rate"] = rate[178]
    for crawl in CRAWLS:
        for _ in range(2):
            page = site.page("1", crawl + 0.5, crawl)
            site.quoted.append({"page": page, "pair": pair, "rate": rate[crawl] * 1.03, "weight": weight})
    old = site.page("1", 178.5, 190)
    site.quoted.append({"page": old, "pair": pair, "rate": rate[178] * 1.03, "weight": weight})
    return site, old


def test_what_a_coin_costs_by_a_public_series_tells_the_days_on_which_it_did() -> None:
    site, old = quoting("BTC/USD", 2.0, 0.2)
    found = site.found()
    assert found[old]["verdict"] == "older"
    assert found[old]["low"] <= 178.5 * DAY <= found[old]["high"] < 190 * DAY
    assert not {row["verdict"] for page, row in found.items() if page != old} & {"older", "newer"}


def test_a_cross_rate_alone_moves_no_page_and_a_small_difference_is_none() -> None:
    for swing, pieces in ((0.2, 1), (0.003, 0)):
        site, old = quoting("EUR/USD", 1.0, swing)
        found = site.found()[old]
        assert (found["verdict"], found["rates"], found["rates_for"]) == ("unsure", pieces, 0)


def test_a_public_series_that_is_not_of_what_pages_print_accuses_nobody() -> None:
    site, _ = quoting("BTC/USD", 2.0, 0.2)
    site.random.shuffle(site.public)
    for day, row in enumerate(site.public):
        row["day"] = date(1970, 1, 1) + timedelta(days=day)
    site.quoted.pop()
    site.pages.pop()
    assert not {row["verdict"] for row in site.found().values()} & {"older", "newer"}


def test_a_crawl_most_of_whose_pages_differ_from_a_public_series_is_of_its_day() -> None:
    site, old = quoting("BTC/USD", 2.0, 0.2)
    for _ in range(6):
        site.quoted.append(site.quoted[-1] | {"page": site.page("1", 190.5, 190)})
    found = site.found()
    assert [row["rates"] for row in found.values()] == [0] * len(found)
    assert found[old]["verdict"] == "unsure"
