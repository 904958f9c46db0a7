from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from cryptodrug_scraper.measures.accounts.first_seen import FIRST_SEEN
from cryptodrug_scraper.measures.accounts.migrant_share import migrant_share
from cryptodrug_scraper.measures.accounts.migration import MIGRATION, cohort, linked_accounts, migration
from cryptodrug_scraper.measures.accounts.shocks import OBSERVED, SHOCK
from tests.measures.account_pages import LINKS, LISTINGS, REVIEWS, at, on, rows

SHOCKS = pl.DataFrame([("old", "closure_announced", on("03-26"), on("03-26"), "recalled")], schema=SHOCK, orient="row")
OBSERVED_UNTIL = pl.DataFrame(
    [("new", at("05-02")), ("third", at("04-20")), ("old", at("04-25"))], schema=OBSERVED, orient="row"
)


def links(*pairs: tuple[str, str, str], evidence: str = "handle") -> pl.DataFrame:
    """Links of accounts written as market/name."""
    return rows(
        LINKS,
        *(
            {
                "market_a": a.split("/")[0],
                "vendor_a": a.split("/")[1],
                "market_b": b.split("/")[0],
                "vendor_b": b.split("/")[1],
                "evidence": evidence,
                "decision": decision,
            }
            for a, b, decision in pairs
        ),
    )


def accounts(*names: str) -> pl.DataFrame:
    return pl.DataFrame([name.split("/") for name in names], schema=["market", "vendor"], orient="row")


def first(*stated: tuple[str, Any, Any]) -> pl.DataFrame:
    found = [(*name.split("/"), start, end, "snapshot") for name, start, end in stated]
    return pl.DataFrame(found, schema=FIRST_SEEN, orient="row")


def of(seen_from: Any, seen_to: Any, *, last_on: str = "03-26") -> str:
    """The class of one whose first activity on the new market lies between two times."""
    shock = SHOCKS.with_columns(pl.lit(on(last_on)).alias("last_on"))
    found = migration(
        shock,
        accounts("old/zon"),
        first(("new/zon", seen_from, seen_to)),
        links(("new/zon", "old/zon", "same")),
        OBSERVED_UNTIL,
    )
    return str(found["class"].item())


@pytest.mark.parametrize(
    ("seen_from", "seen_to", "expected"),
    [
        (at("03-27"), at("04-03"), "migrant"),
        (at("03-26", 0), at("03-27", 0), "migrant"),  # joined on the day itself
        (at("03-20"), at("03-25"), "multi_homer"),
        (at("03-25", 0), at("03-26", 0), "multi_homer"),
        (None, at("03-01"), "multi_homer"),
        (at("03-20"), at("03-27"), "ambiguous"),
        (None, at("04-03"), "ambiguous"),
    ],
)
def test_the_interval_of_the_first_activity_decides(seen_from: Any, seen_to: Any, expected: str) -> None:
    assert of(seen_from, seen_to) == expected


@pytest.mark.parametrize(
    ("day", "expected"), [("03-25", "multi_homer"), ("03-27", "ambiguous"), ("03-29", "migrant"), ("03-30", "migrant")]
)
def test_within_the_days_on_which_the_shock_can_have_been_nothing_is_decided(day: str, expected: str) -> None:
    assert of(at(day, 0), at(day, 24), last_on="03-29") == expected


def test_each_target_has_a_row_and_who_has_none_is_lost_until_the_end_of_observation() -> None:
    found = migration(
        SHOCKS,
        accounts("old/zon", "old/maan", "third/zon"),
        first(
            ("new/Zon2", at("03-27"), at("04-03")),
            ("third/zon", None, at("01-15")),
            ("old/zon", None, at("01-15")),
            ("old/zusje", None, at("01-15")),
        ),
        links(("new/Zon2", "old/zon", "same"), ("old/zon", "third/zon", "same"), ("old/maan", "old/zusje", "same")),
        OBSERVED_UNTIL,
    )
    assert found.schema == MIGRATION
    event = ("closure_announced", "old")
    assert found.rows() == [
        (*event, "maan", "lost", None, None, at("05-02"), None, None, None),
        (*event, "zon", "migrant", "new", "Zon2", at("03-27"), at("04-03"), "snapshot", "same"),
        (*event, "zon", "multi_homer", "third", "zon", None, at("01-15"), "snapshot", "same"),
    ]


def test_candidates_count_only_where_that_is_asked_for_and_leave_it_open_otherwise() -> None:
    arguments = (
        SHOCKS,
        accounts("old/zon", "old/maan"),
        first(("new/zon", at("03-27"), at("04-03")), ("new/maan", at("03-27"), at("04-03"))),
        links(("new/zon", "old/zon", "candidate"), ("new/maan", "old/maan", "rejected")),
        OBSERVED_UNTIL,
    )
    asked_for_none = migration(*arguments).select("from_vendor", "class", "to_vendor", "decision").rows()
    assert asked_for_none == [("maan", "lost", None, None), ("zon", "ambiguous", "zon", "candidate")]
    before = first(("new/zon", at("01-27"), at("02-03")))
    was_there = migration(*arguments[:2], before, *arguments[3:])
    assert was_there["class"].to_list() == ["lost", "multi_homer"]
    found = migration(*arguments, with_candidates=True)
    assert found.select("from_vendor", "class", "decision").rows() == [
        ("maan", "lost", None),
        ("zon", "migrant", "candidate"),
    ]


