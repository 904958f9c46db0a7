"""Numbers of a draft keep the form, the magnitude and the relations of those of its page."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from cryptodrug_scraper.cases.draft import draft
from cryptodrug_scraper.cases.invention import Inventor
from cryptodrug_scraper.cases.known_figures import Known, known_of_kind
from cryptodrug_scraper.cases.known_words import SiteWords
from cryptodrug_scraper.cases.page_sizes import Extent, extents_of
from cryptodrug_scraper.page.parsed import ParsedPage
from cryptodrug_scraper.page.records import Listing, PageTotal, Record

SEEDS = [bytes([number]) * 16 for number in range(8)]
SITE = SiteWords.of(["Kurs", "Strona"])


def drafted(text: str, seed: bytes, known: Known | None = None) -> str:
    """What stands in the draft of a page in the place of what its body holds."""
    made = draft(f"<html><body>{text}</body></html>".encode(), Inventor(SITE, salt=seed), known).body.decode()
    return made.partition("<body>")[2].partition("</body>")[0]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "text",
    [
        "<p>Kurs: 1 BTC = 13 912,40 zł | 1 EUR = 4,33 zł</p>",
        "<p>1 BTC: 9404.78 USD</p>",
        "<p>1.00 BTC ≈ 3412.55 EUR</p>",
        "<td>1 BTC</td><td>= 3412.55 EUR</td>",
    ],
)
def test_one_of_a_currency_that_is_set_equal_to_an_amount_stays_one(text: str, seed: bytes) -> None:
    made = drafted(text, seed)
    ones = re.compile(r"(?<![\d,.] )\b1(?:\.00)? (?:BTC|EUR)")
    assert made != text
    assert ones.findall(made) == ones.findall(text) != []


def test_one_of_a_currency_that_is_a_price_does_not_stay() -> None:
    assert any(drafted("<p>1.00 BTC</p>", seed) != "<p>1.00 BTC</p>" for seed in SEEDS)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kept", ["10/10", "10 / 10", "87/100", "100 × ", "12/10/2018"])
def test_points_out_of_a_scale_and_quantities_stay_and_days_do_not(kept: str, seed: bytes) -> None:
    assert (kept in drafted(f"<p>Kurs: {kept}</p>", seed)) is (kept != "12/10/2018")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("blank", [" ", "\xa0", "\u202f"])
@pytest.mark.parametrize("text", ["13{}912,40 zł", "4{}010,00 PLN", "2{}345{}678", "7{}450,50"])
def test_blanks_between_thousands_make_one_number_that_keeps_its_form(text: str, blank: str, seed: bytes) -> None:
    text = text.replace("{}", blank)
    made = drafted(text, seed)
    assert made != text
    assert re.split(r"\d+", made) == re.split(r"\d+", text)
    assert [len(each) for each in re.findall(r"\d+", made)[1:]] == [len(each) for each in re.findall(r"\d+", text)[1:]]
    before, after = (Decimal(re.sub(r"[^\d,]", "", each).replace(",", ".")) for each in (text, made))
    assert Decimal("0.4") < after / before < Decimal("2.5")


@pytest.mark.parametrize("seed", SEEDS)
def test_rates_keep_near_what_they_were_and_change(seed: bytes) -> None:
    pairs = [(base, quote) for base in ("BTC", "XMR") for quote in ("USD", "EUR", "GBP", "CAD")]
    rates = ["9404.78", "8433.10", "7261.55", "12480.31", "63.84", "57.25", "49.31", "84.73"]
    known = Known(rates={Decimal(rate): [pair] for rate, pair in zip(rates, pairs, strict=True)})
    text = "".join(f"<li>1 {base} = {rate} {quote}</li>" for rate, (base, quote) in zip(rates, pairs, strict=True))
    made = re.findall(r"= ([\d.]+)", drafted(text, seed, known))
    ratios = [Decimal(after) / Decimal(before) for before, after in zip(rates, made, strict=True)]
    assert all(Decimal("0.6") < each < Decimal("1.6") for each in ratios)
    assert all(abs(each - 1) > Decimal("0.02") for each in ratios)


def test_a_row_of_numbers_is_not_one_number() -> None:
    for seed in SEEDS:
        assert drafted("98 99 100 101", seed) == "98 99 100 101"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_number_of_an_error_stays_in_a_heading_of_a_page_that_is_gone_alone(seed: bytes) -> None:
    page = "<h1><b>404</b></h1><p>410</p>"
    made = drafted(page, seed, known_of_kind("listing_gone"))
    assert "<b>404</b>" in made
    assert "410" not in made
    assert "404" not in drafted(page, seed, known_of_kind("listing"))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_total_agrees_with_the_pages_that_it_fills(seed: bytes) -> None:
    known = Known(extents=[Extent(449, 15, 30)])
    for pager in ("<a>1</a><a>2</a><a>3</a><i>of</i><a>15</a>", "<a>13</a><a>14</a><a>15</a>", "<a>15</a>"):
        made = drafted(f"<p>449</p><b>30</b>{pager}<i>520</i>", seed, known)
        total, size, *_, pages, more = map(int, re.findall(r">(\d+)<", made))
        assert total != 449
        assert size == 30
        assert (pages - 1) * 30 < total <= pages * 30
        assert more not in {520, total}


def test_the_extent_of_a_list_is_that_of_its_rows_and_pages() -> None:
    def extents(rows: int, total: int, pages: int) -> list[Extent]:
        listed = [
            Listing(listing_id=str(number), title=None, title_cut=False, seen_on="card") for number in range(rows)
        ]
        records: list[Record] = [PageTotal(kind="listing", total=total, pages=pages), *listed]
        return list(extents_of(ParsedPage("havnetorv", "category", "utf-8", complete=True, records=records)))

    assert extents(32, 449, 15) == [Extent(449, 15, 32)]
    assert extents(29, 449, 15) == [Extent(449, 15, 30)]
    assert extents(3, 24, 4) == [Extent(24, 4, 6)]
    assert extents(3, 3, 1) == extents(3, 40, 39) == []
