"""A page that ends too early is taken for its own kind by drafted tests, or for none."""

from __future__ import annotations

from itertools import pairwise

from cryptodrug_scraper.scaffold.kind_test import Test as Told
from cryptodrug_scraper.scaffold.telling_cut import held_when_cut

HOME = {".frame": 1, ".bar": 3, ".tab": 4, "th.level": 30, ".foot": 50}
OFFERS = {".frame": 1, ".bar": 3, ".tab": 4, ".own": 6, ".card": 9, ".foot": 50}
RATINGS = {".frame": 1, ".bar": 3, ".rated": 20, ".foot": 50}


def taken_for(tests: list[Told], page: dict[str, int]) -> list[str | None]:
    """What a page is taken for as it grows, each once in a row."""
    told = []
    for end in range(60):
        there = {selector for selector, place in page.items() if place <= end}
        fits = (test.kind for test in tests if there.issuperset(test.has) and there.isdisjoint(test.lacks))
        told.append(next(fits, None))
    return [told[0], *(after for before, after in pairwise(told) if after != before)]


def test_a_kind_that_is_told_late_is_not_taken_for_one_that_is_told_by_what_it_has_too() -> None:
    tests = [Told("home", ("th.level",), (), 1), Told("vendor_offers", (".tab",), (), 3)]
    assert taken_for(tests, HOME) == [None, "vendor_offers", "home"]
    pages = [("home", HOME), *[("vendor_offers", OFFERS)] * 3]
    made = held_when_cut(tests, pages, lambda kind: sorted(HOME if kind == "home" else OFFERS))
    assert taken_for(made, HOME) == [None, "home"]
    assert taken_for(made, OFFERS) == [None, "vendor_offers"]


def test_what_others_lack_counts_only_once_they_would_have_shown_it() -> None:
    tests = [Told("vendor_feedback", (".rated",), (), 3), Told("category_list", (".bar",), (".own",), 3)]
    plain = {".frame": 1, ".bar": 3, ".foot": 40}
    assert taken_for(tests, RATINGS) == [None, "category_list", "vendor_feedback"]
    pages = [("vendor_feedback", RATINGS), ("category_list", plain)]
    made = held_when_cut(tests, pages, lambda kind: sorted(RATINGS if kind == "vendor_feedback" else plain))
    assert taken_for(made, RATINGS) == [None, "vendor_feedback"]
    assert taken_for(made, plain) == [None, "category_list"]


def test_tests_that_hold_stay_and_so_do_those_for_which_there_is_no_better() -> None:
    sound = [Told("vendor_offers", (".own",), (), 3), Told("home", ("th.level",), (), 1)]
    pages = [("home", HOME), ("vendor_offers", OFFERS)]
    assert held_when_cut(sound, pages, lambda _: []) == sound
    weak = [Told("home", ("th.level",), (), 1), Told("vendor_offers", (".tab",), (), 3)]
    assert held_when_cut(weak, pages, lambda _: []) == weak
