from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from cryptodrug_scraper.measures.accounts.shocks import OBSERVED, SHOCK, ended_at, observed_until, shocks
from cryptodrug_scraper.page.calendar import EVENTS
from tests.measures.account_pages import at, on

STATED = {"event": pl.String, "acts": pl.String, "first_on": pl.Date, "last_on": pl.Date, "evidence": pl.String}


def acts(word: str) -> str:
    return EVENTS[word].acts if word in EVENTS else "shock" if word.startswith("withdrawals") else "nothing"


def events(*stated: tuple[str, str, str]) -> pl.DataFrame:
    rows = [(event, acts(event), on(first), on(last), "read") for event, first, last in stated]
    return pl.DataFrame(rows, schema=STATED, orient="row")


def test_an_event_of_a_researchers_own_is_the_shock_where_it_acts_as_one_and_comes_first() -> None:
    stated = events(("closure_announced", "03-26", "03-26"), ("withdrawals_stopped", "03-20", "03-21"))
    assert shocks({"droom": stated})["event"].to_list() == ["withdrawals_stopped"]
    assert ended_at(stated) is None


def test_the_earliest_event_of_an_end_is_its_shock() -> None:
    announced = events(
        ("opened", "01-01", "01-01"),
        ("closed", "04-30", "04-30"),
        ("closure_announced", "03-26", "03-26"),
        ("last_scrape", "03-20", "03-20"),
    )
    found = shocks({"droom": announced, "open": events(("opened", "01-01", "01-01"))})
    assert found.schema == SHOCK
    assert found.rows() == [("droom", "closure_announced", on("03-26"), on("03-26"), "read")]


@pytest.mark.parametrize(
    ("other", "shock"),
    [("05-10", "exit_scam"), ("04-22", "closed"), ("04-23", "exit_scam")],
)
def test_of_two_events_that_begin_together_the_better_known_is_the_shock(other: str, shock: str) -> None:
    stated = events(("closed", "04-20", other), ("exit_scam", "04-20", "04-23"))
    for order in (stated, stated.reverse()):
        assert shocks({"straat": order})["event"].to_list() == [shock]


@pytest.mark.parametrize("event", ["seized", "taken_over", "closed", "exit_scam", "seizure_reported"])
def test_a_market_that_is_seized_or_taken_over_has_ended(event: str) -> None:
    stated = events((event, "04-30", "05-01"), ("last_scrape", "03-20", "03-20"), (f"{event}_2", "03-01", "03-01"))
    assert shocks({"torv": stated})["event"].to_list() == [event]
    assert ended_at(stated) == datetime(2019, 5, 2, tzinfo=UTC)


def test_no_events_are_no_shock() -> None:
    assert shocks({}).schema == SHOCK
    assert shocks({"x": events()}).is_empty()


def test_a_market_is_seen_until_its_last_snapshot_or_its_end() -> None:
    last = pl.DataFrame({"last_at": [at("04-25"), at("03-01")]})
    stated = {
        "announced": events(("closure_announced", "03-26", "03-26"), ("closed", "04-30", "04-30")),
        "ended": events(("exit_scam", "04-20", "04-23"), ("closed", "04-20", "05-10")),
    }
    found = observed_until({"ended": last, "announced": last, "unknown": last, "unseen": last.clear()}, stated)
    assert found.schema == OBSERVED
    assert found.rows() == [
        ("announced", at("04-25")),
        ("ended", datetime(2019, 4, 24, tzinfo=UTC)),
        ("unknown", at("04-25")),
    ]
