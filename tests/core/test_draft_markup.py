"""Drafts keep how a page is to be read, how addresses begin, and the marks of numbers."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from cryptodrug_scraper.cases.draft import draft
from cryptodrug_scraper.cases.invention import Inventor
from tests.core.test_draft_times_and_names import SEEDS, drafted


@pytest.mark.parametrize(
    "meta",
    [
        '<meta charset="utf-8"/>',
        '<meta content="text/html; charset=utf-8" http-equiv="Content-Type"/>',
        '<meta content="width=device-width, initial-scale=1.0" name="viewport"/>',
        '<meta content="noindex, nofollow" name="robots"/>',
        '<meta content="IE=edge" http-equiv="X-UA-Compatible"/>',
    ],
)
def test_what_says_how_a_page_is_read_stays(meta: str) -> None:
    made = draft(f"<html><head>{meta}</head><body>x</body></html>".encode(), Inventor(), None, None)
    assert meta in made.body.decode()


@pytest.mark.parametrize(
    "meta",
    [
        '<meta content="Larkspurpost, larks" name="description">',
        '<meta content="width=larkspurpost" name="viewport">',
        '<meta charset="larkspurpost">',
        '<meta content="text/html; charset=larkspurpost" http-equiv="content-type">',
    ],
)
def test_other_words_of_heads_are_invented(meta: str) -> None:
    made = draft(f"<html><head>{meta}</head><body>x</body></html>".encode(), Inventor(), None, None)
    assert "larkspurpost" not in made.body.decode().lower()


def test_attributes_of_tables_stay() -> None:
    cells = '<td hspace="2" nowrap="nowrap">1</td><td nowrap="">2</td>'
    made = draft(f"<table><tr>{cells}</tr></table>".encode(), Inventor(), None, None)
    assert cells in made.body.decode()


@pytest.mark.parametrize("address", ["http://larks.example/zabelo", "https://larks.example/zabelo-mirufa"])
def test_the_begin_of_an_address_stays(address: str) -> None:
    (shown, link), _ = drafted([f"zabelo {address}", f'<a href="{address}">x</a>'])
    scheme = address.partition("//")[0]
    assert f" {scheme}//" in shown
    assert f'href="{scheme}//' in link
    assert "larks" not in shown + link


def test_a_word_that_begins_no_address_is_invented() -> None:
    assert "http" not in drafted(["zabelo http mirufa"])[0][0]


@pytest.mark.parametrize("seed", SEEDS)
def test_amounts_keep_their_marks(seed: bytes) -> None:
    texts = ["0,738 XMR", "0,95 XMR", "1'150.00 CHF", "12,5 €", "0.005 BTC", "2.738,12 €", "0,738"]
    made = [drafted([text], seed)[0][0] for text in texts]
    marks = [[re.sub(r"[1-9]|(?<=\S)0", "1", text) for text in said] for said in (texts, made)]
    assert marks[0] == marks[1]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("Zötebé", "/@Z%C3%B6teb%C3%A9?page=2"),
        ("Zötebé", "/@Z%c3%b6teb%c3%a9"),
        ("Zötebé Miruf", "/?u=Z%C3%B6teb%C3%A9%20Miruf&p=2"),
        ("Zötebé", "/@Z%F6teb%E9"),
        ("Zočna Mirufič", "/zocna-mirufic"),
    ],
)
def test_a_name_in_an_address_is_renamed_as_in_texts(name: str, link: str, seed: bytes) -> None:
    (shown, linked), _ = drafted([name, f'<a href="{link}">x</a>'], seed)
    (address,) = re.findall(r'href="([^"]*)"', linked)
    said = unquote(address).replace("-", " ")
    assert shown.casefold() in said.casefold()
    assert len(re.findall("%20", link)) == len(re.findall("%20", address))
    assert name not in said
