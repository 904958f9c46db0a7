from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from cryptodrug_scraper.measures.accounts.account_links import account_links
from cryptodrug_scraper.measures.accounts.imported_sales import market_named
from tests.measures.account_pages import KEY_A, KEY_B, at, on, pages, seen_for

TITLES = {"old": "Old Bazaar Market", "new": "Nieuwe Markt"}


def linked(
    badge: int | None,
    counters: list[tuple[str, int, bool]],
    *,
    printed: str = "Old Bazaar Market",
    name: str = "zonnebloem",
) -> pl.DataFrame:
    """Links where the new market states sales on the old one, since 1 March, and the old one showed some counters."""
    old = pages(
        [
            {"vendor": "Zonnebloem", "captured_at": at(day), "sales_count": count, "sales_is_exact": is_exact}
            | {"member_since": on("02-01").replace(year=2018)}
            for day, count, is_exact in counters
        ]
    )
    new = pages(
        [{"vendor": name, "captured_at": at("03-10"), "member_since": on("03-01")}],
        external=[
            {"vendor": name, "captured_at": at(day), "external_market": printed, "sales_count": badge}
            for day in ("03-10", "04-10")
        ],
    )
    return account_links({"old": old, "new": new}, titles=TITLES).filter(pl.col("evidence") == "verified_badge")


@pytest.mark.parametrize(
    ("badge", "counters", "strength", "decision"),
    [
        (250, [("02-01", 240, True), ("03-20", 260, True)], "very_strong", "same"),
        (260, [("03-20", 260, True)], "very_strong", "same"),
        (265, [("02-01", 240, False), ("03-20", 260, False)], "very_strong", "same"),  # 260 stands for 260 to 269
        (270, [("02-01", 240, False), ("03-20", 260, False)], "weak", "rejected"),
        (239, [("02-01", 240, True), ("03-20", 260, True)], "weak", "rejected"),
        (261, [("03-20", 260, True)], "weak", "rejected"),
        # nothing was seen of the old market after the import: 240 sales in a year, and 37 more days
        (300, [("02-01", 240, True)], "strong", "same"),
        (315, [("02-01", 240, True)], "medium", "candidate"),
        (None, [("03-20", 260, True)], "medium", "candidate"),
    ],
)
def test_imported_sales_lie_between_the_counters_around_the_import(
    badge: int | None, counters: list[tuple[str, int, bool]], strength: str, decision: str
) -> None:
    links = linked(badge, counters)
    assert links.select("vendor_a", "vendor_b", "strength", "decision").rows() == [
        ("zonnebloem", "Zonnebloem", strength, decision)
    ]


def test_a_badge_says_in_words_what_agreed() -> None:
    detail = linked(250, [("02-01", 240, True), ("03-20", 260, True)])["detail"][0]
    assert (
        detail == "new states 250 verified sales on old; the account of that name there showed 240 to 260 at that time"
    )


def test_a_badge_without_a_matching_name_or_market_means_nobody() -> None:
    assert linked(250, [("03-20", 260, True)], name="roodborst").is_empty()
    assert linked(250, [("03-20", 260, True)], printed="Some Third Market").is_empty()


@pytest.mark.parametrize(("key", "decision"), [(KEY_A, "same"), (None, "same"), (KEY_B, "candidate")])
def test_a_badge_does_not_decide_against_keys(key: str | None, decision: str) -> None:
    counter = {"sales_count": 9, "sales_is_exact": True}
    old = pages([{**seen, **counter} for seen in seen_for("zonnebloem", KEY_A, "01-01", "05-01")])
    badge = {"vendor": "zonnebloem", "captured_at": at("02-01"), "external_market": "old", "sales_count": 7}
    new = pages(seen_for("zonnebloem", key, "01-15", "05-01"), external=[badge])
    assert set(account_links({"old": old, "new": new})["decision"]) == {decision}


def test_a_badge_that_contradicts_speaks_against_another_key() -> None:
    counter = {"sales_count": 5, "sales_is_exact": True}
    old = pages([{**seen, **counter} for seen in seen_for("zonnebloem", KEY_A, "01-01", "03-01")])
    badge = {"vendor": "zonnebloem", "captured_at": at("02-20"), "external_market": "old", "sales_count": 900}
    new = pages(seen_for("zonnebloem", KEY_B, "02-20", "05-01"), external=[badge])
    links = account_links({"old": old, "new": new})
    assert links.select("evidence", "decision").rows() == [("handle", "rejected"), ("verified_badge", "rejected")]
    assert links["detail"][0].endswith("their keys differ, and verified sales do not fit")
    assert set(account_links({"old": old, "new": replace(new, external=new.external.clear())})["decision"]) == {
        "candidate"
    }


def test_two_accounts_of_one_name_leave_open_which_is_meant() -> None:
    old = pages([{"vendor": "zonnebloem"}, {"vendor": "Zonne-Bloem"}])
    badge = {"vendor": "zonnebloem", "captured_at": at("02-01"), "external_market": "old", "sales_count": 7}
    links = account_links({"old": old, "new": pages([{"vendor": "zonnebloem"}], external=[badge])})
    badges = links.filter(pl.col("evidence") == "verified_badge")
    assert badges.select("strength", "decision").rows() == [("medium", "candidate")] * 2


@pytest.mark.parametrize(
    ("printed", "market"),
    [
        ("Wall Street Market", "wallstreet"),
        ("wallstreet", "wallstreet"),
        ("WALL-STREET", "wallstreet"),
        ("dream", "dream"),
        ("Dream Market", "dream"),
        ("Traum", "dream"),
        ("AlphaBay", None),
        ("Market", None),
        ("", None),
    ],
)
def test_markets_are_known_by_code_and_by_name(printed: str, market: str | None) -> None:
    assert market_named(printed, {"dream": "Traum", "wallstreet": ""}) == market
