from __future__ import annotations

from typing import Any

import polars as pl

from tests.measures.rating_rows import Site, at, digest, rating

_MONEY: dict[str, Any] = {"amount": 58.0, "amount_currency": "USD", "amount_step": 1.0}


def _seen(
    before: list[dict[str, Any]], after: list[dict[str, Any]], told: dict[str, int] | None = None
) -> list[tuple[Any, ...]]:
    site = Site()
    site.page("a", before, told=told)
    site.page("b", after, told=told)
    return site.distinct().select("stars", "comment", "state").rows()


def test_a_rating_whose_text_and_stars_changed_is_one_edited_review() -> None:
    keep = rating(10, 1, text="bon", buyer_mask="q...q")
    before = [rating(10, 5, **_MONEY), keep]
    after = [
        rating(40, 35, text="逃げた", stars=1.0, **_MONEY | {"amount": 61.0}),
        rating(40, 31, text="bon", buyer_mask="q...q"),
    ]
    assert _seen(before, after) == [(1.0, digest("逃げた"), "edited"), (5.0, digest("bon"), "seen")]


def test_a_rating_of_another_buyer_or_time_or_amount_is_no_edit() -> None:
    before = [rating(10, 5, **_MONEY)]
    for other in ({"buyer_mask": "x...y"}, {"amount": 580.0}):
        assert len(_seen(before, [rating(40, 35, text="逃げた", **_MONEY | other)])) == 2
    assert len(_seen(before, [rating(40, 37, text="逃げた", **_MONEY)])) == 2


def test_a_rating_that_still_stands_was_not_edited() -> None:
    before = [rating(10, 5, **_MONEY)]
    after = [rating(40, 35, **_MONEY), rating(40, 35, text="逃げた", **_MONEY)]
    assert [state for *_, state in _seen(before, after)] == ["seen", "seen"]


def test_an_edit_may_make_a_rating_young_again_and_its_first_date_stays() -> None:
    old = [rating(30, 29, text="bon", buyer_mask="q...q"), rating(30, 5, **_MONEY)]
    new = [rating(40, 39, text="bon", buyer_mask="q...q"), rating(40, 2, 1 / 24, text="逃げた", stars=2.0, **_MONEY)]
    site = Site()
    site.page("a", old)
    site.page("b", new)
    edited = site.distinct().filter(state="edited").to_dicts()
    assert [(row["stars"], row["occurred_from"], row["occurred_to"]) for row in edited] == [(2.0, at(24), at(25))]


def test_no_rating_grew_young_where_the_old_one_may_have_been_cut_off() -> None:
    new = rating(40, 2, 1 / 24, text="逃げた", **_MONEY)
    many = [rating(40, 39, buyer_mask=f"{number}...q") for number in range(300)]
    early = [row | {"captured_at": at(30)} for row in many]
    old = rating(30, 5, **_MONEY)
    assert {state for *_, state in _seen([old, *early], [new, *many])} == {"seen"}
    near = [rating(30, 9, buyer_mask="q...q"), old]
    assert len(_seen(near, [new, rating(40, 19, buyer_mask="q...q")])) == 3


def test_an_edit_that_moves_a_rating_to_another_class_is_found() -> None:
    site = Site()
    same: dict[str, Any] = {"stars": None, "listing_id": "10605"}
    site.page("a", [rating(10, 5, sign="positive", **same), rating(10, 6, sign="positive", **same)], url="/p")
    site.page("a", [rating(10, 7, sign="negative", **same)], url="/n")
    site.page("b", [rating(40, 36, sign="positive", **same)], url="/p")
    site.page(
        "b", [rating(40, 37, sign="negative", **same), rating(40, 35, text="voleur", sign="negative", **same)], url="/n"
    )
    assert sorted(site.distinct().select("sign", "state").rows()) == [
        ("negative", "edited"),
        ("negative", "seen"),
        ("positive", "seen"),
    ]


def test_a_rating_whose_page_of_the_list_was_not_fetched_is_not_gone() -> None:
    """The buyer came again, and the second of three pages is missing the second time."""
    money = _MONEY | {"buyer_mask": "q...q", "listing_id": "7"}
    site = Site()
    for page, ages in ((1, (1, 3)), (2, (5, 8)), (3, (30, 60))):
        rows = [rating(10, age, text=f"ок {page} {place}") for place, age in enumerate(ages)]
        site.page("a", [*rows, *([rating(10, 6, text="bon", **money)] if page == 2 else [])], url=f"/v?page={page}")
    site.page("b", [rating(40, 2, text="逃げた", **money), rating(40, 31, text="ок 1 0")], url="/v?page=1")
    site.page("b", [rating(40, 90, text="ок 3 1")], url="/v?page=3")
    found = site.distinct().filter(pl.col("buyer_mask") == "q...q")
    assert ["seen", "seen"] == found["state"].to_list()
