"""Addresses in the names that browsers give to files."""

from __future__ import annotations

import pytest

from cryptodrug_scraper.importers.address import address_in_path
from cryptodrug_scraper.importers.saved_name import address_in_name


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("http _host.onion_listing_80539_.htm", "http://host.onion/listing/80539/"),
        ("http _host.onion_listing_80539_.htm.1", "http://host.onion/listing/80539/"),
        ("http _host.onion_listing_80539_ (2).htm", "http://host.onion/listing/80539/"),
        ("http___host.onion_.html", "http://host.onion/"),
        ("http __host.onion_u_name.html", "http://host.onion/u/name"),
        ("https--shop.example.com_a_b.html", "https://shop.example.com/a/b"),
        ("HOST.onion_viewProduct_offer=1.2.html", "http://host.onion/viewProduct?offer=1.2"),
        ("http _host.onion_index.php_id=5&page=2.htm", "http://host.onion/index.php?id=5&page=2"),
        ("http _host.onion 8080_u_x.htm", "http://host.onion:8080/u/x"),
        ("http _host.onion_8080_x.htm", "http://host.onion/8080/x"),
        ("http _host.onion_r_next=a_b.htm", "http://host.onion/r?next=a_b"),
    ],
)
@pytest.mark.parametrize("folder", ["", "2014-05-31/", "grams/2014-05-31/", "host.onion/"])
def test_an_address_is_read_from_the_name_of_a_file_wherever_it_lies(folder: str, name: str, address: str) -> None:
    assert address == address_in_name(name) == address_in_path(folder + name)


@pytest.mark.parametrize(
    "name",
    [
        "http and tor.html",
        "http_server.error_page.html",
        "httpd.conf_listing.html",
        "host.onion.html",
        "What is host.onion_x.html",
        "Kraampje - fiets.htm",
        "page_12.html",
        "index.html",
        "listing=5.html",
    ],
)
def test_a_title_is_no_address(name: str) -> None:
    assert address_in_name(name) is None


def test_what_an_address_may_not_have_is_written_as_it_must_be() -> None:
    assert "http://host.onion/u/n%C3%A9%20x" == address_in_path("d/http _host.onion_u_né x.htm")
