"""What stands in a draft in the place of single words, keys and figures."""

from __future__ import annotations

import html
import itertools
import re
from decimal import Decimal
from time import process_time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from pysequoia import Tsk

from cryptodrug_scraper.cases.calendar_words import month_named, weekday_named
from cryptodrug_scraper.cases.draft import draft
from cryptodrug_scraper.cases.invention import Inventor
from cryptodrug_scraper.cases.known_figures import Known
from cryptodrug_scraper.cases.known_words import SiteWords, words_in
from cryptodrug_scraper.cases.vocabulary import phrase_at
from cryptodrug_scraper.page.openpgp import find_key, fingerprint
from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.scaffold.drafts import write_drafts

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.scaffold.found import Found

SEEDS = [bytes([number]) * 16 for number in range(8)]


def words_of(*letters: str) -> list[str]:
    """Short words of all these letters, but for codes of countries and the closed vocabulary, which stay."""
    words = ("".join(each) for each in itertools.product(*letters))
    return [word for word in words if parse_place(word).kind == "unknown" and phrase_at([word], 0) is None]


def drafted(page: str, *words: str, seed: bytes = SEEDS[0], known: Known | None = None) -> str:
    """The body of the draft of a page, in whose market some words are known."""
    made = draft(page.encode(), Inventor(SiteWords(frozenset(words)), salt=seed), known).body.decode()
    return made.partition("<body>")[2].partition("</body>")[0]


def test_a_word_at_the_edge_of_a_pattern_is_a_word_of_the_market(tmp_path: Path) -> None:
    (tmp_path / "kinds.py").write_text('NOTICE = r"\\bonderhoud\\b|\\bwartung(?:sarbeiten)?\\b"')
    assert words_in([tmp_path / "kinds.py"]).words >= {"onderhoud", "wartung", "sarbeiten"}


