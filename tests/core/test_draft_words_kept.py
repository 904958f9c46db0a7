"""Words that the helpers of readers know stay in a draft, and so do the closed values of attributes."""

from __future__ import annotations

import re

import pytest

from cryptodrug_scraper.cases.age_words import ages_in
from cryptodrug_scraper.cases.draft import draft
from cryptodrug_scraper.cases.invention import Inventor
from cryptodrug_scraper.cases.known_words import SiteWords
from cryptodrug_scraper.cases.people_words import People
from cryptodrug_scraper.page.extent_within import pages_within, total_within
from cryptodrug_scraper.page.within import stock_within

SEEDS = [bytes([number]) * 16 for number in range(4)]


def drafted(text: str, seed: bytes, people: People | None = None) -> str:
    """What stands in the draft of a page of a market without words of its own in the place of its body."""
    body = f"<html><body>{text}</body></html>".encode()
    made = draft(body, Inventor(people=people or People(), salt=seed)).body.decode()
    return made.partition("<body>")[2].partition("</body>")[0]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "text",
    [
        *("dostępny", "Dostępne", "wyprzedany", "WYPRZEDANE", "nicht verfügbar", "ikke på lager"),
        *("Strona 1 z 2", "Stránka 2", "Sivu 3", "wczoraj", "Dzisiaj", "včera", "eilen", "Offres", "wyniki", "Opinie"),
        *("miesiąc temu", "viikko sitten", "před rokem", "oprócz", "poza UE", "Polska, oprócz: Dania", "uitgezonderd"),
    ],
)
def test_a_word_of_a_list_of_readers_stays(text: str, seed: bytes) -> None:
    assert drafted(text, seed) == text


def test_of_a_row_that_is_too_long_what_the_market_itself_prints_stays_and_not_what_is_drawn() -> None:
    site = SiteWords.of(["Verified (.+?) successful sales", "heron", "otter"], ["Goose Pond"])
    page = b"<html><body><p>Verified Goose Pond successful sales, heron otter</p></body></html>"
    made = [draft(page, Inventor(site, salt=bytes([number]) * 16)).body.decode() for number in range(40)]
    assert all(re.search(r"<p>Verified Goose Pond successful sales", each) for each in made)
    assert not any("heron otter" in each for each in made)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "text", ["Express, 26,50 € / order", "12,90 € per Bestellung", "+ 14 zł / zamówienie", "65 kr per försändelse"]
)
def test_of_what_a_way_of_delivery_has_its_price_stays(text: str, seed: bytes) -> None:
    made = drafted(text, seed)
    assert made != text
    assert re.sub(r"\d", "", made) == re.sub(r"\d", "", text)


@pytest.mark.parametrize("seed", SEEDS)
def test_codes_that_are_words_go_where_a_text_is_in_capitals_and_stay_in_lists(seed: bytes) -> None:
    made = drafted("<p>HE CAN DREAM IT AND WE CAN TRY IT BY DAY</p>", seed)
    assert not {"CAN", "AND", "TRY", "BY"}.intersection(re.findall(r"\w+", made))
    assert "<p>CAN, US, IT, BY</p>" == drafted("<p>CAN, US, IT, BY</p>", seed)
    assert "<p>UK, EU</p>" in drafted("<p>BEST PRICE AROUND TOWN TODAY</p><p>UK, EU</p>", seed)


@pytest.mark.parametrize("word", ["Dostępny", "Oprócz", "Wczoraj"])
def test_the_name_of_a_person_that_is_such_a_word_does_not_stay(word: str) -> None:
    people = People(frozenset({word.lower()}), frozenset({word.lower()}))
    assert all(drafted(f"<a>{word}</a>", seed, people) != f"<a>{word}</a>" for seed in SEEDS)


def test_one_unit_ago_is_an_age_in_languages_that_say_no_number() -> None:
    assert [match[0] for match in ages_in("xoba rok temu, před měsícem, xoba temu")] == ["rok temu", "před měsícem"]


def test_words_of_stock_pages_and_lists_are_read_as_they_were() -> None:
    assert stock_within("Out of stock") is not None
    assert [stock_within(each).available for each in ("dostępne", "en stock")] == [True, True]  # type: ignore[union-attr]
    assert [stock_within(each).value for each in ("Sold  out", "wyprzedana", "no available")] == [0, 0, 0]  # type: ignore[union-attr]
    assert [pages_within(each) for each in ("Strona 2 z 7", "Seite 1/3", "strong 1 of 2")] == [(2, 7), (1, 3), None]
    assert [total_within(each) for each in ("1 234 wyników", "Anúncios: 134", "12 Ergebnisse")] == [1234, 134, 12]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "attributes",
    [
        *('color="red"', 'color="#2A7F10"', 'bgcolor="lightgrey"', 'aria-hidden="true"', 'aria-current="page"'),
        *('role="navigation"', 'align="center"', 'valign="top"', 'dir="rtl"', 'scope="col"', 'target="_blank"'),
        *('type="hidden"', 'method="post"', 'disabled="disabled"', 'width="40%"'),
    ],
)
def test_values_that_an_attribute_takes_of_a_closed_list_stay(attributes: str, seed: bytes) -> None:
    assert drafted(f"<font {attributes}></font>", seed) == f"<font {attributes}></font>"


@pytest.mark.parametrize("attribute", ["color", "aria-hidden", "aria-label", "role", "align", "title"])
def test_what_such_an_attribute_says_of_its_own_does_not_stay(attribute: str) -> None:
    for seed in SEEDS:
        assert "Zeepaardje" not in drafted(f'<i {attribute}="Zeepaardje"></i>', seed)


@pytest.mark.parametrize(
    "text",
    [
        *("Kein Versand nach USA", "nach USA", "kivéve Hollandia és Németország", "EU, kivéve Hollandia"),
        *("Magyarország és Ausztria", "razen Nizozemska in Avstrija", "Hollandia, Németország"),
    ],
)
def test_words_before_and_between_places_stay(text: str) -> None:
    assert Inventor(SiteWords()).text(text)[0] == text
    assert not Inventor(SiteWords()).is_of_people(text)
