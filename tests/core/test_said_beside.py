"""Values that stand beside others: times among other words, routes, rates without a sign, breadcrumbs, openings."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.extent_within import total_within
from cryptodrug_scraper.page.labelled import opening
from cryptodrug_scraper.page.menus import read_menu, read_path
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.printed_times import parse_age, parse_printed_day, time_said
from cryptodrug_scraper.page.records import Category
from cryptodrug_scraper.page.route_within import route_within
from cryptodrug_scraper.page.rows_within import days_within, rates_within, shipping_within
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.page.within import amounts_within, mask_within
from cryptodrug_scraper.page.worded import worded


def document(text: str) -> Document:
    return Document(text.encode(), PageContext())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("by k**a (level 3), 2 days ago", "2 days ago"),
        ("door g····n rang 4, 3 dagen geleden", "3 dagen geleden"),
        ("av b····a nivå 2, for 3 dager siden", "for 3 dager siden"),
        ("il y a 3 semaines", "il y a 3 semaines"),
        ("k***4 — hier 42,00 €", "hier"),
        ("14.06.2019, 11:32", "14.06.2019, 11:32"),
        ("von k**a, 14.06.2019, 11:32", "14.06.2019, 11:32"),
        ("a****9 – 07/06/2019 EUR 12.50", "07/06/2019 EUR 12.50"),
        ("köpt 3. mars 2021 | svar 5. mars 2021", "köpt 3. mars 2021 | svar 5. mars 2021"),
        ("4 dagen geleden · geleverd in 3 dagen", "4 dagen geleden"),
        ("gisteren · geleverd in 1 dag", "gisteren"),
        ("12.03.2019 – zugestellt nach 3 Tagen", "12.03.2019"),
        ("no time at all, none", "no time at all, none"),
    ],
)
def test_the_part_that_states_a_time_is_found_where_there_is_one(text: str, said: str) -> None:
    assert said == time_said(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [("i dag", 1), ("i går", 2), ("i forgårs", 3), ("vorgestern", 3), ("avant-hier", 3), ("Gestern", 2)],
)
def test_days_that_have_a_word_of_their_own(text: str, days: int) -> None:
    age = parse_age(text)
    assert age is not None
    assert (0, days * 86_400) == (age.least, age.most)


def test_a_day_may_end_with_another_sign() -> None:
    assert "2019-03-06" == str(parse_printed_day("06/03-2019"))
    assert parse_printed_day("06/03.2019") is None


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("France → Union européenne", ("France", "Union européenne")),
        ("Denmark to EU", ("Denmark", "EU")),
        ("fra lageret i Norge til Sverige og Danmark", ("Norge", "Sverige og Danmark")),
        ("ab South Africa nach Europa", ("South Africa", "Europa")),
        ("5 g til dig", None),
        ("Brev til Danmark", None),
    ],
)
def test_a_route_has_a_place_on_each_side(text: str, route: tuple[str, str] | None) -> None:
    assert route == route_within(text)


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        (
            "1 BTC 3.421,55 EUR 3.873,10 USD 1 XMR 43,20 EUR",
            [("BTC", "EUR", "3421.55"), ("BTC", "USD", "3873.10"), ("XMR", "EUR", "43.20")],
        ),
        (
            "BTC 38 912,40 € XMR 178,22 € EUR 10,09 kr",
            [("BTC", "EUR", "38912.40"), ("XMR", "EUR", "178.22"), ("EUR", "SEK", "10.09")],
        ),
        ("Kassa 0,00214 BTC / 0,0000 XMR", []),
        ("Price BTC 0.004 USD 15.00", []),
    ],
)
def test_rates_of_lists_without_a_sign(text: str, rates: list[tuple[str, str, str]]) -> None:
    found = rates_within(text, {"kr": "SEK"}) or ()
    assert [(base, quote, Decimal(rate)) for base, quote, rate in rates] == [
        (each.base, each.quote, each.rate) for each in found
    ]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Colissimo (48 h)", 2),
        ("Bud (24 timer)", 1),
        ("Express (lendemain)", 1),
        ("1-2 hverdage", 2),
        ("before 13 h", None),
    ],
)
def test_days_of_delivery(text: str, days: int | None) -> None:
    assert days == days_within(text)


def test_a_carrier_is_no_currency_and_a_place_no_unit() -> None:
    assert () == amounts_within("DHL 4 til 8 dage, THC 22 %")
    found = shipping_within("Grønland/Færøerne 5 dage 99,00 EUR")
    assert found is not None
    assert ("Grønland/Færøerne", Decimal(5)) == (found.label, found.days)
    assert not found.per
    assert "encomenda" == getattr(shipping_within("Carta (4 dias) + 6,50 € / encomenda"), "per", None)


def test_which_of_how_many_in_other_words() -> None:
    assert [17, 6] == [total_within("Kavels 1 tot 6 van 17"), total_within("Varer 1 til 5 av 6")]


def test_a_mask_of_dots_is_one_and_a_pager_is_none() -> None:
    assert ["5····8", None, "br…"] == [mask_within(text) for text in ("5····8", "1 2 3 … 69", "br…")]


def test_parts_of_a_line_are_parted_where_another_number_has_its_own_words() -> None:
    page = document("<p>2 143 ventes, 97,2 % d'avis positifs</p><p>968 ventes depuis le 02/06/2017</p>")
    found = [(each.label, each.text) for each in worded(page, page.root)]
    assert [("ventes", "2 143 ventes"), ("d'avis positifs", "97,2 % d'avis positifs")] == found[:2]
    assert {("ventes", "968"), ("depuis le", "02/06/2017")} < set(found[2:])


def test_a_breadcrumb_has_the_names_of_categories_and_of_nothing_around_them() -> None:
    way = (
        "<a href='/'>Home</a> » <a href='/c-1'>Herbs</a> » <a href='/c-12'>Outdoor</a>, <a href='/seller/9'>anna_k</a>"
    )
    page = document(f"<p>{way}</p><div></div>")
    pattern = re.compile(r"/c-(\d+)")
    assert (["Herbs", "Outdoor"], "12") == read_path(page, page.root, pattern)
    assert (None, None) == read_path(page, css("div")(page.root)[0], pattern)


def test_a_description_of_a_term_holds_what_belongs_to_its_category() -> None:
    page = document(
        "<div><dl><dt><a href='/c-1'>Herbs</a></dt><dd><ul><li><a href='/c-12'>Outdoor</a></li></ul></dd>"
        "<dt><a href='/c-2'>Resins</a></dt></dl></div>"
    )
    read_menu(page, css("a")(page.root), re.compile(r"/c-(\d+)"))
    found = [each.category_path for each in page.records if isinstance(each, Category)]
    assert [["Herbs"], ["Herbs", "Outdoor"], ["Resins"]] == found


def test_an_opening_ends_before_the_first_block() -> None:
    page = document("<table><tr><td>Fine,<br>thanks <b>a lot</b><div>x answers: bye</div> more</td></tr></table>")
    assert "Fine,\nthanks a lot" == opening(page, css("td")(page.root)[0])