def test_words_that_exclude_places_stay_and_those_of_other_files_do_not(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("Zeepaardje")
    words = words_in([tmp_path / "notes.md"]).words
    assert words >= {"except", "behalve", "sauf"}
    assert "zeepaardje" not in words


@pytest.mark.parametrize("name", ["GreenMarket", "market7", "greenmarket"])
def test_a_name_of_two_known_words_is_invented_where_a_text_shows_it(name: str) -> None:
    made = drafted(f'<a href="/u/{name}">{name}</a><img src="/greenmarket.png">', "green", "market", "png", "u")
    assert name not in made
    assert len(set(re.findall(r"/u/(\w+)|>(\w+)<", made))) == 2
    assert re.findall(r"/u/(\w+)", made) == re.findall(r">(\w+)</a>", made)


def test_the_name_of_a_picture_that_is_of_known_words_stays() -> None:
    assert "/public/feedback3.png" in drafted('<img src="/public/feedback3.png">', "public", "feedback", "png")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_word_before_a_day_is_invented_and_a_day_of_the_week_moves_with_it(seed: bytes) -> None:
    made = drafted("<p>Jansen 4-3-2018, Sun 4 March 2018</p>", seed=seed)
    assert "Jansen" not in made
    (numeric, weekday, named) = re.findall(r"(\d+-\d+-\d{4}), (\w{3}) (\d+ \w+ \d{4})", made)[0]
    assert weekday_named(weekday) is not None
    assert numeric.split("-")[0].lstrip("0") == named.split()[0]
    assert "4-3-2018" != numeric


def test_no_invented_word_makes_the_number_before_it_a_day_a_quantity_or_an_age() -> None:
    words = words_of("bdkmnv", "aeiou", "lmrstvx")
    for seed in SEEDS:
        inventor = Inventor(salt=seed)
        for made in map(inventor.word, words):
            assert month_named(made) is None
            assert weekday_named(made) is None
            assert made not in {"mes", "mesi", "ora", "ore", "min", "sec"}


def test_no_invented_word_is_one_of_the_page() -> None:
    words = words_of("bcd", "aiou", "bcdfgk")
    for seed in SEEDS:
        made = drafted(f"<p>{' '.join(words)}</p>", seed=seed)
        assert set(words).isdisjoint(re.findall(r"\w+", made))


def _key_drafted(saved: str, end: str) -> str | None:
    made = drafted(f"<div>{saved.replace(chr(10), end)}</div>")
    return find_key(html.unescape(re.sub(r"<[^>]+>", "", made.replace("<br/>", "\n"))))


@pytest.mark.parametrize("end", ["<br>", "<br>\n", "<br/>\r\n"])
def test_a_key_in_lines_of_its_own_becomes_one_that_can_be_read_where_it_can(end: str) -> None:
    saved = str(Tsk.generate("Somebody <somebody@example.org>").extract_certificate()).strip()
    armour = _key_drafted(saved, end)
    assert armour is not None
    assert fingerprint(armour) not in {None, fingerprint(saved)}
    assert not [line for line in saved.splitlines()[1:-1] if len(line) > 20 and line in armour]


@pytest.mark.parametrize(
    "lines",
    [
        ["Version: 1", "", *["mQGNBFqX60ABDAC" * 4] * 30, "=abcd", "-----END PGP PUBLIC KEY BLOCK-----"],
        ["", *["mQGNBFqX60ABDAC" * 4] * 30],
        ["-----END PGP PUBLIC KEY BLOCK-----"],
    ],
)
def test_a_key_that_cannot_be_read_becomes_one_that_cannot(lines: list[str]) -> None:
    saved = "\n".join(["-----BEGIN PGP PUBLIC KEY BLOCK-----", *lines])
    assert fingerprint(saved) is None
    armour = _key_drafted(saved, "<br>")
    assert armour is not None
    assert fingerprint(armour) is None
    assert "mQGNBFqX60ABDAC" not in armour
    assert armour.endswith("-----END PGP PUBLIC KEY BLOCK-----") == saved.endswith("-----END PGP PUBLIC KEY BLOCK-----")


@pytest.mark.parametrize("seed", SEEDS)
def test_prices_whose_currency_stands_apart_and_in_coins_stay_of_one_rate(seed: bytes) -> None:
    prices = [Decimal(each) for each in ("9.50", "125.60", "12.00", "850.25")]
    cards = "".join(
        f"<i>USD</i><b>{price}</b><i>({(price / 5262).quantize(Decimal('0.000001'))} BTC)</i>" for price in prices
    )
    found = re.findall(r"<b>([\d.]+)</b><i>\(([\d.]+) BTC", drafted(cards, "usd", "btc", seed=seed))
    assert len(found) == 4
    assert {Decimal(price) for price, _ in found}.isdisjoint(prices)
    half, cent = Decimal("0.0000005"), Decimal("0.005")
    low = max((Decimal(price) - cent) / (Decimal(coins) + half) for price, coins in found)
    high = min((Decimal(price) + cent) / (Decimal(coins) - half) for price, coins in found)
    assert low <= high


def test_three_capital_letters_that_are_no_currency_make_no_price() -> None:
    for seed in SEEDS:
        found = re.findall(r"\d+", drafted("<p>LSD 50 Stück</p><p>Alprazolam, 50 Stück</p>", "lsd", seed=seed))
        assert found[0] == found[1] != "50"


def test_the_number_of_an_error_stays_on_the_page_of_an_error_alone() -> None:
    assert "404" in drafted("<h2>404</h2>", known=Known(statuses=frozenset({404})))
    assert "404" not in drafted("<h2>404</h2>")


def test_pages_of_a_new_market_share_words_and_days(tmp_path: Path) -> None:
    page = b"<html><body><p>Zeepaardje, 2019-02-03</p></body></html>"
    pages = [SimpleNamespace(body=page, kind="listing"), SimpleNamespace(body=page + b"<p>end</p>", kind="listing")]
    folders = write_drafts(cast("Found", cast("Any", SimpleNamespace(pages=pages))), tmp_path, [])
    one, other = (re.findall(r"<p>(\w+, [\d-]+)</p>", (each / "body.html").read_text()) for each in folders)
    assert one == other
    assert "Zeepaardje" not in one[0]
    assert "2019-02-03" not in one[0]


@pytest.mark.slow
def test_time_grows_with_the_length_of_a_text_and_no_faster() -> None:
    def seconds(count: int) -> float:
        began = process_time()
        drafted(f"<p>{'Foo 1 12 '.join(['Level '] * count)}</p>")
        return process_time() - began

    assert seconds(8000) < 40 * seconds(800) + 0.5


@pytest.mark.parametrize("seed", [b"a", b"b"])
def test_a_number_before_the_words_of_an_address_stays_a_number(seed: bytes) -> None:
    inventor = Inventor(SiteWords.of(["/p/", "pagina"]), salt=seed)
    made = inventor.address("/p/4601-blanco-anahuac-1-g?pagina=2")
    found = re.fullmatch(r"/p/(\d{4})-[a-z]{6}-[a-z]{7}-1-g\?pagina=2", made)
    assert found is not None, made
    assert found[1] != "4601"
    assert "blanco" not in made
    assert made == inventor.address("/p/4601-blanco-anahuac-1-g?pagina=2")
    assert f"/p/{found[1]}" == inventor.address("/p/4601")  # one and the same, with its words and without
