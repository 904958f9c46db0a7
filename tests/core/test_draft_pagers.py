"""How far lists go stays in agreement: rows, pages, and links to the last page."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from cryptodrug_scraper.cases.draft import draft
from cryptodrug_scraper.cases.invention import Inventor
from cryptodrug_scraper.cases.known_figures import Known
from cryptodrug_scraper.cases.page_sizes import Extent
from cryptodrug_scraper.cases.printed_numbers import printed_like

SEEDS = [bytes([number]) * 16 for number in range(8)]
ADDRESSES = ("/list/7-p{}.html", "/list/7/page/{}", "/list?seite={}&by=date", "/list/{}/", "?p={}#top")


def drafted(text: str, seed: bytes, known: Known) -> str:
    body = f"<html><body>{text}</body></html>".encode()
    made = draft(body, Inventor(salt=seed), known).body.decode().replace("&amp;", "&")
    return made.partition("<body>")[2].partition("</body>")[0]


def pager(address: str, numbers: tuple[int, ...]) -> str:
    links = " ".join(f'<a href="{address.format(number)}">{number}</a>' for number in numbers)
    return f'{links} <a href="{address.format(numbers[-1])}">»</a>'


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_links_to_the_last_page_lead_to_it(address: str, seed: bytes) -> None:
    page = f"<p>1204 offers</p><p>Page 1 of 81</p><p>{pager(address, (2, 3, 81))}</p>"
    made = drafted(page, seed, Known(extents=[Extent(1204, 81, 15)]))
    rows, pages = (int(re.findall(pattern, made)[0]) for pattern in (r"(\d+) offers", r"of (\d+)"))
    assert pages != 81
    assert -(-rows // 15) == pages
    links = [re.sub(r"[a-z]{3,}", "", link) for link in re.findall(r'href="([^"]*)"', made)]
    pattern = re.escape(re.sub(r"[a-z]{3,}", "", address)).replace(r"\{\}", r"(\d+)")
    assert [int(re.fullmatch(pattern, link)[1]) for link in links] == [2, 3, pages, pages]  # type: ignore[index]


@pytest.mark.parametrize("seed", SEEDS)
def test_links_by_the_first_row_of_a_page_follow_too(seed: bytes) -> None:
    links = " ".join(f'<a href="?from={20 * (page - 1)}">{page}</a>' for page in (1, 2, 3, 30))
    made = drafted(f"<p>589 offers, page 2 of 30</p><p>{links}</p>", seed, Known(extents=[Extent(589, 30, 20)]))
    pages = int(re.findall(r"of (\d+)", made)[0])
    assert [int(number) for number in re.findall(r"=(\d+)\"", made)] == [0, 20, 40, 20 * (pages - 1)]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("numbers", [(2, 3, 19), (17, 18, 19)])
def test_a_total_that_is_a_sum_agrees_with_its_pages(seed: bytes, numbers: tuple[int, ...]) -> None:
    page = (
        f"<p>187 offers</p><p>100 <i>~</i> 64 <i>~</i> 23</p><p>Page 1 of 19</p><p>{pager(ADDRESSES[0], numbers)}</p>"
    )
    known = Known(extents=[Extent(187, 19, 10)], totals=[(187, (100, 64, 23))])
    made = drafted(page, seed, known)
    rows = int(re.findall(r"(\d+) offers", made)[0])
    parts = [int(each) for each in re.findall(r"<p>(\d+) <i>.*?</i> (\d+) <i>.*?</i> (\d+)</p>", made)[0]]
    pages = int(re.findall(r"of (\d+)", made)[0])
    assert rows == sum(parts)
    assert -(-rows // 10) == pages
    assert int(re.findall(r"-p(\d+)", made)[-1]) == pages
    assert pages == 19 or numbers[0] != 17  # numbers that count by one stay
    assert {100, 64, 23}.isdisjoint(parts)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_number_of_a_category_is_no_page(seed: bytes) -> None:
    page = f'<p>187 offers, page 1 of 19</p>{pager(ADDRESSES[0], (2, 3, 19))}<a href="/group/19">x</a>'
    assert re.search(r'"/\w+/19"', drafted(page, seed, Known(extents=[Extent(187, 19, 10)]))) is not None


@pytest.mark.parametrize("seed", SEEDS)
def test_a_count_with_a_point_between_thousands_is_one_where_it_is_read_so(seed: bytes) -> None:
    page = f"<p>1.204 offers</p><p>Page 1 of 81</p><p>{pager(ADDRESSES[0], (2, 3, 81))}</p>"
    made = drafted(page, seed, Known(extents=[Extent(1204, 81, 15)], counts=frozenset({1204})))
    rows, pages = re.findall(r"<p>([\d.]+) ", made)[0], int(re.findall(r"of (\d+)", made)[0])
    assert re.fullmatch(r"\d{1,3}(?:\.\d{3})*", rows)
    assert -(-int(rows.replace(".", "")) // 15) == pages


def test_marks_of_a_count_stand_between_thousands() -> None:
    assert printed_like(Decimal(1893), "1.204", is_count=True) == "1.893"
    assert printed_like(Decimal(893), "1.204", is_count=True) == "893"
    assert printed_like(Decimal("1.893"), "1.204") == "1.893"
