"""Values of Empire Market that stand in elements of their own, with or without white space between these."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import Listing, Money, Review

ROOT = Path(__file__).parents[2] / "fixtures" / "pages"


def row_with(order: str) -> Review:
    """The review of a page of feedback whose first row has this cell of buyer and amount."""
    body = (ROOT / "empire" / "vendor_feedback" / "positive_middle_page" / "body.html").read_bytes()
    cell = re.compile(rb'<td>\s*<p class="setp1 c_424648"><font style="color:#dc6831;">.*?</td>', re.DOTALL)
    page = parse_page(cell.sub(f"<td>{order}</td>".encode(), body, count=1), PageContext())
    return next(record for record in page.records if isinstance(record, Review))


@pytest.mark.parametrize(
    ("order", "mask", "amount", "currency"),
    [
        ("<p><font>g***t</font><br>EUR 54.00</p>", "g***t", "54.00", "EUR"),
        ("<p><font>g***t</font></p><p>EUR 1,154.00</p>", "g***t", "1154.00", "EUR"),
        ("<font>A***T</font>USD 0.50", "A***T", "0.50", "USD"),
        ("g***t EUR 54.00", "g***t", "54.00", "EUR"),
        ("A***TUSD 5.00", "A***T", "5.00", "USD"),
        ("<font></font><br>USD 5.00", None, "5.00", "USD"),
        ("<font>g***t</font><br>BTC 0.012345", "g***t", "0.012345", "BTC"),
    ],
)
def test_a_buyer_and_an_amount_are_told_apart_by_element(
    order: str, mask: str | None, amount: str, currency: str
) -> None:
    review = row_with(order)
    assert review.buyer_mask == mask
    assert isinstance(review.amount, Money)
    assert (str(review.amount.amount), review.amount.currency) == (amount, currency)


def test_a_buyer_without_an_amount_is_no_amount() -> None:
    review = row_with("<font>g***t</font>")
    assert (review.buyer_mask, review.amount) == ("g***t", None)


def test_the_number_of_a_price_may_stand_right_behind_its_currency() -> None:
    """The card prints ``USD <a>90.37</a>``; the price in Bitcoin is never taken for it."""
    body = (ROOT / "empire" / "category_list" / "middle_page_full_menu" / "body.html").read_bytes()
    glued = body.replace(b"USD <a>", b"USD<a>")
    assert glued != body
    assert parse_page(body).records == parse_page(glued).records


@pytest.mark.parametrize("loud", ["<<HOT>> ", "<HOT> ", "10g <<<New Batch>>> "])
def test_words_within_angle_brackets_are_part_of_a_title(loud: str) -> None:
    """The market printed them as they were typed; in the title of the page nothing becomes an element."""
    body = (ROOT / "empire" / "listing" / "belgium_2019_04" / "body.html").read_bytes()
    title = re.search(rb"<title>Empire Market - ([^<]*)</title>", body)
    assert title is not None
    louder = body.replace(title[1], loud.encode() + title[1])
    assert louder.count(loud.encode()) > 1
    assert titles(louder) == [loud + title[1].decode()]
    assert not parse_page(louder).issues
    untitled = parse_page(louder.replace(loud.encode(), b"", 1).replace(b"<title>Empire Market - ", b"<title>"))
    assert [issue.detail.split(":")[0] for issue in untitled.issues] == ["title"]


@pytest.mark.parametrize("loud", ["<<HOT>> ", "<HOT> "])
def test_words_that_are_lost_from_the_title_on_a_card_are_reported(loud: str) -> None:
    body = (ROOT / "empire" / "category_list" / "middle_page_full_menu" / "body.html").read_bytes()
    known = next(title for title in titles(body) if title and title.isascii())
    louder = body.replace(b">" + known.encode(), f">{loud}{known}".encode())
    assert louder != body
    assert None not in titles(louder)
    assert {issue.detail.split(":")[0] for issue in parse_page(louder).issues} == {"title"}


def test_bold_words_in_a_title_are_no_loss() -> None:
    body = (ROOT / "empire" / "listing" / "belgium_2019_04" / "body.html").read_bytes()
    bold = re.sub(rb"(<h2[^>]*>\s*)(\w+)", rb"\1<b>\2</b>", body)
    assert bold != body
    assert titles(bold) == titles(body)


def titles(body: bytes) -> list[str | None]:
    """The titles of a page's listings."""
    return [record.title for record in parse_page(body).records if isinstance(record, Listing)]
