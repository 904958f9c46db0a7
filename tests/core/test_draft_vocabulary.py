"""What readers of every market know stays in a draft, or becomes its like; what people wrote does not stay."""

from __future__ import annotations

import re

import pytest

from cryptodrug_scraper.cases.age_words import ages_in
from cryptodrug_scraper.cases.calendar_words import month_named, weekday_named
from cryptodrug_scraper.cases.disarm import NEUTRAL_PICTURE
from cryptodrug_scraper.cases.draft import draft
from cryptodrug_scraper.cases.invention import Inventor
from cryptodrug_scraper.cases.known_words import SiteWords
from cryptodrug_scraper.cases.people_words import People
from cryptodrug_scraper.cases.vocabulary import likes_of
from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.page.money import parse_prices
from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.printed_times import parse_age, parse_printed
from cryptodrug_scraper.page.quantities import parse_quantity
from cryptodrug_scraper.page.said import said_to_be_sold
from cryptodrug_scraper.page.time_words import LANGUAGES
from cryptodrug_scraper.page.within import amounts_within, payments_within, share_within, stock_within, yes_within

SEEDS = [bytes([number]) * 16 for number in range(6)]
SITE = SiteWords.of(["Verkoper", "Sendes fra", r"Anzahl (?:der )?Bewertung(?:en)?"])
CAPTURED = parse_capture_time("2019-04-03T12:00:00Z")


def drafted(text: str, seed: bytes, people: People | None = None, site: SiteWords = SITE) -> str:
    """What stands in the draft of a page in the place of a text that is all that it shows."""
    body = f"<html><body><p>{text}</p></body></html>".encode()
    made = draft(body, Inventor(site, people or People(), salt=seed)).body.decode()
    return made.partition("<p>")[2].partition("</p>")[0]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "text",
    [
        *("United States of America", "Vereinigte Staaten, Großbritannien", "États-Unis", "Südafrika und Neuseeland"),
        *("Worldwide except North America", "Wereldwijd behalve België", "us, nl, de", "Danmark, Sverige"),
        *("Bitcoin Cash", "Monero (XMR)", "usd", "PLN", "Escrow", "Treuhand", "ubegrænset", "FE", "ja", "nej"),
        *("3 dage siden", "vor einem Monat", "il y a 2 jours", "2 days 3 hours ago", "3dage", "1 rok temu"),
        *("za půl roku", "Last 30 days", "All time", "celkem", "Positive", "Neutrální", "Negative feedback"),
        *("Finalize Early", "Exit scam", "Versand", "Levering", "10 gram", "250 mg", "2 Pfund"),
    ],
)
def test_what_readers_know_stays(text: str, seed: bytes) -> None:
    assert drafted(text, seed) == text


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("text", "currency"),
    [
        *(
            ("649,50 kr.", "DKK"),
            ("149,50kr", "DKK"),
            ("12,50 Euro", "EUR"),
            ("12,50€", "EUR"),
            ("1.299,00 EUR", "EUR"),
        ),
        *(("0,0123BTC", "BTC"), ("12.75USD", "USD"), ("$ 1,150.25", "USD"), ("£7.80", "GBP")),
    ],
)
def test_an_amount_becomes_another_of_its_currency_and_form(text: str, currency: str, seed: bytes) -> None:
    made = drafted(text, seed)
    assert made != text
    assert re.split(r"\d[\d.,]*", made) == re.split(r"\d[\d.,]*", text)
    assert re.search(r"[.,]\d+(?!.*\d)", made)[0][0] == re.search(r"[.,]\d+(?!.*\d)", text)[0][0]  # type: ignore[index]
    (before,), (after,) = (amounts_within(each, {"kr": "DKK"}) for each in (text, made))
    assert before.currency == after.currency == currency
    assert before.amount != after.amount
    assert before.amount.as_tuple().exponent == after.amount.as_tuple().exponent
    assert 0.4 < after.amount / before.amount < 2.5


@pytest.mark.parametrize(
    "text", ["11.03.2018", "3. februar 2019", "3 marts 2019 14:05", "11 sierpnia 2018", "2 mai 2018"]
)
def test_a_day_moves_in_every_language_and_keeps_its_form(text: str) -> None:
    for seed in SEEDS:
        made = drafted(text, seed)
        before, after = parse_printed(text), parse_printed(made)
        assert before is not None
        assert after is not None
        assert 19 <= abs((after.start - before.start).days) <= 171
        assert before.step == after.step


@pytest.mark.parametrize("word", ["pro", "led", "lis", "sie"])
def test_an_ordinary_word_is_a_month_only_beside_a_year(word: str) -> None:
    assert month_named(word) is None
    assert month_named(word, has_year=True) is not None


def test_weekdays_of_northern_languages_are_known() -> None:
    assert [weekday_named(word).number for word in ("mandag", "torsdag", "søndag", "piątek")] == [0, 3, 6, 4]  # type: ignore[union-attr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_ages_are_found_in_every_language(language: str) -> None:
    from datetime import timedelta

    from babel.dates import format_timedelta

    for days in (1, 2, 5):
        said = format_timedelta(timedelta(days=-days), "day", 1_000_000, add_direction=True, locale=language)
        found = [match[0] for match in ages_in(f"xoba {said} xoba")]
        assert len(found) == 1
        assert parse_age(found[0]) == parse_age(said)
        assert said in found[0]


