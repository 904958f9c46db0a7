"""Snapshots without any page of a kind: what their completeness is, and what is said of it."""

from __future__ import annotations

import json

import pytest

from tests.measures.snapshot_frames import pages, reviews_aged
from tests.measures.test_completeness import cards, graded, menu, told


def test_of_a_look_at_home_pages_alone_no_listing_was_met() -> None:
    shown = pages({"page": 1, "kind": "home", "menu_id": "m"}, {"page": 2, "kind": "home", "snapshot_id": "s2"})
    first, second = graded(shown, None, None, menus=menu(209))
    assert (first["listing_seen"], first["listing_expected"], first["listing_completeness"]) == (0, 209, 0)
    assert (first["grade"], told(first)) == ("partial", "the least complete are listings: 0 of 209 (0.0 %)")
    assert (second["listing_completeness"], second["reason_code"]) == (None, "completeness.nothing")


@pytest.mark.parametrize(
    ("kinds", "lacks", "grade"),
    [("", "vendor", "usable"), ("page", "review", "usable"), ("page review", None, "complete")],
)
def test_a_snapshot_without_a_kind_of_page_that_others_have_is_not_complete(
    kinds: str, lacks: str | None, grade: str
) -> None:
    """Both count five vendors and their ratings; the second has pages of them, and ratings on these, as is said."""
    kinds_of = {1: "page review", 2: kinds}
    named = [f"v{n}" for n in range(1, 6)]
    page_of = {(look, name): look * 10 + n for look in kinds_of for n, name in enumerate(named)}
    has = {page: kinds_of[look].split() for (look, _), page in page_of.items()}
    rows = graded(
        pages(
            *({"page": n, "kind": "category_list", "menu_id": "m", "snapshot_id": f"s{n}"} for n in kinds_of),
            *(
                {"page": page, "kind": "vendor_feedback" if has[page] else "listing", "snapshot_id": f"s{look}"}
                for (look, _), page in page_of.items()
            ),
        ),
        None,
        None,
        listings=[row for n in kinds_of for row in cards(n, 10)],
        menus=menu(10),
        vendors=[
            {"page": page, "vendor": name, "seen_on": "page" if has[page] else "listing"}
            for (_, name), page in page_of.items()
        ],
        reviews=[
            row
            for (_, name), page in page_of.items()
            if "review" in has[page]
            for row in reviews_aged(page, name, *[2.0] * 9)
        ],
        counters=[
            {"page": page, "vendor": name, "counter": "feedback_positive", "window_or_band": "12m", "value": 9}
            for (_, name), page in page_of.items()
        ],
    )
    assert [row["grade"] for row in rows] == ["complete", grade]
    assert rows[0]["reason_code"] == "completeness.listings"
    assert rows[1]["reason_code"] == f"completeness.{f'without_{lacks}s' if lacks else 'listings'}"
    if lacks:
        assert rows[1][f"{lacks}_completeness"] is None
        assert json.loads(rows[1]["reason_values"])["decided"]["code"] == "completeness.listings"
    if lacks == "vendor":
        assert told(rows[1]).endswith(
            "it has no vendor's own page, as other snapshots of the market have: 5 vendors are named"
        )
