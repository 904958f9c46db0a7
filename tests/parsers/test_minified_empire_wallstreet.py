"""Pages of Empire Market and Wall Street Market without the white space that means nothing read as the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from cryptodrug_scraper.cases.case import Case, cases_below
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import Money, Review

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.page.parsed import ParsedPage

ROOT = Path(__file__).parents[2] / "fixtures" / "pages"
CASES = [case for market in ("empire", "wallstreet") for case in cases_below(ROOT / market)]
BLOCKS = (
    "address|article|aside|blockquote|body|br|center|dd|div|dl|dt|fieldset|footer|form|h[1-6]|head|header|hr|html|li"
    "|link|main|meta|nav|ol|option|p|section|select|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
TAG = rf"</?(?:{BLOCKS})\b[^<>]*>"
PREFORMATTED = re.compile(r"(<pre\b.*?</pre>|<textarea\b.*?</textarea>)", re.DOTALL | re.IGNORECASE)


def between_tags(text: str) -> str:
    """A page without the white space that stands alone between two tags, of which one is a block's or a cell's."""
    text = re.sub(rf"({TAG})\s+(?=<)", r"\1", text, flags=re.IGNORECASE)
    return re.sub(rf"(?<=>)\s+(?={TAG})", "", text, flags=re.IGNORECASE)


def beside_blocks(text: str) -> str:
    """A page without the white space at the ends of the texts beside the tags of blocks and cells."""
    text = re.sub(rf"({TAG})\s+", r"\1", text, flags=re.IGNORECASE)
    return re.sub(rf"\s+(?={TAG})", "", text, flags=re.IGNORECASE)


def without(space: Callable[[str], str], body: bytes) -> bytes:
    """A page whose texts lost some white space, those that are preformatted apart."""
    parts = PREFORMATTED.split(body.decode("utf-8", "surrogateescape"))
    kept = [part if place % 2 else space(part) for place, part in enumerate(parts)]
    return "".join(kept).encode("utf-8", "surrogateescape")


def said(page: ParsedPage) -> dict[str, object]:
    """What a page says, without how many bytes it has."""
    issues = [issue for issue in page.issues if issue.code not in {"truncated", "invalid_bytes"}]
    return {
        "kind": page.kind,
        "issues": issues,
        "links": page.links,
        **{str(place): msgspec.to_builtins(record) for place, record in enumerate(page.records)},
    }


@pytest.mark.parametrize("space", [between_tags, beside_blocks])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.market}/{case.kind}/{case.folder.name}")
def test_a_page_says_the_same_without_white_space_around_its_blocks(case: Case, space: Callable[[str], str]) -> None:
    smaller = without(space, case.body)
    assert len(smaller) < len(case.body) or case.kind == "session_lost"
    assert said(parse_page(case.body, case.context)) == said(parse_page(smaller, case.context))


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
    assert said(parse_page(body)) == said(parse_page(glued))