def test_a_long_text_of_almost_ages_takes_no_time() -> None:
    assert not list(ages_in("1 1 a a " * 5000))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "title",
    [
        "10g Moroccan Hash Pure Quality",
        "5 Stück Ecstasy Pillen 220mg MDMA",
        "Marokkansk hash, 10 gram",
        "2 packs of 20 Xanax",
    ],
)
def test_a_title_says_the_same_of_goods_and_is_another_title(title: str, seed: bytes) -> None:
    made = drafted(title, seed)
    assert made != title
    assert said_to_be_sold(made) == said_to_be_sold(title)
    before, after = parse_quantity(title), parse_quantity(made)
    assert before is not None
    assert after is not None
    assert before.total_grams == after.total_grams
    assert before.unit == after.unit


@pytest.mark.parametrize("seed", SEEDS)
def test_words_that_are_kept_never_make_a_sentence(seed: bytes) -> None:
    text = "Pure cocaine heroin ketamine with express tracked shipping and escrow from stock"
    made = drafted(text, seed).split()
    run = longest = 0
    for before, after in zip(text.split(), made, strict=True):
        run = run + 1 if before == after else 0
        longest = max(longest, run)
    assert longest <= 3  # two phrases, and what stands between them


def test_a_label_of_the_market_stays_whole_and_the_same_words_in_a_sentence_do_not() -> None:
    site = SiteWords.of(["Total number of sales", "vendor", "cart", "please"])
    for seed in SEEDS:
        assert drafted("Total number of sales", seed, site=site) == "Total number of sales"
        assert drafted("please vendor cart vendor please", seed, site=site) != "please vendor cart vendor please"


def test_what_a_pattern_finds_is_a_label() -> None:
    for seed in SEEDS:
        assert drafted("Anzahl der Bewertung", seed) == "Anzahl der Bewertung"


@pytest.mark.parametrize("name", ["Haze", "amsterdam", "mdma_king", "Georgia"])
def test_the_name_of_a_person_stays_nowhere_whatever_word_it_is(name: str) -> None:
    people = People(frozenset(re.findall(r"[^\W_]{3,}", name.lower())), frozenset({name.lower()}))
    page = f'<p><a href="/u/{name}">{name}</a> sells 5g {name} today</p>'
    for seed in SEEDS:
        made = draft(page.encode(), Inventor(SITE, people, salt=seed)).body.decode().lower()
        assert not [word for word in people.names if word in made]


def test_a_comment_of_known_words_alone_becomes_another() -> None:
    people = People(texts=frozenset({"cocaine", "express shipping"}))
    for seed in SEEDS:
        assert drafted("Cocaine", seed, people).lower() in {" ".join(each) for each in likes_of(("cocaine",))}
        assert drafted("Express Shipping", seed, people) != "Express Shipping"


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUg">',
        '<img src="\n DATA:image/png;base64,iVBORw0KGgo">',
        '<input type="image" src="data:image/gif;base64,R0lGOD">',
        '<img src="/uploads/88231/haze-front.jpg">',
    ],
)
def test_a_picture_becomes_a_neutral_one_and_no_words(picture: str) -> None:
    made = draft(f"<html><body>{picture}</body></html>".encode(), Inventor(SITE, salt=SEEDS[0])).body.decode()
    assert re.findall(r'src="([^"]*)"', made) == [NEUTRAL_PICTURE]
    assert not re.search(r"88231|haze|iVBOR|R0lGOD(?!lhAQAB)", made)


def test_words_of_payment_stock_and_answers_are_those_that_readers_read() -> None:
    from cryptodrug_scraper.page.within import NO_WORDS, YES_WORDS

    for word in ("escrow", "treuhand", "finalize early", "multisig"):
        assert payments_within(word) is not None
        assert drafted(word, SEEDS[0]) == word
    for word in ("unlimited", "ubegrænset", "illimité", "neomezeno"):
        assert stock_within(word) is not None
        assert drafted(word, SEEDS[0]) == word
    assert {yes_within(word) for word in YES_WORDS | NO_WORDS} == {True, False}


@pytest.mark.parametrize("seed", SEEDS)
def test_cells_without_white_space_keep_what_is_known(seed: bytes) -> None:
    made = draft(
        b"<table><tr><td>Sendes fra</td><td>Danmark</td><td>98,7 %</td><td>3 dage siden</td></tr></table>",
        Inventor(SITE, salt=seed),
    ).body.decode()
    cells = re.findall(r"<td>([^<]*)</td>", made)
    assert [cells[0], cells[1], cells[3]] == ["Sendes fra", "Danmark", "3 dage siden"]
    assert cells[2] != "98,7 %"
    assert share_within(cells[2]) is not None
    assert parse_place(cells[1]).codes == ["DK"]


def test_the_scale_of_a_rating_stays() -> None:
    for seed in SEEDS:
        assert re.fullmatch(r"4,\d/5", drafted("4,9/5", seed))
        assert drafted("9.85/10", seed).endswith("/10")


def test_currencies_that_are_words_in_small_letters_are_words() -> None:
    for seed in SEEDS:
        assert "try" not in drafted("we try hard", seed).split()
        assert parse_prices(drafted("TRY 12.50", seed))[0].currency == "TRY"
