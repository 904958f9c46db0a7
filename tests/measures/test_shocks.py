from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from cryptodrug_scraper.measures.accounts.shocks import OBSERVED, SHOCK, ended_at, observed_until, shocks
from tests.measures.account_pages import at, on

EVENTS = {"event": pl.String, "first_on": pl.Date, "last_on": pl.Date, "evidence": pl.String}


def events(*stated: tuple[str, str, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [(event, on(first), on(last), "read") for event, first, last in stated], schema=EVENTS, orient="row"
    )


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
