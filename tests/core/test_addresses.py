"""What names things in addresses."""

from __future__ import annotations

import re

import pytest

from cryptodrug_scraper.page.addresses import part_of, path_of


@pytest.mark.parametrize(
    ("address", "pattern", "name"),
    [
        ("/shop?of=Bom+%26+Bro&tab=2", "[?&]of=([^&#]+)", "Bom & Bro"),
        ("/shop/a+b/offers?of=x+y", "/shop/([^/?#]+)", "a+b"),
        ("/shop/a%20b", "/shop/([^/?#]+)", "a b"),
        ("/shop", "/shop/([^/?#]+)", None),
        (None, "(.*)", None),
    ],
)
def test_plus_signs_are_blanks_in_queries_alone(address: str | None, pattern: str, name: str | None) -> None:
    assert name == part_of(address, re.compile(pattern))


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("shelf/tea%3Fp=2.html", "/shelf/tea?p=2"),
        ("shelf/tea%3Fof=a%2520b.html", "/shelf/tea?of=a%20b"),
        ("../lot.php%3fnr=7&amp.html", "/lot.php?nr=7&amp"),
        ("lot.php@nr=7&tab=2.html", "/lot.php?nr=7&tab=2"),
        ("/lot?nr=7%3F", "/lot?nr=7%3F"),
        ("/people/a@b", "/people/a@b"),
        ("/tea.html", "/tea.html"),
    ],
)
def test_links_to_saved_files_have_the_query_of_the_page(link: str, path: str) -> None:
    assert path == path_of(link)
