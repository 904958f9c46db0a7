from __future__ import annotations

from pathlib import Path

import pytest

from cryptodrug_scraper.page.structure import marks_of, structure_id

CASES = Path(__file__).parents[2] / "fixtures" / "pages"


def test_marks_are_class_names_and_ids() -> None:
    body = b"""<div class="shop  around" id="list"><p class='oPrice' id='x'>class="no" 12</p></div>"""

    assert (".around", ".no", ".oPrice", ".shop", "#list", "#x") == tuple(
        sorted(marks_of(body), key=lambda mark: (mark[0] != ".", mark))
    )


def test_numbers_of_listings_leave_no_mark() -> None:
    assert marks_of(b'<i class="shopItem_1234" id="p7">') == marks_of(b'<i class="shopItem_9" id="p88123">')


def test_what_people_wrote_leaves_no_mark() -> None:
    page = '<div class="shop"><a href="/x">{}</a></div>'

    assert marks_of(page.format("five grams").encode()) == marks_of(page.format("<b>ten</b> pills &amp; more").encode())


def test_order_and_number_of_elements_do_not_matter() -> None:
    one = b'<p class="a b"></p><p class="c"></p>'
    other = b'<p class="c"></p><p class="b"></p><p class="a"></p><p class="b a"></p>'

    assert structure_id(marks_of(one)) == structure_id(marks_of(other))
    assert structure_id(marks_of(one)) != structure_id(marks_of(b'<p class="a b"></p>'))


def test_a_page_made_to_fill_the_store_leaves_a_thousand_marks() -> None:
    names = [bytes([97 + number % 26, 97 + number // 26 % 26, 97 + number // 676]) for number in range(17_000)]

    assert len(marks_of(b"".join(b'<p class="' + name + b'">' for name in names))) == 1000


@pytest.mark.parametrize("market", ["dream", "empire", "wallstreet"])
def test_pages_of_one_kind_share_most_of_their_marks(market: str) -> None:
    marks = [set(marks_of(path.read_bytes())) for path in sorted((CASES / market / "vendor_pgp").glob("*/body.html"))]
    marks = marks or [set(marks_of(path.read_bytes())) for path in (CASES / market / "listing").glob("*/body.html")]
    shared = set.intersection(*marks)

    assert len(shared) >= 5
