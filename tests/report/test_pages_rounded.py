"""Numbers of pages in a report that anybody may see: a look's pages of vendors are as many as the vendors."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.looks import read_of_many
from cryptodrug_scraper.disclosure.threshold import FEWEST
from cryptodrug_scraper.words.wording import Words
from tests.report.test_study import figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.report.study import Report

COUNTS = ("pages", "cut", "with_issues", "warnings", "errors")


def test_pages_of_a_kind_are_rounded_and_shares_are_of_the_rounded_ones() -> None:
    read = pl.DataFrame(
        {
            "market": ["dream"] * 3, "kind": ["listing", "vendor_page", "home"], "pages": [121, 33, 3],
            "walls": [0, 1, 2], "cut": [6, 0, 0], "with_issues": [12, 2, 0], "warnings": [13, 2, 0],
            "errors": [0, 0, 0], "clean_share": [1 - 12 / 121, 1 - 2 / 33, 1.0],
        }
    )  # fmt: skip
    rows = read_of_many(read).select("kind", *COUNTS, "walls", "clean_share").rows()
    assert rows == [
        ("listing", 120, 5, 10, 15, 0, 0, 1 - 10 / 120),
        ("vendor_page", 35, 0, None, None, 0, 1, None),
        ("home", None, 0, 0, 0, 0, 2, None),
    ]


def test_a_public_report_tells_no_number_of_pages_as_it_is(reported: Callable[..., Report]) -> None:
    public, exact = reported(), reported(is_identified=True)
    shown, there = (figure(report, "reading-pages").frame for report in (public, exact))
    both = shown.join(there, on=["market", "kind"], suffix="_exact", nulls_equal=True)
    assert both.height == there.height
    for name in COUNTS:
        assert (shown[name].drop_nulls() % FEWEST == 0).all()
        assert ((both[name] - both[f"{name}_exact"]).drop_nulls().abs() <= FEWEST // 2).all()
    assert (both["walls"] == both["walls_exact"]).all()
    looks = figure(public, "coverage-calendar").frame
    assert (looks["capture_count"].drop_nulls() % FEWEST == 0).all()
    refused = figure(public, "refused-all").frame.filter(pl.col("what").is_in(["wall", "cut"]))
    assert refused.height > 3
    assert (refused["total"] % FEWEST == 0).all()
    words = Words("en")
    of_markets = there.group_by("market").agg(pl.col("pages").sum())["pages"].to_list()
    gone = {f"{words.number(n)}" for n in (*of_markets, sum(of_markets), public.source.captures) if n % FEWEST}
    assert len(gone) > 2
    texts = unescape(re.sub(r"<(style|script)\b.*?</\1>", "", public.html, flags=re.DOTALL))
    assert not [n for n in gone if re.search(rf"(?<![\d,.]){n}(?![\d,.]*\d)", texts)]
