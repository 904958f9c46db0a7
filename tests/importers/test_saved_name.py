"""Addresses in the names that browsers give to files."""

from __future__ import annotations

import pytest

from cryptodrug_scraper.importers.address import address_in_path
from cryptodrug_scraper.importers.saved_name import address_in_name, is_named_after_address


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("http _host.onion_listing_80539_.htm", "http://host.onion/listing/80539/"),
        ("http _host.onion_listing_80539_.htm.1", "http://host.onion/listing/80539/"),
        ("http _host.onion_listing_80539_ (2).htm", "http://host.onion/listing/80539/"),
        ("http___host.onion_.html", "http://host.onion/"),
        ("http __host.onion_name_.html", "http://host.onion/name/"),
        ("https--shop.example.com_a_7_b.html", "https://shop.example.com/a/7/b"),
        ("HOST.onion_viewProduct_offer=1.2.html", "http://host.onion/viewProduct?offer=1.2"),
        ("http _host.onion_index.php_id=5&page=2.htm", "http://host.onion/index.php?id=5&page=2"),
        ("http _host.onion_listing_5_page=2.htm", "http://host.onion/listing/5?page=2"),
        ("http _host.onion 8080_u_5.htm", "http://host.onion:8080/u/5"),
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
    assert "http://host.onion/u/5/n%C3%A9%20x" == address_in_path("d/http _host.onion_u_5_né x.htm")


@pytest.mark.parametrize(
    "name",
    [
        "http _host.onion_vendor_shop_my_name.html",
        "http _host.onion_vendor_shop_my_name_.html",
        "http _host.onion_u_name.htm",
        "http _host.onion_u_my_2.htm",
        "http _host.onion_viewProduct_offer_id=5.htm",
        "host.onion_vendor_my_name_tab=3.html",
    ],
)
@pytest.mark.parametrize("folder", ["", "2014-05-31/", "host.onion/"])
def test_a_name_that_can_be_read_as_several_addresses_is_none(folder: str, name: str) -> None:
    assert is_named_after_address(name)
    assert address_in_name(name) is None
    assert address_in_path(folder + name) is None


@pytest.mark.parametrize(
    ("name", "link", "address"),
    [
        ("vendor_shop_my_name.html", '"/vendor/shop/my_name"', "/vendor/shop/my_name"),
        ("vendor_shop_my_name.html", "'/vendor_shop/my/name#top'", "/vendor_shop/my/name"),
        ("vendor_shop_my_name_.html", '"http://host.onion/vendor/shop/my_name/"', "/vendor/shop/my_name/"),
        ("vendor_shop_my_name.html", "=/vendor/shop/my_name>", "/vendor/shop/my_name"),
        ("item_my_id=5&page=2.html", '"/item?my_id=5&amp;page=2"', "/item?my_id=5&page=2"),
        ("page_12.html", '"/page_12"', "/page_12"),
    ],
)
def test_what_a_page_links_to_tells_what_its_name_was_made_of(name: str, link: str, address: str) -> None:
    page = f'<a href="/vendor/shop">all</a><a href={link}>this</a><a href="/vendor/shop/my_name_2">other</a>'
    assert f"http://host.onion{address}" == address_in_name(f"http _host.onion_{name}", page.encode())


def test_two_addresses_that_a_page_links_to_leave_open_which_of_them_it_is() -> None:
    page = b"<a href='/u/my_name'>one</a><a href='/u/my/name'>two</a><a href='http://other.onion/u_my_name'>three</a>"
    assert address_in_name("http _host.onion_u_my_name.htm", page) is None


@pytest.mark.parametrize("name", ["vendor_shop_my_name.html", "vendor shop_ my_name (3).html"])
def test_underscores_in_names_without_a_host_are_underscores(name: str) -> None:
    """As wget and HTTrack write them below the host's folder, and browsers in titles, which are no addresses."""
    assert address_in_name(name) is None
    assert not is_named_after_address(name)
    assert address_in_path(f"2014-05-31/{name}") is None
    assert "http://host.onion/vendor_shop_my_name" == address_in_path("host.onion/vendor_shop_my_name.html")
    assert "http://host.onion/vendor/shop/my_name" == address_in_path("host.onion/vendor/shop/my_name.html")