def test_a_link_to_one_market_leaves_it_open_where_the_account_went_besides() -> None:
    """By its name alone it is on the new market, too: to that one it may have moved, whatever the third says."""
    pairs = [("old/zon", "third/zon", "same"), ("new/zon", "old/zon", "candidate"), ("new/zus", "old/zus", "candidate")]
    found = migration(
        SHOCKS,
        accounts("old/zon", "old/zus"),
        first(
            ("third/zon", None, at("01-15")),
            ("new/zon", at("03-27"), at("04-03")),
            ("third/zus", at("03-27"), at("04-03")),
            ("new/zus", at("03-27"), at("04-03")),
        ),
        links(*pairs, ("old/zus", "third/zus", "same")),
        OBSERVED_UNTIL,
    )
    assert found.select("from_vendor", "to_market", "class").rows() == [
        ("zon", "new", "ambiguous"),
        ("zon", "third", "multi_homer"),
        ("zus", "new", "ambiguous"),
        ("zus", "third", "migrant"),
    ]
    counted = migrant_share(found).select("to_market", "migrant_count", "ambiguous_count", "multi_homer_count").rows()
    assert counted == [(None, 1, 1, 0), ("new", 0, 2, 0), ("third", 1, 0, 1)]


def test_a_name_counts_for_nothing_on_a_market_where_a_link_is_settled() -> None:
    found = migration(
        SHOCKS,
        accounts("old/zon"),
        first(("new/Zon2", None, at("01-15")), ("new/zon", at("03-27"), at("04-03"))),
        links(("new/Zon2", "old/zon", "same"), ("new/zon", "old/zon", "candidate")),
        OBSERVED_UNTIL,
    )
    assert found.select("to_vendor", "class").rows() == [("Zon2", "multi_homer")]


def test_a_text_alone_makes_no_candidate_that_counts() -> None:
    pair = ("new/zon", "old/maan", "candidate")
    assert linked_accounts(links(pair, evidence="profile"), with_candidates=True).is_empty()
    assert linked_accounts(links(pair, evidence="verified_badge"), with_candidates=True).height == 2


def test_links_are_closed_over_a_third_account() -> None:
    known = links(("new/a", "old/a", "same"), ("new/a", "third/a", "same"), ("old/a", "third/a", "candidate"))
    found = linked_accounts(known, with_candidates=True)
    assert set(found.select("from_market", "to_market", "decision").rows()) == {
        (a, b, "same") for a in ("new", "old", "third") for b in ("new", "old", "third") if a != b
    }
    assert found.height == 6


def test_a_shock_that_no_other_market_outlived_has_no_rows() -> None:
    ended = OBSERVED_UNTIL.with_columns(pl.lit(at("03-20")).cast(OBSERVED["observed_until"]).alias("observed_until"))
    arguments = (accounts("old/zon"), first(), links())
    assert migration(SHOCKS, *arguments, ended).is_empty()
    assert migration(SHOCKS, *arguments, OBSERVED_UNTIL.filter(pl.col("market") == "old")).is_empty()
    assert migration(SHOCKS.clear(), *arguments, OBSERVED_UNTIL).schema == MIGRATION


def test_the_cohort_traded_in_the_ninety_days_before() -> None:
    days = {"early": at("12-25", 23), "first": at("12-26", 0), "last": at("03-25"), "late": at("03-26", 0)}
    days |= {name: days[name].replace(year=2018) for name in ("early", "first")}
    listings = rows(LISTINGS, *({"vendor": name, "captured_at": day} for name, day in days.items()))
    sales = rows(
        REVIEWS,
        {"vendor": "sold", "occurred_from": at("01-01"), "occurred_to": at("01-02")},
        {"vendor": "mostly_before", "occurred_from": at("03-01"), "occurred_to": at("04-01")},
        {"vendor": "mostly_after", "occurred_from": at("03-20"), "occurred_to": at("05-01")},
        {"vendor": None, "occurred_from": at("01-01"), "occurred_to": at("01-02")},
    )
    found = cohort(SHOCKS, "old", listings, sales)
    assert found.rows() == [("old", name) for name in ("first", "last", "mostly_before", "sold")]
    assert cohort(SHOCKS, "new", listings, sales).is_empty()


def test_the_order_of_rows_does_not_matter() -> None:
    names = [f"old/n{number}" for number in range(8)]
    seen = first(*((f"new/n{number}", at("03-20"), at(f"03-2{number}")) for number in range(2, 8)))
    known = links(*((f"new/n{number}", f"old/n{number}", "same") for number in range(8)))
    expected = migration(SHOCKS, accounts(*names), seen, known, OBSERVED_UNTIL)
    assert expected["class"].n_unique() == 3
    mixed = [frame.sample(fraction=1, shuffle=True, seed=1) for frame in (accounts(*names), seen, known)]
    assert migration(SHOCKS, mixed[0], mixed[1], mixed[2], OBSERVED_UNTIL.reverse()).equals(expected)
